% containers.Map: a handle with keys in order.
m = containers.Map();
m('b') = 2;
m('a') = 1;
assert(isequal(keys(m), {'a', 'b'}) && isequal(values(m), {1, 2}))
assert(m.Count == 2 && m.isKey('a') && ~isKey(m, 'z') && length(m) == 2)
assert(isequal(isKey(m, {'a', 'z'}), [true false]))
n = m;
n('c') = 3;
assert(m.Count == 3)
remove(m, 'a');
assert(~isKey(m, 'a'))
k = containers.Map('KeyType', 'double', 'ValueType', 'any');
k(3) = 'three';
k(1) = [1 2];
assert(isequal(k.keys(), {1, 3}) && isequal(k(1), [1 2]))
p = containers.Map({'x', 'y'}, [10 20]);
assert(p('y') == 20 && strcmp(p.KeyType, 'char') && strcmp(p.ValueType, 'double'))
p('x') = p('x') + 1;
assert(p('x') == 11)
assert(isequal(values(p, {'x'}), {11}))
q = containers.Map([1 2 3], {'a', 'b', 'c'});
assert(strcmp(q(2), 'b'))
for key = p.keys
    assert(ischar(key{1}))
end
u = containers.Map('UniformValues', false);
u('z') = {1};
assert(iscell(u('z')))
r = containers.Map("one", 1);
assert(r("one") == 1 && r('one') == 1)
assert(isobject(m) && isa(m, 'containers.Map'))
o = [containers.Map({'a', 'b'}, {1, 2}); containers.Map({'b', 'c'}, {20, 3})];
assert(o.Count == 3 && o('b') == 20 && isequal(keys(o), {'a', 'b', 'c'}))
