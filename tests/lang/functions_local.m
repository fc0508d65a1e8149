% Local functions stand anywhere in a script; counts and skipped outputs.
[a, b] = two(3);
assert(a == 3 && b == 6)
[~, b] = two(4);
assert(b == 8)
assert(count(1, 2, 3) == 3)
assert(count() == 0)
assert(outs() == 1)
[x, y] = outs();
assert(x == 2 && y == 2)
[p, q, r] = spread(7);
assert(p == 7 && q == 8 && r == 9)
assert(defaults(5) == 15)
assert(defaults(5, 1) == 6)
assert(fact(5) == 120)
assert(early(3) == -1 && early(-3) == 1)
[m{1:2}] = two(5);
assert(isequal(m, {5, 10}))
s = struct();
[s.a, s.b] = two(1);
assert(s.a == 1 && s.b == 2)
v = zeros(1, 3);
[v(1), v(3)] = two(2);
assert(isequal(v, [2 0 4]))

function [a, b] = two(x)
    a = x;
    b = 2 * x;
end
function n = count(varargin)
    n = nargin;
    assert(numel(varargin) == nargin)
end
function [a, b] = outs()
    a = nargout;
    b = nargout;
end
function varargout = spread(x)
    for k = 1:nargout
        varargout{k} = x + k - 1;
    end
end
function y = defaults(x, step)
    if nargin < 2
        step = 10;
    end
    y = x + step;
end
function y = fact(n)
    if n <= 1
        y = 1;
    else
        y = n * fact(n - 1);
    end
end
function y = early(x)
    y = 1;
    if x < 0, return, end
    y = -1;
end
