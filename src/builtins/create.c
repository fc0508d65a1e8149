// builtins/create.c: arrays of constants, ranges, grids and famous matrices.
#include "builtins/arguments.h"
#include <float.h>

/// zeros(…), ones(…), NaN(…): sizes, then class or "like".
static Status create_full(Call *call, double value, bool floats_only) {
    ClassTail tail;
    Shape shape;
    Tensor *t = NULL;
    TRY(arg_class_tail(call, 0, CLASS_DOUBLE, &tail));
    if (tail.cls >= CLASS_LOGICAL || (floats_only && !class_is_float(tail.cls))) {
        return call_fail(call, ERR_ARG, "MATLAB:invalidClass", "Class must be %s.",
                         floats_only ? "'double' or 'single'" : "numeric");
    }
    TRY(arg_shape(call, 0, tail.last, &shape));
    if (value == 0) {
        TRY(tensor_zeros(call->ctx, tail.cls, &shape, &t));
    } else {
        TRY(tensor_full(call->ctx, tail.cls, &shape, value, &t));
    }
    ret_tensor(call, 0, t);
    return OK;
}

#define FILL_FORMS(f)                                                        \
    "X = " f "\nX = " f "(n)\nX = " f "(sz1,...,szN)\nX = " f "(sz)\nX = " f \
    "(...,typename)\nX = " f "(...,\"like\",p)"
#define FILL_IN                                                                                  \
    "n, sz1, ...: sizes, non-negative integers\ntypename: class of the result\np: prototype of " \
    "the result's class"
#define FILL_ERR "Fails when a size is not an integer, or the class is not numeric."
/// One visible stamp for the constant arrays that differ only in name, value and words.
#define CONSTANT(ident, text, value, floats, summary, example, see)              \
    BUILTIN_AS(ident, text, FILL_FORMS(text), ARITY(0, -1, 1), summary, FILL_IN, \
               "X: array of the sizes given", FILL_ERR, example, see) {          \
        return create_full(call, value, floats);                                 \
    }

CONSTANT(zeros, "zeros", 0, false, "Array of zeros.",
         "assert(isequal(zeros(2,1),[0;0]))\nassert(isa(zeros(2,\"single\"),\"single\"))",
         "ones, eye, NaN")
CONSTANT(ones, "ones", 1, false, "Array of ones.", "assert(isequal(ones(1,3),[1 1 1]))",
         "zeros, eye, repmat")
CONSTANT(nan_upper, "NaN", NAN, true, "Not-a-Number, or an array of it.",
         "assert(isnan(NaN))\nassert(isequal(size(NaN(2,3)),[2 3]))", "isnan, Inf")
CONSTANT(nan_lower, "nan", NAN, true, "Not-a-Number, or an array of it.",
         "assert(all(isnan(nan(1,2))))", "isnan, NaN")
CONSTANT(inf_upper, "Inf", INFINITY, true, "Infinity, or an array of it.",
         "assert(isinf(Inf))\nassert(1/0 == Inf)", "isinf, NaN, realmax")
CONSTANT(inf_lower, "inf", INFINITY, true, "Infinity, or an array of it.",
         "assert(isequal(inf(1,2),[Inf Inf]))", "isinf, Inf")

BUILTIN(pi, "p = pi", ARITY(0, 0, 1), "Ratio of a circle's circumference to its diameter.", "",
        "p: 3.1416 in double precision", "", "assert(abs(sin(pi)) < 1e-15)", "exp, sin") {
    ret_double(call, 0, M_PI);
    return OK;
}

static Status imaginary(Call *call) {
    Shape one = shape_2d(1, 1);
    Tensor *t = NULL;
    TRY(tensor_new_complex(call->ctx, CLASS_DOUBLE, &one, &t));
    tensor_f64(t)[0] = 0;
    tensor_f64(t)[1] = 1;
    ret_tensor(call, 0, t);
    return OK;
}
BUILTIN_AS(imag_i, "i", "z = i", ARITY(0, 0, 1), "Imaginary unit.", "", "z: complex scalar 0+1i",
           "", "assert(i*i == -1)", "j, complex, real") {
    return imaginary(call);
}
BUILTIN_AS(imag_j, "j", "z = j", ARITY(0, 0, 1), "Imaginary unit.", "", "z: complex scalar 0+1i",
           "", "assert(j^2 == -1)", "i, complex, real") {
    return imaginary(call);
}

BUILTIN(eps, "d = eps\nd = eps(x)\nd = eps(datatype)", ARITY(0, 2, 1),
        "Distance from a number to the next larger one.",
        "x: double or single array\ndatatype: \"double\" or \"single\"",
        "d: spacing of floating-point numbers at x", "Fails for integer input.",
        "assert(eps == 2^-52)\nassert(eps(\"single\") == 2^-23)\nassert(eps(4) == 2^-50)",
        "realmin, realmax") {
    if (call->nargin == 0) {
        ret_double(call, 0, DBL_EPSILON);
        return OK;
    }
    OWN_TENSOR *x = NULL;
    if (arg_is_text(call, 0)) {
        ClassTail tail;
        TRY(arg_class_tail(call, 0, CLASS_DOUBLE, &tail));
        TRY(tensor_from_double(call->ctx, 1, &x));
        Tensor *cast = NULL;
        TRY(tensor_cast(call->ctx, x, tail.cls, &cast));
        tensor_unref(x);
        x = cast;
    } else {
        TRY(arg_tensor(call, 0, &x));
    }
    if (!class_is_float((NumClass)x->cls)) {
        return call_fail(call, ERR_TYPE, "MATLAB:eps:invalidClassname",
                         "Class must be 'double' or 'single'.");
    }
    Tensor *y = NULL;
    TRY(tensor_new(call->ctx, (NumClass)x->cls, &x->shape, &y));
    for (Index i = 0; i < x->numel; i++) {
        double v = fabs(tensor_get(x, i));
        if (x->cls == CLASS_SINGLE) {
            float f = (float)v;
            tensor_f32(y)[i] = isfinite(f) ? nextafterf(f, INFINITY) - f : NAN;
            if (f == FLT_MAX) tensor_f32(y)[i] = f - nextafterf(f, 0);
        } else {
            tensor_f64(y)[i] = isfinite(v) ? nextafter(v, INFINITY) - v : NAN;
            if (v == DBL_MAX) tensor_f64(y)[i] = v - nextafter(v, 0);
        }
    }
    ret_tensor(call, 0, y);
    return OK;
}

static Status float_limit(Call *call, double as_double, double as_single) {
    NumClass cls = CLASS_DOUBLE;
    if (call->nargin > 0) {
        ClassTail tail;
        TRY(arg_class_tail(call, 0, CLASS_DOUBLE, &tail));
        cls = tail.cls;
    }
    if (!class_is_float(cls)) {
        return call_fail(call, ERR_ARG, "MATLAB:invalidClass",
                         "Class must be 'double' or 'single'.");
    }
    Shape one = shape_2d(1, 1);
    Tensor *t = NULL;
    TRY(tensor_full(call->ctx, cls, &one, cls == CLASS_SINGLE ? as_single : as_double, &t));
    ret_tensor(call, 0, t);
    return OK;
}
#define LIMIT_FORMS(f) "x = " f "\nx = " f "(typename)\nx = " f "(\"like\",p)"
BUILTIN(realmax, LIMIT_FORMS("realmax"), ARITY(0, 2, 1), "Largest finite floating-point number.",
        "typename: \"double\" or \"single\"", "x: scalar of that class", "",
        "assert(isinf(2*realmax))", "realmin, eps, intmax") {
    return float_limit(call, DBL_MAX, FLT_MAX);
}
BUILTIN(realmin, LIMIT_FORMS("realmin"), ARITY(0, 2, 1),
        "Smallest positive normalized floating-point number.", "typename: \"double\" or \"single\"",
        "x: scalar of that class", "", "assert(realmin == 2^-1022)", "realmax, eps") {
    return float_limit(call, DBL_MIN, FLT_MIN);
}
BUILTIN(flintmax, LIMIT_FORMS("flintmax"), ARITY(0, 2, 1),
        "Largest of the consecutive integers a float can hold.",
        "typename: \"double\" or \"single\"", "x: scalar of that class", "",
        "assert(flintmax == 2^53)", "realmax, intmax") {
    return float_limit(call, 9007199254740992.0, 16777216.0);
}

static Status integer_limit(Call *call, bool largest) {
    NumClass cls = CLASS_INT32;
    if (call->nargin > 0) {
        if (!arg_is_text(call, 0)) {
            OWN_TENSOR *t = NULL;
            TRY(arg_tensor(call, 0, &t));
            cls = (NumClass)t->cls;
        } else {
            ClassTail tail;
            TRY(arg_class_tail(call, 0, CLASS_INT32, &tail));
            cls = tail.cls;
        }
    }
    if (!class_is_int(cls)) {
        return call_fail(call, ERR_ARG, "MATLAB:intmax:invalidClassName",
                         "Invalid integer class name.");
    }
    Shape one = shape_2d(1, 1);
    Tensor *t = NULL;
    TRY(tensor_full(call->ctx, cls, &one, largest ? INFINITY : -INFINITY, &t)); // saturates
    ret_tensor(call, 0, t);
    return OK;
}
BUILTIN(intmax, LIMIT_FORMS("intmax"), ARITY(0, 2, 1), "Largest value of an integer class.",
        "typename: integer class, \"int32\" by default", "x: scalar of that class",
        "Fails for other classes.",
        "assert(intmax == 2147483647)\nassert(intmax(\"uint8\") == 255)", "intmin, flintmax") {
    return integer_limit(call, true);
}
BUILTIN(intmin, LIMIT_FORMS("intmin"), ARITY(0, 2, 1), "Smallest value of an integer class.",
        "typename: integer class, \"int32\" by default", "x: scalar of that class",
        "Fails for other classes.", "assert(intmin(\"int8\") == -128)", "intmax") {
    return integer_limit(call, false);
}

static Status create_logical(Call *call, double value) {
    Shape shape;
    Tensor *t = NULL;
    int last = call->nargin;
    if (last >= 2 && arg_is_word(call, last - 2, "like")) last -= 2;
    TRY(arg_shape(call, 0, last, &shape));
    TRY(tensor_full(call->ctx, CLASS_LOGICAL, &shape, value, &t));
    ret_tensor(call, 0, t);
    return OK;
}
BUILTIN_AS(logical_true, "true", "T = true\nT = true(n)\nT = true(sz1,...,szN)", ARITY(0, -1, 1),
           "Logical 1, or an array of it.", "sz1, ...: sizes", "T: logical array", FILL_ERR,
           "assert(isequal(true(1,2),[true true]))", "false, logical, ones") {
    return create_logical(call, 1);
}
BUILTIN_AS(logical_false, "false", "F = false\nF = false(n)\nF = false(sz1,...,szN)",
           ARITY(0, -1, 1), "Logical 0, or an array of it.", "sz1, ...: sizes", "F: logical array",
           FILL_ERR, "assert(~any(false(1,4)))", "true, logical, zeros") {
    return create_logical(call, 0);
}

BUILTIN(eye, FILL_FORMS("eye"), ARITY(0, -1, 1), "Identity matrix.", FILL_IN,
        "X: ones on the main diagonal, zeros elsewhere", FILL_ERR,
        "assert(isequal(eye(2),[1 0;0 1]))", "zeros, ones, diag") {
    ClassTail tail;
    Shape shape;
    TRY(arg_class_tail(call, 0, CLASS_DOUBLE, &tail));
    TRY(arg_shape(call, 0, tail.last, &shape));
    if (shape.n_dims > 2) {
        return call_fail(call, ERR_SIZE, "MATLAB:eye:tooManyDimensions",
                         "N-dimensional arrays are not supported.");
    }
    Tensor *t = NULL;
    TRY(tensor_zeros(call->ctx, tail.cls, &shape, &t));
    for (Index k = 0; k < shape.dim[0] && k < shape.dim[1]; k++)
        tensor_set(t, k * (shape.dim[0] + 1), 1);
    ret_tensor(call, 0, t);
    return OK;
}

BUILTIN(linspace, "y = linspace(x1,x2)\ny = linspace(x1,x2,n)", ARITY(2, 3, 1),
        "Row of evenly spaced points.", "x1, x2: end points\nn: number of points, 100 by default",
        "y: 1-by-n row with both end points", "Fails when an input is not scalar.",
        "assert(isequal(linspace(0,1,5),[0 0.25 0.5 0.75 1]))", "logspace, colon") {
    double a, b, n = 100;
    TRY(arg_double(call, 0, &a));
    TRY(arg_double(call, 1, &b));
    if (call->nargin > 2) TRY(arg_double(call, 2, &n));
    Index count = !(n >= 1) ? 1 : n > 1e15 ? (Index)1e15 : (Index)floor(n);
    Shape shape = shape_2d(1, count);
    OWN_TENSOR *t = NULL;
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &t));
    double *y = tensor_f64(t);
    for (Index k = 0; !stop_reached(call->ctx, k, count - 1); k++)
        y[k] = a + (double)k * ((b - a) / (double)(count - 1));
    y[count - 1] = b;
    bool single = false;
    for (int i = 0; i < 2; i++) {
        single =
            single || (call->arg[i].tag == VAL_TENSOR && call->arg[i].tensor->cls == CLASS_SINGLE);
    }
    TRY(cast_back(call->ctx, single ? CLASS_SINGLE : CLASS_DOUBLE, &t));
    ret_tensor(call, 0, GIVE(t));
    return OK;
}

BUILTIN(logspace, "y = logspace(a,b)\ny = logspace(a,b,n)", ARITY(2, 3, 1),
        "Row of logarithmically spaced points.",
        "a, b: decades of the end points\nn: number of points, 50 by default",
        "y: row from 10^a to 10^b", "Fails when an input is not scalar.",
        "assert(norm(logspace(0,2,3)-[1 10 100]) < 1e-12)", "linspace") {
    double a, b, n = 50;
    TRY(arg_double(call, 0, &a));
    TRY(arg_double(call, 1, &b));
    if (call->nargin > 2) TRY(arg_double(call, 2, &n));
    Index count = !(n >= 1) ? 1 : n > 1e15 ? (Index)1e15 : (Index)floor(n);
    Shape shape = shape_2d(1, count);
    Tensor *t = NULL;
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &t));
    for (Index k = 0; k < count; k++) {
        double e = k == count - 1 ? b : a + (double)k * ((b - a) / (double)(count - 1));
        tensor_f64(t)[k] = pow(10, e);
    }
    ret_tensor(call, 0, t);
    return OK;
}

BUILTIN(colon, "x = colon(j,k)\nx = colon(j,i,k)", ARITY(2, 3, 1),
        "Row of regularly spaced numbers, as j:i:k.", "j: first value\ni: step\nk: bound",
        "x: row vector", "", "assert(isequal(colon(1,2,5),1:2:5))", "linspace") {
    bool three = call->nargin == 3;
    return value_colon(call->ctx, call->arg[0], three ? call->arg[1] : VALUE_NONE,
                       call->arg[three ? 2 : 1], &call->ret[0]);
}

BUILTIN(repmat, "B = repmat(A,n)\nB = repmat(A,r1,...,rN)\nB = repmat(A,r)", ARITY(2, -1, 1),
        "Repeated copies of an array.",
        "A: array of any class\nr1, ..., rN: copies along each dimension",
        "B: the copies side by side", "Fails when a count is not an integer.",
        "assert(isequal(repmat([1 2],2,2),[1 2 1 2;1 2 1 "
        "2]))\nassert(isequal(repmat(\"a\",1,2),[\"a\" \"a\"]))",
        "cat, kron, ones") {
    Shape times;
    TRY(arg_shape(call, 1, call->nargin, &times));
    Value v = call->arg[0];
    if (v.tag == VAL_DOUBLE || v.tag == VAL_BOOL || v.tag == VAL_TENSOR) {
        OWN_TENSOR *t = NULL;
        Tensor *y = NULL;
        TRY(value_to_tensor(call->ctx, v, &t));
        TRY(tensor_repmat(call->ctx, t, times.dim, times.n_dims, &y));
        ret_tensor(call, 0, y);
        return OK;
    }
    Shape shape, whole = {0};
    TRY(value_shape(call->ctx, v, &shape));
    Index dims[SHAPE_MAX_DIMS];
    int n = shape.n_dims > times.n_dims ? shape.n_dims : times.n_dims;
    for (int i = 0; i < n; i++) {
        if (__builtin_mul_overflow(shape_dim(&shape, i), shape_dim(&times, i), &dims[i]))
            return ctx_fail(call->ctx, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded",
                            "Requested array exceeds the maximum possible variable size.");
    }
    TRY(shape_make(call->ctx, dims, n, &whole));
    Index numel = shape_numel(&whole);
    if ((size_t)numel > call->ctx->limits.array_bytes / sizeof(Value))
        return ctx_fail(call->ctx, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded",
                        "Requested array exceeds the maximum array size.");
    OWN_MEM Index *from = mem_alloc((size_t)(numel + 1) * sizeof *from);
    if (!from) return ctx_fail_nomem(call->ctx);
    for (Index k = 0; k < numel; k++) {
        Index rest = k, at = 0, stride = 1;
        for (int i = 0; i < n; i++) {
            at += rest % dims[i] % shape_dim(&shape, i) * stride;
            rest /= dims[i];
            stride *= shape_dim(&shape, i);
        }
        from[k] = at;
    }
    return gather_value(call->ctx, v, from, &whole, &call->ret[0]);
}

BUILTIN(magic, "M = magic(n)", ARITY(1, 1, 1),
        "Magic square: equal sums along rows, columns and diagonals.", "n: order, 3 or more",
        "M: n-by-n matrix of 1 … n^2", "",
        "assert(isequal(magic(3),[8 1 6;3 5 7;4 9 2]))\nassert(all(sum(magic(6)) == 111))",
        "hilb, vander") {
    double order;
    TRY(arg_double(call, 0, &order));
    Index n = !(order >= 1) ? 0 : order > 1e9 ? (Index)1e9 : (Index)floor(order);
    Shape shape;
    Tensor *t = NULL;
    TRY(shape_make(call->ctx, (Index[]){n, n}, 2, &shape));
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &shape, &t));
    double *m = tensor_f64(t);
    if (n == 2) {
        m[0] = 1, m[1] = 4, m[2] = 3, m[3] = 2;
    } else if (n % 2 == 1) {
        // Odd order: two overlaid remainders of the positions.
        for (Index i = 1; i <= n; i++) {
            for (Index j = 1; j <= n && !ctx_is_stopping(call->ctx); j++) {
                Index a = (i + j - (n + 3) / 2 + n) % n, b = (i + 2 * j - 2) % n;
                m[(j - 1) * n + i - 1] = (double)(n * a + b + 1);
            }
        }
    } else if (n % 4 == 0) {
        for (Index i = 0; i < n; i++) {
            for (Index j = 0; j < n && !ctx_is_stopping(call->ctx); j++) {
                double v = (double)(i * n + j + 1);
                bool swap = (i % 4 == 0 || i % 4 == 3) == (j % 4 == 0 || j % 4 == 3);
                m[j * n + i] = swap ? (double)(n * n + 1) - v : v;
            }
        }
    } else {
        // Singly even order: four odd squares, then exchanges between the upper and lower halves.
        Index p = n / 2, k = (n - 2) / 4;
        for (Index i = 1; i <= p; i++) {
            for (Index j = 1; j <= p && !ctx_is_stopping(call->ctx); j++) {
                Index a = (i + j - (p + 3) / 2 + p) % p, b = (i + 2 * j - 2) % p;
                double v = (double)(p * a + b + 1), q = (double)(p * p);
                m[(j - 1) * n + i - 1] = v;
                m[(j - 1 + p) * n + i - 1 + p] = v + q;
                m[(j - 1 + p) * n + i - 1] = v + 2 * q;
                m[(j - 1) * n + i - 1 + p] = v + 3 * q;
            }
        }
        for (Index i = 0; i < p; i++) {
            for (Index j = 0; j < n; j++) {
                bool swap = j < k || j >= n - k + 1;
                if (i == p / 2) swap = (j >= 1 && j <= k) || j >= n - k + 1;
                if (!swap) continue;
                double v = m[j * n + i];
                m[j * n + i] = m[j * n + i + p];
                m[j * n + i + p] = v;
            }
        }
    }
    ret_tensor(call, 0, t);
    return OK;
}

BUILTIN(hilb, "H = hilb(n)", ARITY(1, 1, 1), "Hilbert matrix, 1/(i+j-1).", "n: order",
        "H: n-by-n matrix", "", "assert(isequal(hilb(2),[1 1/2;1/2 1/3]))", "magic, vander") {
    Index n;
    TRY(arg_index(call, 0, &n));
    Shape shape;
    Tensor *t = NULL;
    TRY(shape_make(call->ctx, (Index[]){n, n}, 2, &shape));
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &t));
    for (Index k = 0; !stop_reached(call->ctx, k, n * n); k++)
        tensor_f64(t)[k] = 1.0 / (double)(k % n + k / n + 1);
    ret_tensor(call, 0, t);
    return OK;
}

BUILTIN(vander, "A = vander(v)", ARITY(1, 1, 1), "Vandermonde matrix of powers.", "v: vector",
        "A: columns v.^(n-1) … v.^0", "", "assert(isequal(vander([1 2 3]),[1 1 1;4 2 1;9 3 1]))",
        "polyfit, hilb") {
    OWN_TENSOR *v = NULL;
    TRY(arg_doubles(call, 0, &v));
    Index n = v->numel;
    Shape shape;
    Tensor *t = NULL;
    TRY(shape_make(call->ctx, (Index[]){n, n}, 2, &shape));
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &t));
    for (Index i = 0; i < n; i++) {
        double p = 1;
        for (Index j = n - 1; j >= 0 && !ctx_is_stopping(call->ctx); j--) {
            tensor_f64(t)[j * n + i] = p;
            p *= tensor_f64(v)[i];
        }
    }
    ret_tensor(call, 0, t);
    return OK;
}

BUILTIN(toeplitz, "T = toeplitz(c,r)\nT = toeplitz(r)", ARITY(1, 2, 1),
        "Matrix constant along its diagonals.", "c: first column\nr: first row",
        "T: numel(c)-by-numel(r) matrix", "",
        "assert(isequal(toeplitz([1 2 3]),[1 2 3;2 1 2;3 2 1]))", "diag, vander") {
    OWN_TENSOR *c = NULL, *r = NULL;
    TRY(arg_doubles(call, 0, &c));
    TRY(arg_doubles(call, call->nargin - 1, &r));
    Shape shape;
    Tensor *t = NULL;
    TRY(shape_make(call->ctx, (Index[]){c->numel, r->numel}, 2, &shape));
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &t));
    for (Index j = 0; j < r->numel; j++) {
        for (Index i = 0; i < c->numel; i++) {
            tensor_f64(t)[j * c->numel + i] = i >= j ? tensor_f64(c)[i - j] : tensor_f64(r)[j - i];
        }
    }
    ret_tensor(call, 0, t);
    return OK;
}

/// Output k of a grid: coordinate `axis` of every point. n vectors in v; sizes in shape; axis_of[k]
/// is the dimension.
static Status grid_output(Call *call, const Tensor *v, const Shape *shape, int dim, int out) {
    Tensor *t = NULL;
    TRY(tensor_new(call->ctx, (NumClass)v->cls, shape, &t));
    size_t size = class_size((NumClass)v->cls);
    Lines l = lines_along(shape, dim);
    const char *from = v->data;
    char *to = t->data;
    for (Index k = 0; !stop_reached(call->ctx, k, t->numel); k++) {
        memcpy(to + (size_t)k * size, from + (size_t)(k / l.stride % l.n) * size, size);
    }
    ret_tensor(call, out, t);
    return OK;
}

static Status grid(Call *call, bool mesh) {
    OWN_TENSOR *v0 = NULL, *v1 = NULL, *v2 = NULL, *v3 = NULL;
    Tensor **v[4] = {&v0, &v1, &v2, &v3};
    int n = call->nargin;
    if (n == 1) n = call->nargout > 2 ? call->nargout : 2;
    if (n > (mesh ? 3 : 4))
        return call_fail(call, ERR_ARG, "MATLAB:maxrhs", "Too many input arguments.");
    if (call->nargout > n) {
        return call_fail(call, ERR_ARG, "MATLAB:grid:NotEnoughInputs",
                         "Not enough input arguments for that many outputs.");
    }
    Index dims[4];
    for (int k = 0; k < n; k++) {
        TRY(arg_tensor(call, call->nargin == 1 ? 0 : k, v[k]));
        if ((*v[k])->is_complex)
            return ctx_fail_unsupported(call->ctx, "a grid of complex vectors");
        dims[mesh && k < 2 ? 1 - k : k] = (*v[k])->numel;
    }
    Shape shape;
    TRY(shape_make(call->ctx, dims, n, &shape));
    for (int k = 0; k < n; k++) {
        if (ret_wanted(call, k))
            TRY(grid_output(call, *v[k], &shape, mesh && k < 2 ? 1 - k : k, k));
    }
    return OK;
}
BUILTIN(meshgrid, "[X,Y] = meshgrid(x,y)\n[X,Y] = meshgrid(x)\n[X,Y,Z] = meshgrid(x,y,z)",
        ARITY(1, 3, 3), "Coordinates of all points of a 2-D or 3-D grid.", "x, y, z: vectors",
        "X: varies along columns\nY: varies along rows\nZ: varies along pages", "",
        "[X,Y] = meshgrid(1:2,1:3);\nassert(isequal(X,[1 2;1 2;1 2]))\nassert(isequal(Y,[1 1;2 2;3 "
        "3]))",
        "ndgrid, surf") {
    return grid(call, true);
}
BUILTIN(ndgrid, "[X1,...,Xn] = ndgrid(x1,...,xn)\n[X1,...,Xn] = ndgrid(x)", ARITY(1, 4, 4),
        "Coordinates of all points of an n-D grid (up to four dimensions).", "x1, …: vectors",
        "Xk: varies along dimension k", "",
        "[X,Y] = ndgrid(1:2,1:3);\nassert(isequal(X,[1 1 1;2 2 2]))", "meshgrid") {
    return grid(call, false);
}

BUILTIN(blkdiag, "B = blkdiag(A1,...,AN)", ARITY(0, -1, 1), "Block diagonal matrix.",
        "A1, …: matrices", "B: the blocks along the diagonal, zeros elsewhere", "",
        "assert(isequal(blkdiag(1,[2 3]),[1 0 0;0 2 3]))", "diag, kron") {
    Index rows = 0, columns = 0;
    for (int pass = 0; pass < 2; pass++) {
        Index r = 0, c = 0;
        OWN_TENSOR *t = NULL;
        if (pass) {
            Shape shape = shape_2d(rows, columns);
            TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &shape, &t));
        }
        for (int i = 0; i < call->nargin; i++) {
            OWN_TENSOR *a = NULL;
            TRY(arg_doubles(call, i, &a));
            Index m = a->shape.dim[0], n = a->shape.dim[1];
            if (a->shape.n_dims > 2)
                return call_fail(call, ERR_SIZE, "MATLAB:blkdiag:inputMustBe2D",
                                 "All inputs must be 2-D.");
            for (Index k = 0; pass && k < a->numel; k++) {
                tensor_f64(t)[(c + k / m) * rows + r + k % m] = tensor_f64(a)[k];
            }
            r += m, c += n;
        }
        rows = r, columns = c;
        if (pass) ret_tensor(call, 0, GIVE(t));
    }
    return OK;
}

const BuiltinDef *const family_create[] = {&def_zeros,        &def_ones,          &def_nan_upper,
                                           &def_nan_lower,    &def_inf_upper,     &def_inf_lower,
                                           &def_pi,           &def_imag_i,        &def_imag_j,
                                           &def_eps,          &def_realmax,       &def_realmin,
                                           &def_flintmax,     &def_intmax,        &def_intmin,
                                           &def_logical_true, &def_logical_false, &def_eye,
                                           &def_linspace,     &def_logspace,      &def_colon,
                                           &def_repmat,       &def_magic,         &def_hilb,
                                           &def_vander,       &def_toeplitz,      &def_meshgrid,
                                           &def_ndgrid,       &def_blkdiag,       NULL};
