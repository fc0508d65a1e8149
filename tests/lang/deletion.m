% x(i) = [] in all its forms.
v = 1:6;
v(2) = [];
assert(isequal(v, [1 3 4 5 6]))
v([1 end]) = [];
assert(isequal(v, [3 4 5]))
v(v > 4) = [];
assert(isequal(v, [3 4]))
v([]) = [];
assert(isequal(v, [3 4]))
v(:) = [];
assert(isempty(v))
m = magic(4);
m(2, :) = [];
assert(isequal(size(m), [3 4]))
m(:, [1 3]) = [];
assert(isequal(m, [2 13; 7 12; 14 1]))
m(1) = [];
assert(isequal(m, [7 14 13 12 1]))
n = reshape(1:12, 2, 3, 2);
n(:, 2, :) = [];
assert(isequal(size(n), [2 2 2]) && isequal(n(:)', [1 2 5 6 7 8 11 12]))
c = {1, 2, 3};
c(2) = [];
assert(isequal(c, {1, 3}))
c{1} = [];
assert(isequal(c, {[], 3}))
s = struct('a', {1, 2, 3});
s(2) = [];
assert(isequal([s.a], [1 3]))
t = 'hello';
t(1:2) = '';
assert(isequal(t, 'llo'))
q = ["a" "b" "c"];
q(2) = [];
assert(isequal(q, ["a" "c"]))
