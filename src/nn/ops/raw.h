// nn/ops/raw.h: recorded operations that know nothing of labels; vector-Jacobian products are
// written with these.
//
// Two spellings. raw_x(nn, …, &ret) returns Status. The calc_ functions work on a Calc, which owns
// every intermediate result and keeps the first failure, so that a formula reads as one expression:
//
//     Calc c = calc_begin(v->nn);
//     DlArray *d = calc_times(&c, v->grad, calc_unary(&c, &op_cos, v->in[0]));
//     return calc_end(&c, d, &v->ret[0]);
//
// calc_ functions give null after a failure and accept null inputs.
#pragma once
#include "nn/tape.h"
#include "tensor/ops.h"

// unary.c
extern const OpDef op_uminus, op_abs, op_sign, op_sqrt, op_exp, op_expm1, op_log, op_log1p, op_log2,
    op_log10, op_sin, op_cos, op_tan, op_asin, op_acos, op_atan, op_sinh, op_cosh, op_asinh,
    op_acosh, op_atanh, op_erf, op_square, op_reciprocal, op_floor, op_ceil, op_round, op_fix;
extern const OpDef op_affine, op_floor_at, op_cast;
// binary.c
extern const OpDef op_plus, op_minus, op_times, op_rdivide, op_power, op_max2, op_min2, op_atan2,
    op_hypot, op_rem, op_mod;
// activation.c
extern const OpDef op_relu, op_sigmoid, op_tanh, op_leakyrelu, op_elu, op_clippedrelu, op_gelu,
    op_swish, op_softplus;
// softmax.c
extern const OpDef op_softmax;
// shape.c
extern const OpDef op_reshape, op_permute, op_transpose, op_expand, op_cat, op_slice, op_embed,
    op_repmat;
// index.c
extern const OpDef op_pick, op_place, op_erase;
// reduce.c
extern const OpDef op_sum, op_prod, op_max, op_min, op_cumsum;
// matmul.c
extern const OpDef op_mtimes, op_fullyconnect;
// conv.c
extern const OpDef op_conv2d, op_conv2d_input, op_conv2d_filter;
// pool.c
extern const OpDef op_maxpool2d, op_avgpool2d, op_avgpool2d_adjoint;
// norm.c
extern const OpDef op_normalize;

Status raw_plus(NnState *nn, DlArray *a, DlArray *b, DlArray **ret);
Status raw_permute(NnState *nn, DlArray *x, const int *order, int n, DlArray **ret);
Status raw_reshape(NnState *nn, DlArray *x, const Shape *shape, DlArray **ret);
Status raw_cast(NnState *nn, DlArray *x, NumClass cls, DlArray **ret);
/// y += x; same shape and float class. `y` must be sole.
void tensor_add_in_place(Tensor *y, const Tensor *x);

enum { CALC_MAX = 48 };
typedef struct Calc {
    NnState *nn;
    Status status;
    int n;
    DlArray *made[CALC_MAX];
} Calc;

static inline Calc calc_begin(NnState *nn) {
    Calc c;
    c.nn = nn;
    c.status = OK;
    c.n = 0;
    return c;
}
/// Gives `result` (may be null: left out) to the caller as an owned reference in *ret, frees the
/// rest.
Status calc_end(Calc *c, DlArray *result, DlArray **ret);
/// As calc_end for several results.
Status calc_end_many(Calc *c, int n, DlArray *const *results, DlArray **ret);
/// Keeps an owned handle; null passes through.
DlArray *calc_keep(Calc *c, DlArray *made);
/// Wraps an owned tensor as an untraced array.
DlArray *calc_tensor(Calc *c, Tensor *owned);
void calc_fail(Calc *c, Status status);
DlArray *calc_op(Calc *c, const OpDef *op, const OpAttrs *attrs, DlArray *const *in, int n_in);
DlArray *calc_unary(Calc *c, const OpDef *op, DlArray *x);
DlArray *calc_binary(Calc *c, const OpDef *op, DlArray *a, DlArray *b);
DlArray *calc_plus(Calc *c, DlArray *a, DlArray *b);
DlArray *calc_minus(Calc *c, DlArray *a, DlArray *b);
DlArray *calc_times(Calc *c, DlArray *a, DlArray *b);
DlArray *calc_rdivide(Calc *c, DlArray *a, DlArray *b);
/// alpha*x + beta.
DlArray *calc_affine(Calc *c, DlArray *x, double alpha, double beta);
DlArray *calc_square(Calc *c, DlArray *x);
/// 1 where x `cmp` limit, else 0; class of x, untraced.
DlArray *calc_mask(Calc *c, BinaryOp cmp, DlArray *x, double limit);
/// 1 where a `cmp` b (with expansion), in class `cls`.
DlArray *calc_mask2(Calc *c, BinaryOp cmp, DlArray *a, DlArray *b, NumClass cls);
DlArray *calc_sum(Calc *c, DlArray *x, const int *dims, int n);
/// Adds up the dimensions in which x is larger than `shape` (the adjoint of implicit expansion).
DlArray *calc_sum_to(Calc *c, DlArray *x, const Shape *shape);
DlArray *calc_expand(Calc *c, DlArray *x, const Shape *shape);
DlArray *calc_reshape(Calc *c, DlArray *x, const Shape *shape);
DlArray *calc_permute(Calc *c, DlArray *x, const int *order, int n);
/// op(a) op(b), matrices; ta, tb: transposed.
DlArray *calc_mtimes(Calc *c, DlArray *a, bool ta, DlArray *b, bool tb);
/// x(idx) with zero-based linear positions (int64 array; negative: zero), result of `shape`.
DlArray *calc_pick(Calc *c, DlArray *x, DlArray *idx, const Shape *shape);
/// zeros(shape) with x added at the positions.
DlArray *calc_place(Calc *c, DlArray *x, DlArray *idx, const Shape *shape);
