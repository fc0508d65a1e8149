% Origin: linear interpolation of the values at (i-0.5)/n.
x = [10 20 30 40];
assert(isequal(quantile(x,[0.25 0.5 0.75]),[15 25 35]) && prctile(x,100) == 40 && iqr(x) == 20)
