// nn/ops/binary.c: operators on two arrays, element by element with implicit expansion.
// The gradient of an expanded input is summed back to its shape.
#include "nn/ops/raw.h"
#include <float.h>

static Status binary_forward(OpForward *call, int code) {
    NnState *nn = call->nn;
    TRY(tensor_binary(nn->ctx, (BinaryOp)code, call->in[0]->value, call->in[1]->value, &call->out));
    if (call->out->is_complex)
        return ctx_fail_unsupported(nn->ctx, "A dlarray with complex values");
    return OK;
}

#define BINARY(record, text, binary_op, keeps_output, product, from, to)      \
    static Status record##_forward(OpForward *call) {                         \
        return binary_forward(call, binary_op);                               \
    }                                                                         \
    const OpDef op_##record = {.name = text,                                  \
                               .kind = OPK_BINARY,                            \
                               .saves_output = keeps_output,                  \
                               .forward = record##_forward,                   \
                               .vjp = product,                                \
                               .probe = {.n_in = 2,                           \
                                         .in = {{3, {3, 4, 2}}, {2, {3, 1}}}, \
                                         .lo = (from),                        \
                                         .hi = (to),                          \
                                         .second = true},                     \
                               .code = binary_op};

/// Ends a product: gives both inputs what they need, summed to their shapes.
static Status finish(OpVjp *v, Calc *c, DlArray *for_a, DlArray *for_b) {
    DlArray *out[2] = {NULL, NULL};
    if (v->need[0] && for_a) out[0] = calc_sum_to(c, for_a, &v->in[0]->value->shape);
    if (v->need[1] && for_b) out[1] = calc_sum_to(c, for_b, &v->in[1]->value->shape);
    return calc_end_many(c, 2, out, v->ret);
}

static Status plus_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return finish(v, &c, v->grad, v->grad);
}
BINARY(plus, "plus", OP_ADD, false, plus_vjp, -1, 1)

static Status minus_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return finish(v, &c, v->grad, v->need[1] ? calc_unary(&c, &op_uminus, v->grad) : NULL);
}
BINARY(minus, "minus", OP_SUB, false, minus_vjp, -1, 1)

static Status times_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return finish(v, &c, v->need[0] ? calc_times(&c, v->grad, v->in[1]) : NULL,
                  v->need[1] ? calc_times(&c, v->grad, v->in[0]) : NULL);
}
BINARY(times, "times", OP_MUL, false, times_vjp, -1, 1)

static Status rdivide_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *for_a = calc_rdivide(&c, v->grad, v->in[1]);
    DlArray *for_b = v->need[1] ? calc_unary(&c, &op_uminus, calc_times(&c, for_a, v->out)) : NULL;
    return finish(v, &c, for_a, for_b);
}
BINARY(rdivide, "rdivide", OP_RDIV, true, rdivide_vjp, 0.5, 2)

/// d/da = b a^(b-1);  d/db = a^b log a, with log kept finite at a <= 0 where a^b vanishes.
static Status power_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *a = v->in[0], *b = v->in[1], *for_a = NULL, *for_b = NULL;
    if (v->need[0] && b->value->numel == 1 && tensor_get(b->value, 0) == 2 &&
        !dlarray_is_traced(b)) {
        for_a = calc_times(&c, v->grad, calc_affine(&c, a, 2, 0));
    } else if (v->need[0]) {
        DlArray *slope =
            calc_times(&c, b, calc_binary(&c, &op_power, a, calc_affine(&c, b, 1, -1)));
        for_a = calc_times(&c, v->grad, slope);
    }
    if (v->need[1]) {
        OpAttrs tiny = {.number = {a->value->cls == CLASS_SINGLE ? FLT_MIN : DBL_MIN}};
        DlArray *log_a = calc_unary(&c, &op_log, calc_op(&c, &op_floor_at, &tiny, &a, 1));
        for_b = calc_times(&c, v->grad, calc_times(&c, v->out, log_a));
    }
    return finish(v, &c, for_a, for_b);
}
BINARY(power, "power", OP_POW, true, power_vjp, 0.5, 2)

/// Equal elements count as the first input's.
static Status extreme_vjp(OpVjp *v, BinaryOp first_wins) {
    Calc c = calc_begin(v->nn);
    NumClass cls = (NumClass)v->grad->value->cls;
    DlArray *first = calc_mask2(&c, first_wins, v->in[0], v->in[1], cls);
    DlArray *for_b = v->need[1] ? calc_times(&c, v->grad, calc_affine(&c, first, -1, 1)) : NULL;
    return finish(v, &c, v->need[0] ? calc_times(&c, v->grad, first) : NULL, for_b);
}
static Status max2_vjp(OpVjp *v) {
    return extreme_vjp(v, OP_GE);
}
static Status min2_vjp(OpVjp *v) {
    return extreme_vjp(v, OP_LE);
}
BINARY(max2, "max", OP_MAX, false, max2_vjp, -1, 1)
BINARY(min2, "min", OP_MIN, false, min2_vjp, -1, 1)

static Status atan2_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *y = v->in[0], *x = v->in[1];
    DlArray *g = calc_rdivide(&c, v->grad, calc_plus(&c, calc_square(&c, x), calc_square(&c, y)));
    DlArray *for_x = v->need[1] ? calc_unary(&c, &op_uminus, calc_times(&c, g, y)) : NULL;
    return finish(v, &c, v->need[0] ? calc_times(&c, g, x) : NULL, for_x);
}
BINARY(atan2, "atan2", OP_ATAN2, false, atan2_vjp, 0.5, 2)

static Status hypot_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *g = calc_rdivide(&c, v->grad, v->out);
    return finish(v, &c, v->need[0] ? calc_times(&c, g, v->in[0]) : NULL,
                  v->need[1] ? calc_times(&c, g, v->in[1]) : NULL);
}
BINARY(hypot, "hypot", OP_HYPOT, true, hypot_vjp, 0.5, 2)

/// x - n*y with n constant between jumps.
static Status remainder_vjp(OpVjp *v, const OpDef *rounding) {
    Calc c = calc_begin(v->nn);
    DlArray *for_b = NULL;
    if (v->need[1]) {
        DlArray *n = calc_unary(&c, rounding, calc_rdivide(&c, v->in[0], v->in[1]));
        for_b = calc_unary(&c, &op_uminus, calc_times(&c, v->grad, n));
    }
    return finish(v, &c, v->grad, for_b);
}
static Status rem_vjp(OpVjp *v) {
    return remainder_vjp(v, &op_fix);
}
static Status mod_vjp(OpVjp *v) {
    return remainder_vjp(v, &op_floor);
}
BINARY(rem, "rem", OP_REM, false, rem_vjp, 0.5, 2)
BINARY(mod, "mod", OP_MOD, false, mod_vjp, 0.5, 2)
