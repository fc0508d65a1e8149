%[text] # Watching Gradients Vanish
%[text] A deep network learns by passing the gradient of its loss backwards, from the last layer to the first. On the way it is multiplied by one factor after another. When the factors are small the early layers receive almost nothing and stop learning: the gradient has *vanished*. In this lab you train the same network twice, once with the **sigmoid** and once with the **ReLU** activation, and look at the gradients of every layer.
%[text] You will
%[text] - compare the two activation functions and their slopes,
%[text] - train both networks on images of handwritten-looking digits,
%[text] - plot how the gradients of each layer are distributed, epoch by epoch,
%[text] - follow the mean absolute gradient of each layer through the training, and discuss what you see. \
%%
%[text] ## Two activation functions
%[text] The sigmoid squeezes every input into the interval from 0 to 1, and the rectified linear unit cuts off what is negative:
%[text]{"align":"center"} $\\sigma(x) = \\frac{1}{1 + e^{-x}}, \\qquad \\mathrm{ReLU}(x) = \\begin{cases} x & x > 0 \\\\ 0 & x \\le 0 \\end{cases}$
%[text] Their slopes are what the backward pass multiplies with:
%[text]{"align":"center"} $\\sigma'(x) = \\sigma(x)\\,(1 - \\sigma(x)) \\le \\tfrac{1}{4}, \\qquad \\mathrm{ReLU}'(x) = \\begin{cases} 1 & x > 0 \\\\ 0 & x < 0 \\end{cases}$
x = linspace(-6, 6, 241);
s = extractdata(sigmoid(dlarray(x)));
r = extractdata(relu(dlarray(x)));
figure(Position=[100 100 660 160])
tiledlayout(1, 2, TileSpacing="compact")
nexttile, plot(x, s, x, s .* (1 - s), "--", LineWidth=1.5)
title("Sigmoid"), grid on
legend("\sigma(x)", "slope", Location="northwest")
nexttile, plot(x, r, x, double(x > 0), "--", LineWidth=1.5)
title("ReLU"), grid on
legend("ReLU(x)", "slope", Location="northwest")
%[text] The slope of the sigmoid is never more than $\\frac{1}{4}$ and nearly zero away from the origin. A product of four such slopes is at most $(\\frac{1}{4})^4 \\approx 0.004$.
%%
%[text] ## The data
%[text] The images show the digits 0 to 9, drawn with different strokes, widths, slants and rotations; here are some of them. Half of the drawings are kept for testing.
[XTrain, TTrain] = digitTrain4DArrayData;
[XTest, TTest] = digitTest4DArrayData;

figure(Position=[100 100 600 130])
some = permute(reshape(XTrain(:, :, 1, 1:42), 28, 28, 3, 14), [1 3 2 4]);
imshow(reshape(some, 3 * 28, 14 * 28))
%[text] A mini-batch queue hands out shuffled batches of 128 images, with the labels one-hot encoded, and leaves out the incomplete batch at the end of an epoch.
rng("default")
augimds = augmentedImageDatastore([28 28], XTrain, TTrain);
mbq = minibatchqueue(augimds, MiniBatchSize=128, MiniBatchFcn=@preprocessMiniBatch, ...
    MiniBatchFormat=["SSCB" "CB"], PartialMiniBatch="discard");
%%
%[text] ## Two networks
%[text] Both have four hidden layers of 128 units and start from the same kind of random weights (Glorot). Only the activation differs.
numEpochs = 30;
sigmoidNet = createNetwork("sigmoid");
reluNet = createNetwork("relu");
summary(sigmoidNet)
%%
%[text] ## Train with the sigmoid activation
%[text] `trainAndRecord` is an ordinary training loop: `dlfeval` evaluates `modelLoss`, `dlgradient` differentiates it, `adamupdate` changes the weights. After every iteration the loop keeps the mean absolute gradient of each layer's weights, and after every epoch a histogram of them.
tic
[sigmoidNet, sigmoidRecord] = trainAndRecord(sigmoidNet, mbq, numEpochs, "Sigmoid");
sigmoidSeconds = toc;
%[text] Each ridge below is the histogram at the end of one epoch; the first epoch is dark blue, the last one yellow.
ax = gradientAxes(sigmoidRecord.Layer, "Weight gradients, sigmoid");
plotGradientDistributions(ax, sigmoidRecord)
%%
%[text] ## Train with the ReLU activation
tic
[reluNet, reluRecord] = trainAndRecord(reluNet, mbq, numEpochs, "ReLU");
reluSeconds = toc;
ax = gradientAxes(reluRecord.Layer, "Weight gradients, ReLU");
plotGradientDistributions(ax, reluRecord)
%%
%[text] ## Mean gradient of each layer
%[text] The logarithmic axes show both networks on one scale: one curve a layer, one point an iteration.
figure(Position=[100 100 680 200])
tiledlayout(1, 2, TileSpacing="compact")
ax1 = nexttile;
semilogy(sigmoidRecord.Mean')
title("Sigmoid"), xlabel("Iteration"), ylabel("Mean absolute gradient"), grid on
ax2 = nexttile;
semilogy(reluRecord.Mean')
title("ReLU"), xlabel("Iteration"), grid on
legend(reluRecord.Layer, Location="northeast")
linkaxes([ax1 ax2], "y")
%%
%[text] ## Loss and accuracy
%[text] How well have the networks learned? The loss is the mean of the last epoch; the accuracy is the share of the held-out digits that a network recognises.
XT = dlarray(single(XTest), "SSCB");
classOf = @(net) onehotdecode(predict(net, XT), categories(TTest), 1)';
sigmoidAccuracy = mean(classOf(sigmoidNet) == TTest);
reluAccuracy = mean(classOf(reluNet) == TTest);
lastLoss = @(record) mean(record.Loss(end-38:end));
results = table([lastLoss(sigmoidRecord); sigmoidAccuracy], [lastLoss(reluRecord); reluAccuracy], ...
    VariableNames=["Sigmoid" "ReLU"], RowNames=["loss" "accuracy"])
%%
%[text] ## Discussion
%[text] ### Question 1: what are vanishing and exploding gradients, and what do they do?
%[text] For a layer $\\ell$ of a network with $L$ layers the chain rule gives
%[text]{"align":"center"} $\\frac{\\partial \\mathcal{L}}{\\partial W_\\ell} = \\delta_\\ell \\, a_{\\ell-1}^{T}, \\qquad \\delta_\\ell = \\left( W_{\\ell+1}^{T} \\delta_{\\ell+1} \\right) \\odot f'(z_\\ell)$
%[text] so the signal $\\delta_1$ of the first layer contains a product of all later weight matrices and slopes. If each step shrinks the signal, the product falls exponentially with depth (*vanishing*): the first layers hardly move. If each step enlarges it, it grows exponentially (*exploding*): the updates overshoot and the loss becomes erratic or infinite. The run above measured it:
early = 1:39;
sigmoidMean = mean(sigmoidRecord.Mean(:, early), 2);
reluMean = mean(reluRecord.Mean(:, early), 2);
sigmoidRatio = sigmoidMean(1) / sigmoidMean(end);
reluRatio = reluMean(1) / reluMean(end);
measured = table([sigmoidMean([1 end]); sigmoidRatio], [reluMean([1 end]); reluRatio], ...
    VariableNames=["Sigmoid" "ReLU"], RowNames=["first layer" "last layer" "first / last"])
fprintf("In the first epoch the first layer of the sigmoid network gets %.0f times less\n", ...
    reluMean(1) / sigmoidMean(1));
fprintf("gradient than that of the ReLU network. From layer 4 to layer 2 it shrinks\n");
fprintf("%.1f times a layer.\n", (sigmoidMean(4) / sigmoidMean(2)) ^ (1/2));
%[text] ### Question 2: what changed in the Workspace?
%[text] Each training run replaced its network by one with new weights and added a record. The variables of the second run stand beside those of the first, with the same sizes:
whos sigmoidNet reluNet sigmoidRecord reluRecord
%[text] ### Question 3: why can the gradient of a late ReLU layer rise while the loss falls?
%[text] The gradient of a weight is the product of the signal $\\delta_\\ell$ and the layer's input $a_{\\ell-1}$. While the early layers learn, the inputs of the later ones grow, because ReLU does not limit them, so the product can rise although the error signal falls. A large gradient says that a small change of the weight changes the output much.
before = mean(reluRecord.Mean(4, 1:10));
[highest, peak] = max(movmean(reluRecord.Mean(4, :), 10));
fprintf("Mean |gradient| of layer 4 (ReLU): %.2e in the first ten iterations,\n", before);
fprintf("%.2e at iteration %d: %.1f times as much.\n", highest, peak, highest / before);
fprintf("Meanwhile the loss fell from %.3f to %.3f, and to %.4f at the end.\n", ...
    reluRecord.Loss(1), reluRecord.Loss(peak), mean(reluRecord.Loss(end-38:end)));
