% origin: documentation of str2double
assert(str2double('3.14') == 3.14)
assert(str2double(' 42 ') == 42)
assert(str2double('1e3') == 1000 && str2double('1d3') == 1000)
assert(str2double('1,200.5') == 1200.5)
assert(isnan(str2double('abc')) && isnan(str2double('')) && isnan(str2double('1 2')))
assert(str2double('-Inf') == -Inf && isnan(str2double('NaN')))
assert(str2double('3+4i') == 3+4i && str2double('i') == 1i && str2double('2 - 3j') == 2-3i)
assert(isequaln(str2double({'1','x';'2.5','-3'}), [1 NaN; 2.5 -3]))
assert(isequaln(str2double(["7" "seven"]), [7 NaN]))
assert(isnan(str2double({5})))
assert(isnan(str2double('1.2.3')) && isnan(str2double('--1')))
[x, ok] = str2num('[1 2 3]*2');
assert(isequal(x, [2 4 6]) && ok)
[x, ok] = str2num('1 +');
assert(isempty(x) && ~ok)
