// Labels: the tex interpreter's marks, several lines, latex with text, and text taken as it is.
// Widths are compared with text_measure of the same characters (independent of the label code).
#include "graphics/math.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const FontSpec sans = {"Helvetica", 10, false, false};

static LabelLayout *label_of(MarkupKind kind, const char *text) {
    Ctx ctx;
    ctx_init(&ctx);
    LabelLayout *label = NULL;
    assert_int_equal(label_layout(&ctx, kind, &sans, text, strlen(text), &label), OK);
    ctx_done(&ctx);
    return label;
}

static Scene *draw(MarkupKind kind, const char *text, double align) {
    LabelLayout *label = label_of(kind, text);
    Scene *scene = scene_new(200, 200);
    label_draw(label, scene, 20, 40, 0, align, (Color){0, 0, 0, 1});
    assert_false(scene->failed);
    label_free(label);
    return scene;
}

static MathBox box_of(MarkupKind kind, const char *text) {
    LabelLayout *label = label_of(kind, text);
    MathBox box = label_box(label);
    label_free(label);
    return box;
}

static double width_of(const char *text) {
    return text_measure(&sans, text, strlen(text)).width;
}

static void check_plain(MarkupKind kind, const char *source, const char *shown) {
    Scene *scene = draw(kind, source, 0);
    Buf text = BUF_INIT;
    for (Index i = 0; i < scene->n_items; i++) {
        assert_int_equal(scene->items[i].kind, SCENE_TEXT);
        buf_puts(&text, scene->items[i].text);
    }
    assert_string_equal(buf_text(&text), shown);
    buf_done(&text);
    scene_free(scene);
}

static void names_become_characters(void **state) {
    (void)state;
    check_plain(MARKUP_TEX, "\\alpha + \\beta", "α + β");
    check_plain(MARKUP_TEX, "-2\\pi < x < 2\\pi", "-2π < x < 2π");
    check_plain(MARKUP_TEX, "\\Omega \\rightarrow \\infty \\leq \\pm \\surd", "Ω → ∞ ≤ ± √");
    check_plain(MARKUP_TEX, "100\\% \\{a\\_b\\} c\\^d \\\\", "100% {a_b} c^d \\");
    check_plain(MARKUP_TEX, "\\nosuchname", "\\nosuchname");
    check_plain(MARKUP_TEX, "{open", "{open"); // unbalanced: as typed
    check_plain(MARKUP_TEX, "a}b", "a}b");
    check_plain(MARKUP_NONE, "\\alpha_1^2 {x}", "\\alpha_1^2 {x}");
    check_plain(MARKUP_TEX, "", "");
    check_plain(MARKUP_TEX, "x\\", "x\\");
    // Documented names, and the longest of them at the start of a longer word.
    check_plain(MARKUP_TEX, "\\oslash\\o\\0 \\copyright \\diamondsuit\\langle", "⊘ο∅ © ♦⟨");
    check_plain(MARKUP_TEX, "\\pitch \\label \\intensity", "πtch \\label ∫ensity");
    check_plain(MARKUP_TEX, "\\Upsilon\\bullet\\nabla\\ldots\\wp\\aleph", "ϒ•∇…℘ℵ");
    assert_true(fabs(box_of(MARKUP_TEX, "\\alpha").width - width_of("α")) < 0.01);
}

static void scripts_are_small_and_moved(void **state) {
    (void)state;
    Scene *scene = draw(MARKUP_TEX, "x_1^2y", 0);
    assert_int_equal(scene->n_items, 4);
    const SceneItem *x = &scene->items[0], *down = &scene->items[1], *up = &scene->items[2],
                    *y = &scene->items[3];
    assert_true(down->x == up->x && down->y > x->y && up->y < x->y && y->y == x->y);
    assert_true(down->font.size_pt < 8 && up->font.size_pt < 8 && y->font.size_pt == 10);
    assert_true(y->x > up->x + 2);
    scene_free(scene);
    scene = draw(MARKUP_TEX, "e^{-\\lambda t}", 0);
    assert_string_equal(scene->items[1].text, "-λ t");
    scene_free(scene);
    assert_true(box_of(MARKUP_TEX, "x^{y^z}").ascent > box_of(MARKUP_TEX, "x^y").ascent);
    assert_true(box_of(MARKUP_TEX, "x_y").descent > box_of(MARKUP_TEX, "xy").descent);
}

static void switches_hold_to_the_groups_end(void **state) {
    (void)state;
    Scene *scene =
        draw(MARKUP_TEX,
             "a{\\bf b \\it "
             "c}d\\color{red}e\\color[rgb]{0,0.5,1}f\\fontsize{20}g\\fontname{Times}h\\rmi",
             0);
    const SceneItem *item = scene->items;
    assert_int_equal(scene->n_items, 9);
    assert_false(item[0].font.bold);
    assert_string_equal(item[1].text, "b ");
    assert_true(item[1].font.bold && !item[1].font.italic);
    assert_true(item[2].font.bold && item[2].font.italic);
    assert_false(item[3].font.bold || item[3].font.italic);
    assert_true(item[4].color.r == 1 && item[4].color.g == 0);
    assert_true(item[5].color.r == 0 && item[5].color.g == 0.5f && item[5].color.b == 1);
    assert_true(item[6].font.size_pt == 20);
    assert_string_equal(item[7].font.family, "Times");
    scene_free(scene);
    scene = draw(MARKUP_TEX, "\\bfTitle", 0);
    assert_true(scene->items[0].font.bold);
    assert_string_equal(scene->items[0].text, "Title");
    scene_free(scene);
}

static void lines_stack_and_align(void **state) {
    (void)state;
    MathBox one = box_of(MARKUP_TEX, "wide line"), two = box_of(MARKUP_TEX, "wide line\nb");
    assert_true(two.ascent == one.ascent && two.width == one.width);
    assert_true(fabs(two.descent - (one.descent + one.ascent + one.descent)) < 0.01);
    Scene *scene = draw(MARKUP_TEX, "wide line\nb", 1);
    assert_true(fabs(scene->items[1].x - (20 + one.width - width_of("b"))) < 0.01);
    assert_true(scene->items[1].y > scene->items[0].y + 8);
    scene_free(scene);
}

static void latex_mixes_text_and_mathematics(void **state) {
    (void)state;
    MathBox plain = box_of(MARKUP_LATEX, "Gradient"),
            mixed = box_of(MARKUP_LATEX, "Gradient $\\frac{a}{b}$");
    assert_true(mixed.width > plain.width + 4 && mixed.descent > plain.descent);
    Scene *scene = draw(MARKUP_LATEX, "$x^2$ and \\textbf{bold}", 0);
    for (Index i = 0; i < scene->n_items; i++) assert_int_equal(scene->items[i].kind, SCENE_GLYPHS);
    assert_true(scene->n_items >= 3);
    scene_free(scene);
    assert_true(box_of(MARKUP_LATEX, "broken $x").width > 0);
    // display mathematics between double dollars, breaks outside mathematics only
    assert_true(box_of(MARKUP_LATEX, "$$\\frac{a}{b}$$").ascent >
                box_of(MARKUP_LATEX, "$\\frac{a}{b}$").ascent + 1);
    MathBox one = box_of(MARKUP_LATEX, "two lines"),
            two = box_of(MARKUP_LATEX, "two lines\\\\second");
    assert_true(two.descent > one.descent + 8 && fabs(two.width - one.width) < 0.01);
    assert_true(fabs(box_of(MARKUP_LATEX, "$\\begin{array}{c}a\\\\b\\end{array}$").descent -
                     box_of(MARKUP_LATEX, "$\\begin{matrix}a\\\\b\\end{matrix}$").descent) < 0.01);
    // accents compose, and weight comes from \\textbf alone
    assert_true(fabs(box_of(MARKUP_LATEX, "M\\\"uller").width -
                     box_of(MARKUP_LATEX, "Müller").width) < 0.05);
    assert_true(box_of(MARKUP_LATEX, "\\textbf{Gradient}").width > plain.width + 1);
}

static void limits_and_noise(void **state) {
    (void)state;
    Buf text = BUF_INIT;
    for (int i = 0; i < 3000; i++) buf_puts(&text, "x^{");
    buf_pad(&text, '}', 3000);
    Ctx ctx;
    ctx_init(&ctx);
    LabelLayout *label = NULL;
    assert_int_equal(label_layout(&ctx, MARKUP_TEX, &sans, text.data, text.len, &label), ERR_LIMIT);
    assert_null(label);
    ctx_done(&ctx);
    buf_done(&text);
    static const char *const odd[] = {"^",
                                      "_",
                                      "^^",
                                      "a^",
                                      "\\color",
                                      "\\color{",
                                      "\\color{nosuch}",
                                      "\\color[rgb]{1}",
                                      "\\fontsize{}",
                                      "\\fontsize{abc}",
                                      "\\fontname",
                                      "{}",
                                      "{{}}",
                                      "x_{}",
                                      "\xff\xfe",
                                      "\\bf",
                                      "x^\\alpha",
                                      "x_{\\bf}"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        for (int kind = 0; kind < 3; kind++)
            assert_true(isfinite(box_of((MarkupKind)kind, odd[i]).width));
}

static void labels_are_said_in_plain_text(void **state) {
    (void)state;
    static const struct {
        MarkupKind kind;
        const char *source, *text;
    } cases[] = {
        {MARKUP_TEX, "Weight gradients", "Weight gradients"},
        {MARKUP_TEX, "  two\n lines\t here ", "two lines here"},
        {MARKUP_TEX, "\\bf\\color{red}Loss", "Loss"},
        {MARKUP_TEX, "\\sigma(x)^2, x_{ij}, W_1", "σ(x)², x_ij, W₁"},
        {MARKUP_TEX, "10^{-3} and x_1^2 and x^{n+1}", "10⁻³ and x₁² and x^(n+1)"},
        {MARKUP_TEX, "a {broken", "a {broken"},
        {MARKUP_NONE, "x_1 \\alpha", "x_1 \\alpha"},
        {MARKUP_LATEX, "Rate $\\alpha_1$ of \\textbf{all} 5\\%", "Rate α₁ of all 5%"},
        {MARKUP_LATEX, "$\\frac{1}{1+e^{-x}}$", "1/(1+e^(-x))"},
        {MARKUP_LATEX, "$$\\sqrt{12} + \\left(\\mathrm{d}x\\right)$$", "√12 + (dx)"},
        {MARKUP_LATEX, "$\\frac{\\partial L}{\\partial W}$", "(∂ L)/(∂ W)"},
        {MARKUP_LATEX, "Sum $\\begin{array}{c}a\\end{array}$", ""},
        {MARKUP_LATEX, "$\\frac$ $\\sqrt", ""},
    };
    Ctx ctx;
    ctx_init(&ctx);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Buf text = BUF_INIT;
        assert_int_equal(
            label_text(&ctx, cases[i].kind, cases[i].source, strlen(cases[i].source), &text), OK);
        assert_string_equal(buf_text(&text), cases[i].text);
        buf_done(&text);
    }
    Buf deep = BUF_INIT, text = BUF_INIT;
    for (int i = 0; i < 50; i++) buf_puts(&deep, "x^{");
    for (int i = 0; i < 50; i++) buf_putc(&deep, '}');
    assert_int_equal(label_text(&ctx, MARKUP_TEX, deep.data, deep.len, &text), ERR_LIMIT);
    buf_done(&deep);
    buf_done(&text);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_become_characters),
        cmocka_unit_test(scripts_are_small_and_moved),
        cmocka_unit_test(switches_hold_to_the_groups_end),
        cmocka_unit_test(lines_stack_and_align),
        cmocka_unit_test(latex_mixes_text_and_mathematics),
        cmocka_unit_test(limits_and_noise),
        cmocka_unit_test(labels_are_said_in_plain_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
