d = dictionary;
d("a") = 1;
d("b") = 2;
e = d;
e("a") = 9;
assert(d("a") == 1 && e("a") == 9 && numEntries(d) == 2 && isequal(d(["a" "b"]),[1 2]))
assert(isequal(keys(d),["a";"b"]) && isequal(values(d),[1;2]))
d("a") = [];
assert(~isKey(d,"a") && lookup(d,"q",FallbackValue=-1) == -1)
c = dictionary("k",{[1 2 3]});
assert(isequal(c{"k"},[1 2 3]))
try, d("nope"); catch q, end
assert(strcmp(q.identifier,'MATLAB:dictionary:ScalarKeyNotFound'))
