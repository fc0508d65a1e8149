// nn/ops/arrange.c: the labelled face of reshaping, indexing, joining, reductions and products.
#include "nn/ops.h"
#include "nn/ops/raw.h"
#include <stdio.h>
#include <string.h>

static Status label_take(NnState *nn, Status status, DlArray *made, const char *format,
                         DlArray **ret) {
    if (status != OK) return status;
    status = dlarray_relabel(nn, made, format, ret);
    dlarray_unref(made);
    return status;
}

// ---- shape ----

Status dl_reshape(NnState *nn, DlArray *x, const Shape *shape, DlArray **ret) {
    return raw_reshape(nn, x, shape, ret);
}

/// Labels after permuting, null when they would no longer be in order.
static bool permuted_format(const DlArray *x, const int *order, int n, char *format) {
    int labels = (int)strlen(x->format), at = 0, rank = 0;
    for (int i = 0; i < n; i++) {
        char label = order[i] < labels ? x->format[order[i]] : 'U';
        int label_rank = (int)(strchr("SCBTU", label) - "SCBTU");
        if (label_rank < rank) return false;
        rank = label_rank;
        format[at++] = label;
    }
    format[at] = '\0';
    return true;
}

Status dl_permute(NnState *nn, DlArray *x, const int *order, int n, DlArray **ret) {
    char format[FORMAT_BYTES] = "";
    if (dlarray_is_formatted(x) && !permuted_format(x, order, n, format))
        return ctx_fail(nn->ctx, ERR_ARG, "deep:dlarray:PermuteFormatted",
                        "The dimensions of a formatted dlarray stay in the order S, C, B, T, U. "
                        "Use stripdims first to "
                        "permute freely.");
    DlArray *made = NULL;
    Status status = raw_permute(nn, x, order, n, &made);
    return label_take(nn, status, made, format, ret);
}

Status dl_transpose(NnState *nn, DlArray *x, DlArray **ret) {
    for (const char *label = x->format; *label; label++)
        if (*label != 'U')
            return ctx_fail(nn->ctx, ERR_ARG, "deep:dlarray:TransposeFormatted",
                            "A formatted dlarray cannot be transposed. Use stripdims first.");
    DlArray *made = NULL;
    Status status = op_apply(nn, &op_transpose, NULL, &x, 1, &made);
    return label_take(nn, status, made, x->format, ret);
}

Status dl_cat(NnState *nn, int dim, DlArray *const *parts, int n, DlArray **ret) {
    char format[FORMAT_BYTES] = "";
    for (int i = 0; i < n && !format[0]; i++)
        snprintf(format, sizeof format, "%s", parts[i]->format);
    for (int i = 0; i < n; i++)
        if (dlarray_is_formatted(parts[i]) && strcmp(parts[i]->format, format) != 0)
            return ctx_fail(nn->ctx, ERR_ARG, "deep:dlarray:CatFormats",
                            "Formatted dlarray objects to be joined must have the same data "
                            "format; these have '%s' "
                            "and '%s'.",
                            format, parts[i]->format);
    for (int k = (int)strlen(format); format[0] && k <= dim && k < SHAPE_MAX_DIMS; k++) {
        format[k] = 'U';
        format[k + 1] = '\0';
    }
    OpAttrs attrs = {.dims = {dim}};
    DlArray *made = NULL;
    Status status = op_apply(nn, &op_cat, &attrs, parts, n, &made);
    return label_take(nn, status, made, format, ret);
}

/// Labels of x, lengthened with U to the dimensions of the result.
static void lengthened(const DlArray *x, const DlArray *made, char *format) {
    int n = (int)strlen(x->format);
    memcpy(format, x->format, (size_t)n);
    while (n > 0 && n < made->value->shape.n_dims) format[n++] = 'U';
    format[n] = '\0';
}

Status dl_repmat(NnState *nn, DlArray *x, const Index *times, int n, DlArray **ret) {
    OpAttrs attrs = {.n_dims = n, .shape = {.n_dims = n}};
    for (int i = 0; i < n; i++) attrs.shape.dim[i] = times[i];
    DlArray *made = NULL;
    TRY(op_apply(nn, &op_repmat, &attrs, &x, 1, &made));
    char format[FORMAT_BYTES];
    lengthened(x, made, format);
    return label_take(nn, OK, made, format, ret);
}

Status dl_expand(NnState *nn, DlArray *x, const Shape *shape, DlArray **ret) {
    OpAttrs attrs = {.shape = *shape};
    DlArray *made = NULL;
    TRY(op_apply(nn, &op_expand, &attrs, &x, 1, &made));
    char format[FORMAT_BYTES];
    lengthened(x, made, format);
    return label_take(nn, OK, made, format, ret);
}

// ---- indexing ----

/// One subscript's position: ':' counts through.
static inline Index sub_at(const Subscript *sub, Index i) {
    return sub->all ? i : sub->index[i];
}

/// Fills the linear positions that x(subs…) reads, first subscript fastest.
static void fill_positions(const Shape *shape, const Subscript *subs, int n, int64_t *to) {
    Index size[SHAPE_MAX_DIMS], stride[SHAPE_MAX_DIMS], at[SHAPE_MAX_DIMS] = {0}, numel = 1;
    Index next = 1;
    for (int d = 0; d < n; d++) {
        stride[d] = next;
        Index dim = shape_dim(shape, d);
        for (int k = n; d == n - 1 && k < shape->n_dims; k++)
            dim *= shape->dim[k]; // the last one folds the rest
        size[d] = subs[d].all ? dim : subs[d].n;
        numel *= size[d];
        next *= dim;
    }
    for (Index i = 0; i < numel; i++) {
        Index position = 0;
        for (int d = 0; d < n; d++) position += stride[d] * sub_at(&subs[d], at[d]);
        to[i] = position;
        for (int d = 0; d < n && ++at[d] == size[d]; d++) at[d] = 0;
    }
}

/// Linear positions that x(subs…) reads, shaped like the result, as an untraced int64 array.
static Status positions_of(NnState *nn, const DlArray *x, const Subscript *subs, int n,
                           DlArray **ret) {
    Subscript own[SHAPE_MAX_DIMS]; // tensor_index fills in the counts of ':'
    Tensor *part = NULL, *where = NULL;
    if (n > SHAPE_MAX_DIMS) return ctx_fail(nn->ctx, ERR_LIMIT, "", "Too many subscripts.");
    memcpy(own, subs, (size_t)n * sizeof *own);
    TRY(tensor_index(nn->ctx, x->value, own, n, &part));
    Status status = tensor_new(nn->ctx, CLASS_INT64, &part->shape, &where);
    tensor_unref(part);
    if (status != OK) return status;
    fill_positions(&x->value->shape, own, n, where->data);
    return dlarray_take(nn, where, "", ret);
}

Status dl_index(NnState *nn, DlArray *x, const Subscript *subs, int n, DlArray **ret) {
    int labels = (int)strlen(x->format);
    char format[FORMAT_BYTES] = "";
    if (labels > 0 && n >= labels) {
        int k = 0;
        for (; k < n && k < SHAPE_MAX_DIMS; k++) format[k] = k < labels ? x->format[k] : 'U';
        format[k] = '\0';
    }
    DlArray *made = NULL, *where = NULL;
    Status status = OK;
    if (!nn_recording(nn) || !dlarray_is_traced(x)) {
        Tensor *part = NULL;
        TRY(tensor_index(nn->ctx, x->value, subs, n, &part));
        return dlarray_take(nn, part, format, ret);
    }
    TRY(positions_of(nn, x, subs, n, &where));
    OpAttrs attrs = {.shape = where->value->shape};
    DlArray *in[2] = {x, where};
    status = op_apply(nn, &op_pick, &attrs, in, 2, &made);
    dlarray_unref(where);
    return label_take(nn, status, made, format, ret);
}

/// A position written twice keeps its last value: earlier ones are marked "nothing".
static Status drop_overwritten(NnState *nn, DlArray *where, Index n_elements) {
    Index n = where->value->numel;
    int64_t *at = where->value->data;
    Index *owner = mem_alloc((size_t)(n_elements ? n_elements : 1) * sizeof *owner);
    if (!owner) return ctx_fail_nomem(nn->ctx);
    for (Index i = 0; i < n; i++) owner[at[i]] = i;
    for (Index i = 0; i < n; i++)
        if (owner[at[i]] != i) at[i] = -1;
    mem_free(owner);
    return OK;
}

Status dl_assign(NnState *nn, DlArray *x, const Subscript *subs, int n, DlArray *rhs,
                 DlArray **ret) {
    DlArray *where = NULL;
    TRY(positions_of(nn, x, subs, n, &where));
    Calc c = calc_begin(nn);
    calc_keep(&c, where);
    calc_fail(&c, drop_overwritten(nn, where, x->value->numel));
    NumClass cls = (NumClass)x->value->cls;
    if ((NumClass)rhs->value->cls != cls) {
        OpAttrs attrs = {.option = cls};
        rhs = calc_op(&c, &op_cast, &attrs, &rhs, 1);
    }
    if (c.status == OK && rhs->value->numel == 1) rhs = calc_expand(&c, rhs, &where->value->shape);
    if (c.status == OK && rhs->value->numel != where->value->numel)
        calc_fail(&c, ctx_fail(nn->ctx, ERR_SIZE, "MATLAB:subsassigndimmismatch",
                               "Unable to perform assignment because the size of the left side "
                               "differs from the size "
                               "of the right side."));
    DlArray *kept = calc_binary(&c, &op_erase, x, where);
    DlArray *made = calc_plus(&c, kept, calc_place(&c, rhs, where, &x->value->shape)), *sum = NULL;
    Status status = calc_end(&c, made, &sum);
    return label_take(nn, status, sum, x->format, ret);
}

// ---- reductions ----

static Status reduce(NnState *nn, const OpDef *op, DlArray *x, const int *dims, int n,
                     DlArray **ret) {
    OpAttrs attrs = {.n_dims = 0};
    for (int i = 0; i < n; i++)
        if (dims[i] < x->value->shape.n_dims) attrs.dims[attrs.n_dims++] = dims[i];
    if (n > 0 && attrs.n_dims == 0) { // only dimensions of size 1 beyond the array
        *ret = dlarray_ref(x);
        return OK;
    }
    DlArray *made = NULL;
    Status status = op_apply(nn, op, &attrs, &x, 1, &made);
    return label_take(nn, status, made, x->format, ret);
}

Status dl_sum(NnState *nn, DlArray *x, const int *dims, int n, DlArray **ret) {
    return reduce(nn, &op_sum, x, dims, n, ret);
}
Status dl_prod(NnState *nn, DlArray *x, const int *dims, int n, DlArray **ret) {
    return reduce(nn, &op_prod, x, dims, n, ret);
}
Status dl_max(NnState *nn, DlArray *x, const int *dims, int n, DlArray **ret) {
    return reduce(nn, &op_max, x, dims, n, ret);
}
Status dl_min(NnState *nn, DlArray *x, const int *dims, int n, DlArray **ret) {
    return reduce(nn, &op_min, x, dims, n, ret);
}

static double count_over(const DlArray *x, const int *dims, int n) {
    if (n == 0) return (double)x->value->numel;
    double count = 1;
    for (int i = 0; i < n; i++) count *= (double)dlarray_dim(x, dims[i]);
    return count;
}

Status dl_mean(NnState *nn, DlArray *x, const int *dims, int n, DlArray **ret) {
    DlArray *sum = NULL;
    TRY(dl_sum(nn, x, dims, n, &sum));
    Status status = dl_affine(nn, sum, 1 / count_over(x, dims, n), 0, ret);
    dlarray_unref(sum);
    return status;
}

Status dl_var(NnState *nn, DlArray *x, const int *dims, int n, bool biased, DlArray **ret) {
    DlArray *mean = NULL, *off = NULL, *square = NULL, *sum = NULL;
    double count = count_over(x, dims, n);
    Status status = OK;
    TRY_GOTO(dl_mean(nn, x, dims, n, &mean));
    TRY_GOTO(dl_minus(nn, x, mean, &off));
    TRY_GOTO(dl_square(nn, off, &square));
    TRY_GOTO(dl_sum(nn, square, dims, n, &sum));
    TRY_GOTO(dl_affine(nn, sum, 1 / (biased || count <= 1 ? count : count - 1), 0, ret));
done:
    dlarray_unref(mean);
    dlarray_unref(off);
    dlarray_unref(square);
    dlarray_unref(sum);
    return status;
}

Status dl_cumsum(NnState *nn, DlArray *x, int dim, DlArray **ret) {
    OpAttrs attrs = {.dims = {dim}};
    DlArray *made = NULL;
    Status status = op_apply(nn, &op_cumsum, &attrs, &x, 1, &made);
    return label_take(nn, status, made, x->format, ret);
}

// ---- products ----

Status dl_mtimes(NnState *nn, DlArray *a, DlArray *b, DlArray **ret) {
    if (a->value->numel == 1 || b->value->numel == 1) return dl_times(nn, a, b, ret);
    DlArray *in[2] = {a, b}, *made = NULL;
    TRY(op_apply(nn, &op_mtimes, NULL, in, 2, &made));
    // Rows come from a and columns from b; labels pass on only from the side whose both sizes
    // survive.
    const char *format = "";
    if (dlarray_is_formatted(b) && !dlarray_is_formatted(a))
        format = b->format;
    else if (dlarray_is_formatted(a) && !dlarray_is_formatted(b))
        format = a->format;
    return label_take(nn, OK, made, format, ret);
}

/// "C" and the labels of x other than S and C, with their sizes.
static Status features_to_channels(NnState *nn, const DlArray *x, Index n_out, char *format,
                                   Shape *shape, Index *ret_features) {
    Index dims[SHAPE_MAX_DIMS], features = 1;
    int n = 0;
    dims[n] = n_out;
    format[n++] = 'C';
    for (int i = 0; x->format[i]; i++) {
        if (x->format[i] == 'S' || x->format[i] == 'C') {
            features *= dlarray_dim(x, i);
        } else {
            dims[n] = dlarray_dim(x, i);
            format[n++] = x->format[i];
        }
    }
    if (n == 1) {
        dims[n] = 1;
        format[n++] = 'U';
    }
    format[n] = '\0';
    *ret_features = features;
    return shape_make(nn->ctx, dims, n, shape);
}

Status dl_fullyconnect(NnState *nn, DlArray *x, DlArray *w, DlArray *b, const char *format,
                       Activation activation, DlArray **ret) {
    DlArray *labelled = NULL, *made = NULL;
    bool plain;
    TRY(dl_labelled(nn, x, format, &labelled, &plain));
    char out_format[FORMAT_BYTES];
    Index features = 0;
    OpAttrs attrs = {.option = activation};
    Status status = OK;
    TRY_GOTO(
        features_to_channels(nn, labelled, dlarray_dim(w, 0), out_format, &attrs.shape, &features));
    if (w->value->shape.n_dims != 2 || w->value->shape.dim[1] != features)
        TRY_GOTO(ctx_fail(nn->ctx, ERR_SIZE, "deep:fullyconnect:WeightsSize",
                          "The weights must have as many columns as the input has features: %lld "
                          "columns for %lld "
                          "features.",
                          (long long)w->value->shape.dim[1], (long long)features));
    if (b && b->value->numel != w->value->shape.dim[0])
        TRY_GOTO(ctx_fail(nn->ctx, ERR_SIZE, "deep:fullyconnect:BiasSize",
                          "The bias must have one element per row of the weights."));
    DlArray *in[3] = {labelled, w, b};
    TRY_GOTO(op_apply(nn, &op_fullyconnect, &attrs, in, b ? 3 : 2, &made));
    status = dlarray_relabel(nn, made, plain ? "" : out_format, ret);
done:
    dlarray_unref(labelled);
    dlarray_unref(made);
    return status;
}
