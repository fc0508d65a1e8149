%! error MATLAB:innerdim
x = ones(2, 3) * ones(2, 3);
