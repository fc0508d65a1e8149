% Origin: tables of the functions.
assert(abs(erf(0.5) - 0.520499877813047) < 1e-14)
assert(abs(erfinv(0.3) - 0.272462714726755) < 1e-12)
assert(abs(erfinv(0.9999) - 2.751063905712061) < 1e-10)
assert(gamma(6) == 120 && abs(gammaln(100) - 359.1342053695754) < 1e-9)
