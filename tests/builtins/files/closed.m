%! error MATLAB:FileIO:InvalidFid
fgetl(99)
