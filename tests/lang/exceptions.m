% try, catch and the MException value.
try
    error('a:b', 'text %d', 5)
catch e
    assert(isa(e, 'MException'))
    assert(strcmp(e.identifier, 'a:b') && strcmp(e.message, 'text 5'))
    assert(isstruct(e.stack) && all(ismember({'file', 'name', 'line'}, fieldnames(e.stack))))
end
try, error('no id'), catch q, assert(isempty(q.identifier) && strcmp(q.message, 'no id')), end
try
    error('100% sure')
catch q
    assert(strcmp(q.message, '100% sure'))
end
try
    error(struct('message', 'm', 'identifier', 'x:y'))
catch q
    assert(strcmp(q.identifier, 'x:y') && strcmp(q.message, 'm'))
end
try
    try
        error('in:ner', 'one')
    catch inner
        rethrow(inner)
    end
catch outer
    assert(strcmp(outer.identifier, 'in:ner'))
end
m = MException('top:level', 'Value %s is %d', "q", 3);
assert(strcmp(m.message, 'Value q is 3'))
try
    throw(m)
catch k
    assert(strcmp(k.identifier, 'top:level'))
    assert(contains(getReport(k), 'Value q is 3'))
end
m = addCause(m, MException('c:d', 'cause'));
assert(numel(m.cause) == 1 && strcmp(m.cause{1}.identifier, 'c:d'))
try
    undefined_thing(1)
catch u
    assert(strcmp(u.identifier, 'MATLAB:UndefinedFunction'))
end
x = 0;
try
    x = 1;
    error('q:r', 'stop');
    x = 2;
catch
    assert(x == 1)
    x = 3;
end
assert(x == 3)
try
    x = 4;
end
assert(x == 4)
assert(strcmp(MException('a:b', 'raw').message, 'raw'))
