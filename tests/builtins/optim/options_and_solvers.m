% Values of GNU Octave 7.3 and by hand.
[x,r,res,flag,out,lam] = lsqnonneg([1 0;0 1;1 1],[1;-1;2]);
assert(norm(x - [1.5;0]) < 1e-12 && abs(r - 1.5) < 1e-12 && norm(res - [-0.5;-1;0.5]) < 1e-12 && flag == 1 && lam(2) < 0)
[x,r] = lsqnonneg([4 6;2 7;1 3;5 2],[-5;2;3;7]);
assert(abs(x(1) - 0.47826) < 1e-5 && x(2) == 0 && abs(r - 76.478) < 1e-3)
rng(1)
C = rand(20,6) - 0.3; d = rand(20,1);
x = lsqnonneg(C,d);
w = C'*(d - C*x); % optimality: w <= 0, and 0 where x > 0
assert(all(x >= 0) && all(w < 1e-10) && all(abs(w(x > 0)) < 1e-10))
[x,f,flag,out] = fminbnd(@(x) x.^3-2*x-5,0,2);
assert(abs(x - sqrt(2/3)) < 1e-4 && abs(f + 6.0887) < 1e-4 && flag == 1 && out.funcCount < 30)
[x,~,flag] = fminbnd(@cos,3,2);
assert(isempty(x) && flag == -2)
[~,~,flag] = fminbnd(@(x) (x-1)^2,0,5,optimset(MaxIter=2));
assert(flag == 0)
o = optimset('TolX',1e-3,'display','off');
assert(o.TolX == 1e-3 && strcmp(o.Display,'off') && isempty(o.MaxIter))
p = optimset(o,optimset(TolX=1));
assert(p.TolX == 1 && strcmp(p.Display,'off') && optimget(p,'MaxIter',7) == 7)
assert(isequal(getfield(optimset('fzero'),'TolX'),eps))
% The options reach fzero and fminsearch.
coarse = fzero(@(x) x^2-2,[0 2],optimset(TolX=0.1));
assert(abs(coarse - sqrt(2)) > 1e-8 && abs(coarse - sqrt(2)) < 0.2)
[~,~,flag] = fminsearch(@(x) sum((x-3).^2),[0 0],optimset(MaxIter=5));
assert(flag == 0)
x = fminsearch(@(x) sum((x-3).^2),[0 0],optimset(TolX=1e-10,TolFun=1e-10));
assert(norm(x - 3) < 1e-8)
