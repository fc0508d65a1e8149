% A surface, a mesh and a contour of the same data.
[X,Y] = meshgrid(-2:2);
Z = X.^2 - Y.^2;
tiledlayout(1,3)
nexttile, surf(X,Y,Z), colorbar
nexttile, mesh(X,Y,Z), colormap(gca,gray(8))
nexttile, contourf(X,Y,Z)
