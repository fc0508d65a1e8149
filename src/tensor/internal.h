// tensor/internal.h: shared between the files of this room only.
#pragma once
#include "tensor/ops.h"
#include "tensor/tensor.h"

/// Bytes of one element, both parts when complex.
static inline size_t tensor_item_size(const Tensor *t) {
    return class_size((NumClass)t->cls) << (t->is_complex ? 1 : 0);
}
static inline void *tensor_at(const Tensor *t, Index i) {
    return (char *)t->data + (size_t)i * tensor_item_size(t);
}

/// A complex number from its parts, infinities and NaN kept as they are (CMPLX, which clang 14's
/// headers lack).
static inline double _Complex c64(double re, double im) {
    return __builtin_complex(re, im);
}

/// Elements [from, from + n) as real doubles, as single, or as interleaved complex doubles.
void load_f64(const Tensor *t, Index from, Index n, double *out);
void load_f32(const Tensor *t, Index from, Index n, float *out);
void load_c64(const Tensor *t, Index from, Index n, double *out);
/// The other way: rounds half away from zero and saturates for integers, NaN is 0 there; non-zero
/// is true for logical.
void store_f64(Tensor *t, Index from, Index n, const double *in);
void store_c64(Tensor *t, Index from, Index n, const double *in);
int64_t saturate_i64(long double x);
uint64_t saturate_u64(long double x);
/// Any real element without loss; 64-bit integers do not fit a double.
long double tensor_get_wide(const Tensor *t, Index i);
void tensor_set_wide(Tensor *t, Index i, long double value);

/// A raw new tensor with `is_complex` as given.
Status tensor_new_as(Ctx *ctx, NumClass cls, bool is_complex, const Shape *shape, Tensor **ret);
/// The end of a walk with stop_block: hands `out` to `ret`, or frees it and fails when a stop was asked for.
Status tensor_finish(Ctx *ctx, Tensor *out, Tensor **ret);
/// A whole tensor as a fresh double array, interleaved when `want_complex`; free with mem_free.
Status tensor_doubles(Ctx *ctx, const Tensor *t, bool want_complex, double **ret);
/// A new tensor of class double or single from doubles (interleaved when complex).
Status tensor_from_computed(Ctx *ctx, NumClass cls, bool is_complex, const Shape *shape,
                            const double *values, Tensor **ret);
/// Class of an arithmetic result; ERR_TYPE when two integer classes differ or an integer meets a
/// complex number.
Status class_of_result(Ctx *ctx, const Tensor *a, const Tensor *b, NumClass *ret_cls);
/// "Undefined function 'name' for input arguments of type 'class'."
Status fail_class(Ctx *ctx, const char *function, const Tensor *x);
Status fail_nan_logical(Ctx *ctx);

// complex arithmetic (complex.c): both operands are read as complex, the result is complex until
// narrowed
Status complex_binary(Ctx *ctx, BinaryOp op, const Tensor *a, const Tensor *b, Tensor **ret);
Status complex_unary(Ctx *ctx, UnaryOp op, const Tensor *x, Tensor **ret);
// matrix operators (mtimes.c)
Status matrix_times(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret);
Status matrix_divide(Ctx *ctx, BinaryOp op, const Tensor *a, const Tensor *b, Tensor **ret);
Status matrix_power(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret);
Status matrix_transpose(Ctx *ctx, const Tensor *x, bool conjugate, Tensor **ret);
/// 64-bit integer arithmetic without rounding through double (int64.c).
Status wide_binary(Ctx *ctx, BinaryOp op, const Tensor *a, const Tensor *b, NumClass cls,
                   Tensor **ret);

// ---- implicit expansion
// -------------------------------------------------------------------------------------------
/// A walk over the result in runs: inside a run each operand advances by its inner stride (0 or 1).
typedef struct Expansion {
    Shape shape; // of the result
    Index run;   // elements in a run
    Index n_runs;
    Index inner[2]; // stride inside a run
    int n_outer;    // dimensions outside
    Index size[SHAPE_MAX_DIMS];
    Index stride[2][SHAPE_MAX_DIMS];
} Expansion;
Status expansion_plan(Ctx *ctx, const Shape *a, const Shape *b, Expansion *ret);
/// Start of run `r` in each operand.
void expansion_offsets(const Expansion *e, Index r, Index offset[2]);

// ---- linear algebra
// ---------------------------------------------------------------------------------------------------
/// blas_prepare, but ERR_NOMEM where the address space is limited and has no room for BLAS's buffers: it would ask for
/// them without end.
Status blas_ready(Ctx *ctx);
/// Class of a factor of `a`: single stays, all else is double.
NumClass linalg_class(const Tensor *a);
/// ERR_NOMEM when a LAPACKE call came back without its working memory, else OK whatever `info` says
/// about the matrix.
Status linalg_memory(Ctx *ctx, int info);
/// Not an integer class, 2-D, square when asked.
Status linalg_check(Ctx *ctx, const char *function, const Tensor *a, bool square);
