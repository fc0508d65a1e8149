%! error MATLAB:validators:mustBePositive
f(-1)
function f(x)
    arguments
        x (1,1) double {mustBePositive}
    end
    disp(x)
end
