% Assignments through mixed chains.
a(2).b{3}.c(4) = 5;
assert(numel(a) == 2 && isequal(a(2).b{3}.c, [0 0 0 5]))
x = zeros(2, 3);
x(:) = 1:6;
assert(isequal(x, [1 3 5; 2 4 6]))
x(:, 2) = [9; 9];
assert(isequal(x(:, 2), [9; 9]))
x(1, :) = 0;
assert(all(x(1, :) == 0))
x(:, end+1) = [7; 8];
assert(isequal(size(x), [2 4]))
c = cell(1, 2);
[c{:}] = deal(1, 2);
assert(isequal(c, {1, 2}))
s = struct('k', {1, 2});
[s.k] = deal(5);
assert(isequal([s.k], [5 5]))
[q.a, q.b] = deal(1, 2);
assert(q.b == 2)
m = containers.Map();
m('z') = struct('v', 1);
w = m('z');
assert(w.v == 1)
z = 'hello';
z(1) = 'J';
assert(strcmp(z, 'Jello'))
z([1 end]) = 'XY';
assert(strcmp(z, 'XellY'))
k = 1:3;
k(5) = 5;
assert(isequal(k, [1 2 3 0 5]))
y = 5;
y(2, 2) = 1;
assert(isequal(y, [5 0; 0 1]))
t = int8([1 2]);
t(1) = 3.6;
assert(isa(t, 'int8') && t(1) == 4)
u = [1 2 3];
u(2) = single(2.5);
assert(isa(u, 'single') || isa(u, 'double'))
b = true(1, 2);
b(1) = 5;
assert(isa(b, 'logical') || isequal(b, [5 1]))
