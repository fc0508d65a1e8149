%! error MATLAB:
f = [@sin, @cos];
