% onCleanup runs when its variable goes.
f()
disp('after')
x = onCleanup(@() disp('cleared'));
clear x
try
    g()
catch e
    disp(e.message)
end
function f()
    c = onCleanup(@() disp('leaving f')); %#ok
    disp('in f')
end
function g()
    c = onCleanup(@() disp('leaving g')); %#ok
    error('from g')
end
