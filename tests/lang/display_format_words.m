format shortG
x = [pi 1e6 1e-6]
format long g
x = pi
format short e
x = pi
format bank
x = pi
format
x = pi
