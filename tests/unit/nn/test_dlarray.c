// Labels: storing in order, lining up, passing on; indexing and assignment.
#include "check.h"

static void labels_are_stored_in_order(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *given, *stored;
        Shape in, out;
    } rows[] = {{"SSCB", "SSCB", {4, {4, 5, 2, 3}}, {4, {4, 5, 2, 3}}},
                {"SSBC", "SSCB", {4, {4, 5, 3, 2}}, {4, {4, 5, 2, 3}}},
                {"BC", "CB", {2, {3, 2}}, {2, {2, 3}}},
                {"TCB", "CBT", {3, {6, 2, 3}}, {3, {2, 3, 6}}},
                {"USC", "SCU", {3, {6, 2, 3}}, {3, {2, 3, 6}}},
                {"CB", "CB", {2, {5, 1}}, {2, {5, 1}}},
                {"C", "CU", {2, {5, 1}}, {2, {5, 1}}},
                {"SSCB", "SSCB", {2, {4, 5}}, {2, {4, 5}}}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        DlArray *x = wrap(f, random_tensor(f, CLASS_DOUBLE, rows[i].in, 0, 1), rows[i].given);
        assert_string_equal(x->format, rows[i].stored);
        assert_true(shape_equal(&x->value->shape, &rows[i].out));
        dlarray_unref(x);
    }
}

static void wrong_labels_are_refused(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *format, *id;
    } rows[] = {{"SQ", "deep:dlarray:InvalidFormat"},
                {"CC", "deep:dlarray:RepeatedLabels"},
                {"BB", "deep:dlarray:RepeatedLabels"},
                {"C", "deep:dlarray:TooFewLabels"}};
    Tensor *t = random_tensor(f, CLASS_DOUBLE, shape_2d(2, 3), 0, 1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        DlArray *x = NULL;
        assert_int_equal(dlarray_new(f->nn, t, rows[i].format, &x), ERR_ARG);
        assert_string_equal(error_id(&f->ctx.error), rows[i].id);
        error_clear(&f->ctx.error);
        assert_null(x);
    }
    tensor_unref(t);
}

static void dimensions_are_found_and_described(void **state) {
    Fixture *f = *state;
    DlArray *x = wrap(f, random_tensor(f, CLASS_SINGLE, (Shape){3, {4, 5, 2}}, 0, 1), "SSCB");
    int dims[SHAPE_MAX_DIMS];
    char text[256];
    assert_int_equal(dlarray_find_dim(x, 'B'), 3);
    assert_int_equal(dlarray_find_dim(x, 'T'), -1);
    assert_int_equal(dlarray_find_dims(x, 'S', dims), 2);
    assert_int_equal(dlarray_dim(x, 3), 1);
    dlarray_describe(x, text, sizeof text);
    assert_string_equal(text, "4(S) \xc3\x97 5(S) \xc3\x97 2(C) \xc3\x97 1(B)");
    dlarray_unref(x);
}

/// Labels of a binary operation, and its size.
static void labels_meet(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *a, *b, *result;
        Shape shape_a, shape_b, shape;
    } rows[] = {{"CB", "CB", "CB", {2, {3, 4}}, {2, {3, 1}}, {2, {3, 4}}},
                {"CB", "", "CB", {2, {3, 4}}, {2, {3, 1}}, {2, {3, 4}}},
                {"", "CB", "CB", {2, {1, 1}}, {2, {3, 4}}, {2, {3, 4}}},
                {"SSCB", "CB", "SSCB", {4, {2, 3, 4, 5}}, {2, {4, 5}}, {4, {2, 3, 4, 5}}},
                {"SCB", "CT", "SCBT", {3, {2, 3, 4}}, {2, {3, 5}}, {4, {2, 3, 4, 5}}},
                {"CB", "CU", "CBU", {2, {3, 4}}, {2, {3, 2}}, {3, {3, 4, 2}}},
                {"CB", "", "CBU", {2, {3, 4}}, {3, {3, 4, 2}}, {3, {3, 4, 2}}},
                {"", "", "", {2, {3, 1}}, {2, {1, 4}}, {2, {3, 4}}}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        DlArray *a = wrap(f, random_tensor(f, CLASS_DOUBLE, rows[i].shape_a, 0, 1), rows[i].a);
        DlArray *b = wrap(f, random_tensor(f, CLASS_DOUBLE, rows[i].shape_b, 0, 1), rows[i].b),
                *y = NULL, *c = NULL;
        CHECK_OK(f, dl_plus(f->nn, a, b, &y));
        assert_string_equal(y->format, rows[i].result);
        assert_true(shape_equal(&y->value->shape, &rows[i].shape));
        CHECK_OK(f, dl_compare(f->nn, OP_GT, a, b, &c));
        assert_string_equal(c->format, rows[i].result);
        assert_int_equal(c->value->cls, CLASS_LOGICAL);
        dlarray_unref(a), dlarray_unref(b), dlarray_unref(y), dlarray_unref(c);
    }
}

static void reductions_keep_labels(void **state) {
    Fixture *f = *state;
    DlArray *x = wrap(f, random_tensor(f, CLASS_DOUBLE, (Shape){3, {2, 3, 4}}, 0, 1), "SCB"),
            *y = NULL;
    CHECK_OK(f, dl_mean(f->nn, x, (int[]){2}, 1, &y));
    assert_string_equal(y->format, "SCB");
    assert_int_equal(dlarray_dim(y, 2), 1);
    double want = 0;
    for (int b = 0; b < 4; b++) want += tensor_get(x->value, 1 + 2 * 2 + 6 * b) / 4;
    assert_close(tensor_get(y->value, 1 + 2 * 2), want, 1e-14);
    dlarray_unref(y);
    CHECK_OK(f, dl_var(f->nn, x, NULL, 0, false, &y));
    double mean = 0, sum = 0;
    for (int i = 0; i < 24; i++) mean += tensor_get(x->value, i) / 24;
    for (int i = 0; i < 24; i++) sum += pow(tensor_get(x->value, i) - mean, 2);
    assert_close(tensor_get(y->value, 0), sum / 23, 1e-13);
    dlarray_unref(y);
    dlarray_unref(x);
}

static void indexing_is_differentiable(void **state) {
    Fixture *f = *state;
    CHECK_OK(f, tape_begin(f->nn));
    static const double values[6] = {1, 2, 3, 4, 5, 6};
    DlArray *plain = from_values(f, CLASS_DOUBLE, shape_2d(2, 3), "CB", values),
            *x = watch(f, plain), *part, *square, *loss, *grad;
    const Index columns[] = {2, 0, 2};
    Subscript subs[2] = {{.all = true}, {.index = columns, .n = 3, .max = 2, .shape = {2, {1, 3}}}};
    CHECK_OK(f, dl_index(f->nn, x, subs, 2, &part));
    assert_string_equal(part->format, "CB");
    assert_close(tensor_get(part->value, 1), 6, 0);
    CHECK_OK(f, dl_square(f->nn, part, &square));
    CHECK_OK(f, dl_sum(f->nn, square, NULL, 0, &loss));
    CHECK_OK(f, tape_backward(f->nn, loss, &x, 1, false, false, &grad));
    const double want[6] = {2, 4, 0, 0, 20, 24}; // column 3 was picked twice: 2 * 2 x
    for (int i = 0; i < 6; i++) assert_close(tensor_get(grad->value, i), want[i], 0);
    dlarray_unref(part), dlarray_unref(square), dlarray_unref(loss), dlarray_unref(grad);
    dlarray_unref(x), dlarray_unref(plain);
    tape_end(f->nn);
}

/// A traced array gives the same elements as a plain one, for every kind of subscript.
static void traced_indexing_reads_the_same(void **state) {
    Fixture *f = *state;
    static const Index a[] = {2, 0, 2}, b[] = {1, 3}, c[] = {0}, far[] = {17, 4, 23, 0};
    const Subscript all = {.all = true}, sa = {.index = a, .n = 3, .max = 2, .shape = {2, {1, 3}}},
                    sb = {.index = b, .n = 2, .max = 3, .shape = {2, {2, 1}}},
                    sc = {.index = c, .n = 1, .max = 0, .shape = {2, {1, 1}}},
                    matrix = {.index = far, .n = 4, .max = 23, .shape = {2, {2, 2}}},
                    folded = {.index = b, .n = 2, .max = 3, .shape = {2, {1, 2}}};
    const struct {
        int n;
        Subscript subs[3];
    } rows[] = {{3, {sa, sb, sc}}, {3, {all, sb, all}}, {3, {sa, all, sc}}, {2, {sa, folded}},
                {2, {all, all}},   {1, {matrix}},       {1, {all}},         {2, {sc, all}}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        DlArray *x = wrap(f, random_tensor(f, CLASS_DOUBLE, (Shape){3, {3, 4, 2}}, 0, 1), ""),
                *plain, *traced;
        Subscript subs[3];
        memcpy(subs, rows[i].subs, sizeof subs);
        CHECK_OK(f, dl_index(f->nn, x, subs, rows[i].n, &plain));
        CHECK_OK(f, tape_begin(f->nn));
        DlArray *leaf = watch(f, x);
        memcpy(subs, rows[i].subs, sizeof subs);
        CHECK_OK(f, dl_index(f->nn, leaf, subs, rows[i].n, &traced));
        assert_true(dlarray_is_traced(traced));
        assert_true(tensor_equal(plain->value, traced->value, false));
        dlarray_unref(x), dlarray_unref(leaf), dlarray_unref(plain), dlarray_unref(traced);
        tape_end(f->nn);
    }
}

static void assignment_is_differentiable(void **state) {
    Fixture *f = *state;
    CHECK_OK(f, tape_begin(f->nn));
    static const double values[6] = {1, 2, 3, 4, 5, 6}, new_values[3] = {7, 8, 9};
    DlArray *px = from_values(f, CLASS_DOUBLE, shape_2d(2, 3), "CB", values), *x = watch(f, px);
    DlArray *pr = from_values(f, CLASS_DOUBLE, shape_2d(1, 3), "", new_values), *r = watch(f, pr);
    DlArray *y, *square, *loss, *grad[2], *wrt[2] = {x, r};
    const Index at[] = {0, 3, 0}; // position 0 twice: the last one, 9, stays
    Subscript sub = {.index = at, .n = 3, .max = 3, .shape = {2, {1, 3}}};
    CHECK_OK(f, dl_assign(f->nn, x, &sub, 1, r, &y));
    assert_string_equal(y->format, "CB");
    const double want[6] = {9, 2, 3, 8, 5, 6}, dx[6] = {0, 4, 6, 0, 10, 12}, dr[3] = {0, 16, 18};
    for (int i = 0; i < 6; i++) assert_close(tensor_get(y->value, i), want[i], 0);
    CHECK_OK(f, dl_square(f->nn, y, &square));
    CHECK_OK(f, dl_sum(f->nn, square, NULL, 0, &loss));
    CHECK_OK(f, tape_backward(f->nn, loss, wrt, 2, false, false, grad));
    for (int i = 0; i < 6; i++) assert_close(tensor_get(grad[0]->value, i), dx[i], 0);
    for (int i = 0; i < 3; i++) assert_close(tensor_get(grad[1]->value, i), dr[i], 0);
    for (int i = 0; i < 2; i++) dlarray_unref(grad[i]);
    dlarray_unref(y), dlarray_unref(square), dlarray_unref(loss);
    dlarray_unref(x), dlarray_unref(px), dlarray_unref(r), dlarray_unref(pr);
    tape_end(f->nn);
}

static void moving_elements_moves_labels(void **state) {
    Fixture *f = *state;
    DlArray *x = wrap(f, random_tensor(f, CLASS_DOUBLE, (Shape){4, {2, 3, 4, 5}}, 0, 1), "SSCB"),
            *y = NULL;
    CHECK_OK(f, dl_permute(f->nn, x, (int[]){1, 0, 2, 3}, 4, &y));
    assert_string_equal(y->format, "SSCB");
    assert_int_equal(dlarray_dim(y, 0), 3);
    dlarray_unref(y);
    assert_int_equal(dl_permute(f->nn, x, (int[]){2, 0, 1, 3}, 4, &y), ERR_ARG);
    error_clear(&f->ctx.error);
    CHECK_OK(f, dl_reshape(f->nn, x, &(Shape){2, {24, 5}}, &y));
    assert_string_equal(y->format, "");
    assert_int_equal(dl_transpose(f->nn, x, &y), ERR_ARG);
    error_clear(&f->ctx.error);
    dlarray_unref(y);
    DlArray *two[2] = {x, x};
    CHECK_OK(f, dl_cat(f->nn, 3, two, 2, &y));
    assert_string_equal(y->format, "SSCB");
    assert_int_equal(dlarray_dim(y, 3), 10);
    dlarray_unref(y);
    dlarray_unref(x);
}

static void formats_are_asked_for(void **state) {
    Fixture *f = *state;
    DlArray *x = wrap(f, random_tensor(f, CLASS_DOUBLE, shape_2d(4, 3), 0, 1), ""), *y = NULL;
    assert_int_equal(dl_softmax(f->nn, x, NULL, &y), ERR_ARG);
    assert_string_equal(error_id(&f->ctx.error), "deep:dlarray:FormatRequired");
    error_clear(&f->ctx.error);
    CHECK_OK(f, dl_softmax(f->nn, x, "CB", &y));
    assert_string_equal(y->format, "");
    double sum = 0;
    for (int i = 0; i < 4; i++) sum += tensor_get(y->value, i);
    assert_close(sum, 1, 1e-14);
    dlarray_unref(y);
    dlarray_unref(x);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(labels_are_stored_in_order),
        TEST(wrong_labels_are_refused),
        TEST(dimensions_are_found_and_described),
        TEST(labels_meet),
        TEST(reductions_keep_labels),
        TEST(indexing_is_differentiable),
        TEST(traced_indexing_reads_the_same),
        TEST(assignment_is_differentiable),
        TEST(moving_elements_moves_labels),
        TEST(formats_are_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
