% A JPEG file drawn with ImageMagick (a gradient from red to blue, 12 x 8); the colours are those it reads back.
code = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wAARCAAIAAwDAREAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAn/xAAYEAACAwAAAAAAAAAAAAAAAAAAARdkkv/EABUBAQEAAAAAAAAAAAAAAAAAAAAI/8QAGBEAAgMAAAAAAAAAAAAAAAAAAAEYVKH/2gAMAwEAAhEDEQA/AJpT3dWiqYQqtha0wVY0T3dWhCFVsEwVY0//2Q==";
f = tempname + ".jpg";
id = fopen(f, "w");
fwrite(id, matlab.net.base64decode(code));
fclose(id);
a = imread(f);
delete(f)
assert(isequal(size(a), [8 12 3]) && isa(a, "uint8"))
assert(max(abs(double(squeeze(a(1,1,:))) - [254; 0; 0])) <= 3)
assert(max(abs(double(squeeze(a(8,12,:))) - [0; 0; 254])) <= 3)
