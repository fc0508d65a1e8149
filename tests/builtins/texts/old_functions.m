% Values of GNU Octave 7.3.
assert(index('Teststring','t') == 4 && index('Teststring','t','last') == 6)
assert(isequal(index({'abc','cab','x'},'a'),[1 2 0]))
assert(strcmp(substr('This is a sample string',6,9),'is a samp') && strcmp(substr('hello',-3),'llo') && strcmp(substr('hello',2,-1),'ell'))
assert(isequal(ostrsplit('a:b;c::d',':;',true),{'a','b','c','d'}))
c = ostrsplit('a:b;c::d',':;');
assert(numel(c) == 5 && isempty(c{4}))
assert(strcmp(untabify(sprintf('\tHello\tx'),4),'    Hello   x') && strcmp(untabify(sprintf('a\tb')),['a' blanks(7) 'b']))
[a,b] = strread('1 2 3 4','%f %f');
assert(isequal(a,[1;3]) && isequal(b,[2;4]))
