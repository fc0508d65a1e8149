// nn/layers/pool.c: pooling layers for images.
#include "nn/layers/rows.h"
#include <math.h>
#include <string.h>

static const char *const same_choice[] = {"same", NULL};
static const OptionDef pool_props[] = {
    {.name = "PoolSize", .type = OPTION_LIST, .position = 1, .pair = true, .min = 1, .max = INFINITY},
    {.name = "Stride",
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

static Window2d window_of(const Layer *layer) {
    Window2d w = {0};
    const OptionValue *pad = layer_get(layer, "Padding");
    for (int i = 0; i < 2; i++) {
        w.size[i] = (Index)layer_get(layer, "PoolSize")->list[i];
        w.stride[i] = (Index)layer_get(layer, "Stride")->list[i];
        w.before[i] = (Index)pad->list[pad->n == 4 ? 2 * i : pad->n == 2 ? i : 0];
        w.after[i] = (Index)pad->list[pad->n == 4 ? 2 * i + 1 : pad->n == 2 ? i : 0];
    }
    w.same = pad->text != NULL;
    return w;
}

static Status check_image(NnState *nn, const Layer *layer, const DataSpec *in) {
    if (strncmp(in->format, "SSC", 3) == 0) return OK;
    char text[200];
    spec_describe(in, text, sizeof text);
    return layer_fail(nn->ctx, layer,
                      "expects images (two spatial dimensions and channels), got %s.", text);
}

static Status infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in, DataSpec *out) {
    (void)n_in;
    TRY(check_image(nn, layer, in));
    Window2d window = window_of(layer);
    *out = in[0];
    for (int i = 0; i < 2; i++) {
        if (in->size[i] < 0) continue;
        out->size[i] = window_output(&window, i, in->size[i]);
        if (out->size[i] < 1)
            return layer_fail(nn->ctx, layer,
                              "the pool is larger than the padded input of size %lld\xc3\x97%lld.",
                              (long long)in->size[0], (long long)in->size[1]);
    }
    return OK;
}
static Status max_forward(LayerCall *call) {
    return dl_maxpool2d(call->nn, call->in[0], window_of(call->layer), NULL, &call->ret[0]);
}
static Status average_forward(LayerCall *call) {
    return dl_avgpool2d(call->nn, call->in[0], window_of(call->layer), NULL, &call->ret[0]);
}

static void describe(const Layer *layer, const char *what, Buf *out) {
    Window2d w = window_of(layer);
    buf_printf(out, "%lld\xc3\x97%lld %s pooling with stride [%lld  %lld] and padding ",
               (long long)w.size[0], (long long)w.size[1], what, (long long)w.stride[0],
               (long long)w.stride[1]);
    if (w.same)
        buf_puts(out, "'same'");
    else
        buf_printf(out, "[%lld  %lld  %lld  %lld]", (long long)w.before[0], (long long)w.after[0],
                   (long long)w.before[1], (long long)w.after[1]);
}
static void max_describe(const Layer *layer, Buf *out) {
    describe(layer, "max", out);
}
static void average_describe(const Layer *layer, Buf *out) {
    describe(layer, "average", out);
}

static Status global_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                           DataSpec *out) {
    (void)n_in;
    TRY(check_image(nn, layer, in));
    *out = in[0];
    out->size[0] = out->size[1] = 1;
    return OK;
}
static Status global_average_forward(LayerCall *call) {
    int dims[SHAPE_MAX_DIMS], n = dlarray_find_dims(call->in[0], 'S', dims);
    return dl_mean(call->nn, call->in[0], dims, n, &call->ret[0]);
}
static Status global_max_forward(LayerCall *call) {
    int dims[SHAPE_MAX_DIMS], n = dlarray_find_dims(call->in[0], 'S', dims);
    return dl_max(call->nn, call->in[0], dims, n, &call->ret[0]);
}
static void global_average_describe(const Layer *l, Buf *out) {
    (void)l, buf_puts(out, "2-D global average pooling");
}
static void global_max_describe(const Layer *l, Buf *out) {
    (void)l, buf_puts(out, "2-D global max pooling");
}

const LayerDef layer_max_pool2d = {.type = "maxPool2d",
                                   .class_name = "MaxPooling2DLayer",
                                   .prefix = "maxpool",
                                   .constructor = "maxPooling2dLayer",
                                   .summary = "2-D Max Pooling",
                                   .props = pool_props,
                                   .n_props = 3,
                                   .n_in = 1,
                                   .n_out = 1,
                                   .infer = infer,
                                   .forward = max_forward,
                                   .describe = max_describe};
const LayerDef layer_average_pool2d = {.type = "averagePool2d",
                                       .class_name = "AveragePooling2DLayer",
                                       .prefix = "avgpool2d",
                                       .constructor = "averagePooling2dLayer",
                                       .summary = "2-D Average Pooling",
                                       .props = pool_props,
                                       .n_props = 3,
                                       .n_in = 1,
                                       .n_out = 1,
                                       .infer = infer,
                                       .forward = average_forward,
                                       .describe = average_describe};
const LayerDef layer_global_average_pool2d = {.type = "globalAveragePool2d",
                                              .class_name = "GlobalAveragePooling2DLayer",
                                              .prefix = "gap",
                                              .constructor = "globalAveragePooling2dLayer",
                                              .summary = "2-D Global Average Pooling",
                                              .n_in = 1,
                                              .n_out = 1,
                                              .infer = global_infer,
                                              .forward = global_average_forward,
                                              .describe = global_average_describe};
const LayerDef layer_global_max_pool2d = {.type = "globalMaxPool2d",
                                          .class_name = "GlobalMaxPooling2DLayer",
                                          .prefix = "gmp",
                                          .constructor = "globalMaxPooling2dLayer",
                                          .summary = "2-D Global Max Pooling",
                                          .n_in = 1,
                                          .n_out = 1,
                                          .infer = global_infer,
                                          .forward = global_max_forward,
                                          .describe = global_max_describe};
