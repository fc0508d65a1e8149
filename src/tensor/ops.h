// tensor/ops.h: what can be computed with tensors. All results are new and owned by the caller; inputs are borrowed.
// Classes follow MATLAB: integer with double gives the integer class (saturating), single with double gives single,
// char and logical count as double, two different integer classes fail (ERR_TYPE "MATLAB:mixedClasses").
#pragma once
#include "tensor/tensor.h"

typedef enum BinaryOp {
    OP_ADD, OP_SUB, OP_MUL, OP_RDIV, OP_LDIV, OP_POW,      // element by element with implicit expansion
    OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_AND, OP_OR, // logical results
    OP_MTIMES, OP_MRDIVIDE, OP_MLDIVIDE, OP_MPOWER,         // matrix operators
    OP_ATAN2, OP_MOD, OP_REM, OP_HYPOT, OP_MAX, OP_MIN, OP_IDIVIDE, OP_BITAND, OP_BITOR, OP_BITXOR, OP_BITSHIFT, OP_XOR
} BinaryOp;
typedef enum UnaryOp {
    OP_NEG, OP_PLUS, OP_NOT, OP_TRANSPOSE, OP_CTRANSPOSE,
    OP_ABS, OP_SIGN, OP_SQRT, OP_EXP, OP_EXPM1, OP_LOG, OP_LOG1P, OP_LOG2, OP_LOG10, OP_FLOOR, OP_CEIL, OP_ROUND, OP_FIX,
    OP_SIN, OP_COS, OP_TAN, OP_ASIN, OP_ACOS, OP_ATAN, OP_SINH, OP_COSH, OP_TANH, OP_ASINH, OP_ACOSH, OP_ATANH,
    OP_REAL, OP_IMAG, OP_CONJ, OP_ANGLE, OP_ISNAN, OP_ISINF, OP_ISFINITE, OP_GAMMA, OP_GAMMALN, OP_ERF, OP_ERFC,
    OP_SIGMOID, OP_RELU
} UnaryOp;

/// Any BinaryOp. ERR_SIZE names both sizes; matrix division warns about singularity through ctx-free NaN/Inf results.
Status tensor_binary(Ctx *ctx, BinaryOp op, const Tensor *a, const Tensor *b, Tensor **ret);
/// Any UnaryOp. sqrt, log, asin… of real values outside their domain give complex results.
Status tensor_unary(Ctx *ctx, UnaryOp op, const Tensor *x, Tensor **ret);

typedef enum ReduceOp { RED_SUM, RED_PROD, RED_MEAN, RED_ANY, RED_ALL, RED_MAX, RED_MIN, RED_SUMSQ, RED_SUMABS } ReduceOp;
/// Reduces over the zero-based dimensions listed (n_dims 0: all of them) to size 1. NaN: max and min skip it, unless
/// `include_nan`; sum and mean propagate it unless `omit_nan`. Sums of single are single, of integers are the integer
/// class for max/min and saturating for sum ("native" false: sum of integers keeps its class as MATLAB does; logical and
/// char sum to double). Sums use pairwise or blocked accumulation.
typedef struct ReduceOptions { bool omit_nan; bool include_nan; } ReduceOptions;
Status tensor_reduce(Ctx *ctx, ReduceOp op, const Tensor *x, const int *dims, int n_dims, ReduceOptions options, Tensor **ret);
/// max or min along one dimension with one-based positions (double) of the first extreme.
Status tensor_extreme(Ctx *ctx, ReduceOp op, const Tensor *x, int dim, ReduceOptions options, Tensor **ret_value, Tensor **ret_where);
typedef enum ScanOp { SCAN_SUM, SCAN_PROD, SCAN_MAX, SCAN_MIN } ScanOp;
Status tensor_scan(Ctx *ctx, ScanOp op, const Tensor *x, int dim, bool reverse, Tensor **ret);

/// Stable sort along `dim`; NaN last when ascending, first when descending. ret_where (one-based, double) may be null.
Status tensor_sort(Ctx *ctx, const Tensor *x, int dim, bool descending, Tensor **ret, Tensor **ret_where);

/// order[i] is the zero-based source dimension of result dimension i; n ≥ n_dims of x.
Status tensor_permute(Ctx *ctx, const Tensor *x, const int *order, int n, Tensor **ret);
/// Joins `n` tensors of one class and complexity along zero-based `dim`. ERR_SIZE "MATLAB:catenate:dimensionMismatch".
Status tensor_cat(Ctx *ctx, int dim, Tensor *const *parts, int n, Tensor **ret);
Status tensor_repmat(Ctx *ctx, const Tensor *x, const Index *times, int n, Tensor **ret);

/// Subscripts for indexing: one per dimension (n = 1: linear).
typedef struct Subscript {
    bool all;            // ':'
    const Index *index;  // zero-based positions, borrowed; null with `all`
    Index n;             // number of positions (with `all`: filled in by the callee)
    Index max;           // largest position, -1 when n is 0
    Shape shape;         // shape of the index array (used for linear indexing)
} Subscript;
/// x(s…). Bounds are already checked by the caller through subscript_check (value/index.c). Result shape by MATLAB's rules.
Status tensor_index(Ctx *ctx, const Tensor *x, const Subscript *subs, int n_subs, Tensor **ret);
/// x(s…) = rhs in place: *x is sole, same class and complexity as rhs, large enough; rhs is scalar or fits.
Status tensor_assign(Ctx *ctx, Tensor *x, const Subscript *subs, int n_subs, const Tensor *rhs);
/// Grows to `shape` (each dim ≥ old), filling with zeros; amortised doubling is allowed for vectors.
Status tensor_grow(Ctx *ctx, Tensor **x, const Shape *shape);
/// x with the marked positions of dimension `dim` left out (keep[i] of shape_dim(x, dim) entries).
Status tensor_keep(Ctx *ctx, const Tensor *x, int dim, const uint8_t *keep, Tensor **ret);

bool tensor_equal(const Tensor *a, const Tensor *b, bool nan_equal); // values and shape, classes may differ
/// Zero-based linear positions of non-zero elements as Index array (mem_free), count in *ret_n.
Status tensor_find(Ctx *ctx, const Tensor *x, Index **ret_positions, Index *ret_n);

/// C = alpha op(A) op(B) + beta C, column-major, our own kernels for small and BLAS for large.
void gemm_f32(struct Pool *pool, bool ta, bool tb, Index m, Index n, Index k, float alpha, const float *a, Index lda,
              const float *b, Index ldb, float beta, float *c, Index ldc);
void gemm_f64(struct Pool *pool, bool ta, bool tb, Index m, Index n, Index k, double alpha, const double *a, Index lda,
              const double *b, Index ldb, double beta, double *c, Index ldc);
