%! error MATLAB:sub2ind:IndexOutOfRange
sub2ind([2 2],3,1)
