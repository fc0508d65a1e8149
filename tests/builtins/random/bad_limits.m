%! error MATLAB:randi:invalidLimits
randi([5 2])
