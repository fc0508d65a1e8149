% forward gives the new state; the network keeps the old one until it is assigned.
net = dlnetwork([featureInputLayer(2); batchNormalizationLayer]);
X = dlarray(single([1 3; 5 9]), "CB");
[~, state] = forward(net, X);
assert(isequal(extractdata(net.State.Value{1}), single([0; 0])))
assert(max(abs(extractdata(state.Value{1}) - single([0.2; 0.7]))) < 1e-6)  % 0.1 of the batch mean
net.State = state;
assert(max(abs(extractdata(net.State.Value{1}) - single([0.2; 0.7]))) < 1e-6)
