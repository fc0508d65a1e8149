% functions: index substr ostrsplit untabify sprintfc strread
% Text functions of older programs.
function n = index(s, t, direction)
    if nargin < 3, direction = 'first'; end
    direction = validatestring(direction, {'first', 'last'});
    if iscell(s) || isstring(s)
        s = cellstr(s);
        n = zeros(size(s));
        for k = 1:numel(s), n(k) = index_one(s{k}, char(t), direction); end
    else
        n = index_one(s, char(t), direction);
    end
end
function n = index_one(s, t, direction)
    n = 0;
    at = strfind(s, t);
    if ~isempty(at)
        if strcmp(direction, 'first'), n = at(1); else, n = at(end); end
    end
end

function t = substr(s, offset, len)
    s = char(s);
    n = numel(s);
    if ~(isscalar(offset) && offset == fix(offset) && abs(offset) <= n && offset ~= 0)
        error('MATLAB:substr:offset', 'OFFSET must be a position in the text.');
    end
    if offset < 0, offset = n + offset + 1; end
    if nargin < 3 || isempty(len)
        last = n;
    elseif len < 0
        last = n + len;
    else
        last = offset + len - 1;
    end
    if last > n
        error('MATLAB:substr:length', 'No such part of the text: it has %d characters.', n);
    end
    t = s(offset:last);
end

function parts = ostrsplit(s, seps, strip_empty)
    if nargin < 2, seps = ': '; end
    if nargin < 3, strip_empty = false; end
    s = char(s);
    if size(s, 1) > 1
        s = [s repmat(seps(1), size(s, 1), 1)]';
        s = s(1:end - 1);
    end
    cut = [0 find(ismember(s, char(seps))) numel(s) + 1];
    parts = cell(1, numel(cut) - 1);
    for k = 1:numel(parts), parts{k} = s(cut(k) + 1:cut(k + 1) - 1); end
    if strip_empty, parts(cellfun(@isempty, parts)) = []; end
end

function s = untabify(t, tw, cut)
    if nargin < 2 || isempty(tw), tw = 8; end
    if nargin < 3, cut = false; end
    if iscell(t)
        s = cell(size(t));
        for k = 1:numel(t), s{k} = untabify_text(t{k}, tw, cut); end
    elseif ischar(t)
        s = untabify_text(t, tw, cut);
    else
        error('MATLAB:untabify:invalidInput', 'The first argument of untabify must be text.');
    end
end
function s = untabify_text(t, tw, cut)
    rows = cell(size(t, 1), 1);
    for r = 1:numel(rows)
        line = '';
        for c = t(r, :)
            if c == sprintf('\t')
                line = [line blanks(tw - mod(numel(line), tw))];
            else
                line = [line c];
            end
        end
        if cut, line = deblank(line); end
        rows{r} = line;
    end
    s = char(rows);
    if isempty(rows), s = t; end
end

function c = sprintfc(format, varargin)
    sz = [1 1];
    for k = 1:numel(varargin)
        if ~isscalar(varargin{k}) && ~ischar(varargin{k}), sz = size(varargin{k}); break, end
    end
    c = cell(sz);
    for k = 1:prod(sz)
        args = varargin;
        for j = 1:numel(args)
            if ischar(args{j}) || isscalar(args{j}), continue, end
            if iscell(args{j}), args{j} = args{j}{k}; else, args{j} = args{j}(k); end
        end
        c{k} = sprintf(format, args{:});
    end
end

function varargout = strread(s, format, varargin)
    if nargin < 2, format = '%f'; end
    times = {};
    if ~isempty(varargin) && isnumeric(varargin{1})
        if varargin{1} >= 0, times = varargin(1); end
        varargin(1) = [];
    end
    options = varargin;
    for k = 1:2:numel(options)
        if strcmpi(options{k}, 'emptyvalue'), options{k} = 'EmptyValue'; end
    end
    if isempty(format), format = '%f'; end
    C = textscan(s, format, times{:}, options{:});
    if nargout > numel(C)
        error('MATLAB:strread:TooManyOutputs', 'The format gives only %d outputs.', numel(C));
    end
    varargout = C(1:max(nargout, 1));
    for k = 1:numel(varargout)
        if isinteger(varargout{k}), varargout{k} = double(varargout{k}); end
    end
end
