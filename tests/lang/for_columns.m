% A loop runs over the columns of whatever it is given.
s = 0;
for v = [1 2; 3 4], s = s + v(1) * v(2); end
assert(s == 1 * 3 + 2 * 4)
for c = {1, 2; 3, 4}, assert(iscell(c) && isequal(size(c), [2 1])), end
n = 0;
for p = ones(2, 3, 2), n = n + 1; assert(isequal(size(p), [2 1])), end
assert(n == 6)
t = '';
for ch = 'abc', t = [ch t]; end
assert(strcmp(t, 'cba'))
for st = ["x" "y"], assert(isstring(st) && isscalar(st)), end
for k = int8(1):int8(3), end
assert(isa(k, 'int8') && k == 3)
for k = zeros(0, 3), error('an array without rows has nothing to run over'), end
for k = 5:1, error('empty'), end
assert(isempty(k))
for k = 3, k = k + 10; end
assert(k == 13)
