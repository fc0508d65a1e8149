// Shapes: trimming, limits, implicit expansion, text.
#include "fixture.h"

static void test_make(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Shape s;
    CHECK_OK(shape_make(&ctx, (Index[]){3, 4, 1, 1}, 4, &s));
    assert_int_equal(s.n_dims, 2);
    CHECK_OK(shape_make(&ctx, (Index[]){3}, 1, &s));
    assert_int_equal(s.dim[1], 1);
    CHECK_OK(shape_make(&ctx, (Index[]){-2, 5}, 2, &s));
    assert_int_equal(s.dim[0], 0);
    CHECK_OK(shape_make(&ctx, (Index[]){2, 3, 4}, 3, &s));
    assert_int_equal(shape_numel(&s), 24);
    assert_int_equal(shape_dim(&s, 7), 1);
    check_failure(&ctx, shape_make(&ctx, (Index[]){INT64_MAX, 4}, 2, &s), ERR_LIMIT,
                  "MATLAB:array:SizeLimitExceeded");
    Index many[SHAPE_MAX_DIMS + 1];
    for (int i = 0; i <= SHAPE_MAX_DIMS; i++) many[i] = 2;
    check_failure(&ctx, shape_make(&ctx, many, SHAPE_MAX_DIMS + 1, &s), ERR_LIMIT,
                  "MATLAB:array:SizeLimitExceeded");
    ctx_done(&ctx);
}

static void test_broadcast(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Shape a = shape_2d(3, 1), b = shape_2d(1, 4), r;
    CHECK_OK(shape_broadcast(&ctx, &a, &b, &r));
    assert_true(r.dim[0] == 3 && r.dim[1] == 4);
    Shape none = shape_2d(0, 1);
    CHECK_OK(shape_broadcast(&ctx, &none, &b, &r));
    assert_true(r.dim[0] == 0 && r.dim[1] == 4);
    Shape p = shape_2d(2, 3), q = shape_2d(4, 5);
    Status status = shape_broadcast(&ctx, &p, &q, &r);
    assert_int_equal(status, ERR_SIZE);
    assert_string_equal(error_message(&ctx.error),
                        "Arrays have incompatible sizes for this operation. (2×3 and 4×5)");
    check_failure(&ctx, status, ERR_SIZE, "MATLAB:sizeDimensionsMustMatch");
    ctx_done(&ctx);
}

static void test_format_and_first_dim(void **state) {
    (void)state;
    Shape s = {.n_dims = 3, .dim = {1, 1, 5}};
    char text[64];
    shape_format(&s, "×", text, sizeof text);
    assert_string_equal(text, "1×1×5");
    assert_int_equal(shape_first_dim(&s), 2);
    Shape one = shape_2d(1, 1), row = shape_2d(1, 7);
    assert_int_equal(shape_first_dim(&one), 0);
    assert_int_equal(shape_first_dim(&row), 1);
    char small[4];
    shape_format(&s, "-by-", small, sizeof small); // must not run over
    assert_int_equal(strlen(small), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_make),
                                       cmocka_unit_test(test_broadcast),
                                       cmocka_unit_test(test_format_and_first_dim)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
