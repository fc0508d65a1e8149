assert(isequal(permute({1,2;3,4},[2 1]),{1,3;2,4}))
assert(isequal(flip({1,2,3}),{3,2,1}))
assert(isequal(circshift([1 2 3;4 5 6],1,2),[3 1 2;6 4 5]))
assert(isequal(reshape({1,2,3,4},2,2),{1,3;2,4}))
assert(isequal(squeeze(ones(1,1,3)),[1;1;1]))
assert(isequal(rot90([1 2;3 4]),[2 4;1 3]) && isequal(rot90([1 2;3 4],2),[4 3;2 1]))
assert(isequal(flipud(["a";"b"]),["b";"a"]))
A = rand(2,3,4);
assert(isequal(ipermute(permute(A,[2 3 1]),[2 3 1]),A))
