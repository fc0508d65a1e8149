rng(5)
s = rng;
a = [rand(1,3) randn(1,3) randi(9,1,3)];
rng(s)
b = [rand(1,3) randn(1,3) randi(9,1,3)];
assert(isequal(a,b) && s.Seed == 5 && strcmp(s.Type,'twister'))
