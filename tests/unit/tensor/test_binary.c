// Element by element operators: classes, saturation, signs, NaN, implicit expansion, complex
// results. Values by hand from the documented rules.
#include "fixture.h"

typedef struct Case {
    BinaryOp op;
    NumClass a_class;
    double a;
    NumClass b_class;
    double b;
    NumClass want_class;
    double want;
} Case;

static const Case cases[] = {
    {OP_ADD, CLASS_INT8, 100, CLASS_INT8, 100, CLASS_INT8, 127},
    {OP_SUB, CLASS_UINT8, 5, CLASS_UINT8, 9, CLASS_UINT8, 0},
    {OP_MUL, CLASS_INT16, 300, CLASS_DOUBLE, 200, CLASS_INT16, 32767},
    {OP_RDIV, CLASS_INT32, 7, CLASS_INT32, 2, CLASS_INT32, 4},
    {OP_RDIV, CLASS_INT32, -7, CLASS_INT32, 2, CLASS_INT32, -4},
    {OP_RDIV, CLASS_INT32, 7, CLASS_INT32, 0, CLASS_INT32, 2147483647},
    {OP_RDIV, CLASS_INT32, 0, CLASS_INT32, 0, CLASS_INT32, 0},
    {OP_IDIVIDE, CLASS_INT32, 7, CLASS_INT32, 2, CLASS_INT32, 3},
    {OP_IDIVIDE, CLASS_INT32, -7, CLASS_INT32, 2, CLASS_INT32, -3},
    {OP_ADD, CLASS_SINGLE, 1, CLASS_DOUBLE, 2, CLASS_SINGLE, 3},
    {OP_ADD, CLASS_CHAR, 97, CLASS_LOGICAL, 1, CLASS_DOUBLE, 98},
    {OP_MUL, CLASS_INT8, 3, CLASS_SINGLE, 1.5, CLASS_INT8, 5},
    {OP_ADD, CLASS_LOGICAL, 1, CLASS_LOGICAL, 1, CLASS_DOUBLE, 2},
    {OP_LDIV, CLASS_DOUBLE, 4, CLASS_DOUBLE, 1, CLASS_DOUBLE, 0.25},
    {OP_MOD, CLASS_DOUBLE, -1, CLASS_DOUBLE, 3, CLASS_DOUBLE, 2},
    {OP_MOD, CLASS_DOUBLE, 1, CLASS_DOUBLE, -3, CLASS_DOUBLE, -2},
    {OP_MOD, CLASS_DOUBLE, 5, CLASS_DOUBLE, 0, CLASS_DOUBLE, 5},
    {OP_MOD, CLASS_DOUBLE, 5.5, CLASS_DOUBLE, 2, CLASS_DOUBLE, 1.5},
    {OP_REM, CLASS_DOUBLE, -1, CLASS_DOUBLE, 3, CLASS_DOUBLE, -1},
    {OP_REM, CLASS_DOUBLE, 5, CLASS_DOUBLE, 0, CLASS_DOUBLE, NAN},
    {OP_REM, CLASS_DOUBLE, 5, CLASS_DOUBLE, INFINITY, CLASS_DOUBLE, 5},
    {OP_MOD, CLASS_INT8, -7, CLASS_INT8, 3, CLASS_INT8, 2},
    {OP_REM, CLASS_INT8, -7, CLASS_INT8, 3, CLASS_INT8, -1},
    {OP_POW, CLASS_DOUBLE, -2, CLASS_DOUBLE, 3, CLASS_DOUBLE, -8},
    {OP_POW, CLASS_INT8, 2, CLASS_DOUBLE, 7, CLASS_INT8, 127},
    {OP_POW, CLASS_DOUBLE, 0, CLASS_DOUBLE, 0, CLASS_DOUBLE, 1},
    {OP_ATAN2, CLASS_DOUBLE, 1, CLASS_DOUBLE, -1, CLASS_DOUBLE, 2.356194490192345},
    {OP_HYPOT, CLASS_SINGLE, 3, CLASS_SINGLE, 4, CLASS_SINGLE, 5},
    {OP_MAX, CLASS_DOUBLE, NAN, CLASS_DOUBLE, 2, CLASS_DOUBLE, 2},
    {OP_MIN, CLASS_DOUBLE, 2, CLASS_DOUBLE, NAN, CLASS_DOUBLE, 2},
    {OP_MAX, CLASS_DOUBLE, NAN, CLASS_DOUBLE, NAN, CLASS_DOUBLE, NAN},
    {OP_EQ, CLASS_DOUBLE, NAN, CLASS_DOUBLE, NAN, CLASS_LOGICAL, 0},
    {OP_NE, CLASS_DOUBLE, NAN, CLASS_DOUBLE, NAN, CLASS_LOGICAL, 1},
    {OP_LT, CLASS_INT8, 5, CLASS_DOUBLE, 5.5, CLASS_LOGICAL, 1},
    {OP_GE, CLASS_CHAR, 98, CLASS_CHAR, 98, CLASS_LOGICAL, 1},
    {OP_LT, CLASS_INT8, 5, CLASS_UINT16, 6, CLASS_LOGICAL, 1},
    {OP_EQ, CLASS_SINGLE, 0.1, CLASS_DOUBLE, 0.1, CLASS_LOGICAL, 0},
    {OP_AND, CLASS_DOUBLE, 2, CLASS_LOGICAL, 1, CLASS_LOGICAL, 1},
    {OP_OR, CLASS_DOUBLE, 0, CLASS_INT8, 0, CLASS_LOGICAL, 0},
    {OP_XOR, CLASS_DOUBLE, 3, CLASS_DOUBLE, 4, CLASS_LOGICAL, 0},
    {OP_BITAND, CLASS_UINT8, 12, CLASS_UINT8, 10, CLASS_UINT8, 8},
    {OP_BITOR, CLASS_DOUBLE, 12, CLASS_DOUBLE, 10, CLASS_DOUBLE, 14},
    {OP_BITXOR, CLASS_UINT8, 12, CLASS_DOUBLE, 10, CLASS_UINT8, 6},
    {OP_BITSHIFT, CLASS_UINT8, 255, CLASS_DOUBLE, 1, CLASS_UINT8, 254},
    {OP_BITSHIFT, CLASS_DOUBLE, 5, CLASS_DOUBLE, 2, CLASS_DOUBLE, 20},
    {OP_BITSHIFT, CLASS_DOUBLE, 5, CLASS_DOUBLE, -1, CLASS_DOUBLE, 2},
    {OP_BITSHIFT, CLASS_UINT8, 200, CLASS_DOUBLE, -3, CLASS_UINT8, 25},
    {OP_RDIV, CLASS_INT64, 7, CLASS_INT64, 2, CLASS_INT64, 4},
    {OP_POW, CLASS_INT64, 3, CLASS_DOUBLE, 4, CLASS_INT64, 81},
    {OP_POW, CLASS_INT64, -10, CLASS_DOUBLE, 19, CLASS_INT64, -9223372036854775808.0},
    {OP_MUL, CLASS_INT64, 7, CLASS_DOUBLE, 0.5, CLASS_INT64, 4},
};

static void test_scalars(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    for (Index i = 0; i < COUNT_OF(cases); i++) {
        const Case *c = &cases[i];
        Tensor *a = ROW(c->a_class, c->a), *b = ROW(c->b_class, c->b), *r = NULL;
        CHECK_OK(tensor_binary(&ctx, c->op, a, b, &r));
        if (r->cls != c->want_class)
            fail_msg("case %lld: class %s", (long long)i, class_name((NumClass)r->cls));
        check_near(tensor_get(r, 0), c->want, 1e-15, "case", i);
        tensor_unref(a);
        tensor_unref(b);
        tensor_unref(r);
    }
    ctx_done(&ctx);
}

static void test_int64(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Shape one = shape_2d(1, 1);
    Tensor *a, *b, *r;
    CHECK_OK(tensor_new(&ctx, CLASS_INT64, &one, &a));
    CHECK_OK(tensor_new(&ctx, CLASS_INT64, &one, &b));
    int64_t *x = a->data, *y = b->data;
    static const struct {
        BinaryOp op;
        int64_t x, y, want;
    } rows[] = {
        {OP_ADD, 9007199254740993, 2, 9007199254740995},
        {OP_ADD, INT64_MAX, 1, INT64_MAX},
        {OP_SUB, INT64_MIN, 1, INT64_MIN},
        {OP_MUL, 3037000500, 3037000500, INT64_MAX},
        {OP_MUL, 3000000019, 3000000021, 9000000120000000399},
        {OP_RDIV, INT64_MAX, 2, 4611686018427387904},
        {OP_IDIVIDE, INT64_MAX, 2, 4611686018427387903},
        {OP_MOD, -9007199254740993, 10, 7},
        {OP_MAX, 9007199254740993, 9007199254740992, 9007199254740993},
    };
    for (Index i = 0; i < COUNT_OF(rows); i++) {
        *x = rows[i].x;
        *y = rows[i].y;
        CHECK_OK(tensor_binary(&ctx, rows[i].op, a, b, &r));
        assert_true(*(int64_t *)r->data == rows[i].want);
        tensor_unref(r);
    }
    *x = 9007199254740993;
    Tensor *d = ROW(CLASS_DOUBLE, 9007199254740992);
    CHECK_OK(tensor_binary(&ctx, OP_EQ, a, d, &r)); // equal as doubles, not as numbers
    assert_true(tensor_u8(r)[0] == 0);
    tensor_unref(r);
    tensor_unref(d);
    tensor_unref(a);
    tensor_unref(b);
    ctx_done(&ctx);
}

static void test_expansion(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *row = ROW(CLASS_DOUBLE, 10, 20, 30), *column = MATRIX(CLASS_SINGLE, 2, 1, 1, 2), *r;
    CHECK_OK(tensor_binary(&ctx, OP_ADD, row, column, &r));
    CHECK_MATRIX(r, CLASS_SINGLE, 2, 3, 0, 11, 12, 21, 22, 31, 32);
    tensor_unref(r);
    CHECK_OK(tensor_binary(&ctx, OP_SUB, column, row, &r));
    CHECK_MATRIX(r, CLASS_SINGLE, 2, 3, 0, -9, -8, -19, -18, -29, -28);
    tensor_unref(r);
    Tensor *u8 = MATRIX(CLASS_UINT8, 2, 1, 1, 2);
    CHECK_OK(tensor_binary(&ctx, OP_MUL, u8, row, &r));
    CHECK_MATRIX(r, CLASS_UINT8, 2, 3, 0, 10, 20, 20, 40, 30, 60);
    tensor_unref(r);
    tensor_unref(u8);
    // three dimensions, against subscript arithmetic
    Shape sa = {.n_dims = 3, .dim = {3, 1, 4}}, sb = {.n_dims = 3, .dim = {1, 5, 4}};
    Tensor *a, *b;
    CHECK_OK(tensor_new(&ctx, CLASS_DOUBLE, &sa, &a));
    CHECK_OK(tensor_new(&ctx, CLASS_DOUBLE, &sb, &b));
    for (Index i = 0; i < a->numel; i++) tensor_f64(a)[i] = (double)(i * i);
    for (Index i = 0; i < b->numel; i++) tensor_f64(b)[i] = (double)(100 * i);
    CHECK_OK(tensor_binary(&ctx, OP_ADD, a, b, &r));
    assert_int_equal(r->numel, 60);
    for (Index k = 0; k < 4; k++) {
        for (Index j = 0; j < 5; j++) {
            for (Index i = 0; i < 3; i++) {
                double want = tensor_f64(a)[i + 3 * k] + tensor_f64(b)[j + 5 * k];
                assert_true(tensor_f64(r)[i + 3 * (j + 5 * k)] == want);
            }
        }
    }
    tensor_unref(r);
    Shape empty = shape_2d(0, 3);
    Tensor *none;
    CHECK_OK(tensor_new(&ctx, CLASS_DOUBLE, &empty, &none));
    CHECK_OK(tensor_binary(&ctx, OP_ADD, none, row, &r));
    assert_true(r->shape.dim[0] == 0 && r->shape.dim[1] == 3);
    tensor_unref(r);
    tensor_unref(none);
    tensor_unref(a);
    tensor_unref(b);
    tensor_unref(row);
    tensor_unref(column);
    ctx_done(&ctx);
}

/// Long arrays with threads give what single elements give, for operand layouts of every kind.
static void test_long_arrays(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    ctx.pool = pool_new(3);
    static const BinaryOp ops[] = {OP_ADD, OP_SUB, OP_MUL, OP_RDIV, OP_MAX, OP_MIN,
                                   OP_EQ,  OP_NE,  OP_LT,  OP_LE,   OP_GT,  OP_GE};
    static const NumClass classes[] = {CLASS_DOUBLE, CLASS_SINGLE, CLASS_INT16};
    uint64_t seed = 3;
    enum { N = 70001 };
    for (Index c = 0; c < COUNT_OF(classes); c++) {
        Shape s = shape_2d(1, N), one = shape_2d(1, 1);
        Tensor *x, *y, *z;
        CHECK_OK(tensor_new(&ctx, classes[c], &s, &x));
        CHECK_OK(tensor_new(&ctx, classes[c], &s, &y));
        CHECK_OK(tensor_new(&ctx, classes[c], &one, &z));
        for (Index i = 0; i < N; i++) {
            tensor_set(x, i, round(9 * noise(&seed)));
            tensor_set(y, i, round(9 * noise(&seed)));
        }
        tensor_set(z, 0, 3);
        for (Index o = 0; o < COUNT_OF(ops); o++) {
            const Tensor *pairs[3][2] = {{x, y}, {x, z}, {z, y}};
            for (int p = 0; p < 3; p++) {
                Tensor *r, *want;
                CHECK_OK(tensor_binary(&ctx, ops[o], pairs[p][0], pairs[p][1], &r));
                for (Index i = 0; i < N; i += 997) {
                    double u = tensor_get(pairs[p][0], pairs[p][0]->numel == 1 ? 0 : i);
                    double v = tensor_get(pairs[p][1], pairs[p][1]->numel == 1 ? 0 : i);
                    Tensor *a = ROW(classes[c], u), *b = ROW(classes[c], v);
                    CHECK_OK(tensor_binary(&ctx, ops[o], a, b, &want));
                    check_near(tensor_get(r, i), tensor_get(want, 0), 0, "long", i);
                    tensor_unref(a);
                    tensor_unref(b);
                    tensor_unref(want);
                }
                tensor_unref(r);
            }
        }
        tensor_unref(x);
        tensor_unref(y);
        tensor_unref(z);
    }
    pool_free(ctx.pool);
    ctx_done(&ctx);
}

static void test_complex(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *a = ROW(CLASS_DOUBLE, -8, 4), *b = ROW(CLASS_DOUBLE, 1.0 / 3, 0.5), *r;
    CHECK_OK(tensor_binary(&ctx, OP_POW, a, b, &r)); // the principal cube root of -8 is 1 + 1.7321i
    assert_true(r->is_complex);
    check_near(tensor_get(r, 0), 1, 1e-15, "re", 0);
    check_near(tensor_get_imag(r, 0), sqrt(3), 1e-15, "im", 0);
    check_near(tensor_get(r, 1), 2, 0, "re", 1);
    check_near(tensor_get_imag(r, 1), 0, 0, "im", 1);
    tensor_unref(r);
    Tensor *z = make_complex(&ctx, 1, 2, (double[]){3, 4, 0, 1}),
           *w = make_complex(&ctx, 1, 2, (double[]){1, -2, 0, -1});
    CHECK_OK(tensor_binary(&ctx, OP_RDIV, z, w, &r)); // (3+4i)/(1-2i) = -1+2i; i/(-i) = -1
    check_near(tensor_get(r, 0), -1, 1e-15, "re", 0);
    check_near(tensor_get_imag(r, 0), 2, 1e-15, "im", 0);
    check_near(tensor_get(r, 1), -1, 1e-15, "re", 1);
    tensor_unref(r);
    Tensor *i1 = make_complex(&ctx, 1, 1, (double[]){0, 1});
    CHECK_OK(tensor_binary(&ctx, OP_MUL, i1, i1, &r));
    assert_false(r->is_complex);
    CHECK_ROW(r, CLASS_DOUBLE, 0, -1);
    tensor_unref(r);
    Tensor *two = ROW(CLASS_DOUBLE, 2);
    CHECK_OK(tensor_binary(&ctx, OP_LT, z, two, &r)); // compares real parts
    CHECK_ROW(r, CLASS_LOGICAL, 0, 0, 1);
    tensor_unref(r);
    CHECK_OK(tensor_binary(&ctx, OP_EQ, z, z, &r));
    CHECK_ROW(r, CLASS_LOGICAL, 0, 1, 1);
    tensor_unref(r);
    CHECK_OK(tensor_binary(&ctx, OP_POW, z, two, &r)); // (3+4i)^2 = -7+24i, i^2 = -1
    assert_true(tensor_get(r, 0) == -7 && tensor_get_imag(r, 0) == 24 && tensor_get(r, 1) == -1);
    tensor_unref(r);
    CHECK_OK(tensor_binary(&ctx, OP_MAX, z, two, &r)); // by absolute value
    assert_true(tensor_get(r, 0) == 3 && tensor_get_imag(r, 0) == 4 && tensor_get(r, 1) == 2);
    tensor_unref(r);
    tensor_unref(a);
    tensor_unref(b);
    tensor_unref(z);
    tensor_unref(w);
    tensor_unref(i1);
    tensor_unref(two);
    ctx_done(&ctx);
}

/// mod and rem of whole numbers against integer arithmetic, large quotients included.
static void test_whole_modulo(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    uint64_t seed = 99;
    for (int trial = 0; trial < 3000; trial++) {
        int64_t x = (int64_t)(noise(&seed) * ldexp(1, trial % 53)),
                y = (int64_t)(noise(&seed) * ldexp(1, trial / 53));
        if (y == 0) continue;
        int64_t rem = x % y, mod = rem != 0 && (rem < 0) != (y < 0) ? rem + y : rem;
        Tensor *a = ROW(CLASS_DOUBLE, (double)x), *b = ROW(CLASS_DOUBLE, (double)y), *r;
        CHECK_OK(tensor_binary(&ctx, OP_REM, a, b, &r));
        check_near(tensor_get(r, 0), (double)rem, 0, "rem", trial);
        tensor_unref(r);
        CHECK_OK(tensor_binary(&ctx, OP_MOD, a, b, &r));
        check_near(tensor_get(r, 0), (double)mod, 0, "mod", trial);
        tensor_unref(r);
        tensor_unref(a);
        tensor_unref(b);
    }
    ctx_done(&ctx);
}

static void test_errors(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *i8 = ROW(CLASS_INT8, 1), *u8 = ROW(CLASS_UINT8, 1), *nan = ROW(CLASS_DOUBLE, NAN),
           *half = ROW(CLASS_DOUBLE, 0.5);
    Tensor *two = ROW(CLASS_DOUBLE, 1, 2), *three = ROW(CLASS_DOUBLE, 1, 2, 3), *r;
    check_failure(&ctx, tensor_binary(&ctx, OP_ADD, i8, u8, &r), ERR_TYPE, "MATLAB:mixedClasses");
    check_failure(&ctx, tensor_binary(&ctx, OP_AND, nan, i8, &r), ERR_ARG, "MATLAB:nologicalnan");
    check_failure(&ctx, tensor_binary(&ctx, OP_POW, i8, half, &r), ERR_ARG, "MATLAB:integerPower");
    check_failure(&ctx, tensor_binary(&ctx, OP_MUL, two, three, &r), ERR_SIZE,
                  "MATLAB:sizeDimensionsMustMatch");
    Status status = tensor_binary(&ctx, OP_MTIMES, two, three, &r);
    assert_non_null(strstr(error_message(&ctx.error), "(1×2 and 1×3)"));
    check_failure(&ctx, status, ERR_SIZE, "MATLAB:innerdim");
    tensor_unref(i8);
    tensor_unref(u8);
    tensor_unref(nan);
    tensor_unref(half);
    tensor_unref(two);
    tensor_unref(three);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scalars),   cmocka_unit_test(test_int64),
        cmocka_unit_test(test_expansion), cmocka_unit_test(test_long_arrays),
        cmocka_unit_test(test_complex),   cmocka_unit_test(test_whole_modulo),
        cmocka_unit_test(test_errors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
