% functions: ode45 ode23 odeset odeget deval
% Initial value problems: embedded Runge-Kutta pairs with error control and dense output.
% Step control as published by Shampine and Reichelt, The MATLAB ODE Suite (1997); the pairs are those of
% Dormand and Prince (1980) and of Bogacki and Shampine (1989).
function varargout = ode45(varargin)
    [varargout{1:nargout}] = solve_problem('ode45', nargout, varargin{:});
end
function varargout = ode23(varargin)
    [varargout{1:nargout}] = solve_problem('ode23', nargout, varargin{:});
end

function p = pair_of(name)
    p.name = name;
    if strcmp(name, 'ode45')
        p.c = [1/5 3/10 4/5 8/9 1 1];
        p.a = [1/5 3/40 44/45 19372/6561 9017/3168 35/384
               0 9/40 -56/15 -25360/2187 -355/33 0
               0 0 32/9 64448/6561 46732/5247 500/1113
               0 0 0 -212/729 49/176 125/192
               0 0 0 0 -5103/18656 -2187/6784
               0 0 0 0 0 11/84
               0 0 0 0 0 0];
        p.error = [71/57600; 0; -71/16695; 71/1920; -17253/339200; 22/525; -1/40];
        p.dense = [1 -183/64 37/12 -145/128
                   0 0 0 0
                   0 1500/371 -1000/159 1000/371
                   0 -125/32 125/12 -375/64
                   0 9477/3392 -729/106 25515/6784
                   0 -11/7 11/3 -55/28
                   0 3/2 -4 5/2];
        p.power = 1/5;
        p.refine = 4;
    else
        p.c = [1/2 3/4 1];
        p.a = [1/2 0 2/9
               0 3/4 1/3
               0 0 4/9
               0 0 0];
        p.error = [-5/72; 1/12; 1/9; -1/8];
        p.dense = [1 -4/3 5/9
                   0 1 -2/3
                   0 4/3 -8/9
                   0 -1 1];
        p.power = 1/3;
        p.refine = 1;
    end
end

function y = dense_output(p, t, t0, h, y0, f)
    s = (reshape(t, 1, []) - t0) / h;
    y = y0 + f * (h * p.dense) * cumprod(repmat(s, size(p.dense, 2), 1), 1);
end

function o = read_options(name, options, n, t0, tf)
    id = ['MATLAB:' name ':'];
    if isempty(options), options = odeset(); end
    for unsupported = ["Events" "Mass" "NonNegative"]
        if ~isempty(odeget(options, unsupported))
            error('Gradus:notSupported', 'Option %s of %s is not supported.', unsupported, name);
        end
    end
    o.rtol = odeget(options, 'RelTol', 1e-3);
    o.atol = odeget(options, 'AbsTol', 1e-6);
    if ~(isscalar(o.rtol) && o.rtol > 0)
        error('MATLAB:odearguments:RelTolNotPosScalar', 'RelTol must be a positive scalar.');
    end
    if o.rtol < 100 * eps
        o.rtol = 100 * eps;
        warning('MATLAB:odearguments:RelTolIncrease', 'RelTol has been increased to %g.', o.rtol);
    end
    if ~all(o.atol > 0)
        error('MATLAB:odearguments:AbsTolNotPos', 'AbsTol must be positive.');
    end
    if ~isscalar(o.atol) && numel(o.atol) ~= n
        error('MATLAB:odearguments:SizeAbsTol', ...
            'Solving %s requires a scalar AbsTol, or a vector AbsTol of length %d.', upper(name), n);
    end
    o.threshold = o.atol(:) / o.rtol;
    o.largest = abs(odeget(options, 'MaxStep', 0.1 * abs(tf - t0)));
    o.largest = min(o.largest, abs(tf - t0));
    if ~(o.largest > 0)
        error([id 'MaxStepLEzero'], 'MaxStep must be greater than zero.');
    end
    o.first = odeget(options, 'InitialStep', []);
    o.refine = odeget(options, 'Refine', []);
    o.by_norm = strcmpi(odeget(options, 'NormControl', 'off'), 'on');
    o.stats = strcmpi(odeget(options, 'Stats', 'off'), 'on');
    o.output = odeget(options, 'OutputFcn', []);
    o.selected = odeget(options, 'OutputSel', []);
end

function e = error_size(o, h, e, y, ynew)
    if o.by_norm
        e = abs(h) * norm(e) / max(max(norm(y), norm(ynew)), min(o.threshold));
    else
        e = abs(h) * norm(e ./ max(max(abs(y), abs(ynew)), o.threshold), inf);
    end
end

function varargout = solve_problem(name, n_out, fun, tspan, y0, options, varargin)
    if nargin < 5
        error('MATLAB:minrhs', 'Not enough input arguments.');
    end
    if nargin < 6, options = []; end
    if ischar(fun) || isstring(fun), fun = str2func(char(fun)); end
    if ~isa(fun, 'function_handle')
        error('MATLAB:odearguments:FirstArgNotFunction', 'The first argument must be a function handle.');
    end
    single_result = isa(y0, 'single');
    tspan = double(tspan(:));
    y = double(y0(:));
    n = numel(y);
    if numel(tspan) < 2
        error('MATLAB:odearguments:SizeTspan', 'When the first argument to %s is a function handle, the tspan argument must have at least two elements.', name);
    end
    if any(~isfinite(tspan))
        error('MATLAB:odearguments:TspanNotFinite', 'The entries in tspan must be finite.');
    end
    t0 = tspan(1);
    tf = tspan(end);
    if t0 == tf
        error('MATLAB:odearguments:TspanEndpointsNotDistinct', 'The last entry in tspan must be different from the first entry.');
    end
    direction = sign(tf - t0);
    if any(direction * diff(tspan) <= 0)
        error('MATLAB:odearguments:TspanNotMonotonic', 'The entries in tspan must strictly increase or decrease.');
    end
    p = pair_of(name);
    o = read_options(name, options, n, t0, tf);
    if isempty(o.refine), o.refine = p.refine; end
    f0 = double(fun(t0, y, varargin{:}));
    if size(f0, 2) ~= 1 || numel(f0) ~= n
        if size(f0, 2) ~= 1
            error('MATLAB:odearguments:FcnReturnCol', '%s must return a column vector.', upper(func2str(fun)));
        end
        error('MATLAB:odearguments:SizeIC', '%s returns a vector of length %d, but the length of initial conditions vector is %d. The vector returned by %s and the initial conditions vector must have the same number of elements.', ...
            upper(func2str(fun)), numel(f0), n, upper(func2str(fun)));
    end
    as_struct = n_out == 1;
    wanted = numel(tspan) > 2;
    if isempty(o.output) && n_out == 0, o.output = @draw_solution; end
    if ~isempty(o.output) && isempty(o.selected), o.selected = 1:n; end
    t_list = t0;
    y_list = y;
    kept = 1;
    if wanted && ~as_struct
        t_list = tspan;
        y_list = zeros(n, numel(tspan));
        y_list(:, 1) = y;
    end
    dense_list = {};
    if ~isempty(o.output), o.output(tspan, y(o.selected), 'init', varargin{:}); end

    smallest = 16 * eps(t0);
    h = min(o.largest, abs(tspan(2) - t0));
    if isempty(o.first)
        if o.by_norm
            rate = (norm(f0) / max(norm(y), min(o.threshold))) / (0.8 * o.rtol ^ p.power);
        else
            rate = norm(f0 ./ max(abs(y), o.threshold), inf) / (0.8 * o.rtol ^ p.power);
        end
        if h * rate > 1, h = 1 / rate; end
    else
        h = min(o.largest, o.first);
    end
    h = max(h, smallest);
    n_stages = numel(p.c) + 1;
    f = zeros(n, n_stages);
    f(:, 1) = f0;
    counts = [0 0 1];
    t = t0;
    finished = false;
    while ~finished
        smallest = 16 * eps(t);
        h = min(o.largest, max(smallest, h));
        step = direction * h;
        if 1.1 * h >= abs(tf - t)
            step = tf - t;
            h = abs(step);
            finished = true;
        end
        failed = false;
        while true
            for k = 1:n_stages - 1
                ynew = y + f(:, 1:k) * (step * p.a(1:k, k));
                tnew = t + step * p.c(k);
                if k == n_stages - 1
                    if finished, tnew = tf; end
                    step = tnew - t;
                end
                f(:, k + 1) = fun(tnew, ynew, varargin{:});
            end
            counts(3) = counts(3) + n_stages - 1;
            e = error_size(o, h, f * p.error, y, ynew);
            if e <= o.rtol, break, end
            counts(2) = counts(2) + 1;
            if h <= smallest
                warning(['MATLAB:' name ':IntegrationTolNotMet'], ...
                    'Failure at t=%e.  Unable to meet integration tolerances without reducing the step size below the smallest value allowed (%e) at time t.', t, smallest);
                finished = true;
                tnew = NaN;
                break
            end
            if failed
                h = max(smallest, 0.5 * h);
            else
                failed = true;
                h = max(smallest, h * max(0.1, 0.8 * (o.rtol / e) ^ p.power));
                if isnan(e), h = max(smallest, 0.1 * abs(step)); end
            end
            step = direction * h;
            finished = false;
        end
        if isnan(tnew), break, end
        counts(1) = counts(1) + 1;
        stopped = false;
        if as_struct
            t_new_list = tnew;
            y_new_list = ynew;
            dense_list{end + 1} = f;
        elseif wanted
            last = kept;
            while last < numel(tspan) && direction * (tnew - tspan(last + 1)) >= 0
                last = last + 1;
            end
            t_new_list = tspan(kept + 1:last);
            y_new_list = dense_output(p, t_new_list, t, step, y, f);
            if ~isempty(t_new_list) && t_new_list(end) == tnew, y_new_list(:, end) = ynew; end
        else
            t_new_list = t + step * (1:o.refine - 1)' / o.refine;
            y_new_list = [dense_output(p, t_new_list, t, step, y, f) ynew];
            t_new_list = [t_new_list; tnew];
        end
        count = numel(t_new_list);
        if ~wanted || as_struct
            if kept + count > numel(t_list)
                t_list(2 * kept + count, 1) = 0;
                y_list(n, 2 * kept + count) = 0;
            end
            t_list(kept + 1:kept + count, 1) = t_new_list;
        end
        if count > 0
            y_list(:, kept + 1:kept + count) = y_new_list;
            if ~isempty(o.output)
                stopped = o.output(t_new_list', y_new_list(o.selected, :), '', varargin{:});
            end
        end
        kept = kept + count;
        if isequal(stopped, true) || isequal(stopped, 1), break, end
        if ~failed
            ratio = 1.25 * (e / o.rtol) ^ p.power;
            if ratio > 0.2
                h = h / ratio;
            else
                h = 5 * h;
            end
        end
        t = tnew;
        y = ynew;
        f(:, 1) = f(:, n_stages);
    end
    if ~isempty(o.output), o.output([], [], 'done', varargin{:}); end
    if o.stats
        fprintf('%g successful steps\n%g failed attempts\n%g function evaluations\n', counts);
    end
    t_list = t_list(1:kept);
    y_list = y_list(:, 1:kept);
    if single_result
        t_list = single(t_list);
        y_list = single(y_list);
    end
    if as_struct
        sol.solver = name;
        sol.extdata = struct('odefun', fun, 'options', options, 'varargin', {varargin});
        sol.x = t_list';
        sol.y = y_list;
        sol.stats = struct('nsteps', counts(1), 'nfailed', counts(2), 'nfevals', counts(3));
        sol.idata = struct('f3d', cat(3, zeros(n, n_stages), dense_list{:}));
        varargout{1} = sol;
    elseif n_out >= 2
        varargout = {t_list, y_list.', counts'};
        if n_out > 3
            error('Gradus:notSupported', 'Events of %s are not supported.', name);
        end
        varargout = varargout(1:n_out);
    end
end

function stop = draw_solution(t, y, flag, varargin)
    persistent ts ys
    stop = false;
    if strcmp(flag, 'init')
        ts = t(1);
        ys = y;
    elseif strcmp(flag, 'done')
        plot(ts, ys.', '-o');
        ts = [];
        ys = [];
    else
        ts = [ts t];
        ys = [ys y];
    end
end

function [y, slope] = deval(first, second, index)
    sol = first;
    t = second;
    if ~isstruct(sol)
        sol = second;
        t = first;
    end
    if ~isstruct(sol) || ~isfield(sol, 'solver') || ~isfield(sol, 'idata')
        error('MATLAB:deval:SolNotFromDiffEqSolver', 'SOL must be a structure returned by a differential equation solver.');
    end
    p = pair_of(sol.solver);
    x = sol.x;
    n = size(sol.y, 1);
    if nargin < 3, index = 1:n; end
    direction = sign(x(end) - x(1));
    y = zeros(numel(index), numel(t));
    slope = y;
    for k = 1:numel(t)
        if direction * (t(k) - x(1)) < 0 || direction * (t(k) - x(end)) > 0 || isnan(t(k))
            error('MATLAB:deval:SolOutsideInterval', ...
                'Attempting to evaluate the solution outside the interval [%e, %e] where it is defined.', x(1), x(end));
        end
        at = find(direction * (x - t(k)) < 0, 1, 'last');
        if isempty(at), at = 1; end
        h = x(at + 1) - x(at);
        f = sol.idata.f3d(:, :, at + 1);
        yk = dense_output(p, t(k), x(at), h, sol.y(:, at), f);
        if t(k) == x(at + 1), yk = sol.y(:, at + 1); end
        y(:, k) = yk(index);
        s = (t(k) - x(at)) / h;
        m = size(p.dense, 2);
        sk = f * (p.dense * ((1:m)' .* s .^ (0:m - 1)'));
        slope(:, k) = sk(index);
    end
end

function options = odeset(varargin)
    names = ["AbsTol" "BDF" "Events" "InitialStep" "Jacobian" "JConstant" "JPattern" "Mass" "MassSingular" ...
        "MaxOrder" "MaxStep" "MinStep" "NonNegative" "NormControl" "OutputFcn" "OutputSel" "Refine" "RelTol" ...
        "Stats" "Vectorized" "MStateDependence" "MvPattern" "InitialSlope"];
    if nargin == 0 && nargout == 0
        fprintf('%18s\n', names);
        return
    end
    for name = names
        options.(name) = [];
    end
    k = 1;
    while k <= nargin && (isstruct(varargin{k}) || isempty(varargin{k}))
        given = varargin{k};
        if isstruct(given)
            for name = names
                if isfield(given, name) && ~isequal(given.(name), [])
                    options.(name) = given.(name);
                end
            end
        end
        k = k + 1;
    end
    if mod(nargin - k + 1, 2) ~= 0
        error('MATLAB:odeset:ArgNameValueMismatch', 'Arguments must occur in name-value pairs.');
    end
    for k = k:2:nargin
        if ~(ischar(varargin{k}) || isstring(varargin{k}))
            error('MATLAB:odeset:NoPropName', 'Expected argument %d to be a character vector or string scalar as a property name.', k);
        end
        options.(match_name('odeset', names, varargin{k})) = varargin{k + 1};
    end
end

function name = match_name(caller, names, given)
    match = names(startsWith(names, given, 'IgnoreCase', true));
    exact = match(strcmpi(match, given));
    if ~isempty(exact), match = exact; end
    if isempty(match)
        error(['MATLAB:' caller ':InvalidPropName'], 'Unrecognized property name ''%s''.', given);
    elseif numel(match) > 1
        error(['MATLAB:' caller ':AmbiguousPropName'], 'Ambiguous property name ''%s'' (%s).', given, join(match, ', '));
    end
    name = match;
end

function value = odeget(options, name, default)
    if nargin < 3, default = []; end
    if ~isempty(options) && ~isstruct(options)
        error('MATLAB:odeget:Arg1NotODESETstruct', 'The first argument must be an options structure created with ODESET.');
    end
    value = default;
    if isempty(options), return, end
    name = match_name('odeget', string(fieldnames(options))', name);
    if ~isempty(options.(name)), value = options.(name); end
end
