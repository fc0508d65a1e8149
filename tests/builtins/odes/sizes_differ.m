%! error MATLAB:odearguments:SizeIC
ode45(@(t,y) [1;2],[0 1],1)
