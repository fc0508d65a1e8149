% From the documented behaviour of innerjoin, outerjoin and join.
Tl = table({'a';'b';'c';'d'},[1;2;3;4],'VariableNames',{'Key','Var1'});
Tr = table({'a';'c';'e'},[0.1;0.2;0.3],'VariableNames',{'Key','Var2'});
[C,il,ir] = innerjoin(Tl,Tr);
assert(isequal(C.Properties.VariableNames,{'Key','Var1','Var2'}) && isequal(C.Key,{'a';'c'}) && isequal(C.Var2,[0.1;0.2]))
assert(isequal(il,[1;3]) && isequal(ir,[1;2]))
C = outerjoin(Tl,Tr,'Type','left');
assert(isequal(C.Properties.VariableNames,{'Key_Tl','Var1','Key_Tr','Var2'}) && isequaln(C.Var2,[0.1;NaN;0.2;NaN]))
assert(isequal(C.Key_Tr,{'a';'';'c';''}))
[C,il,ir] = outerjoin(Tl,Tr,MergeKeys=true);
assert(isequal(C.Key,{'a';'b';'c';'d';'e'}) && isequaln(C.Var1,[1;2;3;4;NaN]) && isequal(ir,[1;0;2;0;3]) && isequal(il,[1;2;3;4;0]))
C = outerjoin(Tl,Tr,'Type','right','MergeKeys',true);
assert(isequal(C.Key,{'a';'c';'e'}) && isequaln(C.Var1,[1;3;NaN]))
% Many to many, sorted by key; two keys of different names; missing keys match nothing.
A = table([2;1;2;NaN],["p";"q";"r";"s"],VariableNames=["k" "s"]);
B = table([2;NaN;2;3],[10;20;30;40],VariableNames=["id" "v"]);
[C,il,ir] = innerjoin(A,B,LeftKeys="k",RightKeys="id");
assert(isequal(C.k,[2;2;2;2]) && isequal(C.s,["p";"p";"r";"r"]) && isequal(C.v,[10;30;10;30]))
C = outerjoin(A,B,LeftKeys="k",RightKeys="id",MergeKeys=true);
assert(height(C) == 8 && any(C.Properties.VariableNames == "k_id") && ismissing(C.s(6)))
X = table([1;1;2],["a";"b";"a"],[1;2;3],VariableNames=["g" "h" "x"]);
Y = table([1;2],["b";"a"],[7;8],VariableNames=["g" "h" "y"]);
C = innerjoin(X,Y);
assert(isequal(C.x,[2;3]) && isequal(C.y,[7;8]) && width(C) == 4)
% join keeps the rows of the left table.
L = table([5;3;5],VariableNames="k"); R = table([3;5],["three";"five"],VariableNames=["k" "w"]);
[J,at] = join(L,R);
assert(isequal(J.w,["five";"three";"five"]) && isequal(at,[2;1;2]))
try, join(table([5;4],VariableNames="k"),R), catch e, end
assert(strcmp(e.identifier,'MATLAB:table:join:LeftKeyValueNotFound'))
