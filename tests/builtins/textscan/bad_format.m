%! error MATLAB:textscan:UnknownFormat
textscan('1','%y')
