% From the documentation: false for ~ and for outputs that are not asked for; true for the first output of a statement.
global wanted
[~,b] = three();
assert(isequal(wanted,[false true false]))
[a,~,c] = three();
assert(isequal(wanted,[true false true]))
three();
assert(isequal(wanted,[true false false]))
[~] = three();
assert(~wanted(1))
x = three() + 1;
assert(isequal(wanted,[true false false]))
[~,s] = sort([three() 2]);
assert(wanted(1)) % the call inside another one
g = @three;
[~,b] = g();
assert(isequal(wanted,[false true false]))
[~,b] = cellfun(@(c) three(),{1});
assert(wanted(1)) % cellfun wants all
function [a,b,c] = three()
global wanted
wanted = isargout(1:3);
a = 1; b = 2; c = 3;
end
