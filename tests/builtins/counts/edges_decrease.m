%! error MATLAB:histcounts:expectedNondecreasing
histcounts([1 2],[3 2 1])
