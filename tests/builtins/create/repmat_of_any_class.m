assert(isequal(repmat({'a'},1,2),{'a','a'}))
assert(isequal(repmat('ab',1,2),'abab'))
assert(isequal(repmat("x",2,1),["x";"x"]))
s = repmat(struct('a',1),1,3);
assert(numel(s) == 3 && s(3).a == 1)
assert(isequal(repmat([1;2],1,2,2),cat(3,[1 1;2 2],[1 1;2 2])))
