% sort, unique, ismember and the set functions.
[s, k] = sort([3 1 2]);
assert(isequal(s, [1 2 3]) && isequal(k, [2 3 1]))
assert(isequal(sort([3 1 2], 'descend'), [3 2 1]))
assert(isequal(sort([3 1; 2 5]), [2 1; 3 5]) && isequal(sort([3 1; 2 5], 2), [1 3; 2 5]))
assert(isequaln(sort([NaN 2 1]), [1 2 NaN]) && isequaln(sort([1 NaN 2], 'descend'), [NaN 2 1]))
assert(isequal(sort({'b', 'a', 'C'}), {'C', 'a', 'b'}))
assert(isequal(sort('hello'), 'ehllo'))
[u, i, j] = unique([3 1 3 2]);
assert(isequal(u, [1 2 3]) && isequal(i', [2 4 1]) && isequal(j', [3 1 3 2]))
assert(isequal(unique([3 1 3 2], 'stable'), [3 1 2]))
assert(isequal(unique({'b', 'a', 'b'}), {'a', 'b'}))
assert(isequal(unique([1 2; 1 2; 3 4], 'rows'), [1 2; 3 4]))
[t, l] = ismember([1 5 2], [2 1 0]);
assert(isequal(t, [true false true]) && isequal(l, [2 0 1]))
assert(ismember('a', {'a', 'b'}) && isequal(ismember({'a', 'z'}, {'a'}), [true false]))
assert(isequal(union([1 3], [2 3]), [1 2 3]) && isequal(intersect([1 2 3], [2 3 4]), [2 3]))
assert(isequal(setdiff([1 2 3], 2), [1 3]) && isequal(setxor([1 2], [2 3]), [1 3]))
[c, ia, ib] = intersect([5 1 3], [3 5]);
assert(isequal(c, [3 5]) && isequal(ia', [3 1]) && isequal(ib', [1 2]))
assert(isequal(sortrows([3 1; 1 2; 2 0]), [1 2; 2 0; 3 1]))
assert(isequal(sortrows([3 1; 1 2; 2 0], -1), [3 1; 2 0; 1 2]))
[~, order] = sortrows([1 2; 1 1]);
assert(isequal(order, [2; 1]))
assert(issorted([1 2 2 3]) && ~issorted([2 1]))
[b, idx] = sort([2 2 1]);
assert(isequal(idx, [3 1 2]))
assert(isequal(sort([1+1i, 1, -2]), [1, 1+1i, -2]))
assert(isequal(maxk([4 9 1 7], 2), [9 7]) && isequal(mink([4 9 1], 1), 1))
