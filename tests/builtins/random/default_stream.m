% Origin: the documented first numbers after rng("default").
rng('default')
x = rand(1,3);
assert(max(abs(x - [0.8147 0.9058 0.1270])) < 5e-5)
rng(1)
a = rand(2,2);
rng(1)
assert(isequal(a,rand(2,2)))
