// builtins/arithmetic.c: operators as functions and the elementary functions, element by element.
#include "builtins/arguments.h"

// ---- operators as functions
// ---------------------------------------------------------------------------------------------
#define OPERATOR2(ident, text, op, sign, summary, example, see)                                  \
    BUILTIN_AS(ident, text, "C = " text "(A,B)\nC = A " sign " B", ARITY(2, 2, 1), summary,      \
               "A, B: arrays of compatible sizes and classes",                                   \
               "C: result with implicit expansion", "Fails when sizes or classes do not agree.", \
               example, see) {                                                                   \
        return value_binary(call->ctx, op, call->arg[0], call->arg[1], &call->ret[0]);           \
    }
OPERATOR2(plus, "plus", OP_ADD, "+", "Addition.", "assert(isequal(plus([1 2],[1;2]),[2 3;3 4]))",
          "minus, sum")
OPERATOR2(minus, "minus", OP_SUB, "-", "Subtraction.", "assert(minus(3,1) == 2)", "plus, diff")
OPERATOR2(times, "times", OP_MUL, ".*", "Multiplication, element by element.",
          "assert(isequal(times([1 2],[3 4]),[3 8]))", "mtimes, rdivide")
OPERATOR2(rdivide, "rdivide", OP_RDIV, "./", "Right division, element by element.",
          "assert(rdivide(1,4) == 0.25)", "ldivide, times")
OPERATOR2(ldivide, "ldivide", OP_LDIV, ".\\", "Left division, element by element.",
          "assert(ldivide(4,1) == 0.25)", "rdivide")
OPERATOR2(power, "power", OP_POW, ".^", "Power, element by element.",
          "assert(isequal(power([2 3],2),[4 9]))", "mpower, nthroot, exp")
OPERATOR2(mtimes, "mtimes", OP_MTIMES, "*", "Matrix product.", "assert(mtimes([1 2],[3;4]) == 11)",
          "times, mldivide")
OPERATOR2(mrdivide, "mrdivide", OP_MRDIVIDE, "/", "Solves x*A = B for x, B/A.",
          "assert(mrdivide(6,3) == 2)", "mldivide, inv")
OPERATOR2(mldivide, "mldivide", OP_MLDIVIDE, "\\", "Solves A*x = B for x.",
          "assert(norm(mldivide([2 0;0 4],[2;4]) - [1;1]) < 1e-12)", "mrdivide, inv, lu")
OPERATOR2(mpower, "mpower", OP_MPOWER, "^", "Matrix power.",
          "assert(isequal(mpower([1 1;0 1],2),[1 2;0 1]))", "power, expm")
OPERATOR2(eq, "eq", OP_EQ, "==", "Equality, element by element.",
          "assert(isequal(eq([1 2],2),[false true]))", "ne, isequal")
OPERATOR2(ne, "ne", OP_NE, "~=", "Inequality, element by element.", "assert(ne(1,2))", "eq")
OPERATOR2(lt, "lt", OP_LT, "<", "Less than, element by element.", "assert(lt(1,2))", "le, gt, ge")
OPERATOR2(le, "le", OP_LE, "<=", "Less than or equal, element by element.", "assert(le(2,2))",
          "lt, gt, ge")
OPERATOR2(gt, "gt", OP_GT, ">", "Greater than, element by element.", "assert(gt(2,1))",
          "lt, le, ge")
OPERATOR2(ge, "ge", OP_GE, ">=", "Greater than or equal, element by element.", "assert(ge(2,2))",
          "lt, le, gt")
OPERATOR2(logical_and, "and", OP_AND, "&", "Logical AND, element by element.",
          "assert(and(true,1))", "or, not, xor, all")
OPERATOR2(logical_or, "or", OP_OR, "|", "Logical OR, element by element.", "assert(or(true,0))",
          "and, not, xor, any")

#define FUNCTION2(ident, op, in, out, summary, example, see)                           \
    BUILTIN(ident, "C = " #ident "(A,B)", ARITY(2, 2, 1), summary, in, out,            \
            "Fails when sizes or classes do not agree.", example, see) {               \
        return value_binary(call->ctx, op, call->arg[0], call->arg[1], &call->ret[0]); \
    }
FUNCTION2(xor, OP_XOR, "A, B: logical or numeric arrays", "C: logical array",
          "Logical exclusive OR.", "assert(xor(true,false))\nassert(~xor(1,1))", "and, or, not")
FUNCTION2(atan2, OP_ATAN2, "A: ordinates\nB: abscissas", "C: angles in radians, in [-pi, pi]",
          "Four-quadrant inverse tangent.", "assert(abs(atan2(1,-1) - 3*pi/4) < 1e-15)",
          "atan, angle")
FUNCTION2(mod, OP_MOD, "A: dividends\nB: divisors",
          "C: remainder with the sign of B; A where B is 0",
          "Remainder after division, sign of the divisor.",
          "assert(mod(-1,3) == 2)\nassert(mod(5,0) == 5)", "rem, idivide, floor")
FUNCTION2(rem, OP_REM, "A: dividends\nB: divisors",
          "C: remainder with the sign of A; NaN where B is 0",
          "Remainder after division, sign of the dividend.", "assert(rem(-1,3) == -1)", "mod, fix")
FUNCTION2(hypot, OP_HYPOT, "A, B: real arrays", "C: sqrt(A.^2 + B.^2) without overflow",
          "Length of the hypotenuse.", "assert(hypot(3,4) == 5)", "abs, norm")

#define UNARY_FORM(ident, text, op, form, summary, example, see)                              \
    BUILTIN_AS(ident, text, form, ARITY(1, 1, 1), summary, "A: array", "B: array of results", \
               "Fails for classes without arithmetic.", example, see) {                       \
        return value_unary(call->ctx, op, call->arg[0], &call->ret[0]);                       \
    }
UNARY_FORM(uminus, "uminus", OP_NEG, "B = uminus(A)\nB = -A", "Changes the sign.",
           "assert(uminus(3) == -3)", "minus, uplus")
UNARY_FORM(uplus, "uplus", OP_PLUS, "B = uplus(A)\nB = +A",
           "Leaves the sign; logical and char become numbers.", "assert(uplus(3) == 3)", "uminus")
UNARY_FORM(logical_not, "not", OP_NOT, "B = not(A)\nB = ~A", "Logical NOT.", "assert(not(false))",
           "and, or, xor")

static Status transpose(Call *call, UnaryOp op) {
    return value_unary(call->ctx, op, call->arg[0], &call->ret[0]);
}
BUILTIN_AS(transpose, "transpose", "B = transpose(A)\nB = A.'", ARITY(1, 1, 1),
           "Exchanges rows and columns.", "A: matrix", "B: n-by-m matrix", "Fails for N-D arrays.",
           "assert(isequal(transpose([1 2]),[1;2]))", "ctranspose, permute") {
    return transpose(call, OP_TRANSPOSE);
}
BUILTIN(ctranspose, "B = ctranspose(A)\nB = A'", ARITY(1, 1, 1),
        "Exchanges rows and columns and conjugates.", "A: matrix", "B: n-by-m matrix",
        "Fails for N-D arrays.", "assert(isequal(ctranspose([1 2i]),[1;-2i]))", "transpose, conj") {
    return transpose(call, OP_CTRANSPOSE);
}

// ---- elementary functions
// ---------------------------------------------------------------------------------------------------
#define ELEMENTWISE(name, op, summary, example, see)                                              \
    BUILTIN(name, "Y = " #name "(X)", ARITY(1, 1, 1), summary, "X: numeric array",                \
            "Y: array of the same size", "Fails for classes without arithmetic.", example, see) { \
        return value_unary(call->ctx, op, call->arg[0], &call->ret[0]);                           \
    }
ELEMENTWISE(abs, OP_ABS, "Absolute value, or magnitude of complex numbers.",
            "assert(isequal(abs([-1 2]),[1 2]))\nassert(abs(3+4i) == 5)", "sign, norm")
ELEMENTWISE(sign, OP_SIGN, "Sign: -1, 0 or 1.", "assert(isequal(sign([-3 0 2]),[-1 0 1]))", "abs")
ELEMENTWISE(sqrt, OP_SQRT, "Square root; complex for negative numbers.",
            "assert(sqrt(9) == 3)\nassert(sqrt(-4) == 2i)", "nthroot, power, realsqrt")
ELEMENTWISE(exp, OP_EXP, "Exponential.", "assert(exp(0) == 1)", "log, expm1, expm")
ELEMENTWISE(expm1, OP_EXPM1, "exp(x)-1, accurate for small x.", "assert(expm1(1e-20) == 1e-20)",
            "exp, log1p")
ELEMENTWISE(log, OP_LOG, "Natural logarithm; complex for negative numbers.",
            "assert(log(1) == 0)\nassert(isinf(log(0)))", "exp, log2, log10, log1p")
ELEMENTWISE(log1p, OP_LOG1P, "log(1+x), accurate for small x.", "assert(log1p(1e-20) == 1e-20)",
            "log, expm1")
ELEMENTWISE(log10, OP_LOG10, "Logarithm to base 10.", "assert(log10(1000) == 3)", "log, log2")
ELEMENTWISE(floor, OP_FLOOR, "Rounds towards negative infinity.", "assert(floor(-1.5) == -2)",
            "ceil, fix, round")
ELEMENTWISE(ceil, OP_CEIL, "Rounds towards positive infinity.", "assert(ceil(1.2) == 2)",
            "floor, fix, round")
ELEMENTWISE(fix, OP_FIX, "Rounds towards zero.", "assert(fix(-1.5) == -1)", "floor, ceil, round")
ELEMENTWISE(sin, OP_SIN, "Sine of an angle in radians.", "assert(sin(0) == 0)", "asin, sind, cos")
ELEMENTWISE(cos, OP_COS, "Cosine of an angle in radians.", "assert(cos(0) == 1)", "acos, cosd, sin")
ELEMENTWISE(tan, OP_TAN, "Tangent of an angle in radians.", "assert(abs(tan(pi/4) - 1) < 1e-15)",
            "atan, tand")
ELEMENTWISE(asin, OP_ASIN, "Inverse sine in radians.", "assert(abs(asin(1) - pi/2) < 1e-15)",
            "sin, asind")
ELEMENTWISE(acos, OP_ACOS, "Inverse cosine in radians.", "assert(acos(1) == 0)", "cos, acosd")
ELEMENTWISE(atan, OP_ATAN, "Inverse tangent in radians.", "assert(abs(atan(1) - pi/4) < 1e-15)",
            "tan, atan2")
ELEMENTWISE(sinh, OP_SINH, "Hyperbolic sine.", "assert(sinh(0) == 0)", "asinh, cosh")
ELEMENTWISE(cosh, OP_COSH, "Hyperbolic cosine.", "assert(cosh(0) == 1)", "acosh, sinh")
ELEMENTWISE(tanh, OP_TANH, "Hyperbolic tangent.", "assert(tanh(0) == 0)", "atanh, sinh")
ELEMENTWISE(asinh, OP_ASINH, "Inverse hyperbolic sine.", "assert(asinh(0) == 0)", "sinh")
ELEMENTWISE(acosh, OP_ACOSH, "Inverse hyperbolic cosine.", "assert(acosh(1) == 0)", "cosh")
ELEMENTWISE(atanh, OP_ATANH, "Inverse hyperbolic tangent.", "assert(atanh(0) == 0)", "tanh")
ELEMENTWISE(real, OP_REAL, "Real part.", "assert(real(3+4i) == 3)", "imag, conj, complex")
ELEMENTWISE(imag, OP_IMAG, "Imaginary part.", "assert(imag(3+4i) == 4)", "real, conj, complex")
ELEMENTWISE(conj, OP_CONJ, "Complex conjugate.", "assert(conj(3+4i) == 3-4i)",
            "real, imag, ctranspose")
ELEMENTWISE(angle, OP_ANGLE, "Phase angle in radians.", "assert(abs(angle(1i) - pi/2) < 1e-15)",
            "abs, atan2")
ELEMENTWISE(gamma, OP_GAMMA, "Gamma function.", "assert(gamma(5) == 24)", "gammaln, factorial")
ELEMENTWISE(gammaln, OP_GAMMALN, "Logarithm of the gamma function.",
            "assert(abs(gammaln(5) - log(24)) < 1e-12)", "gamma")
ELEMENTWISE(erf, OP_ERF, "Error function.", "assert(erf(0) == 0)", "erfc, erfinv")
ELEMENTWISE(erfc, OP_ERFC, "Complementary error function, 1-erf(x).", "assert(erfc(0) == 1)", "erf")

/// isnan and its like are false for text, where arithmetic would fail.
static Status float_question(Call *call, UnaryOp op) {
    if (value_is_char(call->arg[0]) || value_is_logical(call->arg[0]) ||
        value_is_numeric(call->arg[0])) {
        return value_unary(call->ctx, op, call->arg[0], &call->ret[0]);
    }
    if (call->arg[0].tag == VAL_STRING) {
        return call_fail(call, ERR_TYPE, "MATLAB:UndefinedFunction",
                         "Undefined function '%s' for input arguments of type 'string'.",
                         call->def->name);
    }
    return value_unary(call->ctx, op, call->arg[0], &call->ret[0]);
}
#define FLOAT_QUESTION(name, op, summary, example, see)                                \
    BUILTIN(name, "TF = " #name "(A)", ARITY(1, 1, 1), summary,                        \
            "A: numeric, logical or char array", "TF: logical array of the same size", \
            "Fails for other classes.", example, see) {                                \
        return float_question(call, op);                                               \
    }
FLOAT_QUESTION(isnan, OP_ISNAN, "True for Not-a-Number elements.",
               "assert(isequal(isnan([1 NaN]),[false true]))", "isfinite, isinf, ismissing")
FLOAT_QUESTION(isinf, OP_ISINF, "True for infinite elements.",
               "assert(isequal(isinf([1 -Inf]),[false true]))", "isfinite, isnan")
FLOAT_QUESTION(isfinite, OP_ISFINITE, "True for elements neither infinite nor NaN.",
               "assert(isequal(isfinite([1 Inf NaN]),[true false false]))", "isinf, isnan")

/// Applies a C function to every element; single stays single.
static Status map_real(Call *call, double (*fn)(double)) {
    OWN_TENSOR *x = NULL, *y = NULL;
    TRY(arg_tensor(call, 0, &x));
    if (x->is_complex)
        return call_fail(call, ERR_TYPE, "MATLAB:realInputExpected", "Input must be real.");
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &x->shape, &y));
    for (Index k = 0; k < x->numel; k++) tensor_f64(y)[k] = fn(tensor_get(x, k));
    TRY(cast_back(call->ctx, (NumClass)x->cls, &y));
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
// In degrees, multiples of 90 give exact results.
static double fn_sin_deg(double x) {
    double r = remainder(x, 360);
    if (r == 0 || fabs(r) == 180) return 0;
    if (fabs(r) == 90) return r > 0 ? 1 : -1;
    if (fabs(r) == 30 || fabs(r) == 150) return r > 0 ? 0.5 : -0.5;
    return sin(r * (M_PI / 180));
}
static double fn_cos_deg(double x) {
    double r = fabs(remainder(x, 360));
    if (r == 90) return 0;
    if (r == 60) return 0.5;
    if (r == 120) return -0.5;
    return cos(r * (M_PI / 180));
}
static double fn_tan_deg(double x) {
    double r = remainder(x, 180);
    if (r == 0) return 0;
    if (fabs(r) == 45) return r > 0 ? 1 : -1;
    if (fabs(r) == 90) return r * INFINITY;
    return tan(r * (M_PI / 180));
}
static double fn_asin_deg(double x) {
    return fabs(x) > 1 ? NAN : asin(x) * (180 / M_PI);
}
static double fn_acos_deg(double x) {
    return fabs(x) > 1 ? NAN : acos(x) * (180 / M_PI);
}
static double fn_atan_deg(double x) {
    return atan(x) * (180 / M_PI);
}
static double fn_to_rad(double x) {
    return x * (M_PI / 180);
}
static double fn_to_deg(double x) {
    return x * (180 / M_PI);
}
static double fn_secant(double x) {
    return 1 / cos(x);
}
static double fn_cosecant(double x) {
    return 1 / sin(x);
}
static double fn_cotangent(double x) {
    return 1 / tan(x);
}
static double fn_sine_pi(double x) {
    return fn_sin_deg(remainder(x, 2) * 180);
}
static double fn_cosine_pi(double x) {
    return fn_cos_deg(remainder(x, 2) * 180);
}
static double fn_next_power(double x) {
    if (x == 0) return 0;
    int e;
    double f = frexp(fabs(x), &e);
    return f == 0.5 ? e - 1 : e;
}
/// Inverse error function: a rational start, then two steps of Newton and Halley.
static double fn_inverse_erf(double y) {
    if (isnan(y) || fabs(y) > 1) return NAN;
    if (fabs(y) == 1) return y * INFINITY;
    double w = -log((1 - y) * (1 + y)), a = 0.147;
    double u = 2 / (M_PI * a) - w / 2;
    double x = copysign(sqrt(sqrt(u * u + w / a) - u), y);
    for (int k = 0; k < 3; k++) {
        double e =
            y >= 0 ? (1 - y) - erfc(x) : erfc(-x) - (1 + y); // = erf(x) - y, accurate near ±1
        double d = e / (2 / sqrt(M_PI) * exp(-x * x));
        x -= d / (1 + x * d);
    }
    return x;
}
#define REAL_MAP(name, fn, summary, example, see)                                    \
    BUILTIN(name, "Y = " #name "(X)", ARITY(1, 1, 1), summary, "X: real array",      \
            "Y: array of the same size", "Fails for complex input.", example, see) { \
        return map_real(call, fn);                                                   \
    }
REAL_MAP(sind, fn_sin_deg, "Sine of an angle in degrees.", "assert(sind(180) == 0)", "sin, asind")
REAL_MAP(cosd, fn_cos_deg, "Cosine of an angle in degrees.", "assert(cosd(90) == 0)", "cos, acosd")
REAL_MAP(tand, fn_tan_deg, "Tangent of an angle in degrees.", "assert(tand(45) == 1)", "tan, atand")
REAL_MAP(asind, fn_asin_deg, "Inverse sine in degrees.", "assert(abs(asind(1) - 90) < 1e-12)",
         "asin, sind")
REAL_MAP(acosd, fn_acos_deg, "Inverse cosine in degrees.", "assert(acosd(1) == 0)", "acos, cosd")
REAL_MAP(atand, fn_atan_deg, "Inverse tangent in degrees.", "assert(abs(atand(1) - 45) < 1e-12)",
         "atan, tand")
REAL_MAP(deg2rad, fn_to_rad, "Degrees to radians.", "assert(deg2rad(180) == pi)", "rad2deg")
REAL_MAP(rad2deg, fn_to_deg, "Radians to degrees.", "assert(rad2deg(pi) == 180)", "deg2rad")
REAL_MAP(sec, fn_secant, "Secant, 1/cos(x).", "assert(sec(0) == 1)", "cos, csc")
REAL_MAP(csc, fn_cosecant, "Cosecant, 1/sin(x).", "assert(abs(csc(pi/2) - 1) < 1e-15)", "sin, sec")
REAL_MAP(cot, fn_cotangent, "Cotangent, 1/tan(x).", "assert(abs(cot(pi/4) - 1) < 1e-15)", "tan")
REAL_MAP(sinpi, fn_sine_pi, "sin(pi*x), exact at integers and halves.", "assert(sinpi(1) == 0)",
         "sin, cospi")
REAL_MAP(cospi, fn_cosine_pi, "cos(pi*x), exact at integers and halves.", "assert(cospi(0.5) == 0)",
         "cos, sinpi")
REAL_MAP(nextpow2, fn_next_power, "Exponent of the next higher power of 2.",
         "assert(nextpow2(100) == 7)\nassert(nextpow2(64) == 6)", "log2, pow2")
REAL_MAP(erfinv, fn_inverse_erf, "Inverse error function.",
         "assert(abs(erfinv(erf(0.5)) - 0.5) < 1e-12)", "erf, erfcinv")

static Status real_only(Call *call, UnaryOp op) {
    OWN_TENSOR *x = NULL;
    TRY(arg_tensor(call, 0, &x));
    for (Index k = 0; k < x->numel; k++) {
        if (x->is_complex || tensor_get(x, k) < 0) {
            return call_fail(call, ERR_ARG, "MATLAB:realsqrt:complexResult",
                             "%s produced complex result.", call->def->name);
        }
    }
    Tensor *y = NULL;
    TRY(tensor_unary(call->ctx, op, x, &y));
    ret_tensor(call, 0, y);
    return OK;
}
BUILTIN(realsqrt, "Y = realsqrt(X)", ARITY(1, 1, 1),
        "Square root of numbers that are not negative.", "X: non-negative array", "Y: square roots",
        "Fails for negative input.", "assert(realsqrt(4) == 2)", "sqrt") {
    return real_only(call, OP_SQRT);
}
BUILTIN(reallog, "Y = reallog(X)", ARITY(1, 1, 1), "Logarithm of numbers that are not negative.",
        "X: non-negative array", "Y: logarithms", "Fails for negative input.",
        "assert(reallog(1) == 0)", "log") {
    return real_only(call, OP_LOG);
}

BUILTIN(log2, "Y = log2(X)\n[F,E] = log2(X)", ARITY(1, 1, 2),
        "Logarithm to base 2, or fraction and exponent.", "X: numeric array",
        "Y: logarithms\nF, E: X = F.*2.^E with 0.5 <= |F| < 1", "",
        "assert(log2(8) == 3)\n[f,e] = log2(10);\nassert(f == 0.625 && e == 4)",
        "log, pow2, nextpow2") {
    if (call->nargout < 2) return value_unary(call->ctx, OP_LOG2, call->arg[0], &call->ret[0]);
    OWN_TENSOR *x = NULL, *f = NULL, *e = NULL;
    TRY(arg_doubles(call, 0, &x));
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &x->shape, &f));
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &x->shape, &e));
    for (Index k = 0; k < x->numel; k++) {
        int exponent = 0;
        tensor_f64(f)[k] = frexp(tensor_f64(x)[k], &exponent);
        tensor_f64(e)[k] = isfinite(tensor_f64(x)[k]) ? exponent : 0;
    }
    ret_tensor(call, 0, GIVE(f));
    ret_tensor(call, 1, GIVE(e));
    return OK;
}
BUILTIN(pow2, "Y = pow2(E)\nY = pow2(X,E)", ARITY(1, 2, 1), "Powers of 2, or scaling by them.",
        "E: exponents\nX: factors", "Y: 2.^E or X.*2.^E", "",
        "assert(pow2(3) == 8)\nassert(pow2(3,2) == 12)", "log2, power") {
    OWN_VALUE p = VALUE_NONE;
    TRY(value_binary(call->ctx, OP_POW, value_double(2), call->arg[call->nargin - 1], &p));
    if (call->nargin == 1) {
        call->ret[0] = value_give(&p);
        return OK;
    }
    return value_binary(call->ctx, OP_MUL, call->arg[0], p, &call->ret[0]);
}

/// Rounds half away from zero to 10^-digits, correcting the error of the scaling.
static double round_digits(double x, double digits) {
    if (!isfinite(x) || x == 0) return x;
    if (digits > 308) return x;
    double scale = pow(10, fabs(digits));
    if (digits >= 0) {
        double y = x * scale;
        return isfinite(y) ? round(y) / scale : x;
    }
    return round(x / scale) * scale;
}
BUILTIN(round, "Y = round(X)\nY = round(X,n)\nY = round(X,n,\"significant\")", ARITY(1, 4, 1),
        "Rounds to the nearest integer or digit; halves go away from zero.",
        "X: numeric array\nn: digits after the point, negative before it\n\"significant\": n "
        "counts significant digits",
        "Y: rounded array", "Fails when n is not an integer.",
        "assert(round(2.5) == 3)\nassert(round(pi,2) == "
        "3.14)\nassert(round(1234,2,\"significant\") == 1200)",
        "floor, ceil, fix") {
    if (call->nargin == 1) return value_unary(call->ctx, OP_ROUND, call->arg[0], &call->ret[0]);
    double n;
    bool significant = false;
    TRY(arg_double(call, 1, &n));
    if (n != floor(n))
        return call_fail(call, ERR_ARG, "MATLAB:round:NonIntegerDigits",
                         "Number of digits must be an integer.");
    if (call->nargin > 2) {
        static const char *const kinds[] = {"decimals", "significant", NULL};
        int kind;
        TRY(arg_choice(call, 2, kinds, &kind));
        significant = kind == 1;
    }
    OWN_TENSOR *x = NULL, *y = NULL;
    TRY(arg_tensor(call, 0, &x));
    if (x->is_complex) return ctx_fail_unsupported(call->ctx, "round(X,n) of complex numbers");
    TRY(tensor_new(call->ctx, (NumClass)x->cls, &x->shape, &y));
    for (Index k = 0; k < x->numel; k++) {
        double v = tensor_get(x, k), digits = n;
        if (significant && v != 0 && isfinite(v)) digits = n - 1 - floor(log10(fabs(v)));
        tensor_set(y, k, round_digits(v, digits));
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}

BUILTIN(nthroot, "Y = nthroot(X,n)", ARITY(2, 2, 1), "Real n-th root.",
        "X: real array\nn: real number or array", "Y: real roots",
        "Fails for negative X unless n is odd.", "assert(nthroot(-27,3) == -3)", "sqrt, power") {
    OWN_TENSOR *x = NULL, *n = NULL, *y = NULL;
    TRY(arg_doubles(call, 0, &x));
    TRY(arg_doubles(call, 1, &n));
    Shape shape;
    TRY(shape_broadcast(call->ctx, &x->shape, &n->shape, &shape));
    if (x->numel != 1 && n->numel != 1 && !shape_equal(&x->shape, &n->shape))
        return ctx_fail_unsupported(call->ctx, "implicit expansion in nthroot");
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &y));
    for (Index k = 0; k < y->numel; k++) {
        double v = tensor_get(x, x->numel == 1 ? 0 : k), p = tensor_get(n, n->numel == 1 ? 0 : k);
        if (v < 0 && fmod(fabs(p), 2) != 1)
            return call_fail(call, ERR_ARG, "MATLAB:nthroot:NegXNotOddIntegerN",
                             "If X is negative, N must be an odd integer.");
        double r = copysign(pow(fabs(v), 1 / p), v);
        if (isfinite(r) && r != 0)
            r -= (pow(fabs(r), p) - fabs(v)) / (p * pow(fabs(r), p - 1)) * (v < 0 ? -1 : 1);
        tensor_f64(y)[k] = r;
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}

BUILTIN(complex, "z = complex(a,b)\nz = complex(a)", ARITY(1, 2, 1),
        "Complex array from real and imaginary parts.",
        "a: real part\nb: imaginary part, zeros by default", "z: complex array",
        "Fails when the sizes do not agree.",
        "assert(complex(1,2) == 1+2i)\nassert(~isreal(complex(1,0)))", "real, imag, isreal") {
    OWN_TENSOR *a = NULL, *b = NULL;
    TRY(arg_tensor(call, 0, &a));
    if (call->nargin == 1) {
        Tensor *z = NULL;
        TRY(tensor_to_complex(call->ctx, a, &z));
        ret_tensor(call, 0, z);
        return OK;
    }
    TRY(arg_tensor(call, 1, &b));
    if (a->is_complex || b->is_complex)
        return call_fail(call, ERR_TYPE, "MATLAB:complex:realInput",
                         "Real and imaginary inputs must be real.");
    if (a->numel != 1 && b->numel != 1 && !shape_equal(&a->shape, &b->shape))
        return call_fail(call, ERR_SIZE, "MATLAB:sizeDimensionsMustMatch",
                         "Input arrays must have the same size.");
    NumClass cls = a->cls == CLASS_SINGLE || b->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE;
    Tensor *z = NULL;
    TRY(tensor_new_complex(call->ctx, cls, a->numel == 1 ? &b->shape : &a->shape, &z));
    for (Index k = 0; k < z->numel; k++) {
        double re = tensor_get(a, a->numel == 1 ? 0 : k), im = tensor_get(b, b->numel == 1 ? 0 : k);
        if (cls == CLASS_SINGLE) {
            tensor_f32(z)[2 * k] = (float)re;
            tensor_f32(z)[2 * k + 1] = (float)im;
        } else {
            tensor_f64(z)[2 * k] = re;
            tensor_f64(z)[2 * k + 1] = im;
        }
    }
    ret_tensor(call, 0, z);
    return OK;
}

BUILTIN(bsxfun, "C = bsxfun(fun,A,B)", ARITY(3, 3, 1),
        "Applies a function of two arrays with expansion.",
        "fun: function handle\nA, B: arrays of compatible sizes", "C: result", "",
        "assert(isequal(bsxfun(@plus,[1 2],[1;2]),[2 3;3 4]))", "arrayfun, plus") {
    return vm_call(call->vm, call->arg[0], call->arg + 1, 2, 1, &call->ret[0]);
}

const BuiltinDef *const family_arithmetic[] = {&def_plus,        &def_minus,
                                               &def_times,       &def_rdivide,
                                               &def_ldivide,     &def_power,
                                               &def_mtimes,      &def_mrdivide,
                                               &def_mldivide,    &def_mpower,
                                               &def_eq,          &def_ne,
                                               &def_lt,          &def_le,
                                               &def_gt,          &def_ge,
                                               &def_logical_and, &def_logical_or,
                                               &def_xor,         &def_atan2,
                                               &def_mod,         &def_rem,
                                               &def_hypot,       &def_uminus,
                                               &def_uplus,       &def_logical_not,
                                               &def_transpose,   &def_ctranspose,
                                               &def_abs,         &def_sign,
                                               &def_sqrt,        &def_exp,
                                               &def_expm1,       &def_log,
                                               &def_log1p,       &def_log10,
                                               &def_floor,       &def_ceil,
                                               &def_fix,         &def_sin,
                                               &def_cos,         &def_tan,
                                               &def_asin,        &def_acos,
                                               &def_atan,        &def_sinh,
                                               &def_cosh,        &def_tanh,
                                               &def_asinh,       &def_acosh,
                                               &def_atanh,       &def_real,
                                               &def_imag,        &def_conj,
                                               &def_angle,       &def_gamma,
                                               &def_gammaln,     &def_erf,
                                               &def_erfc,        &def_isnan,
                                               &def_isinf,       &def_isfinite,
                                               &def_sind,        &def_cosd,
                                               &def_tand,        &def_asind,
                                               &def_acosd,       &def_atand,
                                               &def_deg2rad,     &def_rad2deg,
                                               &def_sec,         &def_csc,
                                               &def_cot,         &def_sinpi,
                                               &def_cospi,       &def_nextpow2,
                                               &def_erfinv,      &def_realsqrt,
                                               &def_reallog,     &def_log2,
                                               &def_pow2,        &def_round,
                                               &def_nthroot,     &def_complex,
                                               &def_bsxfun,      NULL};
