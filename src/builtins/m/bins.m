% functions: hist histcounts2
% Counts in bins around centres, and in bins of two variables.
function varargout = hist(varargin)
    args = varargin;
    if ~isempty(args) && isscalar(args{1}) && isgraphics(args{1}), args(1) = []; end
    y = args{1};
    centers = 10;
    if numel(args) > 1, centers = args{2}; end
    if isvector(y), y = y(:); end
    if ~isnumeric(y) && ~islogical(y)
        error('MATLAB:hist:InvalidInput', 'Input arguments must be numeric.');
    end
    y = double(y);
    if isscalar(centers)
        n = centers;
        if ~(n >= 1 && n == fix(n))
            error('MATLAB:hist:InvalidInput', 'The number of bins must be a positive integer.');
        end
        finite = y(isfinite(y));
        lo = min(finite(:));
        hi = max(finite(:));
        if isempty(finite), lo = 0; hi = 0; end
        if lo == hi
            lo = lo - floor(n / 2) - 0.5;
            hi = hi + ceil(n / 2) - 0.5;
        end
        width = (hi - lo) / n;
        edges = lo + width * (0:n);
        edges(end) = hi;
        centers = edges(1:n) + width / 2;
        edges = edges(2:n);
    else
        centers = double(centers(:)');
        if any(diff(centers) < 0)
            error('MATLAB:hist:InvalidInput', 'The centers must be in increasing order.');
        end
        edges = (centers(1:end - 1) + centers(2:end)) / 2;
    end
    counts = zeros(numel(centers), size(y, 2));
    for c = 1:size(y, 2)
        column = y(~isnan(y(:, c)), c);
        below = [sum(column <= edges + eps(edges), 1) numel(column)];
        counts(:, c) = diff([0 below]);
    end
    if nargout == 0
        bar(centers, counts, 1);
        return
    end
    if size(y, 2) == 1, counts = counts'; else, centers = centers'; end
    varargout = {counts, centers};
end

function [N, xedges, yedges, binx, biny] = histcounts2(x, y, varargin)
    if ~isequal(size(x), size(y))
        error('MATLAB:histcounts2:SizeMismatch', 'X and Y must have the same size.');
    end
    binx = zeros(size(x));
    biny = zeros(size(x));
    x = double(x(:));
    y = double(y(:));
    xedges = [];
    yedges = [];
    bins = [];
    width = [];
    limits = {[], []};
    norm_by = 'count';
    method = 'auto';
    k = 1;
    if numel(varargin) >= 2 && isnumeric(varargin{1}) && isnumeric(varargin{2})
        xedges = double(varargin{1}(:)');
        yedges = double(varargin{2}(:)');
        k = 3;
    elseif numel(varargin) >= 1 && isnumeric(varargin{1})
        bins = varargin{1};
        k = 2;
    end
    for k = k:2:numel(varargin)
        v = varargin{k + 1};
        switch lower(char(varargin{k}))
            case 'numbins', bins = v;
            case 'binwidth', width = v;
            case 'xbinlimits', limits{1} = v;
            case 'ybinlimits', limits{2} = v;
            case 'xbinedges', xedges = v(:)';
            case 'ybinedges', yedges = v(:)';
            case 'normalization', norm_by = validatestring(v, {'count', 'probability', 'percentage', 'pdf', 'countdensity', 'cumcount', 'cdf'});
            case 'binmethod', method = validatestring(v, {'auto', 'scott', 'fd', 'integers'});
            otherwise
                error('MATLAB:histcounts2:InvalidInput', '''%s'' is not a recognized parameter.', varargin{k});
        end
    end
    if isscalar(bins), bins = [bins bins]; end
    if isscalar(width), width = [width width]; end
    for edges = {xedges, yedges}
        if ~isempty(edges{1}) && (numel(edges{1}) < 2 || any(diff(edges{1}) < 0))
            error('MATLAB:histcounts2:expectedNondecreasing', 'Edges must be at least two numbers in increasing order.');
        end
    end
    if isempty(xedges), xedges = choose_edges(x, 1, bins, width, limits{1}, method); end
    if isempty(yedges), yedges = choose_edges(y, 2, bins, width, limits{2}, method); end
    bx = discretize(x, xedges);
    by = discretize(y, yedges);
    in = ~isnan(bx) & ~isnan(by);
    nx = numel(xedges) - 1;
    ny = numel(yedges) - 1;
    N = accumarray([bx(in) by(in)], 1, [nx ny]);
    binx(in) = bx(in);
    biny(in) = by(in);
    area = diff(xedges(:)) * diff(yedges(:)');
    switch norm_by
        case 'probability', N = N / numel(x);
        case 'percentage', N = 100 * N / numel(x);
        case 'pdf', N = N / numel(x) ./ area;
        case 'countdensity', N = N ./ area;
        case 'cumcount', N = cumsum(cumsum(N, 1), 2);
        case 'cdf', N = cumsum(cumsum(N, 1), 2) / numel(x);
    end
end
function edges = choose_edges(x, k, bins, width, limits, method)
    x = x(isfinite(x));
    if ~isempty(limits)
        x = x(x >= limits(1) & x <= limits(2));
        lo = limits(1);
        hi = limits(2);
    elseif isempty(x)
        edges = [0 1];
        return
    else
        lo = min(x);
        hi = max(x);
    end
    if ~isempty(width)
        if isempty(limits)
            lo = width(k) * floor(lo / width(k));
            n = max(1, ceil((hi - lo) / width(k)));
            edges = lo + width(k) * (0:n);
        else
            edges = lo:width(k):hi;
            if edges(end) < hi, edges(end + 1) = hi; end
        end
    elseif ~isempty(bins)
        if ~isempty(limits), edges = linspace(lo, hi, bins(k) + 1); else, [~, edges] = histcounts(x, bins(k)); end
    elseif strcmp(method, 'integers') || (strcmp(method, 'auto') && all(x == round(x)) && hi - lo <= 50)
        edges = floor(lo) - 0.5:1:ceil(hi) + 0.5;
    else
        if strcmp(method, 'fd')
            raw = 2 * iqr(x) * numel(x) ^ (-1 / 4);
        else
            raw = 3.5 * std(x) * numel(x) ^ (-1 / 4);
        end
        if ~(raw > 0)
            edges = lo + [-0.5 0.5];
            return
        end
        if ~isempty(limits)
            edges = linspace(lo, hi, max(1, ceil((hi - lo) / raw)) + 1);
            return
        end
        power = 10 ^ floor(log10(raw));
        nice = [1 2 3 5 10];
        nice = nice(find(raw / power < [1.5 2.5 4 7.5 Inf], 1)) * power;
        left = min(nice * floor(lo / nice), lo);
        n = max(1, ceil((hi - left) / nice));
        edges = left + nice * (0:n);
        edges(end) = max(edges(end), hi);
    end
end
