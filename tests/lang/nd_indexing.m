% Linear, sub and trailing indices of N-d arrays.
a = reshape(1:24, 2, 3, 4);
assert(a(2, 3, 4) == 24)
assert(a(2, 12) == 24)
assert(isequal(size(a(:, :)), [2 12]))
assert(isequal(size(a(:)), [24 1]))
assert(isequal(size(a(:, 1, :)), [2 1 4]))
assert(isequal(size(squeeze(a(1, 1, :))), [4 1]))
assert(isequal(a(:, :, 2), [7 9 11; 8 10 12]))
assert(isequal(size(a(1, 2, 3, 1, 1)), [1 1]))
a(:, :, 5) = 0;
assert(isequal(size(a), [2 3 5]))
a(3, 1, 1) = 9;
assert(isequal(size(a), [3 3 5]) && a(3, 1, 1) == 9 && a(3, 2, 5) == 0)
b = [];
b(:, :, 2) = [1 2; 3 4];
assert(isequal(size(b), [2 2 2]) && all(all(b(:, :, 1) == 0)))
v = 1:5;
assert(isequal(v([1 2; 3 4]), [1 2; 3 4]))
assert(isequal(v((1:3)'), [1 2 3]))
w = (1:5)';
assert(isequal(w([1 2 3]), [1; 2; 3]))
m = magic(3);
assert(isequal(m([1 2 3]), [8 3 4]))
assert(isequal(m(logical([1 0 0; 0 1 0; 0 0 1])), [8; 5; 2]))
assert(isequal(m(:, logical([1 0 1])), [8 6; 3 7; 4 2]))
assert(isempty(m([])) && isequal(size(m([])), [0 0]))
assert(isequal(size(m(:, [])), [3 0]))
assert(isequal(size(v([])), [0 0]) || isequal(size(v([])), [1 0]))
assert(isequal(size(m(false(3))), [0 1]))
