%! error MATLAB:json
jsondecode('{"a":')
