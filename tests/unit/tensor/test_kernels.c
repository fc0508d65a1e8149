// Every variant of the float kernels this processor runs, against plain loops in double written
// here.
#include "fixture.h"

#include "tensor/kernels/kernels.h"
#include <float.h>
#include <stdlib.h>

enum { MAX_N = 1500 };
static const Index lengths[] = {0, 1, 3, 15, 16, 17, 63, 64, 65, 127, 400, 1500};

/// Distance in units of the last place of `want` as a float.
static double ulps(float got, double want) {
    if (isnan(want)) return isnan(got) ? 0 : INFINITY;
    if (isinf((float)want)) return got == (float)want ? 0 : INFINITY;
    int e;
    frexp(want, &e);
    double unit = ldexp(1, (e < -125 ? -125 : e) - 24);
    return fabs((double)got - want) / unit;
}

static double ref_sigmoid(double x) {
    return 1 / (1 + exp(-x));
}
static double ref_relu(double x) {
    return x < 0 ? 0 : x;
}

static void test_functions(void **state) {
    (void)state;
    static const float special[] = {0,         -0.0f, 1e-40f, -1e-40f,  1e-20f,   88.7f,
                                    88.73f,    89,    -87.3f, -88,      -95,      -103.9f,
                                    -104.1f,   1e30f, -1e30f, FLT_MAX,  -FLT_MAX, INFINITY,
                                    -INFINITY, NAN,   0.625f, 0.62499f, -0.625f,  9.5f,
                                    -9.5f,     0.1f,  -0.1f,  20,       -20,      0.3466f};
    for (KernelVariant v = KERNELS_PORTABLE; v < KERNELS_VARIANTS; v++) {
        const KernelsF32 *k = kernels_f32_variant(v);
        if (!k) continue;
        const struct {
            const char *name;
            void (*kernel)(Index, const float *, float *);
            double (*reference)(double);
            double limit;
        } rows[] = {{"exp", k->exp, exp, 2},         {"sigmoid", k->sigmoid, ref_sigmoid, 4},
                    {"log", k->log, log, 2},
                    {"tanh", k->tanh, tanh, 4},      {"relu", k->relu, ref_relu, 0},
                    {"sqrt", k->sqrt, sqrt, 0.5001}, {"abs", k->abs, fabs, 0}};
        for (Index r = 0; r < COUNT_OF(rows); r++) {
            float x[MAX_N], y[MAX_N];
            uint64_t seed = 1;
            for (Index i = 0; i < MAX_N; i++)
                x[i] = (float)(noise(&seed) * pow(10, 2 * noise(&seed)));
            memcpy(x, special, sizeof special);
            rows[r].kernel(MAX_N, x, y);
            for (Index i = 0; i < MAX_N; i++) {
                double want = rows[r].reference((double)x[i]);
                // Denormal results of sigmoid are reached through a denormal reciprocal: allow them
                // as absolute error.
                if (fabs(want) < 2 * (double)FLT_MIN && fabs((double)y[i] - want) < 1e-38 && r == 1)
                    continue;
                if (!(ulps(y[i], want) <= rows[r].limit)) {
                    fail_msg("%s %s(%.9g): got %.9g, want %.9g", k->name, rows[r].name,
                             (double)x[i], (double)y[i], want);
                }
            }
            for (Index l = 0; l < COUNT_OF(lengths);
                 l++) { // any length, in place, nothing behind the end
                float z[MAX_N + 1];
                Index n = lengths[l];
                memcpy(z, x, sizeof x);
                z[n] = 123;
                rows[r].kernel(n, z, z);
                for (Index i = 0; i < n; i++) { // the tail may round differently from a full vector
                    check_near((double)z[i], (double)y[i], 5e-7, rows[r].name, i);
                }
                assert_true(z[n] == 123);
            }
        }
    }
}

static void test_pairs(void **state) {
    (void)state;
    for (KernelVariant v = KERNELS_PORTABLE; v < KERNELS_VARIANTS; v++) {
        const KernelsF32 *k = kernels_f32_variant(v);
        if (!k) continue;
        for (Index l = 0; l < COUNT_OF(lengths); l++) {
            Index n = lengths[l];
            float x[MAX_N], y[MAX_N], r[MAX_N + 1];
            uint64_t seed = 7;
            for (Index i = 0; i < n; i++) {
                x[i] = (float)noise(&seed);
                y[i] = (float)noise(&seed) + 2;
            }
            struct {
                void (*kernel)(Index, const float *, const float *, float *);
                int kind;
            } rows[] = {{k->add, 0},          {k->sub, 1},           {k->mul, 2},
                        {k->div, 3},          {k->relu_backward, 4}, {k->sigmoid_backward, 5},
                        {k->tanh_backward, 6}};
            for (Index row = 0; row < COUNT_OF(rows); row++) {
                r[n] = 77;
                rows[row].kernel(n, x, y, r);
                assert_true(r[n] == 77);
                for (Index i = 0; i < n; i++) {
                    double a = (double)x[i], b = (double)y[i], want = 0;
                    switch (rows[row].kind) {
                    case 0: want = a + b; break;
                    case 1: want = a - b; break;
                    case 2: want = a * b; break;
                    case 3: want = a / b; break;
                    case 4: want = a > 0 ? b : 0; break;
                    case 5: want = b * a * (1 - a); break;
                    case 6: want = b * (1 - a * a); break;
                    }
                    check_near((double)r[i], want, 5e-7, k->name, i);
                }
            }
            memcpy(r, y, (size_t)n * sizeof *r);
            k->axpy(n, 0.5f, x, r);
            for (Index i = 0; i < n; i++)
                check_near((double)r[i], (double)y[i] + 0.5 * (double)x[i], 2e-7, "axpy", i);
            k->scale(n, -3, x, r);
            for (Index i = 0; i < n; i++)
                check_near((double)r[i], -3 * (double)x[i], 2e-7, "scale", i);
        }
    }
}

static void test_reductions(void **state) {
    (void)state;
    enum { BIG = 100003 };
    float *x = malloc(BIG * sizeof *x), *y = malloc(BIG * sizeof *y);
    assert_true(x && y);
    uint64_t seed = 11;
    for (Index i = 0; i < BIG; i++) {
        x[i] = (float)(noise(&seed) + 0.25);
        y[i] = (float)noise(&seed);
    }
    static const Index sizes[] = {0, 1, 63, 64, 65, 4095, 4096, 4097, BIG};
    for (KernelVariant v = KERNELS_PORTABLE; v < KERNELS_VARIANTS; v++) {
        const KernelsF32 *k = kernels_f32_variant(v);
        if (!k) continue;
        for (Index s = 0; s < COUNT_OF(sizes); s++) {
            Index n = sizes[s];
            double sum = 0, sum_abs = 0, sum_sq = 0, dot = 0, lo = n ? INFINITY : 0,
                   hi = n ? -INFINITY : 0;
            for (Index i = 0; i < n; i++) {
                double a = (double)x[i];
                sum += a;
                sum_abs += fabs(a);
                sum_sq += a * a;
                dot += a * (double)y[i];
                lo = fmin(lo, a);
                hi = fmax(hi, a);
            }
            double scale = 1e-6 * (sum_abs + 1);
            assert_true(fabs(k->sum(n, x) - sum) <= scale);
            assert_true(fabs(k->sum_abs(n, x) - sum_abs) <= scale);
            assert_true(fabs(k->sum_sq(n, x) - sum_sq) <= scale);
            assert_true(fabs(k->dot(n, x, y) - dot) <= scale);
            float flo, fhi;
            assert_int_equal(k->range(n, x, &flo, &fhi), 0);
            assert_true((double)flo == lo && (double)fhi == hi);
        }
        float holes[200];
        for (int i = 0; i < 200; i++) holes[i] = (float)(i - 100);
        holes[3] = NAN;
        holes[70] = INFINITY;
        holes[199] = -INFINITY;
        holes[0] = NAN;
        float flo, fhi;
        assert_int_equal(k->range(200, holes, &flo, &fhi), 4);
        assert_true(flo == -99 && fhi == 98);
        float bad[70];
        for (int i = 0; i < 70; i++) bad[i] = NAN;
        assert_int_equal(k->range(70, bad, &flo, &fhi), 70);
        assert_true(flo == 0 && fhi == 0);
    }
    free(x);
    free(y);
}

static void test_columns(void **state) {
    (void)state;
    enum { LD = 150, N = 9 };
    static const Index rows[] = {1, 7, 10, 16, 64, 65, 128, 150};
    static float x[LD * N], y[LD * N], z[LD * N], g[LD * N], t[LD * N];
    uint64_t seed = 5;
    for (int i = 0; i < LD * N; i++) {
        x[i] = (float)(4 * noise(&seed));
        g[i] = (float)noise(&seed);
    }
    for (KernelVariant v = KERNELS_PORTABLE; v < KERNELS_VARIANTS; v++) {
        const KernelsF32 *k = kernels_f32_variant(v);
        if (!k) continue;
        for (Index r = 0; r < COUNT_OF(rows); r++) {
            Index m = rows[r];
            float out[LD];
            k->sum_columns(m, N, x, LD, out);
            for (Index i = 0; i < m; i++) {
                double sum = 0;
                for (Index j = 0; j < N; j++) sum += (double)x[i + j * LD];
                check_near((double)out[i], sum, 2e-6, "sum_columns", i);
            }
            k->add_bias(m, N, x, LD, out, y, LD);
            for (Index i = 0; i < m; i++) assert_true(y[i + 3 * LD] == x[i + 3 * LD] + out[i]);
            k->transpose(m, N, x, LD, t, N);
            for (Index i = 0; i < m; i++) {
                for (Index j = 0; j < N; j++) assert_true(t[j + i * N] == x[i + j * LD]);
            }
            k->softmax_columns(m, N, x, y);
            for (Index j = 0; j < N; j++) {
                double sum = 0;
                for (Index i = 0; i < m; i++) sum += exp((double)x[i + j * m]);
                for (Index i = 0; i < m; i++)
                    check_near((double)y[i + j * m], exp((double)x[i + j * m]) / sum, 1e-6,
                               "softmax", i);
            }
            k->softmax_backward(m, N, y, g, z);
            for (Index j = 0; j < N; j++) {
                double inner = 0;
                for (Index i = 0; i < m; i++) inner += (double)y[i + j * m] * (double)g[i + j * m];
                for (Index i = 0; i < m; i++) {
                    check_near((double)z[i + j * m],
                               (double)y[i + j * m] * ((double)g[i + j * m] - inner), 1e-6,
                               "softmax'", i);
                }
            }
        }
        // Whole blocks and ragged edges of the transposition, both ways round.
        static float big[131 * 77], turned[131 * 77], back[131 * 77];
        for (int i = 0; i < 131 * 77; i++) big[i] = (float)i;
        k->transpose(131, 77, big, 131, turned, 77);
        k->transpose(77, 131, turned, 77, back, 131);
        assert_memory_equal(big, back, sizeof big);
        assert_true(turned[5 + 40 * 77] == big[40 + 5 * 131]);
        float huge[3] = {1000, 1001, 999}, soft[3];
        k->softmax_columns(3, 1, huge, soft); // no overflow
        check_near((double)soft[1], 1 / (1 + exp(-1) + exp(-2)), 1e-6, "softmax huge", 1);
    }
}

static void test_optimizers(void **state) {
    (void)state;
    for (KernelVariant v = KERNELS_PORTABLE; v < KERNELS_VARIANTS; v++) {
        const KernelsF32 *k = kernels_f32_variant(v);
        if (!k) continue;
        for (Index l = 0; l < COUNT_OF(lengths); l++) {
            Index n = lengths[l];
            float w[MAX_N], m[MAX_N], s[MAX_N], g[MAX_N], w2[MAX_N], m2[MAX_N], s2[MAX_N];
            uint64_t seed = 9;
            for (Index i = 0; i < n; i++) {
                w[i] = (float)noise(&seed);
                m[i] = (float)noise(&seed);
                s[i] = (float)fabs(noise(&seed));
                g[i] = (float)noise(&seed);
            }
            AdamStep step = {.step = 0.01f, .beta1 = 0.9f, .beta2 = 0.999f, .eps = 1e-8f};
            k->adam(n, step, w, m, s, g, w2, m2, s2);
            double b1 = (double)0.9f, b2 = (double)0.999f, lr = (double)0.01f;
            for (Index i = 0; i < n; i++) {
                double mm = b1 * (double)m[i] + (1 - b1) * (double)g[i];
                double vv = b2 * (double)s[i] + (1 - b2) * (double)g[i] * (double)g[i];
                check_near((double)m2[i], mm, 5e-7, "adam m", i);
                check_near((double)s2[i], vv, 5e-7, "adam v", i);
                check_near((double)w2[i], (double)w[i] - lr * mm / (sqrt(vv) + (double)1e-8f), 5e-7,
                           "adam w", i);
            }
            float zero[4] = {0, 0, INFINITY, 0}, ends[4] = {0, 3e38f, 1, NAN},
                  out[3][4]; // no gradient at all, and the ends
            k->adam(4, step, zero, zero, zero, ends, out[0], out[1], out[2]);
            assert_true(out[0][0] == 0 && out[0][1] == 0 && isinf(out[2][1]) && isnan(out[0][2]) &&
                        isnan(out[0][3]));
            float w3[MAX_N], m3[MAX_N], s3[MAX_N];
            memcpy(w3, w, sizeof w);
            memcpy(m3, m, sizeof m);
            memcpy(s3, s, sizeof s);
            k->adam(n, step, w3, m3, s3, g, w3, m3, s3); // in place gives the same bits
            assert_memory_equal(w3, w2, (size_t)n * sizeof *w);
            assert_memory_equal(m3, m2, (size_t)n * sizeof *w);
            assert_memory_equal(s3, s2, (size_t)n * sizeof *w);
            k->sgdm(n, 0.1f, 0.9f, w, m, g, w2, m2);
            for (Index i = 0; i < n; i++) {
                double speed = b1 * (double)m[i] - (double)0.1f * (double)g[i];
                check_near((double)w2[i], (double)w[i] + speed, 5e-7, "sgdm", i);
            }
            k->rmsprop(n, 0.01f, 0.9f, 1e-8f, w, s, g, w2, s2);
            for (Index i = 0; i < n; i++) {
                double vv = b1 * (double)s[i] + (1 - b1) * (double)g[i] * (double)g[i];
                check_near((double)w2[i], (double)w[i] - lr * (double)g[i] / (sqrt(vv) + 1e-8),
                           2e-6, "rmsprop", i);
            }
        }
    }
}

static void test_selection(void **state) {
    (void)state;
    assert_non_null(kernels_f32_variant(KERNELS_PORTABLE));
    assert_null(kernels_f32_variant(KERNELS_VARIANTS));
    const KernelsF32 *best = kernels_f32();
    assert_ptr_equal(best, kernels_f32());
    assert_ptr_equal(best, kernels_f32_variant(best->variant));
}

/// Pooling in pairs against a plain search, with ties and NaN, in exactly the order of comparison
/// of the header.
static void test_max_pairs(void **state) {
    (void)state;
    enum { MOST = 40, H = 2 * MOST + 3 };
    float x[2 * H];
    uint64_t seed = 7;
    for (Index i = 0; i < 2 * H; i++) x[i] = (float)(int)(3 * noise(&seed));
    for (Index i = 0; i < 2 * H; i += 7) x[i] = i % 2 ? NAN : -INFINITY;
    for (KernelVariant v = KERNELS_PORTABLE; v < KERNELS_VARIANTS; v++) {
        const KernelsF32 *k = kernels_f32_variant(v);
        for (Index n = 0; k && n <= MOST; n++) {
            float y[MOST + 1], alone[MOST + 1];
            int64_t where[MOST + 1];
            y[n] = 77, where[n] = 77;
            k->max_pairs(n, x, H, 1000, y, where);
            k->max_pairs(n, x, H, 1000, alone, NULL);
            assert_true(y[n] == 77 && where[n] == 77);
            for (Index i = 0; i < n; i++) {
                Index l = x[2 * i + 1] > x[2 * i] ? 2 * i + 1 : 2 * i, r = H + 2 * i;
                r += x[r + 1] > x[r];
                Index best = x[r] > x[l] ? r : l;
                assert_int_equal(where[i], 1000 + best);
                assert_memory_equal(&y[i], &x[best], sizeof *y);
                assert_memory_equal(&alone[i], &x[best], sizeof *y);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_functions),  cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_reductions), cmocka_unit_test(test_columns),
        cmocka_unit_test(test_optimizers), cmocka_unit_test(test_max_pairs),
        cmocka_unit_test(test_selection)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
