%! error MATLAB:mixedClasses
x = int8(1) + int16(1);
