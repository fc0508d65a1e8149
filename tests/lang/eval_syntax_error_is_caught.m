try
    eval('x = [1 2');
    ok = false;
catch e
    ok = ~isempty(e.message);
end
assert(ok)
f = 1;
try
    str2func('@(x) x +');
    ok = false;
catch
    ok = true;
end
assert(ok)
