// Functions of one array, element by element. Float arrays go through a loop of their class;
// logical and char count as double; integers only take part where a whole result makes sense.
#include "tensor/internal.h"
#include "tensor/kernels/kernels.h"
#include <math.h>
#include <string.h>

Status fail_class(Ctx *ctx, const char *function, const Tensor *x) {
    return ctx_fail(ctx, ERR_TYPE, "MATLAB:UndefinedFunction",
                    "Undefined function '%s' for input arguments of type '%s'.", function,
                    class_name((NumClass)x->cls));
}

// The one stamp for loops of functions. EXPR uses v.
#define UNARY_LOOP(NAME, T, EXPR)                 \
    static void NAME(Index n, const T *x, T *y) { \
        for (Index i = 0; i < n; i++) {           \
            T v = x[i];                           \
            y[i] = (EXPR);                        \
        }                                         \
    }
static double sign_of(double v) {
    return v > 0 ? 1 : v < 0 ? -1 : v;
}
/// Gamma with poles at the whole numbers from 0 down: Inf at +0, -Inf at -0, and Inf at the
/// negative ones.
static double gamma_of(double v) {
    if (v == 0) return 1 / v;
    if (v < 0 && v == floor(v)) return isinf(v) ? NAN : INFINITY;
    return tgamma(v);
}
static double sigmoid_of(double v) {
    return v >= 0 ? 1 / (1 + exp(-v)) : exp(v) / (1 + exp(v));
}

#define BOTH_LOOPS(NAME, EXPR, EXPRF) \
    UNARY_LOOP(NAME##_f64, double, EXPR) UNARY_LOOP(NAME##_f32, float, EXPRF)
BOTH_LOOPS(neg, -v, -v)
BOTH_LOOPS(abs, fabs(v), fabsf(v))
BOTH_LOOPS(sign, sign_of(v), (float)sign_of((double)v))
BOTH_LOOPS(sqrt, sqrt(v), sqrtf(v))
BOTH_LOOPS(exp, exp(v), expf(v))
BOTH_LOOPS(expm1, expm1(v), expm1f(v))
BOTH_LOOPS(log, log(v), logf(v))
BOTH_LOOPS(log1p, log1p(v), log1pf(v))
BOTH_LOOPS(log2, log2(v), log2f(v))
BOTH_LOOPS(log10, log10(v), log10f(v))
BOTH_LOOPS(floor, floor(v), floorf(v))
BOTH_LOOPS(ceil, ceil(v), ceilf(v))
BOTH_LOOPS(round, round(v), roundf(v))
BOTH_LOOPS(fix, trunc(v), truncf(v))
BOTH_LOOPS(sin, sin(v), sinf(v))
BOTH_LOOPS(cos, cos(v), cosf(v))
BOTH_LOOPS(tan, tan(v), tanf(v))
BOTH_LOOPS(asin, asin(v), asinf(v))
BOTH_LOOPS(acos, acos(v), acosf(v))
BOTH_LOOPS(atan, atan(v), atanf(v))
BOTH_LOOPS(sinh, sinh(v), sinhf(v))
BOTH_LOOPS(cosh, cosh(v), coshf(v))
BOTH_LOOPS(tanh, tanh(v), tanhf(v))
BOTH_LOOPS(asinh, asinh(v), asinhf(v))
BOTH_LOOPS(acosh, acosh(v), acoshf(v))
BOTH_LOOPS(atanh, atanh(v), atanhf(v))
BOTH_LOOPS(gamma, gamma_of(v), (float)gamma_of((double)v))
BOTH_LOOPS(gammaln, v < 0 ? NAN : lgamma(v), v < 0 ? NAN : (float)lgamma((double)v))
BOTH_LOOPS(erf, erf(v), erff(v))
BOTH_LOOPS(erfc, erfc(v), erfcf(v))
BOTH_LOOPS(sigmoid, sigmoid_of(v), (float)sigmoid_of((double)v))
BOTH_LOOPS(relu, v < 0 ? 0 : v, v < 0 ? 0 : v)
BOTH_LOOPS(zero, v * 0, v * 0)
BOTH_LOOPS(angle, v < 0 ? M_PI : v != v ? v : 0, v < 0 ? (float)M_PI : v != v ? v : 0)

typedef void (*LoopF64)(Index n, const double *x, double *y);
typedef void (*LoopF32)(Index n, const float *x, float *y);

/// Which integers a function takes.
typedef enum IntRule { INT_NONE, INT_SAME, INT_SPECIAL } IntRule;
/// Where the real function ends and a complex result begins.
typedef enum Domain {
    DOMAIN_ALL,
    DOMAIN_NOT_NEGATIVE,
    DOMAIN_FROM_MINUS_ONE,
    DOMAIN_UNIT,
    DOMAIN_FROM_ONE
} Domain;

typedef struct UnaryDef {
    const char *name;
    LoopF64 f64;
    LoopF32 f32;
    IntRule ints; // INT_SAME: an integer array is its own result
    Domain domain;
} UnaryDef;

static const UnaryDef unary_defs[] = {
    [OP_NEG] = {"uminus", neg_f64, neg_f32, INT_SPECIAL, DOMAIN_ALL},
    [OP_ABS] = {"abs", abs_f64, abs_f32, INT_SPECIAL, DOMAIN_ALL},
    [OP_SIGN] = {"sign", sign_f64, sign_f32, INT_SPECIAL, DOMAIN_ALL},
    [OP_SQRT] = {"sqrt", sqrt_f64, sqrt_f32, INT_NONE, DOMAIN_NOT_NEGATIVE},
    [OP_EXP] = {"exp", exp_f64, exp_f32, INT_NONE, DOMAIN_ALL},
    [OP_EXPM1] = {"expm1", expm1_f64, expm1_f32, INT_NONE, DOMAIN_ALL},
    [OP_LOG] = {"log", log_f64, log_f32, INT_NONE, DOMAIN_NOT_NEGATIVE},
    [OP_LOG1P] = {"log1p", log1p_f64, log1p_f32, INT_NONE, DOMAIN_FROM_MINUS_ONE},
    [OP_LOG2] = {"log2", log2_f64, log2_f32, INT_NONE, DOMAIN_NOT_NEGATIVE},
    [OP_LOG10] = {"log10", log10_f64, log10_f32, INT_NONE, DOMAIN_NOT_NEGATIVE},
    [OP_FLOOR] = {"floor", floor_f64, floor_f32, INT_SAME, DOMAIN_ALL},
    [OP_CEIL] = {"ceil", ceil_f64, ceil_f32, INT_SAME, DOMAIN_ALL},
    [OP_ROUND] = {"round", round_f64, round_f32, INT_SAME, DOMAIN_ALL},
    [OP_FIX] = {"fix", fix_f64, fix_f32, INT_SAME, DOMAIN_ALL},
    [OP_SIN] = {"sin", sin_f64, sin_f32, INT_NONE, DOMAIN_ALL},
    [OP_COS] = {"cos", cos_f64, cos_f32, INT_NONE, DOMAIN_ALL},
    [OP_TAN] = {"tan", tan_f64, tan_f32, INT_NONE, DOMAIN_ALL},
    [OP_ASIN] = {"asin", asin_f64, asin_f32, INT_NONE, DOMAIN_UNIT},
    [OP_ACOS] = {"acos", acos_f64, acos_f32, INT_NONE, DOMAIN_UNIT},
    [OP_ATAN] = {"atan", atan_f64, atan_f32, INT_NONE, DOMAIN_ALL},
    [OP_SINH] = {"sinh", sinh_f64, sinh_f32, INT_NONE, DOMAIN_ALL},
    [OP_COSH] = {"cosh", cosh_f64, cosh_f32, INT_NONE, DOMAIN_ALL},
    [OP_TANH] = {"tanh", tanh_f64, tanh_f32, INT_NONE, DOMAIN_ALL},
    [OP_ASINH] = {"asinh", asinh_f64, asinh_f32, INT_NONE, DOMAIN_ALL},
    [OP_ACOSH] = {"acosh", acosh_f64, acosh_f32, INT_NONE, DOMAIN_FROM_ONE},
    [OP_ATANH] = {"atanh", atanh_f64, atanh_f32, INT_NONE, DOMAIN_UNIT},
    [OP_REAL] = {"real", NULL, NULL, INT_SAME, DOMAIN_ALL},
    [OP_IMAG] = {"imag", zero_f64, zero_f32, INT_SPECIAL, DOMAIN_ALL},
    [OP_CONJ] = {"conj", NULL, NULL, INT_SAME, DOMAIN_ALL},
    [OP_PLUS] = {"uplus", NULL, NULL, INT_SAME, DOMAIN_ALL},
    [OP_ANGLE] = {"angle", angle_f64, angle_f32, INT_NONE, DOMAIN_ALL},
    [OP_GAMMA] = {"gamma", gamma_f64, gamma_f32, INT_NONE, DOMAIN_ALL},
    [OP_GAMMALN] = {"gammaln", gammaln_f64, gammaln_f32, INT_NONE, DOMAIN_ALL},
    [OP_ERF] = {"erf", erf_f64, erf_f32, INT_NONE, DOMAIN_ALL},
    [OP_ERFC] = {"erfc", erfc_f64, erfc_f32, INT_NONE, DOMAIN_ALL},
    [OP_SIGMOID] = {"sigmoid", sigmoid_f64, sigmoid_f32, INT_NONE, DOMAIN_ALL},
    [OP_RELU] = {"relu", relu_f64, relu_f32, INT_SPECIAL, DOMAIN_ALL},
};

static bool outside(Domain domain, double x) {
    switch (domain) {
    case DOMAIN_NOT_NEGATIVE: return x < 0;
    case DOMAIN_FROM_MINUS_ONE: return x < -1;
    case DOMAIN_UNIT: return x < -1 || x > 1;
    case DOMAIN_FROM_ONE: return x < 1;
    default: return false;
    }
}

static bool leaves_reals(const Ctx *ctx, Domain domain, const Tensor *x) {
    if (domain == DOMAIN_ALL) return false;
    int found = 0;
    if (domain == DOMAIN_NOT_NEGATIVE && x->cls == CLASS_SINGLE) {
        for (Index from = 0, m; (m = stop_block(ctx, from, x->numel)) > 0 && !found; from += m) {
            for (Index i = from; i < from + m; i++) found |= tensor_f32(x)[i] < 0;
        }
        return found;
    }
    if (domain == DOMAIN_NOT_NEGATIVE && x->cls == CLASS_DOUBLE) {
        for (Index from = 0, m; (m = stop_block(ctx, from, x->numel)) > 0 && !found; from += m) {
            for (Index i = from; i < from + m; i++) found |= tensor_f64(x)[i] < 0;
        }
        return found;
    }
    for (Index i = 0; !stop_reached(ctx, i, x->numel); i++) {
        if (outside(domain, tensor_get(x, i))) return true;
    }
    return false;
}

typedef struct UnaryTask {
    const Tensor *x;
    Tensor *out;
    LoopF64 f64;
    LoopF32 f32;
    const Ctx *ctx;
} UnaryTask;

static void run_block(const UnaryTask *t, Index begin, Index end) {
    if (t->x->cls == CLASS_SINGLE) {
        t->f32(end - begin, tensor_f32(t->x) + begin, tensor_f32(t->out) + begin);
    } else if (t->x->cls == CLASS_DOUBLE) {
        t->f64(end - begin, tensor_f64(t->x) + begin, tensor_f64(t->out) + begin);
    } else {
        double *to = tensor_f64(t->out) + begin;
        load_f64(t->x, begin, end - begin, to);
        t->f64(end - begin, to, to);
    }
}
/// Blocks of some milliseconds at most; after a stop the rest is left, the caller fails.
static void run_unary(void *arg, Index begin, Index end, int part) {
    (void)part;
    const UnaryTask *t = arg;
    for (Index i = begin, m; (m = stop_block(t->ctx, i, end)) > 0; i += m) run_block(t, i, i + m);
}

/// Functions with a wide float kernel.
static LoopF32 wide_loop(UnaryOp op) {
    const KernelsF32 *k = kernels_f32();
    switch (op) {
    case OP_EXP: return k->exp;
    case OP_LOG: return k->log;
    case OP_TANH: return k->tanh;
    case OP_SIGMOID: return k->sigmoid;
    case OP_RELU: return k->relu;
    case OP_SQRT: return k->sqrt;
    case OP_ABS: return k->abs;
    default: return NULL;
    }
}

/// -x, abs, sign, imag and relu of integers, saturating: -int8(-128) is 127.
static double integer_apply(UnaryOp op, double v) {
    switch (op) {
    case OP_NEG: return -v;
    case OP_ABS: return fabs(v);
    case OP_SIGN: return (v > 0) - (v < 0);
    case OP_RELU: return v < 0 ? 0 : v;
    default: return 0; // imag
    }
}

enum { CHUNK = 512 };

static Status integer_unary(Ctx *ctx, UnaryOp op, const Tensor *x, Tensor **ret) {
    Tensor *out;
    TRY(tensor_new(ctx, (NumClass)x->cls, &x->shape, &out));
    bool wide = x->cls == CLASS_INT64 || x->cls == CLASS_UINT64;
    for (Index i = 0; wide && !stop_reached(ctx, i, x->numel); i++) {
        long double v = tensor_get_wide(x, i);
        long double magnitude = op == OP_NEG             ? -v
                                : op == OP_ABS           ? fabsl(v)
                                : op == OP_RELU && v > 0 ? v
                                                         : 0;
        tensor_set_wide(out, i, op == OP_SIGN ? (long double)((v > 0) - (v < 0)) : magnitude);
    }
    double room[CHUNK];
    for (Index i = 0; !wide && !stop_reached(ctx, i, x->numel); i += CHUNK) {
        Index n = x->numel - i < CHUNK ? x->numel - i : CHUNK;
        load_f64(x, i, n, room);
        for (Index k = 0; k < n; k++) room[k] = integer_apply(op, room[k]);
        store_f64(out, i, n, room);
    }
    return tensor_finish(ctx, out, ret);
}

static Status logical_unary(Ctx *ctx, UnaryOp op, const Tensor *x, Tensor **ret) {
    Tensor *out;
    TRY(tensor_new(ctx, CLASS_LOGICAL, &x->shape, &out));
    double room[CHUNK];
    int n_nan = 0;
    for (Index i = 0; !stop_reached(ctx, i, x->numel); i += CHUNK) {
        Index n = x->numel - i < CHUNK ? x->numel - i : CHUNK;
        uint8_t *y = tensor_u8(out) + i;
        load_f64(x, i, n, room);
        for (Index k = 0; k < n; k++) n_nan |= room[k] != room[k];
        switch (op) {
        case OP_ISNAN:
            for (Index k = 0; k < n; k++) y[k] = room[k] != room[k];
            break;
        case OP_ISINF:
            for (Index k = 0; k < n; k++) y[k] = fabs(room[k]) == INFINITY;
            break;
        case OP_ISFINITE:
            for (Index k = 0; k < n; k++) y[k] = fabs(room[k]) < INFINITY;
            break;
        default:
            for (Index k = 0; k < n; k++) y[k] = room[k] == 0;
        }
    }
    if (op == OP_NOT && n_nan) {
        tensor_unref(out);
        return fail_nan_logical(ctx);
    }
    return tensor_finish(ctx, out, ret);
}

Status tensor_unary(Ctx *ctx, UnaryOp op, const Tensor *x, Tensor **ret) {
    if (op == OP_TRANSPOSE || op == OP_CTRANSPOSE)
        return matrix_transpose(ctx, x, op == OP_CTRANSPOSE, ret);
    if (x->is_complex) return complex_unary(ctx, op, x, ret);
    if (op == OP_NOT || op == OP_ISNAN || op == OP_ISINF || op == OP_ISFINITE)
        return logical_unary(ctx, op, x, ret);
    const UnaryDef *def = &unary_defs[op];
    if (class_is_int((NumClass)x->cls)) {
        if (def->ints == INT_NONE) return fail_class(ctx, def->name, x);
        if (def->ints == INT_SPECIAL) return integer_unary(ctx, op, x, ret);
        return tensor_share(ctx, x, ret);
    }
    if (!def->f64) { // the identity; logical and char become double
        return tensor_cast(ctx, x, x->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE, ret);
    }
    if (leaves_reals(ctx, def->domain, x)) return complex_unary(ctx, op, x, ret);
    Tensor *out;
    TRY(tensor_new(ctx, x->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE, &x->shape, &out));
    UnaryTask task = {.x = x, .out = out, .f64 = def->f64, .f32 = wide_loop(op), .ctx = ctx};
    if (!task.f32) task.f32 = def->f32;
    pool_run(ctx->pool, x->numel, 16384, run_unary, &task);
    return tensor_finish(ctx, out, ret);
}
