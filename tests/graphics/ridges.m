% The lab's figure: filled histograms side by side in space.
tiledlayout("flow",TileSpacing="tight");
colors = parula(5);
for k = 1:2
    ax = nexttile;
    hold(ax,"on")
    for epoch = 1:5
        centers = linspace(-2,2,9);
        counts = round(40*exp(-centers.^2*k/epoch));
        fill3(centers,zeros(size(counts))+epoch,counts,colors(epoch,:),EdgeColor="#D9D9D9");
    end
    view(ax,[-130,50])
    ylim(ax,[1,Inf])
    grid(ax,"on"), box(ax,"on")
    title("fc" + k + " Weights")
    xlabel("Gradients"), ylabel("Epochs"), zlabel("Counts")
    assert(isequal(ax.YLim,[1 5]))
end
