% The stack of an exception names the functions from the innermost out; rethrow keeps it.
try
    outer(3)
catch e
    assert(isequal({e.stack(1:2).name}, {'inner', 'outer'}))
    assert(e.stack(1).line == 21 && e.stack(2).line == 18)
    try
        rethrow(e)
    catch again
        assert(again.stack(1).line == 21 && strcmp(again.message, 'deep 3'))
    end
end
try
    [1 2] + [1 2 3];
catch e
    assert(strcmp(e.identifier, 'MATLAB:sizeDimensionsMustMatch'))
end
function outer(x), inner(x); end

function inner(x)
    error('t:deep', 'deep %d', x);
end
