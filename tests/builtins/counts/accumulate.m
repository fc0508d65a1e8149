assert(isequal(accumarray([1 1;2 2;1 1],[1;2;3]),[4 0;0 2]))
assert(isequal(accumarray([1;2;1],[5;6;7],[],@max),[7;6]) && isequal(accumarray([1;3],1),[1;0;1]))
c = accumarray([1;2;1],[1;2;3],[],@(x) {sort(x)});
assert(isequal(c,{[1;3];2}))
