// nn/ops/reduce.c: sums, products and extremes over dimensions, cumulative sums.
#include "nn/ops/raw.h"
#include <math.h>

static Status sum_forward(OpForward *call) {
    return tensor_reduce(call->nn->ctx, RED_SUM, call->in[0]->value, call->attrs->dims,
                         call->attrs->n_dims, (ReduceOptions){0}, &call->out);
}
static Status sum_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_expand(&c, v->grad, &v->in[0]->value->shape), &v->ret[0]);
}
const OpDef op_sum = {
    .name = "sum",
    .kind = OPK_OTHER,
    .forward = sum_forward,
    .vjp = sum_vjp,
    .probe = {
        .n_in = 1, .in = {{3, {3, 4, 2}}}, .attrs = {.dims = {0, 2}, .n_dims = 2}, .second = true}};

/// Steps through x in memory order and gives each element's position in the reduced array.
typedef struct Walk {
    Shape shape;
    Index at[SHAPE_MAX_DIMS], stride[SHAPE_MAX_DIMS];
    Index target;
} Walk;

static bool listed(const int *dims, int n, int d) {
    if (n == 0) return true;
    for (int i = 0; i < n; i++)
        if (dims[i] == d) return true;
    return false;
}

static Walk walk_start(const Shape *shape, const int *dims, int n, Shape *ret_reduced) {
    Walk w = {.shape = *shape};
    *ret_reduced = *shape;
    Index stride = 1;
    for (int d = 0; d < shape->n_dims; d++) {
        if (listed(dims, n, d)) {
            ret_reduced->dim[d] = 1;
        } else {
            w.stride[d] = stride;
            stride *= shape->dim[d];
        }
    }
    return w;
}

static inline void walk_step(Walk *w) {
    for (int d = 0; d < w->shape.n_dims; d++) {
        w->target += w->stride[d];
        if (++w->at[d] < w->shape.dim[d]) return;
        w->target -= w->stride[d] * w->shape.dim[d];
        w->at[d] = 0;
    }
}

// ---- product ----

static Status prod_forward(OpForward *call) {
    return tensor_reduce(call->nn->ctx, RED_PROD, call->in[0]->value, call->attrs->dims,
                         call->attrs->n_dims, (ReduceOptions){0}, &call->out);
}

static bool has_zero(const Tensor *x) {
    for (Index i = 0; i < x->numel; i++)
        if (tensor_get(x, i) == 0) return true;
    return false;
}

/// Product of all other elements, for each element: from the count of zeros and the product of the
/// rest.
static Status prod_of_others(NnState *nn, const Tensor *x, const int *dims, int n, Tensor **ret) {
    Shape reduced;
    Walk w = walk_start(&x->shape, dims, n, &reduced);
    Index n_groups = shape_numel(&reduced);
    double *rest = mem_alloc((size_t)n_groups * sizeof *rest);
    Index *zeros = mem_alloc_zero((size_t)n_groups * sizeof *zeros);
    Status status = OK;
    if (!rest || !zeros) {
        status = ctx_fail_nomem(nn->ctx);
        goto done;
    }
    for (Index i = 0; i < n_groups; i++) rest[i] = 1;
    for (Index i = 0; i < x->numel; i++, walk_step(&w)) {
        double value = tensor_get(x, i);
        if (value == 0)
            zeros[w.target]++;
        else
            rest[w.target] *= value;
    }
    TRY_GOTO(tensor_new(nn->ctx, (NumClass)x->cls, &x->shape, ret));
    w = walk_start(&x->shape, dims, n, &reduced);
    for (Index i = 0; i < x->numel; i++, walk_step(&w)) {
        double value = tensor_get(x, i);
        Index other_zeros = zeros[w.target] - (value == 0);
        tensor_set(*ret, i, other_zeros ? 0 : value == 0 ? rest[w.target] : rest[w.target] / value);
    }
done:
    mem_free(rest);
    mem_free(zeros);
    return status;
}

static Status prod_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    const Tensor *x = v->in[0]->value;
    if (!has_zero(x)) {
        DlArray *g = calc_times(&c, v->grad, v->out);
        return calc_end(&c, calc_rdivide(&c, calc_expand(&c, g, &x->shape), v->in[0]), &v->ret[0]);
    }
    if (nn_recording(v->nn))
        return ctx_fail_unsupported(v->nn->ctx,
                                    "The second derivative of prod where an element is zero");
    Tensor *others = NULL;
    calc_fail(&c, prod_of_others(v->nn, x, v->attrs->dims, v->attrs->n_dims, &others));
    DlArray *factor = c.status == OK ? calc_tensor(&c, others) : NULL;
    return calc_end(&c, calc_times(&c, factor, v->grad), &v->ret[0]);
}
const OpDef op_prod = {.name = "prod",
                       .kind = OPK_OTHER,
                       .saves_output = true,
                       .forward = prod_forward,
                       .vjp = prod_vjp,
                       .probe = {.n_in = 1,
                                 .in = {{3, {3, 4, 2}}},
                                 .attrs = {.dims = {1}, .n_dims = 1},
                                 .lo = 0.5,
                                 .hi = 1.5,
                                 .second = true}};

// ---- extremes: saved[0] holds the position of each result in x ----

static Status extreme_forward(OpForward *call, ReduceOp op) {
    const Tensor *x = call->in[0]->value;
    const OpAttrs *a = call->attrs;
    TRY(tensor_reduce(call->nn->ctx, op, x, a->dims, a->n_dims, (ReduceOptions){0}, &call->out));
    if (!call->traced) return OK;
    Shape reduced;
    Walk w = walk_start(&x->shape, a->dims, a->n_dims, &reduced);
    TRY(tensor_new(call->nn->ctx, CLASS_INT64, &call->out->shape, &call->saved[0]));
    int64_t *where = call->saved[0]->data;
    for (Index i = 0; i < call->out->numel; i++) where[i] = -1;
    for (Index i = 0; i < x->numel; i++, walk_step(&w))
        if (where[w.target] < 0 && tensor_get(x, i) == tensor_get(call->out, w.target))
            where[w.target] = i;
    return OK;
}
static Status max_forward(OpForward *call) {
    return extreme_forward(call, RED_MAX);
}
static Status min_forward(OpForward *call) {
    return extreme_forward(call, RED_MIN);
}
static Status extreme_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *where = calc_tensor(&c, tensor_ref(v->node->saved[0]));
    return calc_end(&c, calc_place(&c, v->grad, where, &v->in[0]->value->shape), &v->ret[0]);
}
const OpDef op_max = {
    .name = "max_over",
    .kind = OPK_OTHER,
    .forward = max_forward,
    .vjp = extreme_vjp,
    .probe = {
        .n_in = 1, .in = {{3, {3, 4, 2}}}, .attrs = {.dims = {1}, .n_dims = 1}, .second = true}};
const OpDef op_min = {
    .name = "min_over",
    .kind = OPK_OTHER,
    .forward = min_forward,
    .vjp = extreme_vjp,
    .probe = {
        .n_in = 1, .in = {{3, {3, 4, 2}}}, .attrs = {.dims = {0, 1}, .n_dims = 2}, .second = true}};

// ---- cumulative sum: option 1 from the far end ----

static Status cumsum_forward(OpForward *call) {
    return tensor_scan(call->nn->ctx, SCAN_SUM, call->in[0]->value, call->attrs->dims[0],
                       call->attrs->option == 1, &call->out);
}
static Status cumsum_vjp(OpVjp *v) {
    OpAttrs attrs = {.dims = {v->attrs->dims[0]}, .option = !v->attrs->option};
    return op_apply(v->nn, &op_cumsum, &attrs, &v->grad, 1, &v->ret[0]);
}
const OpDef op_cumsum = {
    .name = "cumsum",
    .kind = OPK_OTHER,
    .forward = cumsum_forward,
    .vjp = cumsum_vjp,
    .probe = {.n_in = 1, .in = {{3, {3, 4, 2}}}, .attrs = {.dims = {1}}, .second = true}};
