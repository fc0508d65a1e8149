// nn/dlarray.c: handles on labelled, perhaps traced arrays, and the rules for labels.
#include "nn/dlarray.h"
#include "nn/ops/raw.h"
#include <stdio.h>
#include <string.h>

static const char LABEL_ORDER[] = "SCBTU";

static Status fail_format(Ctx *ctx, const char *id, const char *text) {
    return ctx_fail(ctx, ERR_ARG, id, "%s", text);
}

static Status format_check(Ctx *ctx, const char *format, size_t n, int n_dims) {
    int seen[128] = {0};
    for (size_t i = 0; i < n; i++) {
        if ((unsigned char)format[i] > 127 || !strchr(LABEL_ORDER, format[i]))
            return fail_format(ctx, "deep:dlarray:InvalidFormat",
                               "Data format must contain only the labels S, C, B, T and U.");
        seen[(int)format[i]]++;
    }
    if (seen['C'] > 1 || seen['B'] > 1 || seen['T'] > 1)
        return fail_format(ctx, "deep:dlarray:RepeatedLabels",
                           "Data format may contain each of the labels C, B and T at most once.");
    if ((int)n < n_dims)
        return ctx_fail(ctx, ERR_ARG, "deep:dlarray:TooFewLabels",
                        "Data format has %d labels but the data has %d dimensions.", (int)n,
                        n_dims);
    return OK;
}

Status format_normalize(Ctx *ctx, const char *format, int n_dims, char sorted[FORMAT_BYTES],
                        int *order, int *ret_n) {
    size_t n = strlen(format);
    if (n > SHAPE_MAX_DIMS)
        return fail_format(ctx, "deep:dlarray:InvalidFormat", "Data format has too many labels.");
    TRY(format_check(ctx, format, n, n_dims));
    int k = 0;
    for (const char *label = LABEL_ORDER; *label; label++)
        for (size_t i = 0; i < n; i++)
            if (format[i] == *label) {
                order[k] = (int)i;
                sorted[k++] = *label;
            }
    while (k < 2) {
        order[k] = k;
        sorted[k++] = 'U';
    }
    sorted[k] = '\0';
    *ret_n = k;
    return OK;
}

/// Number of data dimensions a format must label: a column counts as one, a scalar as none.
static int data_dims(const Shape *shape) {
    if (shape->n_dims > 2 || shape->dim[1] != 1) return shape->n_dims;
    return shape->dim[0] != 1 ? 1 : 0;
}

static bool order_is_identity(const int *order, int n) {
    for (int i = 0; i < n; i++)
        if (order[i] != i) return false;
    return true;
}

Status dlarray_take(NnState *nn, Tensor *value, const char *format, DlArray **ret) {
    DlArray *x = mem_alloc(sizeof *x);
    if (!x) {
        tensor_unref(value);
        return ctx_fail_nomem(nn->ctx);
    }
    refcount_init(&x->refs);
    x->value = value;
    x->node = NULL;
    size_t length = format ? strnlen(format, sizeof x->format - 1) : 0;
    memcpy(x->format, format ? format : "", length);
    x->format[length] = '\0';
    *ret = x;
    return OK;
}

Status dlarray_new(NnState *nn, const Tensor *value, const char *format, DlArray **ret) {
    if (!format || !*format) return dlarray_take(nn, tensor_ref((Tensor *)value), "", ret);
    char sorted[FORMAT_BYTES];
    int order[SHAPE_MAX_DIMS], n = 0;
    TRY(format_normalize(nn->ctx, format, data_dims(&value->shape), sorted, order, &n));
    Tensor *data = NULL;
    if (order_is_identity(order, n))
        data = tensor_ref((Tensor *)value);
    else
        TRY(tensor_permute(nn->ctx, value, order, n, &data));
    return dlarray_take(nn, data, sorted, ret);
}

void dlarray_unref(DlArray *x) {
    if (!x || !refcount_down(&x->refs)) return;
    tensor_unref(x->value);
    tapenode_unref(x->node);
    mem_free(x);
}

Status dlarray_relabel(NnState *nn, DlArray *x, const char *format, DlArray **ret) {
    if (strcmp(x->format, format) == 0) {
        *ret = dlarray_ref(x);
        return OK;
    }
    TRY(dlarray_take(nn, tensor_ref(x->value), format, ret));
    (*ret)->node = tapenode_ref(x->node);
    return OK;
}

Status dlarray_untraced(NnState *nn, DlArray *x, DlArray **ret) {
    if (!x->node) {
        *ret = dlarray_ref(x);
        return OK;
    }
    return dlarray_take(nn, tensor_ref(x->value), x->format, ret);
}

Status dlarray_with_format(NnState *nn, DlArray *x, const char *format, DlArray **ret) {
    if (!*format) return dlarray_relabel(nn, x, "", ret);
    char sorted[FORMAT_BYTES];
    int order[SHAPE_MAX_DIMS], n = 0;
    TRY(format_normalize(nn->ctx, format, data_dims(&x->value->shape), sorted, order, &n));
    if (order_is_identity(order, n)) return dlarray_relabel(nn, x, sorted, ret);
    DlArray *moved = NULL;
    TRY(raw_permute(nn, x, order, n, &moved));
    Status status = dlarray_relabel(nn, moved, sorted, ret);
    dlarray_unref(moved);
    return status;
}

bool dlarray_is_traced(const DlArray *x) {
    return x->node && x->node->nn;
}

int dlarray_n_dims(const DlArray *x) {
    int labels = (int)strlen(x->format), dims = x->value->shape.n_dims;
    return labels > dims ? labels : dims;
}

int dlarray_find_dim(const DlArray *x, char label) {
    const char *at = label ? strchr(x->format, label) : NULL;
    return at ? (int)(at - x->format) : -1;
}

int dlarray_find_dims(const DlArray *x, char label, int *dims) {
    int n = 0;
    for (int i = 0; x->format[i]; i++)
        if (x->format[i] == label) dims[n++] = i;
    return n;
}

void dlarray_describe(const DlArray *x, char *text, size_t n_bytes) {
    size_t at = 0;
    int n = dlarray_n_dims(x);
    bool labelled = dlarray_is_formatted(x);
    text[0] = '\0';
    for (int i = 0; i < n && at + 1 < n_bytes; i++) {
        const char *separator = i == 0 ? "" : labelled ? " \xc3\x97 " : "\xc3\x97";
        int k = labelled ? snprintf(text + at, n_bytes - at, "%s%lld(%c)", separator,
                                    (long long)dlarray_dim(x, i), x->format[i] ? x->format[i] : 'U')
                         : snprintf(text + at, n_bytes - at, "%s%lld", separator,
                                    (long long)dlarray_dim(x, i));
        at += (size_t)k;
    }
}
