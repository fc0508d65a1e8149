// tensor/kernels/kernels.h: float32 kernels on plain memory, for tensor operations and for the
// network room. Every kernel has three variants (portable, AVX2, AVX-512) compiled from one source;
// kernels_f32() gives the best one this processor runs. Matrices are column-major; `ld…` is the
// distance between columns in elements. Tests: tests/unit/tensor/test_kernels.c and test_gemm.c
// compare every variant with plain loops in double.
#pragma once
#include "base/mem.h"
#include "base/pool.h"
#include <stdbool.h>

typedef enum KernelVariant {
    KERNELS_PORTABLE,
    KERNELS_AVX2,
    KERNELS_AVX512,
    KERNELS_VARIANTS
} KernelVariant;

/// What happens to a finished element c of a product before it is left in memory.
typedef enum GemmEpilogueKind {
    GEMM_STORE,        // C = A B
    GEMM_ADD,          // C = C + A B
    GEMM_BIAS,         // C = A B + bias (one per row)
    GEMM_BIAS_RELU,    // max(A B + bias, 0)
    GEMM_BIAS_SIGMOID, // 1 / (1 + exp(-(A B + bias)))
    GEMM_BIAS_TANH,    // tanh(A B + bias)
    GEMM_DRELU,        // A B where aux > 0, else 0       (aux: the layer's output or input)
    GEMM_DSIGMOID,     // A B .* aux .* (1 - aux)         (aux: the layer's output)
    GEMM_DTANH         // A B .* (1 - aux.^2)             (aux: the layer's output)
} GemmEpilogueKind;
typedef struct GemmEpilogue {
    GemmEpilogueKind kind;
    const float *bias; // m values, for the BIAS kinds; null counts as zeros
    const float *aux;  // m × n, for the D kinds
    Index ld_aux;
} GemmEpilogue;

/// C (m × n) = op(A) op(B) with an epilogue (null: store). C may not overlap A or B. Never fails.
/// `ta`: A is stored k × m. `tb`: B is stored n × k. Work above about 1 MFLOP is split over `pool`
/// (null: one thread).
void kernel_gemm_f32(Pool *pool, bool ta, bool tb, Index m, Index n, Index k, const float *a,
                     Index lda, const float *b, Index ldb, float *c, Index ldc,
                     const GemmEpilogue *epilogue);

/// One Adam step: m = b1 m + (1-b1) g; v = b2 v + (1-b2) g²; w = w - step m / (sqrt(v) + eps),
/// where step = lr sqrt(1-b2^t) / (1-b1^t) is computed by the caller.
typedef struct AdamStep {
    float step, beta1, beta2, eps;
} AdamStep;

/// A piece of a product for the variant's own tile loop; see gemm.c, which prepares it.
typedef struct GemmPiece GemmPiece;

/// The table of one variant. Outputs may be the very same array as an input of equal layout; no
/// other overlap.
typedef struct KernelsF32 {
    KernelVariant variant;
    const char *name; // "portable", "avx2", "avx512"
    // y[i] = f(x[i]); exp, log, sigmoid and tanh within 2 ulp or so, right for infinities, NaN and
    // denormals
    void (*exp)(Index n, const float *x, float *y);
    void (*log)(Index n, const float *x, float *y); // NaN below zero
    void (*sigmoid)(Index n, const float *x, float *y);
    void (*tanh)(Index n, const float *x, float *y);
    void (*relu)(Index n, const float *x, float *y); // NaN stays NaN
    void (*sqrt)(Index n, const float *x, float *y);
    void (*abs)(Index n, const float *x, float *y);
    // r = x op y
    void (*add)(Index n, const float *x, const float *y, float *r);
    void (*sub)(Index n, const float *x, const float *y, float *r);
    void (*mul)(Index n, const float *x, const float *y, float *r);
    void (*div)(Index n, const float *x, const float *y, float *r);
    void (*scale)(Index n, float alpha, const float *x, float *r); // r = alpha x
    void (*axpy)(Index n, float alpha, const float *x, float *y);  // y += alpha x
    // gradients: dx = dy * f'(x); relu takes x or y, sigmoid and tanh take y = f(x)
    void (*relu_backward)(Index n, const float *x, const float *dy, float *dx);
    void (*sigmoid_backward)(Index n, const float *y, const float *dy, float *dx);
    void (*tanh_backward)(Index n, const float *y, const float *dy, float *dx);
    // optimizers; outputs may be the inputs (in place) or other buffers
    void (*adam)(Index n, AdamStep s, const float *w, const float *m, const float *v,
                 const float *g, float *w_out, float *m_out, float *v_out);
    /// v = momentum v - lr g; w = w + v
    void (*sgdm)(Index n, float lr, float momentum, const float *w, const float *v, const float *g,
                 float *w_out, float *v_out);
    /// v = decay v + (1-decay) g²; w = w - lr g / (sqrt(v) + eps)
    void (*rmsprop)(Index n, float lr, float decay, float eps, const float *w, const float *v,
                    const float *g, float *w_out, float *v_out);
    // reductions: float lanes inside blocks of a few thousand, double between blocks
    double (*sum)(Index n, const float *x);
    double (*sum_abs)(Index n, const float *x);
    double (*sum_sq)(Index n, const float *x);
    double (*dot)(Index n, const float *x, const float *y);
    /// Smallest and largest finite value (0 and 0 when there is none); returns how many are not
    /// finite.
    Index (*range)(Index n, const float *x, float *ret_lo, float *ret_hi);
    // columns of an m × n matrix
    /// out[i] (m values) = sum over j of x(i,j): the gradient of a bias.
    void (*sum_columns)(Index m, Index n, const float *x, Index ldx, float *out);
    /// y(i,j) = x(i,j) + bias[i]
    void (*add_bias)(Index m, Index n, const float *x, Index ldx, const float *bias, float *y,
                     Index ldy);
    /// Softmax of each contiguous column of m values.
    void (*softmax_columns)(Index m, Index n, const float *x, float *y);
    /// dx = y .* (dy - sum(y .* dy)) column by column, y the result of softmax_columns.
    void (*softmax_backward)(Index m, Index n, const float *y, const float *dy, float *dx);
    /// b (n × m) = transpose of a (m × n); no overlap.
    void (*transpose)(Index m, Index n, const float *a, Index lda, float *b, Index ldb);
    /// Pooling of windows 2 x 2 side by side, one column of outputs: y[i] is the largest of
    /// x[2i], x[2i+1], x[2i+h], x[2i+1+h] (the first of equals; what compares as greater, so NaN
    /// stays only where it is first), where[i] (null: not wanted) its position plus `at`.
    void (*max_pairs)(Index n, const float *x, Index h, Index at, float *y, int64_t *where);
    /// Counts of n values over the n_bins equal bins [lo + i w, lo + (i+1) w), w = 1/inv_width;
    /// values whose bin number lies within `doubt` of a whole number, and blocks holding one, are
    /// passed to `exact` instead. n_bins <= 254.
    void (*hist_uniform)(Index n, const float *x, float lo, float inv_width, int n_bins,
                         float doubt, Index *counts,
                         void (*exact)(void *arg, Index n, const float *x), void *arg);
    // inner parts of kernel_gemm_f32
    int tile_rows;
    void (*gemm_piece)(const GemmPiece *piece, Index j0, Index j1);
} KernelsF32;

/// The best table for this processor; chosen at the first call, safe from any thread.
const KernelsF32 *kernels_f32(void);
/// A given variant, or null when this processor (or this build) has none.
const KernelsF32 *kernels_f32_variant(KernelVariant variant);
