// nn/layers/input.c: input layers: they check sizes and normalize.
#include "nn/layers/rows.h"
#include <math.h>
#include <string.h>
#include <strings.h>

static const char *const normalizations[] = {"zerocenter",       "zscore", "rescale-symmetric",
                                             "rescale-zero-one", "none",   NULL};
static const char *const norm_dimensions[] = {"auto", "channel", "element", "all", NULL};

#define STATISTICS                                                         \
    {.name = "NormalizationDimension",                                     \
     .type = OPTION_TEXT,                                                    \
     .initial = "auto",                                                    \
     .choices = norm_dimensions},                                          \
        {.name = "Mean",                                                   \
         .type = OPTION_TENSOR,                                              \
         .initial = "",                                                    \
         .summary = "Mean used by zerocenter and zscore"},                 \
        {.name = "StandardDeviation", .type = OPTION_TENSOR, .initial = ""}, \
        {.name = "Min", .type = OPTION_TENSOR, .initial = ""}, {             \
        .name = "Max", .type = OPTION_TENSOR, .initial = ""                  \
    }

static const OptionDef image_props[] = {
    {.name = "InputSize",
     .type = OPTION_LIST,
     .position = 1,
     .min = 1,
     .max = INFINITY,
     .summary = "Height, width and channels"},
    {.name = "Normalization",
     .type = OPTION_TEXT,
     .initial = "zerocenter",
     .choices = normalizations},
    STATISTICS,
    {.name = "DataAugmentation", .type = OPTION_TEXT, .initial = "none"},
};
static const OptionDef vector_props[] = {
    {.name = "InputSize",
     .type = OPTION_LIST,
     .position = 1,
     .min = 1,
     .max = INFINITY,
     .summary = "Number of features"},
    {.name = "Normalization", .type = OPTION_TEXT, .initial = "none", .choices = normalizations},
    STATISTICS,
    {.name = "MinLength", .type = OPTION_NUMBER, .initial = "1"},
};
static const OptionDef plain_props[] = {
    {.name = "InputSize",
     .type = OPTION_LIST,
     .position = 1,
     .summary = "Sizes, NaN where they may vary"},
    {.name = "InputFormat", .type = OPTION_TEXT, .position = 2, .summary = "Labels, e.g. 'SSCB'"},
};

// ---- sizes ----

static Status image_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                          DataSpec *out) {
    (void)in, (void)n_in;
    const OptionValue *size = layer_get(layer, "InputSize");
    if (size->n != 2 && size->n != 3)
        return layer_fail(nn->ctx, layer,
                          "expects an input size of height, width and channels, got %d numbers.",
                          size->n);
    *out = (DataSpec){.format = "SSCB", .n = 4};
    for (int i = 0; i < 3; i++) out->size[i] = i < size->n ? (Index)size->list[i] : 1;
    out->size[3] = -1;
    return OK;
}

static Status feature_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                            DataSpec *out) {
    (void)nn, (void)in, (void)n_in;
    *out =
        (DataSpec){.format = "CB", .n = 2, .size = {(Index)layer_number(layer, "InputSize"), -1}};
    return OK;
}

static Status sequence_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                             DataSpec *out) {
    (void)in, (void)n_in;
    if (layer_get(layer, "InputSize")->n != 1)
        return ctx_fail_unsupported(nn->ctx, "A sequenceInputLayer for image sequences");
    *out = (DataSpec){
        .format = "CBT", .n = 3, .size = {(Index)layer_number(layer, "InputSize"), -1, -1}};
    return OK;
}

static Status plain_infer(NnState *nn, const Layer *layer, const DataSpec *in, int n_in,
                          DataSpec *out) {
    (void)in, (void)n_in;
    const OptionValue *size = layer_get(layer, "InputSize");
    int order[SHAPE_MAX_DIMS], n = 0;
    TRY(format_normalize(nn->ctx, layer_text(layer, "InputFormat"), size->n, out->format, order,
                         &n));
    out->n = n;
    for (int i = 0; i < n; i++)
        out->size[i] = order[i] >= size->n           ? 1
                       : isnan(size->list[order[i]]) ? -1
                                                     : (Index)size->list[order[i]];
    return OK;
}

// ---- values ----

static Status check_input(LayerCall *call) {
    DataSpec want;
    TRY(call->layer->def->infer(call->nn, call->layer, NULL, 0, &want));
    DataSpec got = spec_of(call->in[0]);
    bool fits = true;
    // A missing batch or time label at the end counts as size 1.
    for (int i = 0; i < want.n && fits; i++) {
        if (i >= got.n || got.format[i] == 'U')
            fits = want.format[i] == 'B' || want.format[i] == 'T';
        else
            fits = got.format[i] == want.format[i] &&
                   (want.size[i] < 0 || want.size[i] == got.size[i]);
    }
    for (int i = want.n; i < got.n && fits; i++) fits = got.format[i] == 'U' && got.size[i] == 1;
    if (fits) return OK;
    char wanted[200], given[200];
    spec_describe(&want, wanted, sizeof wanted);
    dlarray_describe(call->in[0], given, sizeof given);
    return layer_fail(call->nn->ctx, call->layer, "expects input of size %s, got %s.", wanted,
                      given);
}

/// A statistic as a constant that lines up with the input: a vector along C, or an array of the
/// image's size.
static Status statistic(LayerCall *call, const char *prop, DlArray **ret) {
    const Tensor *given = layer_get(call->layer, prop)->tensor;
    const DlArray *x = call->in[0];
    if (!given || given->numel == 0)
        return layer_fail(
            call->nn->ctx, call->layer,
            "normalization '%s' needs the property %s. Set it, or use Normalization=\"none\".",
            layer_text(call->layer, "Normalization"), prop);
    Tensor *value = NULL;
    TRY(tensor_cast(call->nn->ctx, given,
                    x->value->cls == CLASS_DOUBLE ? CLASS_DOUBLE : CLASS_SINGLE, &value));
    int channel = dlarray_find_dim(x, 'C');
    Index channels = dlarray_dim(x, channel);
    if (value->numel == channels && channels > 1) {
        Index dims[SHAPE_MAX_DIMS];
        for (int i = 0; i < channel; i++) dims[i] = 1;
        dims[channel] = channels;
        Shape shape;
        Status status = shape_make(call->nn->ctx, dims, channel + 1, &shape);
        if (status == OK)
            status = tensor_reshape_take(call->nn->ctx, value, &shape, &value);
        else
            tensor_unref(value);
        if (status != OK) return status;
    }
    return dlarray_take(call->nn, value, "", ret);
}

typedef Status (*Combine)(NnState *nn, DlArray *a, DlArray *b, DlArray **ret);
/// y = combine(x, statistic); `x` is taken.
static Status with_statistic(LayerCall *call, DlArray *x, Combine combine, const char *prop,
                             DlArray **ret) {
    DlArray *s = NULL, *made = NULL;
    Status status = statistic(call, prop, &s);
    if (status == OK) status = combine(call->nn, x, s, &made);
    dlarray_unref(s);
    dlarray_unref(x);
    if (status == OK) *ret = made;
    return status;
}

/// (x - Min) / (Max - Min), then scaled and shifted.
static Status rescale(LayerCall *call, double scale, double shift, DlArray **ret) {
    DlArray *lo = NULL, *hi = NULL, *span = NULL, *off = NULL, *unit = NULL;
    NnState *nn = call->nn;
    Status status = OK;
    TRY_GOTO(statistic(call, "Min", &lo));
    TRY_GOTO(statistic(call, "Max", &hi));
    TRY_GOTO(dl_minus(nn, hi, lo, &span));
    TRY_GOTO(dl_minus(nn, call->in[0], lo, &off));
    TRY_GOTO(dl_rdivide(nn, off, span, &unit));
    TRY_GOTO(dl_affine(nn, unit, scale, shift, ret));
done:
    dlarray_unref(lo);
    dlarray_unref(hi);
    dlarray_unref(span);
    dlarray_unref(off);
    dlarray_unref(unit);
    return status;
}

static Status normalizing_forward(LayerCall *call) {
    TRY(check_input(call));
    const OptionValue *how = layer_get(call->layer, "Normalization");
    DlArray *x = call->in[0];
    if (how->callback)
        return how->callback->call(how->callback->self, call->nn, &x, 1, call->ret, 1);
    if (strcmp(how->text, "none") == 0) {
        call->ret[0] = dlarray_ref(x);
        return OK;
    }
    if (strcmp(how->text, "rescale-symmetric") == 0) return rescale(call, 2, -1, &call->ret[0]);
    if (strcmp(how->text, "rescale-zero-one") == 0) return rescale(call, 1, 0, &call->ret[0]);
    DlArray *y = NULL;
    TRY(with_statistic(call, dlarray_ref(x), dl_minus, "Mean", &y));
    if (strcmp(how->text, "zscore") == 0)
        TRY(with_statistic(call, y, dl_rdivide, "StandardDeviation", &y));
    call->ret[0] = y;
    return OK;
}

static Status plain_forward(LayerCall *call) {
    TRY(check_input(call));
    call->ret[0] = dlarray_ref(call->in[0]);
    return OK;
}

static void describe_normalization(const Layer *layer, Buf *out) {
    const char *how = layer_text(layer, "Normalization");
    if (*how && strcmp(how, "none") != 0) buf_printf(out, " with '%s' normalization", how);
}
static void image_describe(const Layer *layer, Buf *out) {
    const OptionValue *size = layer_get(layer, "InputSize");
    for (int i = 0; i < 3; i++)
        buf_printf(out, "%s%g", i ? "\xc3\x97" : "", i < size->n ? size->list[i] : 1.0);
    buf_puts(out, " images");
    describe_normalization(layer, out);
}
static void feature_describe(const Layer *layer, Buf *out) {
    buf_printf(out, "%g features", layer_number(layer, "InputSize"));
    describe_normalization(layer, out);
}
static void sequence_describe(const Layer *layer, Buf *out) {
    buf_printf(out, "Sequence input with %g dimensions", layer_number(layer, "InputSize"));
    describe_normalization(layer, out);
}
static void plain_describe(const Layer *layer, Buf *out) {
    buf_printf(out, "Input with format '%s'", layer_text(layer, "InputFormat"));
}

#define N_PROPS(props) ((int)(sizeof(props) / sizeof(props)[0]))
const LayerDef layer_image_input = {.type = "imageInput",
                                    .class_name = "ImageInputLayer",
                                    .prefix = "imageinput",
                                    .constructor = "imageInputLayer",
                                    .summary = "Image Input",
                                    .props = image_props,
                                    .n_props = N_PROPS(image_props),
                                    .n_in = 0,
                                    .n_out = 1,
                                    .infer = image_infer,
                                    .forward = normalizing_forward,
                                    .describe = image_describe};
const LayerDef layer_feature_input = {.type = "featureInput",
                                      .class_name = "FeatureInputLayer",
                                      .prefix = "input",
                                      .constructor = "featureInputLayer",
                                      .summary = "Feature Input",
                                      .props = vector_props,
                                      .n_props = N_PROPS(vector_props),
                                      .n_in = 0,
                                      .n_out = 1,
                                      .infer = feature_infer,
                                      .forward = normalizing_forward,
                                      .describe = feature_describe};
const LayerDef layer_sequence_input = {.type = "sequenceInput",
                                       .class_name = "SequenceInputLayer",
                                       .prefix = "sequenceinput",
                                       .constructor = "sequenceInputLayer",
                                       .summary = "Sequence Input",
                                       .props = vector_props,
                                       .n_props = N_PROPS(vector_props),
                                       .n_in = 0,
                                       .n_out = 1,
                                       .infer = sequence_infer,
                                       .forward = normalizing_forward,
                                       .describe = sequence_describe};
const LayerDef layer_plain_input = {.type = "input",
                                    .class_name = "InputLayer",
                                    .prefix = "input",
                                    .constructor = "inputLayer",
                                    .summary = "Input",
                                    .props = plain_props,
                                    .n_props = N_PROPS(plain_props),
                                    .n_in = 0,
                                    .n_out = 1,
                                    .infer = plain_infer,
                                    .forward = plain_forward,
                                    .describe = plain_describe};
