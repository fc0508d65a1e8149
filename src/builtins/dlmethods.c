// builtins/dlmethods.c: functions that act on a dlarray by its own rules (labels, trace), found by name before the
// function of that name for plain arrays.
#include "builtins/dl.h"

// The dlarray among the first arguments; calls reach a method only when there is one.
static NnState *method_nn(Call *call) {
    NnState *nn = NULL;
    return call_nn(call, &nn) == OK ? nn : NULL;
}

// ---- element by element -----------------------------------------------------------------------------------------------

static Status unary_method(Call *call, const char *name) {
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    NnState *nn = method_nn(call);
    DlArray *y;
    TRY(dl_unary(nn, op_find(name), x, &y));
    return ret_dl(call, 0, nn, y);
}

static Status test_method(Call *call, UnaryOp op) {
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    NnState *nn = method_nn(call);
    Tensor *t;
    TRY(tensor_unary(call->ctx, op, x->value, &t));
    DlArray *y;
    TRY(dlarray_take(nn, t, x->format, &y));
    return ret_dl(call, 0, nn, y);
}

#define UNARY_METHODS(M)                                                                           \
    M(abs) M(sign) M(sqrt) M(exp) M(expm1) M(log) M(log1p) M(log2) M(log10) M(sin) M(cos) M(tan)   \
    M(asin) M(acos) M(atan) M(sinh) M(cosh) M(tanh) M(asinh) M(acosh) M(atanh) M(erf) M(floor)     \
    M(ceil) M(round) M(fix)
#define DEFINE(name)                                                                               \
    static Status method_##name(Call *call) { return unary_method(call, #name); }
UNARY_METHODS(DEFINE)
#undef DEFINE

static Status method_isnan(Call *call) { return test_method(call, OP_ISNAN); }
static Status method_isinf(Call *call) { return test_method(call, OP_ISINF); }
static Status method_isfinite(Call *call) { return test_method(call, OP_ISFINITE); }

static Status operator_method(Call *call, BinaryOp op) {
    Value v;
    TRY(dlarray_class.binary(call->ctx, op, call->arg[0], call->arg[1], &v));
    ret_value(call, 0, v);
    return OK;
}
#define OPERATOR_METHODS(M)                                                                        \
    M(plus, OP_ADD) M(minus, OP_SUB) M(times, OP_MUL) M(rdivide, OP_RDIV) M(ldivide, OP_LDIV)      \
    M(power, OP_POW) M(mtimes, OP_MTIMES) M(mrdivide, OP_MRDIVIDE) M(eq, OP_EQ) M(ne, OP_NE)       \
    M(lt, OP_LT) M(le, OP_LE) M(gt, OP_GT) M(ge, OP_GE) M(atan2, OP_ATAN2) M(hypot, OP_HYPOT)      \
    M(mod, OP_MOD) M(rem, OP_REM)
#define DEFINE(name, op)                                                                           \
    static Status method_##name(Call *call) { return operator_method(call, op); }
OPERATOR_METHODS(DEFINE)
#undef DEFINE

static Status method_uminus(Call *call) {
    Value v;
    TRY(dlarray_class.unary(call->ctx, OP_NEG, call->arg[0].object, &v));
    ret_value(call, 0, v);
    return OK;
}

static Status method_transpose(Call *call) {
    Value v;
    TRY(dlarray_class.unary(call->ctx, OP_TRANSPOSE, call->arg[0].object, &v));
    ret_value(call, 0, v);
    return OK;
}

// ---- reductions ---------------------------------------------------------------------------------------------------------

typedef Status (*ReduceFn)(NnState *nn, DlArray *x, const int *dims, int n, DlArray **ret);

// Dimensions from argument `i`, or the first that is not 1.
static Status method_dims(Call *call, int i, const DlArray *x, int *dims, int *ret_n) {
    if (i < call->nargin && !arg_is_empty(call, i)) return arg_dims(call, i, dims, ret_n);
    dims[0] = shape_first_dim(&x->value->shape);
    *ret_n = 1;
    return OK;
}

static Status reduce_method(Call *call, ReduceFn reduce, int dims_at) {
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    NnState *nn = method_nn(call);
    int dims[SHAPE_MAX_DIMS], n;
    TRY(method_dims(call, dims_at, x, dims, &n));
    DlArray *y;
    TRY(reduce(nn, x, dims, n, &y));
    return ret_dl(call, 0, nn, y);
}
static Status method_sum(Call *call) { return reduce_method(call, dl_sum, 1); }
static Status method_mean(Call *call) { return reduce_method(call, dl_mean, 1); }
static Status method_prod(Call *call) { return reduce_method(call, dl_prod, 1); }

// max(x), max(x,[],dim), max(a,b), [m,i] = max(x).
static Status extreme_method(Call *call, bool largest) {
    if (call->nargin == 2) return operator_method(call, largest ? OP_MAX : OP_MIN);
    if (call->nargout < 2) return reduce_method(call, largest ? dl_max : dl_min, 2);
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    NnState *nn = method_nn(call);
    int dims[SHAPE_MAX_DIMS], n;
    TRY(method_dims(call, 2, x, dims, &n));
    if (n != 1)
        return call_fail(call, ERR_ARG, "MATLAB:max:multipleOutputs",
                         "Positions are given along one dimension only.");
    Tensor *values, *where;
    TRY(tensor_extreme(call->ctx, largest ? RED_MAX : RED_MIN, x->value, dims[0], (ReduceOptions){0}, &values, &where));
    tensor_unref(values);
    ret_tensor(call, 1, where);
    DlArray *y;
    TRY((largest ? dl_max : dl_min)(nn, x, dims, 1, &y));
    return ret_dl(call, 0, nn, y);
}
static Status method_max(Call *call) { return extreme_method(call, true); }
static Status method_min(Call *call) { return extreme_method(call, false); }

static Status variance(Call *call, DlArray **ret) {
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    double weight = 0;
    if (call->nargin > 1 && !arg_is_empty(call, 1)) TRY(arg_double(call, 1, &weight));
    int dims[SHAPE_MAX_DIMS], n;
    TRY(method_dims(call, 2, x, dims, &n));
    return dl_var(method_nn(call), x, dims, n, weight == 1, ret);
}
static Status method_var(Call *call) {
    DlArray *y;
    TRY(variance(call, &y));
    return ret_dl(call, 0, method_nn(call), y);
}
static Status method_std(Call *call) {
    OWN_DL *v = NULL;
    DlArray *y;
    TRY(variance(call, &v));
    TRY(dl_sqrt(method_nn(call), v, &y));
    return ret_dl(call, 0, method_nn(call), y);
}

static Status method_cumsum(Call *call) {
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    int dim = shape_first_dim(&x->value->shape);
    if (call->nargin > 1) TRY(arg_dim(call, 1, &dim));
    DlArray *y;
    TRY(dl_cumsum(method_nn(call), x, dim, &y));
    return ret_dl(call, 0, method_nn(call), y);
}

static Status logic_method(Call *call, ReduceOp op) {
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    int dims[SHAPE_MAX_DIMS], n;
    TRY(method_dims(call, 1, x, dims, &n));
    Tensor *t;
    TRY(tensor_reduce(call->ctx, op, x->value, dims, n, (ReduceOptions){0}, &t));
    ret_tensor(call, 0, t);
    return OK;
}
static Status method_any(Call *call) { return logic_method(call, RED_ANY); }
static Status method_all(Call *call) { return logic_method(call, RED_ALL); }

// ---- shape ----------------------------------------------------------------------------------------------------------------

// Sizes in arguments 1…, one of which may be [].
static Status reshape_sizes(Call *call, const DlArray *x, Shape *ret) {
    int open = -1;
    Index dims[SHAPE_MAX_DIMS], known = 1;
    if (call->nargin == 2) return arg_shape(call, 1, 2, ret);
    int n = call->nargin - 1;
    if (n > SHAPE_MAX_DIMS) return call_fail(call, ERR_LIMIT, "MATLAB:reshape:tooManyDims", "Too many dimensions.");
    for (int i = 0; i < n; i++) {
        if (arg_is_empty(call, i + 1)) {
            if (open >= 0)
                return call_fail(call, ERR_ARG, "MATLAB:getReshapeDims:unknownDim", "Size can only have one unknown dimension.");
            open = i;
        } else {
            TRY(arg_index(call, i + 1, &dims[i]));
            known *= dims[i];
        }
    }
    if (open >= 0) {
        if (known == 0 || x->value->numel % known)
            return call_fail(call, ERR_SIZE, "MATLAB:getReshapeDims:notDivisible",
                             "Product of known dimensions, %lld, not divisible into total number of elements, %lld.",
                             (long long)known, (long long)x->value->numel);
        dims[open] = x->value->numel / known;
    }
    return shape_make(call->ctx, dims, n, ret);
}

static Status method_reshape(Call *call) {
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    Shape to;
    TRY(reshape_sizes(call, x, &to));
    DlArray *y;
    TRY(dl_reshape(method_nn(call), x, &to, &y));
    return ret_dl(call, 0, method_nn(call), y);
}

static Status method_squeeze(Call *call) {
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    const Shape *s = &x->value->shape;
    Index dims[SHAPE_MAX_DIMS];
    int n = 0;
    for (int i = 0; i < s->n_dims; i++)
        if (s->dim[i] != 1 || s->n_dims == 2) dims[n++] = s->dim[i];
    Shape to;
    TRY(shape_make(call->ctx, dims, n, &to));
    DlArray *y;
    TRY(dl_reshape(method_nn(call), x, &to, &y));
    return ret_dl(call, 0, method_nn(call), y);
}

static Status method_permute(Call *call) {
    OWN_DL *x = NULL;
    OWN_TENSOR *order = NULL;
    TRY(arg_dl(call, 0, &x));
    TRY(arg_doubles(call, 1, &order));
    int source[SHAPE_MAX_DIMS];
    bool seen[SHAPE_MAX_DIMS] = {false};
    Index n = order->numel;
    bool good = n >= x->value->shape.n_dims && n <= SHAPE_MAX_DIMS;
    for (Index i = 0; good && i < n; i++) {
        double d = tensor_f64(order)[i];
        good = d >= 1 && d <= (double)n && d == floor(d) && !seen[(int)d - 1];
        if (good) seen[source[i] = (int)d - 1] = true;
    }
    if (!good)
        return call_fail(call, ERR_ARG, "MATLAB:permute:badIndex",
                         "The order must contain each dimension number from 1 to %lld once.", (long long)n);
    DlArray *y;
    TRY(dl_permute(method_nn(call), x, source, (int)n, &y));
    return ret_dl(call, 0, method_nn(call), y);
}

static Status method_repmat(Call *call) {
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    Shape times;
    TRY(arg_shape(call, 1, call->nargin, &times));
    DlArray *y;
    TRY(dl_repmat(method_nn(call), x, times.dim, times.n_dims, &y));
    return ret_dl(call, 0, method_nn(call), y);
}

static Status cat_method(Call *call, int dim, int first) {
    Value v;
    TRY(value_concat(call->ctx, dim, call->arg + first, call->nargin - first, &v));
    ret_value(call, 0, v);
    return OK;
}
static Status method_cat(Call *call) {
    int dim;
    TRY(arg_dim(call, 0, &dim));
    return cat_method(call, dim, 1);
}
static Status method_horzcat(Call *call) { return cat_method(call, 1, 0); }
static Status method_vertcat(Call *call) { return cat_method(call, 0, 0); }

// ---- class ----------------------------------------------------------------------------------------------------------------

static Status cast_method(Call *call, NumClass cls) {
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    DlArray *y;
    TRY(dl_cast(method_nn(call), x, cls, &y));
    return ret_dl(call, 0, method_nn(call), y);
}
static Status method_double(Call *call) { return cast_method(call, CLASS_DOUBLE); }
static Status method_single(Call *call) { return cast_method(call, CLASS_SINGLE); }
static Status method_logical(Call *call) { return cast_method(call, CLASS_LOGICAL); }

static Status method_underlyingType(Call *call) {
    return ret_text(call, 0, class_name((NumClass)dl_find(call->arg[0])->value->cls));
}

typedef struct Method {
    const char *name;
    MethodFn fn;
} Method;

static const Method methods[] = {
#define ROW(name) {#name, method_##name},
    UNARY_METHODS(ROW)
#undef ROW
#define ROW(name, op) {#name, method_##name},
        OPERATOR_METHODS(ROW)
#undef ROW
            {"isnan", method_isnan},
    {"isinf", method_isinf},
    {"isfinite", method_isfinite},
    {"uminus", method_uminus},
    {"transpose", method_transpose},
    {"ctranspose", method_transpose},
    {"sum", method_sum},
    {"mean", method_mean},
    {"prod", method_prod},
    {"max", method_max},
    {"min", method_min},
    {"var", method_var},
    {"std", method_std},
    {"cumsum", method_cumsum},
    {"any", method_any},
    {"all", method_all},
    {"reshape", method_reshape},
    {"squeeze", method_squeeze},
    {"permute", method_permute},
    {"repmat", method_repmat},
    {"cat", method_cat},
    {"horzcat", method_horzcat},
    {"vertcat", method_vertcat},
    {"double", method_double},
    {"single", method_single},
    {"logical", method_logical},
    {"underlyingType", method_underlyingType},
};

MethodFn dlarray_find_method(const char *name) {
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (methods[i].name[0] == name[0] && strcmp(methods[i].name, name) == 0) return methods[i].fn;
    return NULL;
}
