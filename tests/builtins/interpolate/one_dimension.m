assert(isequal(interp1([1 2 3],[4 5 6],[1.5 2.5]),[4.5 5.5]) && isnan(interp1([1 2],[1 2],3)))
assert(interp1([1 2],[1 2],3,'linear','extrap') == 3 && interp1([1 2],[1 2],3,'nearest',-1) == -1)
x = 0:4;
assert(max(abs(interp1(x,x.^3,0.5:1:3.5,'spline') - (0.5:1:3.5).^3)) < 1e-12)
p = interp1(x,[0 0 1 1 1],2:0.1:4,'pchip');
assert(max(p) <= 1)
assert(isequal(interp2([1 2;3 4],1.5,1),1.5))
