// nn/ops/matmul.c: matrix product, and the fully connected operation with its activation fused.
//
// fullyconnect sees its input as F x N whatever its shape is (S and C come first in memory), so no
// copy is made. Backward in single precision, when nobody records: dZ = dY .* act'(Y), dW = dZ X',
// db = sum(dZ, 2), dX = W' dZ, each only if needed. While recording, the same is written with
// recorded operations.
#include "nn/observer.h"
#include "nn/ops.h"
#include "nn/ops/raw.h"
#include "tensor/kernels/kernels.h"
#include <math.h>

/// out (m x n) = op(a) op(b), all of one float class.
static void multiply(NnState *nn, bool ta, bool tb, Index m, Index n, Index k, const Tensor *a,
                     const Tensor *b, Tensor *out) {
    Index lda = ta ? k : m, ldb = tb ? n : k;
    if (out->cls == CLASS_SINGLE)
        kernel_gemm_f32(nn->ctx->pool, ta, tb, m, n, k, tensor_f32(a), lda > 0 ? lda : 1,
                        tensor_f32(b), ldb > 0 ? ldb : 1, tensor_f32(out), m > 0 ? m : 1, NULL);
    else
        gemm_f64(nn->ctx->pool, ta, tb, m, n, k, 1, tensor_f64(a), lda > 0 ? lda : 1, tensor_f64(b),
                 ldb > 0 ? ldb : 1, 0, tensor_f64(out), m > 0 ? m : 1);
}

static Status product(NnState *nn, bool ta, bool tb, const Tensor *a, const Tensor *b, NumClass cls,
                      Tensor **ret) {
    Index m = a->shape.dim[ta ? 1 : 0], k = a->shape.dim[ta ? 0 : 1], n = b->shape.dim[tb ? 0 : 1];
    Shape shape = shape_2d(m, n);
    if (m == 0 || n == 0 || k == 0) return tensor_zeros(nn->ctx, cls, &shape, ret);
    TRY(tensor_new(nn->ctx, cls, &shape, ret));
    multiply(nn, ta, tb, m, n, k, a, b, *ret);
    return OK;
}

static NumClass product_class(const Tensor *a, const Tensor *b) {
    return a->cls == CLASS_SINGLE || b->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE;
}

static Status mtimes_forward(OpForward *call) {
    NnState *nn = call->nn;
    const Tensor *a = call->in[0]->value, *b = call->in[1]->value;
    bool ta = call->attrs->option & 1, tb = call->attrs->option & 2;
    if (a->is_complex || b->is_complex)
        return ctx_fail_unsupported(nn->ctx, "A dlarray with complex values");
    if (a->shape.n_dims > 2 || b->shape.n_dims > 2)
        return ctx_fail(
            nn->ctx, ERR_SIZE, "MATLAB:mtimes:inputsMustBe2D",
            "Arguments must be 2-D, or at least one argument must be scalar. Use TIMES (.*) for "
            "elementwise multiplication.");
    if (a->shape.dim[ta ? 0 : 1] != b->shape.dim[tb ? 1 : 0])
        return ctx_fail(nn->ctx, ERR_SIZE, "MATLAB:innerdim",
                        "Incorrect dimensions for matrix multiplication. Check that the number of "
                        "columns in the first "
                        "matrix matches the number of rows in the second matrix. To operate on "
                        "each element of the "
                        "matrix individually, use TIMES (.*) for elementwise multiplication.");
    NumClass cls = product_class(a, b);
    Tensor *fa = NULL, *fb = NULL;
    Status status = OK;
    TRY_GOTO(tensor_cast(nn->ctx, a, cls, &fa));
    TRY_GOTO(tensor_cast(nn->ctx, b, cls, &fb));
    TRY_GOTO(product(nn, ta, tb, fa, fb, cls, &call->out));
done:
    tensor_unref(fa);
    tensor_unref(fb);
    return status;
}

static Status mtimes_vjp(OpVjp *v) {
    bool ta = v->attrs->option & 1, tb = v->attrs->option & 2;
    DlArray *a = v->in[0], *b = v->in[1], *g = v->grad, *out[2] = {NULL, NULL};
    Calc c = calc_begin(v->nn);
    if (v->need[0])
        out[0] = ta ? calc_mtimes(&c, b, tb, g, true) : calc_mtimes(&c, g, false, b, !tb);
    if (v->need[1])
        out[1] = tb ? calc_mtimes(&c, g, true, a, ta) : calc_mtimes(&c, a, !ta, g, false);
    return calc_end_many(&c, 2, out, v->ret);
}
const OpDef op_mtimes = {
    .name = "mtimes",
    .kind = OPK_OTHER,
    .forward = mtimes_forward,
    .vjp = mtimes_vjp,
    .probe = {.n_in = 2, .in = {{2, {4, 3}}, {2, {4, 2}}}, .attrs = {.option = 1}, .second = true}};

// ---- fullyconnect(x, w[, b]); attrs.shape: shape of the result, attrs.option: Activation ----

static GemmEpilogueKind epilogue_kind(int activation) {
    switch (activation) {
    case ACT_RELU: return GEMM_BIAS_RELU;
    case ACT_SIGMOID: return GEMM_BIAS_SIGMOID;
    case ACT_TANH: return GEMM_BIAS_TANH;
    default: return GEMM_BIAS;
    }
}

static double activate(int activation, double z) {
    switch (activation) {
    case ACT_RELU: return z < 0 ? 0 : z;
    case ACT_SIGMOID: return 1 / (1 + exp(-z));
    case ACT_TANH: return tanh(z);
    default: return z;
    }
}

/// Bias and activation after a double-precision product.
static void finish_f64(double *z, Index m, Index n, const double *bias, int activation) {
    for (Index j = 0; j < n; j++)
        for (Index i = 0; i < m; i++) {
            double value = z[i + j * m] + (bias ? bias[i] : 0);
            z[i + j * m] = activation == ACT_NONE ? value : activate(activation, value);
        }
}

static Status fullyconnect_forward(OpForward *call) {
    NnState *nn = call->nn;
    const Tensor *x = call->in[0]->value, *w = call->in[1]->value,
                 *b = call->n_in > 2 ? call->in[2]->value : NULL;
    Index m = w->shape.dim[0], k = w->shape.dim[1], n = k ? x->numel / k : 0;
    NumClass cls = product_class(x, w);
    int activation = call->attrs->option;
    Tensor *fx = NULL, *fw = NULL, *fb = NULL;
    Status status = OK;
    TRY_GOTO(tensor_cast(nn->ctx, x, cls, &fx));
    TRY_GOTO(tensor_cast(nn->ctx, w, cls, &fw));
    if (b) TRY_GOTO(tensor_cast(nn->ctx, b, cls, &fb));
    TRY_GOTO(tensor_new(nn->ctx, cls, &call->attrs->shape, &call->out));
    if (m == 0 || n == 0) goto done;
    if (cls == CLASS_SINGLE) {
        GemmEpilogue epilogue = {.kind = epilogue_kind(activation),
                                 .bias = fb ? tensor_f32(fb) : NULL};
        kernel_gemm_f32(nn->ctx->pool, false, false, m, n, k, tensor_f32(fw), m, tensor_f32(fx), k,
                        tensor_f32(call->out), m, &epilogue);
    } else {
        multiply(nn, false, false, m, n, k, fw, fx, call->out);
        finish_f64(tensor_f64(call->out), m, n, fb ? tensor_f64(fb) : NULL, activation);
    }
done:
    tensor_unref(fx);
    tensor_unref(fw);
    tensor_unref(fb);
    return status;
}

/// dZ from dY and Y, in dY's storage when that is spare; for ACT_NONE a new reference to dY.
static Status signal_f32(NnState *nn, int activation, const Tensor *y, const Tensor *dy, bool spare,
                         Tensor **ret) {
    if (activation == ACT_NONE || spare)
        *ret = tensor_ref((Tensor *)dy);
    else
        TRY(tensor_new(nn->ctx, CLASS_SINGLE, &y->shape, ret));
    if (activation == ACT_NONE) return OK;
    const KernelsF32 *k = kernels_f32();
    (activation == ACT_RELU ? k->relu_backward
     : activation == ACT_SIGMOID
         ? k->sigmoid_backward
         : k->tanh_backward)(y->numel, tensor_f32(y), tensor_f32(dy), tensor_f32(*ret));
    return OK;
}

static Status take_gradient(OpVjp *v, int i, Tensor *made) {
    return dlarray_take(v->nn, made, "", &v->ret[i]);
}

static Status fullyconnect_vjp_f32(OpVjp *v) {
    NnState *nn = v->nn;
    const Tensor *x = v->in[0]->value, *w = v->in[1]->value;
    Index m = w->shape.dim[0], k = w->shape.dim[1], n = x->numel / k;
    Tensor *dz = NULL, *made = NULL;
    Status status = OK;
    TRY_GOTO(
        signal_f32(nn, v->attrs->option, v->out->value, v->grad->value, v->grad_is_spare, &dz));
    if (nn_observed(nn) && v->node->layer)
        observer_signal(nn, v->node->layer, v->node->activation, dz);
    if (v->need[1]) {
        TRY_GOTO(tensor_new(nn->ctx, CLASS_SINGLE, &w->shape, &made));
        kernel_gemm_f32(nn->ctx->pool, false, true, m, k, n, tensor_f32(dz), m, tensor_f32(x), k,
                        tensor_f32(made), m, NULL);
        TRY_GOTO(take_gradient(v, 1, made));
    }
    if (v->n_in > 2 && v->need[2]) {
        TRY_GOTO(tensor_new(nn->ctx, CLASS_SINGLE, &v->in[2]->value->shape, &made));
        kernels_f32()->sum_columns(m, n, tensor_f32(dz), m, tensor_f32(made));
        TRY_GOTO(take_gradient(v, 2, made));
    }
    if (v->need[0]) {
        TRY_GOTO(tensor_new(nn->ctx, CLASS_SINGLE, &x->shape, &made));
        kernel_gemm_f32(nn->ctx->pool, true, false, k, n, m, tensor_f32(w), m, tensor_f32(dz), m,
                        tensor_f32(made), k, NULL);
        TRY_GOTO(take_gradient(v, 0, made));
    }
done:
    tensor_unref(dz);
    return status;
}

static DlArray *signal_recorded(Calc *c, int activation, DlArray *y, DlArray *dy) {
    switch (activation) {
    case ACT_RELU: return calc_times(c, dy, calc_mask(c, OP_GT, y, 0));
    case ACT_SIGMOID: return calc_times(c, dy, calc_times(c, y, calc_affine(c, y, -1, 1)));
    case ACT_TANH: return calc_times(c, dy, calc_affine(c, calc_square(c, y), -1, 1));
    default: return dy;
    }
}

static bool all_single(const OpVjp *v) {
    for (int i = 0; i < v->n_in; i++)
        if (v->in[i]->value->cls != CLASS_SINGLE) return false;
    return v->grad->value->cls == CLASS_SINGLE;
}

static Status fullyconnect_vjp(OpVjp *v) {
    const Tensor *x = v->in[0]->value, *w = v->in[1]->value;
    if (!nn_recording(v->nn) && all_single(v) && w->numel > 0 && x->numel > 0)
        return fullyconnect_vjp_f32(v);
    Index m = w->shape.dim[0], k = w->shape.dim[1], n = k ? x->numel / k : 0;
    Shape x2 = shape_2d(k, n), z2 = shape_2d(m, n);
    Calc c = calc_begin(v->nn);
    DlArray *out[3] = {NULL, NULL, NULL};
    DlArray *dz = calc_reshape(&c, signal_recorded(&c, v->attrs->option, v->out, v->grad), &z2);
    if (c.status == OK && nn_observed(v->nn) && v->node->layer)
        observer_signal(v->nn, v->node->layer, v->node->activation, dz->value);
    if (v->need[0])
        out[0] = calc_reshape(&c, calc_mtimes(&c, v->in[1], true, dz, false), &x->shape);
    if (v->need[1]) out[1] = calc_mtimes(&c, dz, false, calc_reshape(&c, v->in[0], &x2), true);
    if (v->n_in > 2 && v->need[2])
        out[2] = calc_reshape(&c, calc_sum(&c, dz, (int[]){1}, 1), &v->in[2]->value->shape);
    return calc_end_many(&c, v->n_in, out, v->ret);
}
const OpDef op_fullyconnect = {.name = "fullyconnect",
                               .kind = OPK_OTHER,
                               .saves_output = true,
                               .forward = fullyconnect_forward,
                               .vjp = fullyconnect_vjp,
                               .probe = {.n_in = 3,
                                         .in = {{3, {2, 2, 3}}, {2, {5, 4}}, {2, {5, 1}}},
                                         .attrs = {.shape = {2, {5, 3}}, .option = ACT_TANH},
                                         .second = true}};
