% The report and the stack of an error in a function.
try
    outer_call(1);
catch e
    disp(e.message)
    disp(e.stack(1).name)
    disp(e.stack(1).line)
end
function outer_call(x)
    inner_call(x);
end
function inner_call(x)
    error('lab:bad', 'bad value %g', x);
end
