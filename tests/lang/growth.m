% Assignment beyond the end fills with the class's default.
x = [];
x(3) = 7;
assert(isequal(x, [0 0 7]))
x(2, 4) = 1;
assert(isequal(x, [0 0 7 0; 0 0 0 1]))
y = int8(5);
y(3) = 300;
assert(isa(y, 'int8') && isequal(y, int8([5 0 127])))
c = {};
c{3} = 'z';
assert(isequal(size(c), [1 3]) && isempty(c{1}))
s.a = 1;
s(3).a = 2;
assert(isequal(size(s), [1 3]) && isempty(s(2).a))
t = 'ab';
t(5) = 'e';
assert(isequal(double(t), [97 98 0 0 101]))
q = "a";
q(3) = "c";
assert(ismissing(q(2)) && q(3) == "c")
l = true;
l(3) = true;
assert(isa(l, 'logical') && isequal(l, [true false true]))
col = (1:2)';
col(4) = 9;
assert(isequal(col, [1; 2; 0; 9]))
new(2, 3) = 5;
assert(isequal(new, [0 0 0; 0 0 5]))
z(4).name = 'x';
assert(isequal(size(z), [1 4]))
k{2, 2} = 1;
assert(isequal(size(k), [2 2]))
r.list{3} = 1;
assert(isequal(size(r.list), [1 3]))
r.m(2, 2) = 4;
assert(isequal(r.m, [0 0; 0 4]))
r.deep.er.x(2).y = 'q';
assert(r.deep.er.x(2).y == 'q' && isempty(r.deep.er.x(1).y))
