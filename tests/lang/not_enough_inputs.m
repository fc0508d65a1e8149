%! error MATLAB:minrhs
f()
function f(x)
    disp(x)
end
