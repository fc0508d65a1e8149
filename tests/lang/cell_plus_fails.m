%! error MATLAB:UndefinedFunction
x = {1} + 1;
