// nn/layers/lstm.c: long short-term memory (Hochreiter & Schmidhuber 1997, with forget gate, Gers
// et al. 2000).
//
// Rows of weights and bias: input gate, forget gate, cell candidate, output gate, H each. The
// input's part of all gates is one product over all time steps; the recurrent part is one product a
// step:
//     z = W x + b + R h;  c = sigmoid(z_f) .* c + sigmoid(z_i) .* tanh(z_g);  h = sigmoid(z_o) .*
//     tanh(c)
#include "nn/layers/rows.h"
#include "nn/ops/raw.h"
#include <math.h>
#include <string.h>

static const char *const output_modes[] = {"sequence", "last", NULL};
static const char *const bias_names[] = {"unit-forget-gate", "narrow-normal", "ones", "zeros",
                                         NULL};
static const OptionDef props[] = {
    {.name = "NumHiddenUnits", .type = OPTION_NUMBER, .position = 1, .min = 1, .max = INFINITY},
    {.name = "OutputMode", .type = OPTION_TEXT, .initial = "sequence", .choices = output_modes},
    {.name = "InputWeights", .type = OPTION_TENSOR, .initial = "", .learnable = true},
    {.name = "RecurrentWeights", .type = OPTION_TENSOR, .initial = "", .learnable = true},
    {.name = "Bias", .type = OPTION_TENSOR, .initial = "", .learnable = true},
    {.name = "InputWeightsInitializer",
     .type = OPTION_INITIALIZER,
     .initial = "glorot",
     .choices = initializer_names},
    {.name = "RecurrentWeightsInitializer",
     .type = OPTION_INITIALIZER,
     .initial = "orthogonal",
     .choices = initializer_names},
    {.name = "BiasInitializer",
     .type = OPTION_INITIALIZER,
     .initial = "unit-forget-gate",
     .choices = bias_names},
    {.name = "HiddenState", .type = OPTION_TENSOR, .initial = ""},
    {.name = "CellState", .type = OPTION_TENSOR, .initial = ""},
};

static bool last_only(const Layer *layer) {
    return strcmp(layer_text(layer, "OutputMode"), "last") == 0;
}

static Status infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in, DataSpec *out) {
    (void)n_in;
    if (strcmp(in->format, "CBT") != 0 || in->size[0] < 0) {
        char text[200];
        spec_describe(in, text, sizeof text);
        return layer_fail(nn->ctx, layer, "expects sequences with format 'CBT', got %s.", text);
    }
    *out = in[0];
    out->size[0] = (Index)layer_number(layer, "NumHiddenUnits");
    if (last_only(layer)) {
        out->n = 2;
        memcpy(out->format, "CB", 3);
    }
    return OK;
}

static Status init_bias(LayerInit *init, Index hidden, Tensor **ret) {
    Shape shape = shape_2d(4 * hidden, 1);
    const Tensor *given = layer_get(init->layer, "Bias")->tensor;
    const char *name = layer_text(init->layer, "BiasInitializer");
    if ((given && given->numel) || strcmp(name, "unit-forget-gate") != 0)
        return init_param(init, "Bias", "BiasInitializer", &shape, 1, 1, ret);
    TRY(tensor_zeros(init->nn->ctx, CLASS_SINGLE, &shape, ret));
    for (Index i = hidden; i < 2 * hidden; i++) tensor_f32(*ret)[i] = 1;
    return OK;
}

static Status init_state(LayerInit *init, const char *prop, Index hidden, Tensor **ret) {
    const Tensor *given = layer_get(init->layer, prop)->tensor;
    if (given && given->numel) return tensor_cast(init->nn->ctx, given, CLASS_SINGLE, ret);
    return tensor_zeros(init->nn->ctx, CLASS_SINGLE, &(Shape){2, {hidden, 1}}, ret);
}

static Status init(LayerInit *init) {
    Index hidden = (Index)layer_number(init->layer, "NumHiddenUnits"), in = init->in[0].size[0];
    Shape w = shape_2d(4 * hidden, in), r = shape_2d(4 * hidden, hidden);
    TRY(init_param(init, "InputWeights", "InputWeightsInitializer", &w, in, 4 * hidden,
                   &init->params[0]));
    TRY(init_param(init, "RecurrentWeights", "RecurrentWeightsInitializer", &r, hidden, 4 * hidden,
                   &init->params[1]));
    TRY(init_bias(init, hidden, &init->params[2]));
    TRY(init_state(init, "HiddenState", hidden, &init->states[0]));
    return init_state(init, "CellState", hidden, &init->states[1]);
}

static DlArray *cut(Calc *c, DlArray *x, int dim, Index from, Index count) {
    OpAttrs attrs = {.dims = {dim, (int)from, (int)count}};
    return calc_op(c, &op_slice, &attrs, &x, 1);
}

/// One time step: *h and *c (owned) are replaced. z: input part of all gates, 4H x B x T.
static Status step(NnState *nn, DlArray *z, Index t, DlArray *recurrent, DlArray **h, DlArray **c) {
    Calc k = calc_begin(nn);
    Index hidden = z->value->shape.dim[0] / 4, batch = shape_dim(&z->value->shape, 1);
    Shape now = shape_2d(4 * hidden, batch);
    DlArray *in = calc_reshape(&k, cut(&k, z, 2, t, 1), &now);
    DlArray *gates = calc_plus(&k, in, calc_mtimes(&k, recurrent, false, *h, false));
    DlArray *i = calc_unary(&k, &op_sigmoid, cut(&k, gates, 0, 0, hidden));
    DlArray *f = calc_unary(&k, &op_sigmoid, cut(&k, gates, 0, hidden, hidden));
    DlArray *g = calc_unary(&k, &op_tanh, cut(&k, gates, 0, 2 * hidden, hidden));
    DlArray *o = calc_unary(&k, &op_sigmoid, cut(&k, gates, 0, 3 * hidden, hidden));
    DlArray *made[2] = {NULL, NULL}, *ret[2] = {NULL, NULL};
    made[1] = calc_plus(&k, calc_times(&k, f, *c), calc_times(&k, i, g));
    made[0] = calc_times(&k, o, calc_unary(&k, &op_tanh, made[1]));
    TRY(calc_end_many(&k, 2, made, ret));
    dlarray_unref(*h);
    dlarray_unref(*c);
    *h = ret[0];
    *c = ret[1];
    return OK;
}

/// All outputs side by side along T.
static Status join(LayerCall *call, DlArray *const *outputs, Index n) {
    DlArray *made = NULL;
    OpAttrs attrs = {.dims = {2}};
    TRY(op_apply(call->nn, &op_cat, &attrs, outputs, (int)n, &made));
    Status status = dlarray_relabel(call->nn, made, "CBT", &call->ret[0]);
    dlarray_unref(made);
    return status;
}

static Status forward(LayerCall *call) {
    NnState *nn = call->nn;
    DlArray *x = call->in[0];
    if (strcmp(x->format, "CBT") != 0)
        return layer_fail(nn->ctx, call->layer, "expects sequences with format 'CBT', got '%s'.",
                          x->format);
    Index n_steps = dlarray_dim(x, 2);
    DlArray *z = NULL, *h = dlarray_ref(call->states[0]), *c = dlarray_ref(call->states[1]);
    DlArray **outputs = mem_alloc_zero((size_t)(n_steps + 1) * sizeof *outputs);
    Status status = outputs ? OK : ctx_fail_nomem(nn->ctx);
    if (status != OK) goto done;
    TRY_GOTO(dl_fullyconnect(nn, x, call->params[0], call->params[2], NULL, ACT_NONE, &z));
    for (Index t = 0; t < n_steps; t++) {
        TRY_GOTO(ctx_check_stop(nn->ctx));
        TRY_GOTO(step(nn, z, t, call->params[1], &h, &c));
        outputs[t] = dlarray_ref(h);
    }
    if (last_only(call->layer))
        TRY_GOTO(dlarray_relabel(nn, h, "CB", &call->ret[0]));
    else
        TRY_GOTO(join(call, outputs, n_steps));
    TRY_GOTO(dlarray_untraced(nn, h, &call->ret_states[0]));
    TRY_GOTO(dlarray_untraced(nn, c, &call->ret_states[1]));
done:
    for (Index t = 0; outputs && t < n_steps; t++) dlarray_unref(outputs[t]);
    mem_free(outputs);
    dlarray_unref(z);
    dlarray_unref(h);
    dlarray_unref(c);
    return status;
}

static void describe(const Layer *layer, Buf *out) {
    buf_printf(out, "LSTM with %g hidden units", layer_number(layer, "NumHiddenUnits"));
}

const LayerDef layer_lstm = {.type = "lstm",
                             .class_name = "LSTMLayer",
                             .prefix = "lstm",
                             .constructor = "lstmLayer",
                             .summary = "LSTM",
                             .props = props,
                             .n_props = (int)(sizeof props / sizeof props[0]),
                             .params = {"InputWeights", "RecurrentWeights", "Bias"},
                             .n_params = 3,
                             .states = {"HiddenState", "CellState"},
                             .n_states = 2,
                             .n_in = 1,
                             .n_out = 1,
                             .infer = infer,
                             .init = init,
                             .forward = forward,
                             .describe = describe};
