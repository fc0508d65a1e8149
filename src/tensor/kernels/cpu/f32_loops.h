// tensor/kernels/cpu/f32_loops.h: the float32 kernels, included once by each variant's file, which
// is compiled for its instruction set. Plain loops that the compiler turns into vectors; sums keep
// their lanes in small arrays because float addition may not be reordered otherwise. The includer
// defines KERNEL_TABLE, KERNEL_VARIANT, KERNEL_NAME, FMADD(a, b, c), TILE_ROWS and gemm_piece
// before the table at the foot is expanded.
#include "tensor/kernels/variants.h"
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

enum { LANES = 64, BLOCK = 4096 };

static inline uint32_t bits_of(float x) {
    uint32_t u;
    memcpy(&u, &x, sizeof u);
    return u;
}
static inline float float_of(uint32_t u) {
    float x;
    memcpy(&x, &u, sizeof x);
    return x;
}

/// exp(x): 2^n times a polynomial on [-ln2/2, ln2/2] (Cody and Waite reduction, minimax
/// coefficients of degree 6). The power of two is applied in two steps, so that results near
/// overflow and denormal ones are right.
static inline float exp_one(float x) {
    const float round_magic =
        12582912.0f; // 1.5 * 2^23: adding it leaves the whole part in the low bits
    float c = x > 89.0f ? 89.0f : x;
    c = c < -104.0f ? -104.0f : c;
    float shifted = FMADD(c, 1.44269504f, round_magic);
    float n = shifted - round_magic;
    float r = FMADD(n, -0.693145752f, c);
    r = FMADD(n, -1.42860677e-6f, r);
    float p = 1.37805939e-3f;
    p = FMADD(p, r, 8.37312452e-3f);
    p = FMADD(p, r, 4.16695364e-2f);
    p = FMADD(p, r, 1.66664720e-1f);
    p = FMADD(p, r, 4.99999851e-1f);
    p = FMADD(p * r, r, r) + 1.0f;
    int32_t whole = (int32_t)(bits_of(shifted) - bits_of(round_magic));
    int32_t half = whole >> 1;
    float two_half = float_of((uint32_t)(half + 127) << 23);
    float two_rest = float_of((uint32_t)(whole - half + 127) << 23);
    return p * two_half * two_rest;
}

/// log(x): x = 2^n (1 + f) with 1 + f from sqrt(1/2) to sqrt(2), and log(1 + f) = f - f^2/2 + f^3 P(f), P of degree 8 fitted
/// for the least relative error (7.5e-10).
static inline float log_one(float x) {
    const uint32_t root_half = 0x3f3504f3;
    float small = x < FLT_MIN ? 8388608.0f : 1.0f; // denormals are made normal first
    uint32_t from_root = bits_of(x * small) - root_half;
    float n = (float)((int32_t)from_root >> 23) - (x < FLT_MIN ? 23.0f : 0.0f);
    float f = float_of((from_root & 0x7fffff) + root_half) - 1.0f, z = f * f;
    float p = 6.746601e-2f;
    p = FMADD(p, f, -0.11675641f);
    p = FMADD(p, f, 0.11888175f);
    p = FMADD(p, f, -0.124055915f);
    p = FMADD(p, f, 0.14219551f);
    p = FMADD(p, f, -0.16667996f);
    p = FMADD(p, f, 0.20002119f);
    p = FMADD(p, f, -0.2500001f);
    p = FMADD(p, f, 0.33333313f);
    float r = FMADD(p * f, z, n * -2.12194440e-4f); // ln 2 in two parts, the first exact times n
    r = FMADD(z, -0.5f, r);
    r = FMADD(n, 0.693359375f, f + r);
    r = x <= FLT_MAX ? r : x; // Inf and NaN
    r = x < 0 ? NAN : r;
    return x == 0 ? -INFINITY : r;
}

/// tanh(x): odd polynomial (Taylor-like, fitted) below 0.625, else through exp; exact ±1 beyond 9.
static inline float tanh_one(float x) {
    float a = fabsf(x), z = x * x;
    float p = -5.70498872745e-3f;
    p = FMADD(p, z, 2.06390887954e-2f);
    p = FMADD(p, z, -5.37397155531e-2f);
    p = FMADD(p, z, 1.33314422036e-1f);
    p = FMADD(p, z, -3.33332819422e-1f);
    float small = FMADD(p * z, x, x);
    float e = exp_one(a + a);
    float big = 1.0f - 2.0f / (e + 1.0f);
    big = x < 0 ? -big : big;
    return a < 0.625f ? small : (x != x ? x : big);
}

static inline float sigmoid_one(float x) {
    return 1.0f / (1.0f + exp_one(-x));
}
static inline float relu_one(float x) {
    return x < 0 ? 0.0f : x;
}

// The one stamp for maps of one array. EXPR uses v.
#define MAP_LOOP(NAME, EXPR)                              \
    static void NAME(Index n, const float *x, float *y) { \
        for (Index i = 0; i < n; i++) {                   \
            float v = x[i];                               \
            y[i] = (EXPR);                                \
        }                                                 \
    }
MAP_LOOP(map_exp, exp_one(v))
MAP_LOOP(map_log, log_one(v))
MAP_LOOP(map_sigmoid, sigmoid_one(v))
MAP_LOOP(map_tanh, tanh_one(v))
MAP_LOOP(map_relu, relu_one(v))
MAP_LOOP(map_sqrt, sqrtf(v))
MAP_LOOP(map_abs, fabsf(v))

#define PAIR_LOOP(NAME, EXPR)                                             \
    static void NAME(Index n, const float *x, const float *y, float *r) { \
        for (Index i = 0; i < n; i++) {                                   \
            float u = x[i], v = y[i];                                     \
            r[i] = (EXPR);                                                \
        }                                                                 \
    }
PAIR_LOOP(pair_add, u + v)
PAIR_LOOP(pair_sub, u - v)
PAIR_LOOP(pair_mul, u *v)
PAIR_LOOP(pair_div, u / v)
PAIR_LOOP(relu_backward, u > 0 ? v : 0.0f)
PAIR_LOOP(sigmoid_backward, v *u *(1.0f - u))
PAIR_LOOP(tanh_backward, v *FMADD(-u, u, 1.0f))

static void scale(Index n, float alpha, const float *x, float *r) {
    for (Index i = 0; i < n; i++) r[i] = alpha * x[i];
}
static void axpy(Index n, float alpha, const float *x, float *y) {
    for (Index i = 0; i < n; i++) y[i] = FMADD(alpha, x[i], y[i]);
}

/// One block through local arrays: outputs may be the inputs, and the compiler need not prove
/// otherwise.
static inline void adam_block(Index n, AdamStep s, const float *w, const float *m, const float *v,
                              const float *g, float *w_out, float *m_out, float *v_out) {
    float rest1 = 1.0f - s.beta1, rest2 = 1.0f - s.beta2, mm[LANES], vv[LANES], ww[LANES];
    for (Index i = 0; i < n; i++) {
        float gi = g[i];
        mm[i] = FMADD(s.beta1, m[i], rest1 * gi);
        vv[i] = FMADD(s.beta2, v[i], rest2 * gi * gi);
        ww[i] = w[i] - s.step * mm[i] / (sqrtf(vv[i]) + s.eps);
    }
    memcpy(m_out, mm, (size_t)n * sizeof *mm);
    memcpy(v_out, vv, (size_t)n * sizeof *vv);
    memcpy(w_out, ww, (size_t)n * sizeof *ww);
}

static void adam(Index n, AdamStep s, const float *w, const float *m, const float *v,
                 const float *g, float *w_out, float *m_out, float *v_out) {
    Index i = 0;
    for (; i + LANES <= n; i += LANES) {
        adam_block(LANES, s, w + i, m + i, v + i, g + i, w_out + i, m_out + i, v_out + i);
    }
    if (i < n) adam_block(n - i, s, w + i, m + i, v + i, g + i, w_out + i, m_out + i, v_out + i);
}

static void sgdm(Index n, float lr, float momentum, const float *w, const float *v, const float *g,
                 float *w_out, float *v_out) {
    for (Index i = 0; i < n; i++) {
        float speed = FMADD(momentum, v[i], -lr * g[i]);
        w_out[i] = w[i] + speed;
        v_out[i] = speed;
    }
}

static void rmsprop(Index n, float lr, float decay, float eps, const float *w, const float *v,
                    const float *g, float *w_out, float *v_out) {
    float rest = 1.0f - decay;
    for (Index i = 0; i < n; i++) {
        float gi = g[i], mean = FMADD(decay, v[i], rest * gi * gi);
        w_out[i] = w[i] - lr * gi / (sqrtf(mean) + eps);
        v_out[i] = mean;
    }
}

static float fold_lanes(float *lane) {
    for (int width = LANES / 2; width > 0; width /= 2) {
        for (int l = 0; l < width; l++) lane[l] += lane[l + width];
    }
    return lane[0];
}

#define SUM_F32(NAME, EXPR)                                            \
    static double NAME(Index n, const float *p) {                      \
        double total = 0;                                              \
        for (Index from = 0; from < n; from += BLOCK) {                \
            Index length = n - from < BLOCK ? n - from : BLOCK, i = 0; \
            const float *q = p + from;                                 \
            float lane[LANES] = {0}, rest = 0;                         \
            for (; i + LANES <= length; i += LANES) {                  \
                for (int l = 0; l < LANES; l++) {                      \
                    float x = q[i + l];                                \
                    lane[l] += (EXPR);                                 \
                }                                                      \
            }                                                          \
            for (; i < length; i++) {                                  \
                float x = q[i];                                        \
                rest += (EXPR);                                        \
            }                                                          \
            total += (double)rest + (double)fold_lanes(lane);          \
        }                                                              \
        return total;                                                  \
    }
SUM_F32(sum_f32, x)
SUM_F32(sum_abs_f32, fabsf(x))
SUM_F32(sum_sq_f32, x *x)

static double dot(Index n, const float *p, const float *r) {
    double total = 0;
    for (Index from = 0; from < n; from += BLOCK) {
        Index length = n - from < BLOCK ? n - from : BLOCK, i = 0;
        const float *q = p + from, *s = r + from;
        float lane[LANES] = {0}, rest = 0;
        for (; i + LANES <= length; i += LANES) {
            for (int l = 0; l < LANES; l++) lane[l] = FMADD(q[i + l], s[i + l], lane[l]);
        }
        for (; i < length; i++) rest += q[i] * s[i];
        total += (double)rest + (double)fold_lanes(lane);
    }
    return total;
}

static Index range(Index n, const float *x, float *ret_lo, float *ret_hi) {
    float lo[LANES], hi[LANES];
    int32_t bad[LANES] = {0};
    for (int l = 0; l < LANES; l++) {
        lo[l] = FLT_MAX;
        hi[l] = -FLT_MAX;
    }
    Index i = 0, n_bad = 0;
    // The 32-bit counters of a lane hold any array that fits in memory here (2^31 times LANES
    // elements).
    for (; i + LANES <= n; i += LANES) {
        for (int l = 0; l < LANES; l++) {
            float v = x[i + l], a = fabsf(v);
            int32_t finite = a <= FLT_MAX;
            float down = finite ? v : FLT_MAX, up = finite ? v : -FLT_MAX;
            lo[l] = down < lo[l] ? down : lo[l];
            hi[l] = up > hi[l] ? up : hi[l];
            bad[l] += 1 - finite;
        }
    }
    for (; i < n; i++) {
        if (!(fabsf(x[i]) <= FLT_MAX)) {
            n_bad++;
            continue;
        }
        if (x[i] < lo[0]) lo[0] = x[i];
        if (x[i] > hi[0]) hi[0] = x[i];
    }
    for (int l = 0; l < LANES; l++) {
        if (lo[l] < lo[0]) lo[0] = lo[l];
        if (hi[l] > hi[0]) hi[0] = hi[l];
        n_bad += bad[l];
    }
    *ret_lo = n_bad == n ? 0 : lo[0];
    *ret_hi = n_bad == n ? 0 : hi[0];
    return n_bad;
}

static void sum_columns(Index m, Index n, const float *x, Index ldx, float *out) {
    enum { ROWS = 64 };
    for (Index from = 0; from < m; from += ROWS) {
        Index rows = m - from < ROWS ? m - from : ROWS;
        float acc[ROWS] = {0};
        for (Index j = 0; j < n; j++) {
            const float *column = x + j * ldx + from;
            if (rows == ROWS) {
                for (int i = 0; i < ROWS; i++) acc[i] += column[i];
            } else {
                for (Index i = 0; i < rows; i++) acc[i] += column[i];
            }
        }
        memcpy(out + from, acc, (size_t)rows * sizeof *acc);
    }
}

static void add_bias(Index m, Index n, const float *x, Index ldx, const float *bias, float *y,
                     Index ldy) {
    for (Index j = 0; j < n; j++) {
        for (Index i = 0; i < m; i++) y[j * ldy + i] = x[j * ldx + i] + bias[i];
    }
}

static void softmax_columns(Index m, Index n, const float *x, float *y) {
    for (Index j = 0; j < n; j++) {
        const float *in = x + j * m;
        float *out = y + j * m, top = -INFINITY;
        for (Index i = 0; i < m; i++) top = in[i] > top ? in[i] : top;
        if (!(fabsf(top) <= FLT_MAX))
            top = 0; // all -Inf, or an Inf: let NaN appear as in exp(x)/sum(exp(x))
        for (Index i = 0; i < m; i++) out[i] = exp_one(in[i] - top);
        float inverse = 1.0f / (float)sum_f32(m, out);
        for (Index i = 0; i < m; i++) out[i] *= inverse;
    }
}

static void softmax_backward(Index m, Index n, const float *y, const float *dy, float *dx) {
    for (Index j = 0; j < n; j++, y += m, dy += m, dx += m) {
        float inner = (float)dot(m, y, dy);
        for (Index i = 0; i < m; i++) dx[i] = y[i] * (dy[i] - inner);
    }
}

#ifndef TRANSPOSE_BLOCK
/// Blocks of 16 by 16, so that both sides stay in cache lines already loaded.
static void transpose(Index m, Index n, const float *a, Index lda, float *b, Index ldb) {
    for (Index jb = 0; jb < n; jb += 16) {
        Index je = jb + 16 < n ? jb + 16 : n;
        for (Index ib = 0; ib < m; ib += 16) {
            Index ie = ib + 16 < m ? ib + 16 : m;
            for (Index i = ib; i < ie; i++) {
                for (Index j = jb; j < je; j++) b[j + i * ldb] = a[i + j * lda];
            }
        }
    }
}
#endif

#ifndef MAX_PAIRS
/// Without branches: which of four numbers is largest cannot be foreseen.
static void max_pairs(Index n, const float *x, Index h, Index at, float *y, int64_t *where) {
    const float *right = x + h;
    for (Index i = 0; i < n; i++) {
        float a = x[2 * i], b = x[2 * i + 1], c = right[2 * i], d = right[2 * i + 1];
        float ab = b > a ? b : a, cd = d > c ? d : c;
        int64_t second = -(int64_t)(cd > ab), at_ab = b > a, at_cd = h + (d > c);
        y[i] = cd > ab ? cd : ab;
        if (where) where[i] = at + 2 * i + (at_ab ^ ((at_ab ^ at_cd) & second));
    }
}
#endif

/// Bin numbers are computed for a block of values at once; eight tables of counts, because one
/// table would make each increment wait for the previous one to the same bin. Slot n_bins takes
/// what lies outside.
static void hist_uniform(Index n, const float *x, float lo, float inv_width, int n_bins,
                         float doubt, Index *counts,
                         void (*exact)(void *arg, Index n, const float *x), void *arg) {
    enum { TABLES = 8, SLOTS = 256, WIDE = 64 };
    uint32_t table[TABLES][SLOTS];
    float below = 1.0f - doubt, above = (float)n_bins + 1.0f + doubt, sure = 0.5f - doubt;
    float outside = (float)n_bins + 1.5f; // the middle of the slot for all that lies outside
    for (Index start = 0; start < n; start += INT32_MAX / 2) {
        Index stop = n - start < INT32_MAX / 2 ? n : start + INT32_MAX / 2, i = start;
        memset(table, 0, sizeof table);
        for (; i + WIDE <= stop; i += WIDE) {
            int32_t number[WIDE], unsure = 0;
            uint8_t slot[WIDE];
            for (int l = 0; l < WIDE; l++) {
                float f = (x[i + l] - lo) * inv_width + 1.0f;
                f = f > below ? f : outside; // NaN fails both
                f = f < above ? f : outside;
                int32_t q = (int32_t)f; // 1 + bin
                float from_middle = fabsf(f - (float)q - 0.5f);
                unsure += from_middle > sure ? 1 : 0;
                number[l] = q;
            }
            if (unsure) {
                exact(arg, WIDE, x + i);
                continue;
            }
            for (int l = 0; l < WIDE; l++) slot[l] = (uint8_t)(number[l] - 1);
            for (int l = 0; l < WIDE; l += TABLES) {
                uint64_t eight;
                memcpy(&eight, slot + l, sizeof eight);
                for (int t = 0; t < TABLES; t++) table[t][(eight >> (8 * t)) & 255]++;
            }
        }
        if (i < stop) exact(arg, stop - i, x + i);
        for (int b = 0; b < n_bins; b++) {
            for (int t = 0; t < TABLES; t++) counts[b] += table[t][b];
        }
    }
}
