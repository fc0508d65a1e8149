f = tempname;
fid = fopen(f,'w');
fprintf(fid,'%d,%d\n',[1 2;3 4]');
assert(fclose(fid) == 0)
assert(isequal(readmatrix(f),[1 2;3 4]) && isequal(readlines(f,EmptyLineRule="skip"),["1,2";"3,4"]))
fid = fopen(f);
assert(strcmp(fgetl(fid),'1,2') && isequal(fgets(fid),['3,4' newline]) && feof(fid) && fgetl(fid) == -1)
frewind(fid)
assert(isequal(fread(fid,3,'*char')','1,2'))
fclose(fid);
delete(f)
assert(fopen('/no/such/file') == -1)
