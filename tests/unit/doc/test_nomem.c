// The n-th allocation fails in turn: reading, typesetting and laying out either succeed or fail
// with ERR_NOMEM, and nothing is left behind (the sanitizer build watches). Only the hostile build
// can make allocations fail; elsewhere this checks success.
#include "base/file.h"
#include "doc/doc.h"
#include "graphics/math.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/// Adds a table and a scalar in structured form to the first code block.
static Status add_outputs(Ctx *ctx, Document *doc) {
    static const char *const data[] = {
        "{\"dataType\":\"tabular\",\"outputData\":{\"columnNames\":[\"a\",\"b\"],\"columns\":2,"
        "\"header\":\"900×2 "
        "table\",\"name\":\"T\",\"rows\":900,\"type\":\"table\",\"value\":[[\"1.5\","
        "\"x\"],[\"22\",\"yy\"]]}}",
        "{\"dataType\":\"textualVariable\",\"outputData\":{\"name\":\"x\",\"value\":\"3.1416\"}}"};
    Index code = 0;
    while (doc->blocks[code].kind != BLOCK_CODE) code++;
    for (int i = 0; i < 2; i++) {
        DocOutput output = {.kind = i ? OUTPUT_VARIABLE : OUTPUT_TABLE,
                            .line = doc->blocks[code].first_line,
                            .text = mem_dup("x =\n\n    1\n"),
                            .data = mem_dup(data[i])};
        TRY(block_add_output(ctx, &doc->blocks[code], output));
    }
    return OK;
}

static Status whole_way(const char *text, size_t n) {
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    Scene **pages = NULL;
    Index n_pages = 0;
    Status status = doc_read_text(&ctx, SOURCE_DIR "/tests/doc/live/forms.m", text, n, &doc);
    if (status == OK) status = add_outputs(&ctx, doc);
    if (status == OK) status = doc_pages(&ctx, doc, NULL, &pages, &n_pages);
    Buf pdf = BUF_INIT;
    DocumentInfo info = {.title = "T", .language = "en"};
    if (status == OK) status = target_pdf_bytes(&ctx, pages, n_pages, &info, &pdf);
    buf_done(&pdf);
    for (Index i = 0; i < n_pages; i++) scene_free(pages[i]);
    mem_free(pages);
    doc_free(doc);
    ctx_done(&ctx);
    return status;
}

#ifdef GRADUS_HOSTILE
enum { STEP = 30 };
#else
enum { STEP = 2 }; // nothing can fail here
#endif

static void documents_survive_short_memory(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Buf text = BUF_INIT;
    assert_int_equal(file_read(&ctx, SOURCE_DIR "/tests/doc/live/forms.m", 1 << 20, &text), OK);
    assert_int_equal(whole_way(text.data, text.len), OK);
    Status status = ERR_NOMEM;
    int n_failed = 0;
    for (int64_t n = 1; n < 60000; n += 1 + n / STEP) {
        mem_fail_at(n);
        status = whole_way(text.data, text.len);
        mem_fail_at(0);
        if (status != OK && status != ERR_NOMEM)
            print_message("allocation %d: %s\n", (int)n, status_name(status));
        assert_true(status == OK || status == ERR_NOMEM);
        n_failed += status != OK;
    }
    assert_int_equal(status, OK);
#ifdef GRADUS_HOSTILE
    assert_true(n_failed > 40);
#else
    assert_int_equal(n_failed, 0);
#endif
    buf_done(&text);
    ctx_done(&ctx);
}

static Status write_once(const Document *doc, const char *writer) {
    Ctx ctx;
    ctx_init(&ctx);
    DocFiles files;
    Status status = doc_write_files(&ctx, doc_writer_find(writer), doc, NULL, "base", &files);
    if (status == OK) doc_files_done(&files);
    ctx_done(&ctx);
    return status;
}

static void writers_survive_short_memory(void **state) {
    (void)state;
    static const char *const writers[] = {"live", "markdown", "notebook", "html", "latex"};
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    assert_int_equal(doc_read(&ctx, SOURCE_DIR "/tests/doc/live/kept.m", &doc), OK);
    for (size_t k = 0; k < sizeof writers / sizeof *writers; k++) {
        Status status = ERR_NOMEM;
        for (int64_t n = 1; n < 200000; n += 1 + n / 15) {
            mem_fail_at(n);
            status = write_once(doc, writers[k]);
            mem_fail_at(0);
            if (status != OK && status != ERR_NOMEM)
                print_message("%s, allocation %d: %s\n", writers[k], (int)n, status_name(status));
            assert_true(status == OK || status == ERR_NOMEM);
        }
        assert_int_equal(status, OK);
    }
    doc_free(doc);
    ctx_done(&ctx);
}

static void labels_survive_short_memory(void **state) {
    (void)state;
    const FontSpec font = {"Helvetica", 10, false, false};
    static const char text[] = "\\alpha_{i}^2 \\bf b\nsecond";
    static const char latex[] =
        "a $\\frac{1}{\\sqrt{x}}\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}\\nosuch$";
    for (int kind = 1; kind <= 2; kind++) {
        Status status = ERR_NOMEM;
        for (int64_t n = 1; n < 2000 && status == ERR_NOMEM; n++) {
            Ctx ctx;
            ctx_init(&ctx);
            LabelLayout *label = NULL;
            mem_fail_at(n);
            status = label_layout(&ctx, (MarkupKind)kind, &font, kind == 1 ? text : latex,
                                  strlen(kind == 1 ? text : latex), &label);
            mem_fail_at(0);
            assert_true(status == OK || (status == ERR_NOMEM && !label));
            label_free(label);
            ctx_done(&ctx);
        }
        assert_int_equal(status, OK);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(documents_survive_short_memory),
                                       cmocka_unit_test(writers_survive_short_memory),
                                       cmocka_unit_test(labels_survive_short_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
