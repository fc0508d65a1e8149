// Functions of one array: values by hand or from identities, complex results outside the real
// domain, integer rules.
#include "fixture.h"

static void test_values(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const struct {
        UnaryOp op;
        double in, want;
    } rows[] = {
        {OP_NEG, 3, -3},
        {OP_ABS, -2.5, 2.5},
        {OP_SIGN, -7, -1},
        {OP_SQRT, 9, 3},
        {OP_EXP, 1, 2.718281828459045},
        {OP_EXPM1, 1e-10, 1.00000000005e-10},
        {OP_LOG, 1, 0},
        {OP_LOG1P, 1e-10, 9.9999999995e-11},
        {OP_LOG2, 8, 3},
        {OP_LOG10, 1000, 3},
        {OP_FLOOR, -1.5, -2},
        {OP_CEIL, -1.5, -1},
        {OP_ROUND, -2.5, -3},
        {OP_ROUND, 0.49999999999999994, 0},
        {OP_FIX, -1.9, -1},
        {OP_SIN, 0.5, 0.479425538604203},
        {OP_COS, 0, 1},
        {OP_TAN, 0.5, 0.5463024898437905},
        {OP_ASIN, 1, 1.5707963267948966},
        {OP_ACOS, -1, 3.141592653589793},
        {OP_ATAN, 1, 0.7853981633974483},
        {OP_SINH, 1, 1.1752011936438014},
        {OP_COSH, 1, 1.5430806348152437},
        {OP_TANH, 1, 0.7615941559557649},
        {OP_ASINH, 1, 0.881373587019543},
        {OP_ACOSH, 2, 1.3169578969248166},
        {OP_ATANH, 0.5, 0.5493061443340549},
        {OP_REAL, 4, 4},
        {OP_IMAG, 4, 0},
        {OP_CONJ, 4, 4},
        {OP_ANGLE, -1, 3.141592653589793},
        {OP_GAMMA, 5, 24},
        {OP_GAMMA, -1, INFINITY},
        {OP_GAMMALN, 10, 12.801827480081469},
        {OP_ERF, 0.5, 0.5204998778130465},
        {OP_ERFC, 0.5, 0.4795001221869535},
        {OP_SIGMOID, 0, 0.5},
        {OP_SIGMOID, -800, 0},
        {OP_RELU, -3, 0},
        {OP_RELU, 3, 3},
        {OP_LOG, 0, -INFINITY},
        {OP_RELU, NAN, NAN},
    };
    for (Index i = 0; i < COUNT_OF(rows); i++) {
        for (NumClass cls = CLASS_DOUBLE; cls <= CLASS_SINGLE; cls++) {
            Tensor *x = ROW(cls, rows[i].in), *y;
            if (cls == CLASS_SINGLE && rows[i].op == OP_ROUND && rows[i].in > 0)
                tensor_set(x, 0, 0.25);
            CHECK_OK(tensor_unary(&ctx, rows[i].op, x, &y));
            assert_int_equal(y->cls, cls);
            check_near(tensor_get(y, 0), rows[i].want, cls == CLASS_DOUBLE ? 2e-15 : 5e-7, "unary",
                       i);
            tensor_unref(x);
            tensor_unref(y);
        }
    }
    ctx_done(&ctx);
}

static void test_leaving_the_reals(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const struct {
        UnaryOp op;
        double in, re, im;
    } rows[] = {
        {OP_SQRT, -4, 0, 2},
        {OP_LOG, -1, 0, M_PI},
        {OP_LOG2, -8, 3, M_PI / M_LN2},
        {OP_LOG10, -100, 2, M_PI / M_LN10},
        {OP_LOG1P, -2, 0, M_PI},
        {OP_ASIN, 2, M_PI / 2, -1.3169578969248166},
        {OP_ACOS, 2, 0, 1.3169578969248166},
        {OP_ACOSH, 0.5, 0, M_PI / 3},
        {OP_ACOSH, -2, 1.3169578969248166, M_PI},
        {OP_ATANH, 2, 0.5493061443340549, M_PI / 2},
    };
    for (Index i = 0; i < COUNT_OF(rows); i++) {
        Tensor *x = ROW(CLASS_DOUBLE, rows[i].in), *y;
        CHECK_OK(tensor_unary(&ctx, rows[i].op, x, &y));
        assert_true(y->is_complex);
        check_near(tensor_get(y, 0), rows[i].re, 1e-15, "re", i);
        check_near(tensor_get_imag(y, 0), rows[i].im, 1e-15, "im", i);
        tensor_unref(x);
        tensor_unref(y);
    }
    Tensor *z = make_complex(&ctx, 1, 2, (double[]){3, 4, 0, -1}), *y;
    CHECK_OK(tensor_unary(&ctx, OP_ABS, z, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, 5, 1);
    tensor_unref(y);
    CHECK_OK(tensor_unary(&ctx, OP_SQRT, z, &y)); // sqrt(3+4i) = 2+i
    check_near(tensor_get(y, 0), 2, 1e-15, "re", 0);
    check_near(tensor_get_imag(y, 0), 1, 1e-15, "im", 0);
    tensor_unref(y);
    CHECK_OK(tensor_unary(&ctx, OP_CTRANSPOSE, z, &y));
    assert_true(y->shape.dim[0] == 2 && tensor_get_imag(y, 0) == -4);
    tensor_unref(y);
    CHECK_OK(tensor_unary(&ctx, OP_ANGLE, z, &y));
    check_near(tensor_get(y, 1), -M_PI / 2, 1e-16, "angle", 1);
    tensor_unref(y);
    tensor_unref(z);
    ctx_done(&ctx);
}

static void test_classes(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *i8 = ROW(CLASS_INT8, -128, 5), *text = ROW(CLASS_CHAR, 97),
           *flag = ROW(CLASS_LOGICAL, 0, 1), *y;
    CHECK_OK(tensor_unary(&ctx, OP_NEG, i8, &y));
    CHECK_ROW(y, CLASS_INT8, 0, 127, -5);
    tensor_unref(y);
    CHECK_OK(tensor_unary(&ctx, OP_ABS, i8, &y));
    CHECK_ROW(y, CLASS_INT8, 0, 127, 5);
    tensor_unref(y);
    CHECK_OK(tensor_unary(&ctx, OP_FLOOR, i8, &y));
    CHECK_ROW(y, CLASS_INT8, 0, -128, 5);
    tensor_unref(y);
    CHECK_OK(tensor_unary(&ctx, OP_NEG, text, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, -97);
    tensor_unref(y);
    CHECK_OK(tensor_unary(&ctx, OP_PLUS, flag, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 0, 0, 1);
    tensor_unref(y);
    CHECK_OK(tensor_unary(&ctx, OP_EXP, flag, &y));
    CHECK_ROW(y, CLASS_DOUBLE, 1e-15, 1, M_E);
    tensor_unref(y);
    CHECK_OK(tensor_unary(&ctx, OP_NOT, i8, &y));
    CHECK_ROW(y, CLASS_LOGICAL, 0, 0, 0);
    tensor_unref(y);
    check_failure(&ctx, tensor_unary(&ctx, OP_SQRT, i8, &y), ERR_TYPE, "MATLAB:UndefinedFunction");
    Tensor *odd = ROW(CLASS_SINGLE, 1, NAN, INFINITY);
    CHECK_OK(tensor_unary(&ctx, OP_ISNAN, odd, &y));
    CHECK_ROW(y, CLASS_LOGICAL, 0, 0, 1, 0);
    tensor_unref(y);
    CHECK_OK(tensor_unary(&ctx, OP_ISFINITE, odd, &y));
    CHECK_ROW(y, CLASS_LOGICAL, 0, 1, 0, 0);
    tensor_unref(y);
    check_failure(&ctx, tensor_unary(&ctx, OP_NOT, odd, &y), ERR_ARG, "MATLAB:nologicalnan");
    tensor_unref(odd);
    tensor_unref(i8);
    tensor_unref(text);
    tensor_unref(flag);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_values),
                                       cmocka_unit_test(test_leaving_the_reals),
                                       cmocka_unit_test(test_classes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
