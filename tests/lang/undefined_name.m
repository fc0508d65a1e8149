%! error MATLAB:UndefinedFunction
x = no_such_name_here + 1;
