%! error MATLAB:save:variableNotFound
save([tempname '.mat'],'nothing_of_that_name')
