assert(sub2ind([3 4],2,3) == 8)
[r,c] = ind2sub([3 4],[1 8 12]);
assert(isequal(r,[1 2 3]) && isequal(c,[1 3 4]))
