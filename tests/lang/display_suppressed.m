% A semicolon keeps quiet; a comma and a line end do not.
a = 1;
b = 2, c = 3;
if true, d = 4, end
for k = 1:2, k, end
[p, q] = deal(5, 6)
z.f = 1; z.f = 2
v = 1:3; v(2) = 9
f = @() 8; f()
x = 3;
x
