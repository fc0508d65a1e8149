% format compact drops the blank lines.
format compact
x = pi
x = [1 2; 3 4]
x = {1, 'a'}
s.a = 1
x = "str"
format loose
x = 1
