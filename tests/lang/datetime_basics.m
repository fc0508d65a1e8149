d = datetime(2024, 1, 15, 10, 30, 0);
assert(year(d) == 2024 && month(d) == 1 && day(d) == 15 && hour(d) == 10 && minute(d) == 30)
assert(d.Year == 2024 && d.Day == 15)
assert(strcmp(char(d), '15-Jan-2024 10:30:00') && string(datetime(2024, 1, 15)) == "15-Jan-2024")
e = d + days(1);
assert(e > d && e - d == hours(24) && hours(e - d) == 24)
assert(minutes(hours(2)) == 120 && seconds(minutes(1.5)) == 90)
assert(isdatetime(d) && isduration(e - d))
f = datetime('2024-03-01', 'InputFormat', 'yyyy-MM-dd');
assert(month(f) == 3)
v = datetime(2024, 1, 1:3);
assert(numel(v) == 3 && all(diff(v) == days(1)))
assert(string(datetime(2024, 1, 15, 'Format', 'yyyy/MM/dd')) == "2024/01/15")
assert(days(datetime(2024, 3, 1) - datetime(2024, 2, 1)) == 29)
t = tic;
assert(toc(t) >= 0)
assert(ischar(datestr(now)) && isequal(size(clock), [1 6]))
u = datetime('05/Mar/2024 02:30 PM', 'InputFormat', 'dd/MMM/yyyy hh:mm a');
assert(u == datetime(2024, 3, 5, 14, 30, 0))
