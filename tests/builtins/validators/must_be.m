mustBePositive([1 2])
mustBeMember("a",["a" "b"])
mustBeInRange(1,0,1)
mustBeNumeric(1)
try, mustBeInteger(1.5), catch e, end
assert(strcmp(e.identifier,'MATLAB:validators:mustBeInteger') && strcmp(e.message,'Value must be integer.'))
try, mustBeLessThan(3,2), catch e, end
assert(strcmp(e.message,'Value must be less than 2.'))
try, mustBeText(5), catch e, end
assert(strcmp(e.identifier,'MATLAB:validators:mustBeText'))
