%! error MATLAB:load:notBinaryFile
f = [tempname '.mat'];
writelines("no mat-file",f)
load(f)
