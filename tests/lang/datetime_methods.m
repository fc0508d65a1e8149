d = datetime(2024, 1, [3 1 2]);
[s, k] = sort(d);
assert(isequal(k, [2 3 1]) && s(1) == datetime(2024, 1, 1))
assert(isequal(diff(s), [hours(24) hours(24)]) && max(d) == datetime(2024, 1, 3) && min(d) == s(1))
assert(mean(d) == datetime(2024, 1, 2) && isduration(diff(d)) && hours(diff(hours([1 3]))) == 2)
