% ~ and unused outputs; nargout seen by the callee.
[~, k] = max([3 9 4]);
assert(k == 2)
[a, ~] = size(ones(2, 3));
assert(a == 2)
[~, ~, c] = three();
assert(c == 3)
x = three();
assert(x == 1)
assert(seen() == 1)
[p, q] = seen(); %#ok
assert(p == 2)
y = {three(), three()};
assert(isequal(y, {1, 1}))
function [a, b, c] = three()
    a = 1; b = 2; c = 3;
end
function [n, m, k] = seen()
    n = nargout; m = 0; k = 0;
end
