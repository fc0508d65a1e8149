assert(isequal(size(ones(2,3,4)),[2 3 4]))
[m,n] = size(ones(2,3,4));
assert(m == 2 && n == 12)
assert(isequal(size(ones(2,3,4),[1 3]),[2 4]) && size(1,5) == 1)
assert(ndims(ones(2,3,4)) == 3 && numel('abc') == 3 && length(zeros(0,5)) == 0)
assert(isrow(1:3) && iscolumn((1:3)') && isvector(1) && ~isvector(eye(2)) && isscalar("a"))
