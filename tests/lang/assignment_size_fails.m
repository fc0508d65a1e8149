%! error MATLAB:subsassigndimmismatch
x = zeros(2);
x(:, 1) = [1 2 3];
