f = [tempname '.csv'];
T = table([1;2.5],["a,b";"say ""hi"""],categorical(["u";"v"]),VariableNames=["n" "s" "c"]);
writetable(T,f)
R = readtable(f,TextType="string");
assert(isequal(R.n,T.n) && isequal(R.s,T.s) && isequal(R.c,["u";"v"]))
delete(f)
