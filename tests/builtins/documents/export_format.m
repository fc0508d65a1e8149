%! error MATLAB:export:Format
f = tempname + ".m";
writelines("x", f)
export(f, Format="powerpoint")
