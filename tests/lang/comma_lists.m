% c{:} and s.f stand for several values: in arguments, literals, targets and results.
c = {1, 2, 3};
s = struct('a', {4, 5});
assert(isequal([c{:}], 1:3) && isequal({0, c{2:3}}, {0, 2, 3}) && isequal([s.a], [4 5]))
assert(max(c{[1 3]}) == 3 && numel({c{:}, s.a}) == 5)
[p, q] = c{2:3};
assert(p == 2 && q == 3)
x = c{:};
assert(x == 1)
[c{1:2}] = deal('u', 'v');
assert(isequal(c, {'u', 'v', 3}))
[s.a] = deal(0);
[s(1:2).b] = deal(6, 7);
assert(isequal([s.a], [0 0]) && isequal([s.b], [6 7]))
e = {};
assert(isempty([e{:}]) && isequal([1 e{:} 2], [1 2]))
try
    y = 1 + c{:};
    error('no error');
catch err
    assert(strcmp(err.identifier, 'MATLAB:index:expected_one_output_from_expression'))
end
