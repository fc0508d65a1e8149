assert(isequal(normalize([1 2 3],'range'),[0 .5 1]) && isequal(normalize([1 2 3]),[-1 0 1]))
assert(isequal(rescale([5 10 15],-1,1),[-1 0 1]))
assert(isequal(cov([1 2;3 4;5 6]),[4 4;4 4]))
R = corrcoef([1 2 3],[6 5 4]);
assert(abs(R(1,2) + 1) < 1e-12)
