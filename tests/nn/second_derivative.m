% d2/dx2 of sum(x^4) is 12 x^2.
y = dlfeval(@second, dlarray([1 2 -1]));
assert(max(abs(extractdata(y) - [12 48 12])) < 1e-10)
function h = second(x)
    g = dlgradient(sum(x.^4, "all"), x, EnableHigherDerivatives=true);
    h = dlgradient(sum(g, "all"), x);
end
