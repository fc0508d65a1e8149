// Optimizers: formulas by hand, sharing, observers, clipping. Long runs against PyTorch:
// test_reference.c.
#include "check.h"
#include "nn/observer.h"
#include "nn/optimizer.h"

static Tensor *one_value(Fixture *f, NumClass cls, double value) {
    Tensor *t = NULL;
    CHECK_OK(f, tensor_full(&f->ctx, cls, &(Shape){2, {1, 1}}, value, &t));
    return t;
}

/// The place of epsilon: with g = 1e-8 the first step moves 0.031 lr (0.5 lr if it were added to
/// the corrected root).
static void adam_adds_epsilon_to_the_uncorrected_root(void **state) {
    Fixture *f = *state;
    for (int i = 0; i < 2; i++) {
        NumClass cls = i ? CLASS_SINGLE : CLASS_DOUBLE;
        Tensor *w = one_value(f, cls, 0), *g = one_value(f, cls, 1e-8), *m = NULL, *v = NULL;
        OptimizerStep step = {.n = 1,
                              .param = &w,
                              .grad = &g,
                              .state1 = &m,
                              .state2 = &v,
                              .iteration = 1,
                              .settings = optimizer_find("adam")->defaults};
        CHECK_OK(f, optimizer_adam(f->nn, &step));
        double root = sqrt(0.001 * 1e-16),
               want = -1e-3 * sqrt(0.001) / 0.1 * (0.1 * 1e-8) / (root + 1e-8);
        assert_close(tensor_get(w, 0) / want, 1, i ? 1e-5 : 1e-12);
        assert_close(tensor_get(w, 0) / -1e-3, 0.0307, 1e-2);
        assert_close(tensor_get(m, 0) * 1e9, 1, 1e-5);
        tensor_unref(w), tensor_unref(g), tensor_unref(m), tensor_unref(v);
    }
}

static void defaults_are_the_documented_ones(void **state) {
    (void)state;
    OptimizerSettings a = optimizer_find("adam")->defaults, s = optimizer_find("sgdm")->defaults,
                      r = optimizer_find("rmsprop")->defaults;
    assert_close(a.learn_rate, 1e-3, 0), assert_close(a.decay, 0.9, 0),
        assert_close(a.squared_decay, 0.999, 0);
    assert_close(a.epsilon * 1e8, 1, 1e-15);
    assert_close(s.learn_rate, 0.01, 0), assert_close(s.momentum, 0.9, 0);
    assert_close(r.learn_rate, 1e-3, 0), assert_close(r.squared_decay, 0.9, 0);
    assert_null(optimizer_find("adamw"));
}

static void sgdm_by_hand(void **state) {
    Fixture *f = *state;
    Tensor *w = one_value(f, CLASS_DOUBLE, 1), *g = one_value(f, CLASS_DOUBLE, 2), *v = NULL;
    OptimizerStep step = {.n = 1,
                          .param = &w,
                          .grad = &g,
                          .state1 = &v,
                          .settings = {.learn_rate = 0.1, .momentum = 0.5}};
    CHECK_OK(f, optimizer_sgdm(f->nn, &step));
    assert_close(tensor_get(w, 0), 0.8, 1e-15);
    CHECK_OK(f, optimizer_sgdm(f->nn, &step)); // v = 0.5 * -0.2 - 0.2 = -0.3
    assert_close(tensor_get(v, 0), -0.3, 1e-15);
    assert_close(tensor_get(w, 0), 0.5, 1e-15);
    tensor_unref(w), tensor_unref(g), tensor_unref(v);
}

static void shared_tensors_are_not_changed(void **state) {
    Fixture *f = *state;
    Tensor *w = one_value(f, CLASS_SINGLE, 1), *g = one_value(f, CLASS_SINGLE, 1), *v = NULL,
           *other = tensor_ref(w);
    OptimizerStep step = {.n = 1,
                          .param = &w,
                          .grad = &g,
                          .state1 = &v,
                          .settings = {.learn_rate = 0.5, .momentum = 0}};
    CHECK_OK(f, optimizer_sgdm(f->nn, &step));
    assert_ptr_not_equal(w, other);
    assert_close(tensor_get(other, 0), 1, 0);
    assert_close(tensor_get(w, 0), 0.5, 0);
    Tensor *sole = w;
    CHECK_OK(f, optimizer_sgdm(f->nn, &step)); // now nobody else holds it: in place
    assert_ptr_equal(w, sole);
    assert_close(tensor_get(w, 0), 0, 0);
    tensor_unref(w), tensor_unref(g), tensor_unref(v), tensor_unref(other);
}

typedef struct Seen {
    int n;
    double before, after;
    int64_t iteration;
} Seen;
static void on_update(void *self, const char *layer, const char *parameter, int64_t iteration,
                      const Tensor *before, const Tensor *after) {
    Seen *s = self;
    assert_string_equal(layer, "fc");
    assert_string_equal(parameter, "Weights");
    s->n++;
    s->before = tensor_get(before, 0);
    s->after = tensor_get(after, 0);
    s->iteration = iteration;
}

static void observers_see_before_and_after(void **state) {
    Fixture *f = *state;
    Seen seen = {0};
    Observer observer = {.self = &seen, .on_update = on_update};
    Learnable *name = NULL;
    CHECK_OK(f, learnable_new(&f->ctx, 0, "fc", "Weights", "fullyConnected", "", &name));
    CHECK_OK(f, observer_add(f->nn, &observer));
    Tensor *w = one_value(f, CLASS_SINGLE, 1), *g = one_value(f, CLASS_SINGLE, 1), *v = NULL;
    const Learnable *names[1] = {name};
    OptimizerStep step = {.n = 1,
                          .param = &w,
                          .grad = &g,
                          .state1 = &v,
                          .names = names,
                          .iteration = 4,
                          .settings = {.learn_rate = 0.25, .momentum = 0}};
    CHECK_OK(f, optimizer_sgdm(f->nn, &step));
    assert_int_equal(seen.n, 1);
    assert_int_equal(seen.iteration, 4);
    assert_close(seen.before, 1, 0);
    assert_close(seen.after, 0.75, 0);
    observer_remove(f->nn, &observer);
    CHECK_OK(f, optimizer_sgdm(f->nn, &step));
    assert_int_equal(seen.n, 1);
    learnable_unref(name);
    tensor_unref(w), tensor_unref(g), tensor_unref(v);
}

static void gradients_are_clipped(void **state) {
    Fixture *f = *state;
    Tensor *g[2] = {one_value(f, CLASS_SINGLE, 3), one_value(f, CLASS_SINGLE, 4)},
           *shared = tensor_ref(g[1]);
    double norm = 0;
    CHECK_OK(f, gradients_clip(f->nn, g, 2, 10, true, &norm));
    assert_close(norm, 5, 1e-6);
    assert_close(tensor_get(g[0], 0), 3, 0);
    CHECK_OK(f, gradients_clip(f->nn, g, 2, 1, true, &norm));
    assert_close(tensor_get(g[0], 0), 0.6, 1e-6);
    assert_close(tensor_get(g[1], 0), 0.8, 1e-6);
    assert_close(tensor_get(shared, 0), 4, 0);
    CHECK_OK(f, gradients_clip(f->nn, g, 2, 0.7, false, NULL)); // each alone
    assert_close(tensor_get(g[0], 0), 0.6, 1e-6);
    assert_close(tensor_get(g[1], 0), 0.7, 1e-6);
    tensor_unref(g[0]), tensor_unref(g[1]), tensor_unref(shared);
}

static void wrong_sizes_are_named(void **state) {
    Fixture *f = *state;
    Tensor *w = one_value(f, CLASS_SINGLE, 1),
           *g = random_tensor(f, CLASS_SINGLE, shape_2d(2, 1), 0, 1), *v = NULL;
    OptimizerStep step = {
        .n = 1, .param = &w, .grad = &g, .state1 = &v, .settings = {.learn_rate = 1}};
    assert_int_equal(optimizer_sgdm(f->nn, &step), ERR_SIZE);
    error_clear(&f->ctx.error);
    Tensor *m = NULL;
    OptimizerStep adam = {.n = 1, .param = &w, .grad = &w, .state1 = &v, .state2 = &m};
    assert_int_equal(optimizer_adam(f->nn, &adam), ERR_ARG); // iteration 0
    error_clear(&f->ctx.error);
    tensor_unref(w), tensor_unref(g), tensor_unref(v), tensor_unref(m);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(adam_adds_epsilon_to_the_uncorrected_root),
        TEST(defaults_are_the_documented_ones),
        TEST(sgdm_by_hand),
        TEST(shared_tensors_are_not_changed),
        TEST(observers_see_before_and_after),
        TEST(gradients_are_clipped),
        TEST(wrong_sizes_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
