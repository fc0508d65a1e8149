function [X, T] = preprocessMiniBatch(dataX, dataT)
% preprocessMiniBatch  Joins the images along the fourth dimension and encodes the labels one-hot.
X = cat(4, dataX{:});
T = cat(2, dataT{:});
T = onehotencode(T, 1);
end
