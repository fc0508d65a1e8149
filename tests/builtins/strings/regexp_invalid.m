%! error MATLAB:regexp:invalidExpression
regexp('a', '(a')
