%! error MATLAB:string:PositionOutOfRange
extractBefore("abc", 9)
