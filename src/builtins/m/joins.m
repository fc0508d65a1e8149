% functions: innerjoin outerjoin table_join
% Joining tables by the values of key variables.
function [T, ileft, iright] = innerjoin(left, right, varargin)
    names = {inputname(1), inputname(2)};
    o = read_join('innerjoin', left, right, varargin);
    [il, ir] = matches(left, right, o);
    T = build(left, right, il, ir, o, names, false);
    ileft = il;
    iright = ir;
end
function [T, ileft, iright] = outerjoin(left, right, varargin)
    names = {inputname(1), inputname(2)};
    o = read_join('outerjoin', left, right, varargin);
    [il, ir, lk, rk] = matches(left, right, o);
    if any(strcmp(o.type, {'full', 'left'}))
        alone = setdiff((1:height(left))', il);
        il = [il; alone];
        ir = [ir; zeros(numel(alone), 1)];
    end
    if any(strcmp(o.type, {'full', 'right'}))
        alone = setdiff((1:height(right))', ir);
        il = [il; zeros(numel(alone), 1)];
        ir = [ir; alone];
    end
    key = zeros(numel(il), 1);
    key(il > 0) = lk(il(il > 0));
    key(il == 0) = rk(ir(il == 0));
    [~, order] = sortrows([key il ir]);
    il = il(order);
    ir = ir(order);
    T = build(left, right, il, ir, o, names, true);
    ileft = il;
    iright = ir;
end
function [T, iright] = table_join(left, right, varargin)
    names = {inputname(1), inputname(2)};
    o = read_join('join', left, right, varargin);
    [~, ~, lk, rk] = matches(left, right, o);
    if numel(unique(rk)) < numel(rk)
        error('MATLAB:table:join:DuplicateRightKeyVarValues', 'The key variables for B must contain unique values.');
    end
    [found, iright] = ismember(lk, rk);
    if ~all(found)
        error('MATLAB:table:join:LeftKeyValueNotFound', 'The key variables for B must contain all values in the key variables for A.');
    end
    T = build(left, right, (1:height(left))', iright(:), o, names, false);
end

function o = read_join(name, left, right, args)
    if ~istable(left) || ~istable(right)
        error('MATLAB:table:join:InvalidInput', 'Both inputs of %s must be tables.', name);
    end
    ln = string(left.Properties.VariableNames);
    rn = string(right.Properties.VariableNames);
    o = struct('left', [], 'right', [], 'lvars', [], 'rvars', [], 'merge', false, 'type', 'full');
    given = [false false];
    for k = 1:2:numel(args)
        if k == numel(args)
            error('MATLAB:table:parseArgs:WrongNumberArgs', 'Wrong number of arguments.');
        end
        v = args{k + 1};
        switch lower(char(args{k}))
            case 'keys'
                if isnumeric(v) || islogical(v), v = ln(v); end
                o.left = positions(ln, v);
                o.right = positions(rn, v);
                given = [true true];
            case 'leftkeys', o.left = positions(ln, v); given(1) = true;
            case 'rightkeys', o.right = positions(rn, v); given(2) = true;
            case 'leftvariables', o.lvars = positions(ln, v);
            case 'rightvariables', o.rvars = positions(rn, v);
            case 'mergekeys', o.merge = logical(v);
            case 'type', o.type = validatestring(v, {'full', 'left', 'right', 'inner'});
            otherwise
                error('MATLAB:table:parseArgs:BadParamName', 'Invalid parameter name: %s.', args{k});
        end
    end
    if given(1) ~= given(2)
        error('MATLAB:table:join:MissingKeys', 'LeftKeys and RightKeys must be given together.');
    end
    if ~given(1)
        common = intersect(ln, rn, 'stable');
        o.left = positions(ln, common);
        o.right = positions(rn, common);
    end
    if isempty(o.left)
        error('MATLAB:table:join:CantInferKey', 'Cannot find a common table variable to use as a key variable.');
    end
    if numel(o.left) ~= numel(o.right)
        error('MATLAB:table:join:LeftRightKeysSizeMismatch', 'LeftKeys and RightKeys must name the same number of variables.');
    end
    if isempty(o.lvars), o.lvars = 1:numel(ln); end
    if isempty(o.rvars)
        o.rvars = 1:numel(rn);
        if ~strcmp(name, 'outerjoin') || o.merge, o.rvars = setdiff(o.rvars, o.right); end
    end
end
function at = positions(names, which)
    if isnumeric(which)
        at = which(:)';
        if any(at < 1 | at > numel(names) | at ~= fix(at))
            error('MATLAB:table:VarIndexOutOfRange', 'Table variable index is out of range.');
        end
    elseif islogical(which)
        at = find(which(:)');
    else
        [found, at] = ismember(string(which), names);
        if ~all(found)
            which = string(which);
            error('MATLAB:table:UnrecognizedVarName', 'Unrecognized table variable name ''%s''.', which(find(~found, 1)));
        end
        at = at(:)';
    end
end
function v = variable(T, k)
    v = T.(k);
    if ischar(v), v = cellstr(v); end
end

% Numbers that stand for the key values of every row, in their order; pairs of rows whose numbers agree.
function [il, ir, lk, rk] = matches(left, right, o)
    nl = height(left);
    codes = zeros(nl + height(right), numel(o.left));
    for k = 1:numel(o.left)
        a = variable(left, o.left(k));
        b = variable(right, o.right(k));
        if iscell(a) && isstring(b), a = string(a); end
        if isstring(a) && iscell(b), b = string(b); end
        if size(a, 2) ~= size(b, 2) || (isnumeric(a) ~= isnumeric(b) && ~(islogical(a) || islogical(b)))
            error('MATLAB:table:join:KeyVarTypeMismatch', 'Left and right key variables ''%s'' and ''%s'' have incompatible types.', ...
                left.Properties.VariableNames{o.left(k)}, right.Properties.VariableNames{o.right(k)});
        end
        joined = [a; b];
        if size(joined, 2) > 1
            [~, ~, codes(:, k)] = unique(joined, 'rows');
        else
            [~, ~, codes(:, k)] = unique(joined);
        end
    end
    [~, ~, code] = unique(codes, 'rows');
    lk = code(1:nl);
    rk = code(nl + 1:end);
    [sorted, order] = sort(rk);
    n = numel(code);
    counts = accumarray([rk; n + 1], 1);
    first = cumsum([1; counts(1:end - 1)]);
    [~, by_key] = sort(lk);
    total = sum(counts(lk));
    il = zeros(total, 1);
    ir = zeros(total, 1);
    at = 0;
    for row = by_key(:)'
        m = counts(lk(row));
        il(at + 1:at + m) = row;
        ir(at + 1:at + m) = order(first(lk(row)):first(lk(row)) + m - 1);
        at = at + m;
    end
end

function T = build(left, right, il, ir, o, inputs, is_outer)
    if isempty(inputs{1}), inputs{1} = 'left'; end
    if isempty(inputs{2}), inputs{2} = 'right'; end
    if strcmp(inputs{1}, inputs{2}), inputs = {'left', 'right'}; end
    ln = string(left.Properties.VariableNames);
    rn = string(right.Properties.VariableNames);
    lnames = ln(o.lvars);
    rnames = rn(o.rvars);
    if is_outer && o.merge
        for k = 1:numel(o.left)
            if ln(o.left(k)) ~= rn(o.right(k))
                lnames(o.lvars == o.left(k)) = ln(o.left(k)) + "_" + rn(o.right(k));
            end
        end
    end
    both = intersect(lnames, rnames);
    for name = both
        lnames(lnames == name) = name + "_" + inputs{1};
        rnames(rnames == name) = name + "_" + inputs{2};
    end
    values = cell(1, numel(lnames) + numel(rnames));
    for k = 1:numel(lnames)
        v = take(variable(left, o.lvars(k)), il);
        key = find(o.left == o.lvars(k), 1);
        if is_outer && o.merge && ~isempty(key)
            other = take(variable(right, o.right(key)), ir);
            v(il == 0, :) = other(il == 0, :);
        end
        values{k} = v;
    end
    for k = 1:numel(rnames)
        values{numel(lnames) + k} = take(variable(right, o.rvars(k)), ir);
    end
    T = table(values{:}, 'VariableNames', [lnames rnames]);
end
% Rows of a variable; row 0 is missing.
function r = take(v, rows)
    absent = rows == 0;
    if ~any(absent)
        r = v(rows, :);
        return
    end
    rows(absent) = 1;
    if size(v, 1) == 0
        v = repmat(absent_value(v), 1, max(size(v, 2), 1));
    end
    r = v(rows, :);
    r(absent, :) = repmat(absent_value(v), sum(absent), size(r, 2));
end
function m = absent_value(v)
    if isfloat(v)
        m = cast(NaN, class(v));
    elseif isnumeric(v)
        m = cast(0, class(v));
    elseif islogical(v)
        m = false;
    elseif isstring(v)
        m = string(missing);
    elseif iscategorical(v)
        m = categorical(missing);
    elseif iscellstr(v)
        m = {''};
    elseif iscell(v)
        m = {[]};
    elseif isdatetime(v)
        m = NaT;
    elseif isduration(v)
        m = seconds(NaN);
    else
        error('Gradus:notSupported', 'Joining rows without a match is not supported for variables of class %s.', class(v));
    end
end
