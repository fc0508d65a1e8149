% Name=Value is the same as "Name", Value.
assert(isequal(collect(A=1, Bee="x"), {"A", 1, "Bee", "x"}))
assert(isequal(collect(5, A=1), {5, "A", 1}))
r = opts(3, Scale=10);
assert(r == 30)
assert(opts(3) == 6)
assert(opts(3, "Scale", 4) == 12)
assert(opts(3, 'Scale', 4, Offset=1) == 13)
assert(opts(3, scale=4) == 12)
function c = collect(varargin)
    c = varargin;
end
function r = opts(x, o)
    arguments
        x
        o.Scale = 2
        o.Offset (1,1) double = 0
    end
    r = x * o.Scale + o.Offset;
end
