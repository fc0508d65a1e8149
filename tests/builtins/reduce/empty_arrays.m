% Origin: documented results for empty input.
assert(sum([]) == 0 && prod([]) == 1 && isempty(max([])) && isnan(mean([])))
assert(isequal(size(sum(zeros(0,3))),[1 3]))
assert(~any([]) && all([]))
