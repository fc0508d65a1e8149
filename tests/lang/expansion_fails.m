%! error MATLAB:sizeDimensionsMustMatch
x = [1 2 3] + [1 2];
