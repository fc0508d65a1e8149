assert(isequaln(sort([3 NaN 1]),[1 3 NaN]) && isequaln(sort([3 NaN 1],'descend'),[NaN 3 1]))
assert(isequal(sort([3 1;2 4],2),[1 3;2 4]))
[b,i] = sortrows([2 1;1 5;2 0],[1 -2]);
assert(isequal(b,[1 5;2 1;2 0]) && isequal(i,[2;1;3]))
T = sortrows(table([3;1;2],{'c';'a';'b'},'VariableNames',{'n','s'}),'n','descend');
assert(isequal(T.s,{'c';'b';'a'}))
assert(issorted([1 2 2]) && ~issorted([1 2 2],'strictascend'))
assert(isequal(maxk([3 NaN 9],1),9) && isequal(mink([3 1 2],2),[1 2]))
