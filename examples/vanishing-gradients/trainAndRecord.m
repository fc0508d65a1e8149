function [net, record] = trainAndRecord(net, mbq, numEpochs, name)
% trainAndRecord  Trains with Adam and keeps what the gradients did.
%   record.Layer     names of the layers that have weights
%   record.Mean      layers x iterations: mean absolute gradient of the weights
%   record.Counts    layers x epochs cell of histogram counts at the end of each epoch
%   record.Centers   bin centres belonging to them
%   record.Loss      loss at each iteration
monitor = trainingProgressMonitor(Metrics="Loss", Info="Epoch", XLabel="Iteration");
monitor.Status = name;
averageGrad = [];
averageSqGrad = [];
isWeights = net.Learnables.Parameter == "Weights";
record.Layer = net.Learnables.Layer(isWeights);
rows = find(isWeights);
numLayers = numel(rows);
record.Counts = cell(numLayers, numEpochs);
record.Centers = cell(numLayers, numEpochs);
iteration = 0;
for epoch = 1:numEpochs
    shuffle(mbq);
    while hasdata(mbq) && ~monitor.Stop
        iteration = iteration + 1;
        [X, T] = next(mbq);
        [loss, gradients] = dlfeval(@modelLoss, net, X, T);
        [net, averageGrad, averageSqGrad] = adamupdate(net, gradients, averageGrad, averageSqGrad, iteration);
        for k = 1:numLayers
            record.Mean(k, iteration) = mean(abs(extractdata(gradients.Value{rows(k)})), "all");
        end
        record.Loss(iteration) = double(extractdata(loss));
        recordMetrics(monitor, iteration, Loss=loss);
    end
    for k = 1:numLayers
        values = extractdata(gradients.Value{rows(k)});
        [counts, edges] = histcounts(values(:), 30);
        record.Counts{k, epoch} = counts;
        record.Centers{k, epoch} = edges(1:end-1) + diff(edges) / 2;
    end
    updateInfo(monitor, Epoch=epoch + " of " + numEpochs);
    monitor.Progress = 100 * epoch / numEpochs;
end
end
