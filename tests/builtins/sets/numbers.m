[u,ia,ic] = unique([10 20 10]);
assert(isequal(u,[10 20]) && isequal(ia,[1;2]) && isequal(ic,[1;2;1]))
assert(isequal(unique([3 1;3 1;2 2],'rows'),[2 2;3 1]) && isequal(unique([3 1 3],'stable'),[3 1]))
assert(numel(unique([NaN NaN 1])) == 3)
[tf,at] = ismember([5 1 9],[9 5]);
assert(isequal(tf,[true false true]) && isequal(at,[2 0 1]))
[c,ia,ib] = intersect([1 2 3],[3 1]);
assert(isequal(c,[1 3]) && isequal(ia,[1;3]) && isequal(ib,[2;1]))
assert(isequal(union([1;2],[2;3]),[1;2;3]) && isequal(setxor([1 2],[2 3]),[1 3]))
