p = parse_it(1, 2, 'Mode', 'fast');
assert(p.a == 1 && p.b == 2 && strcmp(p.Mode, 'fast') && ~p.Flag)
p = parse_it(5);
assert(p.b == 10 && strcmp(p.Mode, 'slow'))
function r = parse_it(varargin)
    p = inputParser;
    p.FunctionName = 'parse_it';
    addRequired(p, 'a', @isnumeric);
    addOptional(p, 'b', 10);
    addParameter(p, 'Mode', 'slow', @ischar);
    p.addParameter('Flag', false);
    parse(p, varargin{:});
    r = p.Results;
end
