assert(isequal(cell2mat({[1 2],[3];[4 5],[6]}),[1 2 3;4 5 6]))
assert(isequal(mat2cell([1 2 3 4],1,[2 2]),{[1 2],[3 4]}) && isequal(num2cell([1;2]),{1;2}))
[a,b] = deal(7);
assert(a == 7 && b == 7)
c = cell(2,3);
assert(iscell(c) && isequal(size(c),[2 3]) && isempty(c{2,3}))
