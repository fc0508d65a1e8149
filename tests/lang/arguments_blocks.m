% Sizes, classes, validators, defaults.
assert(strcmp(class(conv1(int8(3))), 'double'))
assert(isequal(row([1; 2; 3]), [1 2 3]))
assert(isequal(size(row(5)), [1 1]))
assert(text('abc') == "abc" && isstring(text('abc')))
assert(def(1) == 3)
assert(def(1, 5) == 6)
assert(isequal(expand(4), [4 4 4]))
[n, s] = rep(1, "a", 2, "b");
assert(n == 2 && s == 3)
assert(opt().Tol == 0.1 && opt(Tol=5).Tol == 5)
assert(flag(1) == true && islogical(flag(1)))
assert(isequal(member("relu"), "relu"))
function y = conv1(x)
    arguments
        x (1,1) double {mustBePositive}
    end
    y = x;
end
function y = row(x)
    arguments
        x (1,:) double
    end
    y = x;
end
function y = text(t)
    arguments
        t (1,1) string
    end
    y = t;
end
function y = def(x, z)
    arguments
        x (1,1) double
        z (1,1) double = x + 1
    end
    y = x + z;
end
function y = expand(x)
    arguments
        x (1,3) double
    end
    y = x;
end
function [n, s] = rep(x, y)
    arguments (Repeating)
        x (1,1) double
        y (1,1) string
    end
    n = numel(x);
    s = sum([x{:}]);
    assert(iscell(y) && y{2} == "b")
end
function o = opt(o)
    arguments
        o.Tol (1,1) double = 0.1
        o.Name string
    end
    assert(~isfield(o, 'Name'))
end
function y = flag(x)
    arguments
        x (1,1) logical
    end
    y = x;
end
function m = member(m)
    arguments
        m (1,1) string {mustBeMember(m, ["relu", "sigmoid"])}
    end
end
