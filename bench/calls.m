f = @(x) x + 1;
t = tic;
s = 0;
for i = 1:200000
    s = f(s);
end
fprintf('%.6f\n', toc(t));
