try, error('MyPkg:myid','Value %d too large',7), catch e, end
assert(strcmp(e.message,'Value 7 too large') && strcmp(e.identifier,'MyPkg:myid'))
try, error('plain %d'), catch e, end
assert(strcmp(e.message,'plain %d') && isempty(e.identifier))
try, error(struct('message','m','identifier','a:b')), catch e, end
assert(strcmp(e.identifier,'a:b'))
error('')
try, assert(1 == 2,'x:y','no %s','way'), catch e, end
assert(strcmp(e.identifier,'x:y') && strcmp(e.message,'no way'))
