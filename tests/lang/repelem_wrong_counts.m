%! error MATLAB:repelem:
repelem([1 2 3], [1 2])
