// nn/layers/rows.h: the layer records, for list.c, and what layer files share.
#pragma once
#include "nn/layer.h"

extern const LayerDef layer_image_input, layer_feature_input, layer_sequence_input,
    layer_plain_input;
extern const LayerDef layer_fully_connected, layer_lstm;
extern const LayerDef layer_conv1d, layer_global_average_pool1d, layer_global_max_pool1d;
extern const LayerDef layer_relu, layer_leaky_relu, layer_clipped_relu, layer_elu, layer_sigmoid,
    layer_tanh, layer_gelu, layer_swish, layer_softplus, layer_softmax;
extern const LayerDef layer_dropout, layer_flatten, layer_identity, layer_function;
extern const LayerDef layer_batch_normalization, layer_layer_normalization;
extern const LayerDef layer_conv2d, layer_transposed_conv2d;
extern const LayerDef layer_max_pool2d, layer_average_pool2d, layer_global_average_pool2d,
    layer_global_max_pool2d;
extern const LayerDef layer_addition, layer_multiplication, layer_concatenation,
    layer_depth_concatenation;

extern const char *const initializer_names[]; // null-terminated

/// out = in.
Status infer_same(NnState *nn, const Layer *layer, const DataSpec *in, int n_in, DataSpec *out);
/// Copy of the given start value as single of this shape (when the property holds one), else the
/// initializer's.
Status init_param(LayerInit *init, const char *value_prop, const char *initializer_prop,
                  const Shape *shape, Index fan_in, Index fan_out, Tensor **ret);
