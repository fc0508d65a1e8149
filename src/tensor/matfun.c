// Functions of a whole matrix: exponential and norms.
#include "tensor/internal.h"
#include "tensor/kernels/variants.h"
#include "tensor/linalg.h"
#include <cblas-openblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

// ---- expm
// ------------------------------------------------------------------------------------------------------------
// Scaling and squaring with the Padé approximant of degree 13 (Higham, SIAM J. Matrix Anal. Appl.
// 26, 2005). A complex matrix X + iY is handled as the real one [X -Y; Y X], whose exponential has
// the same form.
typedef struct Exponential {
    Ctx *ctx;
    Index n;
    double *a, *a2, *a4, *a6, *u, *v, *t;
} Exponential;

/// z = x y, in columns between which the stop flag is looked at; the rest is left after a stop.
static void multiply(const Exponential *e, const double *x, const double *y, double *z) {
    Index n = e->n, step = n > 1000 ? 200000000 / (n * n) + 32 : n;
    for (Index j = 0; j < n && !ctx_is_stopping(e->ctx); j += step)
        gemm_f64(e->ctx->pool, false, false, n, n - j < step ? n - j : step, n, 1, x, n, y + j * n, n, 0, z + j * n, n);
}

/// z = c6 A6 + c4 A4 + c2 A2 + c0 I
static void combine(const Exponential *e, double c6, double c4, double c2, double c0, double *z) {
    for (Index i = 0; i < e->n * e->n; i++) z[i] = c6 * e->a6[i] + c4 * e->a4[i] + c2 * e->a2[i];
    for (Index i = 0; i < e->n; i++) z[i * (e->n + 1)] += c0;
}

static void add(const Exponential *e, const double *x, double *z) {
    for (Index i = 0; i < e->n * e->n; i++) z[i] += x[i];
}

static Status exponential(Ctx *ctx, Exponential *e) {
    static const double b[] = {64764752532480000.0,
                               32382376266240000.0,
                               7771770303897600.0,
                               1187353796428800.0,
                               129060195264000.0,
                               10559470521600.0,
                               670442572800.0,
                               33522128640.0,
                               1323241920.0,
                               40840800.0,
                               960960.0,
                               16380.0,
                               182.0,
                               1.0};
    Index n = e->n, nn = n * n;
    double norm = 0;
    for (Index j = 0; j < n; j++) norm = fmax(norm, cblas_dasum((int)n, e->a + j * n, 1));
    for (Index i = 0; i < nn; i++) {
        if (isfinite(e->a[i])) continue;
        for (Index j = 0; j < nn; j++) e->a[j] = NAN; // nothing sensible comes of Inf or NaN
        return OK;
    }
    int squarings = 0;
    if (norm > 5.371920351148152) squarings = (int)ceil(log2(norm / 5.371920351148152));
    if (squarings > 1023) squarings = 1023;
    for (Index i = 0; i < nn; i++) e->a[i] = ldexp(e->a[i], -squarings);
    multiply(e, e->a, e->a, e->a2);
    multiply(e, e->a2, e->a2, e->a4);
    multiply(e, e->a2, e->a4, e->a6);
    combine(e, b[13], b[11], b[9], 0, e->t);
    multiply(e, e->a6, e->t, e->v);
    combine(e, b[7], b[5], b[3], b[1], e->t);
    add(e, e->v, e->t);
    multiply(e, e->a, e->t, e->u);
    combine(e, b[12], b[10], b[8], 0, e->t);
    multiply(e, e->a6, e->t, e->v);
    combine(e, b[6], b[4], b[2], b[0], e->t);
    add(e, e->t, e->v);
    // (V - U) X = V + U
    for (Index i = 0; i < nn; i++) {
        e->t[i] = e->v[i] - e->u[i];
        e->a[i] = e->v[i] + e->u[i];
    }
    lapack_int *pivots = mem_alloc((size_t)n * sizeof *pivots);
    if (!pivots) return ctx_fail_nomem(ctx);
    int info = 0;
    Status status = lu_factor(ctx, (int)n, (int)n, e->t, pivots, &info);
    if (status == OK && !info) status = lu_solve(ctx, (int)n, e->t, pivots, (int)n, e->a);
    mem_free(pivots);
    TRY(status);
    for (int s = 0; s < squarings; s++) {
        TRY(ctx_check_stop(ctx));
        multiply(e, e->a, e->a, e->t);
        memcpy(e->a, e->t, (size_t)nn * sizeof *e->t);
    }
    return OK;
}

Status linalg_expm(Ctx *ctx, const Tensor *a, Tensor **ret) {
    TRY(linalg_check(ctx, "expm", a, true));
    Index k = a->shape.dim[0], n = a->is_complex ? 2 * k : k, nn = n * n;
    if (k == 0) return tensor_copy(ctx, a, ret);
    double *room = mem_alloc_aligned((size_t)nn * 7 * sizeof *room);
    if (!room) return ctx_fail_nomem(ctx);
    Exponential e = {ctx,           n,
                     room,          room + nn,
                     room + 2 * nn, room + 3 * nn,
                     room + 4 * nn, room + 5 * nn,
                     room + 6 * nn};
    Status status = OK;
    TRY_GOTO(blas_ready(ctx));
    for (Index j = 0; j < k; j++) {
        for (Index i = 0; i < k; i++) {
            double re = tensor_get(a, i + j * k), im = tensor_get_imag(a, i + j * k);
            e.a[i + j * n] = re;
            if (!a->is_complex) continue;
            e.a[i + k + j * n] = im;
            e.a[i + (j + k) * n] = -im;
            e.a[i + k + (j + k) * n] = re;
        }
    }
    TRY_GOTO(exponential(ctx, &e));
    Tensor *out;
    TRY_GOTO(tensor_new_as(ctx, linalg_class(a), a->is_complex, &a->shape, &out));
    for (Index j = 0; j < k; j++) {
        for (Index i = 0; i < k; i++) {
            double pair[2] = {e.a[i + j * n], a->is_complex ? e.a[i + k + j * n] : 0};
            if (a->is_complex) {
                store_c64(out, i + j * k, 1, pair);
            } else {
                store_f64(out, i + j * k, 1, pair);
            }
        }
    }
    *ret = out;
done:
    mem_free(room);
    return status;
}

// ---- norms
// -----------------------------------------------------------------------------------------------------------
static double size_at(const Tensor *a, Index i) {
    return a->is_complex ? hypot(tensor_get(a, i), tensor_get_imag(a, i)) : fabs(tensor_get(a, i));
}

/// sqrt of the sum of squares, scaled so that squares neither overflow nor vanish.
static double norm_two(const Tensor *a) {
    double scale = 0, sum = 1;
    for (Index i = 0; i < a->numel; i++) {
        double v = size_at(a, i);
        if (isnan(v)) return v;
        if (v == 0) continue;
        if (isinf(v)) return v;
        if (v > scale) {
            sum = 1 + sum * (scale / v) * (scale / v);
            scale = v;
        } else {
            sum += (v / scale) * (v / scale);
        }
    }
    return scale * sqrt(sum);
}

static double norm_vector(const Tensor *a, double p) {
    if (p == 2 || p == 0) return norm_two(a);
    double acc = isinf(p) && p < 0 ? INFINITY : 0;
    for (Index i = 0; i < a->numel; i++) {
        double v = size_at(a, i);
        if (isnan(v)) return v;
        if (isinf(p)) {
            acc = p > 0 ? fmax(acc, v) : fmin(acc, v);
        } else {
            acc += p == 1 ? v : pow(v, p);
        }
    }
    return isinf(p) || p == 1 ? acc : pow(acc, 1 / p);
}

/// Largest sum of absolute values of a column, or of a row.
static double norm_sums(const Tensor *a, bool rows) {
    Index m = a->shape.dim[0], n = a->shape.dim[1];
    double top = 0;
    for (Index j = 0; j < (rows ? m : n); j++) {
        double sum = 0;
        for (Index i = 0; i < (rows ? n : m); i++) sum += size_at(a, rows ? j + i * m : i + j * m);
        if (isnan(sum)) return sum;
        top = fmax(top, sum);
    }
    return top;
}

Status linalg_norm(Ctx *ctx, const Tensor *a, double p, double *ret) {
    if (!class_is_float((NumClass)a->cls) && a->cls != CLASS_LOGICAL && a->cls != CLASS_CHAR)
        return fail_class(ctx, "norm", a);
    if (p == 0) { // Frobenius takes any shape
        *ret = norm_two(a);
        return OK;
    }
    TRY(linalg_check(ctx, "norm", a, false));
    if (a->numel == 0) {
        *ret = 0;
    } else if (shape_is_vector(&a->shape)) {
        *ret = norm_vector(a, p);
    } else if (p == 1 || (isinf(p) && p > 0)) {
        *ret = norm_sums(a, p != 1);
    } else if (p == 2) {
        for (Index i = 0; i < a->numel; i++) {
            double v = size_at(a, i);
            if (!isfinite(v)) {
                *ret = v;
                return OK;
            }
        }
        Tensor *s;
        TRY(linalg_svd(ctx, a, true, NULL, &s, NULL));
        *ret = tensor_get(s, 0);
        tensor_unref(s);
    } else {
        return ctx_fail(ctx, ERR_ARG, "MATLAB:norm:unknownNorm",
                        "The only matrix norms available are 1, 2, inf, and 'fro'.");
    }
    return OK;
}
