%! error MATLAB:catenate:dimensionMismatch
x = [1 2; 3];
