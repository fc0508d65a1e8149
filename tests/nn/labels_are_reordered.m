% Dimensions are stored in the order S, C, B, T, U.
X = dlarray(reshape(1:6, 2, 3), "BC");
assert(strcmp(dims(X), 'CB'))
assert(isequal(extractdata(X), reshape(1:6, 2, 3)'))
assert(finddim(X, "B") == 2)
assert(strcmp(dims(dlarray(ones(2,3,4,5), "SSBC")), 'SSCB'))
assert(isequal(size(dlarray(ones(2,3,4,5), "SSBC")), [2 3 5 4]))
