% Nested functions share the variables of the function around them.
assert(outer(5) == 16.5)
c = counter();
assert(c() == 1 && c() == 2 && c() == 3)
d = counter();
assert(d() == 1 && c() == 4)
[get, set] = box(10);
set(42);
assert(get() == 42)

function r = outer(x)
    total = 0;
    add(x);
    add(x);
    r = total + inner2();
    function add(v)
        total = total + v;
        x = x + 0.5;
    end
    function y = inner2()
        y = x;
    end
end
function h = counter()
    n = 0;
    h = @next;
    function r = next()
        n = n + 1;
        r = n;
    end
end
function [g, s] = box(v)
    g = @() v;
    g = @getit;
    s = @setit;
    function r = getit()
        r = v;
    end
    function setit(w)
        v = w;
    end
end
