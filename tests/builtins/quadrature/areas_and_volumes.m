% Integrals known in closed form.
assert(abs(integral2(@(x,y) x.^2+y,0,1,0,2) - 8/3) < 1e-9)
assert(abs(integral2(@(x,y) 1./(sqrt(x+y).*(1+x+y).^2),0,1,0,@(x) 1-x) - (pi/4-0.5)) < 1e-6)
assert(abs(integral3(@(x,y,z) x.*y+z,0,1,0,2,0,3) - 12) < 1e-8)
assert(abs(integral3(@(x,y,z) ones(size(x)),0,1,0,@(x) 1-x,0,@(x,y) 1-x-y) - 1/6) < 1e-8)
assert(abs(dblquad(@(x,y) cos(x)*y,0,1,0,2) - 2*sin(1)) < 1e-6)
assert(abs(triplequad(@(x,y,z) x+y+z,0,1,0,1,0,1) - 1.5) < 1e-6)
assert(abs(quadgk(@(x) exp(-x.^2),-Inf,Inf) - sqrt(pi)) < 1e-8 && abs(quadl(@sin,0,pi) - 2) < 1e-6)
