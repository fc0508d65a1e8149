% origin: documentation of escape characters
assert(isequal(double(sprintf('\n\t\\\a\b\f\r\v')), [10 9 92 7 8 12 13 11]))
assert(isequal(sprintf('\x41\x42'), 'AB'))
assert(isequal(sprintf('\101'), 'A'))
assert(isequal(double(char(sprintf("a\nb"))), [97 10 98]))
assert(isequal(sprintf('%s', 'a\nb'), 'a\nb'))
assert(isequal(sprintf('it''s'), 'it''s'))
