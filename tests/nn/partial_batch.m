% The last, smaller mini-batch is returned unless it is to be discarded.
ds = arrayDatastore(rand(10, 2));
mbq = minibatchqueue(ds, MiniBatchSize=4, MiniBatchFormat="BC");
n = [];
while hasdata(mbq)
    n(end+1) = size(next(mbq), 2);
end
assert(isequal(n, [4 4 2]))
mbq = minibatchqueue(ds, MiniBatchSize=4, PartialMiniBatch="discard");
next(mbq); next(mbq);
assert(~hasdata(mbq))
