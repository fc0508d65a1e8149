M = magic(4);
assert(rank(M) == 3 && size(null(M),2) == 1 && size(orth(M),2) == 3)
assert(norm(M*null(M)) < 1e-12 && norm(M*pinv(M)*M - M) < 1e-11)
assert(abs(cond([2 0;0 1]) - 2) < 1e-14 && norm(expm([0 1;0 0]) - [1 1;0 1]) < 1e-14)
