%! error MATLAB:calendarDuration:MustBeInteger
calmonths(1.5)
