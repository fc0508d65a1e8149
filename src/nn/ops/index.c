// nn/ops/index.c: picking elements by position, its adjoint (adding into positions), and clearing
// positions. Positions are an int64 array, the second input: zero-based linear, negative for
// "nothing" (0 is read, nothing stored).
#include "nn/ops/raw.h"
#include <string.h>

static const int64_t *positions(DlArray *const *in) {
    return (const int64_t *)in[1]->value->data;
}

static Status pick_forward(OpForward *call) {
    const Tensor *x = call->in[0]->value;
    TRY(tensor_new(call->nn->ctx, (NumClass)x->cls, &call->attrs->shape, &call->out));
    const int64_t *at = positions(call->in);
    Index n = call->out->numel;
    if (x->cls == CLASS_SINGLE) {
        for (Index i = 0; i < n; i++)
            tensor_f32(call->out)[i] = at[i] < 0 ? 0 : tensor_f32(x)[at[i]];
    } else {
        size_t size = class_size((NumClass)x->cls);
        char *into = call->out->data;
        const char *from = x->data;
        for (Index i = 0; i < n; i++) {
            if (at[i] < 0)
                memset(into + (size_t)i * size, 0, size);
            else
                memcpy(into + (size_t)i * size, from + (size_t)at[i] * size, size);
        }
    }
    return OK;
}
static Status pick_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_place(&c, v->grad, v->in[1], &v->in[0]->value->shape), &v->ret[0]);
}
const OpDef op_pick = {.name = "pick", .kind = OPK_OTHER, .forward = pick_forward, .vjp = pick_vjp};

static Status place_forward(OpForward *call) {
    const Tensor *x = call->in[0]->value;
    NumClass cls = class_is_float((NumClass)x->cls) ? (NumClass)x->cls : CLASS_DOUBLE;
    TRY(tensor_zeros(call->nn->ctx, cls, &call->attrs->shape, &call->out));
    const int64_t *at = positions(call->in);
    for (Index i = 0; i < x->numel; i++) {
        if (at[i] < 0) continue;
        if (x->cls == CLASS_SINGLE)
            tensor_f32(call->out)[at[i]] += tensor_f32(x)[i];
        else
            tensor_f64(call->out)[at[i]] += tensor_get(x, i);
    }
    return OK;
}
static Status place_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_pick(&c, v->grad, v->in[1], &v->in[0]->value->shape), &v->ret[0]);
}
const OpDef op_place = {
    .name = "place", .kind = OPK_OTHER, .forward = place_forward, .vjp = place_vjp};

/// x with zeros at the positions.
static Status erase_forward(OpForward *call) {
    TRY(tensor_copy(call->nn->ctx, call->in[0]->value, &call->out));
    const int64_t *at = positions(call->in);
    for (Index i = 0; i < call->in[1]->value->numel; i++)
        if (at[i] >= 0) tensor_set(call->out, at[i], 0);
    return OK;
}
static Status erase_vjp(OpVjp *v) {
    DlArray *in[2] = {v->grad, v->in[1]};
    return op_apply(v->nn, &op_erase, NULL, in, 2, &v->ret[0]);
}
const OpDef op_erase = {
    .name = "erase", .kind = OPK_OTHER, .forward = erase_forward, .vjp = erase_vjp};
