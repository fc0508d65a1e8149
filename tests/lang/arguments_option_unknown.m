%! error MATLAB:
f(Wrong=1)
function f(o)
    arguments
        o.Right = 1
    end
    disp(o)
end
