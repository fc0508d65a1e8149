% Grouped and stacked bars, horizontal bars, names as ticks.
subplot(2,2,1), bar([1 2; 3 4; 2 1])
subplot(2,2,2), bar([1 2; 3 4; 2 1],"stacked")
subplot(2,2,3), barh([3 1 2])
subplot(2,2,4), bar(categorical(["pear" "apple"]),[2 5])
assert(isequal(gca().XTickLabel,{'apple';'pear'}))
