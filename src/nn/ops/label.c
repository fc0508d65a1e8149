// nn/ops/label.c: the labelled face of the element-wise operations: which labels meet, which pass
// on.
#include "nn/ops.h"
#include "nn/ops/raw.h"
#include <stdio.h>
#include <string.h>

/// Gives an owned, unlabelled result the labels `format` (or drops the failure through).
static Status label_take(NnState *nn, Status status, DlArray *made, const char *format,
                         DlArray **ret) {
    if (status != OK) return status;
    status = dlarray_relabel(nn, made, format, ret);
    dlarray_unref(made);
    return status;
}

Status dl_labelled(NnState *nn, DlArray *x, const char *format, DlArray **ret,
                   bool *ret_was_plain) {
    *ret_was_plain = !dlarray_is_formatted(x);
    if (!*ret_was_plain) {
        *ret = dlarray_ref(x);
        return OK;
    }
    if (!format || !*format)
        return ctx_fail(nn->ctx, ERR_ARG, "deep:dlarray:FormatRequired",
                        "The input must be a formatted dlarray, or the data format must be given "
                        "with the DataFormat "
                        "option.");
    return dlarray_with_format(nn, x, format, ret);
}

Status dl_unary(NnState *nn, const OpDef *op, DlArray *x, DlArray **ret) {
    DlArray *made = NULL;
    Status status = op_apply(nn, op, NULL, &x, 1, &made);
    return label_take(nn, status, made, x->format, ret);
}

static Status unary_with(NnState *nn, const OpDef *op, const OpAttrs *attrs, DlArray *x,
                         DlArray **ret) {
    DlArray *made = NULL;
    Status status = op_apply(nn, op, attrs, &x, 1, &made);
    return label_take(nn, status, made, x->format, ret);
}

// ---- two inputs ----

static int count_label(const char *format, char label) {
    int n = 0;
    for (; *format; format++) n += *format == label;
    return n;
}

/// Labels of both, each as often as the one that has it more often.
static Status format_union(NnState *nn, const char *a, const char *b, char *ret) {
    int n = 0;
    for (const char *label = "SCBTU"; *label; label++) {
        int na = count_label(a, *label), nb = count_label(b, *label);
        for (int i = 0; i < (na > nb ? na : nb); i++) {
            if (n == SHAPE_MAX_DIMS)
                return ctx_fail(nn->ctx, ERR_SIZE, "deep:dlarray:TooManyDims",
                                "The result has too many dimensions.");
            ret[n++] = *label;
        }
    }
    ret[n] = '\0';
    return OK;
}

/// x with dimensions of size 1 put in where `format` has labels that x lacks.
static Status align(NnState *nn, DlArray *x, const char *format, DlArray **ret) {
    Index dims[SHAPE_MAX_DIMS];
    int n = 0, from = 0;
    for (const char *label = format; *label; label++) {
        bool have = x->format[from] == *label;
        dims[n++] = have ? dlarray_dim(x, from++) : 1;
    }
    Shape shape;
    TRY(shape_make(nn->ctx, dims, n, &shape));
    return raw_reshape(nn, x, &shape, ret);
}

/// Labels for an unlabelled array beside one labelled `format`: by position, the rest U.
static void format_beside(const char *format, const DlArray *plain, char *ret) {
    int n = (int)strlen(format);
    memcpy(ret, format, (size_t)n);
    while (n < plain->value->shape.n_dims) ret[n++] = 'U';
    ret[n] = '\0';
}

/// Brings two arrays in line for an element-wise operation; owned handles and the labels of the
/// result.
static Status line_up(NnState *nn, DlArray *a, DlArray *b, DlArray **ret_a, DlArray **ret_b,
                      char *format) {
    bool fa = dlarray_is_formatted(a), fb = dlarray_is_formatted(b);
    if (!fa && !fb)
        format[0] = '\0';
    else if (!fb)
        format_beside(a->format, b, format);
    else if (!fa)
        format_beside(b->format, a, format);
    else if (strcmp(a->format, b->format) == 0)
        snprintf(format, FORMAT_BYTES, "%s", a->format);
    else {
        TRY(format_union(nn, a->format, b->format, format));
        TRY(align(nn, a, format, ret_a));
        Status status = align(nn, b, format, ret_b);
        if (status != OK) dlarray_unref(*ret_a);
        return status;
    }
    *ret_a = dlarray_ref(a);
    *ret_b = dlarray_ref(b);
    return OK;
}

Status dl_binary(NnState *nn, const OpDef *op, DlArray *a, DlArray *b, DlArray **ret) {
    char format[FORMAT_BYTES];
    DlArray *in[2] = {NULL, NULL}, *made = NULL;
    TRY(line_up(nn, a, b, &in[0], &in[1], format));
    Status status = op_apply(nn, op, NULL, in, 2, &made);
    dlarray_unref(in[0]);
    dlarray_unref(in[1]);
    return label_take(nn, status, made, format, ret);
}

Status dl_compare(NnState *nn, BinaryOp op, DlArray *a, DlArray *b, DlArray **ret) {
    char format[FORMAT_BYTES];
    DlArray *x = NULL, *y = NULL;
    Tensor *truth = NULL;
    bool was =
        tape_pause(nn); // a comparison is not differentiable, so lining up need not be recorded
    Status status = line_up(nn, a, b, &x, &y, format);
    tape_resume(nn, was);
    if (status != OK) return status;
    status = tensor_binary(nn->ctx, op, x->value, y->value, &truth);
    dlarray_unref(x);
    dlarray_unref(y);
    return status == OK ? dlarray_take(nn, truth, format, ret) : status;
}

Status dl_plus(NnState *nn, DlArray *a, DlArray *b, DlArray **ret) {
    return dl_binary(nn, &op_plus, a, b, ret);
}
Status dl_minus(NnState *nn, DlArray *a, DlArray *b, DlArray **ret) {
    return dl_binary(nn, &op_minus, a, b, ret);
}
Status dl_times(NnState *nn, DlArray *a, DlArray *b, DlArray **ret) {
    return dl_binary(nn, &op_times, a, b, ret);
}
Status dl_rdivide(NnState *nn, DlArray *a, DlArray *b, DlArray **ret) {
    return dl_binary(nn, &op_rdivide, a, b, ret);
}
Status dl_power(NnState *nn, DlArray *a, DlArray *b, DlArray **ret) {
    return dl_binary(nn, &op_power, a, b, ret);
}
Status dl_max2(NnState *nn, DlArray *a, DlArray *b, DlArray **ret) {
    return dl_binary(nn, &op_max2, a, b, ret);
}
Status dl_min2(NnState *nn, DlArray *a, DlArray *b, DlArray **ret) {
    return dl_binary(nn, &op_min2, a, b, ret);
}
Status dl_uminus(NnState *nn, DlArray *x, DlArray **ret) {
    return dl_unary(nn, &op_uminus, x, ret);
}
Status dl_exp(NnState *nn, DlArray *x, DlArray **ret) {
    return dl_unary(nn, &op_exp, x, ret);
}
Status dl_log(NnState *nn, DlArray *x, DlArray **ret) {
    return dl_unary(nn, &op_log, x, ret);
}
Status dl_sqrt(NnState *nn, DlArray *x, DlArray **ret) {
    return dl_unary(nn, &op_sqrt, x, ret);
}
Status dl_abs(NnState *nn, DlArray *x, DlArray **ret) {
    return dl_unary(nn, &op_abs, x, ret);
}
Status dl_square(NnState *nn, DlArray *x, DlArray **ret) {
    return dl_unary(nn, &op_square, x, ret);
}

Status dl_affine(NnState *nn, DlArray *x, double scale, double shift, DlArray **ret) {
    OpAttrs attrs = {.number = {scale, shift}};
    return unary_with(nn, &op_affine, &attrs, x, ret);
}

Status dl_floor_at(NnState *nn, DlArray *x, double lo, DlArray **ret) {
    OpAttrs attrs = {.number = {lo}};
    return unary_with(nn, &op_floor_at, &attrs, x, ret);
}

Status dl_cast(NnState *nn, DlArray *x, NumClass cls, DlArray **ret) {
    if ((NumClass)x->value->cls == cls) {
        *ret = dlarray_ref(x);
        return OK;
    }
    OpAttrs attrs = {.option = cls};
    return unary_with(nn, &op_cast, &attrs, x, ret);
}

// ---- activations ----

Status dl_relu(NnState *nn, DlArray *x, DlArray **ret) {
    return dl_unary(nn, &op_relu, x, ret);
}
Status dl_sigmoid(NnState *nn, DlArray *x, DlArray **ret) {
    return dl_unary(nn, &op_sigmoid, x, ret);
}
Status dl_tanh(NnState *nn, DlArray *x, DlArray **ret) {
    return dl_unary(nn, &op_tanh, x, ret);
}
Status dl_swish(NnState *nn, DlArray *x, DlArray **ret) {
    return dl_unary(nn, &op_swish, x, ret);
}
Status dl_softplus(NnState *nn, DlArray *x, DlArray **ret) {
    return dl_unary(nn, &op_softplus, x, ret);
}

Status dl_leakyrelu(NnState *nn, DlArray *x, double scale, DlArray **ret) {
    OpAttrs attrs = {.number = {scale}};
    return unary_with(nn, &op_leakyrelu, &attrs, x, ret);
}

Status dl_elu(NnState *nn, DlArray *x, double alpha, DlArray **ret) {
    OpAttrs attrs = {.number = {alpha}};
    return unary_with(nn, &op_elu, &attrs, x, ret);
}

Status dl_clippedrelu(NnState *nn, DlArray *x, double ceiling, DlArray **ret) {
    OpAttrs attrs = {.number = {ceiling}};
    return unary_with(nn, &op_clippedrelu, &attrs, x, ret);
}

Status dl_gelu(NnState *nn, DlArray *x, bool tanh_form, DlArray **ret) {
    OpAttrs attrs = {.option = tanh_form};
    return unary_with(nn, &op_gelu, &attrs, x, ret);
}

Status dl_softmax_dim(NnState *nn, DlArray *x, int dim, DlArray **ret) {
    OpAttrs attrs = {.dims = {dim}};
    return unary_with(nn, &op_softmax, &attrs, x, ret);
}

Status dl_softmax(NnState *nn, DlArray *x, const char *format, DlArray **ret) {
    DlArray *labelled = NULL, *y = NULL;
    bool plain;
    TRY(dl_labelled(nn, x, format, &labelled, &plain));
    Status status = OK;
    int dim = dlarray_find_dim(labelled, 'C');
    if (dim < 0)
        TRY_GOTO(ctx_fail(nn->ctx, ERR_ARG, "deep:dlarray:ChannelRequired",
                          "softmax needs a channel dimension 'C' in the data format."));
    TRY_GOTO(dl_softmax_dim(nn, labelled, dim, &y));
    status = plain ? dlarray_relabel(nn, y, "", ret) : OK;
    if (!plain) *ret = dlarray_ref(y);
done:
    dlarray_unref(labelled);
    dlarray_unref(y);
    return status;
}
