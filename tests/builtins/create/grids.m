% Origin: documented orientation of meshgrid and ndgrid.
[X,Y] = meshgrid(1:3,1:2);
assert(isequal(X,[1 2 3;1 2 3]) && isequal(Y,[1 1 1;2 2 2]))
[A,B,C] = ndgrid(1:2,1:3,1:4);
assert(isequal(size(A),[2 3 4]) && A(2,1,1) == 2 && B(1,3,1) == 3 && C(1,1,4) == 4)
assert(isequal(blkdiag([1 2],3),[1 2 0;0 0 3]))
