// nn/layers/normalization.c: batch normalization (with running statistics as states) and layer
// normalization.
#include "nn/layers/rows.h"
#include <math.h>
#include <string.h>

#define SCALE_AND_OFFSET                                                                          \
    {.name = "Offset", .type = OPTION_TENSOR, .initial = "", .learnable = true},                    \
        {.name = "Scale", .type = OPTION_TENSOR, .initial = "", .learnable = true},                 \
        {.name = "OffsetInitializer",                                                             \
         .type = OPTION_INITIALIZER,                                                                \
         .initial = "zeros",                                                                      \
         .choices = initializer_names},                                                           \
        {.name = "ScaleInitializer",                                                              \
         .type = OPTION_INITIALIZER,                                                                \
         .initial = "ones",                                                                       \
         .choices = initializer_names},                                                           \
        {.name = "OffsetLearnRateFactor", .type = OPTION_NUMBER, .initial = "1", .max = INFINITY},  \
        {.name = "OffsetL2Factor", .type = OPTION_NUMBER, .initial = "1", .max = INFINITY},         \
        {.name = "ScaleLearnRateFactor", .type = OPTION_NUMBER, .initial = "1", .max = INFINITY}, { \
        .name = "ScaleL2Factor", .type = OPTION_NUMBER, .initial = "1", .max = INFINITY             \
    }

static const OptionDef batch_props[] = {
    {.name = "TrainedMean", .type = OPTION_TENSOR, .initial = ""},
    {.name = "TrainedVariance", .type = OPTION_TENSOR, .initial = ""},
    {.name = "Epsilon", .type = OPTION_NUMBER, .initial = "1e-05", .min = 0, .max = INFINITY},
    {.name = "MeanDecay", .type = OPTION_NUMBER, .initial = "0.1", .min = 0, .max = 1},
    {.name = "VarianceDecay", .type = OPTION_NUMBER, .initial = "0.1", .min = 0, .max = 1},
    SCALE_AND_OFFSET,
};
static const OptionDef layer_props[] = {
    {.name = "Epsilon", .type = OPTION_NUMBER, .initial = "1e-05", .min = 0, .max = INFINITY},
    SCALE_AND_OFFSET,
};

static Status infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in, DataSpec *out) {
    (void)n_in;
    if (spec_size(in, 'C', -1) < 0)
        return layer_fail(nn->ctx, layer, "expects data with a known number of channels.");
    *out = in[0];
    return OK;
}

/// One value per channel, stored as MATLAB does: along the channel dimension of the data.
static Status channel_shape(NnState *nn, const DataSpec *in, Shape *ret) {
    Index dims[SHAPE_MAX_DIMS] = {0};
    int n = 0;
    for (; n < in->n && in->format[n] != 'C'; n++) dims[n] = 1;
    dims[n++] = spec_size(in, 'C', 1);
    return shape_make(nn->ctx, dims, n, ret);
}

static Status init_scale(LayerInit *init) {
    Shape shape;
    TRY(channel_shape(init->nn, &init->in[0], &shape));
    Index n = shape_numel(&shape);
    TRY(init_param(init, "Offset", "OffsetInitializer", &shape, n, n, &init->params[0]));
    return init_param(init, "Scale", "ScaleInitializer", &shape, n, n, &init->params[1]);
}

static Status init_state(LayerInit *init, const char *prop, const char *fallback,
                         const Shape *shape, Tensor **ret) {
    const Tensor *given = layer_get(init->layer, prop)->tensor;
    if (given && given->numel == shape_numel(shape)) {
        Tensor *single = NULL;
        TRY(tensor_cast(init->nn->ctx, given, CLASS_SINGLE, &single));
        return tensor_reshape_take(init->nn->ctx, single, shape, ret);
    }
    OptionValue value = {.text = (char *)fallback};
    return initializer_run(init->nn, &value, shape, 1, 1, ret);
}

static Status batch_init(LayerInit *init) {
    Shape shape;
    TRY(init_scale(init));
    TRY(channel_shape(init->nn, &init->in[0], &shape));
    TRY(init_state(init, "TrainedMean", "zeros", &shape, &init->states[0]));
    return init_state(init, "TrainedVariance", "ones", &shape, &init->states[1]);
}

/// decay*batch + (1-decay)*old, untraced, in the shape of `old`.
static Status running(NnState *nn, DlArray *batch, DlArray *old, double decay, DlArray **ret) {
    Tensor *made = NULL;
    TRY(tensor_new(nn->ctx, CLASS_SINGLE, &old->value->shape, &made));
    for (Index i = 0; i < made->numel; i++)
        tensor_f32(made)[i] =
            (float)(decay * tensor_get(batch->value, i) + (1 - decay) * tensor_get(old->value, i));
    return dlarray_take(nn, made, "", ret);
}

static Status batch_forward(LayerCall *call) {
    NnState *nn = call->nn;
    double epsilon = layer_number(call->layer, "Epsilon");
    if (!call->training)
        return dl_batchnorm_with(nn, call->in[0], call->params[0], call->params[1], call->states[0],
                                 call->states[1], epsilon, NULL, &call->ret[0]);
    DlArray *mean = NULL, *variance = NULL;
    TRY(dl_batchnorm(nn, call->in[0], call->params[0], call->params[1], epsilon, NULL,
                     &call->ret[0], &mean, &variance));
    Status status = OK;
    TRY_GOTO(running(nn, mean, call->states[0], layer_number(call->layer, "MeanDecay"),
                     &call->ret_states[0]));
    TRY_GOTO(running(nn, variance, call->states[1], layer_number(call->layer, "VarianceDecay"),
                     &call->ret_states[1]));
done:
    dlarray_unref(mean);
    dlarray_unref(variance);
    return status;
}

static Status layer_forward(LayerCall *call) {
    return dl_layernorm(call->nn, call->in[0], call->params[0], call->params[1],
                        layer_number(call->layer, "Epsilon"), NULL, &call->ret[0]);
}

static void batch_describe(const Layer *layer, Buf *out) {
    (void)layer, buf_puts(out, "Batch normalization");
}
static void layer_describe(const Layer *layer, Buf *out) {
    (void)layer, buf_puts(out, "Layer normalization");
}

const LayerDef layer_batch_normalization = {.type = "batchNormalization",
                                            .class_name = "BatchNormalizationLayer",
                                            .prefix = "batchnorm",
                                            .constructor = "batchNormalizationLayer",
                                            .summary = "Batch Normalization",
                                            .props = batch_props,
                                            .n_props =
                                                (int)(sizeof batch_props / sizeof batch_props[0]),
                                            .params = {"Offset", "Scale"},
                                            .n_params = 2,
                                            .states = {"TrainedMean", "TrainedVariance"},
                                            .n_states = 2,
                                            .n_in = 1,
                                            .n_out = 1,
                                            .infer = infer,
                                            .init = batch_init,
                                            .forward = batch_forward,
                                            .describe = batch_describe};
const LayerDef layer_layer_normalization = {.type = "layerNormalization",
                                            .class_name = "LayerNormalizationLayer",
                                            .prefix = "layernorm",
                                            .constructor = "layerNormalizationLayer",
                                            .summary = "Layer Normalization",
                                            .props = layer_props,
                                            .n_props =
                                                (int)(sizeof layer_props / sizeof layer_props[0]),
                                            .params = {"Offset", "Scale"},
                                            .n_params = 2,
                                            .n_in = 1,
                                            .n_out = 1,
                                            .infer = infer,
                                            .init = init_scale,
                                            .forward = layer_forward,
                                            .describe = layer_describe};
