% Values of GNU Octave 7.3.
assert(isequal(merge([true false true],[1 2 3],[4 5 6]),[1 5 3]) && isequal(ifelse(false,1,[2 3]),[2 3]))
assert(isa(merge([true false],int8([1 2]),[3 4]),'int8'))
assert(isequal(postpad([1 2;3 4],3),[1 2;3 4;0 0]) && isequal(prepad([1 2;3 4],3,9,2),[9 1 2;9 3 4]))
assert(isequal(vech([1 2 3;4 5 6;7 8 9]),[1;4;7;5;8;9]))
