%! error MATLAB:unrecognizedStringChoice
validatestring('x', {'linear','cubic'})
