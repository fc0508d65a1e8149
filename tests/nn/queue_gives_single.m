% The queue casts to single and gives dlarrays unless told otherwise.
ds = arrayDatastore([1 2; 3 4]);
X = next(minibatchqueue(ds, MiniBatchFormat="BC"));
assert(isdlarray(X) && strcmp(underlyingType(X), 'single'))
Y = next(minibatchqueue(ds, OutputCast="double", OutputAsDlarray=false));
assert(isa(Y, 'double') && isequal(Y, [1 2; 3 4]))
