% Markers coloured by number, error bars, stems, stairs, constant lines and text.
tiledlayout(2,2);
nexttile, scatter([1 2 3],[3 1 2],[20 40 80],[0 1 2],"filled")
nexttile, errorbar(1:3,[2 4 3],[0.5 0.2 1],"o-")
nexttile, stem([1 -1 2]), yline(1,"--","one")
nexttile, stairs([1 3 2]), text(2,2,"\alpha_1")
