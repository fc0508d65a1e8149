% newplot: replacing, holding, clearing.
plot(1:3); title("first"); xlim([0 9])
plot(3:-1:1)
ax = gca;
assert(isempty(ax.Title.String) && isequal(xlim,[1 3]) && numel(ax.Children) == 1)
hold on
p = plot([2 2 2]);
assert(numel(ax.Children) == 2 && isequal(p.Color,[0.8500 0.3250 0.0980]))
hold off
cla
assert(isempty(ax.Children))
f = figure(5);
assert(gcf == f && f.Number == 5)
close(5)
assert(~isgraphics(f))
close all
