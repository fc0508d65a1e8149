% linkaxes gives axes one set of limits; "off" leaves limits alone.
a = subplot(1, 2, 1); plot(1:3)
b = subplot(1, 2, 2); plot(1:9)
linkaxes([a b], "x")
assert(isequal(a.XLim, b.XLim) && ~isequal(a.YLim, b.YLim))
linkaxes([a b], "off")
a.XLim = [0 5];
assert(~isequal(a.XLim, b.XLim))
close
