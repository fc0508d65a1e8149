assert(isequal(diff([1 4 9 16],2),[2 2]) && isequal(diff([1 2;4 8]),[3 6]))
assert(trapz([0 1 2],[0 1 2]) == 2 && isequal(cumtrapz([1 2 3]),[0 1.5 4]))
[gx,gy] = gradient([1 2 4;2 4 8]);
assert(isequal(gx,[1 1.5 2;2 3 4]) && isequal(gy,[1 2 4;1 2 4]))
