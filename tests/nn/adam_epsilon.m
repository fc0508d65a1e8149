% Epsilon is added to the uncorrected root: with g = 1e-8 the first step is 0.031 of the learning rate
% (the textbook form would move 0.5).
[w, m, v] = adamupdate(dlarray(0), dlarray(1e-8), [], [], 1);
assert(abs(extractdata(w) / -1e-3 - 1e-8*0.1*sqrt(0.001)/0.1 / (sqrt(0.001*1e-16) + 1e-8)) < 1e-6)
assert(abs(extractdata(w) / -1e-3 - 0.0307) < 1e-3)
