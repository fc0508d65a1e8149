% A cut file and one with absurd sizes: an error, no crash, no silent result; a file that cannot be written stays.
here = fullfile(fileparts(mfilename('fullpath')),'data');
for name = ["cut.mat" "huge.mat" "big.mat" "many_cells.mat" "many_inner_cells.mat" "many_fields.mat"]
    id = 'none';
    try, load(fullfile(here,name)); catch e, id = e.identifier; end
    assert(~strcmp(id,'none'),name)
end
x = 1;
try, save('/proc/no_such_folder/x.mat','x'), assert(false), catch e, assert(~isempty(e.message)), end
try, save('/no/such/folder/x.mat','x'), assert(false), catch e, assert(contains(e.message,'/no/such/folder')), end
