// nn/ops/conv.c: convolution in two dimensions (cross-correlation) and its two adjoints.
//
// y = conv(x, w) is bilinear. Its adjoints are operations of their own, and the three are closed
// under differentiation:
//   conv2d(x, w)         x-shaped, w-shaped -> y-shaped
//   conv2d_input(y, w)   y-shaped, w-shaped -> x-shaped      (also: transposed convolution)
//   conv2d_filter(x, y)  x-shaped, y-shaped -> w-shaped
// Layouts: x H x W x C x N, w R x S x C x K, y P x Q x K x N. Images are shared out over the
// threads.
#include "nn/observer.h"
#include "nn/ops.h"
#include "nn/ops/raw.h"
#include "tensor/kernels/kernels.h"
#include <string.h>

// attrs.window
enum { WIN_STRIDE = 0, WIN_DILATION = 2, WIN_BEFORE = 4, WIN_OUT = 6 };

typedef struct ConvShape {
    Index h, w, c, n, r, s, k, p, q;
    Index stride[2], dilation[2], before[2];
} ConvShape;

typedef struct ConvWork {
    ConvShape shape;
    void *x, *y, *w_filter;
    const void *bias;
    void *buffer;
    const Ctx *ctx; // workers leave when it is to stop
} ConvWork;

static void gemm_one_f32(bool ta, bool tb, Index m, Index n, Index k, const float *a, Index lda,
                         const float *b, Index ldb, float *c, Index ldc, bool add) {
    GemmEpilogue epilogue = {.kind = add ? GEMM_ADD : GEMM_STORE};
    kernel_gemm_f32(NULL, ta, tb, m, n, k, a, lda, b, ldb, c, ldc, &epilogue);
}
static void gemm_one_f64(bool ta, bool tb, Index m, Index n, Index k, const double *a, Index lda,
                         const double *b, Index ldb, double *c, Index ldc, bool add) {
    gemm_f64(NULL, ta, tb, m, n, k, 1, a, lda, b, ldb, add ? 1 : 0, c, ldc);
}

/// y += x.
static void add_f32(Index n, const float *x, float *y) {
    kernels_f32()->add(n, x, y, y);
}
static void add_f64(Index n, const double *x, double *y) {
    for (Index i = 0; i < n; i++) y[i] += x[i];
}

#define REAL float
#define CONV(name) name##_f32
#define CONV_GEMM gemm_one_f32
#define CONV_ADD add_f32
#include "nn/ops/conv_loops.h"
#undef REAL
#undef CONV
#undef CONV_GEMM
#undef CONV_ADD
#define REAL double
#define CONV(name) name##_f64
#define CONV_GEMM gemm_one_f64
#define CONV_ADD add_f64
#include "nn/ops/conv_loops.h"

static ConvShape conv_shape(const OpAttrs *attrs, const Shape *x, const Shape *w, Index k) {
    ConvShape s = {.h = x->dim[0],
                   .w = x->dim[1],
                   .c = shape_dim(x, 2),
                   .n = shape_dim(x, 3),
                   .r = w->dim[0],
                   .s = w->dim[1],
                   .k = k,
                   .p = attrs->window[WIN_OUT],
                   .q = attrs->window[WIN_OUT + 1]};
    for (int i = 0; i < 2; i++) {
        s.stride[i] = attrs->window[WIN_STRIDE + i];
        s.dilation[i] = attrs->window[WIN_DILATION + i];
        s.before[i] = attrs->window[WIN_BEFORE + i];
    }
    return s;
}

static int parts_of(NnState *nn, Index n) {
    int threads = nn->ctx->pool ? pool_threads(nn->ctx->pool) : 1;
    return n < threads ? (int)(n > 0 ? n : 1) : threads;
}

/// Runs `fn` over the images with one column buffer per thread.
static Status conv_run(NnState *nn, ConvWork *work, NumClass cls, PoolFn fn) {
    const ConvShape *s = &work->shape;
    size_t bytes = (size_t)(s->p * s->q * (s->r * s->s * s->c + 1)) * class_size(cls);
    int threads = nn->ctx->pool ? pool_threads(nn->ctx->pool) : 1;
    work->buffer = mem_alloc_aligned(bytes * (size_t)threads);
    if (!work->buffer) return ctx_fail_nomem(nn->ctx);
    work->ctx = nn->ctx;
    pool_run(parts_of(nn, s->n) > 1 ? nn->ctx->pool : NULL, s->n, 1, fn, work);
    mem_free(work->buffer);
    return ctx_check_stop(nn->ctx);
}

/// The inputs of a binary operation as one float class; owned.
static Status both_float(NnState *nn, DlArray *const *in, Tensor **a, Tensor **b,
                         NumClass *ret_cls) {
    NumClass cls = in[0]->value->cls == CLASS_SINGLE || in[1]->value->cls == CLASS_SINGLE
                       ? CLASS_SINGLE
                       : CLASS_DOUBLE;
    if (in[0]->value->is_complex || in[1]->value->is_complex)
        return ctx_fail_unsupported(nn->ctx, "A dlarray with complex values");
    TRY(tensor_cast(nn->ctx, in[0]->value, cls, a));
    TRY(tensor_cast(nn->ctx, in[1]->value, cls, b));
    *ret_cls = cls;
    return OK;
}

static Status conv2d_forward(OpForward *call) {
    NnState *nn = call->nn;
    Tensor *x = NULL, *w = NULL, *b = NULL, *wb = NULL;
    NumClass cls;
    Status status = OK;
    TRY_GOTO(both_float(nn, call->in, &x, &w, &cls));
    ConvWork work = {.shape =
                         conv_shape(call->attrs, &x->shape, &w->shape, shape_dim(&w->shape, 3))};
    Shape out;
    TRY_GOTO(shape_make(nn->ctx, (Index[]){work.shape.p, work.shape.q, work.shape.k, work.shape.n},
                        4, &out));
    TRY_GOTO(tensor_new(nn->ctx, cls, &out, &call->out));
    work.x = x->data;
    work.w_filter = w->data;
    work.y = call->out->data;
    if (call->n_in > 2) {
        Shape taller = shape_2d(
            shape_dim(&w->shape, 0) * shape_dim(&w->shape, 1) * work.shape.c + 1, work.shape.k);
        TRY_GOTO(tensor_cast(nn->ctx, call->in[2]->value, cls, &b));
        TRY_GOTO(tensor_new(nn->ctx, cls, &taller, &wb));
        if (cls == CLASS_SINGLE)
            with_bias_f32(&work.shape, w->data, b->data, wb->data);
        else
            with_bias_f64(&work.shape, w->data, b->data, wb->data);
        work.w_filter = wb->data;
        work.bias = b->data;
    }
    if (call->out->numel)
        TRY_GOTO(
            conv_run(nn, &work, cls, cls == CLASS_SINGLE ? forward_part_f32 : forward_part_f64));
done:
    tensor_unref(x);
    tensor_unref(w);
    tensor_unref(b);
    tensor_unref(wb);
    return status;
}

static Status conv2d_input_forward(OpForward *call) {
    NnState *nn = call->nn;
    Tensor *y = NULL, *w = NULL;
    NumClass cls;
    Status status = OK;
    TRY_GOTO(both_float(nn, call->in, &y, &w, &cls));
    ConvWork work = {
        .shape = conv_shape(call->attrs, &call->attrs->shape, &w->shape, shape_dim(&w->shape, 3))};
    TRY_GOTO(tensor_zeros(nn->ctx, cls, &call->attrs->shape, &call->out));
    work.x = call->out->data;
    work.w_filter = w->data;
    work.y = y->data;
    if (y->numel)
        TRY_GOTO(conv_run(nn, &work, cls, cls == CLASS_SINGLE ? input_part_f32 : input_part_f64));
done:
    tensor_unref(y);
    tensor_unref(w);
    return status;
}

static Status conv2d_filter_forward(OpForward *call) {
    NnState *nn = call->nn;
    Tensor *x = NULL, *y = NULL, *parts = NULL;
    NumClass cls;
    Status status = OK;
    TRY_GOTO(both_float(nn, call->in, &x, &y, &cls));
    const Shape *w = &call->attrs->shape;
    ConvWork work = {.shape = conv_shape(call->attrs, &x->shape, w, shape_dim(w, 3))};
    int threads = nn->ctx->pool ? pool_threads(nn->ctx->pool) : 1;
    Shape many = shape_2d(shape_numel(w), threads);
    TRY_GOTO(tensor_zeros(nn->ctx, cls, &many, &parts));
    TRY_GOTO(tensor_zeros(nn->ctx, cls, w, &call->out));
    work.x = x->data;
    work.y = y->data;
    work.w_filter = parts->data;
    if (y->numel)
        TRY_GOTO(conv_run(nn, &work, cls, cls == CLASS_SINGLE ? filter_part_f32 : filter_part_f64));
    for (int t = 0; t < threads; t++)
        for (Index i = 0; i < many.dim[0]; i++) {
            if (cls == CLASS_SINGLE)
                tensor_f32(call->out)[i] += tensor_f32(parts)[t * many.dim[0] + i];
            else
                tensor_f64(call->out)[i] += tensor_f64(parts)[t * many.dim[0] + i];
        }
done:
    tensor_unref(x);
    tensor_unref(y);
    tensor_unref(parts);
    return status;
}

static DlArray *calc_conv(Calc *c, const OpDef *op, const OpAttrs *like, const Shape *shape,
                          DlArray *a, DlArray *b) {
    OpAttrs attrs = {.shape = *shape};
    memcpy(attrs.window, like->window, sizeof attrs.window);
    DlArray *in[2] = {a, b};
    return calc_op(c, op, &attrs, in, 2);
}

static Status conv2d_vjp(OpVjp *v) {
    DlArray *x = v->in[0], *w = v->in[1], *out[3] = {NULL, NULL, NULL};
    if (nn_observed(v->nn) && v->node->layer)
        observer_signal(v->nn, v->node->layer, v->node->activation, v->grad->value);
    Calc c = calc_begin(v->nn);
    if (v->need[0])
        out[0] = calc_conv(&c, &op_conv2d_input, v->attrs, &x->value->shape, v->grad, w);
    if (v->need[1])
        out[1] = calc_conv(&c, &op_conv2d_filter, v->attrs, &w->value->shape, x, v->grad);
    if (v->n_in > 2 && v->need[2])
        out[2] = calc_reshape(
            &c, calc_sum(&c, v->grad, (int[]){0, 1, 3}, v->grad->value->shape.n_dims > 3 ? 3 : 2),
            &v->in[2]->value->shape);
    return calc_end_many(&c, v->n_in, out, v->ret);
}

static Status conv2d_input_vjp(OpVjp *v) {
    DlArray *y = v->in[0], *w = v->in[1], *out[2] = {NULL, NULL};
    Calc c = calc_begin(v->nn);
    if (v->need[0]) out[0] = calc_conv(&c, &op_conv2d, v->attrs, &y->value->shape, v->grad, w);
    if (v->need[1])
        out[1] = calc_conv(&c, &op_conv2d_filter, v->attrs, &w->value->shape, v->grad, y);
    return calc_end_many(&c, 2, out, v->ret);
}

static Status conv2d_filter_vjp(OpVjp *v) {
    DlArray *x = v->in[0], *y = v->in[1], *out[2] = {NULL, NULL};
    Calc c = calc_begin(v->nn);
    if (v->need[0])
        out[0] = calc_conv(&c, &op_conv2d_input, v->attrs, &x->value->shape, y, v->grad);
    if (v->need[1]) out[1] = calc_conv(&c, &op_conv2d, v->attrs, &y->value->shape, x, v->grad);
    return calc_end_many(&c, 2, out, v->ret);
}

// Probe: x 5 x 4 x 2 x 2, w 3 x 2 x 2 x 3, stride 2,1, padding 1,0: y 3 x 3 x 3 x 2.
#define PROBE_WINDOW .window = {2, 1, 1, 1, 1, 0, 3, 3}
const OpDef op_conv2d = {.name = "conv2d",
                         .kind = OPK_OTHER,
                         .forward = conv2d_forward,
                         .vjp = conv2d_vjp,
                         .probe = {.n_in = 3,
                                   .in = {{4, {5, 4, 2, 2}}, {4, {3, 2, 2, 3}}, {2, {3, 1}}},
                                   .attrs = {PROBE_WINDOW},
                                   .second = true}};
const OpDef op_conv2d_input = {.name = "conv2d_input",
                               .kind = OPK_OTHER,
                               .forward = conv2d_input_forward,
                               .vjp = conv2d_input_vjp,
                               .probe = {.n_in = 2,
                                         .in = {{4, {3, 3, 3, 2}}, {4, {3, 2, 2, 3}}},
                                         .attrs = {PROBE_WINDOW, .shape = {4, {5, 4, 2, 2}}},
                                         .second = true}};
const OpDef op_conv2d_filter = {.name = "conv2d_filter",
                                .kind = OPK_OTHER,
                                .forward = conv2d_filter_forward,
                                .vjp = conv2d_filter_vjp,
                                .probe = {.n_in = 2,
                                          .in = {{4, {5, 4, 2, 2}}, {4, {3, 3, 3, 2}}},
                                          .attrs = {PROBE_WINDOW, .shape = {4, {3, 2, 2, 3}}},
                                          .second = true}};
