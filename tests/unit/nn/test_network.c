// Networks: building, sizes, learnables, running, observers, value semantics, short training runs.
#include "check.h"
#include "nn/data.h"
#include "nn/loss.h"
#include "nn/observer.h"
#include "nn/optimizer.h"

/// Network from "constructor: arguments" lines.
static Network *build(Fixture *f, const char *const *lines, int n) {
    Layer *layers[32];
    for (int i = 0; i < n; i++) {
        char constructor[64], args[200] = "";
        sscanf(lines[i], "%63[^:]: %199[^\n]", constructor, args);
        CHECK_OK(f, layer_make(&f->ctx, constructor, args, &layers[i]));
    }
    Network *net = NULL;
    CHECK_OK(f, network_from_layers(&f->ctx, layers, n, &net));
    for (int i = 0; i < n; i++) layer_unref(layers[i]);
    return net;
}
#define BUILD(f, lines) build((f), (lines), (int)(sizeof(lines) / sizeof(lines)[0]))

static DlArray *forward(Fixture *f, const Network *net, bool training, DlArray *x,
                        const char *output) {
    DlArray *y = NULL;
    CHECK_OK(f, network_forward(f->nn, net, training, &x, 1, output ? &output : NULL, 1, &y, NULL));
    return y;
}

static void refused(Fixture *f, Status status, const char *part) {
    assert_int_not_equal(status, OK);
    if (!strstr(error_message(&f->ctx.error), part))
        fail_msg("message: %s", error_message(&f->ctx.error));
    error_clear(&f->ctx.error);
}

static const char *const lab_net[] = {"imageInputLayer: [28 28 1], Normalization=none",
                                      "fullyConnectedLayer: 32, Name=fc1",
                                      "reluLayer",
                                      "fullyConnectedLayer: 16, Name=fc2",
                                      "sigmoidLayer",
                                      "fullyConnectedLayer: 10",
                                      "softmaxLayer"};

static void learnables_are_listed_and_initialized(void **state) {
    Fixture *f = *state;
    Network *net = BUILD(f, lab_net);
    CHECK_OK(f, network_initialize(f->nn, net, NULL, 0));
    static const struct {
        const char *layer, *parameter;
        Index rows, columns;
    } want[] = {{"fc1", "Weights", 32, 784}, {"fc1", "Bias", 32, 1},    {"fc2", "Weights", 16, 32},
                {"fc2", "Bias", 16, 1},      {"fc", "Weights", 10, 16}, {"fc", "Bias", 10, 1}};
    assert_int_equal(net->n_learnables, 6);
    for (int i = 0; i < 6; i++) {
        const NetParam *p = &net->learnables[i];
        assert_string_equal(p->name->layer, want[i].layer);
        assert_string_equal(p->name->parameter, want[i].parameter);
        assert_true(
            shape_equal(&p->value->value->shape, &(Shape){2, {want[i].rows, want[i].columns}}));
        assert_int_equal(p->value->value->cls, CLASS_SINGLE);
        double bound = i % 2 ? 0 : sqrt(6.0 / (double)(want[i].rows + want[i].columns)), top = 0,
               sum = 0;
        for (Index k = 0; k < p->value->value->numel; k++) {
            top = fmax(top, fabs(tensor_get(p->value->value, k)));
            sum += pow(tensor_get(p->value->value, k), 2);
        }
        assert_true(top <= bound * 1.0000001);
        if (i % 2 == 0) { // uniform: variance bound^2/3
            assert_true(top > 0.9 * bound);
            assert_close(sum / (double)p->value->value->numel / (bound * bound / 3), 1, 0.1);
        }
    }
    assert_string_equal(net->learnables[0].name->activation, "relu");
    assert_string_equal(net->learnables[0].name->type, "fullyConnected");
    assert_int_equal(network_n_weights(net), 32 * 785 + 16 * 33 + 10 * 17);
    assert_int_equal(network_find_learnable(net, "fc2", "Bias"), 3);
    assert_int_equal(network_find_learnable(net, "fc2", "Scale"), -1);
    network_unref(net);
}

static void initializers_have_their_spread(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *name;
        double deviation;
    } rows[] = {{"he", 0.1}, {"glorot", 0.0816497}, {"narrow-normal", 0.01}, {"zeros", 0}};
    Shape shape = shape_2d(100, 200);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        OptionValue value = {.text = (char *)rows[i].name};
        Tensor *w = NULL;
        CHECK_OK(f, initializer_run(f->nn, &value, &shape, 200, 100, &w));
        double sum = 0;
        for (Index k = 0; k < w->numel; k++) sum += pow(tensor_get(w, k), 2);
        assert_close(sqrt(sum / (double)w->numel), rows[i].deviation, 0.003);
        tensor_unref(w);
    }
    for (int wide = 0; wide < 2; wide++) { // rows or columns orthonormal, whichever are fewer
        OptionValue value = {.text = "orthogonal"};
        Shape small = wide ? shape_2d(3, 8) : shape_2d(8, 3);
        Tensor *w = NULL;
        CHECK_OK(f, initializer_run(f->nn, &value, &small, 3, 8, &w));
        Index n = 3, step_in = wide ? 3 : 1, step_out = wide ? 1 : 8;
        for (Index a = 0; a < n; a++)
            for (Index b = 0; b < n; b++) {
                double dot = 0;
                for (Index k = 0; k < 8; k++)
                    dot += tensor_get(w, a * step_out + k * step_in) *
                           tensor_get(w, b * step_out + k * step_in);
                assert_close(dot, a == b, 1e-5);
            }
        tensor_unref(w);
    }
    OptionValue unknown = {.text = "magic"};
    Tensor *w = NULL;
    refused(f, initializer_run(f->nn, &unknown, &shape, 1, 1, &w), "magic");
}

/// Fused and unfused runs give the same numbers, and a value in between can be asked for.
static void outputs_by_name_agree_with_fusion(void **state) {
    Fixture *f = *state;
    Network *net = BUILD(f, lab_net);
    CHECK_OK(f, network_initialize(f->nn, net, NULL, 0));
    DlArray *x = wrap(f, random_tensor(f, CLASS_SINGLE, (Shape){4, {28, 28, 1, 5}}, 0, 1), "SSCB");
    DlArray *plain = forward(f, net, false, x, NULL), *z = forward(f, net, false, x, "fc1"),
            *h = NULL;
    const char *names[3] = {"relu", "fc1", "softmax"};
    DlArray *several[3];
    CHECK_OK(f, network_forward(f->nn, net, false, &x, 1, names, 3, several, NULL));
    CHECK_OK(f, dl_relu(f->nn, z, &h));
    assert_string_equal(plain->format, "CB");
    assert_true(tensor_equal(several[2]->value, plain->value, false));
    assert_true(tensor_equal(several[1]->value, z->value, false));
    assert_true(tensor_equal(several[0]->value, h->value, false));
    bool negative = false;
    for (Index i = 0; i < z->value->numel; i++) negative = negative || tensor_get(z->value, i) < 0;
    assert_true(negative); // really before the activation
    refused(f,
            network_forward(f->nn, net, false, &x, 1, (const char *[]){"nobody"}, 1, several, NULL),
            "nobody");
    for (int i = 0; i < 3; i++) dlarray_unref(several[i]);
    dlarray_unref(plain), dlarray_unref(z), dlarray_unref(h), dlarray_unref(x);
    network_unref(net);
}

static void wrong_sizes_name_the_layer(void **state) {
    Fixture *f = *state;
    Network *net = BUILD(f, lab_net);
    DlArray *x = wrap(f, random_tensor(f, CLASS_SINGLE, (Shape){4, {20, 28, 1, 5}}, 0, 1), "SSCB"),
            *y = NULL;
    refused(f, network_forward(f->nn, net, false, &x, 1, NULL, 1, &y, NULL), "initialized");
    CHECK_OK(f, network_initialize(f->nn, net, NULL, 0));
    refused(f, network_forward(f->nn, net, false, &x, 1, NULL, 1, &y, NULL),
            "Layer 'imageinput': expects");
    dlarray_unref(x);
    network_unref(net);
    static const char *const fixed[] = {"featureInputLayer: 5",
                                        "fullyConnectedLayer: 3, Name=fc2, InputSize=4"};
    net = BUILD(f, fixed);
    refused(f, network_initialize(f->nn, net, NULL, 0),
            "Layer 'fc2': expects 4 input features, got 5");
    network_unref(net);
    static const char *const image[] = {"featureInputLayer: 5", "convolution2dLayer: 3, 4, Name=c"};
    net = BUILD(f, image);
    refused(f, network_initialize(f->nn, net, NULL, 0), "Layer 'c': expects images");
    network_unref(net);
    static const char *const small[] = {"imageInputLayer: [4 4 1], Normalization=none",
                                        "maxPooling2dLayer: 5, Name=p"};
    net = BUILD(f, small);
    refused(f, network_initialize(f->nn, net, NULL, 0), "Layer 'p'");
    network_unref(net);
    static const char *const headless[] = {"fullyConnectedLayer: 3", "reluLayer"};
    net = BUILD(f, headless);
    refused(f, network_initialize(f->nn, net, NULL, 0),
            "Layer 'fc': the input 'in' is not connected");
    DataSpec example = {.format = "CB", .n = 2, .size = {7, 2}};
    CHECK_OK(f, network_initialize(f->nn, net, &example, 1));
    assert_int_equal(network_n_weights(net), 24);
    network_unref(net);
}

/// A residual block: in, fc1, relu, add(relu, in), with expected sums by hand.
static void graphs_branch_and_join(void **state) {
    Fixture *f = *state;
    static const char *const trunk[] = {"featureInputLayer: 3, Name=in",
                                        "fullyConnectedLayer: 3, Name=fc", "reluLayer: Name=act",
                                        "additionLayer: 2, Name=add"};
    Network *net = BUILD(f, trunk);
    refused(f, network_initialize(f->nn, net, NULL, 0), "Layer 'add'"); // add/in2 is open
    refused(f, network_connect(&f->ctx, net, "in", "add"), "say which");
    refused(f, network_connect(&f->ctx, net, "in", "add/in3"), "no input 'in3'");
    refused(f, network_connect(&f->ctx, net, "in", "add/in1"), "connected already");
    CHECK_OK(f, network_connect(&f->ctx, net, "in", "add/in2"));
    CHECK_OK(f, network_initialize(f->nn, net, NULL, 0));
    DlArray *x = wrap(f, random_tensor(f, CLASS_SINGLE, shape_2d(3, 4), -1, 1), "CB");
    DlArray *sum = forward(f, net, false, x, NULL), *act = forward(f, net, false, x, "act");
    for (Index i = 0; i < 12; i++)
        assert_close(tensor_get(sum->value, i), tensor_get(act->value, i) + tensor_get(x->value, i),
                     1e-6);
    dlarray_unref(sum), dlarray_unref(act), dlarray_unref(x);
    // Kept on a change that fits, made anew when not; replacing takes over the connections.
    double first = tensor_get(net->learnables[0].value->value, 0);
    Layer *parts[2];
    CHECK_OK(f, layer_make(&f->ctx, "tanhLayer", "Name=t", &parts[0]));
    CHECK_OK(f, layer_make(&f->ctx, "eluLayer", "Name=e", &parts[1]));
    CHECK_OK(f, network_replace_layer(&f->ctx, net, "act", parts, 2));
    assert_false(net->initialized);
    CHECK_OK(f, network_initialize(f->nn, net, NULL, 0));
    assert_close(tensor_get(net->learnables[0].value->value, 0), first, 0);
    assert_int_equal(net->n_connections, 5);
    CHECK_OK(f, network_remove_layer(&f->ctx, net, "e"));
    CHECK_OK(f, network_connect(&f->ctx, net, "t", "add/in1"));
    CHECK_OK(f, network_disconnect(&f->ctx, net, "in", "fc"));
    CHECK_OK(f, network_connect(&f->ctx, net, "add", "fc")); // a cycle
    refused(f, network_initialize(f->nn, net, NULL, 0), "cycle");
    refused(f, network_remove_layer(&f->ctx, net, "nobody"), "nobody");
    layer_unref(parts[0]), layer_unref(parts[1]);
    network_unref(net);
}

static void copies_share_until_changed(void **state) {
    Fixture *f = *state;
    Network *net = BUILD(f, lab_net), *copy = NULL;
    CHECK_OK(f, network_initialize(f->nn, net, NULL, 0));
    CHECK_OK(f, network_copy(&f->ctx, net, &copy));
    assert_ptr_equal(copy->learnables[0].value, net->learnables[0].value);
    DlArray *zero = NULL,
            *wrong = wrap(f, random_tensor(f, CLASS_SINGLE, shape_2d(2, 2), 0, 1), "");
    Tensor *zeros = NULL;
    CHECK_OK(f,
             tensor_zeros(&f->ctx, CLASS_SINGLE, &net->learnables[0].value->value->shape, &zeros));
    CHECK_OK(f, dlarray_take(f->nn, zeros, "", &zero));
    CHECK_OK(f, network_set_learnable(&f->ctx, copy, 0, zero));
    assert_true(tensor_get(net->learnables[0].value->value, 5) != 0);
    assert_close(tensor_get(copy->learnables[0].value->value, 5), 0, 0);
    refused(f, network_set_learnable(&f->ctx, copy, 0, wrong),
            "Layer 'fc1': Weights must have size");
    dlarray_unref(zero), dlarray_unref(wrong);
    network_unref(copy);
    network_unref(net);
}

static void dropout_and_batch_normalization_differ_in_training(void **state) {
    Fixture *f = *state;
    static const char *const lines[] = {"featureInputLayer: 4", "batchNormalizationLayer: Name=bn",
                                        "dropoutLayer: 0.25"};
    Network *net = BUILD(f, lines);
    CHECK_OK(f, network_initialize(f->nn, net, NULL, 0));
    assert_int_equal(net->n_states, 2);
    DlArray *x = wrap(f, random_tensor(f, CLASS_SINGLE, shape_2d(4, 1000), 2, 4), "CB"), *y = NULL,
            *states[2];
    DlArray *same = forward(f, net, false, x, NULL); // trained mean 0, variance 1
    assert_close(tensor_get(same->value, 7), tensor_get(x->value, 7) / sqrt(1 + 1e-5), 1e-6);
    CHECK_OK(f, network_forward(f->nn, net, true, &x, 1, NULL, 1, &y, states));
    double mean = 0, square = 0;
    int zeros = 0;
    for (Index i = 0; i < 4000; i++) zeros += tensor_get(y->value, i) == 0;
    assert_true(zeros > 850 && zeros < 1150);
    for (Index i = 0; i < 1000; i++) mean += tensor_get(x->value, 4 * i) / 1000;
    for (Index i = 0; i < 1000; i++) square += pow(tensor_get(x->value, 4 * i) - mean, 2) / 1000;
    assert_close(tensor_get(states[0]->value, 0), 0.1 * mean, 1e-5);
    assert_close(tensor_get(states[1]->value, 0), 0.1 * square + 0.9, 1e-5);
    assert_close(tensor_get(net->states[0].value->value, 0), 0, 0); // the caller puts states back
    DlArray *normal = forward(f, net, true, x, "bn");
    double out = 0;
    for (Index i = 0; i < 1000; i++) out += tensor_get(normal->value, 4 * i) / 1000;
    assert_close(out, 0, 1e-4);
    dlarray_unref(states[0]), dlarray_unref(states[1]), dlarray_unref(y), dlarray_unref(x),
        dlarray_unref(same);
    dlarray_unref(normal);
    network_unref(net);
}

static void input_layers_normalize(void **state) {
    Fixture *f = *state;
    static const char *const lines[] = {"imageInputLayer: [2 2 1], Name=in"};
    static const double values[4] = {1, 2, 3, 4}, means[4] = {1, 1, 1, 2}, lo[1] = {0}, hi[1] = {8};
    DlArray *x = from_values(f, CLASS_SINGLE, shape_2d(2, 2), "SSCB", values), *y = NULL;
    Network *net = BUILD(f, lines);
    CHECK_OK(f, network_initialize(f->nn, net, NULL, 0));
    refused(f, network_forward(f->nn, net, false, &x, 1, NULL, 1, &y, NULL),
            "Layer 'in': normalization 'zerocenter'");
    network_unref(net);
    static const struct {
        const char *how;
        double want[4];
    } rows[] = {{"zerocenter", {0, 1, 2, 2}},
                {"rescale-zero-one", {0.125, 0.25, 0.375, 0.5}},
                {"rescale-symmetric", {-0.75, -0.5, -0.25, 0}},
                {"zscore", {0, 0.125, 0.25, 0.25}},
                {"none", {1, 2, 3, 4}}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Layer *layer = NULL;
        CHECK_OK(f, layer_make(&f->ctx, "imageInputLayer", "[2 2 1], Name=in", &layer));
        OptionValue how = {.text = (char *)rows[i].how}, mean = {0}, low = {0}, high = {0};
        CHECK_OK(f, tensor_from_doubles(&f->ctx, means, &(Shape){2, {2, 2}}, &mean.tensor));
        CHECK_OK(f, tensor_from_doubles(&f->ctx, lo, &(Shape){2, {1, 1}}, &low.tensor));
        CHECK_OK(f, tensor_from_doubles(&f->ctx, hi, &(Shape){2, {1, 1}}, &high.tensor));
        CHECK_OK(f, layer_set(&f->ctx, layer, layer_prop_index(layer->def, "normalization"), &how));
        CHECK_OK(f, layer_set(&f->ctx, layer, layer_prop_index(layer->def, "Mean"), &mean));
        CHECK_OK(
            f, layer_set(&f->ctx, layer, layer_prop_index(layer->def, "StandardDeviation"), &high));
        CHECK_OK(f, layer_set(&f->ctx, layer, layer_prop_index(layer->def, "Min"), &low));
        CHECK_OK(f, layer_set(&f->ctx, layer, layer_prop_index(layer->def, "Max"), &high));
        CHECK_OK(f, network_from_layers(&f->ctx, &layer, 1, &net));
        CHECK_OK(f, network_initialize(f->nn, net, NULL, 0));
        y = forward(f, net, false, x, NULL);
        for (int k = 0; k < 4; k++) assert_close(tensor_get(y->value, k), rows[i].want[k], 1e-6);
        dlarray_unref(y);
        network_unref(net);
        layer_unref(layer);
        tensor_unref(mean.tensor), tensor_unref(low.tensor), tensor_unref(high.tensor);
    }
    dlarray_unref(x);
}

// ---- training ----

typedef struct Heard {
    int forwards, signals, gradients, passes, updates;
    double input_rms, signal_rms, gradient_rms, bias_sum;
    const char *activation;
    int64_t step;
} Heard;

static double rms(const Tensor *t) {
    double sum = 0;
    for (Index i = 0; i < t->numel; i++) sum += pow(tensor_get(t, i), 2);
    return sqrt(sum / (double)t->numel);
}
static void on_forward(void *self, const LayerEvent *event, const Tensor *input,
                       const Tensor *output) {
    Heard *h = self;
    h->forwards++;
    if (strcmp(event->layer, "fc2") != 0) return;
    h->input_rms = rms(input);
    h->activation = strcmp(event->activation, "sigmoid") == 0 ? "sigmoid" : "?";
    for (Index i = 0; i < output->numel; i++)
        assert_true(tensor_get(output, i) > 0 && tensor_get(output, i) < 1);
}
static void on_signal(void *self, const LayerEvent *event, const Tensor *signal) {
    Heard *h = self;
    h->signals++;
    if (strcmp(event->layer, "fc2") == 0) h->signal_rms = rms(signal);
}
static void on_gradient(void *self, const LayerEvent *event, const char *parameter,
                        const Tensor *gradient, const Tensor *value) {
    Heard *h = self;
    h->gradients++;
    assert_true(shape_equal(&gradient->shape, &value->shape));
    assert_string_equal(event->type, "fullyConnected");
    if (strcmp(event->layer, "fc2") == 0 && parameter[0] == 'W') h->gradient_rms = rms(gradient);
    h->step = event->step;
}
static void on_pass(void *self, int64_t step, double loss) {
    Heard *h = self;
    h->passes++;
    assert_true(loss > 0 && step == h->passes);
}
static void on_update(void *self, const char *layer, const char *parameter, int64_t iteration,
                      const Tensor *before, const Tensor *after) {
    (void)layer, (void)parameter;
    Heard *h = self;
    h->updates++;
    assert_true(iteration == h->passes);
    assert_ptr_not_equal(before, after);
}

typedef struct Training {
    Fixture *f;
    Network *net;
    Tensor *images;
    uint8_t labels[DIGITS_COUNT];
    Tensor *state1[32], *state2[32];
    int64_t iteration;
} Training;

static void batch_of(Training *t, const Tensor *images, const uint8_t *labels, int from, int n,
                     DlArray **x, DlArray **target) {
    Tensor *pixels = NULL, *hot = NULL;
    CHECK_OK(t->f, tensor_new(&t->f->ctx, CLASS_SINGLE, &(Shape){4, {28, 28, 1, n}}, &pixels));
    CHECK_OK(t->f, tensor_zeros(&t->f->ctx, CLASS_SINGLE, &(Shape){2, {10, n}}, &hot));
    for (Index i = 0; i < pixels->numel; i++)
        tensor_f32(pixels)[i] = (float)tensor_f64(images)[from * 784 + i];
    for (int i = 0; i < n; i++) tensor_f32(hot)[i * 10 + labels[from + i]] = 1;
    *x = wrap(t->f, pixels, "SSCB");
    *target = wrap(t->f, hot, "CB");
}

/// One step as dlfeval + dlgradient + adamupdate do it; returns the loss.
static double train_step(Training *t, int from, int n) {
    Fixture *f = t->f;
    DlArray *x, *target, *y, *loss, *wrt[32], *grad[32];
    Network *watched = NULL;
    batch_of(t, t->images, t->labels, from, n, &x, &target);
    CHECK_OK(f, tape_begin(f->nn));
    CHECK_OK(f, network_watch(f->nn, t->net, &watched));
    CHECK_OK(f, network_forward(f->nn, watched, true, &x, 1, NULL, 1, &y, NULL));
    CHECK_OK(f, loss_crossentropy(f->nn, y, target, NULL, NULL, &loss));
    Index k = watched->n_learnables;
    for (Index i = 0; i < k; i++) wrt[i] = watched->learnables[i].value;
    CHECK_OK(f, tape_backward(f->nn, loss, wrt, k, false, false, grad));
    double value = tensor_get(loss->value, 0);
    network_unref(watched);
    tape_end(f->nn);
    const OptimizerDef *adam = optimizer_find("adam");
    OptimizerSettings settings = adam->defaults;
    settings.learn_rate = 4e-3;
    CHECK_OK(f, network_update(f->nn, t->net, adam, &settings, grad, t->state1, t->state2,
                               ++t->iteration));
    for (Index i = 0; i < k; i++) dlarray_unref(grad[i]);
    dlarray_unref(x), dlarray_unref(target), dlarray_unref(y), dlarray_unref(loss);
    return value;
}

static void training_done(Training *t) {
    for (int i = 0; i < 32; i++) {
        tensor_unref(t->state1[i]);
        tensor_unref(t->state2[i]);
    }
    tensor_unref(t->images);
    network_unref(t->net);
}

static void observers_hear_every_event(void **state) {
    static Training t;
    t = (Training){.f = *state, .net = BUILD(*state, lab_net)};
    Fixture *f = *state;
    CHECK_OK(f, network_initialize(f->nn, t.net, NULL, 0));
    CHECK_OK(f, digits_make(&f->ctx, false, &t.images, t.labels, NULL));
    Heard heard = {0};
    Observer observer = {&heard, on_forward, on_signal, on_gradient, on_pass, on_update};
    CHECK_OK(f, observer_add(f->nn, &observer));
    train_step(&t, 0, 32);
    assert_int_equal(heard.forwards, 3);
    assert_int_equal(heard.signals, 3);
    assert_int_equal(heard.gradients, 6);
    assert_int_equal(heard.passes, 1);
    assert_int_equal(heard.updates, 6);
    assert_int_equal(heard.step, 1);
    assert_string_equal(heard.activation, "sigmoid");
    // dW = dZ X': its size is bounded by the product of the two others (times the batch).
    assert_true(heard.gradient_rms > 0 &&
                heard.gradient_rms <= 32 * heard.input_rms * heard.signal_rms);
    observer_remove(f->nn, &observer);
    train_step(&t, 32, 32);
    assert_int_equal(heard.passes, 1);
    training_done(&t);
}

/// Fused and unfused gradients agree to rounding, whatever else is asked for.
static void training_learns_the_digits(void **state) {
    static Training t;
    Fixture *f = *state;
    t = (Training){.f = f, .net = BUILD(f, lab_net)};
    CHECK_OK(f, network_initialize(f->nn, t.net, NULL, 0));
    CHECK_OK(f, digits_make(&f->ctx, false, &t.images, t.labels, NULL));
    double first = train_step(&t, 0, 100), last = 0;
    for (int epoch = 0; epoch < 6; epoch++)
        for (int from = 0; from < DIGITS_COUNT; from += 100) last = train_step(&t, from, 100);
    assert_close(first, log(10), 0.15);
    assert_true(last < 0.5);
    static uint8_t labels[DIGITS_COUNT];
    Tensor *images = NULL;
    CHECK_OK(f, digits_make(&f->ctx, true, &images, labels, NULL));
    DlArray *x, *target;
    batch_of(&t, images, labels, 0, DIGITS_COUNT, &x, &target);
    DlArray *y = forward(f, t.net, false, x, NULL);
    int right = 0;
    for (int i = 0; i < DIGITS_COUNT; i++) {
        int best = 0;
        for (int k = 1; k < 10; k++)
            if (tensor_f32(y->value)[i * 10 + k] > tensor_f32(y->value)[i * 10 + best]) best = k;
        right += best == labels[i];
    }
    assert_true(right > 0.90 * DIGITS_COUNT);
    assert_true(right < DIGITS_COUNT); // not trivial
    dlarray_unref(x), dlarray_unref(target), dlarray_unref(y);
    tensor_unref(images);
    training_done(&t);
}

static void a_convolutional_network_learns(void **state) {
    static Training t;
    Fixture *f = *state;
    static const char *const lines[] = {"imageInputLayer: [28 28 1], Normalization=none",
                                        "convolution2dLayer: 3, 8, Padding=same, Stride=2",
                                        "batchNormalizationLayer",
                                        "reluLayer",
                                        "maxPooling2dLayer: 2, Stride=2",
                                        "fullyConnectedLayer: 10",
                                        "softmaxLayer"};
    t = (Training){.f = f, .net = BUILD(f, lines)};
    CHECK_OK(f, network_initialize(f->nn, t.net, NULL, 0));
    const DataSpec *specs = network_layer_specs(t.net);
    assert_int_equal(specs[1].size[0], 14);
    assert_int_equal(specs[4].size[0], 7);
    assert_int_equal(specs[4].size[2], 8);
    CHECK_OK(f, digits_make(&f->ctx, false, &t.images, t.labels, NULL));
    double first = train_step(&t, 0, 100), last = 0;
    for (int from = 0; from < 4000; from += 100) last = train_step(&t, from, 100);
    assert_true(last < 0.4 * first);
    training_done(&t);
}

static void reports_are_readable(void **state) {
    Fixture *f = *state;
    Network *net = BUILD(f, lab_net);
    CHECK_OK(f, network_initialize(f->nn, net, NULL, 0));
    Buf text = BUF_INIT;
    network_summary(net, &text);
    assert_string_equal(buf_text(&text),
                        "   Initialized: true\n\n   Number of learnables: 25.8k\n\n   Inputs:\n"
                        "      1   'imageinput'   28\xc3\x97"
                        "28\xc3\x97"
                        "1 images\n");
    buf_clear(&text);
    CHECK_OK(f, network_analyze(&f->ctx, net, &text));
    assert_non_null(strstr(buf_text(&text), "Weights 16\xc3\x97"
                                            "32, Bias 16\xc3\x97"
                                            "1"));
    assert_non_null(strstr(buf_text(&text), "32(C) \xc3\x97 ?(B)"));
    buf_done(&text);
    network_unref(net);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(learnables_are_listed_and_initialized),
        TEST(initializers_have_their_spread),
        TEST(outputs_by_name_agree_with_fusion),
        TEST(wrong_sizes_name_the_layer),
        TEST(graphs_branch_and_join),
        TEST(copies_share_until_changed),
        TEST(dropout_and_batch_normalization_differ_in_training),
        TEST(input_layers_normalize),
        TEST(observers_hear_every_event),
        TEST(training_learns_the_digits),
        TEST(a_convolutional_network_learns),
        TEST(reports_are_readable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
