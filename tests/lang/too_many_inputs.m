%! error MATLAB:TooManyInputs
f(1, 2)
function f(x)
    disp(x)
end
