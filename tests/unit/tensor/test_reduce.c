// Reductions and scans: values by hand, every dimension, classes, NaN rules, empty arrays.
#include "fixture.h"

static const ReduceOptions plain = {0}, omit = {.omit_nan = true}, include = {.include_nan = true};

static void test_dimensions(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *x = MATRIX(CLASS_DOUBLE, 2, 3, 1, 2, 3, 4, 5, 6), *y;
    CHECK_OK(tensor_reduce(&ctx, RED_SUM, x, (int[]){0}, 1, plain, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, 3, 7, 11);
    tensor_unref(y);
    CHECK_OK(tensor_reduce(&ctx, RED_SUM, x, (int[]){1}, 1, plain, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 2, 1, 0, 9, 12);
    tensor_unref(y);
    CHECK_OK(tensor_reduce(&ctx, RED_MEAN, x, NULL, 0, plain, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, 3.5);
    tensor_unref(y);
    CHECK_OK(tensor_reduce(&ctx, RED_PROD, x, (int[]){1}, 1, plain, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 2, 1, 0, 15, 48);
    tensor_unref(y);
    Tensor *tenths = ROW(CLASS_DOUBLE, 0.1, 0.2, 0.3), *product;
    CHECK_OK(tensor_reduce(&ctx, RED_PROD, tenths, (int[]){1}, 1, plain, &product));
    CHECK_ROW(product, CLASS_DOUBLE, 0, 0.1 * 0.2 * 0.3);
    tensor_unref(product);
    tensor_unref(tenths);
    CHECK_OK(tensor_reduce(&ctx, RED_SUM, x, (int[]){2}, 1, plain, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 2, 3, 0, 1, 2, 3, 4, 5, 6);
    tensor_unref(y);
    CHECK_OK(tensor_reduce(&ctx, RED_SUMSQ, x, (int[]){0, 1}, 2, plain, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, 91);
    tensor_unref(y);
    tensor_unref(x);
    Shape s = {.n_dims = 4,
               .dim = {2, 3, 4, 5}}; // dimensions 1 and 3 of four, against subscript arithmetic
    CHECK_OK(tensor_new(&ctx, CLASS_SINGLE, &s, &x));
    for (Index i = 0; i < x->numel; i++) tensor_f32(x)[i] = (float)(i % 17) - 8;
    CHECK_OK(tensor_reduce(&ctx, RED_SUMABS, x, (int[]){3, 1}, 2, plain, &y));
    assert_true(y->shape.n_dims == 3 && y->shape.dim[0] == 2 && y->shape.dim[1] == 1 &&
                y->shape.dim[2] == 4);
    for (Index i = 0; i < 2; i++) {
        for (Index k = 0; k < 4; k++) {
            double want = 0;
            for (Index j = 0; j < 3; j++) {
                for (Index l = 0; l < 5; l++)
                    want += fabs(tensor_get(x, i + 2 * (j + 3 * (k + 4 * l))));
            }
            assert_true(tensor_get(y, i + 2 * k) == want);
        }
    }
    tensor_unref(y);
    CHECK_OK(tensor_reduce(&ctx, RED_MEAN, x, (int[]){0, 2}, 2, plain, &y));
    double sum = 0;
    for (Index i = 0; i < 2; i++) {
        for (Index k = 0; k < 4; k++) sum += tensor_get(x, i + 2 * (1 + 3 * (k + 4 * 2)));
    }
    check_near(tensor_get(y, 1 + 3 * 2), sum / 8, 1e-6, "mean", 0);
    tensor_unref(y);
    tensor_unref(x);
    ctx_done(&ctx);
}

static void test_classes_and_nan(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const double values[] = {100, 100, 3, NAN};
    static const struct {
        ReduceOp op;
        NumClass cls;
        Index n;
        ReduceOptions options;
        NumClass want_class;
        double want;
    } rows[] = {
        {RED_SUM, CLASS_INT8, 3, {0}, CLASS_INT8, 127},
        {RED_SUM, CLASS_LOGICAL, 3, {0}, CLASS_DOUBLE, 3},
        {RED_SUM, CLASS_CHAR, 3, {0}, CLASS_DOUBLE, 203},
        {RED_SUM, CLASS_SINGLE, 3, {0}, CLASS_SINGLE, 203},
        {RED_SUM, CLASS_INT64, 3, {0}, CLASS_INT64, 203},
        {RED_MEAN, CLASS_INT8, 2, {0}, CLASS_DOUBLE, 100},
        {RED_MEAN, CLASS_SINGLE, 3, {0}, CLASS_SINGLE, 203.0 / 3},
        {RED_PROD, CLASS_INT8, 3, {0}, CLASS_INT8, 127},
        {RED_SUM, CLASS_DOUBLE, 4, {0}, CLASS_DOUBLE, NAN},
        {RED_SUM, CLASS_DOUBLE, 4, {.omit_nan = true}, CLASS_DOUBLE, 203},
        {RED_MEAN, CLASS_DOUBLE, 4, {.omit_nan = true}, CLASS_DOUBLE, 203.0 / 3},
        {RED_MAX, CLASS_DOUBLE, 4, {0}, CLASS_DOUBLE, 100},
        {RED_MIN, CLASS_SINGLE, 4, {0}, CLASS_SINGLE, 3},
        {RED_MAX, CLASS_DOUBLE, 4, {.include_nan = true}, CLASS_DOUBLE, NAN},
        {RED_MAX, CLASS_CHAR, 3, {0}, CLASS_DOUBLE, 100},
        {RED_MAX, CLASS_LOGICAL, 3, {0}, CLASS_LOGICAL, 1},
        {RED_MIN, CLASS_UINT8, 3, {0}, CLASS_UINT8, 3},
        {RED_ANY, CLASS_DOUBLE, 4, {0}, CLASS_LOGICAL, 1},
        {RED_ALL, CLASS_DOUBLE, 4, {0}, CLASS_LOGICAL, 1},
    };
    for (Index i = 0; i < COUNT_OF(rows); i++) {
        Tensor *x = make(&ctx, rows[i].cls, 1, rows[i].n, values), *y;
        CHECK_OK(tensor_reduce(&ctx, rows[i].op, x, (int[]){1}, 1, rows[i].options, &y));
        if (y->cls != rows[i].want_class)
            fail_msg("row %lld: class %s", (long long)i, class_name((NumClass)y->cls));
        check_near(tensor_get(y, 0), rows[i].want, 1e-6, "reduce", i);
        tensor_unref(x);
        tensor_unref(y);
    }
    Tensor *nan = ROW(CLASS_DOUBLE, NAN, NAN), *y;
    CHECK_OK(tensor_reduce(&ctx, RED_MAX, nan, (int[]){1}, 1, plain, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, NAN);
    tensor_unref(y);
    CHECK_OK(tensor_reduce(&ctx, RED_SUM, nan, (int[]){1}, 1, omit, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, 0);
    tensor_unref(y);
    tensor_unref(nan);
    Tensor *two = MATRIX(CLASS_DOUBLE, 2, 2, 1, NAN, 3,
                         8); // mean of everything without NaN, over two dimensions
    CHECK_OK(tensor_reduce(&ctx, RED_MEAN, two, (int[]){0, 1}, 2, omit, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 1e-15, 4);
    tensor_unref(y);
    CHECK_OK(tensor_reduce(&ctx, RED_MEAN, two, (int[]){1}, 1, omit, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 2, 1, 0, 2, 8);
    tensor_unref(y);
    tensor_unref(two);
    ctx_done(&ctx);
}

static void test_empty(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Shape s = shape_2d(0, 3);
    Tensor *x, *y;
    CHECK_OK(tensor_new(&ctx, CLASS_DOUBLE, &s, &x));
    CHECK_OK(tensor_reduce(&ctx, RED_SUM, x, (int[]){0}, 1, plain, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, 0, 0, 0);
    tensor_unref(y);
    CHECK_OK(tensor_reduce(&ctx, RED_PROD, x, (int[]){0}, 1, plain, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, 1, 1, 1);
    tensor_unref(y);
    CHECK_OK(tensor_reduce(&ctx, RED_MEAN, x, (int[]){0}, 1, plain, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, NAN, NAN, NAN);
    tensor_unref(y);
    CHECK_OK(tensor_reduce(&ctx, RED_MAX, x, (int[]){0}, 1, plain, &y));
    assert_true(y->shape.dim[0] == 0 && y->shape.dim[1] == 3);
    tensor_unref(y);
    CHECK_OK(tensor_reduce(&ctx, RED_ALL, x, (int[]){0}, 1, plain, &y));
    CHECK_ROW(y, CLASS_LOGICAL, 0, 1, 1, 1);
    tensor_unref(y);
    CHECK_OK(tensor_reduce(&ctx, RED_SUM, x, (int[]){1}, 1, plain, &y));
    assert_true(y->shape.dim[0] == 0 && y->shape.dim[1] == 1);
    tensor_unref(y);
    tensor_unref(x);
    ctx_done(&ctx);
}

static void test_extreme(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *x = MATRIX(CLASS_DOUBLE, 2, 4, 3, NAN, 9, 1, 9, NAN, NAN, NAN), *v, *at;
    CHECK_OK(tensor_extreme(&ctx, RED_MAX, x, 1, plain, &v, &at));
    CHECK_MATRIX(v, CLASS_DOUBLE, 2, 1, 0, 9, 1);
    CHECK_MATRIX(at, CLASS_DOUBLE, 2, 1, 0, 2, 2);
    tensor_unref(v);
    tensor_unref(at);
    CHECK_OK(tensor_extreme(&ctx, RED_MIN, x, 0, plain, &v, &at));
    CHECK_ROW(v, CLASS_DOUBLE, 0, 3, 1, 9, NAN);
    CHECK_ROW(at, CLASS_DOUBLE, 0, 1, 2, 1, 1);
    tensor_unref(v);
    tensor_unref(at);
    CHECK_OK(tensor_extreme(&ctx, RED_MAX, x, 1, include, &v, &at));
    CHECK_MATRIX(at, CLASS_DOUBLE, 2, 1, 0, 4, 1);
    tensor_unref(v);
    tensor_unref(at);
    tensor_unref(x);
    Tensor *z = make_complex(&ctx, 1, 3, (double[]){1, 0, 0, -3, 3, 0});
    CHECK_OK(
        tensor_extreme(&ctx, RED_MAX, z, 1, plain, &v, &at)); // equal sizes: the larger angle wins
    CHECK_ROW(at, CLASS_DOUBLE, 0, 3);
    tensor_unref(v);
    tensor_unref(at);
    tensor_unref(z);
    ctx_done(&ctx);
}

static void test_scan(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *x = MATRIX(CLASS_DOUBLE, 2, 3, 1, 2, 3, 4, 5, 6), *y;
    CHECK_OK(tensor_scan(&ctx, SCAN_SUM, x, 0, false, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 2, 3, 0, 1, 3, 3, 7, 5, 11);
    tensor_unref(y);
    CHECK_OK(tensor_scan(&ctx, SCAN_PROD, x, 1, false, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 2, 3, 0, 1, 2, 3, 8, 15, 48);
    tensor_unref(y);
    CHECK_OK(tensor_scan(&ctx, SCAN_SUM, x, 1, true, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 2, 3, 0, 9, 12, 8, 10, 5, 6);
    tensor_unref(y);
    tensor_unref(x);
    x = ROW(CLASS_DOUBLE, NAN, 2, 1, NAN, 5);
    CHECK_OK(tensor_scan(&ctx, SCAN_MAX, x, 1, false, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, NAN, 2, 2, 2, 5);
    tensor_unref(y);
    CHECK_OK(tensor_scan(&ctx, SCAN_MIN, x, 1, true, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, 1, 1, 1, 5, 5);
    tensor_unref(y);
    tensor_unref(x);
    x = ROW(CLASS_LOGICAL, 0, 1, 0, 1);
    CHECK_OK(tensor_scan(&ctx, SCAN_SUM, x, 1, false, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, 0, 1, 1, 2);
    tensor_unref(y);
    CHECK_OK(tensor_scan(&ctx, SCAN_MAX, x, 1, true, &y));
    CHECK_ROW(y, CLASS_LOGICAL, 0, 1, 1, 1, 1);
    tensor_unref(y);
    tensor_unref(x);
    x = ROW(CLASS_INT8, 100, 100, -50);
    CHECK_OK(tensor_scan(&ctx, SCAN_SUM, x, 1, false, &y));
    CHECK_ROW(y, CLASS_INT8, 0, 100, 127, 77);
    tensor_unref(y);
    tensor_unref(x);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dimensions), cmocka_unit_test(test_classes_and_nan),
        cmocka_unit_test(test_empty), cmocka_unit_test(test_extreme), cmocka_unit_test(test_scan)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
