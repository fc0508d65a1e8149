s = struct('a',{{1,2}});
assert(iscell(s.a) && numel(struct('x',{1,2,3})) == 3 && isempty(struct([])))
s.b.c = 5;
assert(getfield(s,'b','c') == 5 && isequal(setfield(struct(),'x',1).x,1))
assert(isequal(isfield(s,{'a','zz'}),[true false]) && ~isfield(5,'a'))
s = rmfield(s,'a');
assert(isequal(fieldnames(s),{'b'}))
assert(isequal(orderfields(struct('b',1,'a',2)),struct('a',2,'b',1)))
assert(isequal(struct2cell(struct('p',1,'q','z')),{1;'z'}) && cell2struct({1;2},{'a','b'}).b == 2)
