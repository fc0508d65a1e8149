assert(isequal(sscanf('3 4 5', '%d')', [3 4 5]) && isequal(sscanf('1,2', '%d,%d')', [1 2]) && sscanf('x=5', 'x=%d') == 5)
[a, b] = strtok('hello world');
assert(strcmp(a, 'hello') && strcmp(b, ' world'))
assert(isequal(strjust('a  ', 'center'), ' a ') && strcmp(deblank('a  '), 'a'))
assert(isequal(extractBetween("a[b]c[d]", "[", "]"), ["b"; "d"]))
assert(isequal(split(["a b"; "c d"]), ["a" "b"; "c" "d"]) && isequal(join(["a" "b"; "c" "d"], 2), ["a b"; "c d"]))
assert(isequal(insertBefore("ac", "c", "b"), "abc") && isequal(replaceBetween("a[b]c", "[", "]", "x"), "a[x]c"))
assert(isequal(replace("abc", ["a" "b"], ["1" "2"]), "12c") && isequal(regexprep({'ab', 'cb'}, 'b', 'x'), {'ax', 'cx'}))
