// tensor/kernels/variants.h: between the kernel files: the tables of each variant and the piece of
// a product.
#pragma once
#include "tensor/kernels/kernels.h"

#if defined(__x86_64__)
#define KERNELS_X86 1
#else
#define KERNELS_X86 0
#endif

extern const KernelsF32 kernels_f32_portable;
#if KERNELS_X86
extern const KernelsF32 kernels_f32_avx2;
extern const KernelsF32 kernels_f32_avx512;
#endif

/// Once before any call of BLAS or LAPACK: no threads of their own, no refusal of NaN. Cheap to
/// repeat.
void blas_prepare(void);

/// Longest inner dimension a piece with `pack_b` may have; its strip of B is on the stack (16 KB).
enum { GEMM_STRIP_K = 512 };

/// C(:, j0:j1) (+)= A B for one block of the inner dimension. When `packed` A is in panels of
/// tile_rows rows (panel p starts at a + p * tile_rows * k, element (i, l) of the panel at i + l *
/// tile_rows, zero beyond m), else A is plain column-major. Element (l, j) of B is at b[l * b_row +
/// j * b_col].
struct GemmPiece {
    Index m, k;
    const float *a;
    Index lda;
    bool packed;
    const float *b;
    Index b_row, b_col;
    float *c;
    Index ldc;
    bool accumulate;              // C += instead of C =
    bool pack_b;                  // copy B in strips first: its columns are long and far apart
    const GemmEpilogue *epilogue; // applied to finished columns; null: none
};

/// r[i] = x[i * sx] op y[i * sy] with strides 0 or 1, not both 0 unless n is 1. Comparisons write
/// one byte each.
typedef void (*BinaryLoop)(Index n, const void *x, Index sx, const void *y, Index sy, void *r);
/// The loops that are worth wide vectors, in the order of BinaryOp; null where there is none.
typedef struct FloatLoops {
    BinaryLoop add, sub, mul, div, max, min, eq, ne, lt, le, gt, ge;
} FloatLoops;
typedef struct LoopTable {
    FloatLoops f32, f64;
    double (*sum_f64)(Index n, const double *x);
    double (*sum_abs_f64)(Index n, const double *x);
    double (*sum_sq_f64)(Index n, const double *x);
    /// y[i] = x[i], rounded or exact; the arrays do not overlap.
    void (*narrow)(Index n, const double *x, float *y);
    void (*widen)(Index n, const float *x, double *y);
    /// acc[i] += x[i]: sums along later dimensions.
    void (*accumulate_f32)(Index n, const float *x, double *acc);
    void (*accumulate_f64)(Index n, const double *x, double *acc);
} LoopTable;
extern const LoopTable loops_portable;
#if KERNELS_X86
extern const LoopTable loops_avx2;
extern const LoopTable loops_avx512;
#endif
/// The loops of the best variant.
const LoopTable *kernel_loops(void);
