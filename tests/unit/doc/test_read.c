// Readers: every form of plain-text live code and of published scripts, stored outputs, hostile
// input. The two .txt files beside the documents in tests/doc were checked by eye against the
// documented forms.
#include "base/file.h"
#include "doc/doc.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Document *read_text(const char *text) {
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    Status status = doc_read_text(&ctx, "test.m", text, strlen(text), &doc);
    if (status != OK) print_message("%s\n", error_message(&ctx.error));
    assert_int_equal(status, OK);
    ctx_done(&ctx);
    return doc;
}

static void check_dump(const char *text, const char *expected) {
    Document *doc = read_text(text);
    Buf out = BUF_INIT;
    document_dump(doc, &out);
    assert_string_equal(buf_text(&out), expected);
    buf_done(&out);
    doc_free(doc);
}

static void check_file(const char *path, const char *expected_path) {
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    assert_int_equal(doc_read(&ctx, path, &doc), OK);
    Buf out = BUF_INIT, expected = BUF_INIT;
    document_dump(doc, &out);
    assert_int_equal(file_read(&ctx, expected_path, 1 << 20, &expected), OK);
    assert_string_equal(buf_text(&out), buf_text(&expected));
    buf_done(&out);
    buf_done(&expected);
    doc_free(doc);
    ctx_done(&ctx);
}

static void all_live_forms(void **state) {
    (void)state;
    check_file(SOURCE_DIR "/tests/doc/live/forms.m", SOURCE_DIR "/tests/doc/live/forms.txt");
}

static void published_script(void **state) {
    (void)state;
    check_file(SOURCE_DIR "/tests/doc/script/sections.m",
               SOURCE_DIR "/tests/doc/script/sections.txt");
}

static void inline_marks(void **state) {
    (void)state;
#define T "%[text] "
    check_dump(T "**a** *b* `c` <u>d</u>", "paragraph: {b a}{ }{i b}{ }{m c}{ }{u d}\n");
    check_dump(T "***x*** **a *b* c**", "paragraph: {bi x}{ }{b a }{bi b}{b  c}\n");
    check_dump(T "5 * 3 and 2 ** 4", "paragraph: {5 * 3 and 2 ** 4}\n");
    check_dump(T "\\*a\\* \\_b \\[c\\] \\\\ \\`d\\`", "paragraph: {*a* _b [c] \\ `d`}\n");
    check_dump(T "[**x** y](https://a.org/b)",
               "paragraph: {b x -> https://a.org/b}{ y -> https://a.org/b}\n");
    check_dump(T "[x](internal:H_1) [y](mailto:a@b.org)",
               "paragraph: {x -> #H_1}{ }{y -> mailto:a@b.org}\n");
    check_dump(T "a $x\\_1$ b", "paragraph: {a }{$x_1}{ b}\n");
    check_dump(T "$\\\\frac{a}{b}${\"altText\":\"a over b\"} c",
               "paragraph: {$\\frac{a}{b}}{ c}\n");
    check_dump(T "typed by hand: $\\frac{a}{b}$ x",
               "paragraph: {typed by hand: }{$\\frac{a}{b}}{ x}\n");
    check_dump(T "$x$", "equation: {$x}\n");
    check_dump(T "costs $5", "paragraph: {costs $5}\n");
    check_dump(T "open [bracket", "paragraph: {open [bracket}\n");
    check_dump(T "`open and **open", "paragraph: {`open and **open}\n");
    check_dump(T "1\\. no list", "paragraph: {1. no list}\n");
    check_dump(T "", "paragraph: \n"); // an empty line of text stays one: line numbers count it
    check_dump(T "** a** b", "paragraph: {** a** b}\n");
    check_dump(T "**a ** b**", "paragraph: {b a ** b}\n");
    check_dump(T "`a\\`b\\_c`", "paragraph: {m a`b_c}\n");
    check_dump(T "[a](https://b.org/c_(d))", "paragraph: {a -> https://b.org/c_(d)}\n");
#undef T
}

static void unsafe_links_lose_their_target(void **state) {
    (void)state;
    check_dump("%[text] [a](javascript:alert(1)) [b](matlab:delete) [c](data:text/html,x) "
               "[d](file:///etc/passwd)",
               "paragraph: {a}{ }{b}{ }{c}{ }{d}\n");
    check_dump("%% T\n% <javascript:x y> <matlab:z w>\n",
               "title: {T}\nparagraph: {<javascript:x y> <matlab:z w>}\n");
}

static void published_html_is_kept_aside(void **state) {
    (void)state;
    check_dump("%% T\n% a\n% <html>\n% <b>x</b>\n%\n% </html>\n% b\n",
               "title: {T}\nparagraph: {a}\nraw: <html>\\n<b>x</b>\\n\\n</html>\nparagraph: {b}\n");
    check_dump("%% T\n% <latex>\n% \\x\n", "title: {T}\nraw: <latex>\\n\\x\n");
}

static void code_lines_keep_their_numbers(void **state) {
    (void)state;
    check_dump("%[text] a\n\nx = 1;\n\ny = 2;\n\n%[text] b\nz = 3;\n",
               "paragraph: {a}\ncode 2-6: \\nx = 1;\\n\\ny = 2;\\n\nparagraph: {b}\ncode 8-8: z = 3;\n");
    check_dump("x = 1;\n\ny = 2;\n\n%% t\nz = 3;\n",
               "code 1-3: x = 1;\\n\\ny = 2;\nsection: \ntitle: {t}\ncode 6-6: z = 3;\n");
    check_dump("x = 1;\r\n%%\r\ny = 2;\r\n", "code 1-1: x = 1;\nsection: \ncode 3-3: y = 2;\n");
    check_dump("\xEF\xBB\xBFx = 1;", "code 1-1: x = 1;\n");
    check_dump("", "");
    check_dump("function y = f(x)\ny = x;\nend\n", "code 1-3: function y = f(x)\\ny = x;\\nend\n");
}

static void marks_of_code_lines_are_hidden(void **state) {
    (void)state;
    check_dump("%[text] a\nx = 3 %[control:slider:8f01]{\"position\":[5,6]} "
               "%[output:12345678]\ndisp('%[output:no] kept')\n",
               "paragraph: {a}\ncode 2-3: x = 3\\ndisp('%[output:no] kept')\n");
}

static void outputs_come_from_the_appendix(void **state) {
    (void)state;
    check_dump(
        "%[text] a\nx = 3 %[output:0a]\n\n%[appendix]\n%---\n%[output:0a]\n%   data: "
        "{\"dataType\":\"text\",\"outputData\":{\"text\":\"<strong>b<\\/strong> c\"}}\n%---\n",
        "paragraph: {a}\ncode 2-2: x = 3\n  output text 2: b c\n");
    // damaged parts are left out, the document is still read
    check_dump("%[text] a\nx %[output:0a]\n%[appendix]{\"version\":\"1.0\"}\n%[output:0a]\n%   "
               "data: {\"dataType\":\"text\",\n%---\n%[output:0b]\n%   data: []\n",
               "paragraph: {a}\ncode 2-2: x\n");
}

static void layout_is_read(void **state) {
    (void)state;
    Document *doc =
        read_text("%[text] a\n%[appendix]{\"version\":\"1.0\"}\n%---\n%[metadata:view]\n%   data: "
                  "{\"layout\":\"hidecode\"}\n%---\n");
    assert_int_equal(doc->layout, DOC_HIDE_CODE);
    assert_int_equal(doc->format, DOC_LIVE_TEXT);
    doc_free(doc);
}

static void title_is_found(void **state) {
    (void)state;
    static const char *const cases[][2] = {{"%[text] # A **b**", "A b"},
                                           {"%[text] ## H\n%[text] # T", "T"},
                                           {"%[text] ## H", "H"},
                                           {"x = 1", "test"}};
    for (size_t i = 0; i < 4; i++) {
        Document *doc = read_text(cases[i][0]);
        Buf title = BUF_INIT;
        document_title(doc, &title);
        assert_string_equal(buf_text(&title), cases[i][1]);
        buf_done(&title);
        doc_free(doc);
    }
}

static void hostile_text_costs_little(void **state) {
    (void)state;
    static const char *const units[] = {
        "[",  "*", "**a ",           "`",   "$",        "<u>", "![", "[a](",
        "\\", "|", "%[text:anchor:", "{\"", "%[output:"};
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        Buf text = BUF_INIT;
        buf_puts(&text, "%[text] ");
        while (text.len < 400000) buf_puts(&text, units[k]);
        buf_puts(&text, "\nx = 1 ");
        for (int i = 0; i < 20000; i++) buf_puts(&text, units[k]);
        buf_puts(&text, "\n%% a\n% ");
        for (int i = 0; i < 20000; i++) buf_puts(&text, units[k]);
        Document *doc = read_text(buf_text(&text));
        assert_true(doc->n_blocks >= 1);
        doc_free(doc);
        text.data[2] = 'x'; // the same as an ordinary script
        doc = read_text(buf_text(&text));
        doc_free(doc);
        buf_done(&text);
    }
}

static void broken_tables_and_lists(void **state) {
    (void)state;
    check_dump("%[text:table]\n%[text] no bars\n%[text:table]\n", "");
    check_dump("%[text:table]\n%[text] | a | b |\n", "table:  /{a}{b}\n");
    check_dump("%[text:table]\n%[text] | a |\n%[text] | --- |\n%[text] | c | d "
               "|\n%[text:table]\n%[text] x",
               "table:  /{a} /{c}\nparagraph: {x}\n");
    check_dump("%[text] - a\n%[text]   - b\n%[text] 7. c",
               "item 0: {a}\nitem 1: {b}\nitem 0 ordered 7: {c}\n");
    check_dump("%[text]{\"align\":\"center\"} x\n%[text]{broken y",
               "paragraph center: {x}\nparagraph: {{broken y}\n");
}

/// Random bytes and random cuts of a real document never crash the reader.
static void noise_is_survived(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Buf good = BUF_INIT;
    assert_int_equal(file_read(&ctx, SOURCE_DIR "/tests/doc/live/forms.m", 1 << 20, &good), OK);
    uint32_t seed = 7;
    for (int round = 0; round < 400; round++) {
        Buf text = BUF_INIT;
        buf_put(&text, good.data, good.len);
        for (int k = 0; k < 30; k++) {
            seed = seed * 1664525u + 1013904223u;
            text.data[(seed >> 8) % text.len] = "\0\xff%[]{}\"\\$*`\n|#-"[seed % 16];
        }
        Document *doc = NULL;
        assert_int_equal(doc_read_text(&ctx, "x.m", text.data, text.len - seed % 200, &doc), OK);
        doc_free(doc);
        buf_done(&text);
    }
    buf_done(&good);
    Document *doc = NULL;
    assert_int_equal(doc_read(&ctx, "/nonexistent/file.m", &doc), ERR_IO);
    assert_null(doc);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_live_forms),
        cmocka_unit_test(published_script),
        cmocka_unit_test(inline_marks),
        cmocka_unit_test(unsafe_links_lose_their_target),
        cmocka_unit_test(published_html_is_kept_aside),
        cmocka_unit_test(code_lines_keep_their_numbers),
        cmocka_unit_test(marks_of_code_lines_are_hidden),
        cmocka_unit_test(outputs_come_from_the_appendix),
        cmocka_unit_test(layout_is_read),
        cmocka_unit_test(title_is_found),
        cmocka_unit_test(hostile_text_costs_little),
        cmocka_unit_test(broken_tables_and_lists),
        cmocka_unit_test(noise_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
