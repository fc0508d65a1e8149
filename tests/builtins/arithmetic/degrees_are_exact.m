assert(sind(30) == 0.5 && cosd(60) == 0.5 && tand(45) == 1 && sind(360) == 0)
assert(isinf(tand(90)) && sinpi(2) == 0 && cospi(1) == -1)
