%! error MATLAB:nonExistentField
s.a = 1;
s.b
