% A short run: the loss of a small network on XOR falls below a bound.
rng(1)
net = dlnetwork([featureInputLayer(2); fullyConnectedLayer(16); tanhLayer; fullyConnectedLayer(2); softmaxLayer]);
X = dlarray(single([0 0 1 1; 0 1 0 1]), "CB");
T = single([1 0 0 1; 0 1 1 0]);
a = []; b = [];
for k = 1:300
    [loss, g] = dlfeval(@lossOf, net, X, T);
    [net, a, b] = adamupdate(net, g, a, b, k, 0.02);
end
assert(extractdata(loss) < 0.05)
function [loss, g] = lossOf(net, X, T)
    loss = crossentropy(forward(net, X), T);
    g = dlgradient(loss, net.Learnables);
end
