assert(abs(integral(@(x) 1./(1+x.^2),-Inf,Inf) - pi) < 1e-8 && abs(integral(@sin,0,pi) - 2) < 1e-10)
assert(abs(integral(@(x) x,1,0) + 0.5) < 1e-12)
assert(abs(fzero(@cos,1) - pi/2) < 1e-12 && abs(fzero(@(x) x^3-2,[0 2]) - 2^(1/3)) < 1e-12)
x = fminsearch(@(x) 100*(x(2)-x(1)^2)^2+(1-x(1))^2,[-1.2 1]);
assert(norm(x - [1 1]) < 1e-3)
