% Control flow out of try blocks.
assert(first() == 1 && loops() == 3 && nested() == "inner outer")
function r = first()
    try
        r = 1;
        return
    catch
        r = 2;
    end
    r = 3;
end
function n = loops()
    n = 0;
    for k = 1:5
        try
            if k == 4, break, end
            if k == 2, error('x:y', 'skip'), end
            n = n + 1;
        catch
            n = n + 1;
            continue
        end
    end
end
function s = nested()
    s = "";
    try
        try
            error('a:b', 'first');
        catch e
            s = s + "inner";
            error('c:d', '%s again', e.message);
        end
    catch e
        assert(strcmp(e.message, 'first again'))
        s = s + " outer";
    end
end
