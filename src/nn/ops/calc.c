// nn/ops/calc.c: formulas of recorded operations with one owner for the intermediate results.
#include "nn/ops/raw.h"
#include "tensor/kernels/kernels.h"
#include <assert.h>

static void calc_free(Calc *c) {
    for (int i = 0; i < c->n; i++) dlarray_unref(c->made[i]);
    c->n = 0;
}

Status calc_end(Calc *c, DlArray *result, DlArray **ret) {
    if (c->status == OK && result) *ret = dlarray_ref(result);
    calc_free(c);
    return c->status;
}

Status calc_end_many(Calc *c, int n, DlArray *const *results, DlArray **ret) {
    if (c->status == OK)
        for (int i = 0; i < n; i++)
            if (results[i]) ret[i] = dlarray_ref(results[i]);
    calc_free(c);
    return c->status;
}

void calc_fail(Calc *c, Status status) {
    if (c->status == OK) c->status = status;
}

DlArray *calc_keep(Calc *c, DlArray *made) {
    if (!made) return NULL;
    assert(c->n < CALC_MAX);
    c->made[c->n++] = made;
    return made;
}

DlArray *calc_tensor(Calc *c, Tensor *owned) {
    DlArray *x = NULL;
    if (c->status != OK) {
        tensor_unref(owned);
        return NULL;
    }
    c->status = dlarray_take(c->nn, owned, "", &x);
    return calc_keep(c, x);
}

DlArray *calc_op(Calc *c, const OpDef *op, const OpAttrs *attrs, DlArray *const *in, int n_in) {
    if (c->status != OK) {
        if (attrs) mem_free(attrs->data);
        return NULL;
    }
    DlArray *made = NULL;
    c->status = op_apply(c->nn, op, attrs, in, n_in, &made);
    return calc_keep(c, made);
}

DlArray *calc_unary(Calc *c, const OpDef *op, DlArray *x) {
    return calc_op(c, op, NULL, &x, 1);
}

DlArray *calc_binary(Calc *c, const OpDef *op, DlArray *a, DlArray *b) {
    DlArray *in[2] = {a, b};
    return calc_op(c, op, NULL, in, 2);
}

DlArray *calc_plus(Calc *c, DlArray *a, DlArray *b) {
    return calc_binary(c, &op_plus, a, b);
}
DlArray *calc_minus(Calc *c, DlArray *a, DlArray *b) {
    return calc_binary(c, &op_minus, a, b);
}
DlArray *calc_times(Calc *c, DlArray *a, DlArray *b) {
    return calc_binary(c, &op_times, a, b);
}
DlArray *calc_rdivide(Calc *c, DlArray *a, DlArray *b) {
    return calc_binary(c, &op_rdivide, a, b);
}
DlArray *calc_square(Calc *c, DlArray *x) {
    return calc_unary(c, &op_square, x);
}

DlArray *calc_affine(Calc *c, DlArray *x, double alpha, double beta) {
    OpAttrs attrs = {.number = {alpha, beta}};
    return calc_op(c, &op_affine, &attrs, &x, 1);
}

static DlArray *mask_of(Calc *c, BinaryOp cmp, const Tensor *a, const Tensor *b, NumClass cls) {
    Tensor *truth = NULL, *mask = NULL;
    c->status = tensor_binary(c->nn->ctx, cmp, a, b, &truth);
    if (c->status == OK) c->status = tensor_cast(c->nn->ctx, truth, cls, &mask);
    tensor_unref(truth);
    return c->status == OK ? calc_tensor(c, mask) : NULL;
}

DlArray *calc_mask(Calc *c, BinaryOp cmp, DlArray *x, double limit) {
    if (c->status != OK) return NULL;
    Tensor *scalar = NULL;
    c->status = tensor_from_double(c->nn->ctx, limit, &scalar);
    if (c->status != OK) return NULL;
    DlArray *mask = mask_of(c, cmp, x->value, scalar, (NumClass)x->value->cls);
    tensor_unref(scalar);
    return mask;
}

DlArray *calc_mask2(Calc *c, BinaryOp cmp, DlArray *a, DlArray *b, NumClass cls) {
    return c->status == OK ? mask_of(c, cmp, a->value, b->value, cls) : NULL;
}

DlArray *calc_sum(Calc *c, DlArray *x, const int *dims, int n) {
    OpAttrs attrs = {.n_dims = n};
    for (int i = 0; i < n; i++) attrs.dims[i] = dims[i];
    return calc_op(c, &op_sum, &attrs, &x, 1);
}

DlArray *calc_sum_to(Calc *c, DlArray *x, const Shape *shape) {
    if (c->status != OK || shape_equal(&x->value->shape, shape)) return x;
    int dims[SHAPE_MAX_DIMS], n = 0;
    for (int i = 0; i < x->value->shape.n_dims; i++)
        if (x->value->shape.dim[i] != shape_dim(shape, i)) dims[n++] = i;
    return calc_sum(c, x, dims, n);
}

DlArray *calc_expand(Calc *c, DlArray *x, const Shape *shape) {
    if (c->status != OK || shape_equal(&x->value->shape, shape)) return x;
    OpAttrs attrs = {.shape = *shape};
    return calc_op(c, &op_expand, &attrs, &x, 1);
}

DlArray *calc_reshape(Calc *c, DlArray *x, const Shape *shape) {
    if (c->status != OK || shape_equal(&x->value->shape, shape)) return x;
    OpAttrs attrs = {.shape = *shape};
    return calc_op(c, &op_reshape, &attrs, &x, 1);
}

DlArray *calc_permute(Calc *c, DlArray *x, const int *order, int n) {
    OpAttrs attrs = {.n_dims = n};
    for (int i = 0; i < n; i++) attrs.dims[i] = order[i];
    return calc_op(c, &op_permute, &attrs, &x, 1);
}

DlArray *calc_mtimes(Calc *c, DlArray *a, bool ta, DlArray *b, bool tb) {
    OpAttrs attrs = {.option = (ta ? 1 : 0) | (tb ? 2 : 0)};
    DlArray *in[2] = {a, b};
    return calc_op(c, &op_mtimes, &attrs, in, 2);
}

DlArray *calc_pick(Calc *c, DlArray *x, DlArray *idx, const Shape *shape) {
    OpAttrs attrs = {.shape = *shape};
    DlArray *in[2] = {x, idx};
    return calc_op(c, &op_pick, &attrs, in, 2);
}

DlArray *calc_place(Calc *c, DlArray *x, DlArray *idx, const Shape *shape) {
    OpAttrs attrs = {.shape = *shape};
    DlArray *in[2] = {x, idx};
    return calc_op(c, &op_place, &attrs, in, 2);
}

Status raw_plus(NnState *nn, DlArray *a, DlArray *b, DlArray **ret) {
    DlArray *in[2] = {a, b};
    return op_apply(nn, &op_plus, NULL, in, 2, ret);
}

Status raw_permute(NnState *nn, DlArray *x, const int *order, int n, DlArray **ret) {
    OpAttrs attrs = {.n_dims = n};
    for (int i = 0; i < n; i++) attrs.dims[i] = order[i];
    return op_apply(nn, &op_permute, &attrs, &x, 1, ret);
}

Status raw_reshape(NnState *nn, DlArray *x, const Shape *shape, DlArray **ret) {
    if (shape_equal(&x->value->shape, shape)) return dlarray_relabel(nn, x, "", ret);
    OpAttrs attrs = {.shape = *shape};
    return op_apply(nn, &op_reshape, &attrs, &x, 1, ret);
}

Status raw_cast(NnState *nn, DlArray *x, NumClass cls, DlArray **ret) {
    OpAttrs attrs = {.option = cls};
    return op_apply(nn, &op_cast, &attrs, &x, 1, ret);
}

void tensor_add_in_place(Tensor *y, const Tensor *x) {
    if (y->cls == CLASS_SINGLE) {
        kernels_f32()->add(y->numel, tensor_f32(y), tensor_f32(x), tensor_f32(y));
        return;
    }
    double *into = tensor_f64(y);
    const double *from = tensor_f64(x);
    for (Index i = 0; i < y->numel; i++) into[i] += from[i];
}
