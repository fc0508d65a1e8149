%[text] ## An early file
%[text] Well\-known signs \+ and \- are escaped, and so is a point behind a digit: version 2\.5 of it.x.
%[text] $a\+b\-c[1]\\cdot \\gamma\_0$ in between.
x = 1;

%[appendix]
%---
%[metadata:view]
%   data: {"layout":"inline"}
%---
