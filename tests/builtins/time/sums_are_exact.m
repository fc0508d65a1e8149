% The same moment computed in different ways compares equal.
t = datetime(2024,5,17,13,45,30);
for k = 1:59
    assert(t + minutes(k) == datetime(2024,5,17,13,45+k,30) && t + seconds(k) - seconds(k) == t)
end
assert(t + seconds(1) - t == seconds(1) && isequal(diff([t t+minutes(7)]),minutes(7)))
assert(t + milliseconds(1) > t && second(t + milliseconds(250)) == 30.25)
