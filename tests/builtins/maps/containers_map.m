m = containers.Map({'b','a'},[2 1]);
assert(m('a') == 1 && m.Count == 2 && isequal(m.keys(),{'a','b'}) && isequal(values(m),{1,2}))
n = m;
n('c') = 3;
assert(m.Count == 3 && isKey(m,'c') && isequal(isKey(m,{'a','zz'}),[true false]))
remove(m,'b');
assert(m.Count == 2 && length(m) == 2)
m = containers.Map('KeyType','double','ValueType','any');
m(3) = 'x';
m(1) = [1 2];
assert(isequal(keys(m),{1,3}) && isequal(m(1),[1 2]))
m = containers.Map('one',{1});
assert(iscell(m('one')))
