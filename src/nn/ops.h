// nn/ops.h: differentiable operations on DlArrays, with MATLAB's rules for labels.
// All results are new and owned by the caller; inputs are borrowed. Operations are recorded while a
// trace is on and an input is traced. Dimensions are zero-based. Values are single or double;
// others are computed as MATLAB would and are not differentiable.
//
// Labels: with one labelled input its labels pass on (the other lines up by position); two labelled
// inputs line up label by label, the result has the union in S,C,B,T,U order; reductions keep the
// label of the dimension that became 1; reshape, linear indexing and permute out of order drop the
// labels.
#pragma once
#include "nn/tape.h"
#include "tensor/ops.h"

// ---- element by element ----

/// Any record of kind OPK_UNARY (op_find): uminus abs sign sqrt exp expm1 log log1p log2 log10 sin
/// cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf square reciprocal floor ceil round
/// fix sigmoid relu … ERR_UNSUPPORTED when the result would be complex.
Status dl_unary(NnState *nn, const OpDef *op, DlArray *x, DlArray **ret);
/// Any record of kind OPK_BINARY: plus minus times rdivide power max min atan2 hypot rem mod;
/// implicit expansion.
Status dl_binary(NnState *nn, const OpDef *op, DlArray *a, DlArray *b, DlArray **ret);
/// Comparisons and logic (OP_EQ … OP_OR): labelled like dl_binary, logical, never traced.
Status dl_compare(NnState *nn, BinaryOp op, DlArray *a, DlArray *b, DlArray **ret);

Status dl_plus(NnState *nn, DlArray *a, DlArray *b, DlArray **ret);
Status dl_minus(NnState *nn, DlArray *a, DlArray *b, DlArray **ret);
Status dl_times(NnState *nn, DlArray *a, DlArray *b, DlArray **ret);
Status dl_rdivide(NnState *nn, DlArray *a, DlArray *b, DlArray **ret);
Status dl_power(NnState *nn, DlArray *a, DlArray *b, DlArray **ret);
Status dl_max2(NnState *nn, DlArray *a, DlArray *b, DlArray **ret);
Status dl_min2(NnState *nn, DlArray *a, DlArray *b, DlArray **ret);
Status dl_uminus(NnState *nn, DlArray *x, DlArray **ret);
Status dl_exp(NnState *nn, DlArray *x, DlArray **ret);
Status dl_log(NnState *nn, DlArray *x, DlArray **ret);
Status dl_sqrt(NnState *nn, DlArray *x, DlArray **ret);
Status dl_abs(NnState *nn, DlArray *x, DlArray **ret);
Status dl_square(NnState *nn, DlArray *x, DlArray **ret);
/// scale*x + shift with constants, class and labels of x.
Status dl_affine(NnState *nn, DlArray *x, double scale, double shift, DlArray **ret);
/// max(x, lo): values below are replaced, their gradient is zero.
Status dl_floor_at(NnState *nn, DlArray *x, double lo, DlArray **ret);
/// Conversion between double and single (recorded); other classes give an untraced array.
Status dl_cast(NnState *nn, DlArray *x, NumClass cls, DlArray **ret);

// ---- activations ----

Status dl_relu(NnState *nn, DlArray *x, DlArray **ret);
Status dl_sigmoid(NnState *nn, DlArray *x, DlArray **ret);
Status dl_tanh(NnState *nn, DlArray *x, DlArray **ret);
Status dl_leakyrelu(NnState *nn, DlArray *x, double scale, DlArray **ret);
Status dl_elu(NnState *nn, DlArray *x, double alpha, DlArray **ret);
Status dl_clippedrelu(NnState *nn, DlArray *x, double ceiling, DlArray **ret);
/// Exact (erf) or tanh approximation.
Status dl_gelu(NnState *nn, DlArray *x, bool tanh_form, DlArray **ret);
Status dl_swish(NnState *nn, DlArray *x, DlArray **ret);
Status dl_softplus(NnState *nn, DlArray *x, DlArray **ret);
/// Over the C dimension; `format` ("" or null for labelled x) labels an unlabelled x, whose result
/// is unlabelled again.
Status dl_softmax(NnState *nn, DlArray *x, const char *format, DlArray **ret);
Status dl_softmax_dim(NnState *nn, DlArray *x, int dim, DlArray **ret);

// ---- shape ----

/// Pure change of shape; result unlabelled. ERR_SIZE as tensor_reshape.
Status dl_reshape(NnState *nn, DlArray *x, const Shape *shape, DlArray **ret);
/// order[i]: source of dimension i. Labels stay when they remain in order, else ERR_ARG.
Status dl_permute(NnState *nn, DlArray *x, const int *order, int n, DlArray **ret);
/// Unlabelled matrices only ("deep:dlarray:…" otherwise).
Status dl_transpose(NnState *nn, DlArray *x, DlArray **ret);
Status dl_cat(NnState *nn, int dim, DlArray *const *parts, int n, DlArray **ret);
Status dl_repmat(NnState *nn, DlArray *x, const Index *times, int n, DlArray **ret);
/// Implicit expansion to a larger shape (each dimension equal or 1).
Status dl_expand(NnState *nn, DlArray *x, const Shape *shape, DlArray **ret);
/// x(subs…): one subscript per dimension keeps labels, otherwise unlabelled. Positions already
/// checked.
Status dl_index(NnState *nn, DlArray *x, const Subscript *subs, int n, DlArray **ret);
/// x(subs…) = rhs as a new array (both sides differentiable). Positions within x; rhs scalar or
/// fitting.
Status dl_assign(NnState *nn, DlArray *x, const Subscript *subs, int n, DlArray *rhs,
                 DlArray **ret);

// ---- reductions: n = 0 means all dimensions ----

Status dl_sum(NnState *nn, DlArray *x, const int *dims, int n, DlArray **ret);
Status dl_mean(NnState *nn, DlArray *x, const int *dims, int n, DlArray **ret);
Status dl_prod(NnState *nn, DlArray *x, const int *dims, int n, DlArray **ret);
/// Extremes over dimensions; the gradient goes to the first extreme.
Status dl_max(NnState *nn, DlArray *x, const int *dims, int n, DlArray **ret);
Status dl_min(NnState *nn, DlArray *x, const int *dims, int n, DlArray **ret);
/// Variance over dimensions, divided by n (biased) or n-1.
Status dl_var(NnState *nn, DlArray *x, const int *dims, int n, bool biased, DlArray **ret);
Status dl_cumsum(NnState *nn, DlArray *x, int dim, DlArray **ret);

// ---- linear algebra and layers' mathematics ----

/// Matrix product; a scalar factor multiplies element by element. Labels: those of the labelled
/// side where sizes allow.
Status dl_mtimes(NnState *nn, DlArray *a, DlArray *b, DlArray **ret);

typedef enum Activation { ACT_NONE, ACT_RELU, ACT_SIGMOID, ACT_TANH } Activation;
/// act(w * X + b): X is x with its S and C dimensions flattened to F rows; w K x F; b K x 1 or
/// null. Result "C" + the other labels of x. `format` labels an unlabelled x (result then
/// unlabelled).
Status dl_fullyconnect(NnState *nn, DlArray *x, DlArray *w, DlArray *b, const char *format,
                       Activation activation, DlArray **ret);

/// Window geometry of convolution and pooling in two dimensions; index 0 rows, 1 columns.
typedef struct Window2d {
    Index size[2];             // filter or pool size
    Index stride[2];           // 0 means 1
    Index dilation[2];         // 0 means 1
    Index before[2], after[2]; // padding at top/left and bottom/right
    bool same; // choose padding so that output = ceil(input / stride); before/after ignored
} Window2d;
/// Output size along one axis; negative when the window does not fit. With `same` fills
/// before/after in *w.
Index window_output(Window2d *w, int axis, Index input);

/// Cross-correlation. x H x W x C x N ("SSCB" or "SSC"), w R x S x C x K, b K elements (any shape)
/// or null.
Status dl_conv2d(NnState *nn, DlArray *x, DlArray *w, DlArray *b, Window2d window,
                 const char *format, DlArray **ret);
/// Its transpose: w R x S x K x C (K filters, C input channels); before/after are the cropping.
Status dl_transposed_conv2d(NnState *nn, DlArray *x, DlArray *w, DlArray *b, Window2d window,
                            const char *format, DlArray **ret);
Status dl_maxpool2d(NnState *nn, DlArray *x, Window2d window, const char *format, DlArray **ret);
/// Padding is not counted in the average.
Status dl_avgpool2d(NnState *nn, DlArray *x, Window2d window, const char *format, DlArray **ret);

/// Over all but C with the batch's own (biased) statistics; offset and scale have one element per
/// channel. ret_mean and ret_variance (may be null) get the statistics as untraced C x 1 arrays;
/// the variance is biased.
Status dl_batchnorm(NnState *nn, DlArray *x, DlArray *offset, DlArray *scale, double epsilon,
                    const char *format, DlArray **ret, DlArray **ret_mean, DlArray **ret_variance);
/// With given statistics (inference).
Status dl_batchnorm_with(NnState *nn, DlArray *x, DlArray *offset, DlArray *scale, DlArray *mean,
                         DlArray *variance, double epsilon, const char *format, DlArray **ret);
/// Over S and C of each observation (only C when there is T and no S).
Status dl_layernorm(NnState *nn, DlArray *x, DlArray *offset, DlArray *scale, double epsilon,
                    const char *format, DlArray **ret);
/// Zeroes elements with probability p and scales the rest by 1/(1-p); draws from nn->rng.
Status dl_dropout(NnState *nn, DlArray *x, double p, DlArray **ret);

/// The labelled form of x for an operation that takes an optional DataFormat: fails with
/// "deep:dlarray:FormatRequired" when x has no labels and `format` is empty. *ret_was_plain tells
/// whether the result must be unlabelled again.
Status dl_labelled(NnState *nn, DlArray *x, const char *format, DlArray **ret, bool *ret_was_plain);
