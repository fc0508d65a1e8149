% Points added one after the other, with a limit.
an = animatedline(MaximumNumPoints=3,Color="r");
for k = 1:5
    addpoints(an,k,k^2)
    drawnow
end
[x,y] = getpoints(an);
assert(isequal(x,3:5) && isequal(y,[9 16 25]))
clearpoints(an)
assert(isempty(getpoints(an)))
addpoints(an,[1 2],[3 4])
