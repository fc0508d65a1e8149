// Figures in words: what a reader hears who cannot see them. Expected texts written by hand from
// the plots.
#include "engine/engine.h"
#include "graphics/figure.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void check(const char *code, const char *expected) {
    Engine *e;
    assert_int_equal(engine_new(NULL, &e), OK);
    Status status = engine_run_text(e, "", code, strlen(code), 1);
    if (status != OK) print_message("%s\n", error_message(&e->ctx.error));
    assert_int_equal(status, OK);
    Index n;
    GObject *const *figures = graphics_figures(e->env.graphics, &n);
    assert_int_equal(n, 1);
    Buf text = BUF_INIT;
    assert_int_equal(figure_description(&e->ctx, figures[0], &text), OK);
    assert_string_equal(buf_text(&text), expected);
    buf_done(&text);
    engine_free(e);
}

static void figures_are_described(void **state) {
    (void)state;
    check("figure", "Empty figure.");
    check("plot(0:10, (0:10).^2)", "Figure. It shows one line; x from 0 to 10; y from 0 to 100.");
    check("semilogy(1:5, 10.^(1:5)), title('Loss'), xlabel('Iteration'), ylabel('\\sigma_{1}')",
          "Figure. Loss: one line; Iteration from 1 to 5; sigma_1 from 10 to 1e+05 (logarithmic).");
    check("plot((1:3)' * (1:2)), legend('sigmoid', 'ReLU')",
          "Figure. It shows 2 lines (sigmoid, ReLU); x from 1 to 3; y from 1 to 6.");
    check("tiledlayout(1,2); nexttile, bar([1 2 3]), title('A'), nexttile, scatter([0 1],[0 "
          "1],'filled'), hold on, xline(0.5)",
          "Figure with 2 axes. A: one bar series; x from 0.2 to 3.8; y from 0 to 3. Axes 2: one "
          "scatter plot, one reference line; "
          "x from 0 to 1; y from 0 to 1.");
    check(
        "t = tiledlayout(1,1); title(t, 'All layers'); nexttile, surf([1 2;3 4]), zlabel('Count')",
        "Figure: All layers. It shows one surface; x from 1 to 2; y from 1 to 2; Count from 1 to "
        "4.");
    check("imshow(eye(3))", "Figure. It shows one image.");
}

static void many_axes_are_cut_short(void **state) {
    (void)state;
    Engine *e;
    assert_int_equal(engine_new(NULL, &e), OK);
    static const char code[] =
        "tiledlayout(4,4); for k = 1:16, nexttile; plot(1:3), title(\"Layer number \" + k), end";
    assert_int_equal(engine_run_text(e, "", code, strlen(code), 1), OK);
    Index n;
    Buf text = BUF_INIT;
    assert_int_equal(figure_description(&e->ctx, graphics_figures(e->env.graphics, &n)[0], &text),
                     OK);
    assert_non_null(strstr(buf_text(&text), "Figure with 16 axes. Layer number 1: one line"));
    assert_non_null(strstr(buf_text(&text), "And 8 more axes."));
    assert_true(text.len < 1000);
    buf_done(&text);
    engine_free(e);
}

static void check_caption(const char *code, const char *expected) {
    Engine *e;
    assert_int_equal(engine_new(NULL, &e), OK);
    assert_int_equal(engine_run_text(e, "", code, strlen(code), 1), OK);
    Index n;
    Buf text = BUF_INIT;
    assert_int_equal(figure_caption(&e->ctx, graphics_figures(e->env.graphics, &n)[0], &text), OK);
    assert_string_equal(buf_text(&text), expected);
    buf_done(&text);
    engine_free(e);
}

static void captions_are_short(void **state) {
    (void)state;
    check_caption("plot(1:3)", "");
    check_caption("plot(1:3), title('Loss of \\alpha_1')", "Loss of α₁");
    check_caption("figure(Name='Run 1'), plot(1:3), title('Loss')", "Run 1");
    check_caption("tiledlayout(1,2); nexttile, title('A'), nexttile, title('B')", "A and B");
    check_caption("tiledlayout(1,2); nexttile, title('A'), nexttile, title('A')", "A");
    check_caption("tiledlayout(1,2); nexttile, title('A'), nexttile", "A");
    check_caption(
        "tiledlayout(1,3); nexttile, title('A'), nexttile, title('B'), nexttile, title('C')", "");
    check_caption("t = tiledlayout(1,2); title(t, {'All','layers'}), nexttile, title('A')",
                  "All layers");
    check_caption("subplot(1,2,1), title('A'), sgtitle('Both')", "Both");
    check_caption("plot(1:3), title(repmat('a ', 1, 150))", "");
    check_caption("plot(1:3), title('x_1', Interpreter='none')", "x_1");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(figures_are_described),
                                       cmocka_unit_test(captions_are_short),
                                       cmocka_unit_test(many_axes_are_cut_short)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
