function training_step(depth, width, steps)
% training_step  The user-written loop of the lab: dlfeval, dlgradient, adamupdate, mean |g| of every weight at every
% iteration, on 784-depth x width-10 with batch 128. Prints the median step in milliseconds.
batch = 128;
if nargin < 3, steps = 200; end
rng("default")
layers = featureInputLayer(784);
for k = 1:depth
    layers = [layers; fullyConnectedLayer(width); reluLayer]; %#ok<AGROW>
end
net = dlnetwork([layers; fullyConnectedLayer(10); softmaxLayer]);
X = dlarray(rand(784, batch, "single"), "CB");
T = zeros(10, batch, "single");
T(sub2ind(size(T), randi(10, 1, batch), 1:batch)) = 1;
T = dlarray(T, "CB");
weights = find(net.Learnables.Parameter == "Weights");
averages = zeros(numel(weights), steps);
a = []; b = [];
times = zeros(1, steps);
for k = 1:steps
    t = tic;
    [loss, g] = dlfeval(@modelLoss, net, X, T); %#ok<ASGLU>
    [net, a, b] = adamupdate(net, g, a, b, k);
    for j = 1:numel(weights)
        averages(j, k) = mean(abs(extractdata(g.Value{weights(j)})), "all");
    end
    times(k) = toc(t);
end
fprintf("%.6f\n", 1000 * median(times(min(20, steps):end)));
end

function [loss, g] = modelLoss(net, X, T)
loss = crossentropy(forward(net, X), T);
g = dlgradient(loss, net.Learnables);
end
