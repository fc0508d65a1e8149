%! error MATLAB:optimset:InvalidParamName
optimset(Tolerance=1)
