% Handles: calling, comparing, naming, passing.
f = @sin;
assert(f(0) == 0 && isequal(f, @sin))
assert(strcmp(func2str(f), 'sin'))
g = @helper;
assert(g(2) == 4)
assert(isequal(cellfun(@helper, {1, 2}), [2 4]))
s = functions(@(x) x);
assert(isstruct(s) && strcmp(s.type, 'anonymous'))
assert(exist('sin') > 0)
assert(is_function(f) && ~is_function(3))
h = @() 5;
assert(h() == 5 && h() + 1 == 6)
a.b = {@(x) x + 1};
assert(a.b{1}(1) == 2)
q = @(x) helper(x) + helper(1);
assert(q(1) == 4)
assert(isempty(@(x) x) == 0 && numel(@sin) == 1)
z = @(m) m(2, :);
assert(isequal(z(magic(3)), [3 5 7]))
y = @(s) s.name;
assert(strcmp(y(struct('name', 'n')), 'n'))
k = @(varargin) varargin{end};
assert(k(1, 2, 3) == 3)
w = @(varargin) helper(varargin{:});
assert(w(4) == 8)
e = @(x, y) x + y;
assert(isequal(arrayfun(e, 1:3, 4:6), [5 7 9]))
function y = helper(x)
    y = 2 * x;
end
function t = is_function(f)
    t = isa(f, 'function_handle');
end
