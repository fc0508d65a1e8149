// nn/ops/activation.c: activation functions, element by element.
// relu, sigmoid and tanh in single precision use the vector kernels, forward and (when not
// recording) backward.
#include "nn/ops/raw.h"
#include "tensor/kernels/kernels.h"
#include <math.h>

typedef double (*Curve)(double x, const OpAttrs *attrs);
typedef void (*Kernel)(Index n, const float *x, float *y);
typedef void (*BackwardKernel)(Index n, const float *y, const float *dy, float *dx);

/// y = curve(x); `kernel` (may be null) is used for single.
static Status run_curve(OpForward *call, Curve curve, Kernel kernel) {
    NnState *nn = call->nn;
    const Tensor *given = call->in[0]->value;
    if (given->is_complex) return ctx_fail_unsupported(nn->ctx, "A dlarray with complex values");
    NumClass cls = given->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE;
    Tensor *x = NULL;
    TRY(tensor_cast(nn->ctx, given, cls, &x));
    Status status = OK;
    TRY_GOTO(tensor_new(nn->ctx, cls, &x->shape, &call->out));
    if (cls == CLASS_SINGLE && kernel) {
        kernel(x->numel, tensor_f32(x), tensor_f32(call->out));
    } else if (cls == CLASS_SINGLE) {
        const float *from = tensor_f32(x);
        float *into = tensor_f32(call->out);
        for (Index i = 0; i < x->numel; i++) into[i] = (float)curve(from[i], call->attrs);
    } else {
        const double *from = tensor_f64(x);
        double *into = tensor_f64(call->out);
        for (Index i = 0; i < x->numel; i++) into[i] = curve(from[i], call->attrs);
    }
done:
    tensor_unref(x);
    return status;
}

/// dx = kernel(y, dy) when that is enough: single precision and nobody differentiates the result.
static bool fast_backward(OpVjp *v, BackwardKernel kernel, Status *ret_status) {
    const Tensor *y = v->out->value, *dy = v->grad->value;
    if (nn_recording(v->nn) || y->cls != CLASS_SINGLE || dy->cls != CLASS_SINGLE) return false;
    Tensor *dx = NULL;
    if (v->grad_is_spare)
        dx = tensor_ref(v->grad->value);
    else
        *ret_status = tensor_new(v->nn->ctx, CLASS_SINGLE, &y->shape, &dx);
    if (!dx) return true;
    kernel(y->numel, tensor_f32(y), tensor_f32(dy), tensor_f32(dx));
    *ret_status = dlarray_take(v->nn, dx, "", &v->ret[0]);
    return true;
}

#define PROBE(...)                                                                    \
    {                                                                                 \
        .n_in = 1, .in = {{2, {3, 4}}}, .lo = -2, .hi = 2, .second = true, .attrs = { \
            __VA_ARGS__                                                               \
        }                                                                             \
    }

static double relu_at(double x, const OpAttrs *attrs) {
    (void)attrs;
    return x < 0 ? 0 : x; // NaN stays NaN
}
static Status relu_forward(OpForward *call) {
    return run_curve(call, relu_at, kernels_f32()->relu);
}
static Status relu_vjp(OpVjp *v) {
    Status status;
    if (fast_backward(v, kernels_f32()->relu_backward, &status)) return status;
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_times(&c, v->grad, calc_mask(&c, OP_GT, v->out, 0)), &v->ret[0]);
}
const OpDef op_relu = {.name = "relu",
                       .kind = OPK_UNARY,
                       .saves_output = true,
                       .forward = relu_forward,
                       .vjp = relu_vjp,
                       .probe = PROBE(.option = 0)};

static double sigmoid_at(double x, const OpAttrs *attrs) {
    (void)attrs;
    return 1 / (1 + exp(-x));
}
static Status sigmoid_forward(OpForward *call) {
    return run_curve(call, sigmoid_at, kernels_f32()->sigmoid);
}
static Status sigmoid_vjp(OpVjp *v) {
    Status status;
    if (fast_backward(v, kernels_f32()->sigmoid_backward, &status)) return status;
    Calc c = calc_begin(v->nn);
    DlArray *slope = calc_times(&c, v->out, calc_affine(&c, v->out, -1, 1));
    return calc_end(&c, calc_times(&c, v->grad, slope), &v->ret[0]);
}
const OpDef op_sigmoid = {.name = "sigmoid",
                          .kind = OPK_UNARY,
                          .saves_output = true,
                          .forward = sigmoid_forward,
                          .vjp = sigmoid_vjp,
                          .probe = PROBE(.option = 0)};

static double tanh_at(double x, const OpAttrs *attrs) {
    (void)attrs;
    return tanh(x);
}
static Status tanh_forward(OpForward *call) {
    return run_curve(call, tanh_at, kernels_f32()->tanh);
}
static Status tanh_vjp(OpVjp *v) {
    Status status;
    if (fast_backward(v, kernels_f32()->tanh_backward, &status)) return status;
    Calc c = calc_begin(v->nn);
    DlArray *slope = calc_affine(&c, calc_square(&c, v->out), -1, 1);
    return calc_end(&c, calc_times(&c, v->grad, slope), &v->ret[0]);
}
const OpDef op_tanh = {.name = "tanh",
                       .kind = OPK_UNARY,
                       .saves_output = true,
                       .forward = tanh_forward,
                       .vjp = tanh_vjp,
                       .probe = PROBE(.option = 0)};

static double leakyrelu_at(double x, const OpAttrs *attrs) {
    return x < 0 ? attrs->number[0] * x : x;
}
static Status leakyrelu_forward(OpForward *call) {
    return run_curve(call, leakyrelu_at, NULL);
}
static Status leakyrelu_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    double leak = v->attrs->number[0];
    DlArray *slope = calc_affine(&c, calc_mask(&c, OP_GT, v->in[0], 0), 1 - leak, leak);
    return calc_end(&c, calc_times(&c, v->grad, slope), &v->ret[0]);
}
const OpDef op_leakyrelu = {.name = "leakyrelu",
                            .kind = OPK_OTHER,
                            .forward = leakyrelu_forward,
                            .vjp = leakyrelu_vjp,
                            .probe = PROBE(.number = {0.1})};

static double elu_at(double x, const OpAttrs *attrs) {
    return x < 0 ? attrs->number[0] * expm1(x) : x;
}
static Status elu_forward(OpForward *call) {
    return run_curve(call, elu_at, NULL);
}
static Status elu_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *up = calc_mask(&c, OP_GT, v->in[0], 0);
    DlArray *down = calc_affine(&c, up, -1, 1);
    DlArray *below = calc_times(&c, down, calc_affine(&c, v->out, 1, v->attrs->number[0]));
    return calc_end(&c, calc_times(&c, v->grad, calc_plus(&c, up, below)), &v->ret[0]);
}
const OpDef op_elu = {.name = "elu",
                      .kind = OPK_OTHER,
                      .saves_output = true,
                      .forward = elu_forward,
                      .vjp = elu_vjp,
                      .probe = PROBE(.number = {1.3})};

static double clippedrelu_at(double x, const OpAttrs *attrs) {
    return x < 0 ? 0 : x > attrs->number[0] ? attrs->number[0] : x;
}
static Status clippedrelu_forward(OpForward *call) {
    return run_curve(call, clippedrelu_at, NULL);
}
static Status clippedrelu_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *above = calc_mask(&c, OP_GT, v->in[0], 0),
            *below = calc_mask(&c, OP_LT, v->in[0], v->attrs->number[0]);
    return calc_end(&c, calc_times(&c, v->grad, calc_times(&c, above, below)), &v->ret[0]);
}
const OpDef op_clippedrelu = {.name = "clippedrelu",
                              .kind = OPK_OTHER,
                              .forward = clippedrelu_forward,
                              .vjp = clippedrelu_vjp,
                              .probe = PROBE(.number = {0.9})};

// gelu: x Phi(x), or its tanh approximation with k = sqrt(2/pi) (Hendrycks & Gimpel 2016).
static const double GELU_CUBIC = 0.044715;
static double gelu_k(void) {
    return sqrt(2 / M_PI);
}
static double gelu_at(double x, const OpAttrs *attrs) {
    if (attrs->option) return 0.5 * x * (1 + tanh(gelu_k() * (x + GELU_CUBIC * x * x * x)));
    return 0.5 * x * erfc(-x * M_SQRT1_2);
}
static Status gelu_forward(OpForward *call) {
    return run_curve(call, gelu_at, NULL);
}
static DlArray *gelu_slope_exact(Calc *c, DlArray *x) {
    DlArray *cumulative =
        calc_affine(c, calc_unary(c, &op_erf, calc_affine(c, x, M_SQRT1_2, 0)), 0.5, 0.5);
    DlArray *bell = calc_unary(c, &op_exp, calc_affine(c, calc_square(c, x), -0.5, 0));
    return calc_plus(c, cumulative, calc_affine(c, calc_times(c, x, bell), 1 / sqrt(2 * M_PI), 0));
}
static DlArray *gelu_slope_tanh(Calc *c, DlArray *x) {
    DlArray *x2 = calc_square(c, x);
    DlArray *inner = calc_times(c, x, calc_affine(c, x2, gelu_k() * GELU_CUBIC, gelu_k()));
    DlArray *t = calc_unary(c, &op_tanh, inner);
    DlArray *steep = calc_times(c, calc_affine(c, calc_square(c, t), -0.5, 0.5),
                                calc_affine(c, x2, 3 * gelu_k() * GELU_CUBIC, gelu_k()));
    return calc_plus(c, calc_affine(c, t, 0.5, 0.5), calc_times(c, x, steep));
}
static Status gelu_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *slope =
        v->attrs->option ? gelu_slope_tanh(&c, v->in[0]) : gelu_slope_exact(&c, v->in[0]);
    return calc_end(&c, calc_times(&c, v->grad, slope), &v->ret[0]);
}
const OpDef op_gelu = {.name = "gelu",
                       .kind = OPK_OTHER,
                       .forward = gelu_forward,
                       .vjp = gelu_vjp,
                       .probe = PROBE(.option = 0)};

static double swish_at(double x, const OpAttrs *attrs) {
    return x * sigmoid_at(x, attrs);
}
static Status swish_forward(OpForward *call) {
    return run_curve(call, swish_at, NULL);
}
static Status swish_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    DlArray *s = calc_unary(&c, &op_sigmoid, v->in[0]);
    DlArray *inner = calc_affine(&c, calc_times(&c, v->in[0], calc_affine(&c, s, -1, 1)), 1, 1);
    return calc_end(&c, calc_times(&c, v->grad, calc_times(&c, s, inner)), &v->ret[0]);
}
const OpDef op_swish = {.name = "swish",
                        .kind = OPK_UNARY,
                        .forward = swish_forward,
                        .vjp = swish_vjp,
                        .probe = PROBE(.option = 0)};

static double softplus_at(double x, const OpAttrs *attrs) {
    (void)attrs;
    return isnan(x) ? x : fmax(x, 0) + log1p(exp(-fabs(x)));
}
static Status softplus_forward(OpForward *call) {
    return run_curve(call, softplus_at, NULL);
}
static Status softplus_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    return calc_end(&c, calc_times(&c, v->grad, calc_unary(&c, &op_sigmoid, v->in[0])), &v->ret[0]);
}
const OpDef op_softplus = {.name = "softplus",
                           .kind = OPK_UNARY,
                           .forward = softplus_forward,
                           .vjp = softplus_vjp,
                           .probe = PROBE(.option = 0)};
