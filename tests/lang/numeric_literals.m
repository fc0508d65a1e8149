% Every form of a number in the source.
assert(isequal([1e3 1E+3 .5 5.], [1000 1000 0.5 5]))
assert(0x1F == 31 && 0b101 == 5)
assert(isa(0xFF, 'uint8') && isa(0x1FF, 'uint16') && isa(0b1, 'uint8'))
assert(isa(0xFFs16, 'int16') && 0xFFs16 == 255)
assert(isa(0x7Fu32, 'uint32') && 0x7Fu32 == 127)
assert(0xFFs8 == -1)
assert(imag(3i) == 3 && imag(2.5j) == 2.5 && imag(1e2i) == 100)
assert(isequal(class(1), 'double'))
assert(1:3 == 1:3)
x = 1.e2;
assert(x == 100)
y = 3.';
assert(y == 3)
z = [1 2 3].^2.;
assert(isequal(z, [1 4 9]))
