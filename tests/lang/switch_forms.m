% switch on numbers, texts, strings and cells.
assert(pick('a') == 1)
assert(pick('b') == 2 && pick('c') == 2)
assert(pick("b") == 2)
assert(pick('zz') == 0)
assert(pick(7) == 3)
assert(pick([]) == 0)
assert(num(3) == "three or four" && num(5) == "other")
x = 'A';
switch lower(x), case 'a', y = 1; otherwise, y = 2; end
assert(y == 1)
switch "s"
    case {"q", "s"}
        y = 5;
end
assert(y == 5)
switch 4
end
function r = pick(x)
    switch x
        case 'a'
            r = 1;
        case {'b', 'c'}
            r = 2;
        case 7
            r = 3;
        otherwise
            r = 0;
    end
end
function r = num(x)
    switch x
        case {3, 4}
            r = "three or four";
        otherwise
            r = "other";
    end
end
