% Pooling layers have stride 1 by default.
l = maxPooling2dLayer(2);
assert(isequal(l.Stride, [1 1]))
net = dlnetwork([imageInputLayer([4 4 1], Normalization="none"); maxPooling2dLayer(2)]);
Y = predict(net, dlarray(reshape(1:16, 4, 4), "SSCB"));
assert(isequal(squeeze(extractdata(Y)), [6 10 14; 7 11 15; 8 12 16]))
