% Chains of (), {} and . with end inside.
a.b = struct('c', {[1 2], [3 4 5]});
assert(a.b(end).c(end) == 5)
a.b(end + 1).c = 9;
assert(numel(a.b) == 3 && a.b(3).c == 9)
c = {1, {2, [3 4]}};
c{2}{2}(end + 1) = 7;
assert(isequal(c{2}{2}, [3 4 7]))
x.list = {};
x.list{end + 1} = 1;
x.('list'){1} = 5;
assert(x.list{1} == 5)
f = @(varargin) sum([varargin{:}]);
g = {1, 2, 3};
assert(f(g{:}) == 6 && f(g{2:end}) == 5)
m = magic(4);
assert(m(end, m(1, end) - 10) == m(4, 3) && m(numel(m)) == m(end))
z = 1:5;
assert(z(round(end / 2)) == 3 && isequal(z(end:-1:end - 1), [5 4]))
