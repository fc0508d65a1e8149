%! error MATLAB:unassignedOutputs
x = none();
function y = none()
end
