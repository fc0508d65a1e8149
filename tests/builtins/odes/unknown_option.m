%! error MATLAB:odeset:InvalidPropName
odeset(Relative=1)
