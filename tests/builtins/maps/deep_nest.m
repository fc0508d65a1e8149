% A nest of objects of any depth can be freed: dictionaries, maps, tables and errors that hold each other, mixed with
% cells, structures and handles.
n = 50000;
d = dictionary(1, {2});
m = containers.Map(KeyType="double", ValueType="any");
t = table(1);
e = MException("a:b", "first");
x = {};
for k = 1:n
    d = dictionary(1, {d});
    outer = containers.Map(KeyType="double", ValueType="any");
    outer(1) = m;
    m = outer;
    t = table({t});
    next = MException("a:b", "next");
    e = addCause(next, e);
    x = {dictionary(1, {struct("a", {{@() x}})})};
end
clear d outer m t e next
x = 1;
assert(x == 1)
