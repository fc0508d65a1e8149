assert(isequal(histcounts([1 2 3 4 5],[0 2 4 6]),[1 2 2]))
[n,e,b] = histcounts([1 2 3 4 9],[1 3 5]);
assert(isequal(n,[2 2]) && isequal(e,[1 3 5]) && isequal(b,[1 1 2 2 0]))
p = histcounts([1 1 3 3],[0 2 4],'Normalization','pdf');
assert(isequal(p,[0.25 0.25]))
assert(isequal(histcounts(1:10,'BinWidth',5,'BinLimits',[0 10]),[4 6]))
assert(isequal(histcounts(categorical(["a" "b" "a"])),[2 1]))
assert(isequal(discretize([1 3 5],[0 2 4 6]),[1 2 3]))
