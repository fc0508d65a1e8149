% Bars over bins; normalised heights.
h = histogram([1 2 2 3 3 3 4 4 5],0.5:5.5);
assert(isequal(h.Values,[1 2 3 2 1]))
h.Normalization = "probability";
assert(abs(sum(h.Values) - 1) < 1e-12)
xlabel("value")
