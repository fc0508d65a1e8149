// builtins/counts.c: finding, counting and binning elements.
#include "builtins/arguments.h"
#include "tensor/hist.h"

BUILTIN(
    find,
    "k = find(X)\nk = find(X,n)\nk = find(X,n,direction)\n[row,col] = find(...)\n[row,col,v] = "
    "find(...)",
    ARITY(1, 3, 3), "Positions of non-zero elements.",
    "X: numeric or logical array\nn: how many at most\ndirection: \"first\" (default) or \"last\"",
    "k: linear positions\nrow, col: subscripts\nv: the elements",
    "Fails when n is not a positive integer.",
    "assert(isequal(find([0 1 1]),[2 3]))\n[r,c] = find([0 1;1 0]);\nassert(isequal([r c],[2 1;1 "
    "2]))\nassert(find([1 1 1],1,\"last\") == 3)",
    "nnz, any, ismember") {
    OWN_TENSOR *x = NULL;
    OWN_MEM Index *at = NULL;
    Index n = 0, limit = -1;
    bool last = false;
    TRY(arg_tensor(call, 0, &x));
    if (call->nargin > 1) TRY(arg_positive(call, 1, &limit));
    if (call->nargin > 2) {
        static const char *const words[] = {"first", "last", NULL};
        int word;
        TRY(arg_choice(call, 2, words, &word));
        last = word == 1;
    }
    TRY(tensor_find(call->ctx, x, &at, &n));
    Index start = 0;
    if (limit >= 0 && limit < n) {
        if (last) start = n - limit;
        n = limit;
    }
    bool none = x->shape.n_dims == 2 && x->shape.dim[0] == 0 && x->shape.dim[1] == 0;
    bool row = x->shape.n_dims == 2 && x->shape.dim[0] == 1 && x->shape.dim[1] != 1;
    Shape shape = row ? shape_2d(1, n) : shape_2d(n, 1);
    if (none || (x->numel == 1 && n == 0)) shape = shape_2d(0, 0);
    int outs = call->nargout > 1 ? (call->nargout > 2 ? 3 : 2) : 1;
    Index rows = x->shape.dim[0];
    for (int k = 0; k < outs; k++) {
        if (k == 2) {
            TRY(gather_value(call->ctx, call->arg[0], at + start, &shape, &call->ret[2]));
            break;
        }
        Tensor *t = NULL;
        TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &t));
        for (Index i = 0; i < n; i++) {
            Index p = at[start + i];
            tensor_f64(t)[i] = (double)(outs == 1 ? p : k == 0 ? p % rows : p / rows) + 1;
        }
        ret_tensor(call, k, t);
    }
    return OK;
}

BUILTIN(nnz, "n = nnz(X)", ARITY(1, 1, 1), "Number of non-zero elements.",
        "X: numeric or logical array", "n: count", "", "assert(nnz([1 0 2]) == 2)", "find, any") {
    OWN_TENSOR *x = NULL;
    TRY(arg_tensor(call, 0, &x));
    Index n = 0;
    for (Index i = 0; i < x->numel; i++) n += tensor_get(x, i) != 0 || tensor_get_imag(x, i) != 0;
    ret_double(call, 0, (double)n);
    return OK;
}

// ---- accumarray
// --------------------------------------------------------------------------------------------------------------
typedef struct Cells {
    const Index *cell;
} Cells;
static int order_cells(const void *self, Index i, Index j) {
    const Index *cell = ((const Cells *)self)->cell;
    return (cell[i] > cell[j]) - (cell[i] < cell[j]);
}
static Status accumulate_with(Call *call, Value fn, const Tensor *values, const Index *cell,
                              Index n, const Shape *shape, double fill) {
    OWN_MEM Index *order = NULL;
    TRY(order_by(call->ctx, n, order_cells, &(Cells){cell}, &order));
    OWN_CELL *cells = NULL;
    OWN_TENSOR *y = NULL;
    TRY(tensor_full(call->ctx, CLASS_DOUBLE, shape, fill, &y));
    for (Index i = 0; i < n;) {
        Index j = i;
        while (j < n && cell[order[j]] == cell[order[i]]) j++;
        Shape column = shape_2d(j - i, 1);
        Tensor *group = NULL;
        TRY(tensor_new(call->ctx, CLASS_DOUBLE, &column, &group));
        for (Index k = i; k < j; k++)
            tensor_f64(group)[k - i] = tensor_get(values, values->numel == 1 ? 0 : order[k]);
        OWN_VALUE arg = value_take_tensor(group);
        OWN_VALUE result = VALUE_NONE;
        TRY(vm_call(call->vm, fn, &arg, 1, 1, &result));
        if (result.tag == VAL_CELL) {
            if (!cells) TRY(cell_new(call->ctx, shape, &cells));
            if (result.cell->numel == 1)
                TRY(cell_get(call->ctx, result.cell, 0, &cells->items[cell[order[i]]]));
        } else {
            TRY(value_to_double(call->ctx, result, &tensor_f64(y)[cell[order[i]]]));
        }
        i = j;
    }
    if (cells)
        call->ret[0] = value_take_cell(GIVE(cells));
    else
        ret_tensor(call, 0, GIVE(y));
    return OK;
}
BUILTIN(accumarray,
        "B = accumarray(ind,data)\nB = accumarray(ind,data,sz)\nB = accumarray(ind,data,sz,fun)\nB "
        "= accumarray(ind,data,sz,fun,fillval)",
        ARITY(2, 6, 1), "Gathers values that share a position.",
        "ind: column of positions, or one column per dimension\ndata: values, or one for all\nsz: "
        "size of the result\nfun: function of a column of values, sum by default\nfillval: where "
        "no value belongs, 0 by default",
        "B: array of sums or function results",
        "Fails for positions that are not positive integers.",
        "assert(isequal(accumarray([1;2;1],[10;20;30]),[40;20]))\nassert(isequal(accumarray([1;2;1]"
        ",[10;20;30],[],@max),[30;20]))",
        "histcounts, groupsummary, splitapply") {
    OWN_TENSOR *ind = NULL, *data = NULL;
    TRY(arg_doubles(call, 0, &ind));
    TRY(arg_doubles(call, 1, &data));
    bool is_vector = ind->shape.dim[0] == 1 || ind->shape.dim[1] == 1;
    Index n = is_vector ? ind->numel : ind->shape.dim[0],
          columns = is_vector ? 1 : ind->shape.dim[1];
    if (ind->shape.dim[0] == 1 && ind->shape.dim[1] > 1 && data->numel == 1)
        n = 1, columns = ind->shape.dim[1];
    if (columns > SHAPE_MAX_DIMS)
        return call_fail(call, ERR_LIMIT, "MATLAB:accumarray:tooManyDims", "Too many dimensions.");
    if (data->numel != 1 && data->numel != n)
        return call_fail(call, ERR_SIZE, "MATLAB:accumarray:badSecondInput",
                         "Second input VAL must be a vector with one element for each row in SUBS, "
                         "or a scalar.");
    Index dims[SHAPE_MAX_DIMS] = {0};
    for (Index k = 0; k < n * columns; k++) {
        double at = tensor_f64(ind)[k];
        if (!(at >= 1) || at != floor(at) || at > 1e15)
            return call_fail(call, ERR_INDEX, "MATLAB:accumarray:nonPosIntIndValues",
                             "First input SUBS must contain positive integer subscripts.");
        if ((Index)at > dims[k / n]) dims[k / n] = (Index)at;
    }
    if (columns == 1) dims[1] = 1;
    Shape shape;
    TRY(shape_make(call->ctx, dims, columns == 1 ? 2 : (int)columns, &shape));
    if (call->nargin > 2 && !arg_is_empty(call, 2)) {
        Shape wanted;
        TRY(arg_shape(call, 2, 3, &wanted));
        for (int i = 0; i < SHAPE_MAX_DIMS; i++) {
            if (shape_dim(&wanted, i) < shape_dim(&shape, i) && n > 0)
                return call_fail(call, ERR_SIZE, "MATLAB:accumarray:badSize",
                                 "Third input SZ must be a full-size row vector with values at "
                                 "least as large as the subscripts.");
        }
        shape = wanted;
    }
    OWN_MEM Index *cell = mem_alloc((size_t)(n + 1) * sizeof *cell);
    if (!cell) return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < n; i++) {
        Index stride = 1;
        cell[i] = 0;
        for (Index c = 0; c < columns; c++) {
            cell[i] += ((Index)tensor_f64(ind)[c * n + i] - 1) * stride;
            stride *= shape_dim(&shape, (int)c);
        }
    }
    double fill = 0;
    if (call->nargin > 4 && !arg_is_empty(call, 4)) TRY(arg_double(call, 4, &fill));
    bool with = call->nargin > 3 && !arg_is_empty(call, 3);
    if (with || fill != 0) {
        OWN_VALUE fn = VALUE_NONE;
        if (with)
            TRY(arg_func(call, 3, &fn));
        else
            TRY(vm_make_handle(call->vm, "sum", &fn));
        return accumulate_with(call, fn, data, cell, n, &shape, fill);
    }
    Tensor *y = NULL;
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &shape, &y));
    for (Index i = 0; i < n; i++)
        tensor_f64(y)[cell[i]] += tensor_get(data, data->numel == 1 ? 0 : i);
    ret_tensor(call, 0, y);
    return OK;
}

// ---- histograms
// ---------------------------------------------------------------------------------------------------------------
/// Bin of v among n_bins+1 edges (last bin closed), -1 outside.
static Index bin_of(const double *edges, Index n_bins, double v) {
    if (!(v >= edges[0]) || !(v <= edges[n_bins])) return -1;
    Index lo = 0, hi = n_bins;
    while (hi - lo > 1) {
        Index mid = (lo + hi) / 2;
        if (v >= edges[mid])
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}
static Status check_edges(Call *call, const double *edges, Index n) {
    for (Index i = 1; i < n; i++) {
        if (!(edges[i] >= edges[i - 1]))
            return call_fail(call, ERR_ARG, "MATLAB:histcounts:expectedNondecreasing",
                             "Bin edges must be nondecreasing.");
    }
    return n >= 2 ? OK
                  : call_fail(call, ERR_ARG, "MATLAB:histcounts:EmptyOrScalarBinEdges",
                              "Bin edges must be a vector with at least two elements.");
}
/// Categories: one count per category.
static Status histcounts_categories(Call *call, const Categorical *c) {
    Shape row = shape_2d(1, c->n_categories);
    Tensor *n = NULL;
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &row, &n));
    for (Index i = 0; i < c->numel; i++) {
        if (c->codes[i]) tensor_f64(n)[c->codes[i] - 1]++;
    }
    ret_tensor(call, 0, n);
    if (call->nargout < 2) return OK;
    OWN_CELL *names = NULL;
    TRY(cell_new(call->ctx, &row, &names));
    for (Index i = 0; i < c->n_categories; i++)
        TRY(value_from_text(call->ctx, c->categories[i]->bytes, &names->items[i]));
    call->ret[1] = value_take_cell(GIVE(names));
    return OK;
}
/// The edges by the arguments: a count, edges, or options.
static Status choose_edges(Call *call, const Tensor *x, Option *o, int first, double **ret,
                           Index *ret_n) {
    OWN_TENSOR *second = NULL;
    double lo, hi;
    Index bad, n_bins = -1;
    if (first == 2)
        TRY(arg_doubles(call, 1, &second));
    else if (o[0].value)
        TRY(value_to_doubles(call->ctx, *o[0].value, &second));
    if (second && (second->numel > 1 || o[0].value)) {
        *ret = mem_alloc((size_t)second->numel * sizeof **ret);
        if (!*ret) return ctx_fail_nomem(call->ctx);
        memcpy(*ret, tensor_f64(second), (size_t)second->numel * sizeof **ret);
        *ret_n = second->numel - 1;
        return check_edges(call, *ret, second->numel);
    }
    if (second) {
        double n = tensor_get(second, 0);
        if (!(n >= 1) || n != floor(n) || n > 1e8)
            return call_fail(call, ERR_ARG, "MATLAB:histcounts:expectedPositive",
                             "Number of bins must be a positive integer.");
        n_bins = (Index)n;
    }
    if (o[1].value) {
        double n;
        TRY(value_to_double(call->ctx, *o[1].value, &n));
        if (!(n >= 1) || n > 1e8)
            return call_fail(call, ERR_ARG, "MATLAB:histcounts:expectedPositive",
                             "Number of bins must be a positive integer.");
        n_bins = (Index)n;
    }
    TRY(hist_range(call->ctx, x, &lo, &hi, &bad));
    bool limits = o[3].value != NULL;
    if (limits) {
        OWN_TENSOR *l = NULL;
        TRY(value_to_doubles(call->ctx, *o[3].value, &l));
        if (l->numel != 2)
            return call_fail(call, ERR_ARG, "MATLAB:histcounts:BinLimits",
                             "BinLimits must be a two-element vector.");
        lo = tensor_get(l, 0), hi = tensor_get(l, 1);
    }
    bool integers = false;
    if (o[5].value) {
        OWN_MEM char *method = NULL;
        TRY(value_to_utf8(call->ctx, *o[5].value, &method));
        integers = text_same(method, "integers");
        if (!integers && !text_same(method, "auto") && !text_same(method, "scott"))
            return ctx_fail_unsupported(call->ctx, "this BinMethod in histcounts");
    }
    if (o[2].value || integers) {
        double width = 1;
        if (o[2].value) TRY(value_to_double(call->ctx, *o[2].value, &width));
        if (!(width > 0))
            return call_fail(call, ERR_ARG, "MATLAB:histcounts:BinWidth",
                             "BinWidth must be a positive scalar.");
        double start = integers ? floor(lo) - 0.5 : limits ? lo : floor(lo / width) * width;
        double count = ceil((hi - start) / width);
        if (start + count * width < hi) count++;
        if (!(count <= 65536))
            return call_fail(call, ERR_LIMIT, "MATLAB:histcounts:tooManyBins",
                             "There are more than 65536 bins.");
        n_bins = count < 1 ? 1 : (Index)count;
        *ret = mem_alloc((size_t)(n_bins + 1) * sizeof **ret);
        if (!*ret) return ctx_fail_nomem(call->ctx);
        for (Index i = 0; i <= n_bins; i++) (*ret)[i] = start + (double)i * width;
        if (limits) (*ret)[n_bins] = hi;
        *ret_n = n_bins;
        return OK;
    }
    if (n_bins > 100000000)
        return call_fail(call, ERR_LIMIT, "MATLAB:histcounts:tooManyBins",
                         "There are too many bins.");
    if (n_bins < 0 && !limits) return hist_auto_edges(call->ctx, x, ret, ret_n);
    if (n_bins < 0) n_bins = 10;
    *ret = mem_alloc((size_t)(n_bins + 1) * sizeof **ret);
    if (!*ret) return ctx_fail_nomem(call->ctx);
    *ret_n = n_bins;
    if (limits) {
        for (Index i = 0; i <= n_bins; i++)
            (*ret)[i] = i == n_bins ? hi : lo + (double)i * ((hi - lo) / (double)n_bins);
    } else {
        hist_nice_edges(lo, hi, n_bins, *ret);
    }
    return OK;
}
static void scale_counts(double *n, const double *edges, Index n_bins, double total, int how) {
    double sum = 0;
    for (Index i = 0; i < n_bins; i++) {
        double width = edges[i + 1] - edges[i];
        sum += n[i];
        if (how == 1 || how == 6) n[i] /= total;
        if (how == 6) n[i] *= 100;
        if (how == 2) n[i] /= width;
        if (how == 3) n[i] /= total * width;
        if (how == 4) n[i] = sum;
        if (how == 5) n[i] = sum / total;
    }
}
BUILTIN(histcounts,
        "[N,edges] = histcounts(X)\n[N,edges] = histcounts(X,nbins)\n[N,edges] = "
        "histcounts(X,edges)\n[N,edges,bin] = histcounts(...)\nN = histcounts(C)\n... = "
        "histcounts(...,Name,Value)",
        ARITY(1, -1, 3), "Counts of values in bins.",
        "X: numeric array\nnbins: number of bins\nedges: bin edges, not decreasing\nC: categorical "
        "array\nNames: BinEdges, NumBins, BinWidth, BinLimits, Normalization (count, probability, "
        "countdensity, pdf, cumcount, cdf, percentage), BinMethod",
        "N: counts, one per bin; the last bin includes its right edge\nedges: bin edges\nbin: "
        "number of the bin of each element, 0 outside",
        "Fails for edges that decrease.",
        "assert(isequal(histcounts([1 2 2 3],[1 2 3]),[1 3]))\n[n,e] = histcounts([0.1 0.5 "
        "0.9],4);\nassert(sum(n) == 3 && numel(e) == 5)\nassert(isequal(histcounts([1 1 2],[0.5 "
        "1.5 2.5],Normalization=\"probability\"),[2 1]/3))",
        "histogram, discretize, accumarray") {
    if (value_is_object(call->arg[0], &categorical_class))
        return histcounts_categories(call, (Categorical *)call->arg[0].object);
    OWN_TENSOR *x = NULL, *n = NULL;
    OWN_MEM double *edges = NULL;
    OWN_MEM Index *counts = NULL;
    Index n_bins = 0;
    TRY(arg_tensor(call, 0, &x));
    int first = call->nargin > 1 && !arg_is_text(call, 1) ? 2 : 1;
    Option o[] = {{"BinEdges", NULL},  {"NumBins", NULL},       {"BinWidth", NULL},
                  {"BinLimits", NULL}, {"Normalization", NULL}, {"BinMethod", NULL}};
    TRY(arg_options(call, first, o, 6));
    TRY(choose_edges(call, x, o, first, &edges, &n_bins));
    counts = mem_alloc_zero((size_t)(n_bins + 1) * sizeof *counts);
    if (!counts) return ctx_fail_nomem(call->ctx);
    TRY(hist_count(call->ctx, x, edges, n_bins, counts));
    Shape row = shape_2d(1, n_bins);
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &row, &n));
    double total = 0;
    for (Index i = 0; i < n_bins; i++) tensor_f64(n)[i] = (double)counts[i];
    for (Index i = 0; !stop_reached(call->ctx, i, x->numel); i++) total += !isnan(tensor_get(x, i));
    if (o[4].value) {
        static const char *const kinds[] = {"count",    "probability", "countdensity", "pdf",
                                            "cumcount", "cdf",         "percentage",   NULL};
        OWN_MEM char *kind = NULL;
        TRY(value_to_utf8(call->ctx, *o[4].value, &kind));
        int how = 0;
        while (kinds[how] && !text_same(kinds[how], kind)) how++;
        if (!kinds[how])
            return call_fail(call, ERR_ARG, "MATLAB:unrecognizedStringChoice",
                             "Normalization '%s' is not known; it must be count, probability, "
                             "countdensity, pdf, cumcount, cdf or percentage.",
                             kind);
        scale_counts(tensor_f64(n), edges, n_bins, total, how);
    }
    ret_tensor(call, 0, GIVE(n));
    if (call->nargout > 1) {
        Shape shape = shape_2d(1, n_bins + 1);
        Tensor *e = NULL;
        TRY(tensor_from_doubles(call->ctx, edges, &shape, &e));
        ret_tensor(call, 1, e);
    }
    if (call->nargout > 2) {
        Tensor *b = NULL;
        TRY(tensor_new(call->ctx, CLASS_DOUBLE, &x->shape, &b));
        for (Index i = 0; !stop_reached(call->ctx, i, x->numel); i++)
            tensor_f64(b)[i] = (double)bin_of(edges, n_bins, tensor_get(x, i)) + 1;
        ret_tensor(call, 2, b);
    }
    return OK;
}
BUILTIN(histc, "n = histc(x,edges)\n[n,bin] = histc(x,edges)", ARITY(2, 2, 2),
        "Counts between edges (older form of histcounts).", "x: vector\nedges: increasing vector",
        "n: counts; the last one counts values equal to the last edge\nbin: bin of each element, 0 "
        "outside",
        "Fails for edges that decrease.", "assert(isequal(histc([1 2 2 3],1:3),[1 2 1]))",
        "histcounts") {
    OWN_TENSOR *x = NULL, *e = NULL, *n = NULL, *b = NULL;
    TRY(arg_doubles(call, 0, &x));
    TRY(arg_doubles(call, 1, &e));
    TRY(check_edges(call, tensor_f64(e), e->numel));
    if (!shape_is_vector(&x->shape)) return ctx_fail_unsupported(call->ctx, "histc of matrices");
    Shape shape = x->shape.dim[0] == 1 ? shape_2d(1, e->numel) : shape_2d(e->numel, 1);
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &shape, &n));
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &x->shape, &b));
    for (Index i = 0; !stop_reached(call->ctx, i, x->numel); i++) {
        double v = tensor_f64(x)[i];
        Index bin = bin_of(tensor_f64(e), e->numel - 1, v);
        if (bin < 0) continue;
        if (v == tensor_f64(e)[e->numel - 1]) bin = e->numel - 1;
        tensor_f64(n)[bin]++;
        tensor_f64(b)[i] = (double)bin + 1;
    }
    ret_tensor(call, 0, GIVE(n));
    if (call->nargout > 1) ret_tensor(call, 1, GIVE(b));
    return OK;
}
BUILTIN(discretize,
        "Y = discretize(X,edges)\n[Y,E] = discretize(X,N)\nY = discretize(...,values)\nY = "
        "discretize(...,\"categorical\",names)\nY = discretize(...,\"IncludedEdge\",side)",
        ARITY(2, 6, 2), "Bin numbers of values, or values that stand for the bins.",
        "X: numeric array\nedges: bin edges\nN: number of equal bins\nvalues: one value per "
        "bin\nside: \"left\" (default) or \"right\"",
        "Y: bin numbers (NaN outside), values or a categorical array\nE: edges",
        "Fails for edges that decrease.", "assert(isequaln(discretize([1 2 5],[0 2 4]),[1 2 NaN]))",
        "histcounts, categorical") {
    OWN_TENSOR *x = NULL, *e = NULL, *y = NULL;
    OWN_MEM double *edges = NULL;
    TRY(arg_doubles(call, 0, &x));
    TRY(arg_doubles(call, 1, &e));
    Index n_bins = e->numel - 1;
    if (e->numel == 1) {
        double lo, hi;
        Index bad;
        n_bins = tensor_get(e, 0) >= 1 && tensor_get(e, 0) <= 1e8 ? (Index)tensor_get(e, 0) : 0;
        if (n_bins < 1)
            return call_fail(call, ERR_ARG, "MATLAB:discretize:expectedPositive",
                             "Number of bins must be a positive integer.");
        edges = mem_alloc((size_t)(n_bins + 1) * sizeof *edges);
        if (!edges) return ctx_fail_nomem(call->ctx);
        TRY(hist_range(call->ctx, x, &lo, &hi, &bad));
        hist_nice_edges(lo, hi, n_bins, edges);
    } else {
        TRY(check_edges(call, tensor_f64(e), e->numel));
        edges = mem_alloc((size_t)e->numel * sizeof *edges);
        if (!edges) return ctx_fail_nomem(call->ctx);
        memcpy(edges, tensor_f64(e), (size_t)e->numel * sizeof *edges);
    }
    bool right = false, categories = false;
    const Value *values = NULL;
    int i = 2;
    if (i < call->nargin && !arg_is_text(call, i)) values = &call->arg[i++];
    for (; i < call->nargin; i++) {
        static const char *const words[] = {"categorical", "IncludedEdge", NULL};
        int word;
        TRY(arg_choice(call, i, words, &word));
        if (word == 0) {
            categories = true;
            if (i + 1 < call->nargin && !arg_is_word(call, i + 1, "IncludedEdge"))
                values = &call->arg[++i];
        } else {
            right = arg_is_word(call, ++i, "right");
        }
    }
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &x->shape, &y));
    for (Index k = 0; k < x->numel; k++) {
        double v = tensor_f64(x)[k];
        Index bin = bin_of(edges, n_bins, v);
        if (right && bin > 0 && v == edges[bin]) bin--;
        if (right && bin == n_bins - 1 && v == edges[n_bins]) bin = n_bins - 1;
        tensor_f64(y)[k] = bin < 0 ? NAN : (double)bin + 1;
    }
    if (call->nargout > 1) {
        Shape row = shape_2d(1, n_bins + 1);
        Tensor *t = NULL;
        TRY(tensor_from_doubles(call->ctx, edges, &row, &t));
        ret_tensor(call, 1, t);
    }
    if (categories) {
        OWN_STRINGS *names = NULL;
        Shape row = shape_2d(1, n_bins);
        if (values) {
            TRY(value_to_strings(call->ctx, *values, &names));
        } else {
            TRY(string_new(call->ctx, &row, &names));
            for (Index b = 0; b < n_bins; b++) {
                OWN_BUF text = BUF_INIT;
                buf_printf(&text, "[%g, %g%s", edges[b], edges[b + 1], b == n_bins - 1 ? "]" : ")");
                TRY(text_new(call->ctx, buf_text(&text), text.len, &names->items[b]));
            }
        }
        if (names->numel != n_bins)
            return call_fail(call, ERR_SIZE, "MATLAB:discretize:CategoryNamesSize",
                             "There must be one category name per bin.");
        Categorical *c = NULL;
        TRY(categorical_new(call->ctx, &x->shape, names->items, n_bins, &c));
        for (Index k = 0; k < x->numel; k++)
            c->codes[k] = isnan(tensor_f64(y)[k]) ? 0 : (uint32_t)tensor_f64(y)[k];
        call->ret[0] = value_take_object(&c->head);
        return OK;
    }
    if (values) {
        OWN_TENSOR *v = NULL;
        TRY(value_to_doubles(call->ctx, *values, &v));
        if (v->numel != n_bins)
            return call_fail(call, ERR_SIZE, "MATLAB:discretize:InvalidValues",
                             "There must be one value per bin.");
        for (Index k = 0; k < x->numel; k++) {
            if (!isnan(tensor_f64(y)[k]))
                tensor_f64(y)[k] = tensor_get(v, (Index)tensor_f64(y)[k] - 1);
        }
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}

const BuiltinDef *const family_counts[] = {
    &def_find, &def_nnz, &def_accumarray, &def_histcounts, &def_histc, &def_discretize, NULL};
