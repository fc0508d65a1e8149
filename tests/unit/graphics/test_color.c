// Colour names, line specifications, colour maps.
#include "graphics/figure.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void test_names(void **state) {
    (void)state;
    static const struct { const char *text; float r, g, b; } good[] = {
        {"r", 1, 0, 0}, {"Red", 1, 0, 0}, {"k", 0, 0, 0}, {"#00ff00", 0, 1, 0}, {"#F0F", 1, 0, 1}, {"#D9D9D9", 217 / 255.f, 217 / 255.f, 217 / 255.f},
    };
    Color c;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(color_parse(good[i].text, &c));
        assert_true(fabsf(c.r - good[i].r) < 1e-6f && fabsf(c.g - good[i].g) < 1e-6f && fabsf(c.b - good[i].b) < 1e-6f);
    }
    static const char *const bad[] = {"", "re", "#12", "#GGG", "redd", "#1234567"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(color_parse(bad[i], &c));
}

static void test_linespec(void **state) {
    (void)state;
    static const struct { const char *text, *style, *marker; bool color; } good[] = {
        {"r--o", "--", "o", true}, {":", ":", NULL, false}, {"-.xk", "-.", "x", true}, {"s", NULL, "square", false},
        {"b", NULL, NULL, true}, {"^-", "-", "^", false}, {"black", NULL, NULL, true}, {"", NULL, NULL, false}, {"o-.", "-.", "o", false},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        LineSpec s;
        if (!linespec_parse(good[i].text, &s)) fail_msg("'%s' refused", good[i].text);
        if (good[i].style) assert_string_equal(s.style, good[i].style);
        else assert_null(s.style);
        if (good[i].marker) assert_string_equal(s.marker, good[i].marker);
        else assert_null(s.marker);
        assert_int_equal(s.has_color, good[i].color);
    }
    static const char *const bad[] = {"LineWidth", "--:", "oo", "rg", "q", "Color", "DisplayName"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        LineSpec s;
        if (linespec_parse(bad[i], &s)) fail_msg("'%s' accepted", bad[i]);
    }
}

static void test_maps_in_range(void **state) {
    (void)state;
    double rgb[3 * 300];
    const char *name;
    for (Index k = 0; (name = colormap_name(k)); k++)
        for (Index n = 1; n <= 300; n = n < 20 ? n + 1 : n + 140) {
            for (Index i = 0; i < 3 * n; i++) rgb[i] = NAN;
            assert_true(colormap_fill(name, n, rgb));
            for (Index i = 0; i < 3 * n; i++)
                if (!(rgb[i] >= 0 && rgb[i] <= 1)) fail_msg("%s(%d)", name, (int)n);
        }
    assert_false(colormap_fill("plaid", 8, rgb));
}

static void test_documented_colors(void **state) {
    // Values of parula(8), jet and hot as the documentation prints them.
    (void)state;
    static const double parula[8][3] = {{0.2422, 0.1504, 0.6603}, {0.2810, 0.3228, 0.9579}, {0.1786, 0.5289, 0.9682}, {0.0689, 0.6948, 0.8394},
                                        {0.2161, 0.7843, 0.5923}, {0.6720, 0.7793, 0.2227}, {0.9970, 0.7659, 0.2199}, {0.9769, 0.9839, 0.0805}};
    double rgb[24];
    colormap_fill("parula", 8, rgb);
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < 3; k++) assert_true(fabs(rgb[i + 8 * k] - parula[i][k]) < 2e-3);
    colormap_fill("jet", 8, rgb);
    static const double jet[8][3] = {{0, 0, 1}, {0, 0.5, 1}, {0, 1, 1}, {0.5, 1, 0.5}, {1, 1, 0}, {1, 0.5, 0}, {1, 0, 0}, {0.5, 0, 0}};
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < 3; k++) assert_true(fabs(rgb[i + 8 * k] - jet[i][k]) < 1e-12);
    colormap_fill("gray", 3, rgb);
    assert_true(rgb[0] == 0 && rgb[1] == 0.5 && rgb[2] == 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names), cmocka_unit_test(test_linespec), cmocka_unit_test(test_maps_in_range),
                                       cmocka_unit_test(test_documented_colors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
