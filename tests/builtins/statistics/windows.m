assert(isequal(movmean([1 2 3 4 5],3),[1.5 2 3 4 4.5]) && isequal(movmean([1 2 3 4],2),[1 1.5 2.5 3.5]))
assert(isequal(movmedian([1 9 2],3),[5 2 5.5]) && isequal(movsum([1 2 3],[1 0]),[1 3 5]))
assert(isequaln(movmean([1 2 3],3,'Endpoints','fill'),[NaN 2 NaN]))
