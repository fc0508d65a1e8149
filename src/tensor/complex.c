// Complex numbers: operators and functions on pairs of doubles. Results whose imaginary parts are
// all zero become real. Real arguments outside a function's real domain come here too.
#include "tensor/internal.h"
#include <complex.h>
#include <math.h>

typedef double complex C64;

/// Division that keeps clear of overflow (Smith's way of scaling by the larger part).
static C64 divide(C64 x, C64 y) {
    double c = creal(y), d = cimag(y);
    if (d == 0) return c64(creal(x) / c, cimag(x) / c);
    if (fabs(c) >= fabs(d)) {
        double r = d / c, den = c + d * r;
        return c64((creal(x) + cimag(x) * r) / den, (cimag(x) - creal(x) * r) / den);
    }
    double r = c / d, den = c * r + d;
    return c64((creal(x) * r + cimag(x)) / den, (cimag(x) * r - creal(x)) / den);
}

static C64 multiply(C64 x, C64 y) {
    double a = creal(x), b = cimag(x), c = creal(y), d = cimag(y);
    if (b == 0) return c64(a * c, a * d);
    if (d == 0) return c64(a * c, b * c);
    return c64(a * c - b * d, a * d + b * c);
}

static C64 power(C64 x, C64 y) {
    if (cimag(y) == 0) {
        double n = creal(y);
        if (cimag(x) == 0 && (creal(x) >= 0 || n == floor(n))) return c64(pow(creal(x), n), 0);
        if (n == floor(n) && fabs(n) <= 1024) { // repeated squaring keeps whole results whole
            C64 r = c64(1, 0), base = x;
            for (unsigned k = (unsigned)fabs(n); k; k >>= 1) {
                if (k & 1) r = multiply(r, base);
                base = multiply(base, base);
            }
            return n < 0 ? divide(c64(1, 0), r) : r;
        }
    }
    if (x == 0) return y == 0 ? c64(1, 0) : creal(y) > 0 ? c64(0, 0) : c64(INFINITY, 0);
    double size = log(cabs(x)), angle = carg(x);
    double re = creal(y) * size - cimag(y) * angle, im = creal(y) * angle + cimag(y) * size;
    double r = exp(re);
    return c64(r * cos(im), r * sin(im));
}

/// max and min of complex numbers compare absolute values, then angles.
static C64 extreme(C64 x, C64 y, bool want_max) {
    if (isnan(creal(x)) || isnan(cimag(x))) return y;
    if (isnan(creal(y)) || isnan(cimag(y))) return x;
    double p = cabs(x), q = cabs(y);
    bool x_larger = p > q || (p == q && carg(x) >= carg(y));
    return x_larger == want_max ? x : y;
}

static bool compare(BinaryOp op, C64 x, C64 y) {
    switch (op) {
    case OP_EQ: return x == y;
    case OP_NE: return x != y;
    case OP_LT: return creal(x) < creal(y);
    case OP_LE: return creal(x) <= creal(y);
    case OP_GT: return creal(x) > creal(y);
    case OP_GE: return creal(x) >= creal(y);
    case OP_AND: return x != 0 && y != 0;
    case OP_OR: return x != 0 || y != 0;
    default: return (x != 0) != (y != 0);
    }
}

static C64 combine(BinaryOp op, C64 x, C64 y) {
    switch (op) {
    case OP_ADD: return x + y;
    case OP_SUB: return x - y;
    case OP_MUL: return multiply(x, y);
    case OP_RDIV: return divide(x, y);
    case OP_LDIV: return divide(y, x);
    case OP_POW: return power(x, y);
    case OP_HYPOT: return c64(hypot(cabs(x), cabs(y)), 0);
    default: return extreme(x, y, op == OP_MAX);
    }
}

static C64 element(const Tensor *t, Index i) {
    return c64(tensor_get(t, i), tensor_get_imag(t, i));
}

Status complex_binary(Ctx *ctx, BinaryOp op, const Tensor *a, const Tensor *b, Tensor **ret) {
    bool logical = (op >= OP_EQ && op <= OP_OR) || op == OP_XOR;
    bool arithmetic = op <= OP_POW || op == OP_MAX || op == OP_MIN || op == OP_HYPOT;
    if (!logical && !arithmetic) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:complexInput", "Input arguments must be real.");
    }
    NumClass cls = CLASS_LOGICAL;
    if (!logical) TRY(class_of_result(ctx, a, b, &cls));
    Expansion plan;
    TRY(expansion_plan(ctx, &a->shape, &b->shape, &plan));
    Tensor *out;
    TRY(tensor_new_as(ctx, cls, !logical, &plan.shape, &out));
    for (Index r = 0; !stop_reached(ctx, r, plan.n_runs); r++) {
        Index at[2];
        expansion_offsets(&plan, r, at);
        for (Index i = 0; !stop_reached(ctx, i, plan.run); i++) {
            C64 x = element(a, at[0] + i * plan.inner[0]),
                y = element(b, at[1] + i * plan.inner[1]);
            Index to = r * plan.run + i;
            if (logical) {
                bool nan = isnan(creal(x)) || isnan(cimag(x)) || isnan(creal(y)) || isnan(cimag(y));
                if (nan && (op == OP_AND || op == OP_OR || op == OP_XOR)) {
                    tensor_unref(out);
                    return fail_nan_logical(ctx);
                }
                tensor_u8(out)[to] = compare(op, x, y);
            } else {
                C64 z = combine(op, x, y);
                double pair[2] = {creal(z), cimag(z)};
                store_c64(out, to, 1, pair);
            }
        }
    }
    Status status = ctx_check_stop(ctx);
    if (status == OK) status = tensor_narrow_complex(ctx, &out);
    if (status != OK) {
        tensor_unref(out);
        return status;
    }
    *ret = out;
    return OK;
}

// ---- functions of one number
// ---------------------------------------------------------------------------------------
/// Real numbers below -1 and above 1 lie on the branch cuts of asin, acos, acosh and atanh; the
/// sides are those of the usual formulas with log and a positive square root.
static C64 arc_sine(C64 x) {
    if (cimag(x) != 0 || fabs(creal(x)) <= 1) return casin(x);
    double r = creal(x);
    return c64(copysign(M_PI_2, r), r > 0 ? -acosh(r) : acosh(-r));
}
static C64 arc_cosine(C64 x) {
    if (cimag(x) != 0 || fabs(creal(x)) <= 1) return cacos(x);
    double r = creal(x);
    return r > 0 ? c64(0, acosh(r)) : c64(M_PI, -acosh(-r));
}
static C64 arc_cosh(C64 x) {
    if (cimag(x) != 0) return cacosh(x);
    double r = creal(x);
    if (r >= 1) return c64(acosh(r), 0);
    return r < -1 ? c64(acosh(-r), M_PI) : c64(0, acos(r));
}
static C64 arc_tanh(C64 x) {
    if (cimag(x) != 0 || fabs(creal(x)) <= 1) return catanh(x);
    double r = creal(x);
    return c64(0.5 * log(fabs((1 + r) / (1 - r))), M_PI_2);
}
static C64 square_root(C64 x) {
    if (cimag(x) == 0) return creal(x) < 0 ? c64(0, sqrt(-creal(x))) : c64(sqrt(creal(x)), 0);
    return csqrt(x);
}
static C64 logarithm(C64 x) {
    if (cimag(x) == 0) return c64(log(fabs(creal(x))), creal(x) < 0 ? M_PI : 0);
    return clog(x);
}
static C64 each_part(double (*f)(double), C64 x) {
    return c64(f(creal(x)), f(cimag(x)));
}

static C64 apply(UnaryOp op, C64 x) {
    switch (op) {
    case OP_NEG: return -x;
    case OP_PLUS: return x;
    case OP_CONJ: return conj(x);
    case OP_SQRT: return square_root(x);
    case OP_EXP: return cimag(x) == 0 ? c64(exp(creal(x)), 0) : cexp(x);
    case OP_EXPM1: {
        // exp(a) cos(b) - 1 = expm1(a) cos(b) - 2 sin²(b/2): no cancellation near 0
        double s = sin(cimag(x) / 2);
        return c64(expm1(creal(x)) * cos(cimag(x)) - 2 * s * s, exp(creal(x)) * sin(cimag(x)));
    }
    case OP_LOG: return logarithm(x);
    case OP_LOG1P: return logarithm(1 + x);
    case OP_LOG2: {
        C64 z = logarithm(x);
        return c64(cimag(x) == 0 ? log2(fabs(creal(x))) : creal(z) / M_LN2, cimag(z) / M_LN2);
    }
    case OP_LOG10: {
        C64 z = logarithm(x);
        return c64(cimag(x) == 0 ? log10(fabs(creal(x))) : creal(z) / M_LN10, cimag(z) / M_LN10);
    }
    case OP_FLOOR: return each_part(floor, x);
    case OP_CEIL: return each_part(ceil, x);
    case OP_ROUND: return each_part(round, x);
    case OP_FIX: return each_part(trunc, x);
    case OP_SIGN: return x == 0 ? c64(0, 0) : divide(x, c64(cabs(x), 0));
    case OP_SIN: return csin(x);
    case OP_COS: return ccos(x);
    case OP_TAN: return ctan(x);
    case OP_ASIN: return arc_sine(x);
    case OP_ACOS: return arc_cosine(x);
    case OP_ATAN: return catan(x);
    case OP_SINH: return csinh(x);
    case OP_COSH: return ccosh(x);
    case OP_TANH: return ctanh(x);
    case OP_ASINH: return casinh(x);
    case OP_ACOSH: return arc_cosh(x);
    case OP_ATANH: return arc_tanh(x);
    case OP_SIGMOID: return divide(c64(1, 0), 1 + cexp(-x));
    default: return c64(NAN, NAN);
    }
}

static bool to_real(UnaryOp op, C64 x, double *ret) {
    switch (op) {
    case OP_ABS: *ret = cabs(x); return true;
    case OP_REAL: *ret = creal(x); return true;
    case OP_IMAG: *ret = cimag(x); return true;
    case OP_ANGLE: *ret = carg(x); return true;
    case OP_ISNAN: *ret = isnan(creal(x)) || isnan(cimag(x)); return true;
    case OP_ISINF: *ret = isinf(creal(x)) || isinf(cimag(x)); return true;
    case OP_ISFINITE: *ret = isfinite(creal(x)) && isfinite(cimag(x)); return true;
    case OP_NOT: *ret = x == 0; return true;
    default: return false;
    }
}

Status complex_unary(Ctx *ctx, UnaryOp op, const Tensor *x, Tensor **ret) {
    if (op == OP_GAMMA || op == OP_GAMMALN || op == OP_ERF || op == OP_ERFC || op == OP_RELU) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:complexInput", "Input must be real.");
    }
    double probe;
    bool real = to_real(op, 0, &probe);
    bool logical = op == OP_NOT || op == OP_ISNAN || op == OP_ISINF || op == OP_ISFINITE;
    NumClass cls = logical ? CLASS_LOGICAL : x->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE;
    Tensor *out;
    TRY(tensor_new_as(ctx, cls, !real, &x->shape, &out));
    Status status = OK;
    for (Index i = 0; !stop_reached(ctx, i, x->numel); i++) {
        C64 v = element(x, i);
        if (real) {
            double r;
            to_real(op, v, &r);
            if (op == OP_NOT && (isnan(creal(v)) || isnan(cimag(v))))
                TRY_GOTO(fail_nan_logical(ctx));
            tensor_set(out, i, r);
        } else {
            C64 z = apply(op, v);
            double pair[2] = {creal(z), cimag(z)};
            store_c64(out, i, 1, pair);
        }
    }
    TRY_GOTO(ctx_check_stop(ctx));
    TRY_GOTO(tensor_narrow_complex(ctx, &out));
    *ret = out;
    return OK;
done:
    tensor_unref(out);
    return status;
}
