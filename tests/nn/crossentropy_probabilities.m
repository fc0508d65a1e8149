% crossentropy expects probabilities: -sum(T.*log(Y))/N, by hand.
Y = dlarray([0.7 0.2; 0.3 0.8], "CB");
T = [1 0; 0 1];
assert(abs(extractdata(crossentropy(Y, T)) + (log(0.7) + log(0.8)) / 2) < 1e-12)
l = crossentropy(dlarray([0; 1], "CB"), [1; 0]);  % log(0) is guarded
assert(isfinite(extractdata(l)))
