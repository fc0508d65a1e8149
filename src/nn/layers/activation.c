// nn/layers/activation.c: activation layers: one operation each, sizes unchanged.
#include "nn/layers/rows.h"
#include <math.h>

static Status relu_forward(LayerCall *c) {
    return dl_relu(c->nn, c->in[0], &c->ret[0]);
}
static Status sigmoid_forward(LayerCall *c) {
    return dl_sigmoid(c->nn, c->in[0], &c->ret[0]);
}
static Status tanh_forward(LayerCall *c) {
    return dl_tanh(c->nn, c->in[0], &c->ret[0]);
}
static Status swish_forward(LayerCall *c) {
    return dl_swish(c->nn, c->in[0], &c->ret[0]);
}
static Status softplus_forward(LayerCall *c) {
    return dl_softplus(c->nn, c->in[0], &c->ret[0]);
}
static Status softmax_forward(LayerCall *c) {
    return dl_softmax(c->nn, c->in[0], NULL, &c->ret[0]);
}
static Status leaky_forward(LayerCall *c) {
    return dl_leakyrelu(c->nn, c->in[0], layer_number(c->layer, "Scale"), &c->ret[0]);
}
static Status clipped_forward(LayerCall *c) {
    return dl_clippedrelu(c->nn, c->in[0], layer_number(c->layer, "Ceiling"), &c->ret[0]);
}
static Status elu_forward(LayerCall *c) {
    return dl_elu(c->nn, c->in[0], layer_number(c->layer, "Alpha"), &c->ret[0]);
}
static Status gelu_forward(LayerCall *c) {
    return dl_gelu(c->nn, c->in[0], layer_text(c->layer, "Approximation")[0] == 't', &c->ret[0]);
}

static Status softmax_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                            DataSpec *out) {
    (void)n_in;
    if (spec_size(in, 'C', -2) == -2) {
        char text[200];
        spec_describe(in, text, sizeof text);
        return layer_fail(nn->ctx, layer, "expects data with a channel dimension, got %s.", text);
    }
    *out = in[0];
    return OK;
}

static void leaky_describe(const Layer *l, Buf *out) {
    buf_printf(out, "Leaky ReLU with scale %g", layer_number(l, "Scale"));
}
static void clipped_describe(const Layer *l, Buf *out) {
    buf_printf(out, "Clipped ReLU with ceiling %g", layer_number(l, "Ceiling"));
}
static void elu_describe(const Layer *l, Buf *out) {
    buf_printf(out, "ELU with Alpha %g", layer_number(l, "Alpha"));
}
static void relu_describe(const Layer *l, Buf *out) {
    (void)l, buf_puts(out, "ReLU");
}
static void sigmoid_describe(const Layer *l, Buf *out) {
    (void)l, buf_puts(out, "sigmoid");
}
static void tanh_describe(const Layer *l, Buf *out) {
    (void)l, buf_puts(out, "Hyperbolic tangent");
}
static void gelu_describe(const Layer *l, Buf *out) {
    (void)l, buf_puts(out, "GELU");
}
static void swish_describe(const Layer *l, Buf *out) {
    (void)l, buf_puts(out, "Swish");
}
static void softplus_describe(const Layer *l, Buf *out) {
    (void)l, buf_puts(out, "Softplus");
}
static void softmax_describe(const Layer *l, Buf *out) {
    (void)l, buf_puts(out, "softmax");
}

static const char *const gelu_forms[] = {"none", "tanh", NULL};
static const OptionDef leaky_props[] = {
    {.name = "Scale", .type = OPTION_NUMBER, .initial = "0.01", .position = 1}};
static const OptionDef clipped_props[] = {
    {.name = "Ceiling", .type = OPTION_NUMBER, .position = 1, .min = 1e-300, .max = INFINITY}};
static const OptionDef elu_props[] = {
    {.name = "Alpha", .type = OPTION_NUMBER, .initial = "1", .position = 1}};
static const OptionDef gelu_props[] = {
    {.name = "Approximation", .type = OPTION_TEXT, .initial = "none", .choices = gelu_forms}};

#define ACTIVATION .n_in = 1, .n_out = 1, .is_activation = true
const LayerDef layer_relu = {.type = "relu",
                             .class_name = "ReLULayer",
                             .prefix = "relu",
                             .constructor = "reluLayer",
                             .summary = "ReLU",
                             ACTIVATION,
                             .activation = ACT_RELU,
                             .infer = infer_same,
                             .forward = relu_forward,
                             .describe = relu_describe};
const LayerDef layer_leaky_relu = {.type = "leakyRelu",
                                   .class_name = "LeakyReLULayer",
                                   .prefix = "leakyrelu",
                                   .constructor = "leakyReluLayer",
                                   .summary = "Leaky ReLU",
                                   .props = leaky_props,
                                   .n_props = 1,
                                   ACTIVATION,
                                   .infer = infer_same,
                                   .forward = leaky_forward,
                                   .describe = leaky_describe};
const LayerDef layer_clipped_relu = {.type = "clippedRelu",
                                     .class_name = "ClippedReLULayer",
                                     .prefix = "clippedrelu",
                                     .constructor = "clippedReluLayer",
                                     .summary = "Clipped ReLU",
                                     .props = clipped_props,
                                     .n_props = 1,
                                     ACTIVATION,
                                     .infer = infer_same,
                                     .forward = clipped_forward,
                                     .describe = clipped_describe};
const LayerDef layer_elu = {.type = "elu",
                            .class_name = "ELULayer",
                            .prefix = "elu",
                            .constructor = "eluLayer",
                            .summary = "ELU",
                            .props = elu_props,
                            .n_props = 1,
                            ACTIVATION,
                            .infer = infer_same,
                            .forward = elu_forward,
                            .describe = elu_describe};
const LayerDef layer_sigmoid = {.type = "sigmoid",
                                .class_name = "SigmoidLayer",
                                .prefix = "sigmoid",
                                .constructor = "sigmoidLayer",
                                .summary = "Sigmoid",
                                ACTIVATION,
                                .activation = ACT_SIGMOID,
                                .infer = infer_same,
                                .forward = sigmoid_forward,
                                .describe = sigmoid_describe};
const LayerDef layer_tanh = {.type = "tanh",
                             .class_name = "TanhLayer",
                             .prefix = "tanh",
                             .constructor = "tanhLayer",
                             .summary = "Tanh",
                             ACTIVATION,
                             .activation = ACT_TANH,
                             .infer = infer_same,
                             .forward = tanh_forward,
                             .describe = tanh_describe};
const LayerDef layer_gelu = {.type = "gelu",
                             .class_name = "GELULayer",
                             .prefix = "gelu",
                             .constructor = "geluLayer",
                             .summary = "GELU",
                             .props = gelu_props,
                             .n_props = 1,
                             ACTIVATION,
                             .infer = infer_same,
                             .forward = gelu_forward,
                             .describe = gelu_describe};
const LayerDef layer_swish = {.type = "swish",
                              .class_name = "SwishLayer",
                              .prefix = "swish",
                              .constructor = "swishLayer",
                              .summary = "Swish",
                              ACTIVATION,
                              .infer = infer_same,
                              .forward = swish_forward,
                              .describe = swish_describe};
const LayerDef layer_softplus = {.type = "softplus",
                                 .class_name = "SoftplusLayer",
                                 .prefix = "softplus",
                                 .constructor = "softplusLayer",
                                 .summary = "Softplus",
                                 ACTIVATION,
                                 .infer = infer_same,
                                 .forward = softplus_forward,
                                 .describe = softplus_describe};
const LayerDef layer_softmax = {.type = "softmax",
                                .class_name = "SoftmaxLayer",
                                .prefix = "softmax",
                                .constructor = "softmaxLayer",
                                .summary = "Softmax",
                                ACTIVATION,
                                .infer = softmax_infer,
                                .forward = softmax_forward,
                                .describe = softmax_describe};
