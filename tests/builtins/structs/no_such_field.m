%! error MATLAB:rmfield:InvalidFieldname
rmfield(struct('a',1),'b')
