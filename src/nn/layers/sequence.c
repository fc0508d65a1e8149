// nn/layers/sequence.c: layers along one dimension: 1-D convolution and global pooling over T (or
// one S).
//
// Convolution runs as a two-dimensional one of width 1: C x B x T becomes T x 1 x C x B and back.
#include "nn/layers/rows.h"
#include "nn/ops/raw.h"
#include <math.h>
#include <string.h>

static const char *const padding_choices[] = {"same", "causal", NULL};
static const char *const automatic[] = {"auto", NULL};
static const OptionDef conv_props[] = {
    {.name = "FilterSize", .type = OPTION_NUMBER, .position = 1, .min = 1, .max = INFINITY},
    {.name = "NumFilters", .type = OPTION_NUMBER, .position = 2, .min = 1, .max = INFINITY},
    {.name = "NumChannels",
     .type = OPTION_NUMBER,
     .initial = "auto",
     .choices = automatic,
     .min = 1,
     .max = INFINITY},
    {.name = "Stride", .type = OPTION_NUMBER, .initial = "1", .min = 1, .max = INFINITY},
    {.name = "DilationFactor", .type = OPTION_NUMBER, .initial = "1", .min = 1, .max = INFINITY},
    {.name = "Padding",
     .type = OPTION_PADDING,
     .initial = "0",
     .choices = padding_choices,
     .min = 0,
     .max = INFINITY},
    {.name = "Weights", .type = OPTION_TENSOR, .initial = "", .learnable = true},
    {.name = "Bias", .type = OPTION_TENSOR, .initial = "", .learnable = true},
    {.name = "WeightsInitializer",
     .type = OPTION_INITIALIZER,
     .initial = "glorot",
     .choices = initializer_names},
    {.name = "BiasInitializer",
     .type = OPTION_INITIALIZER,
     .initial = "zeros",
     .choices = initializer_names},
    {.name = "WeightLearnRateFactor", .type = OPTION_NUMBER, .initial = "1", .max = INFINITY},
    {.name = "WeightL2Factor", .type = OPTION_NUMBER, .initial = "1", .max = INFINITY},
    {.name = "BiasLearnRateFactor", .type = OPTION_NUMBER, .initial = "1", .max = INFINITY},
    {.name = "BiasL2Factor", .type = OPTION_NUMBER, .initial = "0", .max = INFINITY},
};

static Window2d window_of(const Layer *layer) {
    const OptionValue *pad = layer_get(layer, "Padding");
    Window2d w = {.size = {(Index)layer_number(layer, "FilterSize"), 1},
                  .stride = {(Index)layer_number(layer, "Stride"), 1},
                  .dilation = {(Index)layer_number(layer, "DilationFactor"), 1}};
    if (pad->text) {
        w.same = strcmp(pad->text, "same") == 0;
        if (!w.same) w.before[0] = (w.size[0] - 1) * w.dilation[0]; // causal: only what came before
    } else {
        w.before[0] = (Index)pad->list[0];
        w.after[0] = (Index)pad->list[pad->n > 1 ? 1 : 0];
    }
    return w;
}

/// Where the sequence runs: T when there is one, else the only S; -1 for other data.
static int along(const char *format) {
    if (strcmp(format, "CBT") == 0) return 2;
    if (strcmp(format, "SCB") == 0 || strcmp(format, "SC") == 0) return 0;
    return -1;
}

static Status fail_format(NnState *nn, const Layer *layer, const DataSpec *in) {
    char text[200];
    spec_describe(in, text, sizeof text);
    return layer_fail(nn->ctx, layer,
                      "expects sequences ('CBT') or one spatial dimension ('SCB'), got %s.", text);
}

static Status conv_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                         DataSpec *out) {
    (void)n_in;
    int dim = along(in->format);
    if (dim < 0 || spec_size(in, 'C', -1) < 0) return fail_format(nn, layer, in);
    Window2d w = window_of(layer);
    *out = in[0];
    if (in->size[dim] >= 0) {
        out->size[dim] = window_output(&w, 0, in->size[dim]);
        if (out->size[dim] < 1)
            return layer_fail(nn->ctx, layer, "the filter is longer than the padded input.");
    }
    out->size[strchr(in->format, 'C') - in->format] = (Index)layer_number(layer, "NumFilters");
    return OK;
}

static Status conv_init(LayerInit *init) {
    Index size = (Index)layer_number(init->layer, "FilterSize"),
          channels = spec_size(&init->in[0], 'C', 1);
    Index filters = (Index)layer_number(init->layer, "NumFilters");
    Shape weights, bias = shape_2d(1, filters);
    TRY(shape_make(init->nn->ctx, (Index[]){size, channels, filters}, 3, &weights));
    TRY(init_param(init, "Weights", "WeightsInitializer", &weights, size * channels, size * filters,
                   &init->params[0]));
    return init_param(init, "Bias", "BiasInitializer", &bias, size * channels, size * filters,
                      &init->params[1]);
}

/// L x 1 x C x B from data of either format, or back (`like` gives the format).
static DlArray *turn(Calc *c, DlArray *x, int dim, bool back) {
    static const int from_time[] = {2, 3, 0, 1}, to_time[] = {2, 3, 0, 1},
                     from_space[] = {0, 3, 1, 2}, to_space[] = {0, 2, 3, 1};
    return calc_permute(
        c, x, dim == 2 ? (back ? to_time : from_time) : (back ? to_space : from_space), 4);
}

static Status conv_forward(LayerCall *call) {
    NnState *nn = call->nn;
    DlArray *x = call->in[0], *w = call->params[0], *y = NULL, *made = NULL;
    int dim = along(x->format);
    DataSpec got = spec_of(x);
    if (dim < 0 || spec_size(&got, 'C', -1) != dlarray_dim(w, 1))
        return fail_format(nn, call->layer, &got);
    Calc c = calc_begin(nn);
    Shape filters = {4, {dlarray_dim(w, 0), 1, dlarray_dim(w, 1), dlarray_dim(w, 2)}};
    shape_trim(&filters);
    DlArray *image = turn(&c, x, dim, false), *bank = calc_reshape(&c, w, &filters);
    if (c.status == OK)
        calc_fail(&c,
                  dl_conv2d(nn, image, bank, call->params[1], window_of(call->layer), "SSCB", &y));
    if (c.status == OK) calc_keep(&c, y);
    TRY(calc_end(&c, turn(&c, y, dim, true), &made));
    Status status = dlarray_relabel(nn, made, x->format, &call->ret[0]);
    dlarray_unref(made);
    return status;
}

static void conv_describe(const Layer *layer, Buf *out) {
    const OptionValue *pad = layer_get(layer, "Padding");
    buf_printf(out, "%g %g convolutions with stride %g and padding ",
               layer_number(layer, "NumFilters"), layer_number(layer, "FilterSize"),
               layer_number(layer, "Stride"));
    option_value_show(pad, OPTION_PADDING, out);
}

const LayerDef layer_conv1d = {.type = "convolution1d",
                               .class_name = "Convolution1DLayer",
                               .prefix = "conv1d",
                               .constructor = "convolution1dLayer",
                               .summary = "1-D Convolution",
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

// ---- global pooling: the pooled dimension goes away ----

static Status pool_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                         DataSpec *out) {
    (void)n_in;
    int dim = along(in->format);
    if (dim < 0) return fail_format(nn, layer, in);
    *out = in[0];
    if (dim == 2) { // C x B x T to C x B; a spatial dimension stays with size 1
        out->format[2] = '\0';
        out->n = 2;
    } else {
        out->size[0] = 1;
    }
    return OK;
}

typedef Status (*Reduce)(NnState *nn, DlArray *x, const int *dims, int n, DlArray **ret);
static Status pool(LayerCall *call, Reduce reduce) {
    DlArray *x = call->in[0], *made = NULL;
    int dim = along(x->format);
    DataSpec got = spec_of(x);
    if (dim < 0) return fail_format(call->nn, call->layer, &got);
    TRY(reduce(call->nn, x, &dim, 1, &made));
    Status status = dlarray_relabel(call->nn, made, dim == 2 ? "CB" : x->format, &call->ret[0]);
    dlarray_unref(made);
    return status;
}
static Status average_forward(LayerCall *call) {
    return pool(call, dl_mean);
}
static Status max_forward(LayerCall *call) {
    return pool(call, dl_max);
}
static void average_describe(const Layer *l, Buf *out) {
    (void)l, buf_puts(out, "1-D global average pooling");
}
static void max_describe(const Layer *l, Buf *out) {
    (void)l, buf_puts(out, "1-D global max pooling");
}

const LayerDef layer_global_average_pool1d = {.type = "globalAveragePool1d",
                                              .class_name = "GlobalAveragePooling1DLayer",
                                              .prefix = "gap1d",
                                              .constructor = "globalAveragePooling1dLayer",
                                              .summary = "1-D Global Average Pooling",
                                              .n_in = 1,
                                              .n_out = 1,
                                              .infer = pool_infer,
                                              .forward = average_forward,
                                              .describe = average_describe};
const LayerDef layer_global_max_pool1d = {.type = "globalMaxPool1d",
                                          .class_name = "GlobalMaxPooling1DLayer",
                                          .prefix = "gmp1d",
                                          .constructor = "globalMaxPooling1dLayer",
                                          .summary = "1-D Global Max Pooling",
                                          .n_in = 1,
                                          .n_out = 1,
                                          .infer = pool_infer,
                                          .forward = max_forward,
                                          .describe = max_describe};
