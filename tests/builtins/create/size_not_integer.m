%! error MATLAB:NonIntegerInput
zeros(1.5)
