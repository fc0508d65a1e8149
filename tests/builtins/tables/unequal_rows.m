%! error MATLAB:table:UnequalVarLengths
table([1;2],[1;2;3])
