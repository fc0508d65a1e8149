%! error MATLAB:load:couldNotReadFile
load('no_such_file_anywhere')
