% Documented rules: months first (the day is cut), then days, then time.
t = datetime(2020,1,31,6,0,0);
assert(isequal(t + calmonths(0:2),[t datetime(2020,2,29,6,0,0) datetime(2020,3,31,6,0,0)]))
assert(t - calmonths(2) == datetime(2019,11,30,6,0,0) && calyears(1) + datetime(2020,2,29) == datetime(2021,2,28))
c = calmonths(2) + caldays(35);
assert(string(c) == "2mo 35d" && string(calendarDuration(1,14,3,0,0,4.5)) == "2y 2mo 3d 4.5s")
assert(datetime(2014,6,28) + c == datetime(2014,10,2))
T = calmonths(15:17) + caldays(8) + hours(1.2345);
assert(isequal(string(T),["1y 3mo 8d 1h 14m 4.2s" "1y 4mo 8d 1h 14m 4.2s" "1y 5mo 8d 1h 14m 4.2s"]))
[m,d,s] = split(T,{'months','days','time'});
assert(isequal(m,[15 16 17]) && isequal(d,[8 8 8]) && all(abs(seconds(s) - 4444.2) < 1e-9))
[y,m] = split(T,{'years','months'});
assert(isequal(y,[1 1 1]) && isequal(m,[3 4 5]))
assert(isequal(string(calquarters([16 2])),["16q" "2q"]) && isequal(string(calmonths(1:3)),["1mo" "2mo" "3mo"]) && string(calweeks(2)) == "2w")
assert(isequal(calquarters(calmonths(2:2:6) + caldays(8)),[0 1 2]) && calweeks(caldays(15)) == 2)
assert(isequal(2*calmonths([1 2]),calmonths([2 4])) && isequal(-caldays(1),caldays(-1)) && all(calmonths(12) == calyears(1)))
x = calmonths(1:3);
x(2) = caldays(5);
assert(string(x(2)) == "5d" && isequal(size([x calyears(1)]),[1 4]) && isequal(x(end),calmonths(3)) && isequal(size(x'),[3 1]))
% between: adding it to the first date gives the second.
a = datetime(2020,1,31,12,0,0); b = datetime(2021,3,1,6,30,0);
assert(string(between(a,b)) == "1y 1mo 18h 30m" && a + between(a,b) == b && b + between(b,a) == a)
assert(string(between(a,b,'days')) == "394d" && string(between(a,b,{'years','days'})) == "1y 28d")
assert(iscalendarduration(c) && ~iscalendarduration(1) && years(1) == days(365.2425))
disp(calmonths(2))
x = caldays([1;10])
