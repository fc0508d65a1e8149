% Cell arrays and comma lists.
c = {1, 'two', [3 3 3]};
assert(iscell(c(2)) && ischar(c{2}))
[a, b] = c{1:2};
assert(a == 1 && strcmp(b, 'two'))
d = [c, {4}];
assert(numel(d) == 4)
e = [c; {5, 6, 7}];
assert(isequal(size(e), [2 3]))
assert(max(c{3}) == 3)
f = {c{:}, 9};
assert(numel(f) == 4 && f{4} == 9)
x = {1, 2, 3};
assert(isequal([x{:}], [1 2 3]))
assert(isequal(vertcat(x{:}), [1; 2; 3]))
n = cell(2, 3);
assert(isequal(size(n), [2 3]) && all(cellfun(@isempty, n), 'all'))
n{2, 2} = 'q';
assert(isequal(n{2, 2}, 'q'))
n(1, :) = {7};
assert(isequal(n(1, :), {7, 7, 7}))
k = {{1, {2}}};
assert(k{1}{2}{1} == 2)
k{1}{2}{1} = 5;
assert(k{1}{2}{1} == 5)
s = {struct('v', 3)};
assert(s{1}.v == 3)
s{1}.v = 4;
assert(s{1}.v == 4)
assert(isequal(num2cell([1 2; 3 4]), {1 2; 3 4}))
assert(isequal(cell2mat({1 2; 3 4}), [1 2; 3 4]))
assert(iscellstr({'a', 'b'}) && ~iscellstr({1, 'b'}))
z = {};
z(end+1) = {5};
z{end+1} = 6;
assert(isequal(z, {5, 6}))
assert(isequal(mat2cell(1:4, 1, [1 3]), {1, [2 3 4]}))
assert(isequal([{1}, 2, 'a'], {1, 2, 'a'}))
assert(isequal([{}, {1}], {1}))
[c{1:2}] = deal(0);
assert(c{1} == 0 && c{2} == 0)
assert(isequal(c([true false true]), {0, [3 3 3]}))
p = {1, 2; 3, 4};
assert(isequal(p(:, 1), {1; 3}) && isequal(p', {1, 3; 2, 4}))
p(:, 1) = [];
assert(isequal(p, {2; 4}))
