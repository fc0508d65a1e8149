// Linear algebra: small cases by hand, factors by multiplying them back, singular and special
// matrices.
#include "fixture.h"

#include "tensor/linalg.h"

static Tensor *times(Ctx *ctx, const Tensor *a, const Tensor *b) {
    Tensor *r;
    CHECK_OK(tensor_binary(ctx, OP_MTIMES, a, b, &r));
    return r;
}

static void check_same(const Tensor *a, const Tensor *b, double tolerance, const char *what) {
    assert_true(shape_equal(&a->shape, &b->shape));
    for (Index i = 0; i < a->numel; i++) {
        check_near(tensor_get(a, i), tensor_get(b, i), tolerance, what, i);
        check_near(tensor_get_imag(a, i), tensor_get_imag(b, i), tolerance, what, i);
    }
}

static Tensor *random_matrix(Ctx *ctx, Index m, Index n, bool is_complex, uint64_t seed) {
    Shape s = shape_2d(m, n);
    Tensor *t;
    CHECK_OK(is_complex ? tensor_new_complex(ctx, CLASS_DOUBLE, &s, &t)
                        : tensor_new(ctx, CLASS_DOUBLE, &s, &t));
    for (Index i = 0; i < t->numel * (is_complex ? 2 : 1); i++) tensor_f64(t)[i] = noise(&seed);
    return t;
}

static void test_products(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *a = MATRIX(CLASS_DOUBLE, 2, 3, 1, 4, 2, 5, 3, 6),
           *b = MATRIX(CLASS_SINGLE, 3, 2, 7, 9, 11, 8, 10, 12), *r;
    r = times(&ctx, a, b);
    CHECK_MATRIX(r, CLASS_SINGLE, 2, 2, 0, 58, 139, 64, 154);
    tensor_unref(r);
    Tensor *half = ROW(CLASS_DOUBLE, 0.5);
    r = times(&ctx, half, a);
    CHECK_MATRIX(r, CLASS_DOUBLE, 2, 3, 0, 0.5, 2, 1, 2.5, 1.5, 3);
    tensor_unref(r);
    Tensor *i8 = MATRIX(CLASS_INT8, 2, 2, 1, 2, 3, 4);
    assert_int_equal(tensor_binary(&ctx, OP_MTIMES, i8, a, &r), ERR_TYPE);
    error_clear(&ctx.error);
    Tensor *z = make_complex(&ctx, 2, 2, (double[]){1, 1, 0, 0, 0, 0, 0, -1}),
           *zz = times(&ctx, z, z);
    assert_true(tensor_get(zz, 0) == 0 && tensor_get_imag(zz, 0) == 2 && tensor_get(zz, 3) == -1);
    tensor_unref(z);
    tensor_unref(zz);
    tensor_unref(a);
    tensor_unref(b);
    tensor_unref(half);
    tensor_unref(i8);
    ctx_done(&ctx);
}

static void test_solve(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    double rcond;
    Tensor *x, *y;
    for (int kind = 0; kind < 5; kind++) { // general, lower, upper, positive definite, complex
        enum { N = 7 };
        Tensor *a = random_matrix(&ctx, N, N, kind == 4, 5),
               *b = random_matrix(&ctx, N, 3, false, 6);
        double *p = tensor_f64(a);
        for (Index j = 0; j < N && kind < 4; j++) {
            for (Index i = 0; i < N; i++) {
                if ((kind == 1 && i < j) || (kind == 2 && i > j)) p[i + j * N] = 0;
                if (kind == 3 && i > j) p[i + j * N] = p[j + i * N];
            }
            p[j * (N + 1)] += kind ? 8 : 0;
        }
        CHECK_OK(linalg_solve(&ctx, a, b, &rcond, &x));
        assert_true(rcond > 1e-4 && rcond <= 1);
        y = times(&ctx, a, x);
        check_same(y, b, 1e-13, "A x");
        tensor_unref(x);
        tensor_unref(y);
        tensor_unref(a);
        tensor_unref(b);
    }
    // Least squares: the line through (0,1), (1,3), (2,4) is 7/6 + 3/2 t
    Tensor *a = MATRIX(CLASS_DOUBLE, 3, 2, 1, 1, 1, 0, 1, 2),
           *b = MATRIX(CLASS_DOUBLE, 3, 1, 1, 3, 4);
    CHECK_OK(linalg_solve(&ctx, a, b, NULL, &x));
    CHECK_MATRIX(x, CLASS_DOUBLE, 2, 1, 1e-14, 7.0 / 6, 1.5);
    tensor_unref(x);
    tensor_unref(a);
    tensor_unref(b);
    // Fewer equations than unknowns: a basic solution
    a = ROW(CLASS_DOUBLE, 1, 2);
    b = ROW(CLASS_DOUBLE, 4);
    CHECK_OK(tensor_binary(&ctx, OP_MLDIVIDE, a, b, &x));
    CHECK_MATRIX(x, CLASS_DOUBLE, 2, 1, 1e-15, 0, 2);
    tensor_unref(x);
    tensor_unref(a);
    tensor_unref(b);
    // Singular: rcond 0 and Inf in the result, no failure
    a = MATRIX(CLASS_DOUBLE, 2, 2, 1, 2, 2, 4);
    b = MATRIX(CLASS_DOUBLE, 2, 1, 1, 1);
    CHECK_OK(linalg_solve(&ctx, a, b, &rcond, &x));
    assert_true(rcond < 1e-16 && !isfinite(tensor_get(x, 0)));
    tensor_unref(x);
    CHECK_OK(linalg_inv(&ctx, a, &rcond, &x));
    assert_true(rcond == 0 && isinf(tensor_get(x, 3)));
    tensor_unref(x);
    tensor_unref(b);
    // x / A
    b = ROW(CLASS_SINGLE, 5, 10);
    Tensor *d = MATRIX(CLASS_DOUBLE, 2, 2, 2, 1, 0, 4);
    CHECK_OK(tensor_binary(&ctx, OP_MRDIVIDE, b, d, &x));
    CHECK_ROW(x, CLASS_SINGLE, 1e-6, 1.25, 2.5);
    tensor_unref(x);
    assert_int_equal(tensor_binary(&ctx, OP_MLDIVIDE, d, b, &x), ERR_SIZE);
    error_clear(&ctx.error);
    tensor_unref(d);
    tensor_unref(a);
    tensor_unref(b);
    ctx_done(&ctx);
}

static void test_inverse_and_determinant(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *a = MATRIX(CLASS_DOUBLE, 2, 2, 4, 2, 7, 6), *x;
    double re, im, rcond;
    CHECK_OK(linalg_inv(&ctx, a, &rcond, &x));
    CHECK_MATRIX(x, CLASS_DOUBLE, 2, 2, 1e-15, 0.6, -0.2, -0.7, 0.4);
    tensor_unref(x);
    CHECK_OK(linalg_det(&ctx, a, &re, &im));
    check_near(re, 10, 1e-15, "det", 0);
    assert_true(im == 0);
    tensor_unref(a);
    Tensor *z =
        make_complex(&ctx, 2, 2, (double[]){0, 1, 2, 0, 1, 0, 0, 1}); // [i 1; 2 i]: i*i - 2 = -3
    CHECK_OK(linalg_det(&ctx, z, &re, &im));
    check_near(re, -3, 1e-15, "det re", 0);
    check_near(im, 0, 1e-15, "det im", 0);
    tensor_unref(z);
    a = MATRIX(CLASS_DOUBLE, 2, 1, 1, 2);
    check_failure(&ctx, linalg_inv(&ctx, a, NULL, &x), ERR_SIZE, "MATLAB:square");
    tensor_unref(a);
    ctx_done(&ctx);
}

static void test_factors(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const Index sizes[][2] = {{4, 4}, {6, 3}, {3, 6}, {1, 5}, {5, 1}};
    for (Index s = 0; s < COUNT_OF(sizes); s++) {
        for (int is_complex = 0; is_complex < 2; is_complex++) {
            Tensor *a = random_matrix(&ctx, sizes[s][0], sizes[s][1], is_complex, 77), *l, *u, *p,
                   *q, *r, *x, *y, *sv, *v;
            CHECK_OK(linalg_lu(&ctx, a, &l, &u, &p));
            x = times(&ctx, p, a);
            y = times(&ctx, l, u);
            check_same(x, y, 1e-14, "P A = L U");
            for (Index j = 0; j < u->shape.dim[1]; j++) {
                for (Index i = j + 1; i < u->shape.dim[0]; i++)
                    assert_true(tensor_get(u, i + j * u->shape.dim[0]) == 0);
            }
            Tensor *lu[] = {l, u, p, x, y};
            for (int i = 0; i < 5; i++) tensor_unref(lu[i]);
            for (int economy = 0; economy < 2; economy++) {
                CHECK_OK(linalg_qr(&ctx, a, economy, &q, &r));
                x = times(&ctx, q, r);
                check_same(x, a, 1e-14, "Q R");
                CHECK_OK(tensor_unary(&ctx, OP_CTRANSPOSE, q, &y));
                Tensor *one = times(&ctx, y, q);
                for (Index i = 0; i < one->numel; i++) {
                    check_near(tensor_get(one, i), i % (one->shape.dim[0] + 1) == 0, 1e-14, "Q'Q",
                               i);
                }
                Tensor *qr[] = {q, r, x, y, one};
                for (int i = 0; i < 5; i++) tensor_unref(qr[i]);
                CHECK_OK(linalg_svd(&ctx, a, economy, &u, &sv, &v));
                Index k = sv->numel, m = u->shape.dim[0], n = v->shape.dim[0];
                for (Index i = 0; i < m; i++) {
                    for (Index j = 0; j < n; j++) {
                        double re = 0;
                        for (Index t = 0; t < k; t++) {
                            double scale = tensor_get(sv, t);
                            re += scale *
                                  (tensor_get(u, i + t * m) * tensor_get(v, j + t * n) +
                                   tensor_get_imag(u, i + t * m) * tensor_get_imag(v, j + t * n));
                        }
                        check_near(re, tensor_get(a, i + j * m), 1e-14, "U S V'", i);
                    }
                }
                tensor_unref(u);
                tensor_unref(sv);
                tensor_unref(v);
            }
            tensor_unref(a);
        }
    }
    Tensor *a = MATRIX(CLASS_DOUBLE, 2, 2, 4, 2, 2, 5), *r;
    Index bad;
    CHECK_OK(linalg_chol(&ctx, a, &r, &bad)); // [2 1; 0 2]
    CHECK_MATRIX(r, CLASS_DOUBLE, 2, 2, 1e-15, 2, 0, 1, 2);
    assert_int_equal(bad, 0);
    tensor_unref(r);
    tensor_set(a, 3, 1);
    CHECK_OK(linalg_chol(&ctx, a, &r, &bad));
    assert_int_equal(bad, 2);
    CHECK_MATRIX(r, CLASS_DOUBLE, 1, 1, 0, 2);
    tensor_unref(r);
    tensor_unref(a);
    ctx_done(&ctx);
}

static void test_eigenvalues(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *a = MATRIX(CLASS_DOUBLE, 2, 2, 2, 1, 1, 2), *v, *d;
    CHECK_OK(linalg_eig(&ctx, a, &v, &d));
    CHECK_MATRIX(d, CLASS_DOUBLE, 2, 1, 1e-15, 1, 3);
    tensor_unref(v);
    tensor_unref(d);
    tensor_unref(a);
    a = MATRIX(CLASS_DOUBLE, 2, 2, 0, 1, -1, 0); // a quarter turn: ±i
    CHECK_OK(linalg_eig(&ctx, a, NULL, &d));
    assert_true(d->is_complex);
    check_near(fabs(tensor_get_imag(d, 0)), 1, 1e-15, "im", 0);
    tensor_unref(d);
    tensor_unref(a);
    for (int is_complex = 0; is_complex < 2; is_complex++) {
        a = random_matrix(&ctx, 6, 6, is_complex, 123);
        CHECK_OK(linalg_eig(&ctx, a, &v, &d));
        Tensor *row, *left = times(&ctx, a, v), *right;
        CHECK_OK(tensor_unary(&ctx, OP_TRANSPOSE, d, &row));
        CHECK_OK(tensor_binary(&ctx, OP_MUL, v, row, &right));
        check_same(left, right, 1e-13, "A V = V D");
        Tensor *list[] = {a, v, d, row, left, right};
        for (int i = 0; i < 6; i++) tensor_unref(list[i]);
    }
    a = ROW(CLASS_DOUBLE, NAN);
    assert_int_equal(linalg_eig(&ctx, a, NULL, &d), ERR_ARG);
    error_clear(&ctx.error);
    tensor_unref(a);
    ctx_done(&ctx);
}

static void test_powers_and_exponential(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *a = MATRIX(CLASS_DOUBLE, 2, 2, 1, 1, 1, 0), *p, *r;
    static const struct {
        double power, want[4];
    } rows[] = {{10, {89, 55, 55, 34}}, {0, {1, 0, 0, 1}}, {-1, {0, 1, 1, -1}}, {1, {1, 1, 1, 0}}};
    for (Index i = 0; i < COUNT_OF(rows); i++) {
        p = ROW(CLASS_DOUBLE, rows[i].power);
        CHECK_OK(tensor_binary(&ctx, OP_MPOWER, a, p, &r));
        check_tensor(r, CLASS_DOUBLE, 2, 2, rows[i].want, 1e-14, "power");
        tensor_unref(p);
        tensor_unref(r);
    }
    tensor_unref(a);
    a = MATRIX(CLASS_DOUBLE, 2, 2, 5, 4, 4, 5); // its root is [2 1; 1 2]
    p = ROW(CLASS_DOUBLE, 0.5);
    CHECK_OK(tensor_binary(&ctx, OP_MPOWER, a, p, &r));
    CHECK_MATRIX(r, CLASS_DOUBLE, 2, 2, 1e-14, 2, 1, 1, 2);
    tensor_unref(r);
    tensor_unref(p);
    p = ROW(CLASS_DOUBLE, 2);
    Tensor *s = MATRIX(CLASS_DOUBLE, 2, 2, 2, 1, 1, 2); // eigenvalues 1 and 3: 2^s = [5 3; 3 5]
    CHECK_OK(tensor_binary(&ctx, OP_MPOWER, p, s, &r));
    CHECK_MATRIX(r, CLASS_DOUBLE, 2, 2, 1e-14, 5, 3, 3, 5);
    tensor_unref(r);
    tensor_unref(p);
    tensor_unref(s);
    tensor_unref(a);
    a = MATRIX(CLASS_DOUBLE, 2, 2, 0, M_PI, -M_PI, 0); // half a turn
    CHECK_OK(linalg_expm(&ctx, a, &r));
    CHECK_MATRIX(r, CLASS_DOUBLE, 2, 2, 1e-14, -1, 0, 0, -1);
    tensor_unref(r);
    tensor_unref(a);
    a = MATRIX(CLASS_DOUBLE, 2, 2, 30, 0, 1, 30); // exp(30) [1 1; 0 1], through scaling
    CHECK_OK(linalg_expm(&ctx, a, &r));
    check_near(tensor_get(r, 2) / exp(30), 1, 1e-13, "expm", 2);
    assert_true(fabs(tensor_get(r, 1)) < 1e-2);
    tensor_unref(r);
    tensor_unref(a);
    Tensor *z = make_complex(&ctx, 1, 1, (double[]){0, M_PI});
    CHECK_OK(linalg_expm(&ctx, z, &r));
    check_near(tensor_get(r, 0), -1, 1e-15, "exp(i pi)", 0);
    tensor_unref(r);
    tensor_unref(z);
    ctx_done(&ctx);
}

static void test_norms(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *v = ROW(CLASS_DOUBLE, 3, -4), *m = MATRIX(CLASS_DOUBLE, 2, 2, 1, 3, -2, 4);
    static const struct {
        bool matrix;
        double p, want;
    } rows[] = {{false, 2, 5},
                {false, 1, 7},
                {false, INFINITY, 4},
                {false, -INFINITY, 3},
                {false, 3, 4.497941445275415},
                {true, 1, 6},
                {true, INFINITY, 7},
                {true, 0, 5.477225575051661},
                {true, 2, 5.116672736016927}};
    for (Index i = 0; i < COUNT_OF(rows); i++) {
        double got;
        CHECK_OK(linalg_norm(&ctx, rows[i].matrix ? m : v, rows[i].p, &got));
        check_near(got, rows[i].want, 1e-14, "norm", i);
    }
    double got;
    assert_int_equal(linalg_norm(&ctx, m, 3, &got), ERR_ARG);
    error_clear(&ctx.error);
    Tensor *huge = ROW(CLASS_DOUBLE, 3e200, 4e200);
    CHECK_OK(linalg_norm(&ctx, huge, 2, &got));
    check_near(got / 1e200, 5, 1e-14, "huge", 0);
    tensor_unref(huge);
    tensor_unref(v);
    tensor_unref(m);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_products),
                                       cmocka_unit_test(test_solve),
                                       cmocka_unit_test(test_inverse_and_determinant),
                                       cmocka_unit_test(test_factors),
                                       cmocka_unit_test(test_eigenvalues),
                                       cmocka_unit_test(test_powers_and_exponential),
                                       cmocka_unit_test(test_norms)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
