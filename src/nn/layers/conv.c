// nn/layers/conv.c: convolution and transposed convolution layers for images.
#include "nn/layers/rows.h"
#include <math.h>
#include <string.h>

static const char *const same_choice[] = {"same", NULL};
static const char *const automatic[] = {"auto", NULL};

#define FILTER_PROPS                                                                             \
    {.name = "FilterSize",                                                                       \
     .type = OPTION_LIST,                                                                          \
     .position = 1,                                                                              \
     .pair = true,                                                                               \
     .min = 1,                                                                                   \
     .max = INFINITY},                                                                           \
        {.name = "NumFilters", .type = OPTION_NUMBER, .position = 2, .min = 1, .max = INFINITY},   \
        {.name = "NumChannels",                                                                  \
         .type = OPTION_NUMBER,                                                                    \
         .initial = "auto",                                                                      \
         .choices = automatic,                                                                   \
         .min = 1,                                                                               \
         .max = INFINITY},                                                                       \
        {.name = "Stride",                                                                       \
         .type = OPTION_LIST,                                                                      \
         .initial = "[1 1]",                                                                     \
         .pair = true,                                                                           \
         .min = 1,                                                                               \
         .max = INFINITY},                                                                       \
        {.name = "Weights", .type = OPTION_TENSOR, .initial = "", .learnable = true},              \
        {.name = "Bias", .type = OPTION_TENSOR, .initial = "", .learnable = true},                 \
        {.name = "WeightsInitializer",                                                           \
         .type = OPTION_INITIALIZER,                                                               \
         .initial = "glorot",                                                                    \
         .choices = initializer_names},                                                          \
        {.name = "BiasInitializer",                                                              \
         .type = OPTION_INITIALIZER,                                                               \
         .initial = "zeros",                                                                     \
         .choices = initializer_names},                                                          \
        {.name = "WeightLearnRateFactor", .type = OPTION_NUMBER, .initial = "1", .max = INFINITY}, \
        {.name = "WeightL2Factor", .type = OPTION_NUMBER, .initial = "1", .max = INFINITY},        \
        {.name = "BiasLearnRateFactor", .type = OPTION_NUMBER, .initial = "1", .max = INFINITY}, { \
        .name = "BiasL2Factor", .type = OPTION_NUMBER, .initial = "0", .max = INFINITY             \
    }

static const OptionDef conv_props[] = {
    FILTER_PROPS,
    {.name = "DilationFactor",
     .type = OPTION_LIST,
     .initial = "[1 1]",
     .pair = true,
     .min = 1,
     .max = INFINITY},
    {.name = "Padding",
     .type = OPTION_PADDING,
     .initial = "0",
     .choices = same_choice,
     .min = 0,
     .max = INFINITY},
};
static const OptionDef transposed_props[] = {
    FILTER_PROPS,
    {.name = "Cropping",
     .type = OPTION_PADDING,
     .initial = "0",
     .choices = same_choice,
     .min = 0,
     .max = INFINITY},
};

/// Window of a layer: stride, dilation and padding [top bottom left right], [vertical horizontal]
/// or one number.
static Window2d window_of(const Layer *layer, const char *padding) {
    Window2d w = {0};
    const OptionValue *size = layer_get(layer, "FilterSize"), *pad = layer_get(layer, padding);
    int dilation = layer_prop_index(layer->def, "DilationFactor");
    for (int i = 0; i < 2; i++) {
        w.size[i] = (Index)size->list[i];
        w.stride[i] = (Index)layer_get(layer, "Stride")->list[i];
        w.dilation[i] = dilation < 0 ? 1 : (Index)layer->props[dilation].list[i];
        w.before[i] = (Index)pad->list[pad->n == 4 ? 2 * i : pad->n == 2 ? i : 0];
        w.after[i] = (Index)pad->list[pad->n == 4 ? 2 * i + 1 : pad->n == 2 ? i : 0];
    }
    w.same = pad->text != NULL;
    return w;
}

static Status check_image(NnState *nn, const Layer *layer, const DataSpec *in) {
    if (strncmp(in->format, "SSC", 3) == 0 && in->size[2] > 0) return OK;
    char text[200];
    spec_describe(in, text, sizeof text);
    return layer_fail(nn->ctx, layer,
                      "expects images (two spatial dimensions and channels), got %s.", text);
}

static Status conv_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                         DataSpec *out) {
    (void)n_in;
    TRY(check_image(nn, layer, in));
    const OptionValue *channels = layer_get(layer, "NumChannels");
    if (channels->n && (Index)channels->list[0] != in->size[2])
        return layer_fail(nn->ctx, layer, "expects %g channels, got %lld.", channels->list[0],
                          (long long)in->size[2]);
    Window2d window = window_of(layer, "Padding");
    *out = in[0];
    for (int i = 0; i < 2; i++) {
        if (in->size[i] < 0) continue;
        out->size[i] = window_output(&window, i, in->size[i]);
        if (out->size[i] < 1)
            return layer_fail(
                nn->ctx, layer,
                "the filter is larger than the padded input of size %lld\xc3\x97%lld.",
                (long long)in->size[0], (long long)in->size[1]);
    }
    out->size[2] = (Index)layer_number(layer, "NumFilters");
    return OK;
}

static Status init_filters(LayerInit *init, bool transposed) {
    const OptionValue *size = layer_get(init->layer, "FilterSize");
    Index r = (Index)size->list[0], s = (Index)size->list[1], channels = init->in[0].size[2];
    Index filters = (Index)layer_number(init->layer, "NumFilters");
    Shape weights, bias;
    Ctx *ctx = init->nn->ctx;
    TRY(shape_make(
        ctx, (Index[]){r, s, transposed ? filters : channels, transposed ? channels : filters}, 4,
        &weights));
    TRY(shape_make(ctx, (Index[]){1, 1, filters}, 3, &bias));
    TRY(init_param(init, "Weights", "WeightsInitializer", &weights, r * s * channels,
                   r * s * filters, &init->params[0]));
    return init_param(init, "Bias", "BiasInitializer", &bias, r * s * channels, r * s * filters,
                      &init->params[1]);
}
static Status conv_init(LayerInit *init) {
    return init_filters(init, false);
}
static Status transposed_init(LayerInit *init) {
    return init_filters(init, true);
}

static Status check_channels(LayerCall *call, Index channels) {
    const DlArray *x = call->in[0];
    int c = dlarray_find_dim(x, 'C');
    if (c >= 0 && dlarray_dim(x, c) == channels) return OK;
    char text[200];
    dlarray_describe(x, text, sizeof text);
    return layer_fail(call->nn->ctx, call->layer, "expects %lld channels, got %s.",
                      (long long)channels, text);
}

static Status conv_forward(LayerCall *call) {
    TRY(check_channels(call, dlarray_dim(call->params[0], 2)));
    return dl_conv2d(call->nn, call->in[0], call->params[0], call->params[1],
                     window_of(call->layer, "Padding"), NULL, &call->ret[0]);
}

static Status transposed_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                               DataSpec *out) {
    (void)n_in;
    TRY(check_image(nn, layer, in));
    Window2d w = window_of(layer, "Cropping");
    *out = in[0];
    for (int i = 0; i < 2; i++) {
        if (in->size[i] < 0) continue;
        out->size[i] = w.same
                           ? in->size[i] * w.stride[i]
                           : (in->size[i] - 1) * w.stride[i] + w.size[i] - w.before[i] - w.after[i];
        if (out->size[i] < 1)
            return layer_fail(nn->ctx, layer, "cropping leaves nothing of the output.");
    }
    out->size[2] = (Index)layer_number(layer, "NumFilters");
    return OK;
}
static Status transposed_forward(LayerCall *call) {
    TRY(check_channels(call, dlarray_dim(call->params[0], 3)));
    return dl_transposed_conv2d(call->nn, call->in[0], call->params[0], call->params[1],
                                window_of(call->layer, "Cropping"), NULL, &call->ret[0]);
}

static void describe_window(const Layer *layer, const char *padding, const char *what, Buf *out) {
    const OptionValue *size = layer_get(layer, "FilterSize"), *stride = layer_get(layer, "Stride");
    buf_printf(out, "%g %g\xc3\x97%g %s with stride [%g  %g] and %s ",
               layer_number(layer, "NumFilters"), size->list[0], size->list[1], what,
               stride->list[0], stride->list[1],
               strcmp(padding, "Padding") == 0 ? "padding" : "cropping");
    Window2d w = window_of(layer, padding);
    if (w.same)
        buf_puts(out, "'same'");
    else
        buf_printf(out, "[%lld  %lld  %lld  %lld]", (long long)w.before[0], (long long)w.after[0],
                   (long long)w.before[1], (long long)w.after[1]);
}
static void conv_describe(const Layer *layer, Buf *out) {
    describe_window(layer, "Padding", "convolutions", out);
}
static void transposed_describe(const Layer *layer, Buf *out) {
    describe_window(layer, "Cropping", "transposed convolutions", out);
}

const LayerDef layer_conv2d = {.type = "convolution2d",
                               .class_name = "Convolution2DLayer",
                               .prefix = "conv",
                               .constructor = "convolution2dLayer",
                               .summary = "2-D Convolution",
                               .props = conv_props,
                               .n_props = (int)(sizeof conv_props / sizeof conv_props[0]),
                               .params = {"Weights", "Bias"},
                               .n_params = 2,
                               .n_in = 1,
                               .n_out = 1,
                               .infer = conv_infer,
                               .init = conv_init,
                               .forward = conv_forward,
                               .describe = conv_describe};
const LayerDef layer_transposed_conv2d = {
    .type = "transposedConv2d",
    .class_name = "TransposedConvolution2DLayer",
    .prefix = "transposed-conv",
    .constructor = "transposedConv2dLayer",
    .summary = "2-D Transposed Convolution",
    .props = transposed_props,
    .n_props = (int)(sizeof transposed_props / sizeof transposed_props[0]),
    .params = {"Weights", "Bias"},
    .n_params = 2,
    .n_in = 1,
    .n_out = 1,
    .infer = transposed_infer,
    .init = transposed_init,
    .forward = transposed_forward,
    .describe = transposed_describe};
