%! error MATLAB:textscan:handleErrorAndShowInfo
textscan('1 x','%f','ReturnOnError',false)
