// nn/ops/shape.c: operations that only move elements: reshape, permute, transpose, expansion,
// joining, cutting.
#include "nn/ops/raw.h"
#include <string.h>

static Status reshape_forward(OpForward *call) {
    return tensor_reshape(call->nn->ctx, call->in[0]->value, &call->attrs->shape, &call->out);
}
static Status reshape_vjp(OpVjp *v) {
    return raw_reshape(v->nn, v->grad, &v->in[0]->value->shape, &v->ret[0]);
}
const OpDef op_reshape = {
    .name = "reshape",
    .kind = OPK_OTHER,
    .forward = reshape_forward,
    .vjp = reshape_vjp,
    .probe = {.n_in = 1, .in = {{2, {3, 4}}}, .attrs = {.shape = {3, {2, 3, 2}}}, .second = true}};

static Status permute_forward(OpForward *call) {
    return tensor_permute(call->nn->ctx, call->in[0]->value, call->attrs->dims, call->attrs->n_dims,
                          &call->out);
}
static Status permute_vjp(OpVjp *v) {
    int back[SHAPE_MAX_DIMS];
    for (int i = 0; i < v->attrs->n_dims; i++) back[v->attrs->dims[i]] = i;
    return raw_permute(v->nn, v->grad, back, v->attrs->n_dims, &v->ret[0]);
}
const OpDef op_permute = {.name = "permute",
                          .kind = OPK_OTHER,
                          .forward = permute_forward,
                          .vjp = permute_vjp,
                          .probe = {.n_in = 1,
                                    .in = {{3, {3, 4, 2}}},
                                    .attrs = {.dims = {2, 0, 1}, .n_dims = 3},
                                    .second = true}};

static Status transpose_forward(OpForward *call) {
    return tensor_unary(call->nn->ctx, OP_TRANSPOSE, call->in[0]->value, &call->out);
}
static Status transpose_vjp(OpVjp *v) {
    return op_apply(v->nn, &op_transpose, NULL, &v->grad, 1, &v->ret[0]);
}
const OpDef op_transpose = {.name = "transpose",
                            .kind = OPK_OTHER,
                            .forward = transpose_forward,
                            .vjp = transpose_vjp,
                            .probe = {.n_in = 1, .in = {{2, {3, 4}}}, .second = true}};

static Status expand_forward(OpForward *call) {
    const Tensor *x = call->in[0]->value;
    Index times[SHAPE_MAX_DIMS];
    const Shape *to = &call->attrs->shape;
    for (int i = 0; i < to->n_dims; i++) {
        Index from = shape_dim(&x->shape, i);
        if (from != to->dim[i] && from != 1)
            return ctx_fail(call->nn->ctx, ERR_SIZE, "MATLAB:sizeDimensionsMustMatch",
                            "Arrays have incompatible sizes for this operation.");
        times[i] = from == to->dim[i] ? 1 : to->dim[i];
    }
    if (x->numel == 1)
        return tensor_full(call->nn->ctx, (NumClass)x->cls, to, tensor_get(x, 0), &call->out);
    return tensor_repmat(call->nn->ctx, x, times, to->n_dims, &call->out);
}
static Status expand_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_sum_to(&c, v->grad, &v->in[0]->value->shape), &v->ret[0]);
}
const OpDef op_expand = {
    .name = "expand",
    .kind = OPK_OTHER,
    .forward = expand_forward,
    .vjp = expand_vjp,
    .probe = {.n_in = 1, .in = {{2, {3, 1}}}, .attrs = {.shape = {3, {3, 4, 2}}}, .second = true}};

// ---- joining and cutting along one dimension ----

/// Bytes of one step along `dim`, and the number of blocks outside it.
static void blocks_of(const Tensor *x, int dim, size_t *ret_step, Index *ret_outer) {
    size_t step = class_size((NumClass)x->cls);
    Index outer = 1;
    for (int i = 0; i < x->shape.n_dims; i++) {
        if (i < dim) step *= (size_t)x->shape.dim[i];
        if (i > dim) outer *= x->shape.dim[i];
    }
    *ret_step = step;
    *ret_outer = outer;
}

static Status sized_along(NnState *nn, const Shape *shape, int dim, Index size, Shape *ret) {
    Index dims[SHAPE_MAX_DIMS];
    int n = shape->n_dims > dim + 1 ? shape->n_dims : dim + 1;
    for (int i = 0; i < n; i++) dims[i] = i == dim ? size : shape_dim(shape, i);
    return shape_make(nn->ctx, dims, n, ret);
}

/// Copies `count` steps along dim: from position `from_at` of x to `to_at` of y.
static void copy_steps(const Tensor *x, Index from_at, Tensor *y, Index to_at, int dim,
                       Index count) {
    size_t step, step_y;
    Index outer, outer_y;
    blocks_of(x, dim, &step, &outer);
    blocks_of(y, dim, &step_y, &outer_y);
    size_t x_block = step * (size_t)shape_dim(&x->shape, dim),
           y_block = step * (size_t)shape_dim(&y->shape, dim);
    for (Index k = 0; k < outer; k++)
        memcpy((char *)y->data + (size_t)k * y_block + (size_t)to_at * step,
               (const char *)x->data + (size_t)k * x_block + (size_t)from_at * step,
               (size_t)count * step);
}

/// x from position dims[1], dims[2] steps, along dims[0].
static Status slice_forward(OpForward *call) {
    const Tensor *x = call->in[0]->value;
    const int *d = call->attrs->dims;
    Shape shape;
    TRY(sized_along(call->nn, &x->shape, d[0], d[2], &shape));
    TRY(tensor_new(call->nn->ctx, (NumClass)x->cls, &shape, &call->out));
    copy_steps(x, d[1], call->out, 0, d[0], d[2]);
    return OK;
}
static Status slice_vjp(OpVjp *v) {
    const int *d = v->attrs->dims;
    OpAttrs attrs = {.dims = {d[0], d[1], (int)shape_dim(&v->in[0]->value->shape, d[0])}};
    return op_apply(v->nn, &op_embed, &attrs, &v->grad, 1, &v->ret[0]);
}
const OpDef op_slice = {
    .name = "slice",
    .kind = OPK_OTHER,
    .forward = slice_forward,
    .vjp = slice_vjp,
    .probe = {.n_in = 1, .in = {{3, {3, 4, 2}}}, .attrs = {.dims = {1, 1, 2}}, .second = true}};

/// Zeros of size dims[2] along dims[0], with x at position dims[1].
static Status embed_forward(OpForward *call) {
    const Tensor *x = call->in[0]->value;
    const int *d = call->attrs->dims;
    Shape shape;
    TRY(sized_along(call->nn, &x->shape, d[0], d[2], &shape));
    TRY(tensor_zeros(call->nn->ctx, (NumClass)x->cls, &shape, &call->out));
    copy_steps(x, 0, call->out, d[1], d[0], shape_dim(&x->shape, d[0]));
    return OK;
}
static Status embed_vjp(OpVjp *v) {
    const int *d = v->attrs->dims;
    OpAttrs attrs = {.dims = {d[0], d[1], (int)shape_dim(&v->in[0]->value->shape, d[0])}};
    return op_apply(v->nn, &op_slice, &attrs, &v->grad, 1, &v->ret[0]);
}
const OpDef op_embed = {
    .name = "embed",
    .kind = OPK_OTHER,
    .forward = embed_forward,
    .vjp = embed_vjp,
    .probe = {.n_in = 1, .in = {{3, {3, 2, 2}}}, .attrs = {.dims = {1, 1, 4}}, .second = true}};

/// The class parts must be brought to before they can be joined: single wins over double.
static NumClass joined_class(DlArray *const *in, int n) {
    NumClass cls = (NumClass)in[0]->value->cls;
    for (int i = 1; i < n; i++) {
        NumClass other = (NumClass)in[i]->value->cls;
        if (other == CLASS_SINGLE || (!class_is_float(cls) && class_is_float(other))) cls = other;
    }
    return cls;
}

static Status cat_forward(OpForward *call) {
    Ctx *ctx = call->nn->ctx;
    NumClass cls = joined_class(call->in, call->n_in);
    Tensor **parts = mem_alloc_zero((size_t)call->n_in * sizeof *parts);
    if (!parts) return ctx_fail_nomem(ctx);
    Status status = OK;
    for (int i = 0; i < call->n_in; i++)
        TRY_GOTO(tensor_cast(ctx, call->in[i]->value, cls, &parts[i]));
    TRY_GOTO(tensor_cat(ctx, call->attrs->dims[0], parts, call->n_in, &call->out));
done:
    for (int i = 0; i < call->n_in; i++) tensor_unref(parts[i]);
    mem_free(parts);
    return status;
}
static Status cat_vjp(OpVjp *v) {
    int dim = v->attrs->dims[0], at = 0;
    for (int i = 0; i < v->n_in; i++) {
        const Tensor *part = v->in[i]->value;
        if (part->shape.n_dims == 2 && part->numel == 0 && part->shape.dim[0] == 0 &&
            part->shape.dim[1] == 0)
            continue; // [] joins anything and takes no place
        int count = (int)shape_dim(&part->shape, dim);
        OpAttrs attrs = {.dims = {dim, at, count}};
        if (v->need[i]) TRY(op_apply(v->nn, &op_slice, &attrs, &v->grad, 1, &v->ret[i]));
        at += count;
    }
    return OK;
}
const OpDef op_cat = {.name = "cat",
                      .kind = OPK_OTHER,
                      .forward = cat_forward,
                      .vjp = cat_vjp,
                      .probe = {.n_in = 3,
                                .in = {{2, {3, 2}}, {2, {3, 1}}, {2, {3, 3}}},
                                .attrs = {.dims = {1}},
                                .second = true}};

/// attrs.shape.dim: how many copies along each of attrs.n_dims dimensions.
static Status repmat_forward(OpForward *call) {
    return tensor_repmat(call->nn->ctx, call->in[0]->value, call->attrs->shape.dim,
                         call->attrs->n_dims, &call->out);
}
/// Sum over the copies: dimension by dimension d -> (d, times), then the `times` axes are added up.
static Status repmat_vjp(OpVjp *v) {
    const Shape *x = &v->in[0]->value->shape;
    Calc c = calc_begin(v->nn);
    DlArray *g = v->grad;
    for (int d = 0; d < v->attrs->n_dims && c.status == OK; d++) {
        Index times = v->attrs->shape.dim[d];
        if (times == 1) continue;
        Shape now = g->value->shape, cut = {3, {1, shape_dim(x, d), times}}, back;
        for (int i = 0; i < d; i++) cut.dim[0] *= shape_dim(&now, i);
        Index rest = 1;
        for (int i = d + 1; i < now.n_dims; i++) rest *= now.dim[i];
        cut.dim[3] = rest;
        cut.n_dims = 4;
        shape_trim(&cut);
        calc_fail(&c, sized_along(v->nn, &now, d, shape_dim(x, d), &back));
        g = calc_reshape(&c, calc_sum(&c, calc_reshape(&c, g, &cut), (int[]){2}, 1), &back);
    }
    return calc_end(&c, g, &v->ret[0]);
}
const OpDef op_repmat = {.name = "repmat",
                         .kind = OPK_OTHER,
                         .forward = repmat_forward,
                         .vjp = repmat_vjp,
                         .probe = {.n_in = 1,
                                   .in = {{2, {3, 2}}},
                                   .attrs = {.shape = {3, {2, 3, 2}}, .n_dims = 3},
                                   .second = true}};
