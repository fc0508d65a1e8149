// nn/ops/unary.c: elementary functions of one array, element by element.
// Values come from tensor_unary; derivatives are written with recorded operations, so they can be
// differentiated again.
#include "nn/ops/raw.h"
#include <math.h>

static Status unary_forward(OpForward *call, int code) {
    NnState *nn = call->nn;
    TRY(tensor_unary(nn->ctx, (UnaryOp)code, call->in[0]->value, &call->out));
    if (call->out->is_complex)
        return ctx_fail_unsupported(nn->ctx, "A dlarray with complex values");
    return OK;
}

#define UNARY_PROBE(from, to) \
    { .n_in = 1, .in = {{2, {3, 4}}}, .lo = (from), .hi = (to), .second = true }
/// One record and its forward function; `vjp` stands above the line that uses this.
#define UNARY(record, text, unary_op, keeps_output, product, from, to) \
    static Status record##_forward(OpForward *call) {                  \
        return unary_forward(call, unary_op);                          \
    }                                                                  \
    const OpDef op_##record = {.name = text,                           \
                               .kind = OPK_UNARY,                      \
                               .saves_output = keeps_output,           \
                               .forward = record##_forward,            \
                               .vjp = product,                         \
                               .probe = UNARY_PROBE(from, to),         \
                               .code = unary_op};

static Status uminus_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_unary(&c, &op_uminus, v->grad), &v->ret[0]);
}
UNARY(uminus, "uminus", OP_NEG, false, uminus_vjp, -1, 1)

static Status abs_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_times(&c, v->grad, calc_unary(&c, &op_sign, v->in[0])), &v->ret[0]);
}
UNARY(abs, "abs", OP_ABS, false, abs_vjp, 0.2, 1)

static Status sqrt_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_rdivide(&c, v->grad, calc_affine(&c, v->out, 2, 0)), &v->ret[0]);
}
UNARY(sqrt, "sqrt", OP_SQRT, true, sqrt_vjp, 0.5, 2)

static Status exp_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_times(&c, v->grad, v->out), &v->ret[0]);
}
UNARY(exp, "exp", OP_EXP, true, exp_vjp, -1, 1)

static Status expm1_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_times(&c, v->grad, calc_unary(&c, &op_exp, v->in[0])), &v->ret[0]);
}
UNARY(expm1, "expm1", OP_EXPM1, false, expm1_vjp, -1, 1)

static Status log_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_rdivide(&c, v->grad, v->in[0]), &v->ret[0]);
}
UNARY(log, "log", OP_LOG, false, log_vjp, 0.5, 2)

static Status log1p_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_rdivide(&c, v->grad, calc_affine(&c, v->in[0], 1, 1)), &v->ret[0]);
}
UNARY(log1p, "log1p", OP_LOG1P, false, log1p_vjp, -0.5, 2)

static Status log2_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_rdivide(&c, v->grad, calc_affine(&c, v->in[0], log(2.0), 0)),
                    &v->ret[0]);
}
UNARY(log2, "log2", OP_LOG2, false, log2_vjp, 0.5, 2)

static Status log10_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_rdivide(&c, v->grad, calc_affine(&c, v->in[0], log(10.0), 0)),
                    &v->ret[0]);
}
UNARY(log10, "log10", OP_LOG10, false, log10_vjp, 0.5, 2)

static Status sin_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_times(&c, v->grad, calc_unary(&c, &op_cos, v->in[0])), &v->ret[0]);
}
UNARY(sin, "sin", OP_SIN, false, sin_vjp, -2, 2)

static Status cos_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *minus_sin = calc_unary(&c, &op_uminus, calc_unary(&c, &op_sin, v->in[0]));
    return calc_end(&c, calc_times(&c, v->grad, minus_sin), &v->ret[0]);
}
UNARY(cos, "cos", OP_COS, false, cos_vjp, -2, 2)

static Status tan_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *slope = calc_affine(&c, calc_square(&c, v->out), 1, 1);
    return calc_end(&c, calc_times(&c, v->grad, slope), &v->ret[0]);
}
UNARY(tan, "tan", OP_TAN, true, tan_vjp, -1, 1)

/// sqrt(alpha*x^2 + beta).
static DlArray *root(Calc *c, DlArray *x, double alpha, double beta) {
    return calc_unary(c, &op_sqrt, calc_affine(c, calc_square(c, x), alpha, beta));
}

static Status asin_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_rdivide(&c, v->grad, root(&c, v->in[0], -1, 1)), &v->ret[0]);
}
UNARY(asin, "asin", OP_ASIN, false, asin_vjp, -0.8, 0.8)

static Status acos_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *slope = calc_unary(&c, &op_uminus, root(&c, v->in[0], -1, 1));
    return calc_end(&c, calc_rdivide(&c, v->grad, slope), &v->ret[0]);
}
UNARY(acos, "acos", OP_ACOS, false, acos_vjp, -0.8, 0.8)

static Status atan_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *below = calc_affine(&c, calc_square(&c, v->in[0]), 1, 1);
    return calc_end(&c, calc_rdivide(&c, v->grad, below), &v->ret[0]);
}
UNARY(atan, "atan", OP_ATAN, false, atan_vjp, -2, 2)

static Status sinh_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_times(&c, v->grad, calc_unary(&c, &op_cosh, v->in[0])), &v->ret[0]);
}
UNARY(sinh, "sinh", OP_SINH, false, sinh_vjp, -1, 1)

static Status cosh_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_times(&c, v->grad, calc_unary(&c, &op_sinh, v->in[0])), &v->ret[0]);
}
UNARY(cosh, "cosh", OP_COSH, false, cosh_vjp, -1, 1)

static Status asinh_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_rdivide(&c, v->grad, root(&c, v->in[0], 1, 1)), &v->ret[0]);
}
UNARY(asinh, "asinh", OP_ASINH, false, asinh_vjp, -2, 2)

static Status acosh_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_rdivide(&c, v->grad, root(&c, v->in[0], 1, -1)), &v->ret[0]);
}
UNARY(acosh, "acosh", OP_ACOSH, false, acosh_vjp, 1.5, 3)

static Status atanh_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *below = calc_affine(&c, calc_square(&c, v->in[0]), -1, 1);
    return calc_end(&c, calc_rdivide(&c, v->grad, below), &v->ret[0]);
}
UNARY(atanh, "atanh", OP_ATANH, false, atanh_vjp, -0.8, 0.8)

static Status erf_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *bell = calc_unary(&c, &op_exp, calc_unary(&c, &op_uminus, calc_square(&c, v->in[0])));
    return calc_end(&c, calc_times(&c, v->grad, calc_affine(&c, bell, 2 / sqrt(M_PI), 0)),
                    &v->ret[0]);
}
UNARY(erf, "erf", OP_ERF, false, erf_vjp, -1, 1)

// Piecewise constant: the gradient is zero everywhere it exists.
UNARY(sign, "sign", OP_SIGN, false, NULL, -1, 1)
UNARY(floor, "floor", OP_FLOOR, false, NULL, -1, 1)
UNARY(ceil, "ceil", OP_CEIL, false, NULL, -1, 1)
UNARY(round, "round", OP_ROUND, false, NULL, -1, 1)
UNARY(fix, "fix", OP_FIX, false, NULL, -1, 1)

static Status square_forward(OpForward *call) {
    return tensor_binary(call->nn->ctx, OP_MUL, call->in[0]->value, call->in[0]->value, &call->out);
}
static Status square_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_times(&c, v->grad, calc_affine(&c, v->in[0], 2, 0)), &v->ret[0]);
}
const OpDef op_square = {.name = "square",
                         .kind = OPK_UNARY,
                         .forward = square_forward,
                         .vjp = square_vjp,
                         .probe = UNARY_PROBE(-1, 1)};

/// y = f(x) for every element of a single or double array.
#define EACH_FLOAT(nn, x, ret, expression)                                  \
    do {                                                                    \
        TRY(tensor_new((nn)->ctx, (NumClass)(x)->cls, &(x)->shape, (ret))); \
        if ((x)->cls == CLASS_SINGLE) {                                     \
            const float *from_ = tensor_f32(x);                             \
            float *into_ = tensor_f32(*(ret));                              \
            for (Index i_ = 0; i_ < (x)->numel; i_++) {                     \
                const float e = from_[i_];                                  \
                into_[i_] = (float)(expression);                            \
            }                                                               \
        } else {                                                            \
            const double *from_ = tensor_f64(x);                            \
            double *into_ = tensor_f64(*(ret));                             \
            for (Index i_ = 0; i_ < (x)->numel; i_++) {                     \
                const double e = from_[i_];                                 \
                into_[i_] = (expression);                                   \
            }                                                               \
        }                                                                   \
    } while (0)

/// Single and double as they are, everything else as double; a new reference.
static Status as_float(NnState *nn, const Tensor *x, Tensor **ret) {
    if (x->is_complex) return ctx_fail_unsupported(nn->ctx, "A dlarray with complex values");
    return tensor_cast(nn->ctx, x,
                       class_is_float((NumClass)x->cls) ? (NumClass)x->cls : CLASS_DOUBLE, ret);
}

static Status reciprocal_forward(OpForward *call) {
    Tensor *x = NULL;
    TRY(as_float(call->nn, call->in[0]->value, &x));
    Status status = OK;
    TRY_GOTO(tensor_new(call->nn->ctx, (NumClass)x->cls, &x->shape, &call->out));
    for (Index i = 0; i < x->numel; i++) tensor_set(call->out, i, 1 / tensor_get(x, i));
done:
    tensor_unref(x);
    return status;
}
static Status reciprocal_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *slope = calc_unary(&c, &op_uminus, calc_square(&c, v->out));
    return calc_end(&c, calc_times(&c, v->grad, slope), &v->ret[0]);
}
const OpDef op_reciprocal = {.name = "reciprocal",
                             .kind = OPK_UNARY,
                             .saves_output = true,
                             .forward = reciprocal_forward,
                             .vjp = reciprocal_vjp,
                             .probe = UNARY_PROBE(0.5, 2)};

// ---- with constants ----

static Status affine_run(NnState *nn, const Tensor *x, double a, double b, Tensor **ret) {
    const float fa = (float)a, fb = (float)b;
    if (x->cls == CLASS_SINGLE && b == 0)
        EACH_FLOAT(nn, x, ret, fa * e);
    else if (x->cls == CLASS_SINGLE)
        EACH_FLOAT(nn, x, ret, fa * e + fb);
    else
        EACH_FLOAT(nn, x, ret, a * e + b);
    return OK;
}
static Status affine_forward(OpForward *call) {
    Tensor *x = NULL;
    TRY(as_float(call->nn, call->in[0]->value, &x));
    Status status =
        affine_run(call->nn, x, call->attrs->number[0], call->attrs->number[1], &call->out);
    tensor_unref(x);
    return status;
}
static Status affine_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_affine(&c, v->grad, v->attrs->number[0], 0), &v->ret[0]);
}
const OpDef op_affine = {
    .name = "affine",
    .kind = OPK_OTHER,
    .forward = affine_forward,
    .vjp = affine_vjp,
    .probe = {.n_in = 1, .in = {{2, {3, 4}}}, .attrs = {.number = {-1.5, 0.25}}, .second = true}};

static Status floor_at_run(NnState *nn, const Tensor *x, double lo, Tensor **ret) {
    EACH_FLOAT(nn, x, ret, e < lo ? lo : e); // NaN stays
    return OK;
}
static Status floor_at_forward(OpForward *call) {
    Tensor *x = NULL;
    TRY(as_float(call->nn, call->in[0]->value, &x));
    Status status = floor_at_run(call->nn, x, call->attrs->number[0], &call->out);
    tensor_unref(x);
    return status;
}
static Status floor_at_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *mask = calc_mask(&c, OP_GE, v->in[0], v->attrs->number[0]);
    return calc_end(&c, calc_times(&c, v->grad, mask), &v->ret[0]);
}
const OpDef op_floor_at = {.name = "floor_at",
                           .kind = OPK_OTHER,
                           .forward = floor_at_forward,
                           .vjp = floor_at_vjp,
                           .probe = {.n_in = 1, .in = {{2, {3, 4}}}, .attrs = {.number = {0.1}}}};

static Status cast_forward(OpForward *call) {
    return tensor_cast(call->nn->ctx, call->in[0]->value, (NumClass)call->attrs->option,
                       &call->out);
}
static Status cast_vjp(OpVjp *v) {
    return raw_cast(v->nn, v->grad, (NumClass)v->in[0]->value->cls, &v->ret[0]);
}
const OpDef op_cast = {
    .name = "cast",
    .kind = OPK_OTHER,
    .forward = cast_forward,
    .vjp = cast_vjp,
    .probe = {.n_in = 1, .in = {{2, {3, 4}}}, .attrs = {.option = CLASS_DOUBLE}, .second = true}};
