%! error MATLAB:printf:invalidInputType
sprintf('%d', {1})
