// Tests of live/changes.c. Expected texts are worked out by hand from CodeMirror's description of
// ChangeSet.toJSON.
#include "base/utf.h"
#include "live/changes.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Row {
    const char *text, *changes, *want; // want null: refused
} Row;

static const Row rows[] = {
    {"abc", "[3]", "abc"},
    {"", "[[0,\"x\"]]", "x"},
    {"abc", "[1,[1],1]", "ac"},
    {"abc", "[[3,\"x\",\"y\"]]", "x\ny"},
    {"abc", "[3,[0,\"\",\"\"]]", "abc\n"},
    {"a\nb", "[1,[1,\"; \"],1]", "a; b"},
    {"äb", "[1,[1,\"c\"]]", "äc"},                        // two bytes, one unit
    {"\xF0\x9F\x98\x80x", "[2,[1]]", "\xF0\x9F\x98\x80"}, // a surrogate pair is two units
    {"\xF0\x9F\x98\x80x", "[1,[1],1]", NULL},             // an end inside it
    {"abc", "[2]", NULL},
    {"abc", "[4]", NULL},
    {"abc", "[[4]]", NULL},
    {"abc", "[-1,[0,\"x\"],4]", NULL},
    {"abc", "[3,[0,\"a\\nb\"]]", NULL},
    {"abc", "[3,[0,\"a\\rb\"]]", NULL},
    {"abc", "[3,[0,\"a\\u0000b\"]]", NULL},
    {"abc", "[3,[0,1]]", NULL},
    {"abc", "[3,[]]", NULL},
    {"abc", "[3,\"x\"]", NULL},
    {"abc", "{}", NULL},
    {"abc", "[9223372036854775807]", NULL},
};

static void applies(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Ctx ctx;
        ctx_init(&ctx);
        Buf out = BUF_INIT;
        LineChanges lines = {0};
        json_t *changes = json_loads(rows[i].changes, JSON_ALLOW_NUL, NULL);
        assert_non_null(changes);
        Status status =
            changes_apply(&ctx, rows[i].text, strlen(rows[i].text), changes, 1000, &out, &lines);
        if (rows[i].want) {
            assert_int_equal(status, OK);
            assert_string_equal(buf_text(&out), rows[i].want);
        } else {
            assert_int_equal(status, ERR_ARG);
        }
        line_changes_done(&lines);
        buf_done(&out);
        json_decref(changes);
        ctx_done(&ctx);
    }
}

static void refuses_long_text(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Buf out = BUF_INIT;
    json_t *changes = json_loads("[[0,\"0123456789\"]]", 0, NULL);
    assert_int_equal(changes_apply(&ctx, "", 0, changes, 9, &out, NULL), ERR_LIMIT);
    buf_done(&out);
    json_decref(changes);
    ctx_done(&ctx);
}

// Where the lines of "one\ntwo\nthree\nfour" go: a line's content stays with its number's new
// value; 0: gone.
typedef struct LineRow {
    const char *changes;
    int want[4];
} LineRow;
static const LineRow line_rows[] = {
    {"[18]", {1, 2, 3, 4}},
    {"[4,[0,\"new\",\"\"],14]", {1, 3, 4, 5}}, // a line before the second
    {"[7,[0,\"\",\"new\"],11]", {1, 2, 4, 5}}, // a line after the second
    {"[5,[0,\"\",\"\"],13]", {1, 2, 4, 5}},    // the second is split: its beginning stays
    {"[4,[4],10]", {1, 0, 2, 3}},              // the second goes with its line end
    {"[3,[4],11]", {1, 0, 2, 3}},              // the same, with the line end before it
    {"[3,[1],14]", {1, 1, 2, 3}},              // joined to the first
    {"[4,[3,\"TWO\"],11]", {1, 2, 3, 4}},      // retyped
    {"[4,[3],11]", {1, 0, 3, 4}},              // emptied
    {"[4,[9,\"a\",\"b\"],5]", {1, 2, 3, 4}},   // two lines by two
    {"[4,[9,\"a\"],5]", {1, 2, 2, 3}},         // two lines by one
    {"[4,[14]]", {1, 0, 0, 0}},
    {"[[0,\"x\",\"\"],8,[0,\"y\",\"\"],10]", {2, 3, 5, 6}},
    {"[[18]]", {0, 0, 0, 0}},
};

static void lines_follow(void **state) {
    (void)state;
    static const char text[] = "one\ntwo\nthree\nfour";
    for (size_t i = 0; i < sizeof line_rows / sizeof *line_rows; i++) {
        Ctx ctx;
        ctx_init(&ctx);
        Buf out = BUF_INIT;
        LineChanges lines = {0};
        json_t *changes = json_loads(line_rows[i].changes, 0, NULL);
        assert_int_equal(changes_apply(&ctx, text, strlen(text), changes, 1000, &out, &lines), OK);
        for (int line = 1; line <= 4; line++)
            if (line_changes_map(&lines, line) != line_rows[i].want[line - 1])
                fail_msg("%s: line %d is at %d, not %d", line_rows[i].changes, line,
                         line_changes_map(&lines, line), line_rows[i].want[line - 1]);
        line_changes_done(&lines);
        buf_done(&out);
        json_decref(changes);
        ctx_done(&ctx);
    }
}

// Property: the change set between two texts turns one into the other.
static void between_is_exact(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "a",
                                        "ab\ncd\n",
                                        "ab\nxd\n",
                                        "äöü",
                                        "äxü",
                                        "aäb",
                                        "aöb",
                                        "\n\n\n",
                                        "\n\n",
                                        "\xF0\x9F\x98\x80",
                                        "\xF0\x9F\x98\x81",
                                        "x\xF0\x9F\x98\x80y",
                                        "abcabc",
                                        "abc",
                                        "one\ntwo\nthree\n"};
    size_t n = sizeof texts / sizeof *texts;
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++) {
            Ctx ctx;
            ctx_init(&ctx);
            Buf out = BUF_INIT;
            json_t *changes =
                changes_between(texts[a], strlen(texts[a]), texts[b], strlen(texts[b]));
            assert_int_equal(
                changes_apply(&ctx, texts[a], strlen(texts[a]), changes, 1000, &out, NULL), OK);
            assert_string_equal(buf_text(&out), texts[b]);
            buf_done(&out);
            json_decref(changes);
            ctx_done(&ctx);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(applies), cmocka_unit_test(refuses_long_text),
        cmocka_unit_test(lines_follow), cmocka_unit_test(between_is_exact)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
