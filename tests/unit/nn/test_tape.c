// Traces: life of nodes, release and retain, errors, nesting, long chains.
#include "check.h"
#include "nn/loss.h"

static DlArray *scalar(Fixture *f, double value) {
    return from_values(f, CLASS_DOUBLE, shape_2d(1, 1), "", &value);
}

static DlArray *leaf_scalar(Fixture *f, double value) {
    DlArray *plain = scalar(f, value), *leaf = watch(f, plain);
    dlarray_unref(plain);
    return leaf;
}

static void fails_with(Fixture *f, Status status, const char *id) {
    assert_int_not_equal(status, OK);
    assert_string_equal(error_id(&f->ctx.error), id);
    error_clear(&f->ctx.error);
}

static void nothing_is_recorded_outside_a_trace(void **state) {
    Fixture *f = *state;
    DlArray *x = leaf_scalar(f, 3), *y = NULL;
    assert_false(dlarray_is_traced(x));
    CHECK_OK(f, dl_square(f->nn, x, &y));
    assert_false(dlarray_is_traced(y));
    assert_int_equal(tape_count(f->nn), 0);
    DlArray *grad = NULL;
    fails_with(f, tape_backward(f->nn, y, &x, 1, false, false, &grad),
               "deep:dlgradient:NotInDlfeval");
    dlarray_unref(x);
    dlarray_unref(y);
}

static void unreachable_parts_are_freed_at_once(void **state) {
    Fixture *f = *state;
    CHECK_OK(f, tape_begin(f->nn));
    DlArray *x = leaf_scalar(f, 3), *y = NULL, *z = NULL;
    CHECK_OK(f, dl_square(f->nn, x, &y));
    CHECK_OK(f, dl_exp(f->nn, y, &z));
    assert_int_equal(tape_count(f->nn), 3);
    dlarray_unref(z);
    assert_int_equal(tape_count(f->nn), 2);
    dlarray_unref(x); // y still needs it
    assert_int_equal(tape_count(f->nn), 2);
    dlarray_unref(y);
    assert_int_equal(tape_count(f->nn), 0);
    tape_end(f->nn);
}

static void the_end_of_a_trace_leaves_values(void **state) {
    Fixture *f = *state;
    CHECK_OK(f, tape_begin(f->nn));
    CHECK_OK(f, tape_begin(f->nn)); // nested
    DlArray *x = leaf_scalar(f, 3), *y = NULL;
    CHECK_OK(f, dl_square(f->nn, x, &y));
    tape_end(f->nn);
    assert_true(dlarray_is_traced(y));
    tape_end(f->nn);
    assert_false(dlarray_is_traced(y));
    assert_false(dlarray_is_traced(x));
    assert_close(tensor_get(y->value, 0), 9, 0);
    dlarray_unref(x);
    dlarray_unref(y);
}

static void gradients_add_up_over_all_paths(void **state) {
    Fixture *f = *state;
    CHECK_OK(f, tape_begin(f->nn));
    // y = x^2 * x + x at 3: dy/dx = 3 x^2 + 1 = 28
    DlArray *x = leaf_scalar(f, 3), *square, *cube, *y, *grad;
    CHECK_OK(f, dl_square(f->nn, x, &square));
    CHECK_OK(f, dl_times(f->nn, square, x, &cube));
    CHECK_OK(f, dl_plus(f->nn, cube, x, &y));
    CHECK_OK(f, tape_backward(f->nn, y, &x, 1, true, false, &grad));
    assert_close(tensor_get(grad->value, 0), 28, 1e-15);
    assert_false(dlarray_is_traced(grad));
    dlarray_unref(grad);
    CHECK_OK(f, tape_backward(f->nn, y, &square, 1, true, false,
                              &grad)); // an array in between: dy/dsquare = x
    assert_close(tensor_get(grad->value, 0), 3, 1e-15);
    dlarray_unref(grad);
    DlArray *g1, *g2, *g3; // 3x^2+1, 6x, 6
    CHECK_OK(f, tape_backward(f->nn, y, &x, 1, false, true, &g1));
    assert_true(dlarray_is_traced(g1));
    CHECK_OK(f, tape_backward(f->nn, g1, &x, 1, false, true, &g2));
    CHECK_OK(f, tape_backward(f->nn, g2, &x, 1, false, false, &g3));
    assert_close(tensor_get(g2->value, 0), 18, 1e-15);
    assert_close(tensor_get(g3->value, 0), 6, 1e-15);
    dlarray_unref(g1), dlarray_unref(g2), dlarray_unref(g3);
    dlarray_unref(x), dlarray_unref(square), dlarray_unref(cube), dlarray_unref(y);
    tape_end(f->nn);
}

static void without_retain_the_data_is_released(void **state) {
    Fixture *f = *state;
    CHECK_OK(f, tape_begin(f->nn));
    DlArray *x = leaf_scalar(f, 3), *square, *y, *grad;
    CHECK_OK(f, dl_square(f->nn, x, &square));
    CHECK_OK(f, dl_exp(f->nn, square, &y));
    CHECK_OK(f, tape_backward(f->nn, y, &x, 1, false, false, &grad));
    dlarray_unref(grad);
    fails_with(f, tape_backward(f->nn, y, &x, 1, false, false, &grad),
               "deep:dlgradient:TraceReleased");
    DlArray *other; // through a released part: not silently zero
    CHECK_OK(f, dl_square(f->nn, square, &other));
    fails_with(f, tape_backward(f->nn, other, &x, 1, false, false, &grad),
               "deep:dlgradient:TraceReleased");
    CHECK_OK(f,
             tape_backward(f->nn, other, &square, 1, false, false, &grad)); // not through it: fine
    assert_close(tensor_get(grad->value, 0), 18, 1e-15);
    dlarray_unref(grad);
    dlarray_unref(x), dlarray_unref(square), dlarray_unref(y), dlarray_unref(other);
    tape_end(f->nn);
}

static void what_does_not_matter_has_zero_gradient(void **state) {
    Fixture *f = *state;
    CHECK_OK(f, tape_begin(f->nn));
    DlArray *x = leaf_scalar(f, 3), *y = NULL, *plain = NULL, *grad[2];
    Tensor *t = random_tensor(f, CLASS_SINGLE, shape_2d(2, 3), 0, 1);
    plain = wrap(f, t, "CB");
    DlArray *unused = watch(f, plain), *wrt[2] = {unused, x};
    CHECK_OK(f, dl_square(f->nn, x, &y));
    CHECK_OK(f, tape_backward(f->nn, y, wrt, 2, false, false, grad));
    assert_int_equal(grad[0]->value->cls, CLASS_SINGLE);
    assert_string_equal(grad[0]->format, "CB");
    for (Index i = 0; i < 6; i++) assert_close(tensor_get(grad[0]->value, i), 0, 0);
    assert_close(tensor_get(grad[1]->value, 0), 6, 0);
    dlarray_unref(grad[0]), dlarray_unref(grad[1]);
    dlarray_unref(x), dlarray_unref(y), dlarray_unref(unused), dlarray_unref(plain);
    tape_end(f->nn);
}

static void wrong_requests_are_refused(void **state) {
    Fixture *f = *state;
    CHECK_OK(f, tape_begin(f->nn));
    DlArray *x = leaf_scalar(f, 3), *y = NULL, *free_scalar = scalar(f, 1), *grad = NULL;
    Tensor *t = random_tensor(f, CLASS_DOUBLE, shape_2d(2, 3), 0, 1);
    DlArray *matrix = wrap(f, t, ""), *traced = watch(f, matrix);
    CHECK_OK(f, dl_square(f->nn, x, &y));
    fails_with(f, tape_backward(f->nn, traced, &x, 1, false, false, &grad),
               "deep:dlgradient:LossNotScalar");
    fails_with(f, tape_backward(f->nn, free_scalar, &x, 1, false, false, &grad),
               "deep:dlgradient:LossNotTraced");
    fails_with(f, tape_backward(f->nn, y, &free_scalar, 1, false, false, &grad),
               "deep:dlgradient:VariableNotTraced");
    assert_null(grad);
    dlarray_unref(x), dlarray_unref(y), dlarray_unref(free_scalar), dlarray_unref(matrix),
        dlarray_unref(traced);
    tape_end(f->nn);
}

/// A chain of 300,000 operations must be released without recursion, in both ways of releasing.
static void long_chains_do_not_recurse(void **state) {
    Fixture *f = *state;
    for (int way = 0; way < 3; way++) {
        CHECK_OK(f, tape_begin(f->nn));
        DlArray *x = leaf_scalar(f, 1), *y = dlarray_ref(x), *next, *grad;
        for (int i = 0; i < 300000; i++) {
            CHECK_OK(f, dl_affine(f->nn, y, 1, 1e-6, &next));
            dlarray_unref(y);
            y = next;
        }
        if (way == 1) {
            CHECK_OK(f, tape_backward(f->nn, y, &x, 1, false, false, &grad));
            assert_close(tensor_get(grad->value, 0), 1, 0);
            dlarray_unref(grad);
        }
        if (way == 2) tape_end(f->nn);
        dlarray_unref(y);
        dlarray_unref(x);
        if (way < 2) {
            assert_int_equal(tape_count(f->nn), 0);
            tape_end(f->nn);
        }
    }
}

static void classes_of_gradients_follow_the_variables(void **state) {
    Fixture *f = *state;
    CHECK_OK(f, tape_begin(f->nn));
    DlArray *a = wrap(f, random_tensor(f, CLASS_SINGLE, shape_2d(2, 2), 0, 1), "");
    DlArray *b = wrap(f, random_tensor(f, CLASS_DOUBLE, shape_2d(2, 2), 0, 1), "");
    DlArray *wrt[2] = {watch(f, a), watch(f, b)}, *product, *loss, *grad[2];
    CHECK_OK(f, dl_times(f->nn, wrt[0], wrt[1], &product));
    assert_int_equal(product->value->cls, CLASS_SINGLE);
    CHECK_OK(f, dl_sum(f->nn, product, NULL, 0, &loss));
    CHECK_OK(f, tape_backward(f->nn, loss, wrt, 2, false, false, grad));
    assert_int_equal(grad[0]->value->cls, CLASS_SINGLE);
    assert_int_equal(grad[1]->value->cls, CLASS_DOUBLE);
    for (int i = 0; i < 2; i++) dlarray_unref(grad[i]), dlarray_unref(wrt[i]);
    dlarray_unref(a), dlarray_unref(b), dlarray_unref(product), dlarray_unref(loss);
    tape_end(f->nn);
}

static void a_stop_request_ends_the_backward_pass(void **state) {
    Fixture *f = *state;
    CHECK_OK(f, tape_begin(f->nn));
    DlArray *x = leaf_scalar(f, 3), *y = NULL, *grad = NULL;
    CHECK_OK(f, dl_square(f->nn, x, &y));
    atomic_store(&f->ctx.stop, 1);
    assert_int_equal(tape_backward(f->nn, y, &x, 1, false, false, &grad), ERR_INTERRUPT);
    atomic_store(&f->ctx.stop, 0);
    error_clear(&f->ctx.error);
    dlarray_unref(x);
    dlarray_unref(y);
    tape_end(f->nn);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_recorded_outside_a_trace),
        TEST(unreachable_parts_are_freed_at_once),
        TEST(the_end_of_a_trace_leaves_values),
        TEST(gradients_add_up_over_all_paths),
        TEST(without_retain_the_data_is_released),
        TEST(what_does_not_matter_has_zero_gradient),
        TEST(wrong_requests_are_refused),
        TEST(long_chains_do_not_recurse),
        TEST(classes_of_gradients_follow_the_variables),
        TEST(a_stop_request_ends_the_backward_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
