// Boxes of formulas compared with those of KaTeX (katex_metrics.txt, its origin in its head). The two use nearly the
// same letters, but a box of ours ends where ink ends, one of KaTeX's where Computer Modern's metrics say; Latin
// Modern has fences of more sizes, a narrower double bar and its own accents. So at least 93 % of the numbers must agree
// within 0.05 em or 5 %, and every number within 0.3 em or 8 %.
#include "graphics/math.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Tally {
    int n, close;
} Tally;

static bool within(double ours, double theirs, double em, double share) {
    return fabs(ours - theirs) <= fmax(em, share * fabs(theirs));
}

static void count(Tally *tally, const char *what, double ours, double theirs, const char *tex) {
    tally->n++;
    tally->close += within(ours, theirs, 0.05, 0.05);
    bool far = !within(ours, theirs, 0.3, 0.08);
    if (far) print_message("%s of %s: %.3f, KaTeX %.3f\n", what, tex, ours, theirs);
    assert_false(far);
}

static MathBox box_of(const char *tex, bool display) {
    Ctx ctx;
    ctx_init(&ctx);
    MathLayout *layout = NULL;
    char *note = NULL;
    assert_int_equal(math_layout(&ctx, tex, strlen(tex), 100, display, &layout, &note), OK);
    if (note) print_message("%s: %s\n", tex, note);
    assert_null(note);
    MathBox box = math_box(layout);
    math_free(layout);
    ctx_done(&ctx);
    return box;
}

static void boxes_agree_with_katex(void **state) {
    (void)state;
    FILE *file = fopen(SOURCE_DIR "/tests/unit/graphics/katex_metrics.txt", "r");
    assert_non_null(file);
    Tally heights = {0}, depths = {0}, widths = {0};
    char line[1024];
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        char *column[5], *at = line;
        int n = 0;
        while (at && n < 5) {
            column[n++] = at;
            at = n < 5 ? strchr(at, '\t') : NULL;
            if (at) *at++ = 0;
        }
        if (line[0] == '#' || n < 5) continue;
        MathBox box = box_of(column[4], column[0][0] == 'D');
        count(&heights, "height", box.ascent / 100, atof(column[1]), column[4]);
        count(&depths, "depth", box.descent / 100, fmax(atof(column[2]), 0), column[4]);
        if (column[3][0] != '-') count(&widths, "width", box.width / 100, atof(column[3]), column[4]);
    }
    fclose(file);
    const Tally tallies[] = {heights, depths, widths};
    for (int i = 0; i < 3; i++) {
        print_message("%d of %d close\n", tallies[i].close, tallies[i].n);
        assert_true(tallies[i].n >= 300);
        assert_true(tallies[i].close >= 0.93 * tallies[i].n);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(boxes_agree_with_katex)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
