// tensor/hist.h: histogram counts for telemetry and histcounts.
#pragma once
#include "tensor/tensor.h"
/// Smallest and largest finite value, and how many are not finite. All-non-finite input gives lo = hi = 0.
Status hist_range(Ctx *ctx, const Tensor *x, double *ret_lo, double *ret_hi, Index *ret_n_nonfinite);
/// counts[i] += number of elements in [edges[i], edges[i+1]), the last bin closed; exact against the edges.
Status hist_count(Ctx *ctx, const Tensor *x, const double *edges, Index n_bins, Index *counts);
/// The edges MATLAB's histcounts(x, n) chooses: a round bin width covering [lo, hi] with exactly n bins. edges: n+1.
void hist_nice_edges(double lo, double hi, Index n_bins, double *edges);
/// The automatic rule of histcounts(x) (Scott or integers); edges owned by the caller (mem_free).
Status hist_auto_edges(Ctx *ctx, const Tensor *x, double **ret_edges, Index *ret_n_bins);
