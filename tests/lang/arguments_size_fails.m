try
    f([1 2 3])
catch err
    assert(startsWith(err.identifier, 'MATLAB:validation:'))
    assert(contains(err.message, 'Invalid argument at position 1'))
    return
end
assert(false)
function f(x)
    arguments
        x (1,2) double
    end
    disp(x)
end
