rng(3)
x = randi([-2 2],1,500);
assert(min(x) == -2 && max(x) == 2 && all(x == floor(x)))
p = randperm(20);
assert(isequal(sort(p),1:20))
assert(numel(unique(randperm(50,10))) == 10)
y = randn(1,20000);
assert(abs(mean(y)) < 0.05 && abs(std(y) - 1) < 0.05)
assert(isa(rand(2,'single'),'single'))
