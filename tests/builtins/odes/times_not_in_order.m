%! error MATLAB:odearguments:TspanNotMonotonic
ode45(@(t,y) y,[0 2 1],1)
