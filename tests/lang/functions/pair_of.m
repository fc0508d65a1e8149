function [p, n] = pair_of(x)
p = x;
n = -x;
