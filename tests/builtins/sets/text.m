assert(isequal(unique({'b','a','b'}),{'a','b'}) && isequal(sort({'c','a'}),{'a','c'}))
assert(isequal(union({'a'},{'b','a'}),{'a','b'}) && isequal(setdiff(["a" "b"],"a"),"b"))
assert(ismember('abc',{'x','abc'}) && isequal(ismember(["a" "z"],{'a','b'}),[true false]))
c = categorical(["b" "a" "b"]);
assert(isequal(ismember(c,"b"),[true false true]))
[~,i] = sort(c);
assert(isequal(i,[2 1 3]))
