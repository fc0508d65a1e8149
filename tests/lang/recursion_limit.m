%! error MATLAB:lang:StackOverflow
forever(1);
function forever(x)
    forever(x + 1);
end
