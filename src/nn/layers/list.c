// nn/layers/list.c: every layer record, and small things layer files share.
#include "nn/layers/rows.h"
#include <string.h>
#include <strings.h>

const char *const initializer_names[] = {"glorot", "he",   "orthogonal", "narrow-normal",
                                         "zeros",  "ones", NULL};

static const LayerDef *const layers[] = {
    &layer_image_input,
    &layer_feature_input,
    &layer_sequence_input,
    &layer_plain_input,
    &layer_fully_connected,
    &layer_lstm,
    &layer_conv1d,
    &layer_global_average_pool1d,
    &layer_global_max_pool1d,
    &layer_conv2d,
    &layer_transposed_conv2d,
    &layer_relu,
    &layer_leaky_relu,
    &layer_clipped_relu,
    &layer_elu,
    &layer_sigmoid,
    &layer_tanh,
    &layer_gelu,
    &layer_swish,
    &layer_softplus,
    &layer_softmax,
    &layer_dropout,
    &layer_flatten,
    &layer_identity,
    &layer_function,
    &layer_batch_normalization,
    &layer_layer_normalization,
    &layer_max_pool2d,
    &layer_average_pool2d,
    &layer_global_average_pool2d,
    &layer_global_max_pool2d,
    &layer_addition,
    &layer_multiplication,
    &layer_concatenation,
    &layer_depth_concatenation,
};

const LayerDef *layer_find(const char *type_or_constructor) {
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++)
        if (strcmp(layers[i]->constructor, type_or_constructor) == 0 ||
            strcmp(layers[i]->type, type_or_constructor) == 0)
            return layers[i];
    return NULL;
}

const LayerDef *const *layer_list(Index *ret_n) {
    *ret_n = (Index)(sizeof layers / sizeof layers[0]);
    return layers;
}

Status infer_same(NnState *nn, const Layer *layer, const DataSpec *in, int n_in, DataSpec *out) {
    (void)nn, (void)layer, (void)n_in;
    *out = in[0];
    return OK;
}

Status init_param(LayerInit *init, const char *value_prop, const char *initializer_prop,
                  const Shape *shape, Index fan_in, Index fan_out, Tensor **ret) {
    Ctx *ctx = init->nn->ctx;
    const Tensor *given = layer_get(init->layer, value_prop)->tensor;
    if (!given || given->numel == 0)
        return initializer_run(init->nn, layer_get(init->layer, initializer_prop), shape, fan_in,
                               fan_out, ret);
    char wanted[128], got[128];
    if (given->numel != shape_numel(shape)) {
        shape_format(shape, "\xc3\x97", wanted, sizeof wanted);
        shape_format(&given->shape, "\xc3\x97", got, sizeof got);
        return layer_fail(ctx, init->layer, "expects %s of size %s, got %s.", value_prop, wanted,
                          got);
    }
    Tensor *single = NULL;
    TRY(tensor_cast(ctx, given, CLASS_SINGLE, &single));
    return tensor_reshape_take(ctx, single, shape, ret);
}
