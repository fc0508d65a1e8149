%! error MATLAB:table:UnrecognizedVarName
t = table([1; 2]);
t.Nope
