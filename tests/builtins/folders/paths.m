assert(isequal(fullfile('a','b','c.m'),'a/b/c.m') && fullfile("a/","/b") == "a/b")
[p,n,e] = fileparts("/x/y.tar.gz");
assert(p == "/x" && n == "y.tar" && e == ".gz")
d = tempname;
mkdir(d)
old = cd(d);
writelines("hi","f.txt")
l = dir('*.txt');
assert(isscalar(l) && strcmp(l.name,'f.txt') && l.bytes == 3 && isfile('f.txt'))
cd(old)
rmdir(d,'s')
assert(~isfolder(d))
