% Powers of ten as labels, minor ticks between them.
semilogy([1 10 100 1e4 1e-3])
grid on
assert(isequal(ylim,[1e-3 1e4]))
figure
loglog([1 10 1000],[3 30 3])
assert(isequal(gca().XTickLabel{2},'10^{1}'))
