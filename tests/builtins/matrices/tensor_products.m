% By hand: permutations and ordinary products.
A = reshape(1:24,2,3,4); B = reshape(1:12,4,3);
C = tensorprod(A,B,[2 3],[2 1]);
want = zeros(2,1);
for i = 1:2, for j = 1:3, for k = 1:4, want(i) = want(i) + A(i,j,k)*B(k,j); end, end, end
assert(isequal(C,want))
assert(isequal(tensorprod([1 2],[3 4;5 6],2,1),[13 16]) && isequal(size(tensorprod(ones(2,3),ones(4,5))),[2 3 4 5]))
assert(tensorprod(B,B,'all') == sum(B.^2,'all'))
try, tensorprod(ones(2,3),ones(4,5),1), catch e, end
assert(strcmp(e.identifier,'MATLAB:tensorprod:sizeMismatch'))
