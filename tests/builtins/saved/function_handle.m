%! error Gradus:notSupported
f = @sin;
save([tempname '.mat'],'f')
