// The marks of a tagged PDF: the file is read the way a viewer reads it (startxref, table, /Prev
// chain), so that offsets are checked to the byte; qpdf and pdfinfo, programs from elsewhere, agree
// where they are installed.
#include "base/file.h"
#include "graphics/scene.h"
#include "graphics/targets/pdf_catalog.h"
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void add_group(Scene *page, const char *role, const char *alt, const char *text, double y) {
    SceneItem *begin = scene_add(page, SCENE_GROUP_BEGIN);
    begin->role = role;
    begin->text = alt;
    SceneItem *item = scene_add(page, SCENE_TEXT);
    item->text = text;
    item->font = (FontSpec){"Helvetica", 12, false, false};
    item->color = (Color){0, 0, 0, 1};
    item->x = 72;
    item->y = y;
    scene_add(page, SCENE_GROUP_END);
}

/// Two pages with a heading, a paragraph, two figures (one without a description) and a formula.
static void make_pdf(Ctx *ctx, Buf *ret) {
    Scene *pages[2];
    for (int i = 0; i < 2; i++) {
        pages[i] = scene_new(595, 842);
        add_group(pages[i], i ? "P" : "H1", NULL, i ? "Words" : "Title", 80);
        add_group(pages[i], "Figure", i ? NULL : "Loss (\"sigmoid\") × 2", "1.0", 120);
    }
    add_group(pages[1], "Formula", "\\frac{a}{b}", "a/b", 160);
    DocumentInfo info = {.title = "T", .language = "en"};
    assert_int_equal(target_pdf_bytes(ctx, pages, 2, &info, ret), OK);
    for (int i = 0; i < 2; i++) scene_free(pages[i]);
}

/// Object `number` as the newest table of the chain has it; null when no table does.
static const char *find_object(const Buf *pdf, long number) {
    const char *start = NULL;
    for (const char *p = pdf->data;
         (p = memmem(p, pdf->len - (size_t)(p - pdf->data), "startxref", 9)); p++)
        start = p;
    assert_non_null(start);
    long table = strtol(start + 9, NULL, 10);
    while (table > 0) {
        const char *p = pdf->data + table;
        assert_int_equal(strncmp(p, "xref", 4), 0);
        char *end = (char *)(uintptr_t)(p + 4);
        while (isspace((unsigned char)*end)) end++;
        while (isdigit((unsigned char)*end)) {
            long first = strtol(end, &end, 10), count = strtol(end, &end, 10);
            while (isspace((unsigned char)*end)) end++;
            for (long i = 0; i < count; i++, end += 20) {
                if (first + i != number || end[17] != 'n') continue;
                const char *object = pdf->data + strtol(end, NULL, 10);
                assert_int_equal(strtol(object, NULL, 10), number);
                return object;
            }
        }
        const char *trailer = end, *prev = strstr(trailer, "/Prev"), *stop = strstr(trailer, ">>");
        assert_int_equal(strncmp(trailer, "trailer", 7), 0);
        table = prev && prev < stop ? strtol(prev + 5, NULL, 10) : 0;
    }
    return NULL;
}

static bool object_has(const char *object, const char *word) {
    const char *found = strstr(object, word), *end = strstr(object, "endobj");
    return found && found < end;
}

static long root_of(const Buf *pdf) {
    const char *trailer = NULL;
    for (const char *p = pdf->data;
         (p = memmem(p, pdf->len - (size_t)(p - pdf->data), "trailer", 7)); p++)
        trailer = p;
    return strtol(strstr(trailer, "/Root") + 5, NULL, 10);
}

static void catalog_and_elements_are_marked(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Buf pdf = BUF_INIT;
    make_pdf(&ctx, &pdf);
    const char *root = find_object(&pdf, root_of(&pdf));
    assert_true(object_has(root, "/MarkInfo << /Marked true >>"));
    assert_true(object_has(root, "/Lang <FEFF0065006E>"));
    assert_true(object_has(root, "/DisplayDocTitle true"));
    assert_true(object_has(root, "/Pages "));
    long tree = strtol(strstr(root, "/StructTreeRoot") + 15, NULL, 10), document;
    const char *structure = find_object(&pdf, tree), *kids = strstr(structure, "/K [");
    assert_non_null(kids);
    document = strtol(kids + 4, NULL, 10);
    const char *wrap = find_object(&pdf, document);
    assert_true(object_has(wrap, "/S /Document"));
    int figures = 0, alts = 0, top = 0;
    char parent[32];
    snprintf(parent, sizeof parent, "/P %ld 0 R", document);
    for (long i = 1; i < document; i++) {
        const char *o = find_object(&pdf, i);
        if (!o || !object_has(o, "/StructElem")) continue;
        top += object_has(o, parent);
        assert_true(object_has(o, parent)); // these pages have no nesting
        figures += object_has(o, "/S /Figure") || object_has(o, "/S /Formula");
        alts += object_has(o, "/Alt ");
        if (object_has(o, "/S /H1")) assert_false(object_has(o, "/Alt"));
    }
    assert_int_equal(top, 5);
    assert_int_equal(figures, 3);
    assert_int_equal(alts, 2);
    // Loss ("sigmoid") × 2 in UTF-16.
    assert_non_null(memmem(pdf.data, pdf.len, "/Alt <FEFF004C006F00730073002000280022",
                           strlen("/Alt <FEFF004C006F00730073002000280022")));
    buf_done(&pdf);
    ctx_done(&ctx);
}

static void other_programs_agree(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Buf pdf = BUF_INIT;
    make_pdf(&ctx, &pdf);
    char path[] = "/tmp/gradus-tagged-XXXXXX", command[200];
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(file_write(&ctx, path, pdf.data, pdf.len), OK);
    if (system("command -v pdfinfo >/dev/null 2>&1") == 0) {
        snprintf(command, sizeof command, "pdfinfo %s 2>&1 | grep -Eq 'Tagged: +yes'", path);
        assert_int_equal(system(command), 0);
    }
    if (system("command -v qpdf >/dev/null 2>&1") == 0) {
        snprintf(command, sizeof command, "qpdf --check %s >/dev/null 2>&1", path);
        assert_int_equal(system(command), 0);
    }
    unlink(path);
    buf_done(&pdf);
    ctx_done(&ctx);
}

/// Whatever the bytes are, the function ends, and either leaves them alone or appends.
static void other_files_are_left_alone(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    static const char *const texts[] = {
        "",
        "%PDF-1.5\n",
        "startxref",
        "%PDF-1.5 and some words that fill it up startxref 999999999999999999999",
        "%PDF-1.5 xref\n0 1\ntrailer << /Size 1 /Root 1 0 R >> startxref\n9\n%%EOF",
        "%PDF-1.5 xref\n0 4000000000\n0 0 n trailer << /Size 4 /Root 1 0 R >> startxref\n9\n%%EOF",
        "%PDF-1.5 xref\n0 2\n1 0 n 2 0 n trailer << /Size 2 /Root 1 0 R >> startxref\n9\n%%EOF",
        "%PDF-1.5 xref\n0 2\n1 0 n 2 0 n trailer << /Size -2 /Root 1 0 R >> startxref\n9\n%%EOF",
        "%PDF-1.5 xref\n0 2\ntrailer << /Size 2 /Root 1 0 R"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Buf bytes = BUF_INIT;
        buf_puts(&bytes, texts[i]);
        size_t n = bytes.len;
        PdfMarks marks = {.language = "en", .has_title = true};
        bool done = true;
        assert_int_equal(pdf_mark(&ctx, &bytes, &marks, &done), OK);
        assert_false(done);
        assert_int_equal(bytes.len, n);
        buf_done(&bytes);
    }
    Buf pdf = BUF_INIT, cut = BUF_INIT; // every way of cutting a true file short
    make_pdf(&ctx, &pdf);
    for (size_t n = 0; n < pdf.len; n += 37) {
        buf_clear(&cut);
        buf_put(&cut, pdf.data, n);
        PdfMarks marks = {.language = "en", .n_alts = 1, .alts = (const char *[]){"x"}};
        assert_int_equal(pdf_mark(&ctx, &cut, &marks, NULL), OK);
    }
    buf_done(&pdf);
    buf_done(&cut);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catalog_and_elements_are_marked),
        cmocka_unit_test(other_programs_agree),
        cmocka_unit_test(other_files_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
