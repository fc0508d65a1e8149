a = [4 1; 2 3];
assert(abs(det(a) - 10) < 1e-12 && norm(inv(a) * a - eye(2)) < 1e-12 && trace(a) == 7 && rank(a) == 2)
assert(norm(a \ [1; 2] - [0.1; 0.6]) < 1e-12 && norm([1 2] / a - [-0.1 0.7]) < 1e-12)
[v, d] = eig(a);
assert(norm(a * v - v * d) < 1e-12 && norm(sort(eig(a)) - [2; 5]) < 1e-12)
[q, r] = qr(a);
assert(norm(q * r - a) < 1e-12)
[l, u, p] = lu(a);
assert(norm(l * u - p * a) < 1e-12)
[u, s, v] = svd(a);
assert(norm(u * s * v' - a) < 1e-12)
assert(norm(chol([2 1; 1 2])' * chol([2 1; 1 2]) - [2 1; 1 2]) < 1e-12)
assert(isequal(a', [4 2; 1 3]) && isequal((1 + 2i)', 1 - 2i) && isequal((1 + 2i).', 1 + 2i))
assert(isequal(a^2, a * a) && norm(a^-1 - inv(a)) < 1e-12 && norm(expm(zeros(2)) - eye(2)) < 1e-12)
assert(isequal(polyfit([0 1 2], [1 3 5], 1) - [2 1] < 1e-12, [true true]) && polyval([1 2 3], 2) == 11)
assert(norm(sort(roots([1 -3 2])) - [1; 2]) < 1e-12 && isequal(conv([1 1], [1 1]), [1 2 1]))
assert(abs(trapz([0 1 2], [0 1 2]) - 2) < 1e-12 && isequal(interp1([1 2 3], [10 20 30], 2.5), 25))
assert(norm(pinv([1 2; 3 4; 5 6]) * [1 2; 3 4; 5 6] - eye(2)) < 1e-10 && abs(cond(eye(2)) - 1) < 1e-12)
assert(norm(ifft(fft([1 2 3])) - [1 2 3]) < 1e-12)
