%! error MATLAB:
x = eval('1 +');
