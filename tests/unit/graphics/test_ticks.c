// Ticks and automatic limits. Expected values: MATLAB's documented or well-known defaults for the same data, by hand.
#include "graphics/internal.h"
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

typedef struct LimitCase { double lo, hi; int intervals; double want_lo, want_hi; } LimitCase;
static const LimitCase limit_cases[] = {
    {1, 10, 10, 1, 10},          // plot(1:10)
    {0, 2 * M_PI, 10, 0, 7},     // plot(linspace(0,2*pi),…)
    {-1, 1, 10, -1, 1},
    {1, 12, 10, 0, 12},
    {1, 15, 10, 0, 15},          // five-step fits more tightly than 0…16
    {1, 13, 10, 0, 14},
    {-2.5, 2.8, 10, -3, 3},
    {0.003, 0.97, 10, 0, 1},
    {0, 100, 10, 0, 100},
    {5, 5, 10, 4, 6},            // plot(5)
    {1, 20000, 10, 0, 20000},
};

static void test_nice_limits(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof limit_cases / sizeof *limit_cases; i++) {
        const LimitCase *c = &limit_cases[i];
        double lo, hi;
        ticks_nice_limits(c->lo, c->hi, c->intervals, &lo, &hi);
        if (fabs(lo - c->want_lo) > 1e-9 || fabs(hi - c->want_hi) > 1e-9)
            fail_msg("[%g %g]: [%g %g], wanted [%g %g]", c->lo, c->hi, lo, hi, c->want_lo, c->want_hi);
    }
}

static void test_log_limits(void **state) {
    (void)state;
    double lo, hi;
    ticks_nice_log_limits(0.02, 300, &lo, &hi);
    assert_true(fabs(lo - 0.01) < 1e-12 && fabs(hi - 1000) < 1e-9);
    ticks_nice_log_limits(10, 100, &lo, &hi);
    assert_true(lo == 10 && hi == 100);
}

static void join(const TickSet *t, char *out, size_t n) {
    out[0] = 0;
    for (Index i = 0; i < t->n; i++) {
        strncat(out, i ? " " : "", n - strlen(out) - 1);
        strncat(out, t->labels[i], n - strlen(out) - 1);
    }
}

typedef struct LabelCase { double lo, hi; int intervals; const char *labels; int exponent; } LabelCase;
static const LabelCase label_cases[] = {
    {0, 1, 10, "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1", 0},
    {-1, 1, 4, "-1 -0.5 0 0.5 1", 0},
    {0, 10000, 10, "0 1000 2000 3000 4000 5000 6000 7000 8000 9000 10000", 0},
    {0, 20000, 10, "0 0.2 0.4 0.6 0.8 1 1.2 1.4 1.6 1.8 2", 4},
    {0, 100000, 10, "0 1 2 3 4 5 6 7 8 9 10", 4},
    {0, 0.005, 5, "0 1 2 3 4 5", -3},
    {1, 30, 5, "5 10 15 20 25 30", 0},
    {0, 15, 10, "0 5 10 15", 0},
};

static void test_labels(void **state) {
    (void)state;
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof label_cases / sizeof *label_cases; i++) {
        const LabelCase *c = &label_cases[i];
        TickSet t;
        char text[400];
        assert_true(ticks_linear(arena, c->lo, c->hi, c->intervals, &t));
        join(&t, text, sizeof text);
        assert_string_equal(text, c->labels);
        assert_int_equal(t.exponent, c->exponent);
    }
    arena_free(arena);
}

static void test_log_ticks(void **state) {
    (void)state;
    Arena *arena = arena_new();
    TickSet t;
    char text[200];
    assert_true(ticks_log(arena, 0.01, 100, 10, &t));
    join(&t, text, sizeof text);
    assert_string_equal(text, "10^{-2} 10^{-1} 10^{0} 10^{1} 10^{2}");
    assert_int_equal(t.n_minor, 4 * 8); // 2…9 of each decade
    assert_true(ticks_log(arena, 1, 1e12, 4, &t));
    assert_true(t.n <= 5 && t.n >= 2);
    assert_true(ticks_log(arena, 2, 4, 10, &t)); // less than a decade: plain numbers
    assert_true(t.n >= 3 && !strchr(t.labels[0], '^'));
    arena_free(arena);
}

static void test_formats(void **state) {
    (void)state;
    Arena *arena = arena_new();
    double at[] = {1, 2500, 3};
    static const struct { const char *format, *labels; } cases[] = {
        {"%.2f", "1.00 2500.00 3.00"}, {"%d%%", "1% 2500% 3%"}, {"$%,.0f", "$1 $2500 $3"},
        {"%s", "1 2500 3"},           // no number: not used
        {"%g %g", "1 2500 3"},        // two numbers: not used
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        TickSet t = {.at = at, .n = 3};
        char text[200];
        assert_true(ticks_label(arena, &t, INT_MIN, cases[i].format));
        join(&t, text, sizeof text);
        assert_string_equal(text, cases[i].labels);
    }
    arena_free(arena);
}

static void test_never_too_many(void **state) {
    (void)state;
    // Whatever the range, limits cover the data and at most the intervals asked for.
    uint32_t seed = 7;
    Arena *arena = arena_new();
    for (int i = 0; i < 2000; i++) {
        seed = seed * 1664525u + 1013904223u;
        double a = ((double)seed / 4e9 - 0.5) * pow(10, (double)(seed % 19) - 9);
        seed = seed * 1664525u + 1013904223u;
        double b = a + ((double)seed / 4e9 + 1e-3) * pow(10, (double)(seed % 17) - 8);
        int most = 2 + (int)(seed % 9);
        double lo, hi;
        if (!(b - a > 1e-9 * fmax(fabs(a), fabs(b)))) continue;
        ticks_nice_limits(a, b, most, &lo, &hi);
        double slack = 1e-9 * (hi - lo) + 2e-15 * fmax(fabs(a), fabs(b)); // the grid itself is rounded
        if (!(lo <= a + slack && hi >= b - slack)) fail_msg("[%.17g %.17g], %d intervals: [%.17g %.17g]", a, b, most, lo, hi);
        TickSet t;
        assert_true(ticks_linear(arena, lo, hi, most, &t));
        if (t.n < 2 || t.n > most + 1) fail_msg("[%.17g %.17g], %d intervals: %d ticks", lo, hi, most, (int)t.n);
        assert_true(t.at[0] >= lo - slack && t.at[t.n - 1] <= hi + slack);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nice_limits), cmocka_unit_test(test_log_limits), cmocka_unit_test(test_labels),
        cmocka_unit_test(test_log_ticks),   cmocka_unit_test(test_formats),    cmocka_unit_test(test_never_too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
