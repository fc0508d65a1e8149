s(3).v = 5;
n = 0;
for e = s
    n = n + ~isempty(e.v);
end
assert(n == 1)
s = struct('name', {'a', 'b'}, 'v', {1, 2});
[~, k] = sort([s.v], 'descend');
s = s(k);
assert(strcmp(s(1).name, 'b'))
names = {s.name};
assert(isequal(names, {'b', 'a'}))
t = [s(1), struct('name', 'z', 'v', 9)];
assert(numel(t) == 2)
s(1).new = 3;
assert(isempty(s(2).new))
c = num2cell([7 8]);
[s.v] = c{:};
assert(isequal([s.v], [7 8]))
m = arrayfun(@(e) sprintf('%s%d', e.name, e.v), s, 'UniformOutput', false);
assert(isequal(m, {'b7', 'a8'}))
q = struct('in', {struct('x', 1), struct('x', 2)});
assert(q(2).in.x == 2)
q(2).in.x = 20;
assert(q(2).in.x == 20)
