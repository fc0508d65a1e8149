// nn/layers/fullyconnected.c: z = W x + b on all S and C dimensions of each observation.
#include "nn/layers/rows.h"
#include <math.h>

static const char *const automatic[] = {"auto", NULL};
static const OptionDef props[] = {
    {.name = "OutputSize",
     .type = OPTION_NUMBER,
     .position = 1,
     .min = 1,
     .max = INFINITY,
     .summary = "Number of outputs"},
    {.name = "InputSize",
     .type = OPTION_NUMBER,
     .initial = "auto",
     .choices = automatic,
     .min = 1,
     .max = INFINITY},
    {.name = "Weights",
     .type = OPTION_TENSOR,
     .initial = "",
     .learnable = true,
     .summary = "OutputSize x InputSize"},
    {.name = "Bias",
     .type = OPTION_TENSOR,
     .initial = "",
     .learnable = true,
     .summary = "OutputSize x 1"},
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

static Status infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in, DataSpec *out) {
    (void)n_in;
    Index features = spec_features(in);
    if (features < 0)
        return layer_fail(nn->ctx, layer, "the number of input features must be known.");
    const OptionValue *size = layer_get(layer, "InputSize");
    if (size->n && (Index)size->list[0] != features)
        return layer_fail(nn->ctx, layer, "expects %g input features, got %lld.", size->list[0],
                          (long long)features);
    const Tensor *weights = layer_get(layer, "Weights")->tensor;
    if (weights && weights->numel && shape_dim(&weights->shape, 1) != features)
        return layer_fail(nn->ctx, layer,
                          "expects %lld input features (columns of Weights), got %lld.",
                          (long long)shape_dim(&weights->shape, 1), (long long)features);
    *out = (DataSpec){.format = "C", .n = 1, .size = {(Index)layer_number(layer, "OutputSize")}};
    for (int i = 0; i < in->n; i++)
        if (in->format[i] != 'S' && in->format[i] != 'C') {
            out->size[out->n] = in->size[i];
            out->format[out->n++] = in->format[i];
        }
    out->format[out->n] = '\0';
    return OK;
}

static Status init(LayerInit *init) {
    Index out = (Index)layer_number(init->layer, "OutputSize"), in = spec_features(&init->in[0]);
    Shape weights = shape_2d(out, in), bias = shape_2d(out, 1);
    TRY(init_param(init, "Weights", "WeightsInitializer", &weights, in, out, &init->params[0]));
    return init_param(init, "Bias", "BiasInitializer", &bias, in, out, &init->params[1]);
}

static Status forward(LayerCall *call) {
    const DlArray *x = call->in[0], *w = call->params[0];
    DataSpec got = spec_of(x);
    if (spec_features(&got) != dlarray_dim(w, 1)) {
        char text[200];
        dlarray_describe(x, text, sizeof text);
        return layer_fail(call->nn->ctx, call->layer, "expects %lld input features, got %lld (%s).",
                          (long long)dlarray_dim(w, 1), (long long)spec_features(&got), text);
    }
    return dl_fullyconnect(call->nn, call->in[0], call->params[0], call->params[1], NULL,
                           call->fuse, &call->ret[0]);
}

static void describe(const Layer *layer, Buf *out) {
    buf_printf(out, "%g fully connected layer", layer_number(layer, "OutputSize"));
}

const LayerDef layer_fully_connected = {.type = "fullyConnected",
                                        .class_name = "FullyConnectedLayer",
                                        .prefix = "fc",
                                        .constructor = "fullyConnectedLayer",
                                        .summary = "Fully Connected",
                                        .props = props,
                                        .n_props = (int)(sizeof props / sizeof props[0]),
                                        .params = {"Weights", "Bias"},
                                        .n_params = 2,
                                        .n_in = 1,
                                        .n_out = 1,
                                        .can_fuse = true,
                                        .infer = infer,
                                        .init = init,
                                        .forward = forward,
                                        .describe = describe};
