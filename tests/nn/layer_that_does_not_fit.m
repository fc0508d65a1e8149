%! error nnet_cnn
% The layer whose input does not fit is named.
net = dlnetwork([featureInputLayer(3); fullyConnectedLayer(2); convolution2dLayer(3, 4, Name="conv")]);
