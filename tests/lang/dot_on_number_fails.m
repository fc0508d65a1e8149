%! error MATLAB:structRefFromNonStruct
x = 5;
x.y
