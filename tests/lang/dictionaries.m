% dictionary: typed, a value, vectorized.
d = dictionary("a", 1);
d("b") = 2;
assert(d("a") == 1 && numEntries(d) == 2)
assert(isequal(keys(d), ["a"; "b"]) && isequal(values(d), [1; 2]))
e = d;
e("c") = 3;
assert(numEntries(d) == 2 && numEntries(e) == 3)
assert(isKey(d, "a") && ~isKey(d, "z"))
assert(isequal(d(["a" "b"]), [1 2]))
d(["x" "y"]) = [8 9];
assert(d("y") == 9)
d("x") = [];
assert(~isKey(d, "x"))
n = dictionary([1 2 3], ["p" "q" "r"]);
assert(n(2) == "q")
n = remove(n, 2);
assert(isequal(keys(n), [1; 3]))
c = dictionary("k", {[1 2 3]});
assert(isequal(c{"k"}, [1 2 3]))
f = dictionary;
assert(numEntries(f) == 0 && ~isConfigured(f))
f("new") = 5;
assert(f("new") == 5)
assert(isequal(lookup(d, "zz", FallbackValue=0), 0))
