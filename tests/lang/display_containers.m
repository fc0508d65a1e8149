% How cells, structs and objects are shown.
x = {1, 'two'; [1 2 3], {4}}
x = {}
x = {[], '', {}}
s = struct('a', 1, 'b', 'text')
s = struct('a', {1, 2})
s = struct()
n.inner.deep = 1; n.c = {1, 2}; n.m = magic(3); n.f = @(x) x + 1; n.e = []; n.s = "str"
c = categorical(["a" "b" "a"])
T = table([1; 2], ["a"; "b"], 'VariableNames', {'Num', 'Str'})
m = containers.Map()
d = dictionary("a", 1)
e = MException('a:b', 'msg')
