A = [4 1 2;1 3 0;2 0 5];
[L,U,P] = lu(A);
assert(norm(P*A - L*U) < 1e-12)
[Q,R] = qr(A);
assert(norm(Q*R - A) < 1e-12 && norm(Q'*Q - eye(3)) < 1e-12)
R = chol(A);
assert(norm(R'*R - A) < 1e-12)
[V,D] = eig(A);
assert(norm(A*V - V*D) < 1e-12)
[U,S,V] = svd(magic(4),'econ');
assert(norm(U*S*V' - magic(4)) < 1e-10)
assert(norm(A*inv(A) - eye(3)) < 1e-12 && abs(det(A) - 43) < 1e-10 && trace(A) == 12)
