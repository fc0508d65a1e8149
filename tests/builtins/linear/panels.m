% Factors of matrices that are worked on in several panels of columns; from the definitions.
rng(1)
A = rand(500,420);
B = A';
for M = {A, B}
    M = M{1};
    [q,r] = qr(M);
    assert(norm(q*r - M) < 1e-9 && norm(q'*q - eye(size(q))) < 1e-9 && isequal(r,triu(r)))
    [l,u,p] = lu(M);
    assert(norm(p*M - l*u) < 1e-9 && isequal(l,tril(l)) && isequal(u,triu(u)) && all(abs(l(:)) <= 1))
end
C = B*A + eye(420);
R = chol(C);
assert(norm(R'*R - C) < 1e-8*norm(C) && isequal(R,triu(R)))
x = C\ones(420,3);
assert(norm(C*x - 1) < 1e-6)
% The first minor that is not positive, within a panel: its order, and the factor of what comes before.
C(300,300) = -1;
[R,k] = chol(C);
assert(k == 300 && isequal(size(R),[299 299]) && norm(R'*R - C(1:299,1:299)) < 1e-8*norm(C))
