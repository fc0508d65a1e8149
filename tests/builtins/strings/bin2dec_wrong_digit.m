%! error MATLAB:base2dec:NotInBase
bin2dec('12')
