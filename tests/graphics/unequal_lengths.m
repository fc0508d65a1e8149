%! error MATLAB:samelen
plot(1:3,1:4)
