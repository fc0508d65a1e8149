% Documented behaviour; values by hand.
T = table([1;2;1;2;1],["a";"a";"b";"a";"b"],[1;2;3;4;NaN],VariableNames=["g" "h" "x"]);
G = groupsummary(T,["g" "h"],["sum" "numunique" "nummissing"],"x");
assert(isequal(G.g,[1;1;2]) && isequal(G.h,["a";"b";"a"]) && isequal(G.GroupCount,[1;2;2]) && isequal(G.sum_x,[1;3;6]))
assert(isequal(G.numunique_x,[1;1;2]) && isequal(G.nummissing_x,[0;1;0])) % named methods leave NaN out
G = groupsummary(T,"h",{"max",@(v) numel(v)},"x");
assert(isequal(G.max_x,[4;3]) && isequal(G.fun1_x,[3;2]))
% A missing group value is a group of its own, at the end.
M = table(["b";missing;"a";missing],[1;2;3;4]);
G = groupsummary(M,"Var1","sum");
assert(isequal(G.sum_Var2,[3;1;6]) && ismissing(G.Var1(3)))
G = groupsummary(M,"Var1","sum",IncludeMissingGroups=false);
assert(isequal(G.sum_Var2,[3;1]))
% findgroups of several variables and of a table
[g,a,b] = findgroups([2;1;2;1],["x";"y";"x";"x"]);
assert(isequal(g,[3;2;3;1]) && isequal(a,[1;1;2]) && isequal(b,["x";"y";"x"]))
[g,id] = findgroups(T(:,["g" "h"]));
assert(isequal(g,[1;3;2;3;2]) && istable(id) && isequal(id.h,["a";"b";"a"]))
[g,id] = findgroups([5 3 NaN 5]);
assert(isequaln(g,[2 1 NaN 2]) && isequal(id,[3 5]))
% splitapply: groups along columns, several outputs, tables, group NaN
assert(isequal(splitapply(@(v) sum(v,2),[1 2 3;10 20 30],[1 2 1]),[4 2;40 20]))
assert(isequal(splitapply(@(v) sum(v,1),[1 2;3 4;5 6],[2;1;2]),[3 4;6 8]))
[lo,hi] = splitapply(@bounds,[1;2;3;9],[1;2;1;NaN]);
assert(isequal(lo,[1;2]) && isequal(hi,[3;2]))
assert(isequal(splitapply(@(g,x) g(1)+sum(x),T(1:4,["g" "x"]),[1;2;1;2]),[5;8]))
% varfun by groups
V = varfun(@mean,T(1:4,:),InputVariables="x",GroupingVariables="g");
assert(isequal(V.mean_x,[2;3]) && isequal(V.GroupCount,[2;2]))
C = groupcounts(T,"h");
assert(isequal(C.GroupCount,[3;2]) && isequal(C.Percent,[60;40]))
