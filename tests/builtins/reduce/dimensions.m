x = reshape(1:24,2,3,4);
assert(isequal(size(sum(x,3)),[2 3]) && isequal(squeeze(sum(x,[1 2])),[21;57;93;129]))
assert(sum(x,'all') == 300 && mean(x,'all') == 12.5 && isequal(sum([1 2;3 4],3),[1 2;3 4]))
[m,i] = max([1 9;7 3],[],'all','linear');
assert(m == 9 && i == 3)
[m,i] = max([1 9;7 3],[],2);
assert(isequal(m,[9;7]) && isequal(i,[2;1]))
[m,i] = min([4 2;1 8],[],[1 2]);
assert(m == 1 && i == 2)
