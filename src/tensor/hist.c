// Histograms. Counting is exact against the edges: over equal bins a float kernel computes bin
// numbers and hands the few values that lie near an edge to the exact test below; other edges are
// searched by halving.
#include "tensor/hist.h"
#include "tensor/internal.h"
#include "tensor/kernels/kernels.h"
#include <float.h>
#include <math.h>
#include <string.h>

Status hist_range(Ctx *ctx, const Tensor *x, double *ret_lo, double *ret_hi,
                  Index *ret_n_nonfinite) {
    if (x->is_complex) return ctx_fail(ctx, ERR_TYPE, "MATLAB:complexInput", "Input must be real.");
    double lo = 0, hi = 0;
    Index n_bad = 0;
    if (x->cls == CLASS_SINGLE) {
        float flo, fhi;
        n_bad = kernels_f32()->range(x->numel, tensor_f32(x), &flo, &fhi);
        lo = (double)flo;
        hi = (double)fhi;
    } else {
        bool first = true;
        for (Index i = 0; !stop_reached(ctx, i, x->numel); i++) {
            double v = tensor_get(x, i);
            if (!isfinite(v)) {
                n_bad++;
                continue;
            }
            if (first || v < lo) lo = v;
            if (first || v > hi) hi = v;
            first = false;
        }
    }
    *ret_lo = lo;
    *ret_hi = hi;
    if (ret_n_nonfinite) *ret_n_nonfinite = n_bad;
    return ctx_check_stop(ctx);
}

typedef struct Bins {
    const double *edges;
    Index n;
    double lo, hi, inv_width; // inv_width 0: not equal bins
    Index *counts;
} Bins;

static void count_one(const Bins *b, double x) {
    if (!(x >= b->lo && x <= b->hi)) return; // NaN as well
    Index at;
    if (b->inv_width > 0) {
        double f = (x - b->lo) * b->inv_width;
        at = f >= (double)b->n ? b->n - 1 : (Index)f;
        while (at > 0 && x < b->edges[at]) at--;
        while (at < b->n - 1 && x >= b->edges[at + 1]) at++;
    } else {
        Index low = 0, high = b->n; // edges[low] <= x, and x < edges[high] or high is the last edge
        while (high - low > 1) {
            Index mid = low + (high - low) / 2;
            if (x >= b->edges[mid]) {
                low = mid;
            } else {
                high = mid;
            }
        }
        at = low;
    }
    b->counts[at]++;
}

static void count_exact_f32(void *arg, Index n, const float *x) {
    for (Index i = 0; i < n; i++) count_one(arg, (double)x[i]);
}

/// Largest distance of an edge from its place in equal bins, in widths; above 0.25 the bins do not
/// count as equal.
static double unevenness(const double *edges, Index n) {
    double lo = edges[0], width = (edges[n] - lo) / (double)n, worst = 0;
    if (!(width > 0) || !isfinite(width)) return INFINITY;
    for (Index i = 1; i < n; i++)
        worst = fmax(worst, fabs(edges[i] - (lo + (double)i * width)) / width);
    return worst;
}

Status hist_count(Ctx *ctx, const Tensor *x, const double *edges, Index n_bins, Index *counts) {
    if (x->is_complex) return ctx_fail(ctx, ERR_TYPE, "MATLAB:complexInput", "Input must be real.");
    if (n_bins < 1) return OK;
    Bins bins = {
        .edges = edges, .n = n_bins, .lo = edges[0], .hi = edges[n_bins], .counts = counts};
    double uneven = unevenness(edges, n_bins), range = bins.hi - bins.lo;
    if (uneven < 0.25) bins.inv_width = (double)n_bins / range;
    if (x->cls == CLASS_SINGLE && bins.inv_width > 0 && n_bins <= 254) {
        // Rounding of the float arithmetic, in widths: a few units of the last place of each number
        // involved.
        double top = fmax(fabs(bins.lo), fabs(bins.hi));
        double doubt = 4 * FLT_EPSILON * (double)n_bins * (1 + top / range) + uneven;
        bool in_float = bins.inv_width < 1e30 && bins.inv_width > 1e-30 && top < 1e30;
        if (doubt < 0.1 && in_float) {
            kernels_f32()->hist_uniform(x->numel, tensor_f32(x), (float)bins.lo,
                                        (float)bins.inv_width, (int)n_bins, (float)doubt, counts,
                                        count_exact_f32, &bins);
            return OK;
        }
    }
    for (Index i = 0; i < x->numel; i++) {
        if ((i & 0xfffff) == 0) TRY(ctx_check_stop(ctx));
        count_one(&bins, tensor_get(x, i));
    }
    return OK;
}

// ---- choosing edges
// ------------------------------------------------------------------------------------------------
static double spacing(double x) {
    x = fabs(x);
    return isfinite(x) ? nextafter(x, INFINITY) - x : NAN;
}

static double power_of_ten_below(double x) {
    return pow(10, floor(log10(x)));
}

/// left, left + w, …, right: the inner edges by multiplication, the outer ones as given.
static void fill_edges(double left, double width, double right, Index n, double *edges) {
    for (Index i = 1; i < n; i++) edges[i] = fmin(left + (double)i * width, right);
    edges[0] = left;
    edges[n] = right;
}

/// Data of (almost) one value: whole or half numbers around it.
static void edges_around(double lo, double hi, Index n, double scale_eps, double *edges) {
    double room = fmax(1, ceil((double)n * scale_eps));
    double left = floor(2 * (lo - room / 4)) / 2, right = ceil(2 * (hi + room / 4)) / 2;
    fill_edges(left, (right - left) / (double)n, right, n, edges);
}

static bool has_spread(double lo, double hi, double scale_eps) {
    return hi - lo > fmax(sqrt(scale_eps), DBL_MIN);
}

void hist_nice_edges(double lo, double hi, Index n_bins, double *edges) {
    if (n_bins < 1) return;
    double scale_eps = spacing(fmax(fabs(lo), fabs(hi)));
    if (!has_spread(lo, hi, scale_eps)) {
        edges_around(lo, hi, n_bins, scale_eps, edges);
        return;
    }
    double raw = fmax((hi - lo) / (double)n_bins, scale_eps), ten = power_of_ten_below(raw);
    double width = ten * floor(raw / ten);
    double left = fmax(fmin(width * floor(lo / width), lo), -DBL_MAX);
    if (n_bins > 1) {
        // The width lies between what just reaches hi with n bins and with n - 1: the roundest
        // number there.
        double least = (hi - left) / (double)n_bins, most = (hi - left) / (double)(n_bins - 1);
        double unit = power_of_ten_below(most - least);
        width = unit * ceil(least / unit);
    }
    double right = fmin(fmax(left + (double)n_bins * width, hi), DBL_MAX);
    fill_edges(left, width, right, n_bins, edges);
}

enum { MAX_AUTO_BINS = 65536 };

static Status new_edges(Ctx *ctx, Index n_bins, double **ret) {
    *ret = mem_alloc((size_t)(n_bins + 1) * sizeof **ret);
    return *ret ? OK : ctx_fail_nomem(ctx);
}

/// Bins of width 1 centred on whole numbers; lo and hi are whole.
static Status integer_edges(Ctx *ctx, double lo, double hi, double **ret_edges, Index *ret_n) {
    Index n = (Index)(hi - lo) + 1;
    TRY(new_edges(ctx, n, ret_edges));
    fill_edges(lo - 0.5, 1, hi + 0.5, n, *ret_edges);
    *ret_n = n;
    return OK;
}

/// Scott's rule: the raw width 3.5 s / n^(1/3) rounded to 1, 2, 3, 5 or 10 times a power of ten.
static Status scott_edges(Ctx *ctx, double lo, double hi, double deviation, double n,
                          double **ret_edges, Index *ret_n) {
    double scale_eps = spacing(fmax(fabs(lo), fabs(hi)));
    if (!has_spread(lo, hi, scale_eps)) {
        TRY(new_edges(ctx, 1, ret_edges));
        edges_around(lo, hi, 1, scale_eps, *ret_edges);
        *ret_n = 1;
        return OK;
    }
    double raw = fmax(fmax(3.5 * deviation / cbrt(n), scale_eps), (hi - lo) / MAX_AUTO_BINS);
    double ten = power_of_ten_below(raw), relative = raw / ten;
    double width = ten * (relative < 1.5   ? 1
                          : relative < 2.5 ? 2
                          : relative < 4   ? 3
                          : relative < 7.5 ? 5
                                           : 10);
    double left = fmax(fmin(width * floor(lo / width), lo), -DBL_MAX);
    Index bins = (Index)fmax(1, ceil((hi - left) / width));
    double right = fmin(fmax(left + (double)bins * width, hi), DBL_MAX);
    TRY(new_edges(ctx, bins, ret_edges));
    fill_edges(left, width, right, bins, *ret_edges);
    *ret_n = bins;
    return OK;
}

Status hist_auto_edges(Ctx *ctx, const Tensor *x, double **ret_edges, Index *ret_n_bins) {
    double lo, hi, mean = 0, squares = 0, n = 0;
    Index n_bad;
    TRY(hist_range(ctx, x, &lo, &hi, &n_bad));
    if (n_bad == x->numel) { // nothing finite: one bin [0, 1]
        TRY(new_edges(ctx, 1, ret_edges));
        (*ret_edges)[0] = 0;
        (*ret_edges)[1] = 1;
        *ret_n_bins = 1;
        return OK;
    }
    bool whole = true;
    for (Index i = 0; i < x->numel; i++) { // Welford's running mean and variance
        double v = tensor_get(x, i);
        if (!isfinite(v)) continue;
        whole = whole && v == floor(v);
        n++;
        double step = v - mean;
        mean += step / n;
        squares += step * (v - mean);
    }
    if (whole && hi - lo <= 50 && fmax(fabs(lo), fabs(hi)) <= 9007199254740992.0 / 2) {
        return integer_edges(ctx, lo, hi, ret_edges, ret_n_bins);
    }
    double deviation = n > 1 ? sqrt(squares / (n - 1)) : 0;
    return scott_edges(ctx, lo, hi, deviation, n, ret_edges, ret_n_bins);
}
