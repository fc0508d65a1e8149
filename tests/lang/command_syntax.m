% A word followed by words is a call with text.
format long
format short
hold_args one two 'three four' five
hold_args a -b
x = 3;
x -1;
x - 1;
format
warning off
warning on
function hold_args(varargin)
    assert(iscellstr(varargin))
    if numel(varargin) == 4
        assert(isequal(varargin, {'one', 'two', 'three four', 'five'}))
    else
        assert(isequal(varargin, {'a', '-b'}))
    end
end
