% The beginning of an option's name is enough.
c = cellfun(@(s) [s '!'], {'a'; 'b'}, 'uni', 0);
assert(isequal(c, {'a!'; 'b!'}))
c = arrayfun(@(k) 1:k, 1:2, 'Un', false);
assert(isequal(c, {1, [1 2]}))
