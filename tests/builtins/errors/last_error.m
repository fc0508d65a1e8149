lasterr('');
assert(isempty(lasterr))
try, error('my:id','went %d',3), catch, end
[m,id] = lasterr;
assert(strcmp(m,'went 3') && strcmp(id,'my:id'))
try, [1 2]*[3 4 5], catch, end
[~,id] = lasterr;
assert(strcmp(id,'MATLAB:innerdim'))
old = lasterr('new','x:y');
[m,id] = lasterr;
assert(strcmp(m,'new') && strcmp(id,'x:y') && ~strcmp(old,'new'))
