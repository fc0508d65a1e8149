%! error MATLAB:badsubscript
a = 1:3;
a(1.5)
