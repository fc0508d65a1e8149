% Struct arrays, dynamic fields, comma lists.
s = struct('a', {1, 2, 3}, 'b', 'same');
assert(isequal(size(s), [1 3]) && strcmp(s(2).b, 'same'))
assert(isequal([s.a], [1 2 3]))
assert(isequal({s.a}, {1, 2, 3}))
[s.a] = deal(0);
assert(all([s.a] == 0))
v = {7, 8, 9};
[s.a] = v{:};
assert(s(3).a == 9)
n = 'dyn';
t.(n) = 5;
assert(t.dyn == 5 && t.('dyn') == 5)
t.([n '2']) = 6;
assert(isequal(fieldnames(t), {'dyn'; 'dyn2'}))
assert(isfield(t, 'dyn') && ~isfield(t, 'q'))
assert(isequal(isfield(t, {'dyn', 'q'}), [true false]))
t = rmfield(t, 'dyn');
assert(isequal(fieldnames(t), {'dyn2'}))
c = struct('x', {{1, 2}});
assert(iscell(c.x) && isequal(size(c), [1 1]))
e = struct('x', {});
assert(isequal(size(e), [0 0]) && isempty(e))
e(1).x = 5;
assert(numel(e) == 1)
p = struct('q', struct('r', [1 2 3]));
assert(p.q.r(2) == 2)
p.q.r(2) = 20;
assert(isequal(p.q.r, [1 20 3]))
p.list(3).z = 'end';
assert(numel(p.list) == 3 && strcmp(p.list(3).z, 'end'))
arr = [struct('k', 1), struct('k', 2)];
assert(isequal([arr.k], [1 2]))
arr(end+1) = struct('k', 3);
assert(numel(arr) == 3)
m = arrayfun(@(q) q.k * 2, arr);
assert(isequal(m, [2 4 6]))
o = orderfields(struct('b', 1, 'a', 2));
assert(isequal(fieldnames(o), {'a'; 'b'}))
assert(isequal(struct2cell(o), {2; 1}))
f = cell2struct({1; 2}, {'x', 'y'}, 1);
assert(f.y == 2)
assert(isequal(struct('a', 1, 'b', 2), struct('b', 2, 'a', 1)))
w = [arr.k; arr.k];
assert(isequal(w, [1 2 3; 1 2 3]))
arr(2) = [];
assert(isequal([arr.k], [1 3]))
g = getfield(p, 'q', 'r');
assert(isequal(g, [1 20 3]))
p = setfield(p, 'new', 3);
assert(p.new == 3)
