% Values that are not finite pass through without failing anything.
net = dlnetwork([featureInputLayer(2); fullyConnectedLayer(2); softmaxLayer]);
[loss, g] = dlfeval(@lossOf, net, dlarray(single([NaN; 1]), "CB"), single([1; 0]));
assert(isnan(extractdata(loss)) && any(isnan(extractdata(g.Value{1})), "all"))
function [loss, g] = lossOf(net, X, T)
    loss = crossentropy(forward(net, X), T);
    g = dlgradient(loss, net.Learnables);
end
