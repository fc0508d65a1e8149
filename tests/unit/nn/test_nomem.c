// Every allocation of a training step fails in turn (hostile build): each failure is reported,
// nothing leaks or is lost.
#include "check.h"
#include "nn/loss.h"
#include "nn/optimizer.h"

typedef struct Setting {
    Network *net;
    DlArray *x, *t;
    Tensor *state1[16], *state2[16];
} Setting;

static Status make_net(Fixture *f, Network **ret) {
    static const char *const lines[][2] = {{"imageInputLayer", "[6 6 1], Normalization=none"},
                                           {"convolution2dLayer", "3, 2, Padding=same"},
                                           {"batchNormalizationLayer", ""},
                                           {"reluLayer", ""},
                                           {"maxPooling2dLayer", "2, Stride=2"},
                                           {"fullyConnectedLayer", "5, WeightsInitializer=he"},
                                           {"tanhLayer", ""},
                                           {"dropoutLayer", "0.2"},
                                           {"fullyConnectedLayer", "3"},
                                           {"softmaxLayer", ""}};
    enum { N = sizeof lines / sizeof lines[0] };
    Layer *layers[N] = {NULL};
    Status status = OK;
    for (int i = 0; i < N && status == OK; i++)
        status = layer_make(&f->ctx, lines[i][0], lines[i][1], &layers[i]);
    Network *net = NULL;
    if (status == OK) status = network_from_layers(&f->ctx, layers, N, &net);
    if (status == OK) status = network_initialize(f->nn, net, NULL, 0);
    for (int i = 0; i < N; i++) layer_unref(layers[i]);
    if (status == OK)
        *ret = net;
    else
        network_unref(net);
    return status;
}

static Status one_step(Fixture *f, Setting *s) {
    NnState *nn = f->nn;
    Network *watched = NULL;
    DlArray *y = NULL, *loss = NULL, *wrt[16], *grad[16] = {NULL}, *states[8] = {NULL};
    const OptimizerDef *adam = optimizer_find("adam");
    Index n = s->net->n_learnables;
    Status status = OK;
    TRY(tape_begin(nn));
    TRY_GOTO(network_watch(nn, s->net, &watched));
    TRY_GOTO(network_forward(nn, watched, true, &s->x, 1, NULL, 1, &y, states));
    TRY_GOTO(loss_crossentropy(nn, y, s->t, NULL, NULL, &loss));
    for (Index i = 0; i < n; i++) wrt[i] = watched->learnables[i].value;
    TRY_GOTO(tape_backward(nn, loss, wrt, n, false, true, grad));
    TRY_GOTO(network_update(nn, s->net, adam, &adam->defaults, grad, s->state1, s->state2, 1));
done:
    for (int i = 0; i < 16; i++) dlarray_unref(grad[i]);
    for (int i = 0; i < 8; i++) dlarray_unref(states[i]);
    dlarray_unref(y);
    dlarray_unref(loss);
    network_unref(watched);
    tape_end(nn);
    return status;
}

static void every_failure_is_reported(void **state) {
    Fixture *f = *state;
    for (int phase = 0; phase < 2; phase++) {
        Setting s = {0};
        Status status = ERR_NOMEM;
        if (phase == 1) {
            CHECK_OK(f, make_net(f, &s.net));
            s.x = wrap(f, random_tensor(f, CLASS_SINGLE, (Shape){4, {6, 6, 1, 4}}, 0, 1), "SSCB");
            s.t = wrap(f, random_tensor(f, CLASS_SINGLE, shape_2d(3, 4), 0, 1), "CB");
        }
        for (int64_t n = 1; status != OK; n++) {
            mem_fail_at(n);
            status = phase == 0 ? make_net(f, &s.net) : one_step(f, &s);
            mem_fail_at(0);
            if (status != OK) assert_int_equal(status, ERR_NOMEM);
            error_clear(&f->ctx.error);
            if (phase == 1) {
                for (Index i = 0; i < s.net->n_learnables; i++)
                    assert_non_null(s.net->learnables[i].value);
                assert_int_equal(tape_count(f->nn), 0);
            }
            assert_true(n < 100000);
        }
        dlarray_unref(s.x);
        dlarray_unref(s.t);
        for (int i = 0; i < 16; i++) {
            tensor_unref(s.state1[i]);
            tensor_unref(s.state2[i]);
        }
        network_unref(s.net);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_failure_is_reported, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
