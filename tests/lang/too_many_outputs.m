%! error MATLAB:TooManyOutputs
[a, b] = one();
function y = one()
    y = 1;
end
