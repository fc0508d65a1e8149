% hist: values of GNU Octave 7.3, and MATLAB's rule for equal data; histcounts2: by hand.
[n,c] = hist([1 2 2 5 7 7 7.5]);
assert(isequal(n,[1 2 0 0 0 0 1 0 0 3]) && abs(c(1) - 1.325) < 1e-12)
[n,c] = hist([1 2 2 5;3 4 4 4]',3);
assert(isequal(size(n),[3 2]) && isequal(n(:,1),[3;0;1]) && isequal(size(c),[3 1]))
[n,c] = hist([-5 1 2 3 99],[1 2 3]);
assert(isequal(n,[2 1 2]) && isequal(c,[1 2 3]))
[n,c] = hist([3 3 3],4);
assert(isequal(n,[0 0 3 0]) && isequal(c,[1 2 3 4]))
[N,xe,ye,bx,by] = histcounts2([1 2 2 9],[1 1 2 1],[0.5 1.5 2.5],[0.5 1.5 2.5]);
assert(isequal(N,[1 0;1 1]) && isequal(bx,[1 2 2 0]) && isequal(by,[1 1 2 0]))
N = histcounts2([1 2 2],[1 1 2],[0.5 1.5 2.5],[0.5 1.5 2.5],'Normalization','probability');
assert(isequal(N,[1 0;1 1]/3))
rng(0)
x = randn(1000,1); y = x + randn(1000,1);
[N,xe,ye] = histcounts2(x,y);
assert(sum(N,'all') == 1000 && abs(sum(N,2)' - histcounts(x,xe)) * ones(numel(xe)-1,1) == 0)
[N,xe,ye] = histcounts2(x,y,[4 5]);
assert(isequal(size(N),[4 5]) && sum(N,'all') == 1000)
[~,xe] = histcounts2(x,y,'BinWidth',[0.5 1]);
assert(max(abs(diff(xe) - 0.5)) < 1e-12)
