% A handle to a nested function keeps the variables it shares with its parent; each call of the parent has its own.
[set1, get1] = pair();
[set2, get2] = pair();
set1(5); set2(7);
assert(get1() == 5 && get2() == 7)
set1(get1() + 1);
assert(get1() == 6)
assert(isequal(collect(3), [1 3 6]))
function [s, g] = pair()
    v = 0;
    s = @put;
    g = @() get();
    function put(x), v = x; end
    function y = get(), y = v; end
end
function out = collect(n)
    total = 0;
    out = [];
    for i = 1:n, add(i); end
    function add(k)
        total = total + k;
        out(end + 1) = total;
    end
end
