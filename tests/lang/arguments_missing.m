%! error MATLAB:minrhs
f()
function f(x)
    arguments
        x (1,1) double
    end
    disp(x)
end
