% The stream of seed 0 is documented (0.8147, 0.9058, 0.1270); streams do not disturb each other.
s = RandStream('mt19937ar','Seed',0);
rng(7)
a = rand(1,3);
rng(7)
b = rand;
x = rand(s,1,2);
assert(max(abs(x - [0.8147 0.9058])) < 5e-5)
b = [b rand(1,2)];
assert(isequal(a,b))
reset(s)
y = s.rand(1,2);
assert(isequal(y,x) && s.Seed == 0 && strcmp(s.Type,'mt19937ar'))
state = s.State;
p = randn(s,1,3);
s.State = state;
assert(isequal(randn(s,1,3),p) && isequal(size(randi(s,5,2,2)),[2 2]) && isequal(sort(randperm(s,4)),1:4))
% The global stream
old = RandStream.setGlobalStream(RandStream('mt19937ar','Seed',0));
assert(abs(rand - 0.8147) < 5e-5)
g = RandStream.getGlobalStream;
assert(abs(rand(g) - 0.9058) < 5e-5 && abs(rand - 0.1270) < 5e-5)
RandStream.setGlobalStream(old);
rng(7)
c = rand;
rng(7)
assert(rand(old) == c)
% A saved state holds the second normal number of a pair.
rng(1)
randn;
t = rng;
u = randn(1,3);
rng(t)
assert(isequal(randn(1,3),u))
