% Origin: documented rules for class names and "like".
assert(isequal(zeros(2,3,'like',int8(1)),int8([0 0 0;0 0 0])))
assert(isequal(eye(2,'int8'),int8([1 0;0 1])))
assert(isa(ones(2,"single"),'single'))
assert(isequal(size(zeros([2 3 4])),[2 3 4]))
assert(isequal(size(zeros(3)),[3 3]))
assert(isempty(zeros(0,3)) && isequal(size(zeros(-2,3)),[0 3]))
assert(eps('single') == 2^-23 && realmax > 1e308 && intmin('int16') == -32768)
