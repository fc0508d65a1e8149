% The messages of the checks.
msg = failing(@() f(-1));
assert(contains(msg, 'Value must be positive'))
msg = failing(@() f("q"));
assert(contains(msg, 'Invalid argument at position 1'))
msg = failing(@() f());
assert(contains(msg, 'Not enough input arguments') || contains(msg, 'Invalid argument list'))
msg = failing(@() f(1, 2));
assert(contains(msg, 'Too many input arguments') || contains(msg, 'Invalid argument'))
msg = failing(@() g(1, Bad=3));
assert(contains(msg, 'Invalid'))
msg = failing(@() g(1, Mode="zzz"));
assert(contains(msg, 'must be a member'))
function msg = failing(h)
    msg = '';
    try
        h();
    catch e
        msg = e.message;
    end
    assert(~isempty(msg))
end
function y = f(x)
    arguments
        x (1,1) double {mustBePositive}
    end
    y = x;
end
function y = g(x, o)
    arguments
        x
        o.Mode (1,1) string {mustBeMember(o.Mode, ["a", "b"])} = "a"
    end
    y = x;
end
