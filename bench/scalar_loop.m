t = tic;
s = 0;
x = zeros(1, 100);
for i = 1:2000000
    k = mod(i, 100) + 1;
    s = s + i * 2 - k / 3;
    x(k) = s;
    if s > 1e12
        s = 0;
    end
end
fprintf('%.6f\n', toc(t));
