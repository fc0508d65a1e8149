%! error MATLAB:getdimarg
sum([1 2],0)
