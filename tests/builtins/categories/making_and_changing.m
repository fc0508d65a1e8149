c = categorical([1 2 3 2],[1 2 3],{'x','y','z'});
assert(isequal(string(c),["x" "y" "z" "y"]) && isequal(countcats(c),[1 2 1]) && c(2) == 'y')
assert(isequal(categories(reordercats(c,{'z','y','x'})),{'z';'y';'x'}))
assert(isequal(categories(removecats(c(1:2))),{'x';'y'}) && any(isundefined(removecats(c,'x'))))
assert(isequal(countcats(mergecats(c,{'x','z'},'w')),[2 2]) && isequal(categories(renamecats(c,'x','q')),{'q';'y';'z'}))
assert(isequal(categories(addcats(c,'a','Before','y')),{'x';'a';'y';'z'}))
assert(isequal(isundefined(categorical({'a','',' a '})),[false true false]))
assert(isequal(categories(categorical([true false])),{'false';'true'}))
