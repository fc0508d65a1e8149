t = datetime(2024, 3, 5, 10, 20, 30);
assert(year(t) == 2024 && month(t) == 3 && day(t) == 5 && hour(t) == 10 && minute(t) == 20 && second(t) == 30)
v = [t, t + days(400)];
assert(isequal(year(v), [2024 2025]))
