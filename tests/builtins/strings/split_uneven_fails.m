%! error MATLAB:string:split
split(["a b";"c"])
