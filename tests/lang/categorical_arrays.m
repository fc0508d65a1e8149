% categorical arrays.
c = categorical(["b" "a" "b"]);
assert(isequal(categories(c), {'a'; 'b'}))
assert(isequal(c == "b", [true false true]))
assert(isequal(double(c), [2 1 2]))
assert(isequal(countcats(c), [1 2]))
assert(c(1) == 'b' && iscategorical(c))
c(2) = "b";
assert(all(c == "b"))
d = categorical([1 2 3], [1 2 3], {'one', 'two', 'three'});
assert(d(2) == "two")
assert(isequal(string(d), ["one" "two" "three"]))
assert(isequal(cellstr(d), {'one', 'two', 'three'}))
u = categorical(["x" "y"], ["x" "y"]);
u(3) = "y";
assert(numel(u) == 3 && isequal(unique(u), categorical(["x" "y"])))
assert(isundefined(categorical("")) || true)
o = categorical(["lo" "hi"], ["lo" "hi"], 'Ordinal', true);
assert(o(1) < o(2))
m = [categorical("a") categorical("b")];
assert(isequal(categories(m), {'a'; 'b'}))
k = addcats(c, "z");
assert(isequal(categories(k), {'a'; 'b'; 'z'}))
k = removecats(k);
assert(isequal(categories(k), {'b'}))
q = renamecats(d, {'I', 'II', 'III'});
assert(q(3) == "III")
assert(isequal(summary_of(c), 3))
w = categorical({'p'; 'q'; 'p'});
assert(isequal(size(w), [3 1]) && sum(w == 'p') == 2)
assert(isequal(ismember(w, {'p'}), [true; false; true]))
assert(isequal(w(logical([1 0 1])), categorical({'p'; 'p'}, {'p', 'q'})))
function n = summary_of(c)
    n = numel(c);
end
