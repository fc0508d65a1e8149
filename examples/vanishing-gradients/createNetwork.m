function net = createNetwork(activation, numHidden, width)
% createNetwork  Fully connected classifier for 28-by-28 digits.
%   net = createNetwork("sigmoid", 4, 128) has four hidden layers of 128 units, each followed by the
%   named activation ("sigmoid" or "relu"), and ten outputs with softmax.
arguments
    activation (1,1) string {mustBeMember(activation, ["sigmoid" "relu"])}
    numHidden (1,1) double {mustBeInteger, mustBePositive} = 4
    width (1,1) double {mustBeInteger, mustBePositive} = 128
end
layers = imageInputLayer([28 28 1], Normalization="none", Name="images");
for k = 1:numHidden
    layers = [layers; fullyConnectedLayer(width, Name="fc" + k)]; %#ok<AGROW>
    if activation == "sigmoid"
        layers = [layers; sigmoidLayer(Name="sigmoid" + k)]; %#ok<AGROW>
    else
        layers = [layers; reluLayer(Name="relu" + k)]; %#ok<AGROW>
    end
end
layers = [layers; fullyConnectedLayer(10, Name="fc" + (numHidden + 1)); softmaxLayer(Name="softmax")];
net = dlnetwork(layers);
end
