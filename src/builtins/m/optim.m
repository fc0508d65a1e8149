% functions: optimset optimget fminbnd lsqnonneg
% Options of solvers; minimum on an interval (Brent 1973); least squares with x >= 0 (Lawson and Hanson 1974).
function options = optimset(varargin)
    names = ["Display" "MaxFunEvals" "MaxIter" "TolFun" "TolX" "FunValCheck" "OutputFcn" "PlotFcns"];
    if nargin == 0 && nargout == 0
        fprintf('%14s\n', names);
        return
    end
    for name = names
        options.(name) = [];
    end
    k = 1;
    if nargin == 1 && (ischar(varargin{1}) || isstring(varargin{1}) || isa(varargin{1}, 'function_handle'))
        solver = varargin{1};
        if isa(solver, 'function_handle'), solver = func2str(solver); end
        options.Display = 'notify';
        options.FunValCheck = 'off';
        switch char(solver)
            case 'fzero', options.TolX = eps;
            case 'fminbnd', options.TolX = 1e-4; options.MaxFunEvals = 500; options.MaxIter = 500;
            case 'fminsearch'
                options.TolX = 1e-4;
                options.TolFun = 1e-4;
                options.MaxFunEvals = '200*numberofvariables';
                options.MaxIter = '200*numberofvariables';
            case 'lsqnonneg', options.TolX = '10*eps*norm(C,1)*length(C)';
            otherwise
                error('MATLAB:optimset:NoDefaultsForFcn', 'No default options available for the function ''%s''.', solver);
        end
        return
    end
    while k <= nargin && (isstruct(varargin{k}) || isempty(varargin{k}))
        given = varargin{k};
        if isstruct(given)
            for name = string(fieldnames(given))'
                if ~any(names == name) || ~isequal(given.(name), []), options.(name) = given.(name); end
            end
        end
        k = k + 1;
    end
    if mod(nargin - k + 1, 2) ~= 0
        error('MATLAB:optimset:ArgNameValueMismatch', 'Arguments must occur in name-value pairs.');
    end
    for k = k:2:nargin
        if ~(ischar(varargin{k}) || isstring(varargin{k}))
            error('MATLAB:optimset:InvalidParamNameType', 'Expected argument %d to be a parameter name.', k);
        end
        options.(option_name('optimset', names, varargin{k})) = varargin{k + 1};
    end
end
function name = option_name(caller, names, given)
    match = names(startsWith(names, given, 'IgnoreCase', true));
    exact = match(strcmpi(match, given));
    if ~isempty(exact), match = exact; end
    if isempty(match)
        error(['MATLAB:' caller ':InvalidParamName'], 'Unrecognized parameter name ''%s''.', given);
    elseif numel(match) > 1
        error(['MATLAB:' caller ':AmbiguousParamName'], 'Ambiguous parameter name ''%s'' (%s).', given, join(match, ', '));
    end
    name = match;
end
function value = optimget(options, name, default, ~)
    if nargin < 3, default = []; end
    if ~isempty(options) && ~isstruct(options)
        error('MATLAB:optimget:Arg1NotStruct', 'First argument must be an options structure created with OPTIMSET.');
    end
    value = default;
    if isempty(options), return, end
    known = union(["Display" "MaxFunEvals" "MaxIter" "TolFun" "TolX" "FunValCheck" "OutputFcn" "PlotFcns"], string(fieldnames(options))');
    name = option_name('optimget', known, name);
    if isfield(options, name) && ~isempty(options.(name)), value = options.(name); end
end

function [x, fval, exitflag, output] = fminbnd(fun, a, b, options)
    if nargin < 4, options = []; end
    if ischar(fun) || isstring(fun), fun = str2func(char(fun)); end
    if ~(isscalar(a) && isscalar(b) && isfinite(a) && isfinite(b))
        error('MATLAB:fminbnd:InvalidInterval', 'The interval endpoints must be finite scalars.');
    end
    exitflag = 1;
    if a > b
        x = [];
        fval = [];
        exitflag = -2;
        output = struct('iterations', 0, 'funcCount', 0, 'algorithm', 'golden section search, parabolic interpolation', ...
            'message', 'Exiting: The bounds are inconsistent because the lower bound is greater than the upper bound.');
        return
    end
    tolerance = optimget(options, 'TolX', 1e-4);
    most_calls = optimget(options, 'MaxFunEvals', 500);
    most_steps = optimget(options, 'MaxIter', 500);
    golden = (3 - sqrt(5)) / 2;
    x = a + golden * (b - a);
    w = x;
    v = x;
    fx = fun(x);
    fw = fx;
    fv = fx;
    d = 0;
    e = 0;
    calls = 1;
    steps = 0;
    while true
        middle = (a + b) / 2;
        tol1 = sqrt(eps) * abs(x) + tolerance / 3;
        if abs(x - middle) <= 2 * tol1 - (b - a) / 2, break, end
        if calls >= most_calls || steps >= most_steps
            exitflag = 0;
            break
        end
        by_section = true;
        if abs(e) > tol1
            r = (x - w) * (fx - fv);
            q = (x - v) * (fx - fw);
            p = (x - v) * q - (x - w) * r;
            q = 2 * (q - r);
            if q > 0, p = -p; end
            q = abs(q);
            before = e;
            e = d;
            if abs(p) < abs(q * before / 2) && p > q * (a - x) && p < q * (b - x)
                d = p / q;
                u = x + d;
                by_section = false;
                if u - a < 2 * tol1 || b - u < 2 * tol1
                    d = tol1 * (sign(middle - x) + (middle == x));
                end
            end
        end
        if by_section
            if x >= middle, e = a - x; else, e = b - x; end
            d = golden * e;
        end
        u = x + (sign(d) + (d == 0)) * max(abs(d), tol1);
        fu = fun(u);
        calls = calls + 1;
        steps = steps + 1;
        if fu <= fx
            if u >= x, a = x; else, b = x; end
            v = w; fv = fw;
            w = x; fw = fx;
            x = u; fx = fu;
        else
            if u < x, a = u; else, b = u; end
            if fu <= fw || w == x
                v = w; fv = fw;
                w = u; fw = fu;
            elseif fu <= fv || v == x || v == w
                v = u; fv = fu;
            end
        end
    end
    fval = fx;
    output = struct('iterations', steps, 'funcCount', calls, 'algorithm', 'golden section search, parabolic interpolation', ...
        'message', 'Optimization terminated.');
end

function [x, resnorm, residual, exitflag, output, lambda] = lsqnonneg(C, d, options)
    if nargin < 3, options = []; end
    if ~isreal(C) || ~isreal(d)
        error('MATLAB:lsqnonneg:ComplexCorD', 'C and d must be real.');
    end
    if size(C, 1) ~= numel(d)
        error('MATLAB:lsqnonneg:InvalidSizes', 'C has %d rows and d has %d elements: they must agree.', size(C, 1), numel(d));
    end
    d = d(:);
    n = size(C, 2);
    tolerance = optimget(options, 'TolX', 10 * eps * norm(C, 1) * length(C));
    if ischar(tolerance), tolerance = 10 * eps * norm(C, 1) * length(C); end
    most = optimget(options, 'MaxIter', 10 * n);
    free = false(n, 1);
    x = zeros(n, 1);
    residual = d - C * x;
    w = C' * residual;
    steps = 0;
    outer = 0;
    exitflag = 1;
    while any(~free) && any(w(~free) > tolerance)
        outer = outer + 1;
        z = zeros(n, 1);
        wz = w;
        wz(free) = -Inf;
        [~, t] = max(wz);
        free(t) = true;
        z(free) = C(:, free) \ d;
        while any(z(free) <= 0)
            steps = steps + 1;
            if steps > most
                exitflag = 0;
                break
            end
            bad = z <= 0 & free;
            alpha = min(x(bad) ./ (x(bad) - z(bad)));
            x = x + alpha * (z - x);
            free(abs(x) < tolerance & free) = false;
            z = zeros(n, 1);
            z(free) = C(:, free) \ d;
        end
        x = z;
        residual = d - C * x;
        w = C' * residual;
        if exitflag == 0, break, end
    end
    resnorm = residual' * residual;
    lambda = w;
    message = 'Optimization terminated.';
    if exitflag == 0, message = 'Exiting: Iteration count is exceeded.'; end
    output = struct('iterations', outer, 'algorithm', 'active-set', 'message', message);
end
