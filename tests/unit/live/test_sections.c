// Tests of live/sections.c. Hashes: FNV-1a of "x = 1" and "a\nb" worked out with an independent
// program (Perl, bigint).
#include "live/sections.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void finds(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const char text[] =
        "%[text] hello\nx = 1  \n%%\n\n%[text] more\n%% Title\na\n\nb %[output:1a2b3c4d]\n%%%\n";
    Section *s = NULL;
    Index n = 0;
    assert_int_equal(sections_find(&ctx, text, strlen(text), &s, &n), OK);
    assert_int_equal(n, 3);
    assert_int_equal(s[0].from_line, 1);
    assert_int_equal(s[0].to_line, 2);
    assert_string_equal(s[0].hash, "41f65c6b");
    assert_int_equal(s[1].from_line, 3);
    assert_int_equal(s[1].to_line, 5);
    assert_string_equal(s[1].hash, "");
    assert_int_equal(s[2].from_line, 6);
    assert_int_equal(s[2].to_line, 11);
    assert_string_equal(s[2].hash, "28e4c710"); // "a\nb": "%%%" starts with "%%"
    assert_int_equal(sections_at(s, n, 5), 1);
    assert_int_equal(sections_at(s, n, 6), 2);
    assert_int_equal(sections_at(s, n, 99), 2);
    mem_free(s);
    ctx_done(&ctx);
}

typedef struct Row {
    const char *what;
    int line, from, to, next;
} Row;

static void resolves(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const char text[] =
        "x = 1;\n%%\nif x\n  y = 2\nend\n\nz = [1 ...\n  2];\n%% Last\nfunction f\nend\nw = 3\n";
    static const Row rows[] = {
        {"all", 1, 1, 13, 0},      {"section", 1, 1, 1, 2}, {"section", 4, 2, 8, 9},
        {"section", 12, 9, 13, 0}, {"to_end", 3, 2, 13, 0}, {"line", 1, 1, 1, 2},
        {"line", 4, 3, 5, 7},      {"line", 2, 3, 5, 7},    {"line", 6, 7, 8, 9},
        {"line", 8, 7, 8, 9},      {"line", 9, 12, 12, 0},  {"section", -5, 1, 1, 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        RunRange r;
        assert_int_equal(sections_resolve(&ctx, text, strlen(text), rows[i].what, rows[i].line, &r),
                         OK);
        if (r.from_line != rows[i].from || r.to_line != rows[i].to || r.next_line != rows[i].next)
            fail_msg("%s at %d: %d-%d, next %d", rows[i].what, rows[i].line, r.from_line, r.to_line,
                     r.next_line);
    }
    RunRange r;
    assert_int_equal(sections_resolve(&ctx, text, strlen(text), "backwards", 1, &r), ERR_ARG);
    error_clear(&ctx.error);
    assert_int_equal(sections_resolve(&ctx, "x = (", 5, "line", 1, &r),
                     OK); // does not parse: its own line
    assert_int_equal(r.from_line, 1);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds), cmocka_unit_test(resolves)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
