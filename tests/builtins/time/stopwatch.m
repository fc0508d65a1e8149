t = tic;
pause(0.01)
assert(toc(t) >= 0.009 && isa(t,'uint64'))
