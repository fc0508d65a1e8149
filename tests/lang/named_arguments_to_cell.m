c = namedargs2cell(struct('Scale', 3, 'Mode', "x"));
assert(isequal(c, {'Scale', 3, 'Mode', "x"}))
assert(f(c{:}) == 3)
function r = f(o)
    arguments
        o.Scale = 1
        o.Mode = ""
    end
    r = o.Scale;
end
