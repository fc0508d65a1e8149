function ax = gradientAxes(layerNames, heading)
% gradientAxes  One set of 3-D axes per layer, in a tiled figure of its own.
fig = figure(Position=[100 100 760 350]);
t = tiledlayout(fig, "flow", TileSpacing="tight");
title(t, heading);
for k = 1:numel(layerNames)
    ax(k) = nexttile(t, k); %#ok<AGROW>
    title(ax(k), layerNames(k));
    xlabel(ax(k), "Gradient");
    ylabel(ax(k), "Epoch");
    zlabel(ax(k), "Count");
    hold(ax(k), "on");
    view(ax(k), [-130, 50]);
    ylim(ax(k), [1, Inf]);
    grid(ax(k), "on");
    box(ax(k), "on");
end
end
