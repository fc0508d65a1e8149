assert(isequal(find([0 0]),zeros(1,0)) && isequal(size(find([0;0])),[0 1]))
[r,c,v] = find([0 5;7 0]);
assert(isequal([r c v],[2 1 7;1 2 5]))
assert(isequal(find([1 1 1],2),[1 2]) && find([1 0 1],1,'last') == 3 && nnz([1 0 2]) == 2)
