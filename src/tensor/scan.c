// Running sums, products, maxima and minima along a dimension. NaN: cumsum and cumprod propagate
// it; cummax and cummin skip it, and give NaN only while nothing else has been seen.
#include "tensor/internal.h"
#include <math.h>

typedef struct Walk {
    Index from, step, n;
} Walk;

static void scan_wide(const Ctx *ctx, ScanOp op, const Tensor *x, Tensor *out, Walk w) {
    long double acc = 0;
    for (Index k = 0, i = w.from; !stop_reached(ctx, k, w.n); k++, i += w.step) {
        long double v = tensor_get_wide(x, i);
        if (k == 0) {
            acc = v;
        } else if (op == SCAN_SUM) {
            acc += v;
        } else if (op == SCAN_PROD) {
            acc *= v;
        } else if (op == SCAN_MAX) {
            acc = v > acc ? v : acc;
        } else {
            acc = v < acc ? v : acc;
        }
        tensor_set_wide(out, i, acc);
        if (class_is_int((NumClass)out->cls))
            acc = tensor_get_wide(out, i); // saturated on the way, as in a loop
    }
}

// The one stamp: double and single are walked without calls; the sum is kept in double. `acc` is what came before and
// the result what goes on, so that a long walk may be cut.
#define SCAN_LOOP(NAME, T)                                               \
    static double NAME(ScanOp op, const T *p, T *q, Walk w, double acc) { \
        for (Index k = 0, i = w.from; k < w.n; k++, i += w.step) {       \
            double v = (double)p[i];                                     \
            switch (op) {                                                \
            case SCAN_SUM: acc += v; break;                              \
            case SCAN_PROD: acc *= v; break;                             \
            case SCAN_MAX: acc = v > acc || isnan(acc) ? v : acc; break; \
            case SCAN_MIN: acc = v < acc || isnan(acc) ? v : acc; break; \
            }                                                            \
            q[i] = (T)acc;                                               \
        }                                                                \
        return acc;                                                      \
    }
SCAN_LOOP(scan_f64, double)
SCAN_LOOP(scan_f32, float)

static double scan_start(ScanOp op) {
    return op == SCAN_PROD ? 1 : op == SCAN_SUM ? 0 : NAN;
}

/// Classes that count as double (or stay logical for maxima and minima).
static void scan_other(const Ctx *ctx, ScanOp op, const Tensor *x, Tensor *out, Walk w) {
    for (Index k = 0, i = w.from; !stop_reached(ctx, k, w.n); k++, i += w.step) {
        double one = tensor_get(x, i), before = k ? tensor_get(out, i - w.step) : 0;
        double pair[2] = {before, one}, result[2];
        scan_f64(op, pair + !k, result + !k, (Walk){0, 1, k ? 2 : 1}, scan_start(op));
        tensor_set(out, i, result[1]);
    }
}

static void scan_real(const Ctx *ctx, ScanOp op, const Tensor *x, Tensor *out, Walk w) {
    if (!class_is_float((NumClass)x->cls)) {
        scan_other(ctx, op, x, out, w);
        return;
    }
    double acc = scan_start(op);
    for (Index k = 0, m; (m = stop_block(ctx, k, w.n)) > 0; k += m) {
        Walk part = {w.from + k * w.step, w.step, m};
        acc = x->cls == CLASS_DOUBLE ? scan_f64(op, tensor_f64(x), tensor_f64(out), part, acc)
                                     : scan_f32(op, tensor_f32(x), tensor_f32(out), part, acc);
    }
}

static void scan_complex(const Ctx *ctx, ScanOp op, const Tensor *x, Tensor *out, Walk w) {
    double re = op == SCAN_PROD, im = 0;
    for (Index k = 0, i = w.from; !stop_reached(ctx, k, w.n); k++, i += w.step) {
        double a = tensor_get(x, i), b = tensor_get_imag(x, i);
        if (op == SCAN_SUM) {
            re += a;
            im += b;
        } else if (op == SCAN_PROD) {
            double product = re * a - im * b;
            im = re * b + im * a;
            re = product;
        } else {
            double p = hypot(a, b), q = hypot(re, im);
            if (p == q) {
                p = atan2(b, a);
                q = atan2(im, re);
            }
            if (k == 0 || (op == SCAN_MAX ? p > q : p < q)) {
                re = a;
                im = b;
            }
        }
        double pair[2] = {re, im};
        store_c64(out, i, 1, pair);
    }
}

Status tensor_scan(Ctx *ctx, ScanOp op, const Tensor *x, int dim, bool reverse, Tensor **ret) {
    bool is_int = class_is_int((NumClass)x->cls), keeps = op == SCAN_MAX || op == SCAN_MIN;
    NumClass cls = is_int || class_is_float((NumClass)x->cls) || (keeps && x->cls == CLASS_LOGICAL)
                       ? (NumClass)x->cls
                       : CLASS_DOUBLE;
    Tensor *out;
    TRY(tensor_new_as(ctx, cls, x->is_complex, &x->shape, &out));
    Index inner = 1, n = shape_dim(&x->shape, dim);
    for (int i = 0; i < dim && i < x->shape.n_dims; i++) inner *= x->shape.dim[i];
    Index outer = x->numel == 0 ? 0 : x->numel / (inner * n);
    for (Index o = 0; o < outer; o++) {
        for (Index i = 0; !stop_reached(ctx, i, inner); i++) {
            Walk w = {o * n * inner + i, inner, n};
            if (reverse) {
                w.from += (n - 1) * inner;
                w.step = -inner;
            }
            if (x->is_complex) {
                scan_complex(ctx, op, x, out, w);
            } else if (is_int) {
                scan_wide(ctx, op, x, out, w);
            } else {
                scan_real(ctx, op, x, out, w);
            }
        }
    }
    return tensor_finish(ctx, out, ret);
}
