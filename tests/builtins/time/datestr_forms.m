% Forms of datestr as documented: numbered formats, choice of the default, several dates, date vectors.
assert(strcmp(datestr(730000), '02-Sep-1998'))
assert(strcmp(datestr(730000.5), '02-Sep-1998 12:00:00'))
assert(isequal(datestr([730000; 730001]), ['02-Sep-1998'; '03-Sep-1998']))
assert(strcmp(datestr([2024 2 29 15 45 17]), '29-Feb-2024 15:45:17'))
assert(strcmp(datestr([2024 2 29 15 45 17], 14), ' 3:45:17 PM'))
assert(strcmp(datestr([2024 2 29 15 45 17], 30), '20240229T154517'))
assert(strcmp(datestr([2024 2 29], 'QQ-yyyy'), 'Q1-2024'))
assert(strcmp(datestr(730000, 27), 'Q3-1998'))
assert(strcmp(datestr(730000, 4), 'S'))
assert(strcmp(datestr(730000, 9), 'W'))
assert(strcmp(datestr("2024-01-05", 29), '2024-01-05'))
try
    datestr(1, 99)
    error('no error')
catch e
    assert(strcmp(e.identifier, 'MATLAB:datestr:dateform'))
end
