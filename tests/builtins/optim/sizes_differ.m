%! error MATLAB:lsqnonneg:InvalidSizes
lsqnonneg(eye(2),[1;2;3])
