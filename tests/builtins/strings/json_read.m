s = jsondecode('{"a":[1,2,3],"b":"x","c":true,"d":null,"e":{"f":1.5}}');
assert(isequal(s.a, [1;2;3]) && strcmp(s.b, 'x') && s.c && islogical(s.c) && isempty(s.d) && s.e.f == 1.5)
assert(isequal(jsondecode('[[1,2],[3,4]]'), [1 2;3 4]))
assert(isequaln(jsondecode('[1,null,3]'), [1;NaN;3]))
assert(isequal(jsondecode('["a","b"]'), {'a';'b'}) && isequal(jsondecode('[1,"a"]'), {1;'a'}))
t = jsondecode('[{"k":1},{"k":2}]');
assert(isstruct(t) && isequal(size(t), [2 1]) && t(2).k == 2)
u = jsondecode('[{"k":1},{"j":2}]');
assert(iscell(u) && u{2}.j == 2)
assert(isequal(jsondecode('[true,false]'), [true;false]))
assert(isequal(jsondecode('[[1],[2,3]]'), {1;[2;3]}))
v = jsondecode('{"1 a":5}');
assert(v.x1_a == 5)
w = jsondecode(jsonencode(struct('x', [1.25 -3])));
assert(isequal(w.x, [1.25;-3]))
