% A range between characters is text; with a number it is numbers.
assert(strcmp('a':'e', 'abcde') && strcmp('a':2:'e', 'ace'))
assert(isequal(class('a':'c'), 'char'))
