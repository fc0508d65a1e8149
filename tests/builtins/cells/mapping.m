assert(isequal(cellfun('isempty',{1,[]}),[false true]) && isequal(cellfun(@length,{'ab','c'}),[2 1]))
assert(isequal(cellfun(@(x,y) [x y],{'a','b'},{'c','d'},'UniformOutput',false),{'ac','bd'}))
r = cellfun(@(x) error('bad'),{1,2},'ErrorHandler',@(e,x) e.index);
assert(isequal(r,[1 2]))
[m,i] = cellfun(@max,{[1 9 2],[4 3]});
assert(isequal(m,[9 4]) && isequal(i,[2 1]))
assert(isequal(arrayfun(@(s) s.a,struct('a',{1,2,3})),[1 2 3]))
assert(isequal(structfun(@(v) v+1,struct('a',1,'b',2),'UniformOutput',false),struct('a',2,'b',3)))
assert(isequal(class(cellfun(@(x) single(x),{1})),'single'))
