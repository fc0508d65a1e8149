% Calendar of 2024: 17 May is a Friday.
t = datetime(2024,5,17,13,45,30);
day = @(y,m,d) datetime(y,m,d);
assert(dateshift(t,'start','year') == day(2024,1,1) && dateshift(t,'end','year') == day(2024,12,31))
assert(dateshift(t,'start','quarter') == day(2024,4,1) && dateshift(t,'end','quarter') == day(2024,6,30))
assert(dateshift(t,'start','month','next') == day(2024,6,1) && dateshift(t,'end','month',-3) == day(2024,2,29))
assert(dateshift(t,'start','week') == day(2024,5,12) && dateshift(t,'end','week') == day(2024,5,18))
assert(dateshift(t,'start','hour') == datetime(2024,5,17,13,0,0) && dateshift(t,'end','minute') == datetime(2024,5,17,13,46,0))
assert(dateshift(t,'dayofweek','monday') == day(2024,5,20) && dateshift(t,'dayofweek','Friday') == day(2024,5,17))
assert(dateshift(t,'dayofweek','Friday','previous') == day(2024,5,10) && dateshift(t,'dayofweek','weekend') == day(2024,5,18))
assert(isequal(isweekend(t + caldays(0:3)),[false true true false]))
