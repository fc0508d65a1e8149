% Dates, categories and maps inside tables, structs and cells.
T = table(datetime(2024, 1, [1; 2]), hours([1; 2]), 'VariableNames', {'D', 'H'})
s.d = datetime(2024, 1, 1); s.m = containers.Map; s.c = categorical("z")
c = {datetime(2024, 1, 1), categorical("a"), table(1)}
