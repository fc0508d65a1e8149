// Indexing, assignment, deletion, search, equality.
#include "fixture.h"

#define AT(...)                                           \
    ((Subscript){.index = (Index[]){__VA_ARGS__},         \
                 .n = COUNT_OF(((Index[]){__VA_ARGS__})), \
                 .shape = {.n_dims = 2, .dim = {1, COUNT_OF(((Index[]){__VA_ARGS__}))}}})
static const Subscript all = {.all = true};

static void test_read(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *x = MATRIX(CLASS_DOUBLE, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), *y;
    CHECK_OK(tensor_index(&ctx, x, (Subscript[]){AT(2, 0), AT(1, 3)}, 2, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 2, 2, 0, 6, 4, 12, 10);
    tensor_unref(y);
    CHECK_OK(tensor_index(&ctx, x, (Subscript[]){all, AT(3)}, 2, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 3, 1, 0, 10, 11, 12);
    tensor_unref(y);
    CHECK_OK(tensor_index(&ctx, x, (Subscript[]){all}, 1, &y));
    assert_true(y->shape.dim[0] == 12 && y->shape.dim[1] == 1);
    tensor_unref(y);
    CHECK_OK(tensor_index(&ctx, x, (Subscript[]){AT(11, 0, 5)}, 1, &y)); // the shape of the index
    CHECK_ROW(y, CLASS_DOUBLE, 0, 12, 1, 6);
    tensor_unref(y);
    Subscript square = {.index = (Index[]){0, 1, 2, 3}, .n = 4, .shape = shape_2d(2, 2)};
    CHECK_OK(tensor_index(&ctx, x, &square, 1, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 2, 2, 0, 1, 2, 3, 4);
    tensor_unref(y);
    tensor_unref(x);
    Tensor *column = MATRIX(CLASS_SINGLE, 4, 1, 5, 6, 7, 8);
    CHECK_OK(
        tensor_index(&ctx, column, (Subscript[]){AT(3, 1)}, 1, &y)); // a row index keeps the column
    CHECK_MATRIX(y, CLASS_SINGLE, 2, 1, 0, 8, 6);
    tensor_unref(y);
    CHECK_OK(tensor_index(&ctx, column, &square, 1, &y));
    CHECK_MATRIX(y, CLASS_SINGLE, 2, 2, 0, 5, 6, 7, 8);
    tensor_unref(y);
    tensor_unref(column);
    Shape s = {.n_dims = 3, .dim = {2, 3, 2}};
    CHECK_OK(tensor_new(&ctx, CLASS_INT16, &s, &x));
    for (Index i = 0; i < 12; i++) tensor_set(x, i, (double)i);
    CHECK_OK(tensor_index(&ctx, x, (Subscript[]){AT(1), AT(0, 4)}, 2,
                          &y)); // the last subscript runs over folded pages
    CHECK_ROW(y, CLASS_INT16, 0, 1, 9);
    tensor_unref(y);
    CHECK_OK(tensor_index(&ctx, x, (Subscript[]){AT(1), all, AT(1)}, 3, &y));
    CHECK_ROW(y, CLASS_INT16, 0, 7, 9, 11);
    tensor_unref(y);
    tensor_unref(x);
    ctx_done(&ctx);
}

static void test_write(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *x = MATRIX(CLASS_DOUBLE, 2, 3, 1, 2, 3, 4, 5, 6), *two = ROW(CLASS_DOUBLE, 70, 80),
           *nine = ROW(CLASS_DOUBLE, 9);
    CHECK_OK(tensor_assign(&ctx, x, (Subscript[]){AT(1), AT(0, 2)}, 2, two));
    CHECK_MATRIX(x, CLASS_DOUBLE, 2, 3, 0, 1, 70, 3, 4, 5, 80);
    CHECK_OK(tensor_assign(&ctx, x, (Subscript[]){AT(0, 3)}, 1, two));
    CHECK_MATRIX(x, CLASS_DOUBLE, 2, 3, 0, 70, 70, 3, 80, 5, 80);
    CHECK_OK(tensor_assign(&ctx, x, (Subscript[]){all, AT(1)}, 2, nine));
    CHECK_MATRIX(x, CLASS_DOUBLE, 2, 3, 0, 70, 70, 9, 9, 5, 80);
    CHECK_OK(tensor_assign(&ctx, x, (Subscript[]){all, AT(2)}, 2,
                           two)); // 2×1 from 1×2: ones do not count
    CHECK_MATRIX(x, CLASS_DOUBLE, 2, 3, 0, 70, 70, 9, 9, 70, 80);
    Status status = tensor_assign(&ctx, x, (Subscript[]){AT(0), all}, 2, two);
    assert_non_null(
        strstr(error_message(&ctx.error),
               "size of the left side is 1-by-3 and the size of the right side is 1-by-2"));
    check_failure(&ctx, status, ERR_SIZE, "MATLAB:subsassigndimmismatch");
    check_failure(&ctx, tensor_assign(&ctx, x, (Subscript[]){AT(0, 1, 2)}, 1, two), ERR_SIZE,
                  "MATLAB:matrix:singleSubscriptNumelMismatch");
    tensor_unref(x);
    tensor_unref(two);
    tensor_unref(nine);
    ctx_done(&ctx);
}

static void test_keep_find_equal(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *x = MATRIX(CLASS_DOUBLE, 2, 3, 1, 0, 3, NAN, 0, 6), *y;
    CHECK_OK(tensor_keep(&ctx, x, 1, (uint8_t[]){1, 0, 1}, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 2, 2, 0, 1, 0, 0, 6);
    tensor_unref(y);
    CHECK_OK(tensor_keep(&ctx, x, 0, (uint8_t[]){0, 1}, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, 0, NAN, 6);
    tensor_unref(y);
    Index *at, n;
    CHECK_OK(tensor_find(&ctx, x, &at, &n));
    assert_int_equal(n, 4);
    assert_true(at[0] == 0 && at[1] == 2 && at[2] == 3 && at[3] == 5);
    mem_free(at);
    CHECK_OK(tensor_copy(&ctx, x, &y));
    assert_false(tensor_equal(x, y, false));
    assert_true(tensor_equal(x, y, true));
    tensor_unref(y);
    tensor_unref(x);
    Tensor *a = ROW(CLASS_INT8, 97, 98), *b = ROW(CLASS_CHAR, 97, 98),
           *c = MATRIX(CLASS_DOUBLE, 2, 1, 97, 98);
    assert_true(tensor_equal(a, b, false));
    assert_false(tensor_equal(a, c, false));
    tensor_unref(a);
    tensor_unref(b);
    tensor_unref(c);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_read), cmocka_unit_test(test_write),
                                       cmocka_unit_test(test_keep_find_equal)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
