// builtins/statistics.h: statistics of one line of numbers, shared by reductions and windows.
#pragma once
#include "builtins/arguments.h"

typedef struct Spread {
    bool population, root;
    const Ctx *ctx; // whose stop ends the walk; the caller fails
} Spread;
/// Variance of n numbers; self: Spread.
double line_variance(double *x, Index n, const void *self);
/// Median; x is reordered.
double line_median(double *x, Index n, const void *self);
