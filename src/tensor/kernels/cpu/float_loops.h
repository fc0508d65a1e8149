// tensor/kernels/cpu/float_loops.h: element by element loops on float and double, included once by
// each variant's file, which is compiled for its instruction set; plain loops that the compiler
// turns into vectors. The includer defines LOOP_TABLE as the name of the table to export.
#include "tensor/kernels/variants.h"
#include <math.h>

// The one stamp: a loop over a type with the three forms of strides. EXPR uses x and y.
#define FLOAT_LOOP(NAME, T, R, EXPR)                                                          \
    static void NAME(Index n, const void *px, Index sx, const void *py, Index sy, void *pr) { \
        const T *a = px, *b = py;                                                             \
        R *r = pr;                                                                            \
        if (sx && sy) {                                                                       \
            for (Index i = 0; i < n; i++) {                                                   \
                T x = a[i], y = b[i];                                                         \
                r[i] = (R)(EXPR);                                                             \
            }                                                                                 \
        } else if (sx) {                                                                      \
            T y = *b;                                                                         \
            for (Index i = 0; i < n; i++) {                                                   \
                T x = a[i];                                                                   \
                r[i] = (R)(EXPR);                                                             \
            }                                                                                 \
        } else {                                                                              \
            T x = *a;                                                                         \
            for (Index i = 0; i < n; i++) {                                                   \
                T y = b[sy ? i : 0];                                                          \
                r[i] = (R)(EXPR);                                                             \
            }                                                                                 \
        }                                                                                     \
    }
// max and min skip NaN: the other operand wins; two NaN give NaN.
#define FLOAT_LOOPS(T, P)                               \
    FLOAT_LOOP(P##_add, T, T, x + y)                    \
    FLOAT_LOOP(P##_sub, T, T, x - y)                    \
    FLOAT_LOOP(P##_mul, T, T, x *y)                     \
    FLOAT_LOOP(P##_div, T, T, x / y)                    \
    FLOAT_LOOP(P##_max, T, T, x >= y || y != y ? x : y) \
    FLOAT_LOOP(P##_min, T, T, x <= y || y != y ? x : y) \
    FLOAT_LOOP(P##_eq, T, uint8_t, x == y)              \
    FLOAT_LOOP(P##_ne, T, uint8_t, x != y)              \
    FLOAT_LOOP(P##_lt, T, uint8_t, x < y)               \
    FLOAT_LOOP(P##_le, T, uint8_t, x <= y)              \
    FLOAT_LOOP(P##_gt, T, uint8_t, x > y)               \
    FLOAT_LOOP(P##_ge, T, uint8_t, x >= y)
FLOAT_LOOPS(float, f32)
FLOAT_LOOPS(double, f64)

// Sums: 32 partial sums that the compiler keeps in vectors, folded every 4096 elements.
#define SUM_LOOP(NAME, EXPR)                                                \
    static double NAME(Index n, const double *p) {                          \
        enum { LANES = 32, BLOCK = 4096 };                                  \
        double total = 0;                                                   \
        for (Index from = 0; from < n; from += BLOCK) {                     \
            Index length = n - from < BLOCK ? n - from : BLOCK, i = 0;      \
            const double *q = p + from;                                     \
            double lane[LANES] = {0}, block = 0;                            \
            for (; i + LANES <= length; i += LANES) {                       \
                for (int l = 0; l < LANES; l++) {                           \
                    double x = q[i + l];                                    \
                    lane[l] += (EXPR);                                      \
                }                                                           \
            }                                                               \
            for (int width = LANES / 2; width > 0; width /= 2) {            \
                for (int l = 0; l < width; l++) lane[l] += lane[l + width]; \
            }                                                               \
            for (; i < length; i++) {                                       \
                double x = q[i];                                            \
                block += (EXPR);                                            \
            }                                                               \
            total += block + lane[0];                                       \
        }                                                                   \
        return total;                                                       \
    }
SUM_LOOP(sum_f64, x)
SUM_LOOP(sum_abs_f64, fabs(x))
SUM_LOOP(sum_sq_f64, x *x)

static void narrow(Index n, const double *restrict x, float *restrict y) {
    for (Index i = 0; i < n; i++) y[i] = (float)x[i];
}
static void widen(Index n, const float *restrict x, double *restrict y) {
    for (Index i = 0; i < n; i++) y[i] = (double)x[i];
}

static void accumulate_f32(Index n, const float *x, double *acc) {
    for (Index i = 0; i < n; i++) acc[i] += (double)x[i];
}
static void accumulate_f64(Index n, const double *x, double *acc) {
    for (Index i = 0; i < n; i++) acc[i] += x[i];
}

const LoopTable LOOP_TABLE = {
    .f32 = {f32_add, f32_sub, f32_mul, f32_div, f32_max, f32_min, f32_eq, f32_ne, f32_lt, f32_le,
            f32_gt, f32_ge},
    .f64 = {f64_add, f64_sub, f64_mul, f64_div, f64_max, f64_min, f64_eq, f64_ne, f64_lt, f64_le,
            f64_gt, f64_ge},
    .sum_f64 = sum_f64,
    .sum_abs_f64 = sum_abs_f64,
    .sum_sq_f64 = sum_sq_f64,
    .narrow = narrow,
    .widen = widen,
    .accumulate_f32 = accumulate_f32,
    .accumulate_f64 = accumulate_f64,
};
