% Large products and systems are computed in blocks; each must agree with its parts (hand: columns one at a time).
rng(1)
A = rand(1300) - 0.5;
B = A*A;
for k = [1 767 768 769 1300]
    assert(norm(B(:, k) - A*A(:, k)) < 1e-11 * norm(B(:, k)))
end
S = single(A(1:1300, 1:1299));
C = S' * S;
assert(isequal(size(C), [1299 1299]) && norm(double(C(:, 800)) - double(S)' * double(S(:, 800))) < 1e-4 * norm(double(C(:, 800))))
b = A * (1:1300)';
x = A \ b;
assert(norm(x - (1:1300)') < 1e-6 * norm(x))
R = inv(A);
assert(norm(R * A(:, 5) - [zeros(4, 1); 1; zeros(1295, 1)]) < 1e-8)
A(:, 7) = A(:, 3); % singular: no finite solution, no crash
warning("off", "all")
y = A \ b;
assert(numel(y) == 1300)
warning("on", "all")
