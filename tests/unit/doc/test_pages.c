// Pages and PDF: everything of the document is on the pages, nothing leaves the margins, chains
// stay together, options work, and the file says the same through an independent reader (pdftotext,
// where it is installed).
#include "base/file.h"
#include "doc/doc.h"
#include "figures.h"
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

// ---- outputs ----------------------------------------------------------------------------------

/// A document of one code block with one output in structured form.
static void pages_of_output(Pages *p, const char *json) {
    ctx_init(&p->ctx);
    assert_int_equal(doc_read_text(&p->ctx, "test.m", "shown", 5, &p->doc), OK);
    DocOutput output = {.kind = strstr(json, "\"tabular\"")  ? OUTPUT_TABLE
                                : strstr(json, "\"matrix\"") ? OUTPUT_MATRIX
                                                             : OUTPUT_VARIABLE,
                        .line = 1,
                        .name = mem_dup("A"),
                        .text = mem_dup("A =\n\n     console form\n\n"),
                        .data = mem_dup(json)};
    assert_int_equal(block_add_output(&p->ctx, &p->doc->blocks[0], output), OK);
    assert_int_equal(doc_pages(&p->ctx, p->doc, NULL, &p->items, &p->n), OK);
}

/// The item with this text on any page; null when there is none.
static const SceneItem *find_text(const Pages *p, const char *word, Index *ret_page) {
    for (Index k = 0; k < p->n; k++)
        for (Index i = 0; i < p->items[k]->n_items; i++) {
            const SceneItem *item = &p->items[k]->items[i];
            if (item->kind != SCENE_TEXT || strncmp(item->text, word, strlen(word)) != 0) continue;
            if (ret_page) *ret_page = k;
            return item;
        }
    return NULL;
}

static int count_text(const Pages *p, const char *text) {
    int n = 0;
    for (Index k = 0; k < p->n; k++)
        for (Index i = 0; i < p->items[k]->n_items; i++)
            n += p->items[k]->items[i].kind == SCENE_TEXT &&
                 !strcmp(p->items[k]->items[i].text, text);
    return n;
}

static void numbers_stand_below_one_another(void **state) {
    (void)state;
    Pages p;
    pages_of_output(&p, "{\"dataType\":\"matrix\",\"outputData\":{\"columns\":2,\"exponent\":\"5\","
                        "\"name\":\"A\",\"rows\":3,"
                        "\"type\":\"double\",\"value\":[[\"1.5000\",\"NaN\"],[\"-10.2500\",\"7\"],["
                        "\"100.0000\",\"8\"]]}}");
    check_margins(&p);
    const SceneItem *a = find_text(&p, "1.5000", NULL), *b = find_text(&p, "-10.2500", NULL),
                    *c = find_text(&p, "100.0000", NULL), *name = find_text(&p, "A = ", NULL);
    assert_true(a && b && c && name);
    assert_true(fabs(a->x + a->width - b->x - b->width) < 0.05 &&
                fabs(a->x + a->width - c->x - c->width) < 0.05);
    assert_true(name->y < a->y && a->y < b->y && b->y < c->y);
    assert_non_null(find_text(&p, "3×2", NULL)); // the size is added where the file has no header
    assert_non_null(find_text(&p, "5", NULL));   // the exponent
    assert_int_equal(count_role(&p, "TD"), 6);
    assert_int_equal(count_role(&p, "TR"), 3);
    pages_done(&p);
}

static void long_tables_repeat_their_head(void **state) {
    (void)state;
    Buf json = BUF_INIT;
    buf_puts(&json, "{\"dataType\":\"tabular\",\"outputData\":{\"columnNames\":[\"Layer\","
                    "\"Units\"],\"columns\":2,\"header\":\"900×2 "
                    "table\",\"name\":\"T\",\"rows\":900,\"type\":\"table\",\"value\":[");
    for (int i = 0; i < 150; i++) buf_printf(&json, "%s[\"fc%d\",\"%d\"]", i ? "," : "", i, i * 3);
    buf_puts(&json, "]}}");
    Pages p;
    pages_of_output(&p, buf_text(&json));
    buf_done(&json);
    check_margins(&p);
    assert_true(p.n >= 3);
    assert_int_equal(count_text(&p, "Layer"), p.n);
    Index last;
    assert_non_null(find_text(&p, "… and 750 more rows", &last));
    assert_int_equal(last, p.n - 1);
    for (int i = 0; i < 150; i++) {
        char name[16];
        snprintf(name, sizeof name, "fc%d", i);
        assert_int_equal(count_text(&p, name), 1);
    }
    pages_done(&p);
}

static void wide_grids_are_split_by_columns(void **state) {
    (void)state;
    Buf json = BUF_INIT;
    buf_puts(&json, "{\"dataType\":\"matrix\",\"outputData\":{\"columns\":44,\"name\":\"W\","
                    "\"rows\":1,\"type\":\"double\",\"value\":[[");
    for (int i = 0; i < 30; i++) buf_printf(&json, "%s\"%d.0625\"", i ? "," : "", 1000 + i);
    buf_puts(&json, "]]}}");
    Pages p;
    pages_of_output(&p, buf_text(&json));
    buf_done(&json);
    check_margins(&p);
    assert_non_null(find_text(&p, "Columns 1 to ", NULL));
    assert_non_null(find_text(&p, "… and 14 more columns", NULL));
    for (int i = 0; i < 30; i++) {
        char text[16];
        snprintf(text, sizeof text, "%d.0625", 1000 + i);
        assert_int_equal(count_text(&p, text), 1);
    }
    pages_done(&p);
}

static void damaged_outputs_fall_back_to_text(void **state) {
    (void)state;
    static const char *const bodies[] = {
        "{\"dataType\":\"matrix\",\"outputData\":{\"columns\":1,\"name\":\"A\",\"rows\":1,"
        "\"value\":[]}}",
        "{\"dataType\":\"matrix\",\"outputData\":{\"name\":\"A\",\"rows\":-5,\"value\":[1,\"x\",{}]"
        "}}",
        "{\"dataType\":\"matrix\",\"outputData\":{\"columns\":2,\"name\":\"A\",\"rows\":2,"
        "\"value\":[[\"1\"],[\"2\",\"3\",\"4\"]]}}",
        "{\"dataType\":\"tabular\",\"outputData\":{\"columnNames\":[1,2],\"rowNames\":[{}],"
        "\"name\":\"A\",\"value\":[[\"1\",2,null]]}}",
        "{\"dataType\":\"textualVariable\",\"outputData\":{\"name\":\"A\"}}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        Pages p;
        pages_of_output(&p, bodies[i]);
        check_margins(&p);
        bool text = i == 0 || i == 1 || i == 4; // no cells at all: the console form
        assert_true((find_text(&p, "     console", NULL) || find_text(&p, "console", NULL)) ==
                    text);
        pages_done(&p);
    }
}

// ---- code -------------------------------------------------------------------------------------

static void code_is_broken_at_sensible_places(void **state) {
    (void)state;
    Pages p;
    pages_of(&p,
             "queue = minibatchqueue(datastore, MiniBatchSize=128, MiniBatchFcn=@preprocess, "
             "OutputAsDlarray=true, Out=1, ...\n"
             "    MiniBatchFormat=[\"SSCB\" \"CB\"]);\n"
             "if ready\n        value = anArray(firstIndex, secondIndex) + "
             "anotherFunction(theFirstArgument, theSecondArgument, last);\nend\n",
             NULL);
    check_margins(&p);
    assert_null(find_text(&p, "...", NULL)); // never alone on a row
    // A row that goes on starts to the right of its line, marked by a hook.
    const SceneItem *line = find_text(&p, "value = ", NULL), *rest = NULL;
    for (Index i = 0; i < p.items[0]->n_items; i++) {
        const SceneItem *item = &p.items[0]->items[i];
        if (item->kind == SCENE_TEXT && item->y > line->y && item->y < line->y + 13 &&
            item->x > line->x)
            rest = item;
    }
    assert_non_null(rest);
    assert_null(strstr(line->text, "theSecondArgument"));
    pages_done(&p);
}

static void a_little_too_long_code_is_set_smaller(void **state) {
    (void)state;
    Pages p;
    char line[120];
    memset(line, 'x', 95);
    memcpy(line, "y = ", 4);
    strcpy(line + 95, ";\n");
    pages_of(&p, line, NULL);
    const SceneItem *item = find_text(&p, "y = ", NULL);
    assert_non_null(item);
    assert_int_equal(strlen(item->text), 97); // whole, with the blank at its end
    assert_true(item->font.size_pt < 8.5f && item->font.size_pt > 7);
    pages_done(&p);
}

// ---- pages ------------------------------------------------------------------------------------

static void every_kind_of_block_has_its_place(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Buf text = BUF_INIT;
    assert_int_equal(file_read(&ctx, SOURCE_DIR "/tests/doc/pages/torture.m", 1 << 20, &text), OK);
    for (int k = 0; k < 3; k++) {
        Pages p;
        DocPdfOptions options = {
            .paper = k == 1 ? DOC_LETTER : DOC_A4, .double_spaced = k == 2, .date = "2026-11-27"};
        pages_of(&p, buf_text(&text), &options);
        check_margins(&p);
        static const char *const words[] = {"Every",          "deeper", "fc44",
                                            "thirdArgument;", "last",   "example"};
        Buf all = BUF_INIT;
        for (Index i = 0; i < p.n; i++) page_text(p.items[i], &all);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            assert_non_null(strstr(buf_text(&all), words[i]));
        buf_done(&all);
        assert_int_equal(count_text(&p, "27 November 2026"),
                         p.n - 1); // in the headers; below the title in the byline
        Buf pdf = BUF_INIT;
        assert_int_equal(target_pdf_bytes(&p.ctx, p.items, p.n, NULL, &pdf), OK);
        buf_done(&pdf);
        pages_done(&p);
    }
    buf_done(&text);
    ctx_done(&ctx);
}

static void a_picture_shrinks_rather_than_leaves_a_hole(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc;
    Buf text = BUF_INIT;
    for (int i = 0; i < 48; i++) buf_printf(&text, "x%d = %d;\n", i, i);
    assert_int_equal(doc_read_text(&ctx, "t.m", buf_text(&text), text.len, &doc), OK);
    buf_done(&text);
    DocOutput figure = {.kind = OUTPUT_FIGURE, .line = 48, .name = mem_dup("A square.")};
    figure.scene = scene_new(300, 260);
    SceneItem *item = scene_add(figure.scene, SCENE_PATH);
    PathBuilder b;
    path_begin(&b, figure.scene);
    path_rect(&b, 20, 40, 200, 180); // the white margins above and below are not set
    item->path = path_end(&b);
    item->fill = true;
    item->fill_color = (Color){0, 0, 0, 1};
    Index code = 0;
    while (doc->blocks[code].kind != BLOCK_CODE) code++;
    assert_int_equal(block_add_output(&ctx, &doc->blocks[code], figure), OK);
    Scene **pages;
    Index n;
    assert_int_equal(doc_pages(&ctx, doc, NULL, &pages, &n), OK);
    assert_int_equal(n, 1);
    double height = 0;
    bool in_figure = false, described = false;
    for (Index i = 0; i < pages[0]->n_items; i++) {
        const SceneItem *it = &pages[0]->items[i];
        if (it->kind == SCENE_GROUP_BEGIN && it->role && !strcmp(it->role, "Figure")) {
            in_figure = true;
            described = it->text && !strcmp(it->text, "A square.");
        }
        if (in_figure && it->kind == SCENE_PATH) height = it->path.points[5] - it->path.points[1];
    }
    assert_true(described);
    assert_true(height > 0.7 * 180 && height < 0.98 * 180);
    for (Index i = 0; i < n; i++) scene_free(pages[i]);
    mem_free(pages);
    doc_free(doc);
    ctx_done(&ctx);
}

/// Index of the item that begins a group of this role, from `from` on; -1 when there is none.
static Index find_role(const Scene *page, const char *role, Index from) {
    for (Index i = from; i < page->n_items; i++) {
        const SceneItem *item = &page->items[i];
        if (item->kind == SCENE_GROUP_BEGIN && item->role && !strcmp(item->role, role)) return i;
    }
    return -1;
}

static void figures_have_captions(void **state) {
    (void)state;
    Pages p;
    ctx_init(&p.ctx);
    p.doc = two_figures(&p.ctx);
    assert_int_equal(doc_pages(&p.ctx, p.doc, NULL, &p.items, &p.n), OK);
    check_margins(&p);
    const Scene *page = p.items[0];
    // The figure, of which the alternative text speaks, holds the picture and the caption.
    Index figure = find_role(page, "Figure", 0), span = find_role(page, "Span", 0),
          caption = find_role(page, "Caption", 0), second = find_role(page, "Figure", figure + 1);
    assert_true(figure >= 0 && span == figure + 1 && caption > span && second > caption);
    assert_string_equal(page->items[figure].text, "A line.");
    Buf words = BUF_INIT;
    double lowest = 0;
    for (Index i = span; i < caption; i++)
        if (page->items[i].kind == SCENE_PATH) lowest = page->items[i].path.points[5];
    for (Index i = caption; i < second; i++) {
        const SceneItem *item = &page->items[i];
        if (item->kind != SCENE_TEXT) continue;
        buf_puts(&words, item->text);
        assert_true(item->y > lowest && item->y < lowest + 24);
        double light[3],
            c[] = {(double)item->color.r, (double)item->color.g, (double)item->color.b};
        for (int k = 0; k < 3; k++)
            light[k] = c[k] <= 0.04045 ? c[k] / 12.92 : pow((c[k] + 0.055) / 1.055, 2.4);
        double luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
        assert_true(1.05 / (luminance + 0.05) >= 4.5); // WCAG 2, 1.4.3
    }
    assert_string_equal(buf_text(&words), "Figure 1. Loss & <b>gain</b>");
    buf_clear(&words);
    for (Index i = find_role(page, "Caption", second); i < page->n_items; i++)
        if (page->items[i].kind == SCENE_TEXT && page->items[i].text[0] == 'F')
            buf_puts(&words, page->items[i].text);
    assert_non_null(strstr(buf_text(&words), "Figure"));
    buf_done(&words);
    assert_int_equal(count_role(&p, "Caption"), 2);
    for (Index i = 0; i < p.n; i++) scene_free(p.items[i]);
    mem_free(p.items);
    assert_int_equal(doc_pages(&p.ctx, p.doc, &(DocOptions){.no_captions = true}, &p.items, &p.n),
                     OK);
    assert_int_equal(count_role(&p, "Caption"), 0);
    assert_int_equal(count_role(&p, "Figure"), 2);
    pages_done(&p);
}

/// Wherever the page ends: the caption is below its picture, on the same page.
static void captions_stay_with_their_figures(void **state) {
    (void)state;
    for (int n_lines = 20; n_lines < 60; n_lines++) {
        Pages p;
        ctx_init(&p.ctx);
        p.doc = two_figures(&p.ctx);
        Document *lines = NULL;
        Buf text = BUF_INIT;
        for (int i = 0; i < n_lines; i++) buf_printf(&text, "x%d = %d;\n", i, i);
        assert_int_equal(doc_read_text(&p.ctx, "t.m", buf_text(&text), text.len, &lines), OK);
        for (Index i = 0; i < 2; i++) {
            p.doc->blocks[0].outputs[i].line = n_lines;
            assert_int_equal(
                block_add_output(&p.ctx, &lines->blocks[0], p.doc->blocks[0].outputs[i]), OK);
        }
        p.doc->blocks[0].n_outputs = 0; // they went over
        doc_free(p.doc);
        p.doc = lines;
        assert_int_equal(doc_pages(&p.ctx, p.doc, NULL, &p.items, &p.n), OK);
        int found = 0;
        for (Index k = 0; k < p.n; k++) {
            const Scene *page = p.items[k];
            for (Index at = -1; (at = find_role(page, "Figure", at + 1)) >= 0; found++) {
                Index caption = find_role(page, "Caption", at),
                      next = find_role(page, "Figure", at + 1);
                assert_true(caption > at && (next < 0 || caption < next));
            }
        }
        assert_int_equal(found, 2);
        buf_done(&text);
        pages_done(&p);
    }
}

static void stored_pictures_lose_white_margins(void **state) {
    (void)state;
    for (int ink = 0; ink < 2; ink++) {
        Ctx ctx;
        ctx_init(&ctx);
        Document *doc;
        assert_int_equal(doc_read_text(&ctx, "t.m", "x = 1;", 6, &doc), OK);
        DocImage *image = mem_alloc_zero(sizeof *image);
        image->width = image->height = 100;
        image->width_px = image->height_px = 200;
        image->pixels = mem_alloc(100 * 100 * 4);
        memset(image->pixels, 255, 100 * 100 * 4);
        for (int row = 40; ink && row < 60; row++) image->pixels[(row * 100 + 7) * 4] = 0;
        DocOutput output = {.kind = OUTPUT_FIGURE, .line = 1, .image = image};
        assert_int_equal(block_add_output(&ctx, &doc->blocks[0], output), OK);
        Scene **pages;
        Index n;
        assert_int_equal(doc_pages(&ctx, doc, NULL, &pages, &n), OK);
        int found = 0;
        for (Index i = 0; i < pages[0]->n_items; i++) {
            const SceneItem *item = &pages[0]->items[i];
            if (item->kind != SCENE_IMAGE) continue;
            found++;
            assert_int_equal(item->pixel_height, ink ? 26 : 100); // 20 rows and a little air
            assert_true(fabs(item->height / item->width - (ink ? 0.26 : 1)) < 1e-9);
        }
        assert_int_equal(found, 1);
        for (Index i = 0; i < n; i++) scene_free(pages[i]);
        mem_free(pages);
        doc_free(doc);
        ctx_done(&ctx);
    }
}

static void the_run_is_noted_at_the_end(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc;
    assert_int_equal(doc_read_text(&ctx, "t.m", "x = 1;", 6, &doc), OK);
    doc->record = (DocRunRecord){"twister 0", "Gradus 0.1.0, Linux x86_64, 2 threads",
                                 "2026-11-27T23:12:28+01:00", 3.94, "1 2 3 2"};
    for (int hide = 0; hide < 2; hide++) {
        DocPdfOptions options = {.hide_record = hide};
        Pages p = {.ctx = ctx, .doc = doc};
        assert_int_equal(doc_pages(&ctx, doc, &options, &p.items, &p.n), OK);
        Buf all = BUF_INIT;
        page_text(p.items[0], &all);
        Buf plain = BUF_INIT; // words are items with a blank of their own
        for (const char *q = buf_text(&all); *q; q++)
            if (!(q[0] == ' ' && q[1] == ' ')) buf_putc(&plain, *q);
        assert_true(
            (strstr(buf_text(&plain),
                    "Run on 27 November 2026, 23:12, with Gradus 0.1.0, Linux x86_64, 2 threads; "
                    "random numbers: twister 0; 3.9 s; order of sections 1 2 3 2.") != NULL) ==
            !hide);
        buf_done(&plain);
        buf_done(&all);
        for (Index i = 0; i < p.n; i++) scene_free(p.items[i]);
        mem_free(p.items);
    }
    doc_free(doc);
    ctx_done(&ctx);
}

/// A word of 40,000 two-byte letters is cut into lines, at letters' ends, and nothing of it is lost.
static void a_long_word_is_cut(void **state) {
    (void)state;
    enum { LETTERS = 40000 };
    Buf text = BUF_INIT, shown = BUF_INIT;
    buf_puts(&text, "%[text] ");
    for (int i = 0; i < LETTERS; i++) buf_puts(&text, "é");
    Pages p;
    pages_of(&p, buf_text(&text), NULL);
    assert_true(p.n > 5);
    for (Index k = 0; k < p.n; k++) page_text(p.items[k], &shown);
    int n = 0;
    for (const char *at = buf_text(&shown); (at = strstr(at, "é")); at += 2) n++;
    assert_int_equal(n, LETTERS);
    pages_done(&p);
    buf_done(&text);
    buf_done(&shown);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lost_or_cut),
        cmocka_unit_test(a_long_word_is_cut),
        cmocka_unit_test(headings_do_not_end_a_page),
        cmocka_unit_test(options_change_what_is_shown),
        cmocka_unit_test(structure_is_marked),
        cmocka_unit_test(odd_documents_make_pages),
        cmocka_unit_test(file_reads_back),
        cmocka_unit_test(numbers_stand_below_one_another),
        cmocka_unit_test(long_tables_repeat_their_head),
        cmocka_unit_test(wide_grids_are_split_by_columns),
        cmocka_unit_test(damaged_outputs_fall_back_to_text),
        cmocka_unit_test(code_is_broken_at_sensible_places),
        cmocka_unit_test(a_little_too_long_code_is_set_smaller),
        cmocka_unit_test(every_kind_of_block_has_its_place),
        cmocka_unit_test(a_picture_shrinks_rather_than_leaves_a_hole),
        cmocka_unit_test(figures_have_captions),
        cmocka_unit_test(captions_stay_with_their_figures),
        cmocka_unit_test(stored_pictures_lose_white_margins),
        cmocka_unit_test(the_run_is_noted_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
