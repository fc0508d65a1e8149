% The word end in every kind of index.
a = magic(4);
assert(a(end) == 1)
assert(a(end, 1) == 4)
assert(a(end-1, end) == 12)
assert(isequal(a(end:-1:1, 1)', [4 9 5 16]))
assert(a(max(1, end-20)) == 16)
assert(a(min(end, 3), 2) == 7)
c = {1, {2, 3, 4}};
assert(c{end}{end} == 4)
assert(c{end}{end-1} == 3)
s.x = [1 2 3];
assert(s.x(end) == 3)
b = [2 1];
assert(a(b(end), end) == 13)
assert(a(b(end), end) == a(1, 4))
b(end+1) = 7;
assert(isequal(b, [2 1 7]))
c{end+1} = 'new';
assert(numel(c) == 3)
n = zeros(2, 3, 4);
n(:, end, end) = 5;
assert(sum(n(:)) == 10)
assert(isequal(size(n(:, :, end)), [2 3]))
assert(n(end, end) == n(2, 12))
m = containers.Map();
m('k') = [1 2 3];
v = m('k');
assert(v(end) == 3)
f = @(v) v(end);
assert(f([4 5 6]) == 6)
x = 1:5;
x(end/2 + 0.5) = 10;
assert(x(3) == 10)
assert(isequal(x([1 end]), [1 5]))
st(3).v = 1;
assert(isequal(size(st(end)), [1 1]) && st(end).v == 1)
