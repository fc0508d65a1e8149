// nn/ops/norm.c: normalization over dimensions, batch and layer normalization, dropout.
#include "nn/ops.h"
#include "nn/ops/raw.h"
#include <math.h>
#include <string.h>

// ---- normalize: (x - mean) / sqrt(var + epsilon) over attrs.dims; number[0] is epsilon ----

static double group_size(const Shape *shape, const OpAttrs *attrs) {
    double n = 1;
    for (int i = 0; i < attrs->n_dims; i++) n *= (double)shape_dim(shape, attrs->dims[i]);
    return n;
}

/// mean and 1/sqrt(var + epsilon) as recorded formulas of x.
static void statistics(Calc *c, DlArray *x, const OpAttrs *attrs, DlArray **ret_off,
                       DlArray **ret_inverse) {
    double n = group_size(&x->value->shape, attrs);
    DlArray *mean = calc_affine(c, calc_sum(c, x, attrs->dims, attrs->n_dims), 1 / n, 0);
    *ret_off = calc_minus(c, x, mean);
    DlArray *variance = calc_sum(c, calc_square(c, *ret_off), attrs->dims, attrs->n_dims);
    *ret_inverse =
        calc_unary(c, &op_reciprocal,
                   calc_unary(c, &op_sqrt, calc_affine(c, variance, 1 / n, attrs->number[0])));
}

static Status normalize_forward(OpForward *call) {
    bool was = tape_pause(call->nn);
    Calc c = calc_begin(call->nn);
    DlArray *off = NULL, *inverse = NULL, *made = NULL;
    statistics(&c, call->in[0], call->attrs, &off, &inverse);
    DlArray *y = calc_times(&c, off, inverse);
    if (c.status == OK && call->traced) call->saved[0] = tensor_ref(inverse->value);
    Status status = calc_end(&c, y, &made);
    tape_resume(call->nn, was);
    if (status != OK) return status;
    call->out = tensor_ref(made->value);
    dlarray_unref(made);
    return OK;
}

/// dx = inverse .* (g - mean(g) - y .* mean(g .* y)).
static Status normalize_vjp(OpVjp *v) {
    Calc c = calc_begin(v->nn);
    const OpAttrs *a = v->attrs;
    double n = group_size(&v->in[0]->value->shape, a);
    DlArray *off = NULL, *inverse = NULL;
    if (nn_recording(v->nn))
        statistics(&c, v->in[0], a, &off, &inverse);
    else
        inverse = calc_tensor(&c, tensor_ref(v->node->saved[0]));
    DlArray *mean_g = calc_affine(&c, calc_sum(&c, v->grad, a->dims, a->n_dims), 1 / n, 0);
    DlArray *mean_gy = calc_affine(
        &c, calc_sum(&c, calc_times(&c, v->grad, v->out), a->dims, a->n_dims), 1 / n, 0);
    DlArray *inner =
        calc_minus(&c, calc_minus(&c, v->grad, mean_g), calc_times(&c, v->out, mean_gy));
    return calc_end(&c, calc_times(&c, inner, inverse), &v->ret[0]);
}
const OpDef op_normalize = {.name = "normalize",
                            .kind = OPK_OTHER,
                            .saves_output = true,
                            .forward = normalize_forward,
                            .vjp = normalize_vjp,
                            .probe = {.n_in = 1,
                                      .in = {{3, {3, 4, 2}}},
                                      .attrs = {.number = {0.1}, .dims = {0, 2}, .n_dims = 2},
                                      .second = true}};

// ---- scale and offset ----

/// A vector of one value per channel as an array that lies along dimension `dim`.
static DlArray *along(Calc *c, DlArray *v, int dim) {
    if (c->status != OK || !v) return NULL;
    Shape shape = {.n_dims = dim + 1};
    for (int i = 0; i < dim; i++) shape.dim[i] = 1;
    shape.dim[dim] = v->value->numel;
    if (dim == 0) shape = shape_2d(v->value->numel, 1);
    return calc_reshape(c, v, &shape);
}

static Status check_channels(NnState *nn, DlArray *v, Index channels, const char *what) {
    if (!v || v->value->numel == channels || v->value->numel == 1) return OK;
    return ctx_fail(nn->ctx, ERR_SIZE, "deep:normalization:ParameterSize",
                    "%s must have one element per channel: %lld elements for %lld channels.", what,
                    (long long)v->value->numel, (long long)channels);
}

static DlArray *scale_and_shift(Calc *c, DlArray *y, DlArray *offset, DlArray *scale, int dim) {
    if (scale) y = calc_times(c, y, along(c, scale, dim));
    if (offset) y = calc_plus(c, y, along(c, offset, dim));
    return y;
}

static Status channel_of(NnState *nn, const DlArray *x, int *ret_dim) {
    *ret_dim = dlarray_find_dim(x, 'C');
    if (*ret_dim >= 0) return OK;
    return ctx_fail(nn->ctx, ERR_ARG, "deep:dlarray:ChannelRequired",
                    "Normalization needs a channel dimension 'C' in the data format.");
}

/// Untraced column of the statistics of each channel.
static Status batch_statistics(NnState *nn, DlArray *x, const int *dims, int n, DlArray **ret_mean,
                               DlArray **ret_variance) {
    DlArray *plain = NULL, *mean = NULL, *variance = NULL;
    bool was = tape_pause(nn);
    Status status = OK;
    TRY_GOTO(dlarray_relabel(nn, x, "", &plain));
    TRY_GOTO(dl_mean(nn, plain, dims, n, &mean));
    TRY_GOTO(dl_var(nn, plain, dims, n, true, &variance));
    Shape column = shape_2d(mean->value->numel, 1);
    if (ret_mean) TRY_GOTO(raw_reshape(nn, mean, &column, ret_mean));
    if (ret_variance) TRY_GOTO(raw_reshape(nn, variance, &column, ret_variance));
done:
    tape_resume(nn, was);
    dlarray_unref(plain);
    dlarray_unref(mean);
    dlarray_unref(variance);
    return status;
}

/// Normalizes over `dims`, then scale and offset along the channel dimension.
static Status normalized(NnState *nn, DlArray *x, const int *dims, int n, DlArray *offset,
                         DlArray *scale, double epsilon, int channel, bool plain, DlArray **ret) {
    OpAttrs attrs = {.number = {epsilon}, .n_dims = n};
    memcpy(attrs.dims, dims, (size_t)n * sizeof *dims);
    Calc c = calc_begin(nn);
    DlArray *y = calc_op(&c, &op_normalize, &attrs, &x, 1), *made = NULL;
    TRY(calc_end(&c, scale_and_shift(&c, y, offset, scale, channel), &made));
    Status status = dlarray_relabel(nn, made, plain ? "" : x->format, ret);
    dlarray_unref(made);
    return status;
}

/// Dimensions to normalize over that exist in the tensor: S and C (layer), or all but the channels.
static int norm_dims(const DlArray *x, int channel, bool layer, int *dims) {
    int n = 0;
    for (int i = 0; i < x->value->shape.n_dims; i++)
        if (layer ? x->format[i] == 'C' || x->format[i] == 'S' : i != channel) dims[n++] = i;
    return n;
}

Status dl_batchnorm(NnState *nn, DlArray *x, DlArray *offset, DlArray *scale, double epsilon,
                    const char *format, DlArray **ret, DlArray **ret_mean, DlArray **ret_variance) {
    DlArray *labelled = NULL, *mean = NULL, *variance = NULL, *y = NULL;
    bool plain;
    int channel, dims[SHAPE_MAX_DIMS];
    TRY(dl_labelled(nn, x, format, &labelled, &plain));
    Status status = OK;
    TRY_GOTO(channel_of(nn, labelled, &channel));
    TRY_GOTO(check_channels(nn, offset, dlarray_dim(labelled, channel), "Offset"));
    TRY_GOTO(check_channels(nn, scale, dlarray_dim(labelled, channel), "Scale factor"));
    int n = norm_dims(labelled, channel, false, dims);
    TRY_GOTO(normalized(nn, labelled, dims, n, offset, scale, epsilon, channel, plain, &y));
    if (ret_mean || ret_variance)
        TRY_GOTO(batch_statistics(nn, labelled, dims, n, &mean, &variance));
    *ret = y;
    y = NULL;
    if (ret_mean) *ret_mean = dlarray_ref(mean);
    if (ret_variance) *ret_variance = dlarray_ref(variance);
done:
    dlarray_unref(labelled);
    dlarray_unref(mean);
    dlarray_unref(variance);
    dlarray_unref(y);
    return status;
}

Status dl_batchnorm_with(NnState *nn, DlArray *x, DlArray *offset, DlArray *scale, DlArray *mean,
                         DlArray *variance, double epsilon, const char *format, DlArray **ret) {
    DlArray *labelled = NULL, *made = NULL;
    bool plain;
    int channel;
    TRY(dl_labelled(nn, x, format, &labelled, &plain));
    Status status = OK;
    TRY_GOTO(channel_of(nn, labelled, &channel));
    Index channels = dlarray_dim(labelled, channel);
    TRY_GOTO(check_channels(nn, offset, channels, "Offset"));
    TRY_GOTO(check_channels(nn, scale, channels, "Scale factor"));
    TRY_GOTO(check_channels(nn, mean, channels, "Mean"));
    TRY_GOTO(check_channels(nn, variance, channels, "Variance"));
    Calc c = calc_begin(nn);
    DlArray *deviation = calc_unary(&c, &op_sqrt, calc_affine(&c, variance, 1, epsilon));
    DlArray *y = calc_rdivide(&c, calc_minus(&c, labelled, along(&c, mean, channel)),
                              along(&c, deviation, channel));
    TRY_GOTO(calc_end(&c, scale_and_shift(&c, y, offset, scale, channel), &made));
    status = dlarray_relabel(nn, made, plain ? "" : labelled->format, ret);
done:
    dlarray_unref(labelled);
    dlarray_unref(made);
    return status;
}

Status dl_layernorm(NnState *nn, DlArray *x, DlArray *offset, DlArray *scale, double epsilon,
                    const char *format, DlArray **ret) {
    DlArray *labelled = NULL;
    bool plain;
    int channel, dims[SHAPE_MAX_DIMS];
    TRY(dl_labelled(nn, x, format, &labelled, &plain));
    Status status = OK;
    TRY_GOTO(channel_of(nn, labelled, &channel));
    TRY_GOTO(check_channels(nn, offset, dlarray_dim(labelled, channel), "Offset"));
    TRY_GOTO(check_channels(nn, scale, dlarray_dim(labelled, channel), "Scale factor"));
    int n = norm_dims(labelled, channel, true, dims);
    status = normalized(nn, labelled, dims, n, offset, scale, epsilon, channel, plain, ret);
done:
    dlarray_unref(labelled);
    return status;
}

Status dl_dropout(NnState *nn, DlArray *x, double p, DlArray **ret) {
    if (p <= 0) {
        *ret = dlarray_ref(x);
        return OK;
    }
    if (!nn->rng)
        return ctx_fail(nn->ctx, ERR_ARG, "Gradus:noGenerator",
                        "No random number generator is set.");
    Tensor *mask = NULL;
    NumClass cls = x->value->cls == CLASS_DOUBLE ? CLASS_DOUBLE : CLASS_SINGLE;
    TRY(tensor_new(nn->ctx, cls, &x->value->shape, &mask));
    double keep = p < 1 ? 1 / (1 - p) : 0;
    for (Index i = 0; i < mask->numel; i++)
        tensor_set(mask, i, rng_uniform(nn->rng) < p ? 0 : keep);
    DlArray *factor = NULL;
    TRY(dlarray_take(nn, mask, x->format, &factor));
    Status status = dl_times(nn, x, factor, ret);
    dlarray_unref(factor);
    return status;
}
