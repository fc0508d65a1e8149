%! error MATLAB:posdef
chol([1 2;2 1])
