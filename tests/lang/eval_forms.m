% eval, evalc, feval, assignin, exist, clear.
eval('x = 5;');
assert(x == 5)
y = eval('x + 1');
assert(y == 6)
t = evalc('disp(3)');
assert(strcmp(strtrim(t), '3'))
eval('error(''a:b'', ''c'')', 'z = 9;');
assert(z == 9)
clear x
assert(~exist('x', 'var'))
assert(feval(@(a) a * 2, 4) == 8)
make();
assert(made == 7)
a1 = 1; a2 = 2; b1 = 3;
clear a*
assert(~exist('a1', 'var') && exist('b1', 'var') == 1)
s = whos('b1');
assert(strcmp(s.name, 'b1') && isequal(s.size, [1 1]) && strcmp(s.class, 'double'))
clearvars -except b1
assert(exist('b1', 'var') == 1 && ~exist('made', 'var'))
function make()
    assignin('caller', 'made', 7);
end
