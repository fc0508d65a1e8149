// Typesetting of TeX mathematics: sizes follow the rules of TeX, every known name has a glyph, bad
// input is shown and noted, absurd input meets a limit. Numbers: hand calculation from the font's
// own metrics (units of 1/1000 em), relations from The TeXbook, appendix G.
#include "graphics/math.h"
#include "graphics/math/symbols.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static MathBox box_of(const char *tex, double size, bool display, char **ret_note) {
    Ctx ctx;
    ctx_init(&ctx);
    MathLayout *layout = NULL;
    Status status = math_layout(&ctx, tex, strlen(tex), size, display, &layout, ret_note);
    if (status != OK) print_message("%s: %s\n", tex, error_message(&ctx.error));
    assert_int_equal(status, OK);
    MathBox box = math_box(layout);
    math_free(layout);
    ctx_done(&ctx);
    return box;
}

static MathBox clean_box(const char *tex, double size, bool display) {
    char *note = NULL;
    MathBox box = box_of(tex, size, display, &note);
    if (note) print_message("%s: %s\n", tex, note);
    assert_null(note);
    return box;
}

static double height(MathBox b) {
    return b.ascent + b.descent;
}

static void letters_have_the_fonts_widths(void **state) {
    (void)state; // Latin Modern Math: math italic x advances 572/1000 em, the digit 1 500/1000
    MathBox x = clean_box("x", 10, false), one = clean_box("1", 10, false);
    assert_true(fabs(x.width - 5.72) < 0.02);
    assert_true(fabs(one.width - 5.00) < 0.02);
    assert_true(fabs(x.ascent - 4.42) < 0.05);
    MathBox big = clean_box("x", 30, false);
    assert_true(fabs(big.width - 3 * x.width) < 1e-6);
}

static void spaces_follow_the_classes(void **state) {
    (void)state;
    double one = clean_box("1", 18, false).width, plus = clean_box("+", 18, false).width;
    double sum = clean_box("1+1", 18, false).width, equal = clean_box("1=1", 18, false).width;
    double sign = clean_box("=", 18, false).width;
    assert_true(fabs(sum - (2 * one + plus + 8)) <
                0.01); // two medium spaces of 4 mu; 1 mu is 1 pt at 18 pt
    assert_true(fabs(equal - (2 * one + sign + 10)) < 0.01); // two thick spaces of 5 mu
    assert_true(fabs(clean_box("+1", 18, false).width - (plus + one)) <
                0.01); // a sign, not an operation
    double comma = clean_box("1,1", 18, false).width - 2 * one - clean_box(",", 18, false).width;
    assert_true(fabs(comma - 3) < 0.01);
    assert_true(fabs(clean_box("1{,}1", 18, false).width - 2 * one -
                     clean_box(",", 18, false).width) < 0.01);
}

static void scripts_and_fractions_grow(void **state) {
    (void)state;
    MathBox x = clean_box("x", 10, true), up = clean_box("x^2", 10, true),
            down = clean_box("x_2", 10, true);
    assert_true(up.ascent > x.ascent + 2 && up.descent < 0.3);
    assert_true(down.descent > 1.4 && fabs(down.ascent - x.ascent) < 0.6);
    MathBox text = clean_box("\\frac{a}{b}", 10, false),
            display = clean_box("\\frac{a}{b}", 10, true);
    assert_true(height(display) > height(text) * 1.3);
    assert_true(fabs(height(clean_box("\\dfrac{a}{b}", 10, false)) - height(display)) < 1e-6);
    assert_true(fabs(height(clean_box("\\tfrac{a}{b}", 10, true)) - height(text)) < 1e-6);
    assert_true(fabs(height(clean_box("{a \\over b}", 10, true)) - height(display)) < 1e-6);
    MathBox tower = clean_box("x^{y^{z^{w}}}", 10, true);
    assert_true(tower.width < clean_box("xyzw", 10, true).width);
    assert_true(clean_box("f'", 10, true).ascent < clean_box("f^{2}", 10, true).ascent + 0.8);
}

static void delimiters_and_roots_cover(void **state) {
    (void)state;
    for (int rows = 1; rows <= 12; rows++) {
        char tex[400] = "\\begin{matrix}1", fenced[500];
        for (int i = 1; i < rows; i++) strcat(tex, "\\\\1");
        strcat(tex, "\\end{matrix}");
        MathBox inner = clean_box(tex, 10, true);
        static const char *const pairs[][2] = {{"(", ")"},
                                               {"[", "]"},
                                               {"\\{", "\\}"},
                                               {"|", "|"},
                                               {"\\langle", "\\rangle"},
                                               {"\\lfloor", "\\rceil"}};
        for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
            snprintf(fenced, sizeof fenced, "\\left%s%s\\right%s", pairs[k][0], tex, pairs[k][1]);
            MathBox outer = clean_box(fenced, 10, true);
            bool grows = k != 4 || rows < 4; // the angle brackets of the font have a largest size
            if (grows) assert_true(height(outer) >= 0.9 * height(inner) - 5.01);
            assert_true(outer.width > inner.width + 2);
        }
        snprintf(fenced, sizeof fenced, "\\sqrt{%s}", tex);
        assert_true(height(clean_box(fenced, 10, true)) > height(inner));
    }
    assert_true(clean_box("\\Bigl(", 10, true).ascent > clean_box("\\bigl(", 10, true).ascent);
    assert_true(clean_box("\\sqrt[abc]{x}", 10, true).width >
                clean_box("\\sqrt{x}", 10, true).width);
}

static void big_operators_know_their_style(void **state) {
    (void)state;
    MathBox text = clean_box("\\sum_{i=1}^{n} i", 10, false),
            display = clean_box("\\sum_{i=1}^{n} i", 10, true);
    assert_true(height(display) > height(text) + 10);
    assert_true(display.width < text.width);
    assert_true(fabs(clean_box("\\sum\\nolimits_{i}^{n}", 10, true).width -
                     clean_box("\\sum_{i}^{n}", 10, true).width) > 1);
    assert_true(height(clean_box("\\lim_{x\\to 0} f", 10, true)) >
                height(clean_box("\\lim f", 10, true)) + 4);
    assert_true(height(clean_box("\\int_0^1 x", 10, true)) > 20);
    assert_true(clean_box("\\overbrace{a+b+c+d}^{n}", 10, true).ascent >
                clean_box("a+b", 10, true).ascent + 8);
}

/// Counts the items of a kind after drawing.
static Index count_items(const char *tex, SceneKind kind) {
    Ctx ctx;
    ctx_init(&ctx);
    MathLayout *layout = NULL;
    assert_int_equal(math_layout(&ctx, tex, strlen(tex), 10, true, &layout, NULL), OK);
    Scene *scene = scene_new(100, 100);
    math_draw(layout, scene, 10, 50, 0.3, (Color){0, 0, 0, 1});
    assert_false(scene->failed);
    Index n = 0;
    for (Index i = 0; i < scene->n_items; i++) n += scene->items[i].kind == kind;
    scene_free(scene);
    math_free(layout);
    ctx_done(&ctx);
    return n;
}

static void every_name_has_a_glyph(void **state) {
    (void)state;
    assert_true(math_symbol_count() >= 350);
    int missing = 0;
    for (int i = 0; i < math_symbol_count(); i++) {
        char tex[64];
        int n_arguments;
        const char *name = math_symbol_name(i, &n_arguments);
        snprintf(tex, sizeof tex, n_arguments ? "\\%s{x}" : "\\%s", name);
        MathBox box = clean_box(tex, 10, true);
        bool good = box.width > 0.5 && box.width < 40 && height(box) > 0.3 && height(box) < 40 &&
                    !count_items(tex, SCENE_TEXT);
        if (!good) print_message("no glyph: %s\n", tex);
        missing += !good;
    }
    assert_int_equal(missing, 0);
}

static void alphabets_map_to_unicode(void **state) {
    (void)state; // code points from the Unicode charts
    assert_int_equal(math_alphabet_map(ALPHABET_DEFAULT, 'h'), 0x210E);
    assert_int_equal(math_alphabet_map(ALPHABET_DEFAULT, 'a'), 0x1D44E);
    assert_int_equal(math_alphabet_map(ALPHABET_DEFAULT, '7'), '7');
    assert_int_equal(math_alphabet_map(ALPHABET_DEFAULT, 0x3B1), 0x1D6FC);
    assert_int_equal(math_alphabet_map(ALPHABET_DEFAULT, 0x393), 0x393);
    assert_int_equal(math_alphabet_map(ALPHABET_BOLD, 'W'), 0x1D416);
    assert_int_equal(math_alphabet_map(ALPHABET_BOLD, '0'), 0x1D7CE);
    assert_int_equal(math_alphabet_map(ALPHABET_BLACKBOARD, 'R'), 0x211D);
    assert_int_equal(math_alphabet_map(ALPHABET_SCRIPT, 'L'), 0x2112);
    assert_int_equal(math_alphabet_map(ALPHABET_FRAKTUR, 'g'), 0x1D524);
    assert_int_equal(math_alphabet_map(ALPHABET_ROMAN, 'x'), 'x');
    assert_int_equal(math_alphabet_map(ALPHABET_BOLD_ITALIC, 0x3B8), 0x1D73D);
}

static void bad_input_is_shown_and_noted(void **state) {
    (void)state;
    static const char *const bad[] = {"\\nosuch{x}",
                                      "\\frac{1}{2",
                                      "a & b",
                                      "}",
                                      "x^",
                                      "\\left( x",
                                      "\\begin{matrix} a",
                                      "\\begin{nosuch}x\\end{nosuch}",
                                      "\\begin{matrix}a\\end{pmatrix}",
                                      "x^a^b",
                                      "\\color{nosuch}{x}",
                                      "{$x$}",
                                      "\\text{a $b}",
                                      "\\left\\nosuch x\\right)"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *note = NULL;
        MathBox box = box_of(bad[i], 10, true, &note);
        if (!note) print_message("no note: %s\n", bad[i]);
        assert_non_null(note);
        assert_true(box.width >= 0 && isfinite(box.width + box.ascent + box.descent));
        mem_free(note);
    }
    char *note = NULL;
    box_of("\\nosuch{x}", 10, true, &note);
    assert_non_null(strstr(note, "\\nosuch"));
    mem_free(note);
    static const char *const odd[] = {"",
                                      " ",
                                      "\\",
                                      "{}",
                                      "{}^{}_{}",
                                      "\\frac{}{}",
                                      "\\sqrt{}",
                                      "\\begin{matrix}\\end{matrix}",
                                      "\\hat{}",
                                      "\\left..\\right.",
                                      "\\substack{}",
                                      "\\\xff",
                                      "\xff\xfe",
                                      "\\text{}",
                                      "''''''''''",
                                      "_{_{_{x}}}",
                                      "\\begin{array}{||c||}\\hline\\end{array}"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        box_of(odd[i], 10, true, &note);
        mem_free(note);
    }
}

/// What people paste beside the mathematics goes, and what stands on several lines does so here too.
static void pasted_sources_are_put_right(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"x+y", "x+y"},
        {"a\n b", "a\n b"}, // a line end alone is a blank
        {"$x$", "x"},
        {"$$x$$", "x"},
        {"\\[ x \\]", " x "},
        {"\\(x\\)", "x"},
        {"\\text{a $b$}", "\\text{a $b$}"},
        {"x\\\\", "x"},
        {"a\\\\b", "\\begin{aligned}&a\\\\ &b\\end{aligned}"},
        {"a&=b\\\\ &=c", "\\begin{aligned}a&=b\\\\  &=c\\end{aligned}"},
        {"\\[a\\]\n\\[b\\]", "\\begin{aligned}&a \\\\ &b\\end{aligned}"},
        {"a\\newline b", "\\begin{aligned}&a\\\\ & b\\end{aligned}"},
        {"\\begin{matrix}a\\\\b\\end{matrix}", "\\begin{matrix}a\\\\b\\end{matrix}"},
        {"\\pmatrix{a&b\\cr c&d\\cr}", "\\begin{pmatrix}a&b\\\\  c&d\\\\ \\end{pmatrix}"},
        {"\\cases{0 & x<0\\cr \\matrix{1} & y}",
         "\\begin{cases}0 & x<0\\\\  \\begin{matrix}1\\end{matrix} & y\\end{cases}"},
        {"\\pmatrix{a", "\\begin{pmatrix}a\\end{pmatrix}"},
        {"\\pmatrix", "\\pmatrix"},
        {"}{$", "}{"},
    };
    Ctx ctx;
    ctx_init(&ctx);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        Buf out = BUF_INIT;
        assert_int_equal(math_source(&ctx, pairs[i][0], strlen(pairs[i][0]), &out), OK);
        assert_string_equal(buf_text(&out), pairs[i][1]);
        buf_done(&out);
    }
    ctx_done(&ctx);
    double row = height(clean_box("a", 10, true));
    static const char *const rows[] = {"a\\\\a", "\\[a\\]\n\\[a\\]", "$a$\\newline $a$", "\\displaylines{a\\cr a}", "\\pmatrix{a\\cr a}"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_true(height(clean_box(rows[i], 10, true)) > 1.9 * row);
    clean_box("\\ensuremath{\\mathbbm{R}}, a\\hdots b\\par\\hfill", 10, true);
}

static void limits_hold(void **state) {
    (void)state;
    static const char *const openers[] = {
        "{",      "\\frac{",  "\\sqrt{",         "x^{",           "\\left(",
        "\\hat{", "\\text{$", "\\begin{matrix}", "\\color{red}{", "\\mathbf{"};
    for (size_t k = 0; k < sizeof openers / sizeof *openers; k++) {
        Buf tex = BUF_INIT;
        while (tex.len < 20000) buf_puts(&tex, openers[k]);
        Ctx ctx;
        ctx_init(&ctx);
        MathLayout *layout = NULL;
        assert_int_equal(math_layout(&ctx, tex.data, tex.len, 10, true, &layout, NULL), ERR_LIMIT);
        assert_null(layout);
        ctx_done(&ctx);
        buf_done(&tex);
    }
    // What nesting could repeat is counted: unclosed arguments of macros, columns of columns.
    Buf macros = BUF_INIT;
    while (macros.len < 60000) buf_puts(&macros, "\\abs{");
    Ctx own;
    ctx_init(&own);
    MathLayout *none = NULL;
    assert_int_equal(math_layout(&own, macros.data, macros.len, 10, true, &none, NULL), ERR_LIMIT);
    ctx_done(&own);
    buf_done(&macros);
    clean_box("\\begin{array}{*{999}{*{999}{*{999}{}}}}a\\end{array}", 10, true);
    Buf tex = BUF_INIT;
    buf_pad(&tex, 'x', 70000);
    Ctx ctx;
    ctx_init(&ctx);
    MathLayout *layout = NULL;
    assert_int_equal(math_layout(&ctx, tex.data, tex.len, 10, true, &layout, NULL), ERR_LIMIT);
    ctx_done(&ctx);
    buf_done(&tex);
}

/// Pseudo-random pieces of TeX: nothing may crash, and sizes stay finite.
static void random_input_is_survived(void **state) {
    (void)state;
    static const char *const parts[] = {"{",
                                        "}",
                                        "\\frac",
                                        "x",
                                        "^",
                                        "_",
                                        "&",
                                        "\\\\",
                                        "\\left(",
                                        "\\right)",
                                        "\\begin{matrix}",
                                        "\\end{matrix}",
                                        "\\sqrt",
                                        "[",
                                        "]",
                                        "\\text{",
                                        "$",
                                        "'",
                                        "\\over",
                                        "\\sum",
                                        "\\limits",
                                        "\\hat",
                                        "\\middle|",
                                        "\\hline",
                                        "\\color{red}",
                                        " ",
                                        "\\substack",
                                        "\\xrightarrow",
                                        "\\not",
                                        "\\bf",
                                        "\\big",
                                        "\\cancel",
                                        "\\tag",
                                        "\\pmod"};
    uint32_t seed = 12345;
    for (int round = 0; round < 3000; round++) {
        Buf tex = BUF_INIT;
        for (int k = 0; k < 14; k++) {
            seed = seed * 1664525u + 1013904223u;
            buf_puts(&tex, parts[(seed >> 16) % (sizeof parts / sizeof *parts)]);
        }
        Ctx ctx;
        ctx_init(&ctx);
        MathLayout *layout = NULL;
        char *note = NULL;
        Status status = math_layout(&ctx, tex.data, tex.len, 10, round & 1, &layout, &note);
        assert_true(status == OK || status == ERR_LIMIT);
        if (status == OK) {
            MathBox box = math_box(layout);
            assert_true(isfinite(box.width) && isfinite(box.ascent) && isfinite(box.descent));
        }
        mem_free(note);
        math_free(layout);
        ctx_done(&ctx);
        buf_done(&tex);
    }
}

static void drawing_turns_about_the_start(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    MathLayout *layout = NULL;
    const char *tex = "\\frac{a}{b}";
    assert_int_equal(math_layout(&ctx, tex, strlen(tex), 10, true, &layout, NULL), OK);
    Scene *scene = scene_new(100, 100);
    math_draw(layout, scene, 10, 50, 1.5707963267948966, (Color){0, 0, 0, 1});
    bool seen = false;
    for (Index i = 0; i < scene->n_items; i++) {
        const SceneItem *item = &scene->items[i];
        if (item->kind == SCENE_GLYPHS) {
            assert_string_equal(item->text, tex);
            assert_true(item->x == 10 && item->y == 50);
        }
        if (item->kind != SCENE_PATH) continue;
        seen = true; // the bar stands upright: thin in x, long in y, above the start
        const double *p = item->path.points;
        assert_true(fabs(p[2] - p[0]) < 0.01 && p[1] - p[3] > 3 && p[1] < 50);
    }
    assert_true(seen);
    scene_free(scene);
    math_free(layout);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_have_the_fonts_widths),
        cmocka_unit_test(spaces_follow_the_classes),
        cmocka_unit_test(scripts_and_fractions_grow),
        cmocka_unit_test(delimiters_and_roots_cover),
        cmocka_unit_test(big_operators_know_their_style),
        cmocka_unit_test(every_name_has_a_glyph),
        cmocka_unit_test(alphabets_map_to_unicode),
        cmocka_unit_test(bad_input_is_shown_and_noted),
        cmocka_unit_test(pasted_sources_are_put_right),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(random_input_is_survived),
        cmocka_unit_test(drawing_turns_about_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
