% global and persistent variables.
global G
assert(isempty(G))
G = 3;
bump();
assert(G == 4)
assert(tick() == 1 && tick() == 2 && tick() == 3)
clear G
assert(~exist('G', 'var'))
global G
assert(G == 4)
clear tick
function bump()
    global G
    G = G + 1;
end
function n = tick()
    persistent count
    if isempty(count)
        count = 0;
    end
    count = count + 1;
    n = count;
end
