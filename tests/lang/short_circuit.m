% || and && do not touch the right side; | and & in if do not either.
f = @() error('never');
assert(true || f())
assert(~(false && f()))
x = 3;
if x > 5 && f(), end
if x < 5 || f(), end
if x < 5 | f(), end
if x > 5 & f(), end
assert(isequal([1 0] | [0 0], [true false]))
assert(isequal([1 0] & [1 1], [true false]))
assert(xor(true, false))
assert(~0)
assert(1 && 'a')
