x = [1 1 1];
n = 0;
while x
    n = n + 1;
    x(n) = 0;
end
assert(n == 1)
if [], error('empty is false'), end
if 'text', ok = true; end
assert(ok)
if -1, neg = 1; end
assert(neg == 1)
if 0.1, small = 1; end
assert(small == 1)
