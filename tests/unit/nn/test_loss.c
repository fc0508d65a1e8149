// Losses: values by hand, normalization, weights, masks, guard, errors.
#include "check.h"
#include "nn/loss.h"
#include <float.h>

static const double Y[6] = {0.5, 0.25, 0.25, 0.1, 0.2, 0.7}; // two observations of three classes
static const double T[6] = {1, 0, 0, 0, 0, 1};

static double value_of(Fixture *f, const char *loss, const double *t, const LossOptions *options) {
    DlArray *y = from_values(f, CLASS_DOUBLE, shape_2d(3, 2), "CB", Y), *target, *l = NULL;
    target = from_values(f, CLASS_DOUBLE, shape_2d(3, 2), "CB", t);
    CHECK_OK(f, loss_find(loss)->fn(f->nn, y, target, NULL, options, &l));
    double value = tensor_get(l->value, 0);
    dlarray_unref(y), dlarray_unref(target), dlarray_unref(l);
    return value;
}

static void values_by_hand(void **state) {
    Fixture *f = *state;
    assert_close(value_of(f, "crossentropy", T, NULL), -(log(0.5) + log(0.7)) / 2, 1e-15);
    double squares = 0.25 + 0.0625 * 2 + 0.01 + 0.04 + 0.09,
           sizes = 0.5 + 0.25 * 2 + 0.1 + 0.2 + 0.3;
    assert_close(value_of(f, "mse", T, NULL), squares / 4, 1e-15); // half, over the batch only
    assert_close(value_of(f, "l2loss", T, NULL), squares / 2, 1e-15);
    assert_close(value_of(f, "l1loss", T, NULL), sizes / 2, 1e-15);
    assert_close(value_of(f, "huber", T, NULL), squares / 4, 1e-15);
    LossOptions narrow = {.transition = 0.2}; // c (|d| - c/2) beyond 0.2
    double huber = 0.2 * (0.5 - 0.1) + 2 * 0.2 * (0.25 - 0.1) + 0.005 + 0.02 + 0.2 * (0.3 - 0.1);
    assert_close(value_of(f, "huber", T, &narrow), huber / 2, 1e-14);
}

static void normalization_weights_and_masks(void **state) {
    Fixture *f = *state;
    assert_close(value_of(f, "mse", T, &(LossOptions){.normalization = LOSS_ALL_ELEMENTS}),
                 0.515 / 12, 1e-14);
    assert_close(value_of(f, "mse", T, &(LossOptions){.normalization = LOSS_NONE}), 0.515 / 2,
                 1e-14);
    static const double weights[3] = {2, 1, 10}, mask[2] = {1, 0};
    DlArray *w = from_values(f, CLASS_DOUBLE, shape_2d(3, 1), "", weights);
    DlArray *m = from_values(f, CLASS_DOUBLE, shape_2d(1, 2), "", mask);
    assert_close(value_of(f, "crossentropy", T, &(LossOptions){.weights = w}),
                 -(2 * log(0.5) + 10 * log(0.7)) / 2, 1e-14);
    assert_close(value_of(f, "crossentropy", T, &(LossOptions){.mask = m}), -log(0.5) / 2, 1e-14);
    dlarray_unref(w), dlarray_unref(m);
    double binary = 0;
    for (int i = 0; i < 6; i++) binary -= T[i] * log(Y[i]) + (1 - T[i]) * log(1 - Y[i]);
    assert_close(value_of(f, "crossentropy", T, &(LossOptions){.multilabel = true}), binary / 2,
                 1e-14);
}

static void element_wise_keeps_the_labels(void **state) {
    Fixture *f = *state;
    DlArray *y = from_values(f, CLASS_DOUBLE, shape_2d(3, 2), "CB", Y), *l = NULL;
    DlArray *t = from_values(f, CLASS_DOUBLE, shape_2d(3, 2), "", T);
    CHECK_OK(f, loss_l1(f->nn, y, t, NULL, &(LossOptions){.element_wise = true}, &l));
    assert_string_equal(l->format, "CB");
    assert_close(tensor_get(l->value, 5), 0.3, 1e-14);
    dlarray_unref(y), dlarray_unref(t), dlarray_unref(l);
}

/// A probability of zero must not give an infinite loss, in either class.
static void the_logarithm_is_guarded(void **state) {
    Fixture *f = *state;
    static const double y0[2] = {0, 1}, t0[2] = {1, 0};
    for (int i = 0; i < 2; i++) {
        DlArray *y = from_values(f, i ? CLASS_SINGLE : CLASS_DOUBLE, shape_2d(2, 1), "CB", y0),
                *l = NULL;
        DlArray *t = from_values(f, i ? CLASS_SINGLE : CLASS_DOUBLE, shape_2d(2, 1), "CB", t0);
        CHECK_OK(f, loss_crossentropy(f->nn, y, t, NULL, NULL, &l));
        assert_close(tensor_get(l->value, 0), -log(i ? FLT_MIN : DBL_MIN), 1e-6);
        dlarray_unref(y), dlarray_unref(t), dlarray_unref(l);
    }
}

static void plain_arrays_need_a_format_and_equal_sizes(void **state) {
    Fixture *f = *state;
    DlArray *y = from_values(f, CLASS_DOUBLE, shape_2d(3, 2), "", Y), *t, *l = NULL;
    t = from_values(f, CLASS_DOUBLE, shape_2d(3, 2), "", T);
    assert_int_equal(loss_mse(f->nn, y, t, NULL, NULL, &l), ERR_ARG);
    error_clear(&f->ctx.error);
    CHECK_OK(f, loss_mse(f->nn, y, t, "CB", NULL, &l));
    assert_close(tensor_get(l->value, 0), 0.515 / 4, 1e-14);
    dlarray_unref(l);
    CHECK_OK(f, loss_mse(f->nn, y, t, "BC", NULL, &l)); // three observations
    assert_close(tensor_get(l->value, 0), 0.515 / 6, 1e-14);
    dlarray_unref(l);
    DlArray *wrong = from_values(f, CLASS_DOUBLE, shape_2d(2, 3), "", T);
    assert_int_equal(loss_mse(f->nn, y, wrong, "CB", NULL, &l), ERR_SIZE);
    error_clear(&f->ctx.error);
    dlarray_unref(y), dlarray_unref(t), dlarray_unref(wrong);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(values_by_hand),
        TEST(normalization_weights_and_masks),
        TEST(element_wise_keeps_the_labels),
        TEST(the_logarithm_is_guarded),
        TEST(plain_arrays_need_a_format_and_equal_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
