%! error MATLAB:splitapply:OutputNotUniform
splitapply(@(x) x,[1;2;3],[1;1;2])
