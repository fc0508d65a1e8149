%! error MATLAB:splitapply:MissingGroupNums
splitapply(@sum,[1;2],[1;3])
