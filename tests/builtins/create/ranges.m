% Origin: hand calculation.
x = linspace(0,1,11);
assert(numel(x) == 11 && x(end) == 1 && abs(x(4) - 0.3) < 1e-15)
assert(isequal(logspace(0,2,3),[1 10 100]))
assert(isequal(colon(1,2,6),[1 3 5]))
assert(isequal(linspace(5,9,1),9))
