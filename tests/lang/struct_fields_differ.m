%! error MATLAB:
x = [struct('a', 1), struct('b', 2)];
