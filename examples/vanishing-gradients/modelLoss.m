function [loss, gradients] = modelLoss(net, X, T)
% modelLoss  Cross-entropy of one mini-batch and its gradients with respect to all learnables.
%   Call it through dlfeval, which records the operations that dlgradient needs.
Y = forward(net, X);
loss = crossentropy(Y, T);
gradients = dlgradient(loss, net.Learnables);
end
