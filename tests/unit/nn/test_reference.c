// Values and gradients against an independent program (PyTorch); origin and files:
// tests/nn/reference, tools/oracle_torch.py.
#include "nn/loss.h"
#include "nn/optimizer.h"
#include "reference.h"

enum { MAX_NAMED = 32 };

/// Named traced arrays of a test, released together.
typedef struct Named {
    Fixture *f;
    Reference *r;
    NumClass cls;
    int n;
    const char *name[MAX_NAMED];
    DlArray *array[MAX_NAMED];
} Named;

static DlArray *keep(Named *s, const char *name, DlArray *owned) {
    assert_true(s->n < MAX_NAMED);
    s->name[s->n] = name;
    return s->array[s->n++] = owned;
}
static DlArray *input(Named *s, const char *name, const char *format) {
    return keep(s, name, reference_array(s->r, name, format, s->cls));
}
static DlArray *parameter(Named *s, const char *name, const char *format) {
    DlArray *plain = reference_array(s->r, name, format, s->cls);
    DlArray *leaf = watch(s->f, plain);
    dlarray_unref(plain);
    return keep(s, name, leaf);
}
static void release(Named *s) {
    while (s->n > 0) dlarray_unref(s->array[--s->n]);
}
static DlArray *named(Named *s, const char *name) {
    for (int i = 0; i < s->n; i++)
        if (s->name[i] && strcmp(s->name[i], name) == 0) return s->array[i];
    fail_msg("no array '%s'", name);
    return NULL;
}

/// Gradients of `loss` for a null-terminated list of parameters against tensors called d<name>.
static void check_gradients(Named *s, DlArray *loss, const char *const *names, double tolerance) {
    DlArray *wrt[MAX_NAMED], *grad[MAX_NAMED];
    Index n = 0;
    for (; names[n]; n++) wrt[n] = named(s, names[n]);
    CHECK_OK(s->f, tape_backward(s->f->nn, loss, wrt, n, false, false, grad));
    for (Index i = 0; i < n; i++) {
        char name[80];
        snprintf(name, sizeof name, "d%s", names[i]);
        reference_check(s->r, name, grad[i], tolerance);
        dlarray_unref(grad[i]);
    }
}

static double tolerance_of(NumClass cls) {
    return cls == CLASS_SINGLE ? 3e-5 : 1e-11;
}

static void mlp_in(Fixture *f, NumClass cls) {
    Reference r = reference_open(f, "mlp.txt");
    double tolerance = tolerance_of(cls);
    for (int fused = 0; fused < 2; fused++) {
        CHECK_OK(f, tape_begin(f->nn));
        Named s = {.f = f, .r = &r, .cls = cls};
        DlArray *x = input(&s, "x", "CB"), *t = input(&s, "t", "CB"), *h = x;
        static const char *const w[] = {"w1", "w2", "w3"}, *const b[] = {"b1", "b2", "b3"};
        static const Activation act[] = {ACT_RELU, ACT_SIGMOID, ACT_NONE};
        for (int i = 0; i < 3; i++) {
            DlArray *weights = parameter(&s, w[i], ""), *bias = parameter(&s, b[i], ""), *z = NULL,
                    *y = NULL;
            CHECK_OK(f,
                     dl_fullyconnect(f->nn, h, weights, bias, NULL, fused ? act[i] : ACT_NONE, &z));
            h = keep(&s, NULL, z);
            if (fused || act[i] == ACT_NONE) continue;
            CHECK_OK(f, (act[i] == ACT_RELU ? dl_relu : dl_sigmoid)(f->nn, h, &y));
            h = keep(&s, NULL, y);
        }
        DlArray *y = NULL, *loss = NULL;
        CHECK_OK(f, dl_softmax(f->nn, h, NULL, &y));
        keep(&s, NULL, y);
        CHECK_OK(f, loss_crossentropy(f->nn, y, t, NULL, NULL, &loss));
        keep(&s, NULL, loss);
        reference_check(&r, "y", y, tolerance);
        reference_check(&r, "loss", loss, tolerance);
        assert_string_equal(y->format, "CB");
        assert_string_equal(loss->format, "");
        check_gradients(&s, loss, (const char *[]){"w1", "b1", "w2", "b2", "w3", "b3", NULL},
                        tolerance);
        release(&s);
        tape_end(f->nn);
    }
    reference_close(&r);
}
static void mlp_agrees(void **state) {
    mlp_in(*state, CLASS_DOUBLE);
    mlp_in(*state, CLASS_SINGLE);
}

static void convnet_in(Fixture *f, NumClass cls) {
    Reference r = reference_open(f, "convnet.txt");
    double tolerance = tolerance_of(cls) * 3;
    NnState *nn = f->nn;
    CHECK_OK(f, tape_begin(nn));
    Named s = {.f = f, .r = &r, .cls = cls};
    DlArray *x = parameter(&s, "x", "SSCB"), *t = input(&s, "t", "CB");
    DlArray *w1 = parameter(&s, "w1", ""), *b1 = parameter(&s, "b1", ""),
            *offset = parameter(&s, "offset", ""), *scale = parameter(&s, "scale", ""),
            *w2 = parameter(&s, "w2", ""), *b2 = parameter(&s, "b2", ""),
            *w3 = parameter(&s, "w3", ""), *b3 = parameter(&s, "b3", "");
    DlArray *a, *n, *h, *p, *c, *q, *y, *loss;
    Window2d first = {.stride = {2, 1}, .before = {1, 1}, .after = {0, 1}},
             second = {.dilation = {1, 2}};
    CHECK_OK(f, dl_conv2d(nn, x, w1, b1, first, NULL, &a));
    reference_check(&r, "a", keep(&s, NULL, a), tolerance);
    CHECK_OK(f, dl_batchnorm(nn, a, offset, scale, 1e-5, NULL, &n, NULL, NULL));
    reference_check(&r, "n", keep(&s, NULL, n), tolerance);
    CHECK_OK(f, dl_tanh(nn, n, &h));
    keep(&s, NULL, h);
    CHECK_OK(f, dl_maxpool2d(nn, h, (Window2d){.size = {2, 2}, .stride = {1, 2}}, NULL, &p));
    reference_check(&r, "p", keep(&s, NULL, p), tolerance);
    CHECK_OK(f, dl_conv2d(nn, p, w2, b2, second, NULL, &c));
    reference_check(&r, "c", keep(&s, NULL, c), tolerance);
    CHECK_OK(f, dl_avgpool2d(nn, c, (Window2d){.size = {2, 1}}, NULL, &q));
    reference_check(&r, "q", keep(&s, NULL, q), tolerance);
    CHECK_OK(f, dl_fullyconnect(nn, q, w3, b3, NULL, ACT_NONE, &y));
    reference_check(&r, "y", keep(&s, NULL, y), tolerance);
    CHECK_OK(f, loss_mse(nn, y, t, NULL, NULL, &loss));
    reference_check(&r, "loss", keep(&s, NULL, loss), tolerance);
    check_gradients(
        &s, loss,
        (const char *[]){"x", "w1", "b1", "offset", "scale", "w2", "b2", "w3", "b3", NULL},
        tolerance * 10);
    release(&s);
    tape_end(nn);
    reference_close(&r);
}
static void convnet_agrees(void **state) {
    convnet_in(*state, CLASS_DOUBLE);
    convnet_in(*state, CLASS_SINGLE);
}

// ---- functions ----

static Status run_gelu(NnState *nn, DlArray *x, DlArray **y) {
    return dl_gelu(nn, x, false, y);
}
static Status run_gelu_tanh(NnState *nn, DlArray *x, DlArray **y) {
    return dl_gelu(nn, x, true, y);
}
static Status run_elu(NnState *nn, DlArray *x, DlArray **y) {
    return dl_elu(nn, x, 1.3, y);
}
static Status run_leaky(NnState *nn, DlArray *x, DlArray **y) {
    return dl_leakyrelu(nn, x, 0.1, y);
}
static Status run_clipped(NnState *nn, DlArray *x, DlArray **y) {
    return dl_clippedrelu(nn, x, 2.1, y);
}
static Status run_softmax(NnState *nn, DlArray *x, DlArray **y) {
    return dl_softmax(nn, x, NULL, y);
}
static Status run_layernorm(NnState *nn, DlArray *x, DlArray **y) {
    return dl_layernorm(nn, x, NULL, NULL, 1e-5, NULL, y);
}

static void functions_agree(void **state) {
    Fixture *f = *state;
    Reference r = reference_open(f, "functions.txt");
    static const struct {
        const char *name;
        Status (*run)(NnState *nn, DlArray *x, DlArray **y);
        Status (*loss)(NnState *, DlArray *, DlArray *, const char *, const LossOptions *,
                       DlArray **);
    } rows[] = {{"sigmoid", dl_sigmoid, NULL},
                {"tanh", dl_tanh, NULL},
                {"relu", dl_relu, NULL},
                {"gelu", run_gelu, NULL},
                {"gelu_tanh", run_gelu_tanh, NULL},
                {"elu", run_elu, NULL},
                {"leakyrelu", run_leaky, NULL},
                {"swish", dl_swish, NULL},
                {"softplus", dl_softplus, NULL},
                {"clippedrelu", run_clipped, NULL},
                {"softmax", run_softmax, NULL},
                {"layernorm", run_layernorm, NULL},
                {"l1loss", NULL, loss_l1},
                {"l2loss", NULL, loss_l2},
                {"mse", NULL, loss_mse},
                {"huber", NULL, loss_huber}};
    for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++) {
        NumClass cls = i % 2 ? CLASS_SINGLE : CLASS_DOUBLE;
        double tolerance = cls == CLASS_SINGLE ? 2e-5 : 1e-10;
        CHECK_OK(f, tape_begin(f->nn));
        Named s = {.f = f, .r = &r, .cls = cls};
        DlArray *x = parameter(&s, "x", "CB"), *weight = input(&s, "r", "CB"), *y = NULL,
                *product = NULL, *loss = NULL;
        if (rows[i / 2].run) {
            CHECK_OK(f, rows[i / 2].run(f->nn, x, &y));
            CHECK_OK(f, dl_times(f->nn, y, weight, &product));
            CHECK_OK(f, dl_sum(f->nn, product, NULL, 0, &loss));
            keep(&s, NULL, product);
        } else {
            CHECK_OK(f, rows[i / 2].loss(f->nn, x, weight, NULL, NULL, &loss));
            y = dlarray_ref(loss);
        }
        keep(&s, NULL, y);
        keep(&s, NULL, loss);
        reference_check(&r, rows[i / 2].name, y, tolerance);
        DlArray *grad = NULL;
        char name[80];
        CHECK_OK(f, tape_backward(f->nn, loss, &x, 1, false, false, &grad));
        snprintf(name, sizeof name, "d%s", rows[i / 2].name);
        reference_check(&r, name, grad, tolerance);
        assert_string_equal(grad->format, "CB");
        dlarray_unref(grad);
        release(&s);
        tape_end(f->nn);
    }
    reference_close(&r);
}

static void transposed_convolution_agrees(void **state) {
    Fixture *f = *state;
    Reference r = reference_open(f, "functions.txt");
    CHECK_OK(f, tape_begin(f->nn));
    Named s = {.f = f, .r = &r, .cls = CLASS_DOUBLE};
    DlArray *wrt[3] = {parameter(&s, "tc_x", "SSCB"), parameter(&s, "tc_w", ""),
                       parameter(&s, "tc_b", "")};
    DlArray *weight = input(&s, "tc_s", "SSCB"), *y, *product, *loss, *grad[3];
    Window2d window = {.stride = {2, 1}, .before = {1, 0}, .after = {1, 0}};
    CHECK_OK(f, dl_transposed_conv2d(f->nn, wrt[0], wrt[1], wrt[2], window, NULL, &y));
    reference_check(&r, "tc_y", keep(&s, NULL, y), 1e-11);
    CHECK_OK(f, dl_times(f->nn, y, weight, &product));
    keep(&s, NULL, product);
    CHECK_OK(f, dl_sum(f->nn, product, NULL, 0, &loss));
    keep(&s, NULL, loss);
    CHECK_OK(f, tape_backward(f->nn, loss, wrt, 3, false, false, grad));
    static const char *const names[] = {"tc_dx", "tc_dw", "tc_db"};
    for (int i = 0; i < 3; i++) {
        reference_check(&r, names[i], grad[i], 1e-11);
        dlarray_unref(grad[i]);
    }
    release(&s);
    tape_end(f->nn);
    reference_close(&r);
}

static void lstm_agrees(void **state) {
    Fixture *f = *state;
    Reference r = reference_open(f, "lstm.txt");
    Layer *layers[2];
    Network *net = NULL, *watched = NULL;
    CHECK_OK(f, layer_make(&f->ctx, "sequenceInputLayer", "3", &layers[0]));
    CHECK_OK(f, layer_make(&f->ctx, "lstmLayer", "4", &layers[1]));
    CHECK_OK(f, network_from_layers(&f->ctx, layers, 2, &net));
    CHECK_OK(f, network_initialize(f->nn, net, NULL, 0));
    assert_close(tensor_get(net->learnables[2].value->value, 5), 1, 0); // unit forget gate
    assert_close(tensor_get(net->learnables[2].value->value, 3), 0, 0);
    static const char *const names[] = {"w", "u", "b"}, *const state_names[] = {"h0", "c0"};
    for (int i = 0; i < 3; i++) {
        DlArray *value = reference_array(&r, names[i], "", CLASS_DOUBLE);
        CHECK_OK(f, network_set_learnable(&f->ctx, net, i, value));
        dlarray_unref(value);
    }
    for (int i = 0; i < 2; i++) {
        DlArray *value = reference_array(&r, state_names[i], "", CLASS_DOUBLE);
        CHECK_OK(f, network_set_state(&f->ctx, net, i, value));
        dlarray_unref(value);
    }
    CHECK_OK(f, tape_begin(f->nn));
    Named s = {.f = f, .r = &r, .cls = CLASS_DOUBLE};
    DlArray *x = parameter(&s, "x", "CBT"), *weight = input(&s, "r", "CBT"), *y, *product,
            *states[2], *grad[4];
    CHECK_OK(f, network_watch(f->nn, net, &watched));
    CHECK_OK(f, network_forward(f->nn, watched, true, &x, 1, NULL, 1, &y, states));
    reference_check(&r, "y", keep(&s, NULL, y), 1e-12);
    assert_string_equal(y->format, "CBT");
    reference_check(&r, "h", keep(&s, NULL, states[0]), 1e-12);
    reference_check(&r, "c", keep(&s, NULL, states[1]), 1e-12);
    CHECK_OK(f, dl_times(f->nn, y, weight, &product));
    keep(&s, NULL, product);
    DlArray *wrt[4] = {x, watched->learnables[0].value, watched->learnables[1].value,
                       watched->learnables[2].value};
    DlArray *loss = NULL;
    CHECK_OK(f, dl_sum(f->nn, product, NULL, 0, &loss));
    keep(&s, NULL, loss);
    CHECK_OK(f, tape_backward(f->nn, loss, wrt, 4, false, false, grad));
    static const char *const want[] = {"dx", "dw", "du", "db"};
    for (int i = 0; i < 4; i++) {
        reference_check(&r, want[i], grad[i], 1e-11);
        dlarray_unref(grad[i]);
    }
    release(&s);
    tape_end(f->nn);
    network_unref(watched);
    network_unref(net);
    layer_unref(layers[0]), layer_unref(layers[1]);
    reference_close(&r);
}

static void causal_convolution_agrees(void **state) {
    Fixture *f = *state;
    Reference r = reference_open(f, "conv1d.txt");
    static const char *const lines[][2] = {
        {"sequenceInputLayer", "2"},
        {"convolution1dLayer", "3, 4, Padding=causal, DilationFactor=2, Name=c"},
        {"globalAveragePooling1dLayer", ""}};
    Layer *layers[3];
    Network *net = NULL, *watched = NULL;
    for (int i = 0; i < 3; i++)
        CHECK_OK(f, layer_make(&f->ctx, lines[i][0], lines[i][1], &layers[i]));
    CHECK_OK(f, network_from_layers(&f->ctx, layers, 3, &net));
    CHECK_OK(f, network_initialize(f->nn, net, NULL, 0));
    for (int i = 0; i < 2; i++) {
        Tensor *value = reference_get(&r, i ? "b" : "w", CLASS_DOUBLE), *shaped = NULL;
        DlArray *array = NULL;
        CHECK_OK(f, tensor_reshape_take(&f->ctx, value, &net->learnables[i].value->value->shape,
                                        &shaped));
        array = wrap(f, shaped, "");
        CHECK_OK(f, network_set_learnable(&f->ctx, net, i, array));
        dlarray_unref(array);
    }
    CHECK_OK(f, tape_begin(f->nn));
    Named s = {.f = f, .r = &r, .cls = CLASS_DOUBLE};
    DlArray *x = parameter(&s, "x", "CBT"), *weight = input(&s, "r", "CB"), *made[2], *product,
            *loss, *grad[3];
    CHECK_OK(f, network_watch(f->nn, net, &watched));
    const char *outputs[2] = {"c", net->layers[2]->name};
    CHECK_OK(f, network_forward(f->nn, watched, true, &x, 1, outputs, 2, made, NULL));
    reference_check(&r, "y", keep(&s, NULL, made[0]), 1e-12);
    reference_check(&r, "m", keep(&s, NULL, made[1]), 1e-12);
    assert_string_equal(made[0]->format, "CBT");
    assert_string_equal(made[1]->format, "CB");
    CHECK_OK(f, dl_times(f->nn, made[1], weight, &product));
    keep(&s, NULL, product);
    CHECK_OK(f, dl_sum(f->nn, product, NULL, 0, &loss));
    keep(&s, NULL, loss);
    DlArray *wrt[3] = {x, watched->learnables[0].value, watched->learnables[1].value};
    CHECK_OK(f, tape_backward(f->nn, loss, wrt, 3, false, false, grad));
    static const char *const want[] = {"dx", "dw", "db"};
    for (int i = 0; i < 3; i++) {
        reference_check(&r, want[i], grad[i], 1e-11);
        dlarray_unref(grad[i]);
    }
    release(&s);
    tape_end(f->nn);
    network_unref(watched);
    network_unref(net);
    for (int i = 0; i < 3; i++) layer_unref(layers[i]);
    reference_close(&r);
}

// ---- optimizers ----

/// Gradient of sum(c .* (w - t).^4).
static Tensor *quartic_gradient(Fixture *f, const Tensor *w, const Tensor *t, const Tensor *c) {
    Tensor *g = NULL;
    CHECK_OK(f, tensor_new(&f->ctx, (NumClass)w->cls, &w->shape, &g));
    for (Index i = 0; i < w->numel; i++) {
        double d = tensor_get(w, i) - tensor_get(t, i);
        tensor_set(g, i, 4 * tensor_get(c, i) * d * d * d);
    }
    return g;
}

static void optimizers_agree(void **state) {
    Fixture *f = *state;
    Reference r = reference_open(f, "optimizers.txt");
    static const struct {
        const char *name;
        OptimizerSettings settings;
    } rows[] = {
        {"adam", {.learn_rate = 0.01, .decay = 0.8, .squared_decay = 0.95, .epsilon = 1e-300}},
        {"sgdm", {.learn_rate = 0.005, .momentum = 0.7}},
        {"rmsprop", {.learn_rate = 0.01, .squared_decay = 0.85, .epsilon = 1e-3}}};
    for (int i = 0; i < 6; i++) {
        NumClass cls = i % 2 ? CLASS_SINGLE : CLASS_DOUBLE;
        const OptimizerDef *def = optimizer_find(rows[i / 2].name);
        Tensor *w = reference_get(&r, "w0", cls), *t = reference_get(&r, "t", cls),
               *c = reference_get(&r, "c", cls);
        Tensor *s1 = NULL, *s2 = NULL;
        for (int step = 1; step <= 20; step++) {
            Tensor *g = quartic_gradient(f, w, t, c);
            OptimizerStep call = {.n = 1,
                                  .param = &w,
                                  .grad = &g,
                                  .state1 = &s1,
                                  .state2 = &s2,
                                  .iteration = step,
                                  .settings = rows[i / 2].settings};
            CHECK_OK(f, def->step(f->nn, &call));
            tensor_unref(g);
            if (step != 1 && step != 20) continue;
            char name[40];
            snprintf(name, sizeof name, "%s%d", def->name, step);
            DlArray *now = NULL;
            CHECK_OK(f, dlarray_take(f->nn, tensor_ref(w), "", &now));
            reference_check(&r, name, now, cls == CLASS_SINGLE ? 3e-5 : 1e-12);
            dlarray_unref(now);
        }
        tensor_unref(w);
        tensor_unref(t);
        tensor_unref(c);
        tensor_unref(s1);
        tensor_unref(s2);
    }
    reference_close(&r);
}

// ---- second order ----

static DlArray *sum_all(Named *s, DlArray *x) {
    DlArray *y = NULL;
    CHECK_OK(s->f, dl_sum(s->f->nn, x, NULL, 0, &y));
    return keep(s, NULL, y);
}
typedef Status (*Binary)(NnState *, DlArray *, DlArray *, DlArray **);
static DlArray *two(Named *s, Binary op, DlArray *a, DlArray *b) {
    DlArray *y = NULL;
    CHECK_OK(s->f, op(s->f->nn, a, b, &y));
    return keep(s, NULL, y);
}

static void physics_informed_loss_agrees(void **state) {
    Fixture *f = *state;
    Reference r = reference_open(f, "second.txt");
    NnState *nn = f->nn;
    CHECK_OK(f, tape_begin(nn));
    Named s = {.f = f, .r = &r, .cls = CLASS_DOUBLE};
    DlArray *x = parameter(&s, "x", "CB"), *t = parameter(&s, "t", "CB"),
            *w1 = parameter(&s, "w1", ""), *b1 = parameter(&s, "b1", ""),
            *w2 = parameter(&s, "w2", ""), *b2 = parameter(&s, "b2", "");
    DlArray *both[2] = {x, t}, *xt, *h, *u, *first[2], *uxx, *diffusion, *square, *loss;
    CHECK_OK(f, dl_cat(nn, 0, both, 2, &xt));
    keep(&s, NULL, xt);
    CHECK_OK(f, dl_fullyconnect(nn, xt, w1, b1, NULL, ACT_TANH, &h));
    keep(&s, NULL, h);
    CHECK_OK(f, dl_fullyconnect(nn, h, w2, b2, NULL, ACT_NONE, &u));
    reference_check(&r, "u", keep(&s, NULL, u), 1e-12);
    CHECK_OK(f, tape_backward(nn, sum_all(&s, u), both, 2, true, true, first));
    reference_check(&r, "ux", keep(&s, NULL, first[0]), 1e-12);
    reference_check(&r, "ut", keep(&s, NULL, first[1]), 1e-12);
    CHECK_OK(f, tape_backward(nn, sum_all(&s, first[0]), both, 1, true, true, &uxx));
    reference_check(&r, "uxx", keep(&s, NULL, uxx), 1e-12);
    CHECK_OK(f, dl_affine(nn, uxx, -0.3, 0, &diffusion));
    keep(&s, NULL, diffusion);
    DlArray *residual =
        two(&s, dl_plus, two(&s, dl_plus, first[1], diffusion), two(&s, dl_times, u, first[0]));
    CHECK_OK(f, dl_square(nn, residual, &square));
    keep(&s, NULL, square);
    CHECK_OK(f, dl_mean(nn, square, NULL, 0, &loss));
    reference_check(&r, "loss", keep(&s, NULL, loss), 1e-12);
    check_gradients(&s, loss, (const char *[]){"w1", "b1", "w2", NULL}, 1e-11);
    release(&s);
    tape_end(nn);
    reference_close(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(mlp_agrees, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(convnet_agrees, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(functions_agree, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(transposed_convolution_agrees, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(causal_convolution_agrees, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(lstm_agrees, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(optimizers_agree, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(physics_informed_loss_agrees, fixture_setup,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
