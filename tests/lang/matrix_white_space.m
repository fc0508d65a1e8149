% White space inside brackets decides between one element and two.
a = 5; b = 2;
assert(isequal([a -b], [5 -2]))
assert(isequal([a - b], 3))
assert(isequal([a -b]', [5; -2]))
assert(isequal([a, -b], [5 -2]))
assert(isequal([a -b + 1], [5 -1]))
assert(isequal([a' b'], [5 2]))
assert(isequal([a ' b'], [char(5) ' b']))
assert(isequal([1 - 2], -1))
assert(isequal([1 -2], [1 -2]))
assert(isequal([1 , 2
3 , 4], [1 2; 3 4]))
assert(isequal([1, 2, ... comment
  3], [1 2 3]))
assert(isequal([1 2]', [1; 2]))
assert(isequal({a -b}, {5, -2}))
assert(isequal({1, 'a' ; 2, 'b'}, {1 'a'; 2 'b'}))
assert(isequal([~a b], [0 2]))
assert(isequal([a ~= b], true))
assert(isequal([a ~b], [5 0]))
assert(isequal([1 2;], [1 2]))
assert(isequal([1 2;;3 4], [1 2;3 4]))
assert(isequal([
  1 2   % first
  3 4   % second
  ], [1 2; 3 4]))
assert(isequal([1,2,], [1 2]))
assert(isequal([a(1) -a(1)], [5 -5]))
assert(isequal([(1) -1], [1 -1]))
assert(isequal(['a' 'b'], 'ab'))
assert(isequal([a == b a], [0 5]))
assert(isequal([1:3 -1], [1 2 3 -1]))
c = {@(x) x + 1, 2};
assert(numel(c) == 2 && c{1}(1) == 2)
d = {@(x) x, 'q'};
assert(isequal(d{2}, 'q'))
