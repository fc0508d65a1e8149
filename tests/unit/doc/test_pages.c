// Pages and PDF: everything of the document is on the pages, nothing leaves the margins, chains
// stay together, options work, and the file says the same through an independent reader (pdftotext,
// where it is installed).
#include "base/file.h"
#include "doc/doc.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const double margin = 62.362;

typedef struct Pages {
    Ctx ctx;
    Document *doc;
    Scene **items;
    Index n;
} Pages;

static void pages_of(Pages *p, const char *text, const DocPdfOptions *options) {
    ctx_init(&p->ctx);
    assert_int_equal(doc_read_text(&p->ctx, "test.m", text, strlen(text), &p->doc), OK);
    Status status = doc_pages(&p->ctx, p->doc, options, &p->items, &p->n);
    if (status != OK) print_message("%s\n", error_message(&p->ctx.error));
    assert_int_equal(status, OK);
}

static void pages_done(Pages *p) {
    for (Index i = 0; i < p->n; i++) scene_free(p->items[i]);
    mem_free(p->items);
    doc_free(p->doc);
    ctx_done(&p->ctx);
}

/// All text of a page, one item after another.
static void page_text(const Scene *page, Buf *out) {
    for (Index i = 0; i < page->n_items; i++)
        if (page->items[i].kind == SCENE_TEXT || page->items[i].kind == SCENE_GLYPHS) {
            buf_puts(out, page->items[i].text);
            buf_putc(out, ' ');
        }
}

static Index count_role(const Pages *p, const char *role) {
    Index n = 0;
    for (Index k = 0; k < p->n; k++)
        for (Index i = 0; i < p->items[k]->n_items; i++) {
            const SceneItem *item = &p->items[k]->items[i];
            n += item->kind == SCENE_GROUP_BEGIN && item->role && !strcmp(item->role, role);
        }
    return n;
}

static void check_margins(const Pages *p) {
    for (Index k = 0; k < p->n; k++) {
        const Scene *page = p->items[k];
        int depth = 0;
        for (Index i = 0; i < page->n_items; i++) {
            const SceneItem *item = &page->items[i];
            depth += (item->kind == SCENE_GROUP_BEGIN) - (item->kind == SCENE_GROUP_END);
            if (item->kind != SCENE_TEXT) continue;
            if (item->x < margin - 1 || item->x + item->width > page->width - margin + 1)
                print_message("outside: %s\n", item->text);
            assert_true(item->x >= margin - 1 && item->x + item->width <= page->width - margin + 1);
            assert_true(item->y > 20 && item->y < page->height - 20);
        }
        assert_int_equal(depth, 0);
    }
}

static char *long_document(int n_sections) {
    Buf text = BUF_INIT;
    buf_puts(&text, "%[text] # Title\n");
    for (int s = 0; s < n_sections; s++) {
        buf_printf(&text, "%%%%\n%%[text] ## Heading%d\n", s);
        for (int i = 0; i < 60 + 7 * s; i++)
            buf_puts(&text, i ? " and some words on gradients" : "%[text] Words");
        buf_puts(&text, " with $\\\\frac{a}{b}$ and `code` inside.\n");
        for (int i = 0; i < 9 + 8 * s; i++)
            buf_printf(&text, "value%d_%d = sin(%d) + \"text\"; %% comment\n", s, i, i);
        for (int i = 0; i < 40; i++) buf_puts(&text, i ? " + aLongName" : "y = aLongName");
        buf_puts(&text, ";\n");
    }
    return buf_take(&text);
}

static void nothing_is_lost_or_cut(void **state) {
    (void)state;
    char *text = long_document(7);
    static const DocPdfOptions options[] = {
        {DOC_A4}, {DOC_LETTER, .double_spaced = true}, {DOC_A4, .ragged = true}};
    for (int k = 0; k < 3; k++) {
        Pages p;
        pages_of(&p, text, &options[k]);
        assert_true(p.n >= 4);
        check_margins(&p);
        Buf all = BUF_INIT;
        for (Index i = 0; i < p.n; i++) page_text(p.items[i], &all);
        for (int s = 0; s < 7; s++) {
            char word[40];
            snprintf(word, sizeof word, "Heading%d", s);
            assert_non_null(strstr(buf_text(&all), word));
            for (int i = 0; i < 9 + 8 * s; i++) {
                snprintf(word, sizeof word, "value%d_%d ", s, i);
                assert_non_null(strstr(buf_text(&all), word));
            }
        }
        int names = 0; // the long lines are wrapped, not cut: 7 × 40 names
        for (const char *q = buf_text(&all); (q = strstr(q, "aLongName")); q++) names++;
        assert_int_equal(names, 280);
        buf_done(&all);
        pages_done(&p);
    }
    mem_free(text);
}

static void headings_do_not_end_a_page(void **state) {
    (void)state;
    for (int lines = 30; lines < 70;
         lines++) { // the heading meets every place near the foot of the page
        Buf text = BUF_INIT;
        for (int i = 0; i < lines; i++) buf_printf(&text, "x%d = %d;\n", i, i);
        buf_puts(&text, "%[text] ## Lonely\n%[text] Two lines of words");
        for (int i = 0; i < 25; i++) buf_puts(&text, " and more words");
        buf_puts(&text, "\n");
        Pages p;
        pages_of(&p, buf_text(&text), NULL);
        for (Index k = 0; k < p.n; k++) {
            Buf page = BUF_INIT;
            page_text(p.items[k], &page);
            if (strstr(buf_text(&page), "Lonely"))
                assert_non_null(strstr(buf_text(&page), "words"));
            buf_done(&page);
        }
        check_margins(&p);
        pages_done(&p);
        buf_done(&text);
    }
}

static void options_change_what_is_shown(void **state) {
    (void)state;
    const char *text =
        "%[text] # T\n%[text] Some words.\nsecret = 1 %[output:0a]\n%[appendix]\n%[output:0a]\n"
        "%   data: {\"dataType\":\"text\",\"outputData\":{\"text\":\"shown\"}}\n";
    Pages p;
    for (int hide = 0; hide < 2; hide++) {
        DocPdfOptions options = {.hide_code = hide};
        pages_of(&p, text, &options);
        Buf page = BUF_INIT;
        page_text(p.items[0], &page);
        assert_true((strstr(buf_text(&page), "secret") == NULL) == (hide == 1));
        assert_non_null(strstr(buf_text(&page), "shown"));
        buf_done(&page);
        pages_done(&p);
    }
    DocPdfOptions letter = {.paper = DOC_LETTER};
    pages_of(&p, text, &letter);
    assert_true(p.items[0]->width == 612 && p.items[0]->height == 792);
    pages_done(&p);
    char *long_text = long_document(4);
    DocPdfOptions wide = {.double_spaced = true, .hide_code = true}, tight = {.hide_code = true};
    pages_of(&p, long_text, &tight);
    Index n_tight = p.n;
    pages_done(&p);
    pages_of(&p, long_text, &wide);
    assert_true(p.n > n_tight);
    pages_done(&p);
    mem_free(long_text);
}

static void structure_is_marked(void **state) {
    (void)state;
    Pages p;
    pages_of(&p,
             "%[text] # T\n%[text:tableOfContents]{\"heading\":\"C\"}\n%[text] ## One\n%[text] "
             "para [x](https://a.org)\n%[text] - item\nx = 1;\n%[text] $$y$$\n"
             "%[text] ### Two\n%[text:table]\n%[text] | a | b |\n%[text] | --- | --- |\n%[text] | "
             "c | d |\n%[text:table]\n",
             NULL);
    assert_int_equal(count_role(&p, "P"), 2); // paragraph, heading of the contents
    assert_int_equal(count_role(&p, "TOCI"), 2);
    assert_int_equal(count_role(&p, "LI"), 1);
    assert_int_equal(count_role(&p, "Code"), 1);
    assert_int_equal(count_role(&p, "Formula"), 1);
    assert_int_equal(count_role(&p, "Table"), 1);
    Index anchors = 0, links = 0;
    for (Index i = 0; i < p.items[0]->n_items; i++) {
        const SceneItem *item = &p.items[0]->items[i];
        if (item->kind == SCENE_ANCHOR && item->level > 0) {
            assert_string_equal(item->text, anchors ? "Two" : "One");
            assert_int_equal(item->level, anchors ? 2 : 1);
            anchors++;
        }
        links += item->kind == SCENE_LINK;
    }
    assert_int_equal(anchors, 2);
    assert_int_equal(links, 3);
    pages_done(&p);
}

static void odd_documents_make_pages(void **state) {
    (void)state;
    Buf wide = BUF_INIT;
    buf_puts(&wide, "%[text] word");
    buf_pad(&wide, 'x', 5000);
    buf_puts(&wide, " $a");
    for (int i = 0; i < 300; i++) buf_puts(&wide, "+b");
    buf_puts(&wide, "$\n%[text] $a");
    for (int i = 0; i < 300; i++) buf_puts(&wide, "+b");
    buf_puts(&wide, "$\nx='");
    buf_pad(&wide, 'y', 3000);
    buf_puts(&wide, "'\n%[text:table]\n%[text] | ");
    for (int i = 0; i < 40; i++) buf_puts(&wide, "verylongcellcontent | ");
    buf_puts(&wide, "\n%[text:table]\n%[text] $\\\\begin{matrix} 1 ");
    for (int i = 0; i < 100; i++) buf_puts(&wide, "\\\\\\\\ 2 "); // taller than a page
    buf_puts(&wide, "\\\\end{matrix}$\n");
    const char *const texts[] = {"",
                                 "\n\n",
                                 "%%\n%%\n%%",
                                 "%[text] # \n",
                                 "%[text] ##",
                                 "\t\tx\t= 1;\t% tabs",
                                 buf_text(&wide)};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Pages p;
        pages_of(&p, texts[i], NULL);
        assert_true(p.n >= 1);
        pages_done(&p);
    }
    buf_done(&wide);
}

static void file_reads_back(void **state) {
    (void)state;
    char path[] = "/tmp/gradus-pages-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    assert_int_equal(doc_read(&ctx, SOURCE_DIR "/tests/doc/live/forms.m", &doc), OK);
    DocPdfOptions options = {.author = "A. Student"};
    assert_int_equal(doc_write_pdf(&ctx, doc, &options, path), OK);
    Buf bytes = BUF_INIT;
    assert_int_equal(file_read(&ctx, path, 8 << 20, &bytes), OK);
    assert_true(bytes.len > 5000 && !memcmp(bytes.data, "%PDF-", 5));
    buf_done(&bytes);
    assert_int_equal(doc_write_pdf(&ctx, doc, NULL, "/nonexistent/folder/x.pdf"), ERR_IO);
    if (system("command -v pdftotext >/dev/null 2>&1") == 0) {
        char command[200];
        snprintf(command, sizeof command, "pdftotext -layout %s - 2>/dev/null", path);
        FILE *pipe = popen(command, "r");
        assert_non_null(pipe);
        char chunk[4096];
        Buf text = BUF_INIT;
        for (size_t n; (n = fread(chunk, 1, sizeof chunk, pipe)) > 0;) buf_put(&text, chunk, n);
        pclose(pipe);
        static const char *const words[] = {"Where do the gradients go?",
                                            "vanishing gradients in deep networks",
                                            "The chain rule",
                                            "\\frac{\\partial \\mathcal{L}}",
                                            "largest slope 0.2500",
                                            "rng(\"default\")",
                                            "Warning: careful",
                                            "sigmoid",
                                            "net = dlnetwork(layers);"};
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (!strstr(buf_text(&text), words[i])) print_message("not in the PDF: %s\n", words[i]);
            assert_non_null(strstr(buf_text(&text), words[i]));
        }
        buf_done(&text);
    }
    unlink(path);
    doc_free(doc);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lost_or_cut),
        cmocka_unit_test(headings_do_not_end_a_page),
        cmocka_unit_test(options_change_what_is_shown),
        cmocka_unit_test(structure_is_marked),
        cmocka_unit_test(odd_documents_make_pages),
        cmocka_unit_test(file_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
