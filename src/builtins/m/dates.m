% functions: dateshift isweekend
% Dates moved to the beginning or end of a unit.
function t = dateshift(t, which, unit, rule)
    if nargin < 4, rule = 'current'; end
    if ~isdatetime(t)
        error('MATLAB:datetime:dateshift:InvalidInput', 'The first argument must be a datetime array.');
    end
    which = validatestring(which, {'start', 'end', 'dayofweek'});
    if strcmp(which, 'dayofweek')
        t = shift_to_day(t, unit, rule);
        return
    end
    unit = validatestring(unit, {'year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'});
    steps = 0;
    if isnumeric(rule)
        steps = rule;
    else
        switch validatestring(rule, {'current', 'next', 'previous', 'nearest'})
            case 'next', steps = 1;
            case 'previous', steps = -1;
            case 'nearest', error('Gradus:notSupported', 'Rule nearest of dateshift is not supported.');
        end
    end
    format = t.Format;
    switch unit
        case 'year', start = datetime(year(t) + steps, 1, 1); last = datetime(year(start), 12, 31);
        case 'quarter', start = datetime(year(t), 3 * floor((month(t) - 1) / 3) + 1 + 3 * steps, 1); last = start + calmonths(3) - caldays(1);
        case 'month', start = datetime(year(t), month(t) + steps, 1); last = start + calmonths(1) - caldays(1);
        case 'week', start = datetime(year(t), month(t), day(t) - weekday(t) + 1 + 7 * steps); last = start + caldays(6);
        case 'day', start = datetime(year(t), month(t), day(t) + steps); last = start + caldays(1);
        case 'hour', start = datetime(year(t), month(t), day(t), hour(t) + steps, 0, 0); last = start + hours(1);
        case 'minute', start = datetime(year(t), month(t), day(t), hour(t), minute(t) + steps, 0); last = start + minutes(1);
        case 'second', start = datetime(year(t), month(t), day(t), hour(t), minute(t), floor(second(t)) + steps); last = start + seconds(1);
    end
    if strcmp(which, 'start'), t = start; else, t = last; end
    t.Format = format;
end
function t = shift_to_day(t, unit, rule)
    names = {'sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'};
    format = t.Format;
    now_is = weekday(t);
    if isnumeric(unit)
        days_on = mod(unit - now_is, 7);
    else
        switch validatestring(unit, [names {'weekday', 'weekend'}])
            case 'weekday', days_on = (now_is == 7) * 2 + (now_is == 1);
            case 'weekend', days_on = (now_is > 1 & now_is < 7) .* (7 - now_is);
            otherwise
                days_on = mod(find(strcmpi(names, validatestring(unit, names))) - now_is, 7);
        end
    end
    if ~isnumeric(rule)
        switch validatestring(rule, {'current', 'next', 'previous'})
            case {'current', 'next'}, rule = 1;
            case 'previous', rule = 0;
        end
    end
    t = datetime(year(t), month(t), day(t) + days_on + 7 * (rule - 1));
    t.Format = format;
end
function tf = isweekend(t)
    if ~isdatetime(t)
        error('MATLAB:datetime:isweekend:InvalidInput', 'A datetime array is needed.');
    end
    tf = weekday(t) == 1 | weekday(t) == 7;
end
