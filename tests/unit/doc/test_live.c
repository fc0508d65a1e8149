// Plain-text live code, read and written. tests/doc/live/kept.m is written by hand after the
// documented forms of the format (../shared reference, section 1.4), seen.m, early.m and app.m after files
// that MATLAB saved (docs/formats.md says what they showed). All must come back byte by byte.
#include "documents.h"

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void every_byte_comes_back(void **state) {
    (void)state;
    static const char *const paths[] = {SOURCE_DIR "/tests/doc/live/kept.m", SOURCE_DIR "/tests/doc/live/seen.m",
                                        SOURCE_DIR "/tests/doc/live/early.m", SOURCE_DIR "/tests/doc/live/app.m"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        Ctx ctx;
        ctx_init(&ctx);
        Buf source = BUF_INIT, written = BUF_INIT;
        assert_int_equal(file_read(&ctx, paths[i], 1 << 20, &source), OK);
        Document *doc = read_path(paths[i]);
        write_as(doc, "live", NULL, &written);
        assert_string_equal(buf_text(&written), buf_text(&source));
        check_round_trip(doc, "live", "kept.m");
        doc_free(doc);
        buf_done(&source);
        buf_done(&written);
        ctx_done(&ctx);
    }
}

/// What the marks of seen.m mean; the bytes alone could come back without being understood.
static void seen_forms_are_understood(void **state) {
    (void)state;
    Document *doc = read_path(SOURCE_DIR "/tests/doc/live/seen.m");
    Buf out = BUF_INIT;
    dump_all(doc, &out);
    static const char *const there[] = {
        "y_i\\n= \\frac{a}{b}\\quad\\text{for }x\\quad\\\\\\n",
        "a < b > c",
        "[1,2]",
        "\\text{cost $5$}",
        "f*g",
        " alt=the set \"{x_1, x_2}\" of \\alpha",
        " attributes={\"editStyle\":\"visual\"}",
        " alt=a square",
        "\\begin{array}{l}\\na\\\\\\nb\\n\\end{array}",
        "6.03%",
        "3.5 is no item",
        "https://example.org/a_(b)?c=d",
        " unsafe=file:..\\data\\set.txt",
        " unsafe=matlab:doc some topic",
        "control datePicker 0d01",
    };
    for (size_t i = 0; i < sizeof there / sizeof *there; i++) {
        if (!strstr(buf_text(&out), there[i])) print_message("missing: %s\n%s\n", there[i], buf_text(&out));
        assert_non_null(strstr(buf_text(&out), there[i]));
    }
    buf_done(&out);
    doc_free(doc);
}

static void check_tex(const char *source, const char *expected) {
    Buf text = BUF_INIT;
    buf_printf(&text, "%%[text] $%s$ end\n", source);
    Document *doc = read_as("a.m", buf_text(&text), text.len);
    assert_int_equal(doc->blocks[0].runs.items[0].kind, RUN_EQUATION);
    assert_string_equal(doc->blocks[0].runs.items[0].text, expected);
    doc_free(doc);
    buf_done(&text);
}

static void equations_are_unescaped(void **state) {
    (void)state;
    check_tex("\\\\alpha\\n+ b", "\\alpha\n+ b");
    check_tex("x\\ny", "x\ny");
    check_tex("\\nu", "\\nu"); // typed by hand
    check_tex("\\\\nu\\nu", "\\nu\nu");
    check_tex("a \\neq b\\, c", "a \\neq b\\, c");
    check_tex("\\alpha\\_1", "\\alpha\\_1"); // a lone command says that nothing is escaped
    check_tex("a\\\\, b\\\\;c", "a\\, b\\;c");
    check_tex("a\\+b\\-c2\\.5", "a+b-c2.5");
    check_tex("&dollar&;x&dollar&;", "$x$");
}

/// Any formula, its line ends and dollars too, comes back as it was.
static void any_equation_survives(void **state) {
    (void)state;
    static const char *const pieces[] = {"\\alpha ", "\\\\", "\n", "$", "_1", "^{2}", "x",   "\\nu ", "\\,",   "[",  "]",
                                         "<",       ">",    "*",  "`", "+",  "-",    "2.5", "n",     "\\{", "\\}", "\\_"};
    uint32_t seed = 17;
    for (int round = 0; round < 3000; round++) {
        Buf tex = BUF_INIT, text = BUF_INIT;
        buf_puts(&tex, "\\beta "); // so that a lone line end is none of a command
        for (uint32_t n = next_random(&seed) % 8; n; n--)
            buf_puts(&tex, pieces[next_random(&seed) % (sizeof pieces / sizeof *pieces)]);
        Ctx ctx;
        ctx_init(&ctx);
        Document *doc = document_new();
        DocBlock *b = NULL;
        assert_int_equal(document_add(&ctx, doc, BLOCK_PARAGRAPH, &b), OK);
        DocRun *runs = arena_alloc(doc->arena, 2 * sizeof *runs);
        runs[0] = (DocRun){.kind = RUN_EQUATION, .text = buf_text(&tex)};
        runs[1] = (DocRun){.kind = RUN_TEXT, .text = " end"};
        b->runs = (DocRuns){runs, 2};
        write_as(doc, "live", NULL, &text);
        Document *again = read_as("a.m", buf_text(&text), text.len);
        assert_string_equal(again->blocks[0].runs.items[0].text, buf_text(&tex));
        doc_free(again);
        doc_free(doc);
        buf_done(&tex);
        buf_done(&text);
        ctx_done(&ctx);
    }
}

static void documents_come_back(void **state) {
    (void)state;
    static const char *const paths[] = {SOURCE_DIR "/tests/doc/live/forms.m", SOURCE_DIR
                                        "/examples/vanishing-gradients/vanishingGradients.m"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        Document *doc = read_path(paths[i]);
        Buf text = BUF_INIT;
        write_as(doc, "live", NULL, &text);
        Document *again = read_as("again.m", buf_text(&text), text.len);
        check_round_trip(again, "live", "again.m");
        Buf a = BUF_INIT, b = BUF_INIT;
        document_dump(doc, &a);
        document_dump(again, &b);
        assert_string_equal(buf_text(&b), buf_text(&a));
        doc_free(doc);
        doc_free(again);
        buf_done(&text);
        buf_done(&a);
        buf_done(&b);
    }
}

static const DocBlock *code_with_controls(const Document *doc) {
    for (Index i = 0; i < doc->n_blocks; i++)
        if (doc->blocks[i].n_controls) return &doc->blocks[i];
    return NULL;
}

static void controls_stand_at_their_place(void **state) {
    (void)state;
    Document *doc = read_path(SOURCE_DIR "/tests/doc/live/kept.m");
    const DocBlock *b = code_with_controls(doc);
    assert_non_null(b);
    assert_int_equal(b->n_controls, 3);
    const DocControl *slider = &b->controls[0], *button = &b->controls[1], *field = &b->controls[2];
    assert_string_equal(slider->kind, "slider");
    assert_string_equal(slider->id, "8f01");
    assert_int_equal(slider->line, 1); // a blank line comes first
    assert_int_equal(slider->start, 4);
    assert_int_equal(slider->end, 5);
    assert_non_null(strstr(slider->data, "\"max\":9"));
    assert_string_equal(button->kind, "button");
    assert_int_equal(button->line, 3);
    assert_null(field->data);
    assert_int_equal(field->end, 17); // UTF-16 units, as the file counts
    // An odd mark is kept as it stands, and so are the parts nobody understood.
    assert_non_null(strstr(b->attributes, "%[control:odd:0b0b]{\\\"place\\\":1}"));
    const DocPart *task = document_find_part(doc, "live", "task:83a5");
    assert_non_null(task);
    assert_non_null(strstr(task->bytes, "more: lines of a later version"));
    assert_non_null(document_find_part(doc, "live", "output:broken"));
    assert_non_null(document_find_part(doc, "live", "output:unused"));
    assert_string_equal(doc->record.seed, "twister 0");
    assert_true(doc->record.seconds == 1.5);
    assert_int_equal(doc->layout, DOC_ON_RIGHT);
    doc_free(doc);
}

static void outputs_have_their_kinds(void **state) {
    (void)state;
    Document *doc = read_path(SOURCE_DIR "/tests/doc/live/kept.m");
    const DocBlock *b = &doc->blocks[doc->n_blocks - 1];
    static const OutputKind kinds[] = {OUTPUT_MATRIX, OUTPUT_TABLE, OUTPUT_EQUATION, OUTPUT_WARNING,
                                       OUTPUT_ERROR,  OUTPUT_RAW,   OUTPUT_FIGURE,   OUTPUT_RAW};
    assert_int_equal(b->n_outputs, 8);
    for (int i = 0; i < 8; i++) assert_int_equal(b->outputs[i].kind, kinds[i]);
    assert_non_null(strstr(b->outputs[0].text, "1.0e+3"));
    assert_string_equal(b->outputs[1].name, "T");
    assert_string_equal(b->outputs[4].text, "Error here");
    assert_null(b->outputs[3].data); // text says it all
    assert_non_null(b->outputs[4].data);
    const DocImage *gif = b->outputs[6].image;
    assert_string_equal(gif->media_type, "image/gif");
    assert_null(gif->pixels);
    assert_int_equal(gif->width, 1);
    doc_free(doc);
}

static void line_ends_and_marks_are_normalised(void **state) {
    (void)state;
    static const char crlf[] = "\xEF\xBB\xBF%[text] a\r\n\r\nx = 1 %[output:0a]\r\n\r\n"
                               "%[appendix]\r\n%[output:0a]\r\n%   data: {\"dataType\":\"text\","
                               "\"outputData\":{\"text\":\"b\"}}\r\n%---\r\n";
    Document *doc = read_as("a.m", crlf, sizeof crlf - 1);
    Buf out = BUF_INIT;
    document_dump(doc, &out);
    assert_string_equal(buf_text(&out), "paragraph: {a}\ncode 2-3: \\nx = 1\n  output text 3: b\n");
    buf_clear(&out);
    write_as(doc, "live", NULL, &out);
    assert_null(strchr(buf_text(&out), '\r'));
    doc_free(doc);
    doc = read_as("a.m", buf_text(&out), out.len);
    check_round_trip(doc, "live", "a.m");
    doc_free(doc);
    buf_done(&out);
}

static void check_written(const char *text, const DocOptions *options, const char *expected) {
    Document *doc = read_as("a.m", text, strlen(text));
    Buf out = BUF_INIT;
    write_as(doc, "live", options, &out);
    char *end = strstr(out.data, "\n%[appendix]");
    assert_non_null(end);
    *end = 0;
    assert_string_equal(out.data, expected);
    buf_done(&out);
    doc_free(doc);
}

static void options_are_heard(void **state) {
    (void)state;
    static const char text[] =
        "%[text] a\nx %[output:group:1] %[output:0a]\n\n%[appendix]\n%[output:0a]\n%   "
        "data: {\"dataType\":\"text\",\"outputData\":{\"text\":\"secret\"}}\n%---\n";
    DocOptions options = {.no_outputs = true, .hide_code = true};
    check_written(text, &options, "%[text] a\nx\n");
    Document *doc = read_as("a.m", text, sizeof text - 1);
    Buf out = BUF_INIT;
    write_as(doc, "live", &options, &out);
    assert_null(strstr(buf_text(&out), "secret"));
    assert_non_null(strstr(buf_text(&out), "\"layout\":\"hidecode\""));
    buf_done(&out);
    doc_free(doc);
}

static void other_forms_become_the_usual_ones(void **state) {
    (void)state;
    check_written(
        "%% A\n% text *b* and $x^2$\n%\n% * one\n% * two\n\nx = 1;\n", NULL,
        "%[text] # A\n%[text] text **b** and $x^2$\n%[text] - one\n%[text] - two \\\nx = 1;\n");
    check_written("%[text] * star\n%[text] plain", NULL, "%[text] - star \\\n%[text] plain\n");
    check_written("%[text] a %[text:anchor:A_1] b %[text:anchor:A_2] c", NULL,
                  "%[text] %[text:anchor:A_1] a b %[text:anchor:A_2] c\n");
    check_written("%[text] x\n%%   \ny", NULL, "%[text] x\n%%\ny\n");
    check_written("%[text] typed $\\alpha$", NULL, "%[text] typed $\\\\alpha$\n");
    check_written("%[text] b\n", NULL, "%[text] b\n");
    check_written("%[text] b\n%%%[output:1]\nx", NULL, "%[text] b\n%%%[output:1]\nx\n");
    check_written("%[appendix]", NULL, "");
    check_written("%[text] <u>*a*</u><u>**b**</u>", NULL, "%[text] <u>*a***b**</u>\n");
    check_written("%[text] *a* *b* `c_d` `e\\_f`", NULL, "%[text] *a* *b* `c_d` `e_f`\n");
}

// ---- made documents -----------------------------------------------------------------------------

static const char *random_text(Document *doc, uint32_t *seed) {
    static const char *const words[] = {"a",    " ",    "*", "**", "_",    "`",   "$",  "\\", "[",
                                        "](",   ")",    "|", "<",  "</u>", "%",   "#",  "1.", "-",
                                        "{",    "}\"",  "!", "\"", "é",    " b",  "c ", "😀",  "~",
                                        "&lt;", "http", ">", "+ ", "  ",   "<br>"};
    Buf text = BUF_INIT;
    int n = 1 + (int)(next_random(seed) % 6);
    for (int i = 0; i < n; i++)
        buf_puts(&text, words[next_random(seed) % (sizeof words / sizeof *words)]);
    char *kept = arena_dup(doc->arena, buf_text(&text), text.len);
    buf_done(&text);
    return kept;
}

static DocRuns random_runs(Document *doc, uint32_t *seed) {
    Index n = 1 + next_random(seed) % 5;
    DocRun *runs = arena_alloc(doc->arena, (size_t)n * sizeof *runs);
    for (Index i = 0; i < n; i++) {
        uint32_t pick = next_random(seed) % 10;
        runs[i].style = next_random(seed) % 3 ? 0 : next_random(seed) % 16;
        runs[i].text = random_text(doc, seed);
        if (pick == 0) runs[i].kind = RUN_EQUATION;
        if (pick == 1) runs[i].kind = RUN_BREAK;
        if (pick == 2) runs[i].link = "https://example.org/(a)b)";
        if (pick == 3) runs[i].unsafe_link = "matlab:x(1)";
    }
    return (DocRuns){runs, n};
}

/// Text of a paragraph as a reader of it sees it, blanks aside.
static void plain_text(const DocRuns *runs, Buf *out) {
    for (Index i = 0; i < runs->n; i++)
        for (const char *p = runs->items[i].kind == RUN_BREAK ? "" : runs->items[i].text; *p; p++)
            if (*p != ' ') buf_putc(out, *p);
}

static void any_text_survives(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    uint32_t seed = 3;
    for (int round = 0; round < 3000; round++) {
        Document *doc = document_new();
        DocBlock *b = NULL;
        static const BlockKind kinds[] = {BLOCK_PARAGRAPH, BLOCK_HEADING, BLOCK_LIST_ITEM,
                                          BLOCK_TABLE};
        BlockKind kind = kinds[round % 4];
        assert_int_equal(document_add(&ctx, doc, kind, &b), OK);
        b->runs = random_runs(doc, &seed);
        b->level = 1;
        if (kind == BLOCK_TABLE) {
            b->cells = &b->runs;
            b->n_rows = b->n_cols = 1;
        }
        Buf text = BUF_INIT, before = BUF_INIT, after = BUF_INIT;
        write_as(doc, "live", NULL, &text);
        Document *again = read_as("x.m", buf_text(&text), text.len);
        plain_text(&b->runs, &before);
        assert_int_equal(again->n_blocks, 1);
        const DocBlock *c = &again->blocks[0];
        plain_text(c->kind == BLOCK_TABLE ? &c->cells[0] : &c->runs, &after);
        if (strcmp(buf_text(&after), buf_text(&before))) print_message("%s\n", buf_text(&text));
        assert_string_equal(buf_text(&after), buf_text(&before));
        check_stable(again, "live", "x.m");
        doc_free(again);
        b->runs = (DocRuns){0};
        doc_free(doc);
        buf_done(&text);
        buf_done(&before);
        buf_done(&after);
    }
    ctx_done(&ctx);
}

/// Damaged documents: whatever was understood of them is written and read the same from then on.
static void noise_is_stable(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Buf good = BUF_INIT;
    assert_int_equal(file_read(&ctx, SOURCE_DIR "/tests/doc/live/kept.m", 1 << 20, &good), OK);
    uint32_t seed = 11;
    for (int round = 0; round < 300; round++) {
        Buf text = BUF_INIT, first = BUF_INIT;
        buf_put(&text, good.data, good.len);
        for (int k = 0; k < 40; k++)
            text.data[next_random(&seed) % text.len] =
                "\xff%[]{}\"\\$*`\n|#- 1:"[next_random(&seed) % 19];
        Document *doc = read_as("x.m", text.data, text.len - next_random(&seed) % 300);
        write_as(doc, "live", NULL, &first);
        doc_free(doc);
        doc = read_as("x.m", buf_text(&first), first.len);
        check_stable(doc, "live", "x.m");
        doc_free(doc);
        buf_done(&text);
        buf_done(&first);
    }
    buf_done(&good);
    ctx_done(&ctx);
}

/// Two blocks that name one output on several lines (found by fuzzing): each gets its own, once.
static void a_shared_output_does_not_grow(void **state) {
    (void)state;
    static const char text[] =
        "%[text] # One output named by two blocks, each on two lines\n"
        "x = [1 ... %[output:7fd89108]\n"
        "  2] %[output:7fd89108]\n"
        "%[text] between\n"
        "y = [1 ... %[output:7fd89108]\n"
        "  2] %[output:7fd89108]\n"
        "\n"
        "%[appendix]{\"version\":\"1.0\"}\n"
        "%---\n"
        "%[output:7fd89108]\n"
        "%   data: {\"dataType\":\"text\",\"outputData\":{\"text\":\"done\\n\",\"truncated\":false}}\n"
        "%---\n";
    Document *doc = read_as("x.m", text, sizeof text - 1);
    Buf first = BUF_INIT;
    write_as(doc, "live", NULL, &first);
    doc_free(doc);
    doc = read_as("x.m", buf_text(&first), first.len);
    assert_int_equal(doc->blocks[doc->n_blocks - 1].n_outputs, 1);
    check_stable(doc, "live", "x.m");
    doc_free(doc);
    buf_done(&first);
}

static void many_equal_outputs_get_names(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = document_new();
    DocBlock *b = NULL;
    assert_int_equal(document_add(&ctx, doc, BLOCK_CODE, &b), OK);
    b->text = "x";
    b->first_line = b->n_lines = 1;
    for (int i = 0; i < 30000; i++) {
        DocOutput output = {.kind = OUTPUT_TEXT, .line = 1, .text = mem_dup("same\n")};
        assert_int_equal(block_add_output(&ctx, b, output), OK);
    }
    check_stable(doc, "live", "x.m");
    doc_free(doc);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_comes_back),
        cmocka_unit_test(seen_forms_are_understood),
        cmocka_unit_test(equations_are_unescaped),
        cmocka_unit_test(any_equation_survives),
        cmocka_unit_test(documents_come_back),
        cmocka_unit_test(controls_stand_at_their_place),
        cmocka_unit_test(outputs_have_their_kinds),
        cmocka_unit_test(line_ends_and_marks_are_normalised),
        cmocka_unit_test(options_are_heard),
        cmocka_unit_test(other_forms_become_the_usual_ones),
        cmocka_unit_test(any_text_survives),
        cmocka_unit_test(noise_is_stable),
        cmocka_unit_test(a_shared_output_does_not_grow),
        cmocka_unit_test(many_equal_outputs_get_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
