function cnn_step(steps)
% cnn_step  A small image network, 28x28: 3x3x16, relu, 2x2 pooling, 3x3x32, relu, 10 classes; Adam; batch 128.
% Prints the median processor time of a step in milliseconds.
if nargin < 1, steps = 40; end
batch = 128;
rng("default")
layers = [imageInputLayer([28 28 1], Normalization="none")
    convolution2dLayer(3, 16, Padding="same"); reluLayer; maxPooling2dLayer(2, Stride=2)
    convolution2dLayer(3, 32, Padding="same"); reluLayer
    fullyConnectedLayer(10); softmaxLayer];
net = dlnetwork(layers);
X = dlarray(rand(28, 28, 1, batch, "single"), "SSCB");
T = zeros(10, batch, "single");
T(sub2ind(size(T), randi(10, 1, batch), 1:batch)) = 1;
T = dlarray(T, "CB");
a = []; b = [];
times = zeros(1, steps);
for k = 1:steps
    t = cputime;
    [loss, g] = dlfeval(@modelLoss, net, X, T); %#ok<ASGLU>
    [net, a, b] = adamupdate(net, g, a, b, k);
    times(k) = cputime - t;
end
fprintf("%.6f\n", 1000 * median(times(5:end)));
end
function [loss, g] = modelLoss(net, X, T)
loss = crossentropy(forward(net, X), T);
g = dlgradient(loss, net.Learnables);
end
