%! error MATLAB:dictionary:
d = dictionary("a", 1);
d("b")
