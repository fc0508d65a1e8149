// Every layer record: the sizes it promises are the sizes it gives, in training and inference;
// properties are checked.
#include "check.h"

typedef struct Row {
    const char *constructor, *args, *format;
    Shape in;
    const char *out; // expected size as spec_describe writes it
    int n_inputs;    // 0 counts as 1
} Row;

#define X "\xc3\x97"
static const Row rows[] = {
    {"imageInputLayer",
     "[5 4 2], Normalization=none",
     "SSCB",
     {4, {5, 4, 2, 3}},
     "5(S) " X " 4(S) " X " 2(C) " X " 3(B)"},
    {"featureInputLayer", "4", "CB", {2, {4, 3}}, "4(C) " X " 3(B)"},
    {"sequenceInputLayer", "4", "CBT", {3, {4, 3, 2}}, "4(C) " X " 3(B) " X " 2(T)"},
    {"inputLayer", "[NaN 4], BC", "CB", {2, {4, 3}}, "4(C) " X " 3(B)"},
    {"fullyConnectedLayer", "7", "SSCB", {4, {5, 4, 2, 3}}, "7(C) " X " 3(B)"},
    {"fullyConnectedLayer", "7", "CBT", {3, {4, 3, 2}}, "7(C) " X " 3(B) " X " 2(T)"},
    {"lstmLayer", "6", "CBT", {3, {4, 3, 2}}, "6(C) " X " 3(B) " X " 2(T)"},
    {"lstmLayer", "6, OutputMode=last", "CBT", {3, {4, 3, 2}}, "6(C) " X " 3(B)"},
    {"convolution1dLayer",
     "3, 5, Padding=same",
     "SCB",
     {3, {8, 4, 3}},
     "8(S) " X " 5(C) " X " 3(B)"},
    {"convolution1dLayer", "3, 5, Stride=2", "CBT", {3, {4, 3, 8}}, "5(C) " X " 3(B) " X " 3(T)"},
    {"globalAveragePooling1dLayer", "", "SCB", {3, {8, 4, 3}}, "1(S) " X " 4(C) " X " 3(B)"},
    {"globalMaxPooling1dLayer", "", "CBT", {3, {4, 3, 8}}, "4(C) " X " 3(B)"},
    {"convolution2dLayer",
     "[3 2], 4, Stride=2, Padding=[1 0 1 1]",
     "SSCB",
     {4, {7, 6, 2, 3}},
     "3(S) " X " 4(S) " X " 4(C) " X " 3(B)"},
    {"convolution2dLayer",
     "3, 4, Padding=same, DilationFactor=2",
     "SSCB",
     {4, {7, 6, 2, 3}},
     "7(S) " X " 6(S) " X " 4(C) " X " 3(B)"},
    {"transposedConv2dLayer",
     "4, 5, Stride=2, Cropping=same",
     "SSCB",
     {4, {3, 4, 2, 3}},
     "6(S) " X " 8(S) " X " 5(C) " X " 3(B)"},
    {"transposedConv2dLayer",
     "3, 5, Stride=2, Cropping=1",
     "SSCB",
     {4, {3, 4, 2, 3}},
     "5(S) " X " 7(S) " X " 5(C) " X " 3(B)"},
    {"maxPooling2dLayer", "2", "SSCB", {4, {7, 6, 2, 3}}, "6(S) " X " 5(S) " X " 2(C) " X " 3(B)"},
    {"averagePooling2dLayer",
     "3, Stride=2, Padding=same",
     "SSCB",
     {4, {7, 6, 2, 3}},
     "4(S) " X " 3(S) " X " 2(C) " X " 3(B)"},
    {"globalAveragePooling2dLayer",
     "",
     "SSCB",
     {4, {7, 6, 2, 3}},
     "1(S) " X " 1(S) " X " 2(C) " X " 3(B)"},
    {"globalMaxPooling2dLayer",
     "",
     "SSCB",
     {4, {7, 6, 2, 3}},
     "1(S) " X " 1(S) " X " 2(C) " X " 3(B)"},
    {"reluLayer", "", "CB", {2, {4, 3}}, "4(C) " X " 3(B)"},
    {"leakyReluLayer", "0.2", "CB", {2, {4, 3}}, "4(C) " X " 3(B)"},
    {"clippedReluLayer", "6", "CB", {2, {4, 3}}, "4(C) " X " 3(B)"},
    {"eluLayer", "", "CB", {2, {4, 3}}, "4(C) " X " 3(B)"},
    {"sigmoidLayer", "", "CBT", {3, {4, 3, 2}}, "4(C) " X " 3(B) " X " 2(T)"},
    {"tanhLayer", "", "CB", {2, {4, 3}}, "4(C) " X " 3(B)"},
    {"geluLayer", "Approximation=tanh", "CB", {2, {4, 3}}, "4(C) " X " 3(B)"},
    {"swishLayer", "", "CB", {2, {4, 3}}, "4(C) " X " 3(B)"},
    {"softplusLayer", "", "CB", {2, {4, 3}}, "4(C) " X " 3(B)"},
    {"softmaxLayer", "", "SSCB", {4, {2, 2, 4, 3}}, "2(S) " X " 2(S) " X " 4(C) " X " 3(B)"},
    {"dropoutLayer", "0.3", "CB", {2, {4, 3}}, "4(C) " X " 3(B)"},
    {"flattenLayer", "", "SSCB", {4, {5, 4, 2, 3}}, "40(C) " X " 3(B)"},
    {"identityLayer", "", "CB", {2, {4, 3}}, "4(C) " X " 3(B)"},
    {"batchNormalizationLayer",
     "",
     "SSCB",
     {4, {5, 4, 2, 3}},
     "5(S) " X " 4(S) " X " 2(C) " X " 3(B)"},
    {"layerNormalizationLayer", "", "CBT", {3, {4, 3, 2}}, "4(C) " X " 3(B) " X " 2(T)"},
    {"additionLayer", "3", "CB", {2, {4, 3}}, "4(C) " X " 3(B)", 3},
    {"multiplicationLayer", "2", "CB", {2, {4, 3}}, "4(C) " X " 3(B)", 2},
    {"concatenationLayer", "1, 2", "CB", {2, {4, 3}}, "8(C) " X " 3(B)", 2},
    {"depthConcatenationLayer",
     "2",
     "SSCB",
     {4, {5, 4, 2, 3}},
     "5(S) " X " 4(S) " X " 4(C) " X " 3(B)",
     2},
};
enum { N_ROWS = sizeof rows / sizeof rows[0] };

static void check_row(Fixture *f, const Row *row) {
    Layer *layer = NULL;
    Network *net = NULL;
    CHECK_OK(f, layer_make(&f->ctx, row->constructor, row->args, &layer));
    CHECK_OK(f, network_from_layers(&f->ctx, &layer, 1, &net));
    int n = row->n_inputs ? row->n_inputs : 1;
    DlArray *in[4], *y = NULL, *states[2];
    DataSpec examples[4];
    for (int i = 0; i < n; i++) {
        in[i] = wrap(f, random_tensor(f, CLASS_SINGLE, row->in, 0.1, 1), row->format);
        examples[i] = spec_of(in[i]);
    }
    CHECK_OK(f, network_initialize(f->nn, net, examples, n));
    for (int training = 0; training < 2; training++) {
        char promised[200], given[200];
        CHECK_OK(f, network_forward(f->nn, net, training, in, n, NULL, 1, &y, states));
        DataSpec got = spec_of(y), want = network_layer_specs(net)[0];
        for (int k = 0; k < want.n; k++) // input layers leave the batch open
            if (want.size[k] < 0) want.size[k] = got.size[k];
        spec_describe(&want, promised, sizeof promised);
        spec_describe(&got, given, sizeof given);
        if (strcmp(given, row->out) != 0 || strcmp(promised, row->out) != 0)
            fail_msg("%s(%s): promises %s, gives %s, expected %s", row->constructor, row->args,
                     promised, given, row->out);
        for (Index k = 0; k < net->n_states; k++) dlarray_unref(states[k]);
        dlarray_unref(y);
    }
    Buf text = BUF_INIT;
    layer->def->describe(layer, &text);
    assert_true(text.len > 0);
    buf_done(&text);
    for (int i = 0; i < n; i++) dlarray_unref(in[i]);
    layer_unref(layer);
    network_unref(net);
}

static void sizes_are_as_promised(void **state) {
    for (int i = 0; i < N_ROWS; i++) check_row(*state, &rows[i]);
}

/// A record without a row here (but for function layers, tested below) is a layer nobody has tried.
static void every_record_has_a_row(void **state) {
    (void)state;
    Index n;
    const LayerDef *const *layers = layer_list(&n);
    for (Index i = 0; i < n; i++) {
        bool found = strcmp(layers[i]->type, "function") == 0;
        for (int k = 0; k < N_ROWS && !found; k++)
            found = strcmp(rows[k].constructor, layers[i]->constructor) == 0;
        if (!found) fail_msg("%s has no row", layers[i]->constructor);
        assert_ptr_equal(layer_find(layers[i]->constructor), layers[i]);
        assert_ptr_equal(layer_find(layers[i]->type), layers[i]);
    }
}

static void properties_are_checked(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *constructor, *args, *part;
    } wrong[] = {{"fullyConnectedLayer", "", "OutputSize is missing"},
                 {"fullyConnectedLayer", "0", "OutputSize must be at least 1"},
                 {"fullyConnectedLayer", "[1 2]", "OutputSize must be a scalar"},
                 {"fullyConnectedLayer", "3, Weight=1", "no property 'Weight'"},
                 {"fullyConnectedLayer", "3, WeightsInitializer=magic", "'glorot'"},
                 {"dropoutLayer", "1.5", "from 0 to 1"},
                 {"convolution2dLayer", "[3 3 3], 4", "one or two numbers"},
                 {"convolution2dLayer", "3, 4, Padding=valid", "'same'"},
                 {"maxPooling2dLayer", "2, Padding=[1 2 3]", "one, two or four numbers"},
                 {"clippedReluLayer", "", "Ceiling is missing"},
                 {"imageInputLayer", "[28 28 1], Normalization=sometimes", "'zerocenter'"}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        Layer *layer = NULL;
        assert_int_equal(layer_make(&f->ctx, wrong[i].constructor, wrong[i].args, &layer), ERR_ARG);
        if (!strstr(error_message(&f->ctx.error), wrong[i].part))
            fail_msg("%s", error_message(&f->ctx.error));
        error_clear(&f->ctx.error);
        assert_null(layer);
    }
    Layer *layer = NULL, *copy = NULL;
    CHECK_OK(f, layer_make(&f->ctx, "convolution2dLayer", "5, 4, Name=c, weightsinitializer=HE",
                           &layer));
    assert_string_equal(layer->name, "c");
    assert_string_equal(layer_text(layer, "WeightsInitializer"), "he"); // the documented spelling
    assert_int_equal(layer_get(layer, "FilterSize")->n, 2);
    assert_close(layer_get(layer, "FilterSize")->list[1], 5, 0);
    assert_close(layer_number(layer, "Stride"), 1, 0);
    CHECK_OK(f, layer_copy(&f->ctx, layer, &copy));
    CHECK_OK(f, layer_set(&f->ctx, copy, layer_prop_index(copy->def, "Stride"),
                          &(OptionValue){.list = {3}, .n = 1}));
    assert_close(layer_get(layer, "Stride")->list[0], 1, 0);
    assert_close(layer_get(copy, "Stride")->list[1], 3, 0);
    Buf text = BUF_INIT;
    option_value_show(layer_get(copy, "Stride"), OPTION_LIST, &text);
    assert_string_equal(buf_text(&text), "[3 3]");
    buf_done(&text);
    layer_unref(layer);
    layer_unref(copy);
}

// ---- callbacks ----

static Status square_columns(void *self, NnState *nn, DlArray *const *in, int n_in, DlArray **ret,
                             int n_out) {
    (void)n_in, (void)n_out;
    *(int *)self += 1;
    assert_false(dlarray_is_formatted(in[0])); // not Formattable
    return dl_square(nn, in[0], ret);
}
static Status constant(void *self, NnState *nn, const Shape *shape, Tensor **ret) {
    (void)self;
    return tensor_full(nn->ctx, CLASS_DOUBLE, shape, 0.5, ret);
}
static Status wrong_size(void *self, NnState *nn, const Shape *shape, Tensor **ret) {
    (void)self, (void)shape;
    return tensor_from_double(nn->ctx, 1, ret);
}
static NnCallback *callback_new(NnCallback like) {
    NnCallback *c = mem_alloc_zero(sizeof *c);
    *c = like;
    refcount_init(&c->refs);
    c->text = mem_dup("@(x) x.^2");
    return c;
}

static void functions_of_the_user_take_part(void **state) {
    Fixture *f = *state;
    int calls = 0;
    Layer *layers[3];
    Network *net = NULL;
    CHECK_OK(f, layer_make(&f->ctx, "featureInputLayer", "2", &layers[0]));
    CHECK_OK(f, layer_new(&f->ctx, layer_find("functionLayer"), "square", &layers[1]));
    CHECK_OK(f, layer_make(&f->ctx, "fullyConnectedLayer", "1, Name=fc", &layers[2]));
    OptionValue f_value = {.callback =
                             callback_new((NnCallback){.self = &calls, .call = square_columns})};
    OptionValue start = {.callback = callback_new((NnCallback){.initialize = constant})};
    OptionValue bad = {.callback = callback_new((NnCallback){.initialize = wrong_size})};
    CHECK_OK(f, layer_set(&f->ctx, layers[1], 0, &f_value));
    int prop = layer_prop_index(layers[2]->def, "WeightsInitializer");
    CHECK_OK(f, layer_set(&f->ctx, layers[2], prop, &bad));
    CHECK_OK(f, network_from_layers(&f->ctx, layers, 3, &net));
    assert_int_equal(network_initialize(f->nn, net, NULL, 0), ERR_SIZE);
    error_clear(&f->ctx.error);
    network_unref(net);
    CHECK_OK(f, layer_set(&f->ctx, layers[2], prop, &start));
    CHECK_OK(f, network_from_layers(&f->ctx, layers, 3, &net));
    CHECK_OK(f, network_initialize(f->nn, net, NULL, 0));
    DlArray *x = from_values(f, CLASS_SINGLE, shape_2d(2, 2), "CB", (double[]){1, 2, 3, 4}),
            *y = NULL;
    calls = 0;
    CHECK_OK(f, network_forward(f->nn, net, false, &x, 1, NULL, 1, &y, NULL));
    assert_int_equal(calls, 1);
    assert_close(tensor_get(y->value, 0), 0.5 * (1 + 4), 1e-6);
    assert_close(tensor_get(y->value, 1), 0.5 * (9 + 16), 1e-6);
    assert_string_equal(y->format, "CB");
    dlarray_unref(x), dlarray_unref(y);
    network_unref(net);
    for (int i = 0; i < 3; i++) layer_unref(layers[i]);
    nn_callback_unref(f_value.callback), nn_callback_unref(start.callback),
        nn_callback_unref(bad.callback);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(sizes_are_as_promised),
        cmocka_unit_test(every_record_has_a_row),
        TEST(properties_are_checked),
        TEST(functions_of_the_user_take_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
