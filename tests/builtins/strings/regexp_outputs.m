% origin: documentation of regexp
[s, e, te, m, t, n, sp] = regexp('ab12cd345', '([a-z]+)(\d+)');
assert(isequal(s, [1 5]) && isequal(e, [4 9]) && isequal(te{1}, [1 2; 3 4]))
assert(isequal(m, {'ab12','cd345'}) && isequal(t, {{'ab','12'},{'cd','345'}}) && isequal(sp, {'','',''}))
assert(isempty(fieldnames(n)))
assert(isequal(regexp('a1b2', '\d', 'match'), {'1','2'}))
assert(strcmp(regexp('a1b2', '\d', 'match', 'once'), '1'))
assert(isequal(regexp('k=v', '(\w)=(\w)', 'tokens', 'once'), {'k','v'}))
assert(isequal(regexp('a,b;c', '[,;]', 'split'), {'a','b','c'}))
assert(isempty(regexp('abc', 'x')) && isempty(regexp('abc', 'x', 'match', 'once')) && isequal(regexp('abc', 'x', 'match'), cell(1, 0)))
[t, m] = regexp('x=1', '(\w)=(\d)', 'tokens', 'match');
assert(isequal(t, {{'x','1'}}) && isequal(m, {'x=1'}))
d = regexp('2024-03-05', '(?<y>\d+)-(?<m>\d+)-(?<d>\d+)', 'names');
assert(strcmp(d.y, '2024') && strcmp(d.m, '03') && strcmp(d.d, '05'))
p = regexp('a1 b2', '(?<l>[a-z])(?<n>\d)', 'names');
assert(isequal(size(p), [1 2]) && strcmp(p(2).l, 'b'))
