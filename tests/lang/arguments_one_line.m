% Blocks with attributes, and (Output) blocks.
assert(isequal(shape(3), 3) && isa(shape(int8(3)), 'double'))
assert(between(1.5) == 1.5)
assert(strcmp(failing(@() between(3)), 'MATLAB:validators:mustBeInRange') || ~isempty(failing(@() between(3))))
assert(isequal(total(1, 2, 3), 6) && total() == 0)
assert(mixed(1, 2, Extra=5) == 8)
assert(mixed(1) == 2)
assert(chars('ab') == "ab")
function r = shape(x)
    arguments (Input)
        x double
    end
    arguments (Output)
        r (1,1) double
    end
    r = x;
end
function r = between(x)
    arguments
        x (1,1) {mustBeNumeric, mustBeInRange(x, 0, 2)}
    end
    r = x;
end
function s = total(x)
    arguments (Repeating)
        x (1,1) double
    end
    s = sum([x{:}]);
end
function r = mixed(a, b, o)
    arguments
        a (1,1) double % the first
        b (1,1) double = 1
        o.Extra (1,1) double = 0
    end
    r = a + b + o.Extra;
end
function s = chars(t)
    arguments
        t {mustBeText}
    end
    s = string(t);
end
function id = failing(f)
    id = '';
    try, f(); catch e, id = e.identifier; end
end
