% Every order: rows, columns and both diagonals have the same sum.
for n = [3 4 5 6 7 8 10]
    m = magic(n);
    s = n*(n^2+1)/2;
    assert(all(sum(m) == s) && all(sum(m,2) == s) && trace(m) == s && trace(fliplr(m)) == s)
    assert(isequal(sort(m(:)),(1:n^2)'))
end
assert(isequal(magic(4),[16 2 3 13;5 11 10 8;9 7 6 12;4 14 15 1]))
