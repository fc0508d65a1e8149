// builtins/bins.c: counts in bins around centres, and in bins of two variables. The bodies are
// m/bins.m.
#include "builtins/library.h"

BUILTIN_M(hist,
          "n = hist(y)\nn = hist(y,nbins)\nn = hist(y,centers)\n[n,centers] = hist(...)\nhist(...)",
          ARITY(1, 3, 2), "Counts in bins around centres (older than histogram and histcounts).",
          "y: vector, or matrix whose columns are counted apart\nnbins: number of bins, 10 by "
          "default\ncenters: centres of the bins",
          "n: counts; values beyond the outer bins count in them\ncenters: centres\nwithout output "
          "a bar chart is drawn",
          "Fails when the centres decrease.",
          "[n,c] = hist([1 2 2 5],2);\nassert(isequal(n,[3 1]) && isequal(c,[2 4]))",
          "histcounts, histogram, histc");
BUILTIN_M(
    histcounts2,
    "[N,Xedges,Yedges,binX,binY] = histcounts2(X,Y)\n[...] = histcounts2(X,Y,nbins)\n[...] = "
    "histcounts2(X,Y,Xedges,Yedges)\n[...] = histcounts2(...,Name=Value)",
    ARITY(2, -1, 5), "Counts of pairs in bins of two variables.",
    "X, Y: arrays of one size\nnbins: number of bins, or [nx ny]\nXedges, Yedges: edges\nName: "
    "NumBins, BinWidth, XBinLimits, YBinLimits, XBinEdges, YBinEdges, Normalization, BinMethod",
    "N: one row per bin of X, one column per bin of Y\nXedges, Yedges: edges\nbinX, binY: bin of "
    "each pair, 0 outside",
    "Fails when the sizes differ or edges decrease.",
    "N = histcounts2([1 2 2],[1 1 2],[0.5 1.5 2.5],[0.5 1.5 2.5]);\nassert(isequal(N,[1 0;1 1]))",
    "histcounts, accumarray, hist");

const BuiltinDef *const family_bins[] = {&def_hist, &def_histcounts2, NULL};
