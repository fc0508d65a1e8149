% Making arrays.
assert(isequal(zeros(2), [0 0; 0 0]) && isequal(size(ones(2, 3)), [2 3]) && isequal(eye(2), [1 0; 0 1]))
assert(isa(zeros(1, 'int8'), 'int8') && isa(ones(2, 2, 'single'), 'single') && isa(zeros(1, 'like', single(1)), 'single'))
assert(isequal(linspace(0, 1, 5), [0 0.25 0.5 0.75 1]) && isequal(0:0.25:1, [0 0.25 0.5 0.75 1]))
assert(isequal(size(1:0), [1 0]) && isequal(5:-1:3, [5 4 3]) && numel(0:0.1:1) == 11)
assert(isequal(repmat([1 2], 2, 2), [1 2 1 2; 1 2 1 2]) && isequal(logspace(0, 2, 3), [1 10 100]))
assert(isequal(cat(3, 1, 2), reshape([1 2], 1, 1, 2)) && isequal(horzcat(1, 2), [1 2]) && isequal(vertcat(1, 2), [1; 2]))
assert(isequal(diag([1 2]), [1 0; 0 2]) && isequal(diag([1 2; 3 4]), [1; 4]))
assert(isequal(reshape(1:6, [], 2), [1 4; 2 5; 3 6]) && isequal(reshape(1:6, [3 2]), [1 4; 2 5; 3 6]))
assert(isequal(permute(ones(2, 3, 4), [3 1 2]), ones(4, 2, 3)) && isequal(squeeze(ones(1, 1, 3)), ones(3, 1)))
assert(isequal(circshift(1:4, 1), [4 1 2 3]) && isequal(flip(1:3), [3 2 1]) && isequal(rot90([1 2; 3 4]), [2 4; 1 3]))
assert(isequal(kron([1 2], [1; 1]), [1 2; 1 2]) && isequal(triu(magic(3)), [8 1 6; 0 5 7; 0 0 2]))
[x, y] = meshgrid(1:2, 1:3);
assert(isequal(size(x), [3 2]) && isequal(y(:, 1), [1; 2; 3]))
[a, b] = ndgrid(1:2, 1:3);
assert(isequal(size(a), [2 3]) && isequal(b(1, :), 1:3))
assert(isequal(magic(4) * ones(4, 1), 34 * ones(4, 1)) && isequal(true(1, 2), [true true]) && isnan(NaN(1)))
assert(isequal(size(rand(3)), [3 3]) && isequal(size(zeros([2 3 4])), [2 3 4]) && isequal(size(cell(2)), [2 2]))
assert(isequal(sub2ind([2 3], 2, 3), 6) && isequal(numel(zeros(0, 5)), 0) && isempty(zeros(0, 5)))
[r, c] = ind2sub([2 3], 5);
assert(r == 1 && c == 3)
assert(ndims(ones(2, 3, 4)) == 3 && length(ones(2, 7)) == 7 && isequal(size(ones(2, 3), 2), 3))
[p, q] = size(ones(2, 3, 4));
assert(p == 2 && q == 12)
assert(isequal(size(ones(2, 3, 4), [1 3]), [2 4]) && isscalar(5) && isvector([1 2]) && ismatrix(ones(2)) && iscolumn([1; 2]))
assert(isequal(colon(1, 3), 1:3) && isequal(nchoosek(4, 2), 6) && isequal(primes(10), [2 3 5 7]))
assert(isequal(idivide(int32(7), int32(2)), int32(3)) && isequal(floor(-1.5), -2) && fix(-1.5) == -1 && round(2.5) == 3 && round(-2.5) == -3)
assert(round(3.14159, 2) == 3.14 && mod(-1, 3) == 2 && rem(-1, 3) == -1 && mod(5, 0) == 5 && hypot(3, 4) == 5)
