// Fourier transforms against the defining sum, for lengths with small and large prime factors, and
// back.
#include "fixture.h"

#include "tensor/linalg.h"

static void test_definition(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const Index lengths[] = {1,  2,  3,  4,  5,   6,   8,   12,  15,
                                    16, 49, 60, 97, 101, 128, 202, 211, 256};
    for (Index l = 0; l < COUNT_OF(lengths); l++) {
        Index n = lengths[l];
        Shape s = shape_2d(n, 1);
        Tensor *x, *y, *back;
        uint64_t seed = 4;
        CHECK_OK(tensor_new_complex(&ctx, CLASS_DOUBLE, &s, &x));
        for (Index i = 0; i < 2 * n; i++) tensor_f64(x)[i] = noise(&seed);
        CHECK_OK(fft_along(&ctx, x, -1, 0, false, &y));
        for (Index k = 0; k < n; k++) {
            double re = 0, im = 0;
            for (Index j = 0; j < n; j++) {
                double angle = -2 * M_PI * (double)(j * k % n) / (double)n, a = tensor_get(x, j),
                       b = tensor_get_imag(x, j);
                re += a * cos(angle) - b * sin(angle);
                im += a * sin(angle) + b * cos(angle);
            }
            check_near(tensor_get(y, k), re, 1e-13 * (double)(n + 1), "re", k);
            check_near(tensor_get_imag(y, k), im, 1e-13 * (double)(n + 1), "im", k);
        }
        CHECK_OK(fft_along(&ctx, y, -1, 0, true, &back));
        for (Index k = 0; k < 2 * n; k++)
            check_near(tensor_f64(back)[k], tensor_f64(x)[k], 1e-14, "back", k);
        tensor_unref(x);
        tensor_unref(y);
        tensor_unref(back);
    }
    ctx_done(&ctx);
}

static void test_along_and_padding(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *x = MATRIX(CLASS_SINGLE, 2, 4, 1, 1, 0, 2, 0, 3, 0, 4), *y;
    CHECK_OK(fft_along(&ctx, x, -1, 1, false, &y)); // rows: [1 0 0 0] and [1 2 3 4]
    assert_int_equal(y->cls, CLASS_SINGLE);
    const double re[] = {1, 10, 1, -2, 1, -2, 1, -2}, im[] = {0, 0, 0, 2, 0, 0, 0, -2};
    for (Index i = 0; i < 8; i++) {
        assert_true(tensor_get(y, i) == re[i] && tensor_get_imag(y, i) == im[i]);
    }
    tensor_unref(y);
    CHECK_OK(fft_along(&ctx, x, 4, 0, false, &y)); // columns padded with zeros
    assert_true(y->shape.dim[0] == 4 && y->shape.dim[1] == 4);
    assert_true(tensor_get(y, 1) == 1 && tensor_get_imag(y, 1) == -1); // 1 + e^{-i pi/2}
    tensor_unref(y);
    CHECK_OK(fft_along(&ctx, x, 2, 1, false, &y)); // rows cut
    assert_true(y->shape.dim[1] == 2 && tensor_get(y, 1) == 3 && tensor_get(y, 3) == -1);
    tensor_unref(y);
    tensor_unref(x);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_definition),
                                       cmocka_unit_test(test_along_and_padding)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
