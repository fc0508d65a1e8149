% By hand: sum(w.*(x-mean).^2)/sum(w).
[s,m] = std([1 2 4],[1 1 2]);
assert(m == 2.75 && abs(s^2 - (1.75^2 + 0.75^2 + 2*1.25^2)/4) < 1e-15)
assert(isequal(var([1 2;3 4],[1 3]),[0.75 0.75]) && isequal(var([1 2;3 4],[1 3],2),[0.1875;0.1875]))
assert(var([1 NaN 3],[1 1 1],'omitnan') == 1 && isa(std(single([1 2]),[1 2]),'single'))
[v,m] = var([1 2 3]);
assert(v == 1 && m == 2)
[m,f,c] = mode([1 2;2 1;1 3]);
assert(isequal(m,[1 1]) && isequal(f,[2 1]) && isequal(c,{1,[1;2;3]}))
try, var([1 2 3],[1 2]), catch e, end
assert(strcmp(e.identifier,'MATLAB:var:invalidSizeWgts'))
try, var([1 2],[1 -2]), catch e, end
assert(strcmp(e.identifier,'MATLAB:var:invalidWgts'))
