%! error Gradus:notSupported
ode45(@(t,y) y,[0 1],1,odeset(Events=@(t,y) y));
