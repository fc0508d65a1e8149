// nn/ops/softmax.c: softmax along one dimension.
#include "nn/ops/raw.h"
#include "tensor/kernels/kernels.h"
#include <math.h>

/// The array seen as inner x n x outer around the dimension.
typedef struct Slabs {
    Index inner, n, outer;
} Slabs;

static Slabs slabs_of(const Shape *shape, int dim) {
    Slabs s = {1, shape_dim(shape, dim), 1};
    for (int i = 0; i < shape->n_dims; i++) {
        if (i < dim) s.inner *= shape->dim[i];
        if (i > dim) s.outer *= shape->dim[i];
    }
    return s;
}

/// Softmax of n values `step` apart; shifted by the largest so that exp cannot overflow.
static void softmax_line(const Tensor *x, Tensor *y, Index at, Index n, Index step) {
    double top = -INFINITY, sum = 0;
    for (Index i = 0; i < n; i++) top = fmax(top, tensor_get(x, at + i * step));
    for (Index i = 0; i < n; i++) sum += exp(tensor_get(x, at + i * step) - top);
    for (Index i = 0; i < n; i++)
        tensor_set(y, at + i * step, exp(tensor_get(x, at + i * step) - top) / sum);
}

static Status softmax_forward(OpForward *call) {
    const Tensor *x = call->in[0]->value;
    NnState *nn = call->nn;
    if (x->is_complex) return ctx_fail_unsupported(nn->ctx, "A dlarray with complex values");
    NumClass cls = x->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE;
    TRY(tensor_new(nn->ctx, cls, &x->shape, &call->out));
    Slabs s = slabs_of(&x->shape, call->attrs->dims[0]);
    if (cls == CLASS_SINGLE && s.inner == 1) {
        kernels_f32()->softmax_columns(s.n, s.outer, tensor_f32(x), tensor_f32(call->out));
        return OK;
    }
    for (Index k = 0; k < s.outer; k++)
        for (Index j = 0; j < s.inner; j++)
            softmax_line(x, call->out, k * s.inner * s.n + j, s.n, s.inner);
    return OK;
}

/// dx = y .* (g - sum(y .* g)).
static Status softmax_vjp(OpVjp *v) {
    const Tensor *y = v->out->value, *g = v->grad->value;
    Slabs s = slabs_of(&y->shape, v->attrs->dims[0]);
    if (!nn_recording(v->nn) && s.inner == 1 && y->cls == CLASS_SINGLE && g->cls == CLASS_SINGLE) {
        Tensor *dx = NULL;
        TRY(tensor_new(v->nn->ctx, CLASS_SINGLE, &y->shape, &dx));
        kernels_f32()->softmax_backward(s.n, s.outer, tensor_f32(y), tensor_f32(g), tensor_f32(dx));
        return dlarray_take(v->nn, dx, "", &v->ret[0]);
    }
    Calc c = calc_begin(v->nn);
    DlArray *mean = calc_sum(&c, calc_times(&c, v->out, v->grad), v->attrs->dims, 1);
    return calc_end(&c, calc_times(&c, v->out, calc_minus(&c, v->grad, mean)), &v->ret[0]);
}

const OpDef op_softmax = {
    .name = "softmax",
    .kind = OPK_OTHER,
    .saves_output = true,
    .forward = softmax_forward,
    .vjp = softmax_vjp,
    .probe = {.n_in = 1, .in = {{3, {3, 4, 2}}}, .attrs = {.dims = {1}}, .second = true}};
