%! error MATLAB:
x = logical(NaN);
