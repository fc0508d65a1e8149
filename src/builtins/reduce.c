// builtins/reduce.c: sums, extremes and running totals along dimensions.
#include "builtins/arguments.h"
#include "tensor/linalg.h"

/// What follows the array in sum(x,dim,"omitnan"), max(x,[],dim,…).
typedef struct How {
    int dims[SHAPE_MAX_DIMS];
    int n_dims; // 0: all
    bool given; // a dimension was named
    ReduceOptions options;
    enum { OUT_DEFAULT, OUT_DOUBLE, OUT_NATIVE } out;
    bool linear;
} How;

/// Reads the arguments from `first`; numbers are dimensions, words are flags.
static Status read_how(Call *call, int first, const Tensor *x, How *how) {
    static const char *const words[] = {
        "all",    "omitnan", "includenan",  "default",        "double",
        "native", "linear",  "omitmissing", "includemissing", NULL};
    *how = (How){0};
    for (int i = first; i < call->nargin; i++) {
        if (!arg_is_text(call, i)) {
            TRY(arg_dims(call, i, how->dims, &how->n_dims));
            how->given = true;
            continue;
        }
        int word;
        TRY(arg_choice(call, i, words, &word));
        if (word == 0) how->given = true, how->n_dims = 0;
        if (word == 1 || word == 7) how->options.omit_nan = true;
        if (word == 2 || word == 8) how->options.include_nan = true;
        if (word == 4) how->out = OUT_DOUBLE;
        if (word == 5) how->out = OUT_NATIVE;
        if (word == 6) how->linear = true;
    }
    if (!how->given) {
        // A 0×0 array reduces to a scalar, anything else along its first dimension that is not 1.
        bool none = x->shape.n_dims == 2 && x->shape.dim[0] == 0 && x->shape.dim[1] == 0;
        how->n_dims = none ? 0 : 1;
        how->dims[0] = shape_first_dim(&x->shape);
    }
    return OK;
}

static Status reduce(Call *call, ReduceOp op) {
    OWN_TENSOR *x = NULL, *y = NULL;
    How how;
    TRY(arg_tensor(call, 0, &x));
    TRY(read_how(call, 1, x, &how));
    bool widen = how.out == OUT_DOUBLE || (op == RED_MEAN && !class_is_float((NumClass)x->cls));
    NumClass native = (NumClass)x->cls;
    if (widen) {
        Tensor *wide = NULL;
        TRY(tensor_cast(call->ctx, x, CLASS_DOUBLE, &wide));
        tensor_unref(x);
        x = wide;
    }
    TRY(tensor_reduce(call->ctx, op, x, how.dims, how.n_dims, how.options, &y));
    if (how.out == OUT_NATIVE && y->cls != native) {
        Tensor *back = NULL;
        TRY(tensor_cast(call->ctx, y, native, &back));
        tensor_unref(y);
        y = back;
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
#define REDUCE_FORMS(f)                                                                 \
    "S = " f "(A)\nS = " f "(A,dim)\nS = " f "(A,vecdim)\nS = " f "(A,\"all\")\nS = " f \
    "(...,nanflag)"
#define REDUCE_IN                                                                             \
    "A: numeric, logical or char array\ndim: dimension, the first with size other than 1 by " \
    "default\nvecdim: several dimensions\nnanflag: \"includenan\" or \"omitnan\""
#define REDUCE_ERR "Fails when dim is not a positive integer."
BUILTIN(sum, REDUCE_FORMS("sum") "\nS = sum(...,outtype)", ARITY(1, 5, 1), "Sum of elements.",
        REDUCE_IN "\nouttype: \"default\", \"double\" or \"native\"", "S: sums", REDUCE_ERR,
        "assert(sum([1 2 3]) == 6)\nassert(isequal(sum([1 2;3 4],2),[3;7]))\nassert(sum([1 "
        "NaN],\"omitnan\") == 1)\nassert(sum([1 2;3 4],\"all\") == 10)",
        "cumsum, prod, mean") {
    return reduce(call, RED_SUM);
}
BUILTIN(prod, REDUCE_FORMS("prod"), ARITY(1, 5, 1), "Product of elements.", REDUCE_IN,
        "S: products", REDUCE_ERR, "assert(prod([2 3 4]) == 24)\nassert(prod([]) == 1)",
        "cumprod, sum") {
    return reduce(call, RED_PROD);
}
BUILTIN(mean, REDUCE_FORMS("mean") "\nS = mean(...,outtype)", ARITY(1, 5, 1), "Mean of elements.",
        REDUCE_IN "\nouttype: \"default\", \"double\" or \"native\"", "S: means", REDUCE_ERR,
        "assert(mean([1 2 3]) == 2)\nassert(isequal(mean([1 2;3 4],[1 "
        "2]),2.5))\nassert(isnan(mean([])))",
        "median, std, sum") {
    return reduce(call, RED_MEAN);
}
BUILTIN(sumsq, REDUCE_FORMS("sumsq"), ARITY(1, 5, 1), "Sum of squares.", REDUCE_IN,
        "S: sums of squared elements", REDUCE_ERR, "assert(sumsq([3 4]) == 25)", "sum, norm") {
    return reduce(call, RED_SUMSQ);
}
BUILTIN(any, "TF = any(A)\nTF = any(A,dim)\nTF = any(A,vecdim)\nTF = any(A,\"all\")",
        ARITY(1, 2, 1), "True when an element is not zero.",
        "A: numeric or logical array\ndim: dimension\nvecdim: several dimensions",
        "TF: logical array", REDUCE_ERR, "assert(any([0 0 1]))\nassert(~any([]))",
        "all, find, nnz") {
    return reduce(call, RED_ANY);
}
BUILTIN(all, "TF = all(A)\nTF = all(A,dim)\nTF = all(A,vecdim)\nTF = all(A,\"all\")",
        ARITY(1, 2, 1), "True when no element is zero.",
        "A: numeric or logical array\ndim: dimension\nvecdim: several dimensions",
        "TF: logical array", REDUCE_ERR, "assert(all([1 2 3]))\nassert(all([]))",
        "any, find, nnz") {
    return reduce(call, RED_ALL);
}

// ---- max and min
// ------------------------------------------------------------------------------------------------------------
/// Brings the dimensions listed to the front and joins them, so that one dimension remains to
/// reduce over.
static Status merge_dims(Ctx *ctx, const Tensor *x, const int *dims, int n, Tensor **ret,
                         Shape *ret_reduced, Index **ret_linear) {
    int order[SHAPE_MAX_DIMS], count = 0, all[SHAPE_MAX_DIMS];
    if (n == 0) {
        for (int i = 0; i < x->shape.n_dims; i++) all[n++] = i;
        dims = all;
    }
    *ret_reduced = x->shape;
    Index joined = 1, rest = 1;
    bool taken[SHAPE_MAX_DIMS] = {false};
    for (int k = 0; k < SHAPE_MAX_DIMS && k < x->shape.n_dims; k++) {
        for (int j = 0; j < n; j++) taken[k] = taken[k] || dims[j] == k;
        if (!taken[k]) continue;
        order[count++] = k;
        joined *= x->shape.dim[k];
        ret_reduced->dim[k] = 1;
    }
    for (int k = 0; k < x->shape.n_dims; k++) {
        if (taken[k]) continue;
        order[count++] = k;
        rest *= x->shape.dim[k];
    }
    shape_trim(ret_reduced);
    Shape flat = shape_2d(joined, rest);
    OWN_TENSOR *moved = NULL;
    TRY(tensor_permute(ctx, x, order, x->shape.n_dims, &moved));
    if (ret_linear) {
        // Where the elements were: the same moves on the positions.
        OWN_TENSOR *line = NULL, *at = NULL, *to = NULL;
        TRY(tensor_range(ctx, 0, 1, (double)x->numel - 1, &line));
        TRY(tensor_reshape(ctx, line, &x->shape, &at));
        TRY(tensor_permute(ctx, at, order, x->shape.n_dims, &to));
        Index *linear = mem_alloc((size_t)(x->numel + 1) * sizeof *linear);
        if (!linear) return ctx_fail_nomem(ctx);
        for (Index i = 0; i < to->numel; i++) linear[i] = (Index)tensor_f64(to)[i];
        *ret_linear = linear;
    }
    Status status = tensor_reshape_take(ctx, GIVE(moved), &flat, ret);
    if (status != OK && ret_linear) {
        mem_free(*ret_linear);
        *ret_linear = NULL;
    }
    return status;
}

static Status extreme_of_two(Call *call, ReduceOp op) {
    for (int i = 2; i < call->nargin; i++) {
        if (!arg_is_text(call, i))
            return call_fail(
                call, ERR_ARG, "MATLAB:max:caseNotSupported",
                "%s with two matrices to compare and a working dimension is not supported.",
                op == RED_MAX ? "MAX" : "MIN");
    }
    if (call->nargout > 1)
        return call_fail(call, ERR_ARG, "MATLAB:max:TwoInTwoOutCaseNotSupported",
                         "Two output arguments are not supported with two matrices to compare.");
    bool include = call->nargin > 2 &&
                   (arg_is_word(call, 2, "includenan") || arg_is_word(call, 2, "includemissing"));
    OWN_VALUE y = VALUE_NONE;
    TRY(value_binary(call->ctx, op == RED_MAX ? OP_MAX : OP_MIN, call->arg[0], call->arg[1], &y));
    if (include) { // adding 0*(a+b) would turn Inf into NaN: choose instead
        OWN_TENSOR *a = NULL, *b = NULL;
        TRY(arg_tensor(call, 0, &a));
        TRY(arg_tensor(call, 1, &b));
        Tensor *t = NULL;
        TRY(value_to_tensor(call->ctx, y, &t));
        if (tensor_make_sole(call->ctx, &t) == OK && a->numel == t->numel &&
            (b->numel == t->numel || b->numel == 1)) {
            for (Index k = 0; k < t->numel; k++) {
                if (isnan(tensor_get(a, k)) || isnan(tensor_get(b, b->numel == 1 ? 0 : k)))
                    tensor_set(t, k, NAN);
            }
        }
        ret_tensor(call, 0, t);
        return OK;
    }
    call->ret[0] = value_give(&y);
    return OK;
}

static Status extreme(Call *call, ReduceOp op) {
    for (int i = 0; i < call->nargin && i < 2; i++)
        if (value_is_object(call->arg[i], &categorical_class)) return ordinal_extreme(call);
    if (call->nargin > 1 && !arg_is_empty(call, 1) && !arg_is_text(call, 1))
        return extreme_of_two(call, op);
    OWN_TENSOR *x = NULL, *y = NULL, *where = NULL;
    How how;
    TRY(arg_tensor(call, 0, &x));
    TRY(read_how(call, call->nargin > 1 && !arg_is_text(call, 1) ? 2 : 1, x, &how));
    bool none = x->shape.n_dims == 2 && x->shape.dim[0] == 0 && x->shape.dim[1] == 0;
    if (none) {
        for (int k = 0; k < 2 && (k == 0 || call->nargout > 1); k++) {
            Tensor *empty = NULL;
            TRY(tensor_zeros(call->ctx, k ? CLASS_DOUBLE : (NumClass)x->cls, &x->shape, &empty));
            ret_tensor(call, k, empty);
        }
        return OK;
    }
    if (call->nargout < 2) {
        TRY(tensor_reduce(call->ctx, op, x, how.dims, how.n_dims, how.options, &y));
        ret_tensor(call, 0, GIVE(y));
        return OK;
    }
    if (how.n_dims == 1 && !how.linear) {
        TRY(tensor_extreme(call->ctx, op, x, how.dims[0], how.options, &y, &where));
        ret_tensor(call, 0, GIVE(y));
        ret_tensor(call, 1, GIVE(where));
        return OK;
    }
    OWN_TENSOR *flat = NULL;
    OWN_MEM Index *linear = NULL;
    Shape reduced;
    TRY(merge_dims(call->ctx, x, how.dims, how.n_dims, &flat, &reduced, &linear));
    TRY(tensor_extreme(call->ctx, op, flat, 0, how.options, &y, &where));
    TRY(tensor_make_sole(call->ctx, &where));
    Index joined = flat->shape.dim[0];
    for (Index k = 0; k < where->numel; k++) {
        Index at = k * joined + (Index)tensor_get(where, k) - 1;
        tensor_f64(where)[k] = (double)linear[at] + 1;
    }
    Tensor *shaped = NULL;
    TRY(tensor_reshape_take(call->ctx, GIVE(y), &reduced, &shaped));
    ret_tensor(call, 0, shaped);
    shaped = NULL;
    TRY(tensor_reshape_take(call->ctx, GIVE(where), &reduced, &shaped));
    ret_tensor(call, 1, shaped);
    return OK;
}
#define EXTREME_FORMS(f)                                                                         \
    "M = " f "(A)\nM = " f "(A,[],dim)\nM = " f "(A,[],vecdim)\nM = " f "(A,[],\"all\")\nC = " f \
    "(A,B)\n[M,I] = " f "(...)\n... = " f "(...,nanflag)"
#define EXTREME_IN                                                                                \
    "A, B: numeric, logical or char arrays\ndim: dimension, the first with size other than 1 by " \
    "default\nvecdim: several dimensions\nnanflag: \"omitnan\" (default) or \"includenan\""
BUILTIN(max, EXTREME_FORMS("max"), ARITY(1, 5, 2), "Largest elements.", EXTREME_IN,
        "M, C: largest values\nI: positions of the first of them; linear positions for \"all\" and "
        "vecdim",
        REDUCE_ERR,
        "assert(max([1 5 2]) == 5)\n[m,i] = max([1 5 2]);\nassert(m == 5 && i == "
        "2)\nassert(isequal(max([1 4],2),[2 4]))\nassert(max([1 7;9 2],[],\"all\") == 9)",
        "min, maxk, bounds, cummax") {
    return extreme(call, RED_MAX);
}
BUILTIN(min, EXTREME_FORMS("min"), ARITY(1, 5, 2), "Smallest elements.", EXTREME_IN,
        "M, C: smallest values\nI: positions of the first of them; linear positions for \"all\" "
        "and vecdim",
        REDUCE_ERR, "assert(min([4 1 2]) == 1)\nassert(isequal(min([3 1;2 5],[],2),[1;2]))",
        "max, mink, bounds, cummin") {
    return extreme(call, RED_MIN);
}
static Status both_extremes(Call *call, Tensor **lo, Tensor **hi) {
    OWN_TENSOR *x = NULL;
    How how;
    TRY(arg_tensor(call, 0, &x));
    TRY(read_how(call, 1, x, &how));
    TRY(tensor_reduce(call->ctx, RED_MIN, x, how.dims, how.n_dims, how.options, lo));
    return tensor_reduce(call->ctx, RED_MAX, x, how.dims, how.n_dims, how.options, hi);
}
BUILTIN(bounds, "[S,L] = bounds(A)\n[S,L] = bounds(A,dim)\n[S,L] = bounds(A,\"all\")",
        ARITY(1, 3, 2), "Smallest and largest elements.", EXTREME_IN, "S: smallest\nL: largest",
        REDUCE_ERR, "[s,l] = bounds([3 1 2]);\nassert(s == 1 && l == 3)", "min, max, range") {
    OWN_TENSOR *lo = NULL, *hi = NULL;
    TRY(both_extremes(call, &lo, &hi));
    ret_tensor(call, 0, GIVE(lo));
    if (ret_wanted(call, 1)) ret_tensor(call, 1, GIVE(hi));
    return OK;
}
BUILTIN(range, "r = range(A)\nr = range(A,dim)\nr = range(A,\"all\")", ARITY(1, 2, 1),
        "Difference of the largest and the smallest element.", EXTREME_IN, "r: ranges", REDUCE_ERR,
        "assert(range([3 9 5]) == 6)", "bounds, max, min, iqr") {
    OWN_TENSOR *lo = NULL, *hi = NULL;
    Tensor *d = NULL;
    TRY(both_extremes(call, &lo, &hi));
    TRY(tensor_binary(call->ctx, OP_SUB, hi, lo, &d));
    ret_tensor(call, 0, d);
    return OK;
}

// ---- running totals
// ------------------------------------------------------------------------------------------------------------
static Status scan(Call *call, ScanOp op) {
    OWN_TENSOR *x = NULL, *y = NULL;
    TRY(arg_tensor(call, 0, &x));
    int dim = shape_first_dim(&x->shape);
    bool reverse = false, omit = false;
    for (int i = 1; i < call->nargin; i++) {
        static const char *const words[] = {"forward", "reverse", "includenan", "omitnan", NULL};
        int word;
        if (!arg_is_text(call, i)) {
            TRY(arg_dim(call, i, &dim));
            continue;
        }
        TRY(arg_choice(call, i, words, &word));
        if (word < 2)
            reverse = word == 1;
        else
            omit = word == 3;
    }
    if (omit && (op == SCAN_SUM || op == SCAN_PROD)) {
        TRY(tensor_make_sole(call->ctx, &x));
        for (Index k = 0; k < x->numel; k++) {
            if (isnan(tensor_get(x, k))) tensor_set(x, k, op == SCAN_PROD);
        }
    }
    TRY(tensor_scan(call->ctx, op, x, dim, reverse, &y));
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
#define SCAN(name, op, summary, example, see)                                                    \
    BUILTIN(name,                                                                                \
            "B = " #name "(A)\nB = " #name "(A,dim)\nB = " #name "(...,\"reverse\")\nB = " #name \
            "(...,nanflag)",                                                                     \
            ARITY(1, 4, 1), summary,                                                             \
            "A: numeric array\ndim: dimension, the first with size other than 1 by "             \
            "default\n\"reverse\": works from the end",                                          \
            "B: array of the same size", REDUCE_ERR, example, see) {                             \
        return scan(call, op);                                                                   \
    }
SCAN(cumsum, SCAN_SUM, "Cumulative sum.",
     "assert(isequal(cumsum([1 2 3]),[1 3 6]))\nassert(isequal(cumsum([1 2 3],\"reverse\"),[6 5 "
     "3]))",
     "sum, cumprod")
SCAN(cumprod, SCAN_PROD, "Cumulative product.", "assert(isequal(cumprod([1 2 3]),[1 2 6]))",
     "prod, cumsum")
SCAN(cummax, SCAN_MAX, "Cumulative maximum.", "assert(isequal(cummax([1 3 2]),[1 3 3]))",
     "cummin, max")
SCAN(cummin, SCAN_MIN, "Cumulative minimum.", "assert(isequal(cummin([3 1 2]),[3 1 1]))",
     "cummax, min")

// ---- norms and products
// -----------------------------------------------------------------------------------------------------------
static Status read_norm_kind(Call *call, int i, double *p) {
    if (i >= call->nargin) return OK;
    if (!arg_is_text(call, i)) return arg_double(call, i, p);
    static const char *const words[] = {"fro", "inf", NULL};
    int word;
    TRY(arg_choice(call, i, words, &word));
    *p = word == 0 ? 0 : INFINITY;
    return OK;
}
static double vector_norm(const Tensor *x, Index start, Index stride, Index n, double p) {
    double scale = 0, sum = 0;
    if (p == -INFINITY) scale = INFINITY;
    for (Index k = 0; k < n; k++) {
        Index at = start + k * stride;
        double v = x->is_complex ? hypot(tensor_get(x, at), tensor_get_imag(x, at))
                                 : fabs(tensor_get(x, at));
        if (isnan(v)) return NAN;
        scale = p == -INFINITY ? fmin(scale, v) : fmax(scale, v);
    }
    if (isinf(p) || scale == 0 || isinf(scale)) return scale;
    for (Index k = 0; k < n; k++) {
        Index at = start + k * stride;
        double v = (x->is_complex ? hypot(tensor_get(x, at), tensor_get_imag(x, at))
                                  : fabs(tensor_get(x, at))) /
                   scale;
        sum += p == 2 ? v * v : p == 1 ? v : pow(v, p);
    }
    return scale * (p == 2 ? sqrt(sum) : p == 1 ? sum : pow(sum, 1 / p));
}
BUILTIN(norm, "n = norm(v)\nn = norm(v,p)\nn = norm(A)\nn = norm(A,p)", ARITY(1, 2, 1),
        "Norm of a vector or matrix.",
        "v: vector\nA: matrix\np: 1, 2 (default), Inf, \"fro\", or any number for vectors",
        "n: scalar", "Fails for N-D arrays.",
        "assert(norm([3 4]) == 5)\nassert(norm([1 -2],1) == 3)\nassert(norm([1 2;3 4],Inf) == 7)",
        "vecnorm, cond, normalize") {
    OWN_TENSOR *x = NULL;
    double p = 2, n = 0;
    TRY(arg_tensor(call, 0, &x));
    if (!class_is_float((NumClass)x->cls)) {
        Tensor *wide = NULL;
        TRY(tensor_cast(call->ctx, x, CLASS_DOUBLE, &wide));
        tensor_unref(x);
        x = wide;
    }
    if (x->shape.n_dims > 2)
        return call_fail(call, ERR_SIZE, "MATLAB:norm:inputMustBe2D", "Input must be 2-D.");
    TRY(read_norm_kind(call, 1, &p));
    if (x->numel > 0 && shape_is_vector(&x->shape))
        n = vector_norm(x, 0, 1, x->numel, p == 0 ? 2 : p);
    else if (x->numel > 0 && p == 0)
        n = vector_norm(x, 0, 1, x->numel, 2);
    else if (x->numel > 0)
        TRY(linalg_norm(call->ctx, x, p, &n));
    OWN_TENSOR *y = NULL;
    TRY(tensor_from_double(call->ctx, n, &y));
    TRY(cast_back(call->ctx, (NumClass)x->cls, &y));
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
BUILTIN(vecnorm, "N = vecnorm(A)\nN = vecnorm(A,p)\nN = vecnorm(A,p,dim)", ARITY(1, 3, 1),
        "Norms of the columns or other vectors of an array.",
        "A: array\np: positive number or Inf, 2 by default\ndim: dimension of the vectors",
        "N: norms", REDUCE_ERR, "assert(isequal(vecnorm([3 0;4 1]),[5 1]))", "norm") {
    OWN_TENSOR *x = NULL, *y = NULL;
    double p = 2;
    TRY(arg_tensor(call, 0, &x));
    if (call->nargin > 1 && !arg_is_empty(call, 1)) TRY(read_norm_kind(call, 1, &p));
    int dim = shape_first_dim(&x->shape);
    if (call->nargin > 2) TRY(arg_dim(call, 2, &dim));
    Lines l = lines_along(&x->shape, dim);
    Shape shape = x->shape;
    if (dim < shape.n_dims) shape.dim[dim] = 1;
    shape_trim(&shape);
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &y));
    for (Index k = 0; k < y->numel; k++)
        tensor_f64(y)[k] = vector_norm(x, line_start(&l, k), l.stride, l.n, p);
    TRY(cast_back(call->ctx, (NumClass)x->cls, &y));
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
BUILTIN(
    dot, "C = dot(A,B)\nC = dot(A,B,dim)", ARITY(2, 3, 1), "Scalar product of vectors.",
    "A, B: arrays of the same size, or vectors of the same length\ndim: dimension of the vectors",
    "C: sum of conj(A).*B", "Fails when the sizes differ.", "assert(dot([1 2 3],[4 5 6]) == 32)",
    "cross, mtimes, sum") {
    OWN_TENSOR *a = NULL, *b = NULL, *p = NULL, *c = NULL, *y = NULL;
    TRY(arg_tensor(call, 0, &a));
    TRY(arg_tensor(call, 1, &b));
    if (shape_is_vector(&a->shape) && shape_is_vector(&b->shape) && a->numel == b->numel &&
        !shape_equal(&a->shape, &b->shape)) {
        Tensor *turned = NULL;
        TRY(tensor_reshape(call->ctx, b, &a->shape, &turned));
        tensor_unref(b);
        b = turned;
    }
    if (!shape_equal(&a->shape, &b->shape))
        return call_fail(call, ERR_SIZE, "MATLAB:dot:InputSizeMismatch",
                         "A and B must be same size.");
    int dim = shape_first_dim(&a->shape);
    if (call->nargin > 2) TRY(arg_dim(call, 2, &dim));
    TRY(tensor_unary(call->ctx, OP_CONJ, a, &c));
    TRY(tensor_binary(call->ctx, OP_MUL, c, b, &p));
    TRY(tensor_reduce(call->ctx, RED_SUM, p, &dim, 1, (ReduceOptions){0}, &y));
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
BUILTIN(cross, "C = cross(A,B)\nC = cross(A,B,dim)", ARITY(2, 3, 1),
        "Vector product of vectors with three elements.",
        "A, B: arrays of the same size\ndim: dimension of size 3", "C: array of the same size",
        "Fails when no dimension has size 3.", "assert(isequal(cross([1 0 0],[0 1 0]),[0 0 1]))",
        "dot") {
    OWN_TENSOR *a = NULL, *b = NULL, *y = NULL;
    TRY(arg_doubles(call, 0, &a));
    TRY(arg_doubles(call, 1, &b));
    int dim = 0;
    while (dim < a->shape.n_dims - 1 && a->shape.dim[dim] != 3) dim++;
    if (call->nargin > 2) TRY(arg_dim(call, 2, &dim));
    bool vectors = a->numel == 3 && b->numel == 3;
    if (shape_dim(&a->shape, dim) != 3 || (!vectors && !shape_equal(&a->shape, &b->shape))) {
        return call_fail(
            call, ERR_SIZE, "MATLAB:cross:InvalidDimAorBForCrossProd",
            "A and B must be of length 3 in the dimension in which the cross product is taken.");
    }
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &a->shape, &y));
    Lines l = lines_along(&a->shape, dim);
    const double *p = tensor_f64(a), *q = tensor_f64(b);
    double *r = tensor_f64(y);
    for (Index k = 0; k < l.count; k++) {
        Index i = line_start(&l, k), j = i + l.stride, m = j + l.stride;
        r[i] = p[j] * q[m] - p[m] * q[j];
        r[j] = p[m] * q[i] - p[i] * q[m];
        r[m] = p[i] * q[j] - p[j] * q[i];
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}

const BuiltinDef *const family_reduce[] = {
    &def_sum,  &def_prod,    &def_mean,  &def_sumsq,  &def_any,     &def_all,    &def_max,
    &def_min,  &def_bounds,  &def_range, &def_cumsum, &def_cumprod, &def_cummax, &def_cummin,
    &def_norm, &def_vecnorm, &def_dot,   &def_cross,  NULL};
