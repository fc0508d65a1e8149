assert(isequal(rmmissing([1 NaN 3]),[1 3]) && isequal(rmmissing([1 2;NaN 3]),[1 2]))
assert(isequal(fillmissing([1 NaN NaN 4],'linear'),[1 2 3 4]) && isequal(fillmissing([NaN 2],'next'),[2 2]))
