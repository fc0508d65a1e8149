% The generator repeats.
rng("default")
a = rand(1, 3);
assert(all(abs(a - [0.8147 0.9058 0.1270]) < 1e-4))
rng(0)
assert(isequal(a, rand(1, 3)))
s = rng;
x = randn(2);
rng(s)
assert(isequal(x, randn(2)))
assert(all(ismember(randi([3 5], 1, 50), 3:5)) && isequal(sort(randperm(6)), 1:6))
assert(isequal(size(rand(2, 3, 'single')), [2 3]) && isa(rand(2, 'single'), 'single'))
r = rand(1000, 1);
assert(all(r > 0 & r < 1) && abs(mean(r) - 0.5) < 0.05)
