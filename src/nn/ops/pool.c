// nn/ops/pool.c: pooling in two dimensions. Max keeps the position of each maximum; average leaves
// padding out.
#include "nn/ops/raw.h"
#include "tensor/kernels/kernels.h"
#include <math.h>

// attrs.window: pool size, stride, padding before, output size; two each.
enum { POOL_SIZE = 0, POOL_STRIDE = 2, POOL_BEFORE = 4, POOL_OUT = 6 };

/// One output position's window, cut to the image.
typedef struct Cut {
    Index row0, row1, column0, column1;
} Cut;

static Cut cut_at(const int *w, Index h, Index width, Index i, Index j) {
    Cut c;
    c.row0 = i * w[POOL_STRIDE] - w[POOL_BEFORE];
    c.column0 = j * w[POOL_STRIDE + 1] - w[POOL_BEFORE + 1];
    c.row1 = c.row0 + w[POOL_SIZE];
    c.column1 = c.column0 + w[POOL_SIZE + 1];
    if (c.row0 < 0) c.row0 = 0;
    if (c.column0 < 0) c.column0 = 0;
    if (c.row1 > h) c.row1 = h;
    if (c.column1 > width) c.column1 = width;
    return c;
}

static Status pooled_shape(NnState *nn, const Shape *x, const int *w, Shape *ret) {
    return shape_make(
        nn->ctx, (Index[]){w[POOL_OUT], w[POOL_OUT + 1], shape_dim(x, 2), shape_dim(x, 3)}, 4, ret);
}

static Status pool_input(OpForward *call, Tensor **ret_x) {
    const Tensor *x = call->in[0]->value;
    if (x->is_complex) return ctx_fail_unsupported(call->nn->ctx, "A dlarray with complex values");
    return tensor_cast(call->nn->ctx, x, x->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE,
                       ret_x);
}

/// The common case, windows of 2 x 2 side by side without padding, for floats.
static void max_pairs_f32(const int *w, const float *x, Index h, Index base, float *y,
                          int64_t *where) {
    const Index rows = w[POOL_OUT], columns = w[POOL_OUT + 1];
    const KernelsF32 *kernels = kernels_f32();
    for (Index j = 0; j < columns; j++)
        kernels->max_pairs(rows, x + 2 * j * h, h, base + 2 * j * h, y + j * rows,
                           where ? where + j * rows : NULL);
}

static bool is_pairs(const int *w) {
    return w[POOL_SIZE] == 2 && w[POOL_SIZE + 1] == 2 && w[POOL_STRIDE] == 2 &&
           w[POOL_STRIDE + 1] == 2 && w[POOL_BEFORE] == 0 && w[POOL_BEFORE + 1] == 0;
}

/// Maximum of every window of one plane of floats, and where it was.
static void max_plane_f32(const int *w, const float *x, Index h, Index width, Index base, float *y,
                          int64_t *where) {
    for (Index j = 0; j < w[POOL_OUT + 1]; j++)
        for (Index i = 0; i < w[POOL_OUT]; i++) {
            Cut c = cut_at(w, h, width, i, j);
            Index best = c.row0 + c.column0 * h;
            for (Index column = c.column0; column < c.column1; column++)
                for (Index row = c.row0; row < c.row1; row++)
                    if (x[row + column * h] > x[best]) best = row + column * h;
            *y++ = x[best];
            if (where) *where++ = base + best;
        }
}

static void max_plane_f64(const int *w, const double *x, Index h, Index width, Index base,
                          double *y, int64_t *where) {
    for (Index j = 0; j < w[POOL_OUT + 1]; j++)
        for (Index i = 0; i < w[POOL_OUT]; i++) {
            Cut c = cut_at(w, h, width, i, j);
            Index best = c.row0 + c.column0 * h;
            for (Index column = c.column0; column < c.column1; column++)
                for (Index row = c.row0; row < c.row1; row++)
                    if (x[row + column * h] > x[best]) best = row + column * h;
            *y++ = x[best];
            if (where) *where++ = base + best;
        }
}

static Status maxpool2d_forward(OpForward *call) {
    NnState *nn = call->nn;
    const int *w = call->attrs->window;
    Tensor *x = NULL;
    TRY(pool_input(call, &x));
    Shape out;
    Status status = OK;
    TRY_GOTO(pooled_shape(nn, &x->shape, w, &out));
    TRY_GOTO(tensor_new(nn->ctx, (NumClass)x->cls, &out, &call->out));
    if (call->traced) TRY_GOTO(tensor_new(nn->ctx, CLASS_INT64, &out, &call->saved[0]));
    Index h = x->shape.dim[0], width = x->shape.dim[1], plane = h * width,
          cells = (Index)w[POOL_OUT] * w[POOL_OUT + 1];
    Index n_planes = plane ? x->numel / plane : 0;
    for (Index k = 0; k < n_planes; k++) {
        int64_t *where = call->traced ? (int64_t *)call->saved[0]->data + k * cells : NULL;
        if (x->cls == CLASS_SINGLE && is_pairs(w) && 2 * w[POOL_OUT] <= h &&
            2 * w[POOL_OUT + 1] <= width)
            max_pairs_f32(w, tensor_f32(x) + k * plane, h, k * plane,
                          tensor_f32(call->out) + k * cells, where);
        else if (x->cls == CLASS_SINGLE)
            max_plane_f32(w, tensor_f32(x) + k * plane, h, width, k * plane,
                          tensor_f32(call->out) + k * cells, where);
        else
            max_plane_f64(w, tensor_f64(x) + k * plane, h, width, k * plane,
                          tensor_f64(call->out) + k * cells, where);
    }
done:
    tensor_unref(x);
    return status;
}

static Status maxpool2d_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *where = calc_tensor(&c, tensor_ref(v->node->saved[0]));
    return calc_end(&c, calc_place(&c, v->grad, where, &v->in[0]->value->shape), &v->ret[0]);
}
const OpDef op_maxpool2d = {.name = "maxpool2d",
                            .kind = OPK_OTHER,
                            .forward = maxpool2d_forward,
                            .vjp = maxpool2d_vjp,
                            .probe = {.n_in = 1,
                                      .in = {{4, {5, 4, 2, 2}}},
                                      .attrs = {.window = {3, 2, 2, 1, 1, 0, 3, 3}},
                                      .second = true}};

// ---- average: linear, with its adjoint as an operation of its own ----

/// Forward adds window elements of x into y; the adjoint spreads y over the windows of x.
static void average_planes(const int *w, Tensor *x, Tensor *y, bool adjoint) {
    Index h = x->shape.dim[0], width = x->shape.dim[1], plane = h * width, at = 0;
    Index n_planes = plane ? x->numel / plane : 0;
    for (Index k = 0; k < n_planes; k++)
        for (Index j = 0; j < w[POOL_OUT + 1]; j++)
            for (Index i = 0; i < w[POOL_OUT]; i++, at++) {
                Cut c = cut_at(w, h, width, i, j);
                double count = (double)((c.row1 - c.row0) * (c.column1 - c.column0));
                double sum = 0, share = adjoint ? tensor_get(y, at) / count : 0;
                for (Index column = c.column0; column < c.column1; column++)
                    for (Index row = c.row0; row < c.row1; row++) {
                        Index e = k * plane + row + column * h;
                        if (!adjoint)
                            sum += tensor_get(x, e);
                        else if (x->cls == CLASS_SINGLE)
                            tensor_f32(x)[e] += (float)share;
                        else
                            tensor_f64(x)[e] += share;
                    }
                if (!adjoint) tensor_set(y, at, sum / count);
            }
}

static Status avgpool2d_forward(OpForward *call) {
    Tensor *x = NULL;
    TRY(pool_input(call, &x));
    Shape out;
    Status status = OK;
    TRY_GOTO(pooled_shape(call->nn, &x->shape, call->attrs->window, &out));
    TRY_GOTO(tensor_new(call->nn->ctx, (NumClass)x->cls, &out, &call->out));
    average_planes(call->attrs->window, x, call->out, false);
done:
    tensor_unref(x);
    return status;
}

static Status avgpool2d_adjoint_forward(OpForward *call) {
    Tensor *y = NULL;
    TRY(pool_input(call, &y));
    Status status = OK;
    TRY_GOTO(tensor_zeros(call->nn->ctx, (NumClass)y->cls, &call->attrs->shape, &call->out));
    average_planes(call->attrs->window, call->out, y, true);
done:
    tensor_unref(y);
    return status;
}

static Status avgpool2d_vjp(OpVjp *v) {
    OpAttrs attrs = *v->attrs;
    attrs.shape = v->in[0]->value->shape;
    return op_apply(v->nn, &op_avgpool2d_adjoint, &attrs, &v->grad, 1, &v->ret[0]);
}
static Status avgpool2d_adjoint_vjp(OpVjp *v) {
    return op_apply(v->nn, &op_avgpool2d, v->attrs, &v->grad, 1, &v->ret[0]);
}
const OpDef op_avgpool2d = {.name = "avgpool2d",
                            .kind = OPK_OTHER,
                            .forward = avgpool2d_forward,
                            .vjp = avgpool2d_vjp,
                            .probe = {.n_in = 1,
                                      .in = {{4, {5, 4, 2, 2}}},
                                      .attrs = {.window = {3, 2, 2, 1, 1, 0, 3, 3}},
                                      .second = true}};
const OpDef op_avgpool2d_adjoint = {
    .name = "avgpool2d_adjoint",
    .kind = OPK_OTHER,
    .forward = avgpool2d_adjoint_forward,
    .vjp = avgpool2d_adjoint_vjp,
    .probe = {.n_in = 1,
              .in = {{4, {3, 3, 2, 2}}},
              .attrs = {.window = {3, 2, 2, 1, 1, 0, 3, 3}, .shape = {4, {5, 4, 2, 2}}},
              .second = true}};
