% 14 steps, 2 failed, 97 evaluations, 57 points: MATLAB's own counts for this problem (MATLAB Answers 480688).
f = @(t,x) -2*x + t;
exact = @(t) t/2 - 1/4 + exp(-2*t)/4;
[t,x] = ode45(f,[0 10],0);
sol = ode45(f,[0 10],0);
assert(isequal(size(t),[57 1]) && isequal(size(x),[57 1]) && numel(sol.x) == 15)
assert(sol.stats.nsteps == 14 && sol.stats.nfailed == 2 && sol.stats.nfevals == 97)
assert(max(abs(x - exact(t))) < 2e-4 && t(1) == 0 && t(end) == 10)
% Times asked for, backwards too; and the same through deval.
[t,x] = ode45(f,0:0.5:10,0);
assert(isequal(t,(0:0.5:10)') && max(abs(x - exact(t))) < 2e-4)
assert(max(abs(deval(sol,0:0.5:10) - exact(0:0.5:10))) < 2e-4)
[y,slope] = deval(sol,[1 10]);
assert(max(abs(slope - f([1 10],y))) < 2e-3 && y(2) == sol.y(end))
[t,x] = ode45(f,[1 0],exact(1),odeset(RelTol=1e-9,AbsTol=1e-12));
assert(abs(x(end)) < 1e-6 && t(end) == 0)
% Two components: an oscillator keeps its energy; tighter tolerance, smaller error.
for tol = [1e-4 1e-8]
    [t,z] = ode45(@(t,z) [z(2);-z(1)],[0 2*pi],[1;0],odeset(RelTol=tol,AbsTol=tol));
    assert(size(z,2) == 2 && norm(z(end,:) - [1 0]) < 50*tol)
end
[t,z] = ode23(@(t,z) [z(2);-z(1)],[0 2*pi],[1;0],odeset(RelTol=1e-6,AbsTol=1e-8));
assert(norm(z(end,:) - [1 0]) < 1e-4)
% Extra arguments, single, statistics.
[t,x] = ode45(@(t,x,a) a*x,[0 1],1,[],2);
assert(abs(x(end) - exp(2)) < 1e-2)
[t,x] = ode45(@(t,x) -x,[0 1],single(1));
assert(isa(x,'single'))
