// nn/layers/combine.c: layers that join several inputs: addition, multiplication, concatenation.
#include "nn/layers/rows.h"
#include <string.h>

static const OptionDef n_inputs_props[] = {{.name = "NumInputs",
                                          .type = OPTION_NUMBER,
                                          .initial = "2",
                                          .position = 1,
                                          .min = 1,
                                          .max = LAYER_MAX_PORTS}};
static const OptionDef concat_props[] = {
    {.name = "Dim", .type = OPTION_NUMBER, .position = 1, .min = 1, .max = SHAPE_MAX_DIMS},
    {.name = "NumInputs",
     .type = OPTION_NUMBER,
     .initial = "2",
     .position = 2,
     .min = 1,
     .max = LAYER_MAX_PORTS}};

static Status fail_sizes(NnState *nn, const Layer *layer, const DataSpec *a, const DataSpec *b,
                         int port) {
    char first[200], other[200];
    spec_describe(a, first, sizeof first);
    spec_describe(b, other, sizeof other);
    return layer_fail(nn->ctx, layer,
                      "expects inputs of fitting sizes, got %s for in1 but %s for in%d.", first,
                      other, port + 1);
}

/// Equal sizes, or one of them 1 (expanded), or one unknown.
static Status elementwise_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                                DataSpec *out) {
    *out = in[0];
    for (int i = 1; i < n_in; i++) {
        if (strcmp(in[i].format, in[0].format) != 0)
            return fail_sizes(nn, layer, &in[0], &in[i], i);
        for (int k = 0; k < out->n; k++) {
            Index a = out->size[k], b = in[i].size[k];
            if (a >= 0 && b >= 0 && a != b && a != 1 && b != 1)
                return fail_sizes(nn, layer, &in[0], &in[i], i);
            if (a == 1 || a < 0) out->size[k] = b;
        }
    }
    return OK;
}

typedef Status (*Combine)(NnState *nn, DlArray *a, DlArray *b, DlArray **ret);
static Status fold(LayerCall *call, Combine combine) {
    DlArray *sum = dlarray_ref(call->in[0]);
    for (int i = 1; i < call->n_in; i++) {
        DlArray *next = NULL;
        Status status = combine(call->nn, sum, call->in[i], &next);
        dlarray_unref(sum);
        if (status != OK) return status;
        sum = next;
    }
    call->ret[0] = sum;
    return OK;
}
static Status addition_forward(LayerCall *call) {
    return fold(call, dl_plus);
}
static Status multiplication_forward(LayerCall *call) {
    return fold(call, dl_times);
}

/// Zero-based dimension to join along: Dim, or the channels for depth concatenation.
static int join_dim(const Layer *layer, const char *format) {
    if (layer_prop_index(layer->def, "Dim") >= 0) return (int)layer_number(layer, "Dim") - 1;
    const char *at = strchr(format, 'C');
    return at ? (int)(at - format) : 2;
}

static Status concat_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                           DataSpec *out) {
    *out = in[0];
    int dim = join_dim(layer, in[0].format);
    if (dim >= out->n)
        return layer_fail(nn->ctx, layer,
                          "cannot join along dimension %d of data with format '%s'.", dim + 1,
                          in[0].format);
    for (int i = 1; i < n_in; i++) {
        if (strcmp(in[i].format, in[0].format) != 0)
            return fail_sizes(nn, layer, &in[0], &in[i], i);
        for (int k = 0; k < out->n; k++)
            if (k != dim && in[i].size[k] >= 0 && out->size[k] >= 0 &&
                in[i].size[k] != out->size[k])
                return fail_sizes(nn, layer, &in[0], &in[i], i);
        out->size[dim] =
            out->size[dim] < 0 || in[i].size[dim] < 0 ? -1 : out->size[dim] + in[i].size[dim];
    }
    return OK;
}
static Status concat_forward(LayerCall *call) {
    return dl_cat(call->nn, join_dim(call->layer, call->in[0]->format), call->in, call->n_in,
                  &call->ret[0]);
}

static void addition_describe(const Layer *layer, Buf *out) {
    buf_printf(out, "Element-wise addition of %d inputs", layer->n_in);
}
static void multiplication_describe(const Layer *layer, Buf *out) {
    buf_printf(out, "Element-wise multiplication of %d inputs", layer->n_in);
}
static void concat_describe(const Layer *layer, Buf *out) {
    buf_printf(out, "Concatenation of %d inputs along dimension %g", layer->n_in,
               layer_number(layer, "Dim"));
}
static void depth_describe(const Layer *layer, Buf *out) {
    buf_printf(out, "Depth concatenation of %d inputs", layer->n_in);
}

const LayerDef layer_addition = {.type = "addition",
                                 .class_name = "AdditionLayer",
                                 .prefix = "add",
                                 .constructor = "additionLayer",
                                 .summary = "Addition",
                                 .props = n_inputs_props,
                                 .n_props = 1,
                                 .n_in = -1,
                                 .n_out = 1,
                                 .infer = elementwise_infer,
                                 .forward = addition_forward,
                                 .describe = addition_describe};
const LayerDef layer_multiplication = {.type = "multiplication",
                                       .class_name = "MultiplicationLayer",
                                       .prefix = "multiplication",
                                       .constructor = "multiplicationLayer",
                                       .summary = "Multiplication",
                                       .props = n_inputs_props,
                                       .n_props = 1,
                                       .n_in = -1,
                                       .n_out = 1,
                                       .infer = elementwise_infer,
                                       .forward = multiplication_forward,
                                       .describe = multiplication_describe};
const LayerDef layer_concatenation = {.type = "concatenation",
                                      .class_name = "ConcatenationLayer",
                                      .prefix = "concat",
                                      .constructor = "concatenationLayer",
                                      .summary = "Concatenation",
                                      .props = concat_props,
                                      .n_props = 2,
                                      .n_in = -1,
                                      .n_out = 1,
                                      .infer = concat_infer,
                                      .forward = concat_forward,
                                      .describe = concat_describe};
const LayerDef layer_depth_concatenation = {.type = "depthConcatenation",
                                            .class_name = "DepthConcatenationLayer",
                                            .prefix = "depthcat",
                                            .constructor = "depthConcatenationLayer",
                                            .summary = "Depth concatenation",
                                            .props = n_inputs_props,
                                            .n_props = 1,
                                            .n_in = -1,
                                            .n_out = 1,
                                            .infer = concat_infer,
                                            .forward = concat_forward,
                                            .describe = depth_describe};
