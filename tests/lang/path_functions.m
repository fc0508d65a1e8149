% A function file in the folder of the script is found.
addpath(fullfile(fileparts(mfilename('fullpath')), 'functions'))
assert(doubled(4) == 8)
[a, b] = pair_of(3);
assert(a == 3 && b == -3)
assert(exist('doubled') == 2 && nargin('pair_of') == 1)
h = @doubled;
assert(isequal(cellfun(h, {1, 2}), [2 4]))
