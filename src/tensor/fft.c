// Discrete Fourier transforms of any length: Cooley and Tukey's recursion over the prime factors
// (4, 2, 3, 5, …), and Bluestein's chirp convolution when a factor is a large prime. All in double;
// single data are rounded at the end.
#include "tensor/internal.h"
#include "tensor/linalg.h"
#include <complex.h>
#include <math.h>
#include <string.h>

typedef double complex C64;
enum { MAX_FACTORS = 64, LARGE_PRIME = 97 };

typedef struct FftPlan {
    Index n;
    int n_factors;
    Index factor[MAX_FACTORS];
    C64 *turn; // exp(-2πi k / n)
    // Bluestein only: a transform of length m ≥ 2n - 1, the chirp and the transform of its inverse
    struct FftPlan *inner;
    C64 *chirp, *kernel, *work, *work2;
    const Ctx *ctx; // whose stop ends it; null: none
} FftPlan;

/// exp(-2πi k / n), exact at the multiples of an eighth of a turn.
static C64 turn_of(Index k, Index n) {
    k %= n;
    Index octant = 8 * k / n,
          rest = 8 * k - octant * n; // angle = (octant + rest / n) / 8 of a turn
    if (octant & 1) rest = n - rest;
    double angle = M_PI_4 * (double)rest / (double)n, c = cos(angle), s = sin(angle);
    if (rest == n) c = s = M_SQRT1_2;
    switch (octant) { // cosine and sine of 2πk/n
    case 0: return c64(c, -s);
    case 1: return c64(s, -c);
    case 2: return c64(-s, -c);
    case 3: return c64(-c, -s);
    case 4: return c64(-c, s);
    case 5: return c64(-s, c);
    case 6: return c64(s, c);
    default: return c64(c, s);
    }
}

static inline C64 times(C64 x, C64 y) {
    return c64(creal(x) * creal(y) - cimag(x) * cimag(y),
               creal(x) * cimag(y) + cimag(x) * creal(y));
}

/// Combines r transforms of length m, which lie one after another in `out`.
static void butterfly(const FftPlan *p, C64 *out, Index m, Index r, Index step) {
    C64 t[LARGE_PRIME];
    Index n = p->n;
    for (Index k = 0; k < m; k++) {
        for (Index q = 0; q < r; q++)
            t[q] = q ? times(out[q * m + k], p->turn[q * k * step]) : out[k];
        if (r == 2) {
            out[k] = t[0] + t[1];
            out[k + m] = t[0] - t[1];
        } else if (r == 4) {
            C64 a = t[0] + t[2], b = t[0] - t[2], c = t[1] + t[3], d = t[1] - t[3];
            C64 turned = c64(cimag(d), -creal(d));
            out[k] = a + c;
            out[k + m] = b + turned;
            out[k + 2 * m] = a - c;
            out[k + 3 * m] = b - turned;
        } else {
            for (Index j = 0; j < r; j++) {
                C64 sum = t[0];
                for (Index q = 1; q < r; q++) sum += times(t[q], p->turn[q * j % r * (n / r)]);
                out[k + j * m] = sum;
            }
        }
    }
}

enum { POLL = 1 << 14 }; // parts from this length on look at the stop flag

static void fft_recurse(const FftPlan *p, int level, Index n, const C64 *in, Index stride,
                        C64 *out) {
    if (n == 1) {
        out[0] = in[0];
        return;
    }
    if (n >= POLL && p->ctx && ctx_is_stopping(p->ctx)) return; // the caller fails
    Index r = p->factor[level], m = n / r;
    for (Index q = 0; q < r; q++)
        fft_recurse(p, level + 1, m, in + q * stride, stride * r, out + q * m);
    if (n >= POLL && p->ctx && ctx_is_stopping(p->ctx)) return;
    butterfly(p, out, m, r, p->n / n);
}

static void plan_free(FftPlan *p) {
    if (!p) return;
    plan_free(p->inner);
    mem_free(p->turn);
    mem_free(p->chirp);
    mem_free(p->kernel);
    mem_free(p->work);
    mem_free(p->work2);
    mem_free(p);
}

static bool factorise(FftPlan *p) {
    Index rest = p->n;
    for (Index f = 4; rest > 1;) {
        while (rest % f == 0) {
            p->factor[p->n_factors++] = f;
            rest /= f;
        }
        f = f == 4 ? 2 : f == 2 ? 3 : f + 2;
        if (f >= LARGE_PRIME && rest > 1) return false;
    }
    return true;
}

static FftPlan *plan_new(const Ctx *ctx, Index n);

static bool plan_bluestein(FftPlan *p) {
    Index n = p->n, m = 1;
    while (m < 2 * n - 1) m *= 2;
    p->inner = plan_new(p->ctx, m);
    p->chirp = mem_alloc((size_t)n * sizeof *p->chirp);
    p->kernel = mem_alloc((size_t)m * sizeof *p->kernel);
    p->work = mem_alloc((size_t)m * sizeof *p->work);
    p->work2 = mem_alloc((size_t)m * sizeof *p->work2);
    if (!p->inner || !p->chirp || !p->kernel || !p->work || !p->work2) return false;
    for (Index k = 0; k < n; k++) p->chirp[k] = turn_of((Index)((__int128)k * k % (2 * n)), 2 * n);
    memset(p->work, 0, (size_t)m * sizeof *p->work);
    p->work[0] = conj(p->chirp[0]);
    for (Index k = 1; k < n; k++) p->work[k] = p->work[m - k] = conj(p->chirp[k]);
    fft_recurse(p->inner, 0, m, p->work, 1, p->kernel);
    return true;
}

static FftPlan *plan_new(const Ctx *ctx, Index n) {
    FftPlan *p = mem_alloc_zero(sizeof *p);
    if (!p) return NULL;
    p->n = n;
    p->ctx = ctx;
    bool ok = true;
    if (factorise(p)) {
        p->turn = mem_alloc((size_t)n * sizeof *p->turn);
        ok = p->turn != NULL;
        for (Index k = 0; ok && k < n && (k % POLL || !ctx_is_stopping(ctx)); k++)
            p->turn[k] = turn_of(k, n);
    } else {
        ok = plan_bluestein(p);
    }
    if (!ok) {
        plan_free(p);
        return NULL;
    }
    return p;
}

static void plan_run(const FftPlan *p, const C64 *in, C64 *out) {
    if (!p->inner) {
        fft_recurse(p, 0, p->n, in, 1, out);
        return;
    }
    Index n = p->n, m = p->inner->n;
    for (Index k = 0; k < n; k++) p->work[k] = times(in[k], p->chirp[k]);
    memset(p->work + n, 0, (size_t)(m - n) * sizeof *p->work);
    fft_recurse(p->inner, 0, m, p->work, 1, p->work2);
    for (Index k = 0; k < m; k++) p->work2[k] = conj(times(p->work2[k], p->kernel[k]));
    fft_recurse(p->inner, 0, m, p->work2, 1, p->work);
    for (Index k = 0; k < n; k++) out[k] = times(conj(p->work[k]), p->chirp[k]) / (double)m;
}

Status fft_along(Ctx *ctx, const Tensor *x, Index n, int dim, bool inverse, Tensor **ret) {
    Index old = shape_dim(&x->shape, dim), inner = 1;
    if (n < 0) n = old;
    if (dim < 0 || dim >= SHAPE_MAX_DIMS) {
        return ctx_fail(
            ctx, ERR_ARG, "MATLAB:getdimarg:dimensionMustBePositiveInteger",
            "Dimension argument must be a positive integer scalar within indexing range.");
    }
    if (class_is_int((NumClass)x->cls)) return fail_class(ctx, inverse ? "ifft" : "fft", x);
    for (int i = 0; i < dim && i < x->shape.n_dims; i++) inner *= x->shape.dim[i];
    Shape shape = x->shape;
    while (shape.n_dims <= dim) shape.dim[shape.n_dims++] = 1;
    shape.dim[dim] = n;
    Tensor *out = NULL;
    FftPlan *plan = NULL;
    C64 *in = NULL;
    Status status = OK;
    TRY_GOTO(tensor_new_complex(ctx, x->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE, &shape,
                                &out));
    if (out->numel > 0) {
        plan = plan_new(ctx, n);
        in = mem_alloc((size_t)n * 2 * sizeof *in);
        if (!plan || !in) TRY_GOTO(ctx_fail_nomem(ctx));
        C64 *result = in + n;
        for (Index c = 0; c < out->numel / n; c++) {
            TRY_GOTO(ctx_check_stop(ctx));
            Index block = c / inner, lane = c % inner;
            for (Index k = 0; k < n; k++) {
                Index at = (block * old + k) * inner + lane;
                double im = k < old ? tensor_get_imag(x, at) : 0;
                in[k] = k < old ? c64(tensor_get(x, at), inverse ? -im : im) : 0;
            }
            plan_run(plan, in, result);
            TRY_GOTO(ctx_check_stop(ctx));
            for (Index k = 0; k < n; k++) {
                double pair[2] = {creal(result[k]), cimag(result[k])};
                if (inverse) {
                    pair[0] /= (double)n;
                    pair[1] /= -(double)n;
                }
                store_c64(out, (block * n + k) * inner + lane, 1, pair);
            }
        }
    }
    *ret = out;
    out = NULL;
done:
    plan_free(plan);
    mem_free(in);
    tensor_unref(out);
    return status;
}
