// Permuting, transposing, joining, repeating: against subscript arithmetic and by hand.
#include "fixture.h"

static void test_permute(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const int orders[][4] = {{0, 1, 2, 3}, {1, 0, 2, 3}, {3, 2, 1, 0},
                                    {2, 0, 3, 1}, {0, 2, 1, 3}, {3, 0, 1, 2}};
    static const NumClass classes[] = {CLASS_DOUBLE, CLASS_SINGLE, CLASS_INT8, CLASS_CHAR};
    Shape s = {.n_dims = 4, .dim = {2, 3, 4, 5}};
    for (Index c = 0; c < COUNT_OF(classes); c++) {
        Tensor *x, *y;
        CHECK_OK(tensor_new(&ctx, classes[c], &s, &x));
        for (Index i = 0; i < x->numel; i++) tensor_set(x, i, (double)(i % 120));
        for (Index o = 0; o < COUNT_OF(orders); o++) {
            CHECK_OK(tensor_permute(&ctx, x, orders[o], 4, &y));
            Index step[4] = {1, 2, 6, 24}, to = 0, at[4];
            for (at[3] = 0; at[3] < s.dim[orders[o][3]]; at[3]++) {
                for (at[2] = 0; at[2] < s.dim[orders[o][2]]; at[2]++) {
                    for (at[1] = 0; at[1] < s.dim[orders[o][1]]; at[1]++) {
                        for (at[0] = 0; at[0] < s.dim[orders[o][0]]; at[0]++, to++) {
                            Index from = 0;
                            for (int d = 0; d < 4; d++) from += at[d] * step[orders[o][d]];
                            assert_true(tensor_get(y, to) == tensor_get(x, from));
                        }
                    }
                }
            }
            tensor_unref(y);
        }
        assert_int_equal(tensor_permute(&ctx, x, (int[]){0, 0, 1, 2}, 4, &y), ERR_ARG);
        error_clear(&ctx.error);
        tensor_unref(x);
    }
    Tensor *row = ROW(CLASS_DOUBLE, 1, 2, 3), *y;
    CHECK_OK(tensor_permute(&ctx, row, (int[]){2, 0, 1}, 3, &y)); // 1×3 to 1×1×3
    assert_true(y->shape.n_dims == 3 && y->shape.dim[2] == 3);
    tensor_unref(y);
    tensor_unref(row);
    ctx_done(&ctx);
}

static void test_transpose(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const NumClass classes[] = {CLASS_DOUBLE, CLASS_SINGLE, CLASS_UINT8};
    for (Index c = 0; c < COUNT_OF(classes); c++) {
        Shape s = shape_2d(70, 45);
        Tensor *x, *y;
        CHECK_OK(tensor_new(&ctx, classes[c], &s, &x));
        for (Index i = 0; i < x->numel; i++) tensor_set(x, i, (double)(i % 251));
        CHECK_OK(tensor_unary(&ctx, OP_TRANSPOSE, x, &y));
        assert_true(y->shape.dim[0] == 45 && y->shape.dim[1] == 70);
        for (Index i = 0; i < 70; i++) {
            for (Index j = 0; j < 45; j++)
                assert_true(tensor_get(y, j + 45 * i) == tensor_get(x, i + 70 * j));
        }
        tensor_unref(x);
        tensor_unref(y);
    }
    ctx_done(&ctx);
}

static void test_cat(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *a = MATRIX(CLASS_DOUBLE, 2, 2, 1, 2, 3, 4), *b = MATRIX(CLASS_DOUBLE, 2, 1, 5, 6),
           *c = ROW(CLASS_DOUBLE, 7, 8), *y;
    CHECK_OK(tensor_cat(&ctx, 1, (Tensor *[]){a, b}, 2, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 2, 3, 0, 1, 2, 3, 4, 5, 6);
    tensor_unref(y);
    CHECK_OK(tensor_cat(&ctx, 0, (Tensor *[]){a, c, a}, 3, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 5, 2, 0, 1, 2, 7, 1, 2, 3, 4, 8, 3, 4);
    tensor_unref(y);
    CHECK_OK(tensor_cat(&ctx, 2, (Tensor *[]){a, a}, 2, &y));
    assert_true(y->shape.n_dims == 3 && y->shape.dim[2] == 2 && tensor_get(y, 5) == 2);
    tensor_unref(y);
    Status status = tensor_cat(&ctx, 0, (Tensor *[]){a, b}, 2, &y);
    assert_non_null(strstr(error_message(&ctx.error), "(2×2 and 2×1)"));
    check_failure(&ctx, status, ERR_SIZE, "MATLAB:catenate:dimensionMismatch");
    Shape none = shape_2d(0, 0), flat = shape_2d(1, 0);
    Tensor *empty, *empty_row;
    CHECK_OK(tensor_new(&ctx, CLASS_DOUBLE, &none, &empty));
    CHECK_OK(tensor_new(&ctx, CLASS_DOUBLE, &flat, &empty_row));
    CHECK_OK(tensor_cat(&ctx, 0, (Tensor *[]){empty, c, empty_row}, 3, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, 7, 8);
    tensor_unref(y);
    CHECK_OK(tensor_cat(&ctx, 1, (Tensor *[]){empty, empty}, 2, &y));
    assert_true(y->shape.dim[0] == 0 && y->shape.dim[1] == 0);
    tensor_unref(y);
    tensor_unref(empty);
    tensor_unref(empty_row);
    tensor_unref(a);
    tensor_unref(b);
    tensor_unref(c);
    ctx_done(&ctx);
}

static void test_repmat(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *a = MATRIX(CLASS_INT8, 2, 2, 1, 2, 3, 4), *y;
    CHECK_OK(tensor_repmat(&ctx, a, (Index[]){2, 1}, 2, &y));
    CHECK_MATRIX(y, CLASS_INT8, 4, 2, 0, 1, 2, 1, 2, 3, 4, 3, 4);
    tensor_unref(y);
    CHECK_OK(tensor_repmat(&ctx, a, (Index[]){2, 3, 4}, 3, &y));
    assert_true(y->shape.n_dims == 3 && y->shape.dim[0] == 4 && y->shape.dim[1] == 6 &&
                y->shape.dim[2] == 4);
    for (Index k = 0; k < 4; k++) {
        for (Index j = 0; j < 6; j++) {
            for (Index i = 0; i < 4; i++)
                assert_true(tensor_get(y, i + 4 * (j + 6 * k)) ==
                            tensor_get(a, i % 2 + 2 * (j % 2)));
        }
    }
    tensor_unref(y);
    CHECK_OK(tensor_repmat(&ctx, a, (Index[]){0, 2}, 2, &y));
    assert_true(y->shape.dim[0] == 0 && y->shape.dim[1] == 4);
    tensor_unref(y);
    tensor_unref(a);
    Shape s = {.n_dims = 3, .dim = {1, 2, 3}}; // three dimensions repeated in the middle
    Tensor *x;
    CHECK_OK(tensor_new(&ctx, CLASS_DOUBLE, &s, &x));
    for (Index i = 0; i < 6; i++) tensor_f64(x)[i] = (double)i;
    CHECK_OK(tensor_repmat(&ctx, x, (Index[]){2, 3}, 2, &y));
    for (Index k = 0; k < 3; k++) {
        for (Index j = 0; j < 6; j++) {
            for (Index i = 0; i < 2; i++)
                assert_true(tensor_get(y, i + 2 * (j + 6 * k)) == (double)(j % 2 + 2 * k));
        }
    }
    tensor_unref(x);
    tensor_unref(y);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_permute),
                                       cmocka_unit_test(test_transpose), cmocka_unit_test(test_cat),
                                       cmocka_unit_test(test_repmat)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
