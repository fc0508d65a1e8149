// Sorting: order, stability, NaN, classes, both algorithms.
#include "fixture.h"

static void test_small(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *x = ROW(CLASS_DOUBLE, 3, NAN, -1, 3, -INFINITY, 0), *y, *at;
    CHECK_OK(tensor_sort(&ctx, x, 1, false, &y, &at));
    CHECK_ROW(y, CLASS_DOUBLE, 0, -INFINITY, -1, 0, 3, 3, NAN);
    CHECK_ROW(at, CLASS_DOUBLE, 0, 5, 3, 6, 1, 4, 2);
    tensor_unref(y);
    tensor_unref(at);
    CHECK_OK(tensor_sort(&ctx, x, 1, true, &y, &at));
    CHECK_ROW(y, CLASS_DOUBLE, 0, NAN, 3, 3, 0, -1, -INFINITY);
    CHECK_ROW(at, CLASS_DOUBLE, 0, 2, 1, 4, 6, 3, 5);
    tensor_unref(y);
    tensor_unref(at);
    tensor_unref(x);
    x = MATRIX(CLASS_INT8, 2, 3, 5, -5, 1, 2, 3, -128);
    CHECK_OK(tensor_sort(&ctx, x, 1, false, &y, NULL));
    CHECK_MATRIX(y, CLASS_INT8, 2, 3, 0, 1, -128, 3, -5, 5, 2);
    tensor_unref(y);
    CHECK_OK(tensor_sort(&ctx, x, 0, false, &y, NULL));
    CHECK_MATRIX(y, CLASS_INT8, 2, 3, 0, -5, 5, 1, 2, -128, 3);
    tensor_unref(y);
    CHECK_OK(tensor_sort(&ctx, x, 2, false, &y, NULL)); // a dimension of size 1
    CHECK_MATRIX(y, CLASS_INT8, 2, 3, 0, 5, -5, 1, 2, 3, -128);
    tensor_unref(y);
    tensor_unref(x);
    Tensor *zeros = ROW(CLASS_DOUBLE, 0.0, -0.0, 0.0, -0.0); // signs of zero do not count
    CHECK_OK(tensor_sort(&ctx, zeros, 1, false, &y, &at));
    CHECK_ROW(at, CLASS_DOUBLE, 0, 1, 2, 3, 4);
    tensor_unref(y);
    tensor_unref(at);
    tensor_unref(zeros);
    Tensor *z = make_complex(&ctx, 1, 3, (double[]){0, 2, 1, 0, -2, 0});
    CHECK_OK(tensor_sort(&ctx, z, 1, false, &y, &at)); // by size, then angle
    CHECK_ROW(at, CLASS_DOUBLE, 0, 2, 1, 3);
    tensor_unref(y);
    tensor_unref(at);
    tensor_unref(z);
    ctx_done(&ctx);
}

static void test_long(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const Index sizes[] = {1, 2, 12, 13, 100, 1000, 1025, 5000};
    static const NumClass classes[] = {CLASS_DOUBLE, CLASS_SINGLE, CLASS_INT16, CLASS_UINT64,
                                       CLASS_CHAR};
    for (Index c = 0; c < COUNT_OF(classes); c++) {
        for (Index s = 0; s < COUNT_OF(sizes); s++) {
            for (int descending = 0; descending < 2; descending++) {
                Index n = sizes[s];
                Shape shape = shape_2d(n, 1);
                Tensor *x, *y, *at;
                uint64_t seed = 42;
                CHECK_OK(tensor_new(&ctx, classes[c], &shape, &x));
                for (Index i = 0; i < n; i++)
                    tensor_set(x, i, round(50 * noise(&seed)) + (s % 2 ? 0.25 : 0));
                CHECK_OK(tensor_sort(&ctx, x, 0, descending, &y, &at));
                for (Index i = 0; i < n; i++) {
                    Index from = (Index)tensor_f64(at)[i] - 1;
                    assert_true(tensor_get(y, i) == tensor_get(x, from));
                    if (i == 0) continue;
                    double before = tensor_get(y, i - 1), now = tensor_get(y, i);
                    assert_true(descending ? before >= now : before <= now);
                    if (before == now)
                        assert_true(tensor_f64(at)[i - 1] < tensor_f64(at)[i]); // stable
                }
                tensor_unref(x);
                tensor_unref(y);
                tensor_unref(at);
            }
        }
    }
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_small), cmocka_unit_test(test_long)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
