%! error MATLAB:cellRefFromNonCell
x = 5;
x{1}
