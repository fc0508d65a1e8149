a = [1 2 3 4 5];
assert(isequal(a(a > 2), [3 4 5]))
a(a > 2) = 0;
assert(isequal(a, [1 2 0 0 0]))
a(a == 0) = [7 8 9];
assert(isequal(a, [1 2 7 8 9]))
m = magic(3);
m(m > 5) = -1;
assert(isequal(m, [-1 1 -1; 3 5 -1; 4 -1 2]))
m(logical(eye(3))) = [10 20 30];
assert(isequal(diag(m)', [10 20 30]))
assert(isequal(m(any(m == 20, 2), :), m(2, :)))
assert(nnz(m > 0) == 6)
assert(isequal(find(m > 9)', [1 5 9]))
[r, c] = find(m == 20);
assert(r == 2 && c == 2)
b = 1:3;
b(logical([0 1])) = 9;
assert(isequal(b, [1 9 3]))
assert(isequal(b(true), 1) && isempty(b(false)))
