%! error MATLAB:factorial:NNegativeInt
factorial(-1)
