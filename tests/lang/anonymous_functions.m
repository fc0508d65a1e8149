% Captures are taken when the handle is made.
a = 2;
f = @(x) a * x;
a = 100;
assert(f(3) == 6)
g = @(varargin) numel(varargin);
assert(g(1, 2, 3) == 3 && g() == 0)
compose = @(f, g) @(x) f(g(x));
h = compose(@sin, @cos);
assert(abs(h(0.3) - sin(cos(0.3))) < eps)
add = @(x) @(y) x + y;
add3 = add(3);
assert(add3(4) == 7)
fs = cell(1, 3);
for k = 1:3
    fs{k} = @() k;
end
assert(fs{1}() == 1 && fs{3}() == 3)
n = @() deal(1, 2);
[p, q] = n();
assert(p == 1 && q == 2)
assert(strcmp(func2str(@(x) x.^2 + 1), '@(x)x.^2+1'))
assert(strcmp(func2str(@sin), 'sin'))
k = str2func('@(x) x + 1');
assert(k(1) == 2)
k = str2func('max');
assert(k([1 5 2]) == 5)
assert(feval(@plus, 1, 2) == 3 && feval('minus', 5, 2) == 3)
assert(isa(f, 'function_handle'))
assert(isequal(cellfun(@(x) x * 2, {1, 2}), [2 4]))
fib = @(s, n) n;
s.f = @(x) x + 1;
assert(s.f(2) == 3)
c = {@(x) x, @(x, y) x + y};
assert(c{2}(1, 2) == 3)
assert(nargin(@(a, b, c) 1) == 3)
assert(nargin(@(a, varargin) 1) == -2)
w = @(x) x(end);
assert(w([1 2 9]) == 9)
t = @(x, ~) x;
assert(t(1, 2) == 1)
