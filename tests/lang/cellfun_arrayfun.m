% Mapping a function over arrays.
assert(isequal(cellfun(@numel, {'a', 'bb', ''}), [1 2 0]))
assert(isequal(cellfun('length', {'a', 'bb'}), [1 2]))
assert(isequal(cellfun(@isempty, {[], 1}), [true false]))
c = cellfun(@(x) [x 'z'], {'a', 'b'}, 'UniformOutput', false);
assert(isequal(c, {'az', 'bz'}))
c = cellfun(@upper, {'a'}, UniformOutput=false);
assert(isequal(c, {'A'}))
[m, k] = cellfun(@max, {[1 5 2], [7 3]});
assert(isequal(m, [5 7]) && isequal(k, [2 1]))
assert(isequal(arrayfun(@(x) x^2, [1 2; 3 4]), [1 4; 9 16]))
a = arrayfun(@(x) 1:x, 1:3, 'UniformOutput', false);
assert(isequal(a, {1, 1:2, 1:3}))
r = cellfun(@(x) fail(x), {1, 2}, 'ErrorHandler', @(e, x) e.index * 10);
assert(isequal(r, [10 20]))
[i, msg] = cellfun(@(x) deal(x, 'm'), {1, 2}, 'UniformOutput', false);
assert(isequal(msg, {'m', 'm'}) && isequal(i, {1, 2}))
assert(isequal(cellfun(@plus, {1, 2}, {3, 4}), [4 6]))
s = structfun(@(x) x * 2, struct('a', 1, 'b', 2));
assert(isequal(s, [2; 4]))
t = structfun(@(x) x * 2, struct('a', 1), 'UniformOutput', false);
assert(t.a == 2)
assert(isa(cellfun(@(x) true, {1}), 'logical') && isa(arrayfun(@(x) single(x), 1), 'single'))
assert(isequal(arrayfun(@(s) s.v, struct('v', {4, 5})), [4 5]))
assert(isempty(cellfun(@numel, {})))
q = {};
cellfun(@(x) assert(x > 0), {1, 2});
assert(isequal(cellfun(@class, {1, 'a'}, 'UniformOutput', false), {'double', 'char'}))
e = arrayfun(@fail, 3, 'ErrorHandler', @(s, x) string(s.identifier) + s.message);
assert(e == "p:qtext 3")
function y = fail(x)
    error('p:q', 'text %d', x);
end
