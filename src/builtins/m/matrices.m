% functions: merge ifelse postpad prepad vech tensorprod del2 movfun
% Small functions of arrays that programs expect: choosing, padding, contracting, differences, windows.
function result = merge(mask, if_true, if_false)
    if ~islogical(mask)
        error('MATLAB:merge:invalidMask', 'The first argument of merge must be logical.');
    end
    if isscalar(mask)
        if mask, result = if_true; else, result = if_false; end
        return
    end
    for v = {if_true, if_false}
        if ~isscalar(v{1}) && ~isequal(size(v{1}), size(mask))
            error('MATLAB:sizeDimensionsMustMatch', 'Arrays have incompatible sizes for this operation.');
        end
    end
    if isscalar(if_false)
        result = repmat(if_false, size(mask));
    else
        result = if_false;
    end
    if isnumeric(if_true) && isnumeric(if_false)
        result = cast(result, class([if_true(1:0) if_false(1:0)]));
    end
    if isscalar(if_true)
        result(mask) = if_true;
    else
        result(mask) = if_true(mask);
    end
end
function result = ifelse(varargin)
    result = merge(varargin{:});
end

function y = postpad(x, l, c, dim)
    if nargin < 3 || isempty(c), c = 0; end
    if nargin < 4, dim = find(size(x) ~= 1, 1); end
    y = pad_to(x, l, c, dim, false);
end
function y = prepad(x, l, c, dim)
    if nargin < 3 || isempty(c), c = 0; end
    if nargin < 4, dim = find(size(x) ~= 1, 1); end
    y = pad_to(x, l, c, dim, true);
end
function y = pad_to(x, l, c, dim, before)
    if isempty(dim), dim = 1; end
    if ~(isscalar(l) && isnumeric(l) && l >= 0 && l == fix(l))
        error('MATLAB:postpad:invalidLength', 'The length must be a non-negative integer.');
    end
    if ~isscalar(c)
        error('MATLAB:postpad:invalidValue', 'The padding value must be a scalar.');
    end
    n = size(x, dim);
    index = repmat({':'}, 1, max(ndims(x), dim));
    if n >= l
        index{dim} = 1:l;
        if before, index{dim} = n - l + 1:n; end
        y = x(index{:});
    else
        sz = size(x);
        sz(end + 1:dim) = 1;
        sz(dim) = l - n;
        fill = repmat(cast(c, class(x)), sz);
        if before, y = cat(dim, fill, x); else, y = cat(dim, x, fill); end
    end
end

function v = vech(x)
    if size(x, 1) ~= size(x, 2) || ~ismatrix(x)
        error('MATLAB:square', 'Matrix must be square.');
    end
    v = x(tril(true(size(x))));
    v = v(:);
end

function C = tensorprod(A, B, varargin)
    n_dims = ndims(A);
    dims = {};
    all_dims = false;
    k = 1;
    while k <= numel(varargin)
        if (ischar(varargin{k}) || isstring(varargin{k})) && strcmpi(varargin{k}, 'all')
            all_dims = true;
            k = k + 1;
        elseif (ischar(varargin{k}) || isstring(varargin{k})) && strcmpi(varargin{k}, 'NumDimensionsA')
            n_dims = varargin{k + 1};
            k = k + 2;
        else
            dims{end + 1} = varargin{k};
            k = k + 1;
        end
    end
    if all_dims
        if ~isequal(size(A), size(B))
            error('MATLAB:tensorprod:sizeMismatch', 'Inputs must have the same size when all dimensions are contracted.');
        end
        C = sum(A(:) .* B(:));
        return
    end
    if isempty(dims), dims = {[]}; end
    da = dims{1};
    db = dims{end};
    if numel(da) ~= numel(db)
        error('MATLAB:tensorprod:dimensionCount', 'The same number of dimensions must be contracted in both inputs.');
    end
    n_dims = max([n_dims da]);
    nb = max([ndims(B) db]);
    sa = size(A, 1:n_dims);
    sb = size(B, 1:nb);
    if ~isequal(sa(da), sb(db))
        error('MATLAB:tensorprod:sizeMismatch', 'Sizes of the dimensions to contract must match: %s and %s.', mat2str(sa(da)), mat2str(sb(db)));
    end
    fa = setdiff(1:n_dims, da);
    fb = setdiff(1:nb, db);
    inner = prod(sa(da));
    pa = reshape(permute(A, order_of([fa da])), prod(sa(fa)), inner);
    pb = reshape(permute(B, order_of([db fb])), inner, prod(sb(fb)));
    C = reshape(pa * pb, [sa(fa) sb(fb) 1 1]);
end
function order = order_of(order)
    if isscalar(order), order = [order order + 1]; end
end

function L = del2(U, varargin)
    n = ndims(U);
    vector = isvector(U);
    h = varargin;
    if isempty(h), h = {1}; end
    if vector
        if numel(h) > 1
            error('MATLAB:del2:InvalidInputs', 'Too many spacings for a vector.');
        end
        L = second_difference(U, find([size(U) 2] ~= 1, 1), h{1}) / 4;
        return
    end
    if isscalar(h)
        if ~isscalar(h{1})
            error('MATLAB:del2:InvalidInputs', 'One spacing for each dimension is needed.');
        end
        h = repmat(h, 1, n);
    end
    if numel(h) ~= n
        error('MATLAB:del2:InvalidInputs', 'One spacing for each dimension is needed.');
    end
    h([1 2]) = h([2 1]); % x runs along the columns
    L = zeros(size(U), 'like', U);
    for d = 1:n
        L = L + second_difference(U, d, h{d});
    end
    L = L / (2 * n);
end
function D = second_difference(U, dim, h)
    order = [dim setdiff(1:ndims(U), dim)];
    sz = size(U);
    n = sz(dim);
    V = reshape(permute(U, order), n, []);
    if isscalar(h)
        x = h * (0:n - 1)';
    elseif numel(h) == n
        x = h(:);
    else
        error('MATLAB:del2:InvalidInputs', 'A spacing must be a scalar or have one coordinate per element.');
    end
    D = zeros(size(V), 'like', V);
    if n >= 3
        s = diff(x);
        slope = diff(V, 1, 1) ./ s;
        D(2:n - 1, :) = 2 * diff(slope, 1, 1) ./ (s(1:n - 2) + s(2:n - 1));
    end
    if n == 3
        D([1 3], :) = D([2 2], :);
    elseif n > 3
        D(1, :) = D(2, :) + (D(2, :) - D(3, :)) * (x(1) - x(2)) / (x(2) - x(3));
        D(n, :) = D(n - 1, :) + (D(n - 1, :) - D(n - 2, :)) * (x(n) - x(n - 1)) / (x(n - 1) - x(n - 2));
    end
    D = ipermute(reshape(D, sz(order)), order);
end

function y = movfun(fun, x, wlen, varargin)
    dim = find(size(x) ~= 1, 1);
    if isempty(dim), dim = 1; end
    ends = 'shrink';
    for k = 1:2:numel(varargin)
        switch lower(char(varargin{k}))
            case 'dim', dim = varargin{k + 1};
            case 'endpoints', ends = varargin{k + 1};
            otherwise
                error('Gradus:notSupported', 'Option %s of movfun is not supported.', varargin{k});
        end
    end
    if isscalar(wlen) && wlen == fix(wlen) && wlen > 1
        if mod(wlen, 2), w = [wlen - 1, wlen - 1] / 2; else, w = [wlen / 2, wlen / 2 - 1]; end
    elseif numel(wlen) == 2 && all(wlen >= 0) && all(wlen == fix(wlen))
        w = wlen(:)';
    else
        error('MATLAB:movfun:wlen', 'The window must be an integer larger than 1 or two non-negative integers.');
    end
    sz = size(x);
    n = size(x, dim);
    if sum(w) + 1 > n
        error('MATLAB:movfun:wlenTooLong', 'The window is longer than the dimension (%d).', n);
    end
    order = [dim setdiff(1:ndims(x), dim)];
    V = reshape(permute(x, order), n, []);
    y = zeros(size(V));
    for c = 1:size(V, 2)
        for r = 1:n
            at = r - w(1):r + w(2);
            inside = at >= 1 & at <= n;
            if all(inside)
                part = V(at, c);
            elseif isnumeric(ends)
                part = repmat(ends, numel(at), 1);
                part(inside) = V(at(inside), c);
            else
                switch lower(char(ends))
                    case 'shrink', part = V(at(inside), c);
                    case 'fill', y(r, c) = NaN; continue
                    case 'periodic', part = V(mod(at - 1, n) + 1, c);
                    case 'same', part = V(min(max(at, 1), n), c);
                    otherwise
                        error('MATLAB:movfun:endpoints', 'Endpoints must be shrink, fill, periodic, same or a number.');
                end
            end
            y(r, c) = fun(part);
        end
    end
    y = ipermute(reshape(y, sz(order)), order);
end
