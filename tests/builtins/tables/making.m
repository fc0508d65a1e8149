T = table([3;1],{'c';'a'},'VariableNames',{'n','s'});
T.z = [10;20];
assert(height(T) == 2 && width(T) == 3 && isequal(T.Properties.VariableNames,{'n','s','z'}))
assert(isequal(table2array(T(:,{'n','z'})),[3 10;1 20]) && isequal(table2cell(T(1,1:2)),{3,'c'}))
S = table2struct(T);
assert(S(2).n == 1 && isequal(struct2table(S).z,[10;20]))
assert(isequal(array2table([1 2;3 4]).Var2,[2;4]) && istable(T))
T = removevars(addvars(T,[1;2],'NewVariableNames','q'),'z');
assert(isequal(renamevars(T,'q','r').r,[1;2]) && isequal(head((1:20)',3),[1;2;3]))
