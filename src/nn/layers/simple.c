// nn/layers/simple.c: layers without weights that are not activations: dropout, flatten, identity,
// function.
#include "nn/layers/rows.h"
#include <math.h>
#include <string.h>

// ---- dropout ----

static const OptionDef dropout_props[] = {{.name = "Probability",
                                         .type = OPTION_NUMBER,
                                         .initial = "0.5",
                                         .position = 1,
                                         .min = 0,
                                         .max = 1}};
static Status dropout_forward(LayerCall *call) {
    if (call->training)
        return dl_dropout(call->nn, call->in[0], layer_number(call->layer, "Probability"),
                          &call->ret[0]);
    call->ret[0] = dlarray_ref(call->in[0]);
    return OK;
}
static void dropout_describe(const Layer *layer, Buf *out) {
    buf_printf(out, "%g%% dropout", 100 * layer_number(layer, "Probability"));
}
const LayerDef layer_dropout = {.type = "dropout",
                                .class_name = "DropoutLayer",
                                .prefix = "dropout",
                                .constructor = "dropoutLayer",
                                .summary = "Dropout",
                                .props = dropout_props,
                                .n_props = 1,
                                .n_in = 1,
                                .n_out = 1,
                                .infer = infer_same,
                                .forward = dropout_forward,
                                .describe = dropout_describe};

// ---- flatten: all S and C dimensions become C ----

static Status flatten_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                            DataSpec *out) {
    (void)nn, (void)layer, (void)n_in;
    *out = (DataSpec){.format = "C", .n = 1, .size = {spec_features(in)}};
    for (int i = 0; i < in->n; i++)
        if (in->format[i] != 'S' && in->format[i] != 'C') {
            out->size[out->n] = in->size[i];
            out->format[out->n++] = in->format[i];
        }
    out->format[out->n] = '\0';
    return OK;
}
static Status flatten_forward(LayerCall *call) {
    DataSpec in = spec_of(call->in[0]), out;
    TRY(flatten_infer(call->nn, call->layer, &in, 1, &out));
    if (out.n == 1) {
        out.format[1] = 'U';
        out.format[2] = '\0';
        out.size[out.n++] = 1;
    }
    Shape shape;
    DlArray *made = NULL;
    TRY(shape_make(call->nn->ctx, out.size, out.n, &shape));
    TRY(dl_reshape(call->nn, call->in[0], &shape, &made));
    Status status = dlarray_relabel(call->nn, made, out.format, &call->ret[0]);
    dlarray_unref(made);
    return status;
}
static void flatten_describe(const Layer *layer, Buf *out) {
    (void)layer, buf_puts(out, "Flatten");
}
const LayerDef layer_flatten = {.type = "flatten",
                                .class_name = "FlattenLayer",
                                .prefix = "flatten",
                                .constructor = "flattenLayer",
                                .summary = "Flatten",
                                .n_in = 1,
                                .n_out = 1,
                                .infer = flatten_infer,
                                .forward = flatten_forward,
                                .describe = flatten_describe};

// ---- identity ----

static Status identity_forward(LayerCall *call) {
    call->ret[0] = dlarray_ref(call->in[0]);
    return OK;
}
static void identity_describe(const Layer *layer, Buf *out) {
    (void)layer, buf_puts(out, "Identity");
}
const LayerDef layer_identity = {.type = "identity",
                                 .class_name = "IdentityLayer",
                                 .prefix = "identity",
                                 .constructor = "identityLayer",
                                 .summary = "Identity",
                                 .n_in = 1,
                                 .n_out = 1,
                                 .infer = infer_same,
                                 .forward = identity_forward,
                                 .describe = identity_describe};

// ---- function ----

static const OptionDef function_props[] = {
    {.name = "PredictFcn", .type = OPTION_CALLBACK, .position = 1, .summary = "The function"},
    {.name = "Formattable",
     .type = OPTION_BOOL,
     .initial = "0",
     .summary = "The function takes labelled arrays"},
    {.name = "Acceleratable", .type = OPTION_BOOL, .initial = "0"},
    {.name = "NumInputs", .type = OPTION_NUMBER, .initial = "1", .min = 1, .max = LAYER_MAX_PORTS},
    {.name = "NumOutputs", .type = OPTION_NUMBER, .initial = "1", .min = 1, .max = LAYER_MAX_PORTS},
    {.name = "Description", .type = OPTION_TEXT, .initial = ""},
};

/// Labels for an unlabelled result: those of the first input when they are enough.
static Status label_like(LayerCall *call, DlArray **made) {
    const char *format = call->in[0]->format;
    if (dlarray_is_formatted(*made) || (int)strlen(format) < (*made)->value->shape.n_dims)
        return OK;
    DlArray *labelled = NULL;
    TRY(dlarray_relabel(call->nn, *made, format, &labelled));
    dlarray_unref(*made);
    *made = labelled;
    return OK;
}

static Status function_forward(LayerCall *call) {
    NnCallback *f = layer_get(call->layer, "PredictFcn")->callback;
    bool formattable = layer_number(call->layer, "Formattable") != 0;
    DlArray *in[LAYER_MAX_PORTS] = {NULL};
    Status status = OK;
    if (!f->call)
        return ctx_fail(call->nn->ctx, ERR_ARG, "", "The function of layer '%s' cannot be called.",
                        call->layer->name);
    for (int i = 0; i < call->n_in; i++)
        TRY_GOTO(
            dlarray_relabel(call->nn, call->in[i], formattable ? call->in[i]->format : "", &in[i]));
    TRY_GOTO(f->call(f->self, call->nn, in, call->n_in, call->ret, call->n_out));
    for (int i = 0; i < call->n_out; i++) TRY_GOTO(label_like(call, &call->ret[i]));
done:
    for (int i = 0; i < call->n_in; i++) dlarray_unref(in[i]);
    return status;
}

/// The size of a function's result is found by running it on zeros, unknown sizes taken as 1.
static Status function_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                             DataSpec *out) {
    DlArray *zeros[LAYER_MAX_PORTS] = {NULL}, *made[LAYER_MAX_PORTS] = {NULL};
    bool was = tape_pause(nn);
    Status status = OK;
    for (int i = 0; i < n_in; i++) {
        Index dims[SHAPE_MAX_DIMS];
        Shape shape;
        Tensor *value = NULL;
        for (int k = 0; k < in[i].n; k++) dims[k] = in[i].size[k] < 0 ? 1 : in[i].size[k];
        TRY_GOTO(shape_make(nn->ctx, dims, in[i].n, &shape));
        TRY_GOTO(tensor_zeros(nn->ctx, CLASS_SINGLE, &shape, &value));
        TRY_GOTO(dlarray_take(nn, value, in[i].format, &zeros[i]));
    }
    LayerCall call = {
        .nn = nn, .layer = layer, .in = zeros, .n_in = n_in, .ret = made, .n_out = layer->n_out};
    TRY_GOTO(function_forward(&call));
    for (int i = 0; i < layer->n_out; i++) {
        out[i] = spec_of(made[i]);
        for (int k = 0; k < out[i].n; k++) // what was unknown stays so
            if (spec_size(&in[0], out[i].format[k], 1) < 0) out[i].size[k] = -1;
    }
done:
    tape_resume(nn, was);
    for (int i = 0; i < LAYER_MAX_PORTS; i++) {
        dlarray_unref(zeros[i]);
        dlarray_unref(made[i]);
    }
    return status;
}
static void function_describe(const Layer *layer, Buf *out) {
    const char *text = layer_text(layer, "Description");
    if (*text)
        buf_puts(out, text);
    else
        option_value_show(layer_get(layer, "PredictFcn"), OPTION_CALLBACK, out);
}
const LayerDef layer_function = {.type = "function",
                                 .class_name = "FunctionLayer",
                                 .prefix = "layer",
                                 .constructor = "functionLayer",
                                 .summary = "Function",
                                 .props = function_props,
                                 .n_props = (int)(sizeof function_props / sizeof function_props[0]),
                                 .n_in = 1,
                                 .n_out = 1,
                                 .infer = function_infer,
                                 .forward = function_forward,
                                 .describe = function_describe};
