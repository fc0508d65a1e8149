function y = doubled(x)
% doubled  Twice the input.
y = helper(x);
end
function y = helper(x)
y = 2 * x;
end
