assert(strcmp(class(@sin),'function_handle') && isa(int8(1),'numeric') && isa(1,'float') && ~isa(1,'integer'))
assert(double("3.5") == 3.5 && isequal(double('A'),65) && isequal(cast(3.7,'uint8'),uint8(4)))
assert(isequal(typecast(uint8([0 0 128 63]),'single'),single(1)))
assert(isequal(func2str(@(x) x.^2),'@(x)x.^2'))
f = str2func('sin');
assert(f(0) == 0 && isequaln([1 NaN],[1 NaN]) && ~isequal([1 NaN],[1 NaN]) && isequal(1,1,1))
assert(isreal(5) && ~isreal(complex(1,0)) && islogical(true))
