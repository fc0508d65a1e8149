% Position of a legend and a colour bar tells where they are drawn: inside the figure, beside or within their axes.
figure
plot(1:10)
lg = legend("line");
p = lg.Position; a = get(gca, "Position");
assert(p(3) > 0 && p(4) > 0)
assert(p(1) >= a(1) && p(1) + p(3) <= a(1) + a(3) && p(2) + p(4) <= a(2) + a(4))
figure
imagesc(magic(4))
c = colorbar;
p = c.Position; a = get(gca, "Position");
assert(p(1) > a(1) + a(3) && abs(p(2) - a(2)) < 1e-3 && abs(p(4) - a(4)) < 1e-3)
close all
