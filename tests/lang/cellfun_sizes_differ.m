%! error MATLAB:cellfun:
cellfun(@plus, {1, 2}, {1})
