%! error MATLAB:cellfun:NotAScalarOutput
cellfun(@(x) [x x], {1, 2})
