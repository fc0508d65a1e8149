// nn/ops/window.c: the labelled face of convolution and pooling, and the geometry of their windows.
#include "nn/ops.h"
#include "nn/ops/raw.h"
#include <string.h>

static Index at_least_one(Index v) {
    return v > 0 ? v : 1;
}

Index window_output(Window2d *w, int axis, Index input) {
    Index stride = at_least_one(w->stride[axis]),
          span = (w->size[axis] - 1) * at_least_one(w->dilation[axis]) + 1;
    if (w->same) {
        Index output = (input + stride - 1) / stride, pad = (output - 1) * stride + span - input;
        if (pad < 0) pad = 0;
        w->before[axis] = pad / 2;
        w->after[axis] = pad - pad / 2;
        return output;
    }
    Index room = input + w->before[axis] + w->after[axis] - span;
    return room < 0 ? -1 : room / stride + 1;
}

/// Labels must be two S, C and perhaps B: the layouts the operations know.
static Status check_image(NnState *nn, const DlArray *x, const char *name) {
    if (strcmp(x->format, "SSCB") == 0 || strcmp(x->format, "SSC") == 0) return OK;
    return ctx_fail(nn->ctx, ERR_UNSUPPORTED, "Gradus:notSupported",
                    "%s of data with format '%s' is not supported (only 'SSCB' and 'SSC').", name,
                    x->format);
}

static Status output_size(NnState *nn, Window2d *w, const DlArray *x, const char *name,
                          Index out[2]) {
    for (int i = 0; i < 2; i++) {
        out[i] = window_output(w, i, dlarray_dim(x, i));
        if (out[i] < 1)
            return ctx_fail(nn->ctx, ERR_SIZE, "deep:window:TooLarge",
                            "%s: the window is larger than the padded input (%lld x %lld).", name,
                            (long long)dlarray_dim(x, 0), (long long)dlarray_dim(x, 1));
    }
    return OK;
}

static Status relabel_result(NnState *nn, DlArray *made, const DlArray *like, bool plain,
                             DlArray **ret) {
    Status status = dlarray_relabel(nn, made, plain ? "" : like->format, ret);
    dlarray_unref(made);
    return status;
}

static void conv_window(OpAttrs *attrs, const Window2d *w, const Index out[2]) {
    for (int i = 0; i < 2; i++) {
        attrs->window[i] = (int)at_least_one(w->stride[i]);
        attrs->window[2 + i] = (int)at_least_one(w->dilation[i]);
        attrs->window[4 + i] = (int)w->before[i];
        attrs->window[6 + i] = (int)out[i];
    }
}

Status dl_conv2d(NnState *nn, DlArray *x, DlArray *w, DlArray *b, Window2d window,
                 const char *format, DlArray **ret) {
    DlArray *labelled = NULL, *made = NULL;
    bool plain;
    Index out[2];
    OpAttrs attrs = {0};
    TRY(dl_labelled(nn, x, format, &labelled, &plain));
    Status status = OK;
    window.size[0] = dlarray_dim(w, 0);
    window.size[1] = dlarray_dim(w, 1);
    TRY_GOTO(check_image(nn, labelled, "Convolution"));
    TRY_GOTO(output_size(nn, &window, labelled, "Convolution", out));
    if (dlarray_dim(w, 2) != dlarray_dim(labelled, 2))
        TRY_GOTO(ctx_fail(nn->ctx, ERR_SIZE, "deep:dlconv:ChannelsSize",
                          "The filters have %lld channels but the input has %lld.",
                          (long long)dlarray_dim(w, 2), (long long)dlarray_dim(labelled, 2)));
    if (b && b->value->numel != dlarray_dim(w, 3))
        TRY_GOTO(ctx_fail(nn->ctx, ERR_SIZE, "deep:dlconv:BiasSize",
                          "The bias must have one element per filter."));
    conv_window(&attrs, &window, out);
    DlArray *in[3] = {labelled, w, b};
    TRY_GOTO(op_apply(nn, &op_conv2d, &attrs, in, b ? 3 : 2, &made));
    TRY_GOTO(relabel_result(nn, made, labelled, plain, ret));
done:
    dlarray_unref(labelled);
    return status;
}

/// Bias of one element per channel added to H x W x C x N.
static Status add_channel_bias(NnState *nn, DlArray *y, DlArray *b, DlArray **ret) {
    Calc c = calc_begin(nn);
    Shape shape = {3, {1, 1, b->value->numel}};
    shape_trim(&shape);
    return calc_end(&c, calc_plus(&c, y, calc_reshape(&c, b, &shape)), ret);
}

Status dl_transposed_conv2d(NnState *nn, DlArray *x, DlArray *w, DlArray *b, Window2d window,
                            const char *format, DlArray **ret) {
    DlArray *labelled = NULL, *made = NULL, *with_bias = NULL;
    bool plain;
    OpAttrs attrs = {0};
    Index size[4], in_size[2];
    TRY(dl_labelled(nn, x, format, &labelled, &plain));
    Status status = OK;
    TRY_GOTO(check_image(nn, labelled, "Transposed convolution"));
    if (dlarray_dim(w, 3) != dlarray_dim(labelled, 2))
        TRY_GOTO(ctx_fail(nn->ctx, ERR_SIZE, "deep:dltranspconv:ChannelsSize",
                          "The filters have %lld channels but the input has %lld.",
                          (long long)dlarray_dim(w, 3), (long long)dlarray_dim(labelled, 2)));
    for (int i = 0; i < 2; i++) {
        Index stride = at_least_one(window.stride[i]);
        Index span = (dlarray_dim(w, i) - 1) * at_least_one(window.dilation[i]) + 1;
        in_size[i] = dlarray_dim(labelled, i);
        if (window.same) { // output = input * stride
            Index crop = span - stride > 0 ? span - stride : 0;
            window.before[i] = crop / 2;
            window.after[i] = crop - crop / 2;
        }
        size[i] = (in_size[i] - 1) * stride + span - window.before[i] - window.after[i];
        if (size[i] < 1)
            TRY_GOTO(ctx_fail(nn->ctx, ERR_SIZE, "deep:window:TooLarge",
                              "Cropping leaves nothing of the output."));
    }
    size[2] = dlarray_dim(w, 2);
    size[3] = dlarray_dim(labelled, 3);
    TRY_GOTO(shape_make(nn->ctx, size, 4, &attrs.shape));
    conv_window(&attrs, &window, in_size);
    DlArray *in[2] = {labelled, w};
    TRY_GOTO(op_apply(nn, &op_conv2d_input, &attrs, in, 2, &made));
    if (b) {
        TRY_GOTO(add_channel_bias(nn, made, b, &with_bias));
        dlarray_unref(made);
        made = with_bias;
    }
    DlArray *done_with = made;
    made = NULL;
    TRY_GOTO(relabel_result(nn, done_with, labelled, plain, ret));
done:
    dlarray_unref(labelled);
    dlarray_unref(made);
    return status;
}

static Status pool(NnState *nn, const OpDef *op, const char *name, DlArray *x, Window2d window,
                   const char *format, DlArray **ret) {
    DlArray *labelled = NULL, *made = NULL;
    bool plain;
    Index out[2];
    OpAttrs attrs = {0};
    TRY(dl_labelled(nn, x, format, &labelled, &plain));
    Status status = OK;
    TRY_GOTO(check_image(nn, labelled, name));
    TRY_GOTO(output_size(nn, &window, labelled, name, out));
    for (int i = 0; i < 2; i++) {
        attrs.window[i] = (int)window.size[i];
        attrs.window[2 + i] = (int)at_least_one(window.stride[i]);
        attrs.window[4 + i] = (int)window.before[i];
        attrs.window[6 + i] = (int)out[i];
        if (window.before[i] >= window.size[i] || window.after[i] >= window.size[i])
            TRY_GOTO(ctx_fail(nn->ctx, ERR_ARG, "deep:window:PaddingTooLarge",
                              "%s: padding must be smaller than the pool size.", name));
    }
    TRY_GOTO(op_apply(nn, op, &attrs, &labelled, 1, &made));
    TRY_GOTO(relabel_result(nn, made, labelled, plain, ret));
done:
    dlarray_unref(labelled);
    return status;
}

Status dl_maxpool2d(NnState *nn, DlArray *x, Window2d window, const char *format, DlArray **ret) {
    return pool(nn, &op_maxpool2d, "Max pooling", x, window, format, ret);
}

Status dl_avgpool2d(NnState *nn, DlArray *x, Window2d window, const char *format, DlArray **ret) {
    return pool(nn, &op_avgpool2d, "Average pooling", x, window, format, ret);
}
