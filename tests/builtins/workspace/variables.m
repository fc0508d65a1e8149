a = 1;
bb = 'x';
assert(isequal(who('a'),{'a'}) && numel(whos('b*')) == 1)
assert(exist('a','var') == 1 && exist('sin') == 5 && exist('no_such_thing_here') == 0 && exist(tempdir,'dir') == 7)
clearvars -except bb
assert(exist('a','var') == 0 && exist('bb','var') == 1)
clear
assert(isempty(who))
assert(contains(help('cumsum'),'Cumulative') && contains(which('sin'),'built-in'))
