% Values nested a hundred thousand levels deep: freed without a stack; comparing them is an error, not a crash.
f = @() 1;
for k = 1:1e5, f = @() f(); end
clear f
c = {1}; s = struct;
for k = 1:1e5, c = {c}; s = struct('a', s); end
id = {'', ''};
try, isequal(c, c); catch e, id{1} = e.identifier; end
try, isequal(s, s); catch e, id{2} = e.identifier; end
assert(all(strcmp(id, 'MATLAB:isequal:tooDeep')))
d = {1}; t = {1};
for k = 1:1000, d = {d}; t = {t}; end
assert(isequal(d, t))
