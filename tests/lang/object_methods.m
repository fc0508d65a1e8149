% o.f(args) calls a method or a function of the object; properties win over functions.
x = dlarray([1 2 3]);
assert(extractdata(x.sum()) == 6 && isequal(x.extractdata(), [1 2 3]))
m = containers.Map({'a', 'b'}, {1, 2});
assert(m.isKey('a') && m.Count == 2 && isequal(m.keys(), {'a', 'b'}))
e = MException('a:b', 'c');
try
    e.throw()
catch q
    assert(strcmp(q.identifier, 'a:b'))
end
T = table([1; 2], VariableNames="sum");
assert(isequal(T.sum, [1; 2]))
