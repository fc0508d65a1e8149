% functions: integral2 integral3 dblquad triplequad quadgk quadl
% Integrals over areas and volumes: integrals of integrals.
function q = integral2(fun, xmin, xmax, ymin, ymax, varargin)
    [atol, rtol] = tolerances('integral2', varargin);
    q = integral(@(x) inner2(fun, x, ymin, ymax, atol, rtol), xmin, xmax, 'AbsTol', atol, 'RelTol', rtol);
end
function v = inner2(fun, x, ymin, ymax, atol, rtol)
    v = zeros(size(x));
    for k = 1:numel(x)
        v(k) = integral(@(y) fun(repmat(x(k), size(y)), y), bound(ymin, x(k)), bound(ymax, x(k)), ...
            'AbsTol', atol, 'RelTol', rtol);
    end
end
function b = bound(b, varargin)
    if isa(b, 'function_handle'), b = b(varargin{:}); end
end
function [atol, rtol] = tolerances(name, options)
    atol = 1e-10;
    rtol = 1e-6;
    for k = 1:2:numel(options)
        switch lower(char(options{k}))
            case 'abstol', atol = options{k + 1};
            case 'reltol', rtol = options{k + 1};
            case 'method'
            case 'maxintervalcount'
            otherwise, error('MATLAB:InputParser:UnmatchedParameter', '''%s'' is not a recognized parameter of %s.', options{k}, name);
        end
    end
end
function q = integral3(fun, xmin, xmax, ymin, ymax, zmin, zmax, varargin)
    [atol, rtol] = tolerances('integral3', varargin);
    q = integral(@(x) inner3(fun, x, ymin, ymax, zmin, zmax, atol, rtol), xmin, xmax, 'AbsTol', atol, 'RelTol', rtol);
end
function v = inner3(fun, x, ymin, ymax, zmin, zmax, atol, rtol)
    v = zeros(size(x));
    for k = 1:numel(x)
        slice = @(y, z) fun(repmat(x(k), size(y)), y, z);
        v(k) = integral2(slice, bound(ymin, x(k)), bound(ymax, x(k)), ...
            @(y) bound(zmin, x(k), y), @(y) bound(zmax, x(k), y), 'AbsTol', atol, 'RelTol', rtol);
    end
end
function q = dblquad(fun, xmin, xmax, ymin, ymax, tol, ~)
    if nargin < 6 || isempty(tol), tol = 1e-6; end
    if ischar(fun) || isstring(fun), fun = str2func(char(fun)); end
    % fun takes a vector x and a scalar y.
    q = integral(@(y) inner_vector(fun, xmin, xmax, y, tol), ymin, ymax, 'AbsTol', tol, 'RelTol', tol);
end
function v = inner_vector(fun, xmin, xmax, y, tol)
    v = zeros(size(y));
    for k = 1:numel(y)
        v(k) = integral(@(x) fun(x, y(k)), xmin, xmax, 'AbsTol', tol, 'RelTol', tol);
    end
end
function q = triplequad(fun, xmin, xmax, ymin, ymax, zmin, zmax, tol, ~)
    if nargin < 8 || isempty(tol), tol = 1e-6; end
    if ischar(fun) || isstring(fun), fun = str2func(char(fun)); end
    q = integral(@(z) inner_slices(fun, xmin, xmax, ymin, ymax, z, tol), zmin, zmax, 'AbsTol', tol, 'RelTol', tol);
end
function v = inner_slices(fun, xmin, xmax, ymin, ymax, z, tol)
    v = zeros(size(z));
    for k = 1:numel(z)
        v(k) = dblquad(@(x, y) fun(x, y, z(k)), xmin, xmax, ymin, ymax, tol);
    end
end
function q = quadgk(fun, a, b, varargin)
    [atol, rtol] = tolerances('quadgk', varargin);
    q = integral(fun, a, b, 'AbsTol', atol, 'RelTol', rtol);
end
function q = quadl(fun, a, b, tol, varargin)
    if nargin < 4 || isempty(tol), tol = 1e-6; end
    if ischar(fun) || isstring(fun), fun = str2func(char(fun)); end
    q = integral(fun, a, b, 'AbsTol', tol, 'RelTol', 0);
end
