% Variables made at run time are found.
eval('dyn = 5;');
assert(dyn == 5)
y = dyn + 1;
assert(y == 6)
maker();
assert(evalin('base', 'made_there') == 3)
r = local_eval(4);
assert(r == 9)
function maker()
    assignin('base', 'made_there', 3);
end
function r = local_eval(n) %#ok
    eval('k = n + 5;');
    r = eval('k');
end
