p = inputParser;
p.FunctionName = 'demo';
addRequired(p,'n',@isnumeric)
p.addOptional('m',5,@isnumeric);
p.addParameter('Scale',1,@(x) x > 0);
p.parse(3,7,'scale',2);
assert(p.Results.n == 3 && p.Results.m == 7 && p.Results.Scale == 2)
p.parse(3);
assert(p.Results.m == 5 && isequal(p.UsingDefaults,{'Scale','m'}))
p.KeepUnmatched = true;
p.parse(1,2,'Other',9);
assert(p.Unmatched.Other == 9)
try, p.parse(1,2,'Scale',-1), catch e, end
assert(strcmp(e.identifier,'MATLAB:InputParser:ArgumentFailedValidation'))
