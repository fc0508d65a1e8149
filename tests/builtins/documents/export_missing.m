%! error MATLAB:fileNotFound
export("no such file anywhere")
