%! error MATLAB:invalidConversion
double(struct())
