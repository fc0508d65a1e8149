T = table(["x";"y";"x"],[1;2;3],VariableNames=["k" "v"]);
G = groupsummary(T,"k",["mean" "max"]);
assert(isequal(G.k,["x";"y"]) && isequal(G.GroupCount,[2;1]) && isequal(G.mean_v,[2;2]) && isequal(G.max_v,[3;2]))
[g,id] = findgroups(T.k);
assert(isequal(g,[1;2;1]) && isequal(splitapply(@sum,T.v,g),[4;2]) && isequal(id,["x";"y"]))
assert(varfun(@max,T,InputVariables="v",OutputFormat="uniform") == 3)
assert(isequal(rowfun(@(a) a*2,T,InputVariables="v",OutputFormat="uniform"),[2;4;6]))
