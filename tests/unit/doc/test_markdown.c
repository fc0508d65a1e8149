// Markdown, read and written. tests/doc/markdown/notes.txt was written by hand from the CommonMark
// specification; the second half checks that what we write reads as the same document.
#include "documents.h"

static void every_form(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = read_path(SOURCE_DIR "/tests/doc/markdown/notes.md");
    Buf out = BUF_INIT, expected = BUF_INIT;
    document_dump(doc, &out);
    assert_int_equal(
        file_read(&ctx, SOURCE_DIR "/tests/doc/markdown/notes.txt", 1 << 20, &expected), OK);
    assert_string_equal(buf_text(&out), buf_text(&expected));
    assert_int_equal(doc->format, DOC_MARKDOWN);
    check_stable(doc, "markdown", "notes.md");
    doc_free(doc);
    buf_done(&out);
    buf_done(&expected);
    ctx_done(&ctx);
}

static void check_dump(const char *text, const char *expected) {
    Document *doc = read_as("t.md", text, strlen(text));
    Buf out = BUF_INIT;
    document_dump(doc, &out);
    assert_string_equal(buf_text(&out), expected);
    buf_done(&out);
    check_stable(doc, "markdown", "t.md");
    doc_free(doc);
}

static void headings_find_their_level(void **state) {
    (void)state;
    check_dump("# A\n\n## B\n\n### C\n", "title: {A}\nheading 1: {B}\nheading 2: {C}\n");
    check_dump("# A\n\n# B\n\n## C\n", "heading 1: {A}\nheading 1: {B}\nheading 2: {C}\n");
    check_dump("## A\n", "heading 1: {A}\n");
    check_dump("## C\\#\n", "heading 1: {C#}\n");
    check_dump("## <a id=\"H_1\"></a>A\n", "heading 1 #H_1: {A}\n");
}

static void code_keeps_its_lines(void **state) {
    (void)state;
    check_dump("a\n\n```matlab\n\nx\n\n```\n", "paragraph: {a}\ncode 4-6: \\nx\\n\n");
    check_dump("~~~octave\n  y\n~~~\n", "code 2-2:   y\n");
    check_dump("````matlab\nz = '```'\n````\n", "code 2-2: z = '```'\n");
    check_dump("```matlab example\nq\n```\n", "example: q\n");
    check_dump("```math\nx^2\n```\n", "equation center: {$x^2}\n");
}

static void outputs_follow_their_code(void **state) {
    (void)state;
    check_dump(
        "```matlab\nx\n```\n\n```output warning\nWarning: w\n```\n\n```output error\ne\n```\n",
        "code 2-2: x\n  output warning 2: Warning: w\\n\n  output error 2: e\\n\n");
    check_dump("```output\nx\n```\n", "example: x\n");
}

static void links_and_pictures_are_safe(void **state) {
    (void)state;
    check_dump("[a](javascript:x) <javascript:y>", "paragraph: {a}{ }{javascript:y}\n");
    check_dump("![p](../../etc/passwd.png)", "paragraph: {!p}\n");
    check_dump("<script>alert(1)</script>", "raw: <script>alert(1)</script>\n");
    Document *doc = read_as("t.md", "[a](data:text/html,x)", 21);
    assert_null(doc->blocks[0].runs.items[0].link);
    assert_string_equal(doc->blocks[0].runs.items[0].unsafe_link, "data:text/html,x");
    doc_free(doc);
}

/// Live code written as Markdown and read again is the same for everything Markdown can say.
static void from_live_and_back(void **state) {
    (void)state;
    static const char live[] =
        "%[text] # T\n%[text] Some *a* **b** `c\\*d` <u>e</u> [f](https://g.org) $h\\_i$ \\# 1\\. "
        "\\- j\\_k.\n"
        "%[text] \\- no item\n%[text] 1\\. neither\n%[text] - one\n%[text]   - two\n%[text] - "
        "three \\\n"
        "%[text] 3. c\n%[text] 4. d \\\n%[text]{\"align\":\"center\"} $x$\n%[text:table]\n"
        "%[text] | a | b\\|c |\n%[text] | --- | --- |\n%[text] | $d$ | `e\\|f` |\n%[text:table]\n"
        "%[text] ```\n%[text] plain\n%[text] ```\n%%\n%[text] ## H\nx = 1\ny = 2\n%[text] [to "
        "H](internal:h)";
    Document *doc = read_as("t.m", live, sizeof live - 1);
    Buf text = BUF_INIT, before = BUF_INIT, after = BUF_INIT;
    for (Index i = 0; i < doc->n_blocks; i++) // Markdown counts other lines
        if (doc->blocks[i].kind == BLOCK_CODE) doc->blocks[i].first_line = 0;
    document_dump(doc, &before);
    write_as(doc, "markdown", NULL, &text);
    Document *again = read_as("t.md", buf_text(&text), text.len);
    for (Index i = 0; i < again->n_blocks; i++) {
        if (again->blocks[i].kind == BLOCK_CODE) again->blocks[i].first_line = 0;
        if (again->blocks[i].kind == BLOCK_HEADING) again->blocks[i].anchor = NULL;
    }
    document_dump(again, &after);
    assert_string_equal(buf_text(&after), buf_text(&before));
    doc_free(doc);
    doc_free(again);
    buf_done(&text);
    buf_done(&before);
    buf_done(&after);
}

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/// Plain text of any characters comes back, whatever Markdown would make of them.
static void any_text_survives(void **state) {
    (void)state;
    static const char *const words[] = {
        "a",   " b",           "*", "**", "_",   "`",    "$",  "\\",    "[", "](x)", ")",   "|",
        "<b>", "</a>",         "#", "1.", "- ",  "+",    "!",  "&amp;", "&", "~~",   "---", "=",
        "é",   "http://x.org", ">", "$$", "2) ", "<!--", "```"};
    Ctx ctx;
    ctx_init(&ctx);
    uint32_t seed = 5;
    for (int round = 0; round < 3000; round++) {
        Document *doc = document_new();
        DocBlock *b = NULL;
        static const BlockKind kinds[] = {BLOCK_PARAGRAPH, BLOCK_HEADING, BLOCK_LIST_ITEM,
                                          BLOCK_TABLE};
        BlockKind kind = kinds[round % 4];
        assert_int_equal(document_add(&ctx, doc, kind, &b), OK);
        Buf text = BUF_INIT, written = BUF_INIT, after = BUF_INIT;
        buf_putc(&text, 'w');
        for (int k = 0; k < 1 + (int)(next_random(&seed) % 7); k++)
            buf_puts(&text, words[next_random(&seed) % (sizeof words / sizeof *words)]);
        buf_putc(&text, 'z');
        const char *start = buf_text(&text) + (kind != BLOCK_TABLE && next_random(&seed) % 2);
        while (*start == ' ') start++;
        DocRun run = {.kind = RUN_TEXT, .text = start};
        b->runs = (DocRuns){&run, 1};
        b->level = kind == BLOCK_HEADING;
        b->cells = kind == BLOCK_TABLE ? &b->runs : NULL;
        b->n_rows = b->n_cols = kind == BLOCK_TABLE;
        b->has_header = true;
        write_as(doc, "markdown", NULL, &written);
        Document *again = read_as("t.md", buf_text(&written), written.len);
        assert_true(again->n_blocks >= 1);
        const DocBlock *c = &again->blocks[0];
        runs_text(c->kind == BLOCK_TABLE ? &c->cells[0] : &c->runs, &after);
        if (strcmp(buf_text(&after), start)) print_message("%s\n", buf_text(&written));
        assert_string_equal(buf_text(&after), start);
        assert_int_equal(c->kind, kind);
        doc_free(again);
        b->runs = (DocRuns){0};
        b->cells = NULL;
        b->n_rows = 0;
        doc_free(doc);
        buf_done(&text);
        buf_done(&written);
        buf_done(&after);
    }
    ctx_done(&ctx);
}

/// Long runs of one mark, deep nesting: time and stack stay bounded.
static void hostile_text_costs_little(void **state) {
    (void)state;
    static const char *const units[] = {
        "[", "*",  "**a ", "`",    "$",    "> ",    "- ",         "![",   "[a](",     "<",   "|",
        "&", "\\", "_a",   "\n> ", "\n- ", "```\n", "a|b\n-|-\n", "<!--", "[a]: b\n", "*a_ "};
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        Buf text = BUF_INIT;
        while (text.len < 50000) buf_puts(&text, units[k]);
        Document *doc = read_as("t.md", text.data, text.len);
        doc_free(doc);
        buf_done(&text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form),
        cmocka_unit_test(headings_find_their_level),
        cmocka_unit_test(code_keeps_its_lines),
        cmocka_unit_test(outputs_follow_their_code),
        cmocka_unit_test(links_and_pictures_are_safe),
        cmocka_unit_test(from_live_and_back),
        cmocka_unit_test(any_text_survives),
        cmocka_unit_test(hostile_text_costs_little),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
