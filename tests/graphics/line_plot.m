% Lines with specifications, legend, labels and grid; limits and ticks as MATLAB chooses them.
x = linspace(0,2*pi,9);
plot(x,sin(x),x,cos(x),"--o")
title("Waves"), xlabel("x"), ylabel("sin, cos")
legend("sin","cos")
grid on
assert(isequal(xlim,[0 7]) && isequal(ylim,[-1 1]))
assert(isequal(xticks,0:7))
