// Histograms: exact counts against a plain search, and the choice of edges. The edges 0, 4.9, … are
// the documented result for ten primes in six bins; the others follow from the rules by hand.
#include "fixture.h"

#include "tensor/hist.h"
#include "tensor/kernels/kernels.h"
#include <stdlib.h>

static void plain_count(const Tensor *x, const double *edges, Index n, Index *counts) {
    for (Index i = 0; i < x->numel; i++) {
        double v = tensor_get(x, i);
        for (Index b = 0; b < n; b++) {
            if (v >= edges[b] && (v < edges[b + 1] || (b == n - 1 && v == edges[n]))) counts[b]++;
        }
    }
}

static void check_counts(Ctx *ctx, const Tensor *x, const double *edges, Index n) {
    Index *got = calloc((size_t)n, sizeof *got), *want = calloc((size_t)n, sizeof *want);
    assert_true(got && want);
    CHECK_OK(hist_count(ctx, x, edges, n, got));
    plain_count(x, edges, n, want);
    for (Index b = 0; b < n; b++) {
        if (got[b] != want[b])
            fail_msg("bin %lld of %lld: got %lld, want %lld", (long long)b, (long long)n,
                     (long long)got[b], (long long)want[b]);
    }
    free(got);
    free(want);
}

static void test_counts_are_exact(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const Index bins[] = {1, 2, 7, 50, 254, 255, 300};
    static const double scales[] = {1, 1e-6, 1e8};
    for (NumClass cls = CLASS_DOUBLE; cls <= CLASS_SINGLE; cls++) {
        for (Index s = 0; s < COUNT_OF(scales); s++) {
            for (Index b = 0; b < COUNT_OF(bins); b++) {
                Shape shape = shape_2d(5003, 1);
                Tensor *x;
                uint64_t seed = 21;
                CHECK_OK(tensor_new(&ctx, cls, &shape, &x));
                for (Index i = 0; i < x->numel; i++) {
                    double v = noise(&seed);
                    if (i % 5 == 0) v = round(v * 25) / 25; // many values right on an edge
                    if (i % 7 == 0) v *= 1.3;               // some outside
                    tensor_set(x, i, v * scales[s]);
                }
                tensor_set(x, 100, NAN);
                tensor_set(x, 200, INFINITY);
                tensor_set(x, 300, -INFINITY);
                Index n = bins[b];
                double *edges = malloc((size_t)(n + 1) * sizeof *edges);
                assert_non_null(edges);
                for (Index i = 0; i <= n; i++)
                    edges[i] = scales[s] * (-1 + 2 * (double)i / (double)n);
                check_counts(&ctx, x, edges, n);
                hist_nice_edges(-0.9 * scales[s], 1.1 * scales[s], n, edges);
                check_counts(&ctx, x, edges, n);
                for (Index i = 0; i <= n; i++)
                    edges[i] = scales[s] * (pow((double)i / (double)n, 3) - 0.3);
                check_counts(&ctx, x, edges, n); // uneven
                for (Index i = 0; i <= n; i++)
                    edges[i] = 1000 * scales[s] + scales[s] * 1e-5 * (double)i;
                check_counts(&ctx, x, edges,
                             n); // far from 0: float bin numbers would be meaningless
                free(edges);
                tensor_unref(x);
            }
        }
    }
    ctx_done(&ctx);
}

/// The uniform kernel of each variant: nothing counted twice or lost between it and the exact path.
static Index exact_seen;
static void count_exact(void *arg, Index n, const float *x) {
    (void)x;
    *(Index *)arg += n;
}

static void test_variants(void **state) {
    (void)state;
    enum { N = 10007 };
    static float x[N];
    uint64_t seed = 2;
    for (int i = 0; i < N; i++) x[i] = (float)noise(&seed);
    for (KernelVariant v = KERNELS_PORTABLE; v < KERNELS_VARIANTS; v++) {
        const KernelsF32 *k = kernels_f32_variant(v);
        if (!k) continue;
        Index counts[10] = {0}, total = 0;
        exact_seen = 0;
        k->hist_uniform(N, x, -1, 5, 10, 1e-5f, counts, count_exact, &exact_seen);
        for (int b = 0; b < 10; b++) total += counts[b];
        assert_int_equal(total + exact_seen, N);
        assert_true(exact_seen < N / 20);
    }
}

static void test_nice_edges(void **state) {
    (void)state;
    double e[60];
    hist_nice_edges(2, 29, 6, e);
    const double primes[] = {0, 4.9, 9.8, 14.7, 19.6, 24.5, 29.4};
    for (Index i = 0; i <= 6; i++) check_near(e[i], primes[i], 1e-15, "primes", i);
    hist_nice_edges(5.5, 5.5, 1, e); // one value
    assert_true(e[0] == 5 && e[1] == 6);
    hist_nice_edges(0, 0, 4, e);
    assert_true(e[0] == -0.5 && e[4] == 0.5 && e[2] == 0);
    hist_nice_edges(0, 10, 10, e); // the largest value needs a bin that reaches it
    assert_true(e[0] == 0 && e[10] >= 10);
    uint64_t seed = 6;
    for (int trial = 0; trial < 2000; trial++) {
        double lo = noise(&seed) * pow(10, 6 * noise(&seed)),
               hi = lo + fabs(noise(&seed)) * pow(10, 6 * noise(&seed));
        Index n = 1 + (Index)(25 * (noise(&seed) + 1));
        hist_nice_edges(lo, hi, n, e);
        assert_true(e[0] <= lo && e[n] >= hi);
        for (Index i = 0; i < n; i++) assert_true(e[i] < e[i + 1]);
    }
}

static void test_auto_edges(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    double *e;
    Index n;
    Tensor *x = ROW(CLASS_UINT8, 3, 1, 4, 1, 5);
    CHECK_OK(hist_auto_edges(&ctx, x, &e, &n)); // whole numbers: centred bins of width 1
    assert_int_equal(n, 5);
    for (Index i = 0; i <= 5; i++) assert_true(e[i] == 0.5 + (double)i);
    mem_free(e);
    tensor_unref(x);
    x = ROW(CLASS_DOUBLE, 2.5, 2.5, 2.5);
    CHECK_OK(hist_auto_edges(&ctx, x, &e, &n));
    assert_true(n == 1 && e[0] == 2 && e[1] == 3);
    mem_free(e);
    tensor_unref(x);
    // 0.05, 0.15, … 0.95: deviation 0.302765, Scott width 3.5 * 0.302765 / 10^(1/3) = 0.49187,
    // rounded to 0.5
    x = ROW(CLASS_DOUBLE, 0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95);
    CHECK_OK(hist_auto_edges(&ctx, x, &e, &n));
    assert_true(n == 2 && e[0] == 0 && e[1] == 0.5 && e[2] == 1);
    mem_free(e);
    tensor_unref(x);
    Tensor *nan = ROW(CLASS_SINGLE, NAN);
    CHECK_OK(hist_auto_edges(&ctx, nan, &e, &n));
    assert_true(n == 1 && e[0] == 0 && e[1] == 1);
    mem_free(e);
    double lo, hi;
    CHECK_OK(hist_range(&ctx, nan, &lo, &hi, &n));
    assert_true(lo == 0 && hi == 0 && n == 1);
    tensor_unref(nan);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts_are_exact), cmocka_unit_test(test_variants),
        cmocka_unit_test(test_nice_edges), cmocka_unit_test(test_auto_edges)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
