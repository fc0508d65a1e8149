assert(norm(fft([1 2 3 4]) - [10 -2+2i -2 -2-2i]) < 1e-12)
x = rand(5,3);
assert(norm(ifft(fft(x)) - x) < 1e-12 && isequal(size(fft(x,8)),[8 3]))
assert(isequal(fftshift(1:4),[3 4 1 2]))
