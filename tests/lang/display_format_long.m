% format long, also inside cells and structs.
format long
x = pi
x = single(pi)
x = [pi; 100]
x = [1 2 3]
x = 1e10
s.a = pi
c = {pi, 1}
format short
x = pi
