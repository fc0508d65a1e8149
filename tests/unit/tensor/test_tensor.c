// Making, converting, ranging, growing. Conversion values are those of MATLAB's documented rules,
// by hand.
#include "fixture.h"

static void test_saturation(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const struct {
        NumClass cls;
        double in, want;
    } rows[] = {
        {CLASS_INT8, 127.5, 127},
        {CLASS_INT8, -128.7, -128},
        {CLASS_INT8, 2.5, 3},
        {CLASS_INT8, -2.5, -3},
        {CLASS_INT8, 0.49999999999999994, 0},
        {CLASS_UINT8, -1, 0},
        {CLASS_UINT8, 300, 255},
        {CLASS_UINT8, 0.5, 1},
        {CLASS_INT16, 1e9, 32767},
        {CLASS_UINT16, 65535.4, 65535},
        {CLASS_INT32, -3e9, -2147483648.0},
        {CLASS_UINT32, 4294967295.0, 4294967295.0},
        {CLASS_INT32, NAN, 0},
        {CLASS_INT64, 1e300, 9223372036854775807.0},
        {CLASS_INT64, NAN, 0},
        {CLASS_UINT64, -5, 0},
        {CLASS_UINT64, INFINITY, 18446744073709551615.0},
        {CLASS_LOGICAL, -0.2, 1},
    };
    for (Index i = 0; i < COUNT_OF(rows); i++) {
        Tensor *x, *y;
        CHECK_OK(tensor_from_double(&ctx, rows[i].in, &x));
        CHECK_OK(tensor_cast(&ctx, x, rows[i].cls, &y));
        assert_int_equal(y->cls, rows[i].cls);
        check_near(tensor_get(y, 0), rows[i].want, 0, "cast", i);
        tensor_unref(x);
        tensor_unref(y);
    }
    ctx_done(&ctx);
}

static void test_cast_errors_and_sharing(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *x = ROW(CLASS_DOUBLE, 1, NAN), *y = NULL;
    check_failure(&ctx, tensor_cast(&ctx, x, CLASS_LOGICAL, &y), ERR_ARG, "MATLAB:nologicalnan");
    CHECK_OK(tensor_cast(&ctx, x, CLASS_DOUBLE, &y));
    assert_ptr_equal(x, y);
    assert_false(tensor_sole(x));
    CHECK_OK(tensor_make_sole(&ctx, &y));
    assert_ptr_not_equal(x, y);
    tensor_unref(x);
    tensor_unref(y);
    Tensor *z = make_complex(&ctx, 1, 1, (double[]){1, 2});
    assert_int_equal(tensor_cast(&ctx, z, CLASS_INT8, &y), ERR_TYPE);
    error_clear(&ctx.error);
    CHECK_OK(tensor_cast(&ctx, z, CLASS_SINGLE, &y));
    assert_true(y->is_complex && tensor_get_imag(y, 0) == 2);
    tensor_unref(y);
    tensor_unref(z);
    ctx_done(&ctx);
}

/// 64-bit integers keep their last bit through every integer class.
static void test_int64_is_exact(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Shape one = shape_2d(1, 1);
    Tensor *x, *y;
    CHECK_OK(tensor_new(&ctx, CLASS_INT64, &one, &x));
    ((int64_t *)x->data)[0] = 9007199254740993;
    CHECK_OK(tensor_cast(&ctx, x, CLASS_UINT64, &y));
    assert_true(((uint64_t *)y->data)[0] == 9007199254740993u);
    tensor_unref(y);
    ((int64_t *)x->data)[0] = -4;
    CHECK_OK(tensor_cast(&ctx, x, CLASS_UINT64, &y));
    assert_true(((uint64_t *)y->data)[0] == 0);
    tensor_unref(x);
    tensor_unref(y);
    ctx_done(&ctx);
}

static void test_range(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const struct {
        double lo, step, hi;
        Index n;
        double last;
    } rows[] = {
        {1, 1, 5, 5, 5},    {0, 0.1, 1, 11, 1},    {5, -1, 1, 5, 1}, {1, 1, 0, 0, 0},
        {1, 0, 5, 0, 0},    {0, 0.3, 1, 4, 0.9},   {1, 2, 6, 3, 5},  {3, 1, 3.5, 1, 3},
        {-1, 0.5, 1, 5, 1}, {0, 1e-3, 1, 1001, 1}, {1, 1, 1, 1, 1},  {0.1, 0.1, 0.3, 3, 0.3},
        {2.5, 1, 1, 0, 0},
    };
    for (Index i = 0; i < COUNT_OF(rows); i++) {
        Tensor *r;
        CHECK_OK(tensor_range(&ctx, rows[i].lo, rows[i].step, rows[i].hi, &r));
        assert_int_equal(r->numel, rows[i].n);
        assert_int_equal(r->shape.dim[0], 1);
        if (rows[i].n) {
            assert_true(tensor_get(r, 0) == rows[i].lo);
            check_near(tensor_get(r, r->numel - 1), rows[i].last, 1e-15, "last", i);
        }
        tensor_unref(r);
    }
    Tensor *r; // the end is hit exactly, and the range is symmetric
    CHECK_OK(tensor_range(&ctx, -1, 0.1, 1, &r));
    assert_true(tensor_get(r, 20) == 1 && tensor_get(r, 10) == 0);
    for (Index i = 0; i < 21; i++) assert_true(tensor_get(r, i) == -tensor_get(r, 20 - i));
    tensor_unref(r);
    ctx_done(&ctx);
}

static void test_grow(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *x = ROW(CLASS_DOUBLE, 7);
    Index moves = 0;
    for (Index n = 2; n <= 20000; n++) {
        Shape s = shape_2d(1, n);
        void *before = x->data;
        CHECK_OK(tensor_grow(&ctx, &x, &s));
        moves += before != x->data;
        assert_true(tensor_f64(x)[n - 1] == 0);
        tensor_f64(x)[n - 1] = (double)n;
    }
    assert_true(moves < 60); // amortised
    assert_true(tensor_f64(x)[0] == 7 && tensor_f64(x)[12344] == 12345);
    tensor_unref(x);
    Tensor *m = MATRIX(CLASS_INT8, 2, 2, 1, 2, 3, 4);
    Shape s = {.n_dims = 3, .dim = {3, 3, 2}};
    CHECK_OK(tensor_grow(&ctx, &m, &s));
    const double want[18] = {1, 2, 0, 3, 4};
    for (Index i = 0; i < 18; i++) assert_true(tensor_get(m, i) == want[i]);
    tensor_unref(m);
    Tensor *col = MATRIX(CLASS_SINGLE, 2, 1, 5, 6);
    s = shape_2d(4, 1);
    CHECK_OK(tensor_grow(&ctx, &col, &s));
    CHECK_MATRIX(col, CLASS_SINGLE, 4, 1, 0, 5, 6, 0, 0);
    Tensor *shared = tensor_ref(col); // growing a shared tensor leaves the other view alone
    s = shape_2d(5, 1);
    CHECK_OK(tensor_grow(&ctx, &col, &s));
    assert_int_equal(shared->numel, 4);
    tensor_unref(shared);
    tensor_unref(col);
    ctx_done(&ctx);
}

static void test_limits_and_reshape(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    ctx.limits.array_bytes = 1000;
    Shape s = shape_2d(20, 20);
    Tensor *x, *y;
    check_failure(&ctx, tensor_new(&ctx, CLASS_DOUBLE, &s, &x), ERR_LIMIT,
                  "MATLAB:array:SizeLimitExceeded");
    ctx.limits.array_bytes = 1u << 30;
    x = MATRIX(CLASS_DOUBLE, 2, 3, 1, 2, 3, 4, 5, 6);
    s = shape_2d(3, 2);
    CHECK_OK(tensor_reshape(&ctx, x, &s, &y));
    CHECK_MATRIX(y, CLASS_DOUBLE, 3, 2, 0, 1, 2, 3, 4, 5, 6);
    s = shape_2d(5, 1);
    check_failure(&ctx, tensor_reshape(&ctx, x, &s, &x), ERR_SIZE,
                  "MATLAB:getReshapeDims:notSameNumel");
    tensor_unref(y);
    s = shape_2d(6, 1);
    void *data = x->data;
    CHECK_OK(tensor_reshape_take(&ctx, x, &s, &y));
    assert_ptr_equal(y->data, data);
    tensor_unref(y);
    Tensor *text;
    CHECK_OK(tensor_from_utf8(&ctx, "aé€", 6, &text));
    CHECK_ROW(text, CLASS_CHAR, 0, 97, 0xe9, 0x20ac);
    tensor_unref(text);
    s = (Shape){.n_dims = 3, .dim = {2, 2, 2}};
    CHECK_OK(tensor_full(&ctx, CLASS_UINT8, &s, 300, &x));
    for (Index i = 0; i < 8; i++) assert_true(tensor_u8(x)[i] == 255);
    tensor_unref(x);
    ctx_done(&ctx);
}

/// A view (a header on someone's storage) is copied where a result would be the argument itself.
static void test_views(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    double number = 5;
    Tensor view = {.cls = CLASS_DOUBLE, .shape = shape_2d(1, 1), .numel = 1, .data = &number};
    refcount_init(&view.refs);
    Tensor *r, *one = ROW(CLASS_DOUBLE, 1);
    CHECK_OK(tensor_cast(&ctx, &view, CLASS_DOUBLE, &r));
    assert_ptr_not_equal(r, &view);
    tensor_unref(r);
    static const UnaryOp same[] = {OP_PLUS, OP_REAL, OP_CONJ};
    for (Index i = 0; i < COUNT_OF(same); i++) {
        CHECK_OK(tensor_unary(&ctx, same[i], &view, &r));
        assert_ptr_not_equal(r, &view);
        number = 6;
        CHECK_ROW(r, CLASS_DOUBLE, 0, 5);
        number = 5;
        tensor_unref(r);
    }
    CHECK_OK(tensor_binary(&ctx, OP_MPOWER, &view, one, &r));
    assert_ptr_not_equal(r, &view);
    tensor_unref(r);
    CHECK_OK(tensor_reduce(&ctx, RED_SUM, &view, (int[]){4}, 1, (ReduceOptions){0}, &r));
    assert_ptr_not_equal(r, &view);
    tensor_unref(r);
    assert_true(tensor_sole(&view));
    tensor_unref(one);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_saturation),     cmocka_unit_test(test_cast_errors_and_sharing),
        cmocka_unit_test(test_int64_is_exact), cmocka_unit_test(test_range),
        cmocka_unit_test(test_grow),           cmocka_unit_test(test_limits_and_reshape),
        cmocka_unit_test(test_views)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
