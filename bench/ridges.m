% The lab's ridge figure: eight tiles, thirty filled histograms each.
rng("default")
counts = randi(100, 30, 30, 8);
centers = linspace(-1, 1, 30);
f = figure(Position=[100 100 1200 600]);
t = tiledlayout(f, "flow", TileSpacing="tight");
colors = parula(30);
for k = 1:8
    ax = nexttile(t, k);
    hold(ax, "on")
    for e = 1:30
        fill3(ax, centers, zeros(1, 30) + e, counts(:, e, k)', colors(e, :), EdgeColor="#D9D9D9");
    end
    view(ax, [-130 50]);
    ylim(ax, [1 Inf]);
    grid(ax, "on")
    box(ax, "on")
    title(ax, "fc" + k)
    xlabel(ax, "Gradient"); ylabel(ax, "Epoch"); zlabel(ax, "Count")
end
file = [tempname '.pdf'];
s = tic;
exportgraphics(f, file)
fprintf("%.6f\n", toc(s));
delete(file)
