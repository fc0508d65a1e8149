function plotGradientDistributions(ax, record)
% plotGradientDistributions  A ridge per epoch: the histogram of each layer's weight gradients.
numEpochs = size(record.Counts, 2);
colors = parula(numEpochs);
for k = 1:numel(ax)
    for epoch = 1:numEpochs
        centers = record.Centers{k, epoch};
        counts = record.Counts{k, epoch};
        fill3(ax(k), centers([1 1:end end]), zeros(1, numel(counts) + 2) + epoch, [0 counts 0], ...
            colors(epoch, :), EdgeColor=0.7 * colors(epoch, :), LineWidth=0.3);
    end
end
drawnow
end
