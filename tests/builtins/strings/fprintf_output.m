fprintf('%d %s\n', 3, 'ok')
fprintf(1, 'one\n');
n = fprintf('%5.2f|\n', pi);
fprintf('%d\n', n);
fprintf("%s: %d\n", "a", 1, "b", 2);
fprintf('plain');
fprintf('\n');
