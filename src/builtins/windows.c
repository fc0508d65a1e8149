// builtins/windows.c: functions of lines that keep their length: moving windows, smoothing,
// scaling.
#include "builtins/statistics.h"
#include <stdlib.h>

// ---- lines that keep their length
// ---------------------------------------------------------------------------------------------------
/// Writes n results for the n values of a line.
typedef void (*MapLineFn)(const double *x, double *y, Index n, const void *self);
static Status map_lines(Call *call, int dim, MapLineFn fn, const void *self) {
    OWN_TENSOR *raw = NULL, *x = NULL, *y = NULL;
    TRY(arg_tensor(call, 0, &raw));
    TRY(arg_doubles(call, 0, &x));
    if (dim < 0) dim = shape_first_dim(&x->shape);
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &x->shape, &y));
    Lines l = lines_along(&x->shape, dim);
    OWN_MEM double *in = mem_alloc((size_t)(2 * l.n + 1) * sizeof *in);
    if (!in) return ctx_fail_nomem(call->ctx);
    double *out = in + l.n;
    for (Index k = 0; k < l.count && x->numel; k++) {
        Index start = line_start(&l, k);
        for (Index i = 0; i < l.n; i++) in[i] = tensor_f64(x)[start + i * l.stride];
        fn(in, out, l.n, self);
        for (Index i = 0; i < l.n; i++) tensor_f64(y)[start + i * l.stride] = out[i];
        TRY(ctx_check_stop(call->ctx));
    }
    TRY(cast_back(call->ctx, (NumClass)raw->cls, &y));
    ret_tensor(call, 0, GIVE(y));
    return OK;
}

typedef enum Window {
    WINDOW_MEAN,
    WINDOW_SUM,
    WINDOW_MEDIAN,
    WINDOW_MAX,
    WINDOW_MIN,
    WINDOW_STD,
    WINDOW_VAR,
    WINDOW_PROD
} Window;
typedef struct Moving {
    Window what;
    Index before, after;
    bool omit_nan;
    enum { ENDS_SHRINK, ENDS_FILL } ends;
    double *scratch;
    const Ctx *ctx; // after a stop the rest is left; map_lines fails
} Moving;
static double window_value(const Moving *m, double *x, Index n) {
    double y = m->what == WINDOW_PROD ? 1 : 0;
    for (Index i = 0; i < n; i++) {
        if (isnan(x[i])) return NAN;
    }
    if (ctx_is_stopping(m->ctx)) return NAN;
    switch (m->what) {
    case WINDOW_MEAN:
    case WINDOW_SUM:
        for (Index i = 0; i < n; i++) y += x[i];
        return m->what == WINDOW_MEAN ? y / (double)n : y;
    case WINDOW_PROD:
        for (Index i = 0; i < n; i++) y *= x[i];
        return y;
    case WINDOW_MEDIAN: return line_median(x, n, NULL);
    case WINDOW_MAX:
    case WINDOW_MIN:
        y = n ? x[0] : NAN;
        for (Index i = 1; i < n; i++) y = m->what == WINDOW_MAX ? fmax(y, x[i]) : fmin(y, x[i]);
        return y;
    default: return line_variance(x, n, &(Spread){.root = m->what == WINDOW_STD, .ctx = m->ctx});
    }
}
static void line_moving(const double *x, double *y, Index n, const void *self) {
    const Moving *m = self;
    for (Index i = 0; i < n && !ctx_is_stopping(m->ctx); i++) {
        Index lo = i - m->before, hi = i + m->after, count = 0;
        bool cut = lo < 0 || hi >= n;
        lo = lo < 0 ? 0 : lo;
        hi = hi >= n ? n - 1 : hi;
        for (Index k = lo; k <= hi; k++) {
            if (m->omit_nan && isnan(x[k])) continue;
            m->scratch[count++] = x[k];
        }
        y[i] = cut && m->ends == ENDS_FILL ? NAN : window_value(m, m->scratch, count);
    }
}
static Status moving(Call *call, Window what) {
    Moving m = {.what = what, .ctx = call->ctx};
    OWN_TENSOR *k = NULL;
    TRY(arg_doubles(call, 1, &k));
    int dim = -1, i = 2;
    for (Index j = 0; j < k->numel; j++) {
        if (!(tensor_get(k, j) >= 0))
            return call_fail(call, ERR_ARG, "MATLAB:movfun:wrongWindowLength",
                             "Window length must be a positive scalar or a 2-element vector of "
                             "nonnegative scalars.");
        if (tensor_get(k, j) > 1e12)
            return ctx_fail_unsupported(call->ctx, "windows longer than 1e12");
    }
    if (k->numel == 2) {
        m.before = (Index)tensor_get(k, 0);
        m.after = (Index)tensor_get(k, 1);
    } else if (k->numel == 1 && tensor_get(k, 0) >= 1) {
        // An even window takes the current and the elements before more than those after.
        Index n = (Index)tensor_get(k, 0);
        m.before = n / 2;
        m.after = n - 1 - m.before;
    } else {
        return call_fail(call, ERR_ARG, "MATLAB:movfun:wrongWindowLength",
                         "Window length must be a positive scalar or a 2-element vector of "
                         "nonnegative scalars.");
    }
    if (i < call->nargin && !arg_is_text(call, i)) TRY(arg_dim(call, i++, &dim));
    for (; i < call->nargin; i++) {
        static const char *const words[] = {"omitnan", "includenan", "Endpoints", NULL};
        int word;
        TRY(arg_choice(call, i, words, &word));
        if (word == 0) m.omit_nan = true;
        if (word == 2 && i + 1 < call->nargin) {
            static const char *const ends[] = {"shrink", "fill", NULL};
            int end;
            TRY(arg_choice(call, ++i, ends, &end));
            m.ends = end ? ENDS_FILL : ENDS_SHRINK;
        }
    }
    OWN_MEM double *scratch = mem_alloc((size_t)(value_numel(call->arg[0]) + 1) * sizeof *scratch);
    if (!scratch) return ctx_fail_nomem(call->ctx);
    m.scratch = scratch;
    return map_lines(call, dim, line_moving, &m);
}
#define MOVING(name, what, summary, example, see)                                                \
    BUILTIN(                                                                                     \
        name,                                                                                    \
        "M = " #name "(A,k)\nM = " #name "(A,[kb kf])\nM = " #name "(...,dim)\nM = " #name       \
        "(...,nanflag)\nM = " #name "(...,\"Endpoints\",\"fill\")",                              \
        ARITY(2, 6, 1), summary,                                                                 \
        "A: numeric array\nk: window length\nkb, kf: elements before and after\ndim: dimension", \
        "M: array of the same size", "Fails for other window lengths.", example, see) {          \
        return moving(call, what);                                                               \
    }
MOVING(movmean, WINDOW_MEAN, "Moving mean.", "assert(isequal(movmean([1 2 3],3),[1.5 2 2.5]))",
       "movmedian, movsum, smoothdata")
MOVING(movsum, WINDOW_SUM, "Moving sum.", "assert(isequal(movsum([1 2 3],3),[3 6 5]))", "movmean")
MOVING(movmedian, WINDOW_MEDIAN, "Moving median.",
       "assert(isequal(movmedian([1 9 2],3),[5 2 5.5]))", "movmean")
MOVING(movmax, WINDOW_MAX, "Moving maximum.", "assert(isequal(movmax([1 3 2],3),[3 3 3]))",
       "movmin")
MOVING(movmin, WINDOW_MIN, "Moving minimum.", "assert(isequal(movmin([1 3 2],3),[1 1 2]))",
       "movmax")
MOVING(movstd, WINDOW_STD, "Moving standard deviation.",
       "assert(isequal(size(movstd([1 3 2],3)),[1 3]))", "movvar, std")
MOVING(movvar, WINDOW_VAR, "Moving variance.", "assert(isequal(movvar([1 3 5],3),[2 4 2]))",
       "movstd, var")
MOVING(movprod, WINDOW_PROD, "Moving product.", "assert(isequal(movprod([1 2 3],2),[1 2 6]))",
       "movsum")

BUILTIN(smoothdata, "B = smoothdata(A)\nB = smoothdata(A,method)\nB = smoothdata(A,method,window)",
        ARITY(1, 3, 1), "Smooths noisy data with a moving window.",
        "A: numeric array\nmethod: \"movmean\" (default) or \"movmedian\"\nwindow: length, a tenth "
        "of the data by default",
        "B: array of the same size", "Other methods are not supported.",
        "assert(isequal(smoothdata([1 2 3],\"movmean\",3),[1.5 2 2.5]))", "movmean, movmedian") {
    Moving m = {.what = WINDOW_MEAN, .ctx = call->ctx};
    if (call->nargin > 1) {
        if (arg_is_word(call, 1, "movmedian"))
            m.what = WINDOW_MEDIAN;
        else if (!arg_is_word(call, 1, "movmean"))
            return ctx_fail_unsupported(
                call->ctx, "smoothdata with a method other than movmean and movmedian");
    }
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    double window = ceil((double)shape_dim(&shape, shape_first_dim(&shape)) / 10);
    if (window < 3) window = 3;
    if (call->nargin > 2) TRY(arg_double(call, 2, &window));
    if (!(window >= 1) || window > 1e12)
        return call_fail(call, ERR_ARG, "MATLAB:smoothdata:WindowLength",
                         "Window must be a positive scalar.");
    m.before = (Index)window / 2;
    m.after = (Index)window - 1 - m.before;
    OWN_MEM double *scratch = mem_alloc((size_t)(value_numel(call->arg[0]) + 1) * sizeof *scratch);
    if (!scratch) return ctx_fail_nomem(call->ctx);
    m.scratch = scratch;
    return map_lines(call, -1, line_moving, &m);
}

typedef struct Scaling {
    enum { SCALE_ZSCORE, SCALE_NORM, SCALE_RANGE, SCALE_CENTER, SCALE_SCALE } method;
    double p, lo, hi;
} Scaling;
static void line_normalize(const double *x, double *y, Index n, const void *self) {
    const Scaling *s = self;
    double shift = 0, scale = 1, mean = 0, lo = INFINITY, hi = -INFINITY;
    double v = 0;
    Index count = 0;
    for (Index i = 0; i < n; i++) {
        if (isnan(x[i])) continue;
        mean += x[i];
        count++;
        lo = fmin(lo, x[i]);
        hi = fmax(hi, x[i]);
    }
    mean /= count ? (double)count : 1;
    for (Index i = 0; i < n; i++) {
        if (!isnan(x[i])) v += (x[i] - mean) * (x[i] - mean);
    }
    double deviation = count > 1 ? sqrt(v / (double)(count - 1)) : 0;
    if (s->method == SCALE_ZSCORE) shift = mean, scale = deviation == 0 ? 1 : deviation;
    if (s->method == SCALE_CENTER) shift = mean;
    if (s->method == SCALE_SCALE) scale = deviation;
    if (s->method == SCALE_NORM) {
        double sum = 0;
        for (Index i = 0; i < n; i++) {
            if (!isnan(x[i]))
                sum = isinf(s->p) ? fmax(sum, fabs(x[i])) : sum + pow(fabs(x[i]), s->p);
        }
        scale = isinf(s->p) ? sum : pow(sum, 1 / s->p);
    }
    for (Index i = 0; i < n; i++) {
        if (s->method == SCALE_RANGE)
            y[i] = hi == lo ? s->lo : s->lo + (x[i] - lo) / (hi - lo) * (s->hi - s->lo);
        else
            y[i] = (x[i] - shift) / scale;
    }
}
BUILTIN(normalize,
        "N = normalize(A)\nN = normalize(A,dim)\nN = normalize(...,method)\nN = "
        "normalize(...,method,type)",
        ARITY(1, 4, 1), "Normalizes data.",
        "A: numeric array\ndim: dimension\nmethod: \"zscore\" (default), \"norm\", \"range\", "
        "\"center\", \"scale\"\ntype: p of \"norm\", [a b] of \"range\"",
        "N: array of the same size", "Fails for unknown methods.",
        "assert(isequal(normalize([1 2 3]),[-1 0 1]))\nassert(isequal(normalize([1 2 "
        "3],\"range\"),[0 0.5 1]))",
        "rescale, std, mean") {
    Scaling s = {.p = 2, .lo = 0, .hi = 1};
    int dim = -1, i = 1;
    if (i < call->nargin && !arg_is_text(call, i)) TRY(arg_dim(call, i++, &dim));
    if (i < call->nargin) {
        static const char *const methods[] = {"zscore", "norm", "range", "center", "scale", NULL};
        int method;
        TRY(arg_choice(call, i++, methods, &method));
        s.method = method;
    }
    if (i < call->nargin) {
        OWN_TENSOR *type = NULL;
        if (arg_is_text(call, i))
            return ctx_fail_unsupported(call->ctx, "a named type in normalize");
        TRY(arg_doubles(call, i, &type));
        if (s.method == SCALE_NORM && type->numel == 1)
            s.p = tensor_get(type, 0);
        else if (s.method == SCALE_RANGE && type->numel == 2)
            s.lo = tensor_get(type, 0), s.hi = tensor_get(type, 1);
        else
            return ctx_fail_unsupported(call->ctx, "this type in normalize");
    }
    return map_lines(call, dim, line_normalize, &s);
}

BUILTIN(
    rescale, "R = rescale(A)\nR = rescale(A,l,u)\nR = rescale(...,\"InputMin\",a,\"InputMax\",b)",
    ARITY(1, 7, 1), "Scales the range of an array to an interval.",
    "A: numeric array\nl, u: interval, 0 and 1 by default\nInputMin, InputMax: range of A to use",
    "R: array of the same size", "",
    "assert(isequal(rescale([1 2 3]),[0 0.5 1]))\nassert(isequal(rescale([1 3],-1,1),[-1 1]))",
    "normalize, bounds") {
    OWN_TENSOR *raw = NULL, *x = NULL, *y = NULL;
    double l = 0, u = 1;
    int first = 1;
    TRY(arg_tensor(call, 0, &raw));
    TRY(arg_doubles(call, 0, &x));
    if (call->nargin > 2 && !arg_is_text(call, 1)) {
        TRY(arg_double(call, 1, &l));
        TRY(arg_double(call, 2, &u));
        first = 3;
    }
    Option options[] = {{"InputMin", NULL}, {"InputMax", NULL}};
    TRY(arg_options(call, first, options, 2));
    double lo = INFINITY, hi = -INFINITY;
    for (Index k = 0; k < x->numel; k++) {
        lo = fmin(lo, tensor_f64(x)[k]);
        hi = fmax(hi, tensor_f64(x)[k]);
    }
    if (options[0].value) TRY(value_to_double(call->ctx, *options[0].value, &lo));
    if (options[1].value) TRY(value_to_double(call->ctx, *options[1].value, &hi));
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &x->shape, &y));
    for (Index k = 0; k < x->numel; k++) {
        double v = fmin(fmax(tensor_f64(x)[k], lo), hi);
        tensor_f64(y)[k] = isnan(tensor_f64(x)[k]) ? NAN
                           : hi == lo              ? l
                                                   : l + (v - lo) / (hi - lo) * (u - l);
    }
    TRY(cast_back(call->ctx, (NumClass)raw->cls, &y));
    ret_tensor(call, 0, GIVE(y));
    return OK;
}

const BuiltinDef *const family_windows[] = {
    &def_movmean, &def_movsum,  &def_movmedian,  &def_movmax,    &def_movmin,  &def_movstd,
    &def_movvar,  &def_movprod, &def_smoothdata, &def_normalize, &def_rescale, NULL};
