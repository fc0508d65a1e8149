% Order of the categories, undefined left out, as documented.
c = categorical(["lo" "hi" "" "mid"],["lo" "mid" "hi"],Ordinal=true);
[m,i] = max(c);
assert(m == "hi" && i == 2 && isordinal(m) && min(c) == "lo")
assert(isequal(string(max(c,"mid")),["mid" "hi" "mid" "mid"]))
assert(isequal(max(reshape(c([1 2 4 1]),2,2),[],2) == "mid",[true;false]))
assert(isundefined(max(c,[],"includeundefined")))
try, max(categorical("a")), catch e, end
assert(strcmp(e.identifier,'MATLAB:categorical:NotOrdinal'))
