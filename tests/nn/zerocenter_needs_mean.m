% imageInputLayer normalizes with "zerocenter" unless told otherwise; the mean must come from somewhere.
l = imageInputLayer([2 2 1]);
assert(strcmp(l.Normalization, 'zerocenter'))
failed = false;
try
    net = dlnetwork([l; flattenLayer]);
    predict(net, dlarray(ones(2,2), "SSCB"));
catch err
    failed = contains(err.message, "Mean");
end
assert(failed)
net = dlnetwork([imageInputLayer([2 2 1], Mean=1); flattenLayer]);
Y = predict(net, dlarray(ones(2,2), "SSCB"));
assert(all(extractdata(Y) == 0))
