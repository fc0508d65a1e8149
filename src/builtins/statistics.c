// builtins/statistics.c: median, spread, quantiles, covariance. Every function works
// on lines gathered along one dimension; several dimensions are first joined into one.
#include "builtins/statistics.h"
#include <stdlib.h>

/// One result from the n values of a line (a scratch copy that may be reordered).
typedef double (*LineFn)(double *x, Index n, const void *self);

/// Lines of x over `dims` reduced by fn; x is double. n_dims 0: all of x.
static Status reduce_lines(Ctx *ctx, const Tensor *x, const int *dims, int n_dims, bool omit_nan,
                           LineFn fn, const void *self, Tensor **ret) {
    Shape out = x->shape;
    bool taken[SHAPE_MAX_DIMS] = {false};
    for (int k = 0; k < x->shape.n_dims; k++) {
        taken[k] = n_dims == 0;
        for (int j = 0; j < n_dims; j++) taken[k] = taken[k] || dims[j] == k;
        if (taken[k]) out.dim[k] = 1;
    }
    int order[SHAPE_MAX_DIMS], n = 0;
    Index joined = 1;
    for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < x->shape.n_dims; k++) {
            if (taken[k] == (pass == 0)) order[n++] = k;
            if (taken[k] && pass == 0) joined *= x->shape.dim[k];
        }
    }
    OWN_TENSOR *moved = NULL, *y = NULL;
    TRY(tensor_permute(ctx, x, order, n, &moved));
    shape_trim(&out);
    TRY(tensor_new(ctx, CLASS_DOUBLE, &out, &y));
    OWN_MEM double *line = mem_alloc((size_t)(joined + 1) * sizeof *line);
    if (!line) return ctx_fail_nomem(ctx);
    for (Index k = 0; k < y->numel; k++) {
        const double *from = tensor_f64(moved) + k * joined;
        Index count = 0;
        bool bad = false;
        for (Index i = 0; i < joined; i++) {
            if (isnan(from[i])) {
                bad = true;
                if (omit_nan) continue;
            }
            line[count++] = from[i];
        }
        tensor_f64(y)[k] = bad && !omit_nan ? NAN : fn(line, count, self);
        TRY(ctx_check_stop(ctx));
    }
    *ret = GIVE(y);
    return OK;
}

typedef struct Where {
    int dims[SHAPE_MAX_DIMS];
    int n_dims;
    bool given, omit_nan;
} Where;
/// dim, vecdim, "all", "omitnan" from argument `first`.
static Status read_where(Call *call, int first, const Tensor *x, Where *w) {
    static const char *const words[] = {
        "all", "omitnan", "includenan", "omitmissing", "includemissing", "default", NULL};
    *w = (Where){0};
    for (int i = first; i < call->nargin; i++) {
        int word;
        if (!arg_is_text(call, i)) {
            TRY(arg_dims(call, i, w->dims, &w->n_dims));
            w->given = true;
            continue;
        }
        TRY(arg_choice(call, i, words, &word));
        if (word == 0) w->given = true, w->n_dims = 0;
        if (word == 1 || word == 3) w->omit_nan = true;
    }
    if (!w->given) {
        w->n_dims = x->shape.n_dims == 2 && x->shape.dim[0] == 0 && x->shape.dim[1] == 0 ? 0 : 1;
        w->dims[0] = shape_first_dim(&x->shape);
    }
    return OK;
}
static Status reduce_by(Call *call, int first, LineFn fn, const void *self) {
    OWN_TENSOR *raw = NULL, *x = NULL, *y = NULL;
    Where w;
    TRY(arg_tensor(call, 0, &raw));
    TRY(arg_doubles(call, 0, &x));
    TRY(read_where(call, first, x, &w));
    TRY(reduce_lines(call->ctx, x, w.dims, w.n_dims, w.omit_nan, fn, self, &y));
    TRY(cast_back(call->ctx, (NumClass)raw->cls, &y));
    ret_tensor(call, 0, GIVE(y));
    return OK;
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}
/// The value that sorting would put at place k; the smaller ones go before it. Three parts round a pivot, then the part
/// with k; after a stop the order is left unfinished and the caller fails.
static double line_select(const Ctx *ctx, double *x, Index n, Index k) {
    uint64_t random = 0x9e3779b97f4a7c15u;
    for (Index lo = 0, hi = n; hi - lo > 1;) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        double pivot = x[lo + (Index)(random >> 33) % (hi - lo)];
        Index less = lo, at = lo, more = hi; // [lo, less) < pivot, [less, at) == pivot, [more, hi) > pivot
        while (at < more) {
            if (((at + more) & (STOP_BLOCK - 1)) == 0 && ctx && ctx_is_stopping(ctx)) return NAN;
            double v = x[at];
            if (v < pivot) {
                x[at++] = x[less];
                x[less++] = v;
            } else if (v > pivot) {
                x[at] = x[--more];
                x[more] = v;
            } else {
                at++;
            }
        }
        if (k < less) {
            hi = less;
        } else if (k >= more) {
            lo = more;
        } else {
            break;
        }
    }
    return x[k];
}
double line_median(double *x, Index n, const void *self) {
    if (n == 0) return NAN;
    double high = line_select(self, x, n, n / 2), low = high;
    if (n % 2) return high;
    for (Index i = 0; i < n / 2; i++) low = i == 0 || x[i] > low ? x[i] : low;
    return low == high ? low : (low + high) / 2;
}
/// Sorts, in parts that are merged; after a stop the order is left unfinished and the caller fails.
static void line_sort(const Ctx *ctx, double *x, Index n) {
    double *room = n > STOP_BLOCK ? mem_alloc((size_t)n * sizeof *x) : NULL;
    if (!room) {
        qsort(x, (size_t)n, sizeof *x, compare_doubles);
        return;
    }
    for (Index i = 0, m; (m = stop_block(ctx, i, n)) > 0; i += m) qsort(x + i, (size_t)m, sizeof *x, compare_doubles);
    for (Index width = STOP_BLOCK; width < n; width *= 2) {
        for (Index from = 0; from < n; from += 2 * width) {
            Index mid = from + width < n ? from + width : n, end = mid + width < n ? mid + width : n;
            for (Index a = from, b = mid, to = from; !stop_reached(ctx, to, end); to++)
                room[to] = a < mid && (b >= end || x[a] <= x[b]) ? x[a++] : x[b++];
        }
        ctx_copy(ctx, x, room, (size_t)n * sizeof *x);
    }
    mem_free(room);
}
double line_variance(double *x, Index n, const void *self) {
    const Spread *spread = self;
    if (n == 0) return NAN;
    double mean = 0, sum = 0, drift = 0;
    const Ctx *ctx = spread->ctx;
    for (Index i = 0; !stop_reached(ctx, i, n); i++) mean += x[i];
    mean /= (double)n;
    for (Index i = 0; !stop_reached(ctx, i, n); i++) {
        double d = x[i] - mean;
        sum += d * d;
        drift += d;
    }
    sum -= drift * drift / (double)n;
    double v = n == 1 ? (isfinite(x[0]) ? 0 : NAN) : sum / (double)(spread->population ? n : n - 1);
    return spread->root ? sqrt(v) : v;
}
#define WHERE_IN                                                                              \
    "A: numeric array\ndim: dimension, the first with size other than 1 by default\nvecdim: " \
    "several dimensions\nnanflag: \"omitnan\" or \"includenan\""
#define WHERE_FORMS(f)                                                                  \
    "M = " f "(A)\nM = " f "(A,dim)\nM = " f "(A,vecdim)\nM = " f "(A,\"all\")\nM = " f \
    "(...,nanflag)"
BUILTIN(median, WHERE_FORMS("median"), ARITY(1, 4, 1), "Median.", WHERE_IN, "M: medians",
        "Fails for complex input.",
        "assert(median([3 1 2]) == 2)\nassert(median([1 2 3 4]) == 2.5)", "mean, mode, quantile") {
    return reduce_by(call, 1, line_median, call->ctx);
}
/// Variance (or its root) with one weight per element along a dimension, and the weighted means.
static Status weighted_spread(Call *call, const Tensor *w, bool root) {
    OWN_TENSOR *x = NULL, *raw = NULL, *y = NULL, *mean = NULL;
    Where where;
    TRY(arg_tensor(call, 0, &raw));
    TRY(arg_doubles(call, 0, &x));
    TRY(read_where(call, 2, x, &where));
    bool all = where.n_dims == 0 && shape_is_vector(&x->shape);
    int dim = all ? shape_first_dim(&x->shape) : where.dims[0];
    if (where.n_dims != 1 && !all)
        return ctx_fail_unsupported(call->ctx, "a weight vector for several dimensions");
    Lines l = lines_along(&x->shape, dim);
    if (w->numel != l.n || !shape_is_vector(&w->shape))
        return call_fail(call, ERR_SIZE, "MATLAB:var:invalidSizeWgts",
                         "The length of W must be compatible with the dimension: %lld weights for "
                         "%lld elements.",
                         (long long)w->numel, (long long)l.n);
    for (Index i = 0; i < w->numel; i++)
        if (!(tensor_get(w, i) >= 0))
            return call_fail(call, ERR_ARG, "MATLAB:var:invalidWgts",
                             "W must be a vector of nonnegative weights, or a scalar 0 or 1.");
    Shape out = x->shape;
    out.dim[dim] = 1;
    shape_trim(&out);
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &out, &y));
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &out, &mean));
    for (Index k = 0; k < y->numel; k++) {
        const double *from = tensor_f64(x) + line_start(&l, k);
        double sum = 0, weight = 0, spread = 0;
        for (Index i = 0; i < l.n; i++) {
            double v = from[i * l.stride];
            if (isnan(v) && where.omit_nan) continue;
            sum += tensor_get(w, i) * v;
            weight += tensor_get(w, i);
        }
        double centre = sum / weight;
        for (Index i = 0; i < l.n; i++) {
            double d = from[i * l.stride] - centre;
            if (isnan(from[i * l.stride]) && where.omit_nan) continue;
            spread += tensor_get(w, i) * d * d;
        }
        tensor_f64(y)[k] = root ? sqrt(spread / weight) : spread / weight;
        tensor_f64(mean)[k] = centre;
    }
    TRY(cast_back(call->ctx, (NumClass)raw->cls, &y));
    TRY(cast_back(call->ctx, (NumClass)raw->cls, &mean));
    ret_tensor(call, 0, GIVE(y));
    if (call->nargout > 1) ret_tensor(call, 1, GIVE(mean));
    return OK;
}
static Status spread(Call *call, bool root) {
    Spread s = {.root = root, .ctx = call->ctx};
    if (call->nargin > 1 && !arg_is_empty(call, 1) && !arg_is_text(call, 1)) {
        OWN_TENSOR *w = NULL;
        TRY(arg_doubles(call, 1, &w));
        if (w->numel != 1 || (tensor_get(w, 0) != 0 && tensor_get(w, 0) != 1))
            return weighted_spread(call, w, root);
        s.population = tensor_get(w, 0) == 1;
    }
    bool weight = call->nargin > 1 && !arg_is_text(call, 1);
    if (call->nargout > 1) { // the means too
        OWN_LIST args = {0};
        for (int i = 0; i < call->nargin; i++)
            if (i != 1 || !weight) TRY(value_list_push(call->ctx, &args, value_ref(call->arg[i])));
        TRY(vm_call_name(call->vm, "mean", args.items, (int)args.n, 1, &call->ret[1]));
    }
    return reduce_by(call, weight ? 2 : 1, line_variance, &s);
}
BUILTIN(std,
        "S = std(A)\nS = std(A,w)\nS = std(A,w,dim)\nS = std(A,w,\"all\")\nS = "
        "std(...,nanflag)\n[S,M] = std(...)",
        ARITY(1, 4, 2), "Standard deviation.",
        WHERE_IN
        "\nw: 0 divides by n-1 (default), 1 by n; or one weight per element along the dimension",
        "S: standard deviations\nM: means",
        "Fails for complex input and for negative or too few weights.",
        "assert(std([1 2 3]) == 1)\nassert(std([1 3],1) == 1)", "var, mean") {
    return spread(call, true);
}
BUILTIN(var,
        "V = var(A)\nV = var(A,w)\nV = var(A,w,dim)\nV = var(A,w,\"all\")\nV = "
        "var(...,nanflag)\n[V,M] = var(...)",
        ARITY(1, 4, 2), "Variance.",
        WHERE_IN
        "\nw: 0 divides by n-1 (default), 1 by n; or one weight per element along the dimension",
        "V: variances\nM: means", "Fails for complex input and for negative or too few weights.",
        "assert(var([1 2 3]) == 1)\nassert(isequal(var([1 2;3 4],0,2),[0.5;0.5]))", "std, cov") {
    return spread(call, false);
}
static double line_rms(double *x, Index n, const void *self) {
    (void)self;
    double sum = 0;
    for (Index i = 0; i < n; i++) sum += x[i] * x[i];
    return sqrt(sum / (double)n);
}
BUILTIN(rms, WHERE_FORMS("rms"), ARITY(1, 4, 1), "Root mean square.", WHERE_IN,
        "M: root mean squares", "Fails for complex input.",
        "assert(abs(rms([3 4]) - sqrt(12.5)) < 1e-15)", "mean, norm, std") {
    return reduce_by(call, 1, line_rms, NULL);
}

/// A wanted statistic of the most frequent value: 0 the value, 1 its count.
typedef struct ModePart {
    const Ctx *ctx;
    int what;
} ModePart;
static double line_mode(double *x, Index n, const void *self) {
    const ModePart *part = self;
    if (n == 0) return part->what ? 0 : NAN;
    line_sort(part->ctx, x, n);
    Index best = 0, best_count = 0;
    for (Index i = 0; i < n;) {
        Index j = i;
        while (j < n && x[j] == x[i]) j++;
        if (j - i > best_count) best = i, best_count = j - i;
        i = j;
    }
    return part->what ? (double)best_count : x[best];
}
/// All most frequent values of each line, as cells of sorted columns.
typedef struct Modes {
    Ctx *ctx;
    CellArray *cells;
    NumClass cls;
    Index at;
    Status status;
} Modes;
static Status keep_modes(Modes *m, const double *sorted, Index n) {
    Index most = 0, count = 0;
    OWN_MEM double *found = mem_alloc((size_t)(n + 1) * sizeof *found);
    if (!found) return ctx_fail_nomem(m->ctx);
    for (Index i = 0, j; i < n; i = j) {
        for (j = i; j < n && sorted[j] == sorted[i];) j++;
        if (j - i > most) most = j - i, count = 0;
        if (j - i == most) found[count++] = sorted[i];
    }
    if (n == 0) found[count++] = NAN;
    OWN_TENSOR *t = NULL;
    Tensor *cast = NULL;
    TRY(tensor_column(m->ctx, found, count, &t));
    TRY(tensor_cast(m->ctx, t, m->cls, &cast));
    m->cells->items[m->at++] = value_take_tensor(cast);
    return OK;
}
static double line_modes(double *x, Index n, const void *self) {
    Modes *m = *(Modes *const *)self;
    line_sort(m->ctx, x, n);
    if (m->status == OK && m->at < m->cells->numel) m->status = keep_modes(m, x, n);
    return 0;
}
BUILTIN(
    mode, "[M,F,C] = mode(A)\n[M,F,C] = mode(A,dim)\n[M,F,C] = mode(A,\"all\")", ARITY(1, 2, 3),
    "Most frequent value; the smallest of several.", WHERE_IN,
    "M: values\nF: how often each occurs\nC: cell array with all most frequent values, in order",
    "Fails for complex input.",
    "[m,f] = mode([1 2 2 3]);\nassert(m == 2 && f == 2)\n[~,~,c] = mode([3 1 3 1 "
    "2]);\nassert(isequal(c,{[1;3]}))",
    "median, mean, histcounts") {
    OWN_TENSOR *x = NULL, *raw = NULL, *y = NULL;
    Where w;
    TRY(arg_tensor(call, 0, &raw));
    TRY(arg_doubles(call, 0, &x));
    TRY(read_where(call, 1, x, &w));
    for (int what = 0; what < 2 && ret_wanted(call, what); what++) {
        Tensor *t = NULL;
        TRY(reduce_lines(call->ctx, x, w.dims, w.n_dims, true, line_mode, &(ModePart){call->ctx, what}, &y));
        TRY(tensor_cast(call->ctx, y,
                        what || raw->cls >= CLASS_LOGICAL ? CLASS_DOUBLE : (NumClass)raw->cls, &t));
        ret_tensor(call, what, t);
        tensor_unref(y);
        y = NULL;
    }
    if (call->nargout < 3) return OK;
    OWN_CELL *cells = NULL;
    Shape shape;
    TRY(value_shape(call->ctx, call->ret[0], &shape));
    TRY(cell_new(call->ctx, &shape, &cells));
    Modes modes = {call->ctx, cells, raw->cls >= CLASS_LOGICAL ? CLASS_DOUBLE : (NumClass)raw->cls,
                   0, OK},
          *self = &modes;
    TRY(reduce_lines(call->ctx, x, w.dims, w.n_dims, true, line_modes, &self, &y));
    TRY(modes.status);
    call->ret[2] = value_take_cell(GIVE(cells));
    return OK;
}

// ---- quantiles
// ---------------------------------------------------------------------------------------------------------------
/// Quantile with the sorted values at (i-0.5)/n and straight lines between.
static double sorted_quantile(const double *x, Index n, double p) {
    if (n == 0) return NAN;
    double at = p * (double)n - 0.5;
    if (at <= 0) return x[0];
    if (at >= (double)n - 1) return x[n - 1];
    Index i = (Index)floor(at);
    double f = at - (double)i;
    return f == 0 ? x[i] : x[i] + f * (x[i + 1] - x[i]);
}
static double line_quantile(double *x, Index n, const void *self) {
    qsort(x, (size_t)n, sizeof *x, compare_doubles);
    return sorted_quantile(x, n, *(const double *)self);
}
static double line_iqr(double *x, Index n, const void *self) {
    (void)self;
    qsort(x, (size_t)n, sizeof *x, compare_doubles);
    return sorted_quantile(x, n, 0.75) - sorted_quantile(x, n, 0.25);
}
static Status quantiles(Call *call, double unit) {
    OWN_TENSOR *x = NULL, *p = NULL;
    Where w;
    TRY(arg_doubles(call, 0, &x));
    TRY(arg_doubles(call, 1, &p));
    TRY(read_where(call, 2, x, &w));
    bool vector_all = shape_is_vector(&x->shape) && !w.given;
    int dim = w.n_dims ? w.dims[0] : 0;
    Index n = p->numel;
    OWN_MEM Value *parts = mem_alloc_zero((size_t)(n + 1) * sizeof *parts);
    if (!parts) return ctx_fail_nomem(call->ctx);
    Status status = OK;
    for (Index k = 0; k < n && status == OK; k++) {
        double at = tensor_get(p, k) / unit;
        Tensor *y = NULL;
        if (!(at >= 0 && at <= 1))
            status = call_fail(call, ERR_ARG, "MATLAB:quantile:BadProbs",
                               "Probabilities must be between 0 and %g.", unit);
        else
            status = reduce_lines(call->ctx, x, w.dims, w.n_dims, true, line_quantile, &at, &y);
        if (status == OK) parts[k] = value_take_tensor(y);
    }
    if (vector_all)
        dim = p->shape.dim[0] > 1 && shape_is_vector(&x->shape) && x->shape.dim[0] == 1 ? 1 : dim;
    if (status == OK) status = value_concat(call->ctx, dim, parts, (int)n, &call->ret[0]);
    for (Index k = 0; k < n; k++) value_unref(parts[k]);
    return status;
}
BUILTIN(quantile, "Q = quantile(A,p)\nQ = quantile(A,p,dim)\nQ = quantile(A,p,\"all\")",
        ARITY(2, 3, 1), "Quantiles of data.",
        "A: numeric array; NaN is left out\np: probabilities between 0 and 1",
        "Q: one quantile per element of p along dim", "Fails for p outside [0,1].",
        "assert(quantile([1 2 3 4],0.5) == 2.5)", "prctile, median, iqr") {
    return quantiles(call, 1);
}
BUILTIN(prctile, "P = prctile(A,p)\nP = prctile(A,p,dim)\nP = prctile(A,p,\"all\")", ARITY(2, 3, 1),
        "Percentiles of data.",
        "A: numeric array; NaN is left out\np: percentages between 0 and 100",
        "P: one percentile per element of p along dim", "Fails for p outside [0,100].",
        "assert(prctile([1 2 3 4],50) == 2.5)", "quantile, median") {
    return quantiles(call, 100);
}
BUILTIN(iqr, WHERE_FORMS("iqr"), ARITY(1, 3, 1), "Interquartile range.", WHERE_IN,
        "M: differences of the quartiles", "Fails for complex input.",
        "assert(iqr([1 2 3 4]) == 2)", "quantile, range, std") {
    return reduce_by(call, 1, line_iqr, NULL);
}
static double line_mad(double *x, Index n, const void *self) {
    double centre = 0, sum = 0;
    if (*(const int *)self) {
        centre = line_median(x, n, NULL);
        for (Index i = 0; i < n; i++) x[i] = fabs(x[i] - centre);
        return line_median(x, n, NULL);
    }
    for (Index i = 0; i < n; i++) centre += x[i] / (double)n;
    for (Index i = 0; i < n; i++) sum += fabs(x[i] - centre);
    return sum / (double)n;
}
BUILTIN(mad, "y = mad(A)\ny = mad(A,flag)\ny = mad(A,flag,dim)", ARITY(1, 3, 1),
        "Mean or median absolute deviation.", "A: numeric array\nflag: 0 mean (default), 1 median",
        "y: deviations", "Fails for complex input.", "assert(mad([1 2 3 6],1) == 1)", "std, iqr") {
    double flag = 0;
    if (call->nargin > 1) TRY(arg_double(call, 1, &flag));
    int kind = flag != 0;
    return reduce_by(call, call->nargin > 1 ? 2 : 1, line_mad, &kind);
}

// ---- covariance
// ---------------------------------------------------------------------------------------------------------------------
/// Covariance of the columns of x (observations in rows); divides by n-1 or n.
static Status covariance(Ctx *ctx, const Tensor *x, bool population, Tensor **ret) {
    Index n = x->shape.dim[0], m = x->shape.dim[1];
    OWN_TENSOR *c = NULL;
    TRY(tensor_copy(ctx, x, &c));
    for (Index j = 0; j < m; j++) {
        double mean = 0, *col = tensor_f64(c) + j * n;
        for (Index i = 0; i < n; i++) mean += col[i];
        for (Index i = 0; i < n; i++) col[i] -= mean / (double)n;
    }
    Shape shape = shape_2d(m, m);
    TRY(tensor_new(ctx, CLASS_DOUBLE, &shape, ret));
    double divisor = population || n == 1 ? (double)n : (double)(n - 1);
    for (Index j = 0; j < m; j++) {
        for (Index i = 0; i <= j; i++) {
            double sum = 0;
            for (Index k = 0; k < n; k++)
                sum += tensor_f64(c)[i * n + k] * tensor_f64(c)[j * n + k];
            tensor_f64(*ret)[j * m + i] = tensor_f64(*ret)[i * m + j] = sum / divisor;
        }
    }
    return OK;
}
/// One matrix, or two arrays as two columns; vectors become columns.
static Status observations(Call *call, int n, Tensor **ret) {
    OWN_TENSOR *x = NULL;
    TRY(arg_doubles(call, 0, &x));
    Shape column = shape_2d(x->numel, 1);
    if (n < 2) {
        if (x->shape.n_dims > 2)
            return call_fail(call, ERR_SIZE, "MATLAB:cov:InputDim", "Inputs must be 2-D.");
        return x->shape.dim[0] == 1 ? tensor_reshape_take(call->ctx, GIVE(x), &column, ret)
                                    : (*ret = GIVE(x), OK);
    }
    OWN_TENSOR *y = NULL, *a = NULL, *b = NULL;
    TRY(arg_doubles(call, 1, &y));
    if (x->numel != y->numel)
        return call_fail(call, ERR_SIZE, "MATLAB:cov:XYlengthMismatch",
                         "The lengths of X and Y must match.");
    TRY(tensor_reshape_take(call->ctx, GIVE(x), &column, &a));
    TRY(tensor_reshape_take(call->ctx, GIVE(y), &column, &b));
    return tensor_cat(call->ctx, 1, (Tensor *const[]){a, b}, 2, ret);
}
BUILTIN(cov, "C = cov(A)\nC = cov(A,B)\nC = cov(...,w)", ARITY(1, 3, 1),
        "Covariance of the columns of a matrix, or of two vectors.",
        "A: matrix, observations in rows\nB: second variable\nw: 0 divides by n-1 (default), 1 by "
        "n; or one weight per element along the dimension",
        "C: covariance matrix", "Fails when the numbers of elements differ.",
        "assert(cov([1 2 3]) == 1)\nassert(isequal(cov([1 2 3],[1 2 3]),[1 1;1 1]))",
        "corrcoef, var") {
    double w = 0;
    bool last_is_w = call->nargin > 1 && value_numel(call->arg[call->nargin - 1]) == 1 &&
                     value_numel(call->arg[0]) != 1;
    if (last_is_w) TRY(arg_double(call, call->nargin - 1, &w));
    OWN_TENSOR *x = NULL;
    Tensor *c = NULL;
    TRY(observations(call, call->nargin - last_is_w, &x));
    TRY(covariance(call->ctx, x, w == 1, &c));
    ret_tensor(call, 0, c);
    return OK;
}
BUILTIN(corrcoef, "R = corrcoef(A)\nR = corrcoef(A,B)", ARITY(1, 2, 1), "Correlation coefficients.",
        "A: matrix, observations in rows\nB: second variable",
        "R: matrix of coefficients in [-1,1]", "Fails when the numbers of elements differ.",
        "R = corrcoef([1 2 3],[2 4 6]);\nassert(abs(R(1,2) - 1) < 1e-12)", "cov") {
    OWN_TENSOR *x = NULL, *c = NULL;
    TRY(observations(call, call->nargin, &x));
    TRY(covariance(call->ctx, x, false, &c));
    Index m = c->shape.dim[0];
    OWN_TENSOR *r = NULL;
    TRY(tensor_copy(call->ctx, c, &r));
    for (Index k = 0; k < m * m; k++) {
        double d = sqrt(tensor_f64(c)[k % m * (m + 1)] * tensor_f64(c)[k / m * (m + 1)]);
        tensor_f64(r)[k] = k % m == k / m && d > 0 ? 1 : tensor_f64(c)[k] / d;
    }
    ret_tensor(call, 0, GIVE(r));
    return OK;
}

BUILTIN(corr, "R = corr(A)\nR = corr(A,B)", ARITY(1, 2, 1),
        "Correlation of the columns of matrices.", "A, B: matrices with observations in rows",
        "R: R(i,j) is the correlation of column i of A with column j of B",
        "Fails when the numbers of rows differ.",
        "assert(abs(corr([1;2;3],[2;4;7]) - 0.9934) < 1e-4)", "corrcoef, cov") {
    OWN_TENSOR *a = NULL, *b = NULL, *r = NULL;
    TRY(arg_doubles(call, 0, &a));
    TRY(arg_doubles(call, call->nargin - 1, &b));
    Index n = a->shape.dim[0];
    if (n != b->shape.dim[0])
        return call_fail(call, ERR_SIZE, "MATLAB:corr:InputSizeMismatch",
                         "A and B must have the same number of rows.");
    Shape shape = shape_2d(a->shape.dim[1], b->shape.dim[1]);
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &r));
    for (Index k = 0; k < r->numel; k++) {
        const double *x = tensor_f64(a) + k % shape.dim[0] * n,
                     *y = tensor_f64(b) + k / shape.dim[0] * n;
        double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
        for (Index i = 0; i < n; i++) mx += x[i] / (double)n, my += y[i] / (double)n;
        for (Index i = 0; i < n; i++) {
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
            xy += (x[i] - mx) * (y[i] - my);
        }
        tensor_f64(r)[k] = xy / sqrt(xx * yy);
    }
    ret_tensor(call, 0, GIVE(r));
    return OK;
}

const BuiltinDef *const family_statistics[] = {
    &def_median, &def_std, &def_var, &def_rms,      &def_mode, &def_quantile, &def_prctile,
    &def_iqr,    &def_mad, &def_cov, &def_corrcoef, &def_corr, NULL};
