// Products of matrices: every variant's tiles, all layouts, tails, packing, epilogues, and the
// entries that choose.
#include "fixture.h"

#include "tensor/kernels/variants.h"
#include <stdlib.h>

static float *numbers(Index n, uint64_t seed) {
    float *x = malloc((size_t)(n > 0 ? n : 1) * sizeof *x);
    assert_non_null(x);
    for (Index i = 0; i < n; i++) x[i] = (float)noise(&seed);
    return x;
}

static double reference(bool ta, bool tb, Index k, const float *a, Index lda, const float *b,
                        Index ldb, Index i, Index j) {
    double sum = 0;
    for (Index l = 0; l < k; l++) {
        sum += (double)(ta ? a[l + i * lda] : a[i + l * lda]) *
               (double)(tb ? b[j + l * ldb] : b[l + j * ldb]);
    }
    return sum;
}

static double finish(const GemmEpilogue *e, double c, double before, Index i, Index j) {
    double bias = e->bias ? (double)e->bias[i] : 0,
           aux = e->aux ? (double)e->aux[i + j * e->ld_aux] : 0;
    switch (e->kind) {
    case GEMM_STORE: return c;
    case GEMM_ADD: return before + c;
    case GEMM_BIAS: return c + bias;
    case GEMM_BIAS_RELU: return fmax(c + bias, 0);
    case GEMM_BIAS_SIGMOID: return 1 / (1 + exp(-(c + bias)));
    case GEMM_BIAS_TANH: return tanh(c + bias);
    case GEMM_DRELU: return aux > 0 ? c : 0;
    case GEMM_DSIGMOID: return c * aux * (1 - aux);
    case GEMM_DTANH: return c * (1 - aux * aux);
    }
    return NAN;
}

static void check_product(Pool *pool, bool ta, bool tb, Index m, Index n, Index k,
                          GemmEpilogueKind kind) {
    Index lda = (ta ? k : m) + 3, ldb = (tb ? n : k) + 1, ldc = m + 5;
    float *a = numbers(lda * (ta ? m : k), 1), *b = numbers(ldb * (tb ? k : n), 2),
          *c = numbers(ldc * n, 3);
    float *before = numbers(ldc * n, 3), *bias = numbers(m, 4), *aux = numbers(ldc * n, 5);
    GemmEpilogue e = {.kind = kind, .bias = bias, .aux = aux, .ld_aux = ldc};
    kernel_gemm_f32(pool, ta, tb, m, n, k, a, lda, b, ldb, c, ldc, &e);
    double tolerance = 3e-7 * (double)(k + 4);
    for (Index j = 0; j < n; j++) {
        for (Index i = 0; i < m; i++) {
            double want = finish(&e, reference(ta, tb, k, a, lda, b, ldb, i, j),
                                 (double)before[i + j * ldc], i, j);
            double got = (double)c[i + j * ldc];
            if (!(fabs(got - want) <= tolerance * fmax(1, sqrt((double)k)))) {
                fail_msg("%lldx%lldx%lld %d%d kind %d at %lld,%lld: got %g want %g", (long long)m,
                         (long long)n, (long long)k, ta, tb, (int)kind, (long long)i, (long long)j,
                         got, want);
            }
        }
        for (Index i = m; i < ldc; i++)
            assert_true(c[i + j * ldc] == before[i + j * ldc]); // rows between stay
    }
    free(a);
    free(b);
    free(c);
    free(before);
    free(bias);
    free(aux);
}

static void test_layouts(void **state) {
    (void)state;
    static const Index shapes[][3] = {{1, 1, 1},      {10, 13, 5},  {16, 8, 16},    {17, 9, 31},
                                      {32, 8, 128},   {33, 7, 64},  {48, 50, 3},    {128, 10, 10},
                                      {10, 128, 128}, {64, 3, 700}, {70, 21, 1030}, {5, 1, 300},
                                      {1, 40, 1100},  {31, 6, 513}, {4, 4, 0}};
    Pool *pool = pool_new(2);
    for (Index s = 0; s < COUNT_OF(shapes); s++) {
        for (int layout = 0; layout < 4; layout++) {
            for (GemmEpilogueKind kind = GEMM_STORE; kind <= GEMM_DTANH; kind++) {
                if (kind > GEMM_ADD && s % 3) continue;
                check_product(pool, layout & 1, layout >> 1, shapes[s][0], shapes[s][1],
                              shapes[s][2], kind);
            }
        }
    }
    for (int layout = 0; layout < 4; layout++)
        check_product(pool, layout & 1, layout >> 1, 130, 300, 200, GEMM_BIAS_RELU);
    pool_free(pool);
}

/// Large enough for BLAS; checked at a sample of places.
static void test_large(void **state) {
    (void)state;
    enum { N = 600 };
    Pool *pool = pool_new(2);
    float *a = numbers(N * N, 1), *b = numbers(N * N, 2), *c = numbers(N * N, 3),
          *bias = numbers(N, 4);
    for (int layout = 0; layout < 4; layout++) {
        GemmEpilogue e = {.kind = GEMM_BIAS_RELU, .bias = bias};
        kernel_gemm_f32(pool, layout & 1, layout >> 1, N, N, N, a, N, b, N, c, N, &e);
        for (Index s = 0; s < 50; s++) {
            Index i = s * 113 % N, j = s * 271 % N;
            double want =
                fmax(0, reference(layout & 1, layout >> 1, N, a, N, b, N, i, j) + (double)bias[i]);
            check_near((double)c[i + j * N], want, 1e-4, "large", s);
        }
    }
    free(a);
    free(b);
    free(c);
    free(bias);
    pool_free(pool);
}

/// The tile loops of each variant directly, with and without packing of A and B.
static void test_variants(void **state) {
    (void)state;
    static const Index shapes[][3] = {
        {1, 1, 7}, {40, 17, 50}, {33, 8, 128}, {16, 30, 5}, {64, 11, 512}};
    for (KernelVariant v = KERNELS_PORTABLE; v < KERNELS_VARIANTS; v++) {
        const KernelsF32 *kernels = kernels_f32_variant(v);
        if (!kernels) continue;
        for (Index s = 0; s < COUNT_OF(shapes); s++) {
            Index m = shapes[s][0], n = shapes[s][1], k = shapes[s][2], height = kernels->tile_rows;
            Index panels = (m + height - 1) / height;
            float *a = numbers(m * k, 1), *b = numbers(k * n, 2), *c = numbers(m * n, 3),
                  *bias = numbers(m, 4);
            float *packed = calloc((size_t)(panels * height * k), sizeof *packed);
            assert_non_null(packed);
            for (Index i = 0; i < m; i++) {
                for (Index l = 0; l < k; l++)
                    packed[i / height * height * k + l * height + i % height] = a[i + l * m];
            }
            for (int form = 0; form < 4; form++) {
                GemmEpilogue e = {.kind = GEMM_BIAS_TANH, .bias = bias};
                GemmPiece p = {.m = m,
                               .k = k,
                               .a = form & 1 ? packed : a,
                               .lda = m,
                               .packed = form & 1,
                               .b = b,
                               .b_row = 1,
                               .b_col = k,
                               .c = c,
                               .ldc = m,
                               .pack_b = form >> 1,
                               .epilogue = &e};
                kernels->gemm_piece(&p, 0, n / 2);
                kernels->gemm_piece(&p, n / 2, n);
                for (Index j = 0; j < n; j++) {
                    for (Index i = 0; i < m; i++) {
                        double want =
                            finish(&e, reference(false, false, k, a, m, b, k, i, j), 0, i, j);
                        check_near((double)c[i + j * m], want, 1e-5, kernels->name, i);
                    }
                }
            }
            free(a);
            free(b);
            free(c);
            free(bias);
            free(packed);
        }
    }
}

static void test_alpha_beta_and_double(void **state) {
    (void)state;
    float a[6] = {1, 2, 3, 4, 5, 6}, b[6] = {1, 0, -1, 2, 1, 0}, c[4] = {1, 1, 1, 1};
    // [1 3 5; 2 4 6] * [1 2; 0 1; -1 0] = [-4 5; -4 8]
    gemm_f32(NULL, false, false, 2, 2, 3, 2, a, 2, b, 3, 3, c, 2);
    const double want[4] = {-5, -5, 13, 19};
    for (Index i = 0; i < 4; i++) check_near((double)c[i], want[i], 1e-6, "alpha beta", i);
    double x[6] = {1, 2, 3, 4, 5, 6}, y[6] = {1, 0, -1, 2, 1, 0}, z[4];
    gemm_f64(NULL, false, false, 2, 2, 3, 1, x, 2, y, 3, 0, z, 2);
    const double plain[4] = {-4, -4, 5, 8};
    for (Index i = 0; i < 4; i++) check_near(z[i], plain[i], 0, "f64", i);
    uint64_t seed = 8;
    enum { M = 37, N = 29, K = 41 };
    static double p[M * K], q[K * N], r[M * N], r2[M * N];
    for (int i = 0; i < M * K; i++) p[i] = noise(&seed);
    for (int i = 0; i < K * N; i++) q[i] = noise(&seed);
    gemm_f64(NULL, false, false, M, N, K, 1, p, M, q, K, 0, r, M);
    for (Index j = 0; j < N; j++)
        gemm_f64(NULL, false, false, M, 1, K, 1, p, M, q + j * K, K, 0, r2 + j * M, M);
    for (Index i = 0; i < M * N; i++) check_near(r2[i], r[i], 1e-14, "column by column", i);
    for (Index i = 0; i < M; i++)
        gemm_f64(NULL, false, false, 1, N, K, 1, p + i, M, q, K, 0, r2 + i, M);
    for (Index i = 0; i < M * N; i++) check_near(r2[i], r[i], 1e-14, "row by row", i);
    double sum = 0;
    for (Index l = 0; l < K; l++) sum += p[3 + l * M] * q[l + 5 * K];
    check_near(r[3 + 5 * M], sum, 1e-14, "one", 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_layouts), cmocka_unit_test(test_large),
                                       cmocka_unit_test(test_variants),
                                       cmocka_unit_test(test_alpha_beta_and_double)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
