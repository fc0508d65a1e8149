% Values are copies; handles are shared.
a = [1 2 3];
b = a;
b(1) = 100;
assert(a(1) == 1)
s.v = a;
t = s;
t.v(2) = 50;
assert(s.v(2) == 2 && t.v(2) == 50)
c = {a};
d = c;
d{1}(3) = 9;
assert(c{1}(3) == 3)
assert(isequal(change(a), [7 2 3]) && isequal(a, [1 2 3]))
n.list = {};
for k = 1:3
    n.list{end+1} = n;
end
assert(numel(n.list) == 3 && numel(n.list{3}.list) == 2)
x.self = 5;
x.self = x;
assert(x.self.self == 5)
q = 1:5;
q(2:4) = q(4:-1:2);
assert(isequal(q, [1 4 3 2 5]))
function v = change(v)
    v(1) = 7;
end
