% Scaled and indexed images, grey images without axes.
imagesc([1 2; 3 4]), colorbar
figure
imshow([0 0.5; 0.75 1])
assert(gca().Visible == "off" && isequal(clim,[0 1]))
