% for over columns, cells, structs; while; break; continue.
s = 0;
for k = [1 2; 3 4]
    assert(isequal(size(k), [2 1]));
    s = s + k(1);
end
assert(s == 3)
for c = {1, 'x'}
    assert(iscell(c))
end
for k = []
    error('never')
end
assert(isempty(k))
n = 0;
for k = 10:-3:1
    n = n + 1;
end
assert(n == 4 && k == 1)
for k = 1:5
    if k == 2, continue, end
    if k == 4, break, end
end
assert(k == 4)
i = 0;
while true
    i = i + 1;
    if i > 10
        break
    end
end
assert(i == 11)
w = '';
for ch = 'abc'
    w = [ch w];
end
assert(strcmp(w, 'cba'))
for k = 1:3
    k = 10;
end
assert(k == 10)
if [] , error('no'), end
if [1 1 0], error('no'), end
if 'a', ok = 1; end
assert(ok == 1)
if 1 == 2, x = 1; elseif 2 == 2, x = 2; else, x = 3; end
assert(x == 2)
t = 0;
for (a = 1:3) t = t + a; end
assert(t == 6)
while t > 0 t = t - 1; end
assert(t == 0)
for str = ["a" "b"]
    assert(isstring(str))
end
parfor q = 1:3
    z(q) = q;
end
assert(isequal(z, 1:3))
for st = struct('a', {1, 2})
    assert(isstruct(st))
end
for x = zeros(0, 3), error('never'), end
