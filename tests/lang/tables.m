% Tables: variables, rows, parts.
t = table([1; 2; 3], ["a"; "b"; "c"], 'VariableNames', {'Num', 'Str'});
assert(isequal(size(t), [3 2]) && height(t) == 3 && width(t) == 2)
assert(isequal(t.Num, [1; 2; 3]) && t.Str(2) == "b")
assert(isequal(t{2, 1}, 2) && isequal(t{:, "Num"}, [1; 2; 3]))
assert(istable(t(1, :)) && isequal(size(t(1:2, "Str")), [2 1]))
t.New = t.Num * 2;
assert(isequal(t.Properties.VariableNames, {'Num', 'Str', 'New'}))
t.New(2) = 100;
assert(t.New(2) == 100)
t(t.Num == 2, :) = [];
assert(height(t) == 2)
t.Str = [];
assert(isequal(t.Properties.VariableNames, {'Num', 'New'}))
assert(isequal(t{:, :}, [1 2; 3 6]))
u = sortrows(t, 'Num', 'descend');
assert(isequal(u.Num, [3; 1]))
x = [t; u];
assert(height(x) == 4)
r = table([1; 2], 'RowNames', {'p', 'q'}, 'VariableNames', {'V'});
assert(r{'q', 'V'} == 2 && r.V('q' == 'q') == 1)
a = 1:3;
a = a';
b = a * 2;
n = table(a, b);
assert(isequal(n.Properties.VariableNames, {'a', 'b'}))
m = array2table([1 2; 3 4], 'VariableNames', {'x', 'y'});
assert(isequal(table2array(m), [1 2; 3 4]))
s = table2struct(m);
assert(numel(s) == 2 && s(2).y == 4)
w = struct2table(struct('k', {1, 2}));
assert(isequal(w.k, [1; 2]))
m.Properties.VariableNames{1} = 'z';
assert(isequal(m.z, [1; 3]))
g = m(:, {'y'});
assert(width(g) == 1)
v = 'y';
assert(isequal(m.(v), [2; 4]))
m{1, 'y'} = 50;
assert(m.y(1) == 50)
m(end+1, :) = {7, 8};
assert(height(m) == 3 && m.z(3) == 7)
assert(ismember('z', m.Properties.VariableNames))
assert(isequal(varfun(@sum, m(:, 'z')).sum_z, 11))
