% Comments and continuation in every place.
x = 1; % to the end
y = [1, ... the rest is not read
     2];
%{
x = 99;
   %{
   nested block
   %}
%}
assert(x == 1 && isequal(y, [1 2]))
z = x + ...
    y(2);
assert(z == 3)
if x == 1 ... yes
        && z == 3
    w = 'a % b';
end
assert(strcmp(w, 'a % b'))
s = "50% off";
%% A section
assert(strlength(s) == 7)
c = {'a', ... first
     'b'};
assert(numel(c) == 2)
function_like = 3; assert(function_like == 3)
m = [1 2 % one
     3 4];
assert(isequal(m, [1 2; 3 4]))
f = @(x) ...
    x + 1;
assert(f(1) == 2)
