f = tempname;
fid = fopen(f,'w');
fwrite(fid,[1 -2 300],'int16');
fclose(fid);
fid = fopen(f);
assert(isequal(fread(fid,[1 3],'int16'),[1 -2 300]))
fclose(fid);
delete(f)
