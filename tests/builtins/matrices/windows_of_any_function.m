% Values of GNU Octave 7.3.
near = @(a,b) all(abs(a - b) < 1e-4,'all');
assert(near(movfun(@mean,[1 5 2 8 3 9],3),[3 2.6667 5 4.3333 6.6667 6]))
assert(isequal(movfun(@max,[1 5 2 8 3 9],[2 1],'Endpoints','periodic'),[9 9 8 8 9 9]))
assert(near(movfun(@mean,(1:6).^2,4),[2.5 4.6667 7.5 13.5 21.5 25.6667]))
assert(isequal(movfun(@sum,[1 2;3 4],2,'dim',2),[1 3;3 7]))
assert(isequaln(movfun(@sum,1:4,3,'Endpoints','fill'),[NaN 6 9 NaN]))
