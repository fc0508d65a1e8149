% mse is half the squared error over the batch only (toolbox documentation).
Y = dlarray([1 2 3; 4 5 6], "CB");
T = zeros(2, 3);
assert(abs(extractdata(mse(Y, T)) - sum([1 2 3 4 5 6].^2) / (2*3)) < 1e-12)
