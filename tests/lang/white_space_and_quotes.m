% The quote after a value transposes; after a blank in brackets it opens text.
a = [1 2 3]';
b = a';
assert(isequal([a' b], [1 2 3 1 2 3]))
c = {a', b'};
assert(isequal(c{1}, [1 2 3]) && isequal(size(c{2}), [3 1]))
d = {'x' 'y'}';
assert(isequal(size(d), [2 1]))
x = 3;
assert(x'' == 3 && isequal([x' x'], [3 3]))
assert(ischar([x ', x']))
s.f = [1 2];
assert(isequal([s.f' s.f'], [1 1; 2 2]) && isequal([s.f(1)' -1], [1 -1]))
t = 'it''s "ok"';
u = "it's ""ok""";
assert(strcmp(t, u))
f = @(v) v';
assert(isequal(f([1 2]), [1; 2]))
