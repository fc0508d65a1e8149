% How scalars are shown in format short.
x = 5
x = -0.5
x = 1e10
x = 123456.789
x = 1e-5
x = NaN
x = true
x = int8(-5)
x = single(2.5)
x = 3 + 4i
x = 'text'
x = "str"
x = []
x = @(a) a.^2 + 1
5;
ans
2 + 2
