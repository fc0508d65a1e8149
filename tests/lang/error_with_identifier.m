%! error lab:wrong
error('lab:wrong', 'Value %d is wrong.', 3)
