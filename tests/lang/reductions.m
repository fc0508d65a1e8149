% sum, any, all, cumsum, max, find and friends.
m = [1 2; 3 4];
assert(isequal(sum(m), [4 6]) && isequal(sum(m, 2), [3; 7]) && sum(m, 'all') == 10)
assert(isequal(prod(m), [3 8]) && isequal(cumsum(m), [1 2; 4 6]) && isequal(cumprod(m, 2), [1 2; 3 12]))
assert(isequal(mean(m), [2 3]) && mean(m, 'all') == 2.5 && mean(m, [1 2]) == 2.5)
[v, k] = max([3 9 2]);
assert(v == 9 && k == 2)
assert(isequal(max(m, [], 2), [2; 4]) && max(m, [], 'all') == 4 && isequal(max(m, 2), [2 2; 3 4]))
assert(isequal(min([4 NaN 2]), 2) && isnan(max([NaN NaN])))
assert(isequal(any(m > 3), [false true]) && all(m > 0, 'all') && isequal(all(m > 1), [false true]))
assert(isempty(max([])) && sum([]) == 0 && prod([]) == 1)
assert(isequal(size(sum(zeros(0, 3))), [1 3]) && isequal(sum(zeros(3, 0)), zeros(1, 0)))
assert(isequal(find([0 1 0 1]), [2 4]) && find([0 1 0 1], 1) == 2 && isempty(find(0)))
[r, c, w] = find([0 5; 7 0]);
assert(isequal([r c w], [2 1 7; 1 2 5]))
assert(isequal(diff([1 4 9]), [3 5]) && isequal(diff([1 4 9], 2), 2))
assert(median([3 1 2]) == 2 && mode([1 2 2 3]) == 2 && std([1 2 3 4]) - 1.2910 < 1e-4)
assert(var([1 2 3 4], 1) == 1.25)
assert(isa(sum(int8([100 100])), 'int8') && sum(int8([100 100])) == 127)
assert(isa(sum(single([1 2])), 'single') && isa(sum([true true]), 'double'))
assert(isequal(accumarray([1; 2; 1], [10; 20; 30]), [40; 20]))
assert(isequal(accumarray([1 1; 2 2], [5; 6]), [5 0; 0 6]))
assert(isequal(accumarray([1; 2; 1], [1; 2; 3], [], @max), [3; 2]))
assert(isequal(histcounts([1 2 2 3], [0.5 1.5 2.5 3.5]), [1 2 1]))
[n, e] = histcounts([1 2 3 4], 2);
assert(sum(n) == 4 && numel(e) == 3)
assert(nnz([1 0 2]) == 2 && isequal(cummax([1 3 2]), [1 3 3]))
assert(isequal(sum(ones(2, 3, 4), 3), 4 * ones(2, 3)) && isequal(sum(ones(2, 3, 4), [1 2]), reshape([6 6 6 6], 1, 1, 4)))
assert(isequaln(sum([1 NaN]), NaN) && sum([1 NaN], 'omitnan') == 1 && mean([1 NaN 3], 'omitnan') == 2)
assert(norm([3 4]) == 5 && dot([1 2], [3 4]) == 11 && isequal(cross([1 0 0], [0 1 0]), [0 0 1]))
[lo, hi] = bounds([3 1 2]);
assert(lo == 1 && hi == 3)
assert(isequal(movmean([1 2 3], 3), [1.5 2 2.5]) && range([1 5]) == 4)
