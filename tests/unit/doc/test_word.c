// .docx: the package holds together (well-formed parts, every relationship leads somewhere),
// properties stand in the order of ECMA-376 part 1 (17.3.1.26 pPr, 17.3.2.28 rPr, 17.4.59 tblPr;
// checked on all parts), and what the document says is there.
#include "doc/doc.h"
#include "doc/package/opc.h"
#include "figures.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Word {
    Ctx ctx;
    Package *package;
    const char *body; // document.xml
} Word;

static const char *part(const Word *w, const char *name) {
    const PackageEntry *entry = package_find(w->package, name);
    assert_non_null(entry);
    return entry->bytes;
}

static void write_document(Word *w, const Document *doc, const DocOptions *options) {
    DocFiles files;
    w->package = NULL;
    ctx_init(&w->ctx);
    Status status = doc_write_files(&w->ctx, doc_writer_find("x.docx"), doc, options, "x", &files);
    if (status != OK) print_message("%s\n", error_message(&w->ctx.error));
    assert_int_equal(status, OK);
    assert_int_equal(package_read(&w->ctx, files.main.data, files.main.len, NULL, &w->package), OK);
    w->body = part(w, "word/document.xml");
    doc_files_done(&files);
}

static Document *read_text(const char *text) {
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    assert_int_equal(doc_read_text(&ctx, "test.m", text, strlen(text), &doc), OK);
    ctx_done(&ctx);
    return doc;
}

static void write_text(Word *w, const char *text, const DocOptions *options) {
    Document *doc = read_text(text);
    write_document(w, doc, options);
    doc_free(doc);
}

static void word_done(Word *w) {
    package_free(w->package);
    ctx_done(&w->ctx);
}

// ---- the package ------------------------------------------------------------------------------

static const char *const paragraph_order[] = {"pStyle",
                                              "keepNext",
                                              "keepLines",
                                              "pageBreakBefore",
                                              "widowControl",
                                              "numPr",
                                              "pBdr",
                                              "shd",
                                              "tabs",
                                              "suppressAutoHyphens",
                                              "wordWrap",
                                              "spacing",
                                              "ind",
                                              "contextualSpacing",
                                              "jc",
                                              "outlineLvl",
                                              "rPr",
                                              "sectPr",
                                              NULL};
static const char *const run_order[] = {"rStyle", "rFonts",    "b",     "bCs", "i",
                                        "iCs",    "noProof",   "color", "sz",  "szCs",
                                        "u",      "vertAlign", "lang",  NULL};
static const char *const table_order[] = {
    "tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook", NULL};
static const char *const style_order[] = {"name",       "basedOn",    "next", "uiPriority",
                                          "semiHidden", "qFormat",    "pPr",  "rPr",
                                          "tblPr",      "tblStylePr", NULL};
static const char *const section_order[] = {"headerReference", "footerReference", "pgSz",
                                            "pgMar",           "titlePg",         NULL};
static const struct {
    const char *name;
    const char *const *order;
} orders[] = {{"pPr", paragraph_order},
              {"rPr", run_order},
              {"tblPr", table_order},
              {"style", style_order},
              {"sectPr", section_order}};

static void check_order(const xmlNode *node) {
    for (size_t k = 0; k < sizeof orders / sizeof *orders; k++) {
        int last = -1;
        bool word = node->ns && node->ns->prefix && !strcmp((const char *)node->ns->prefix, "w");
        for (const xmlNode *child = word && xml_is(node, orders[k].name) ? node->children : NULL;
             child; child = child->next) {
            int at = 0;
            while (orders[k].order[at] && strcmp(orders[k].order[at], (const char *)child->name))
                at++;
            if (!orders[k].order[at] || at < last)
                print_message("%s in %s\n", (const char *)child->name, orders[k].name);
            assert_non_null(orders[k].order[at]);
            assert_true(at >= last);
            last = at;
        }
    }
    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE) check_order(child);
}

/// Every r:id and r:embed of document.xml is a relationship whose target is in the package.
static void check_relations(const Word *w, const xmlNode *node, const char *relations) {
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        if (!a->ns || !a->ns->prefix || strcmp((const char *)a->ns->prefix, "r")) continue;
        char id[40];
        snprintf(id, sizeof id, "Id=\"%s\"", (const char *)a->children->content);
        const char *found = strstr(relations, id);
        assert_non_null(found);
        const char *target = strstr(found, "Target=\"") + 8;
        bool outside = !strncmp(strchr(target, '"'), "\" TargetMode=\"External\"", 23);
        char name[200];
        snprintf(name, sizeof name, "word/%.*s", (int)strcspn(target, "\""), target);
        if (!outside) assert_non_null(package_find(w->package, name));
    }
    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE) check_relations(w, child, relations);
}

static void check_package(Word *w) {
    const char *relations = part(w, "word/_rels/document.xml.rels");
    static const char *const needed[] = {
        "[Content_Types].xml", "_rels/.rels",        "word/styles.xml",  "word/numbering.xml",
        "word/settings.xml",   "word/fontTable.xml", "word/header1.xml", "word/header2.xml",
        "word/footer1.xml",    "docProps/core.xml",  "docProps/app.xml"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) part(w, needed[i]);
    for (Index i = 0; i < w->package->n; i++) {
        const PackageEntry *e = &w->package->entries[i];
        if (!strstr(e->name, ".xml") && !strstr(e->name, ".rels")) continue;
        xmlDoc *xml = NULL;
        Status status = xml_read(&w->ctx, e->name, e->bytes, e->n, &xml);
        if (status != OK) print_message("%s\n", error_message(&w->ctx.error));
        assert_int_equal(status, OK);
        check_order(xmlDocGetRootElement(xml));
        if (!strcmp(e->name, "word/document.xml"))
            check_relations(w, xmlDocGetRootElement(xml), relations);
        xmlFreeDoc(xml);
    }
}

static const char everything[] =
    "%[text] # A <lab> & more\n%[text:tableOfContents]{\"heading\":\"In here\"}\n%[text] "
    "%[text:anchor:H_1] ## One\n"
    "%[text] Plain **bold** *it* `mono` <u>under</u> [site](https://a.org/?a=1&b=2) "
    "[up](internal:H_1) $x^2$\n"
    "%[text]{\"align\":\"center\"} middle\n%[text] $\\\\frac{a}{b}$\n%[text] - a\n%[text] - b "
    "\\\n%[text] 1. c\n%[text] 2. d \\\n"
    "%[text] ### Two\n%[text] 1. e\n%[text:table]\n%[text] | h1 | h2 |\n%[text] | --- | --- "
    "|\n%[text] | $y$ | 2 |\n%[text:table]\n"
    "%[text] ```matlabCodeExample\n%[text] z = 'q';\n%[text] ```\nfor k = 1:3 % "
    "count\n\tdisp(\"a\")\nend\n%%\nx = 1\n";

static void package_holds_together(void **state) {
    (void)state;
    Word w;
    write_text(&w, everything,
               &(DocOptions){.date = "1 May", .author = "A. \"B\" <C>", .title = "T & t"});
    check_package(&w);
    assert_non_null(
        strstr(part(&w, "docProps/core.xml"),
               "<dc:title>T &amp; t</dc:title><dc:creator>A. \"B\" &lt;C&gt;</dc:creator>"));
    assert_non_null(
        strstr(part(&w, "word/header1.xml"),
               ">T &amp; t</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space=\"preserve\">1 May<"));
    assert_non_null(strstr(part(&w, "word/footer1.xml"), " PAGE "));
    word_done(&w);
}

static void says_what_the_document_says(void **state) {
    (void)state;
    static const char *const there[] = {
        "<w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t xml:space=\"preserve\">A &lt;lab&gt; &amp; "
        "more</w:t>",
        "<w:docPartGallery w:val=\"Table of Contents\"/>",
        "<m:jc m:val=\"left\"/></m:oMathParaPr><m:oMath><m:f><m:num>",
        " TOC \\o &quot;1-3&quot; \\h \\z \\u ",
        "<w:pStyle w:val=\"Heading1\"/></w:pPr><w:bookmarkStart w:id=\"1\" "
        "w:name=\"_Toc00000003\"/><w:bookmarkStart w:id=\"2\" w:name=\"a_H_1\"/>",
        "<w:hyperlink w:anchor=\"_Toc00000003\"><w:r><w:t xml:space=\"preserve\">One",
        " PAGEREF _Toc00000003 \\h </w:instrText></w:r><w:r><w:fldChar "
        "w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t>",
        "<w:b/><w:bCs/></w:rPr><w:t xml:space=\"preserve\">bold",
        "<w:i/><w:iCs/></w:rPr><w:t xml:space=\"preserve\">it",
        "<w:rStyle w:val=\"InlineCode\"/></w:rPr><w:t xml:space=\"preserve\">mono",
        "<w:u w:val=\"single\"/></w:rPr><w:t xml:space=\"preserve\">under",
        "<w:hyperlink w:anchor=\"a_H_1\">",
        "<w:jc w:val=\"center\"/></w:pPr><w:r><w:t xml:space=\"preserve\">middle",
        "<m:oMath><m:sSup>",
        "<m:oMathPara><m:oMathParaPr><m:jc m:val=\"left\"/></m:oMathParaPr><m:oMath><m:f>",
        "<w:pStyle w:val=\"Heading2\"/>",
        "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>",
        "<w:t xml:space=\"preserve\">z = </w:t></w:r><w:r><w:rPr><w:color "
        "w:val=\"9919A6\"/></w:rPr><w:t xml:space=\"preserve\">'q'<",
        "<w:color w:val=\"0D1AD9\"/></w:rPr><w:t xml:space=\"preserve\">for<",
        "<w:color w:val=\"0D7326\"/></w:rPr><w:t xml:space=\"preserve\">% count<",
        "<w:t xml:space=\"preserve\">    disp(<"};
    Word w;
    write_text(&w, everything, NULL);
    for (size_t i = 0; i < sizeof there / sizeof *there; i++) {
        if (!strstr(w.body, there[i])) print_message("missing: %s\n", there[i]);
        assert_non_null(strstr(w.body, there[i]));
    }
    assert_non_null(strstr(part(&w, "word/_rels/document.xml.rels"),
                           "Target=\"https://a.org/?a=1&amp;b=2\" TargetMode=\"External\""));
    word_done(&w);
}

static void lists_count_on_their_own(void **state) {
    (void)state;
    Word w;
    write_text(
        &w, "%[text] 1. a\n%[text] 2. b \\\n%[text] x\n%[text] 1. c\n%[text] 4. d\n%[text] - e\n",
        NULL);
    static const int ids[] = {2, 2, 3, 4, 1};
    const char *p = w.body;
    for (int i = 0; i < 5; i++) {
        p = strstr(p, "<w:numId w:val=\"");
        assert_non_null(p);
        p += strlen("<w:numId w:val=\"");
        assert_int_equal(atoi(p), ids[i]);
    }
    assert_non_null(
        strstr(part(&w, "word/numbering.xml"),
               "<w:num w:numId=\"4\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\">"
               "<w:startOverride w:val=\"4\"/>"));
    word_done(&w);
}

static void options(void **state) {
    (void)state;
    Word w;
    write_text(&w, "%[text] a\nsecret = 1;\n",
               &(DocOptions){.hide_code = true, .paper = DOC_LETTER, .double_spaced = true});
    assert_null(strstr(w.body, "secret"));
    assert_non_null(strstr(w.body, "<w:pgSz w:w=\"12240\" w:h=\"15840\"/>"));
    assert_non_null(strstr(w.body, "<w:jc w:val=\"both\"/>"));
    assert_non_null(strstr(part(&w, "word/styles.xml"), "w:line=\"480\""));
    word_done(&w);
    write_text(&w, "%[text] a\nshown = 1;\n", &(DocOptions){.ragged = true});
    assert_non_null(strstr(w.body, "shown"));
    assert_non_null(strstr(w.body, "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
    assert_null(strstr(w.body, "\"both\""));
    word_done(&w);
}

static Scene *little_scene(void) {
    Scene *scene = scene_new(144, 72);
    SceneItem *item = scene_add(scene, SCENE_PATH);
    PathBuilder path;
    path_begin(&path, scene);
    path_rect(&path, 10, 10, 50, 50);
    item->path = path_end(&path);
    item->fill = true;
    item->fill_color = (Color){1, 0, 0, 1};
    return scene;
}

static void outputs_and_pictures(void **state) {
    (void)state;
    Document *doc = read_text("%[text] a\nx = 1\n");
    DocBlock *code = &doc->blocks[1];
    Ctx ctx;
    ctx_init(&ctx);
    DocOutput outputs[] = {
        {.kind = OUTPUT_TEXT, .line = 2, .text = mem_dup("\nout <1>\n\n  two\n")},
        {.kind = OUTPUT_WARNING, .line = 2, .text = mem_dup("careful")},
        {.kind = OUTPUT_ERROR, .line = 2, .text = mem_dup("wrong")},
        {.kind = OUTPUT_EQUATION, .line = 2, .text = mem_dup("x^2")},
        {.kind = OUTPUT_FIGURE,
         .line = 2,
         .name = mem_dup("two \"lines\""),
         .scene = little_scene()},
        {.kind = OUTPUT_FIGURE, .line = 2, .image = mem_alloc_zero(sizeof(DocImage))}};
    DocImage *image = outputs[5].image;
    image->width = image->height = 2;
    image->width_px = 2000; // wider than the page
    image->pixels = mem_alloc_zero(16);
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
        assert_int_equal(block_add_output(&ctx, code, outputs[i]), OK);
    Word w;
    write_document(&w, doc, NULL);
    check_package(&w);
    assert_non_null(strstr(w.body, "<w:pStyle w:val=\"Output\"/><w:ind w:left=\"200\" "
                                   "w:hanging=\"0\"/></w:pPr><w:r><w:t "
                                   "xml:space=\"preserve\">out &lt;1&gt;<"));
    assert_non_null(strstr(
        w.body,
        "<w:pStyle w:val=\"OutputWarning\"/></w:pPr><w:r><w:t xml:space=\"preserve\">careful<"));
    assert_non_null(
        strstr(w.body,
               "<w:pStyle w:val=\"OutputError\"/></w:pPr><w:r><w:t xml:space=\"preserve\">wrong<"));
    assert_non_null(strstr(w.body, "descr=\"two &quot;lines&quot;\""));
    assert_non_null(strstr(w.body, "<wp:extent cx=\"1828800\" cy=\"914400\"/>")); // 144 x 72 points
    const PackageEntry *png = package_find(w.package, "word/media/image1.png");
    assert_memory_equal(png->bytes, "\x89PNG\r\n\x1a\n", 8);
    assert_memory_equal(png->bytes + 16, "\0\0\1\x90\0\0\0\xC8", 8); // 400 x 200 pixels at 200 dpi
    const char *second = strstr(strstr(w.body, "<wp:extent") + 10, "<wp:extent cx=\"");
    assert_true(atol(second + 15) / 12700.0 < 454); // fits
    word_done(&w);
    write_document(&w, doc, &(DocOptions){.no_outputs = true});
    assert_null(strstr(w.body, "careful"));
    assert_null(strstr(w.body, "wp:extent"));
    word_done(&w);
    write_document(&w, doc, &(DocOptions){.figure_format = DOC_FIGURE_SVG});
    assert_non_null(strstr(w.body, "<asvg:svgBlip"));
    check_package(&w);
    word_done(&w);
    ctx_done(&ctx);
    doc_free(doc);
}

static void tables_among_outputs(void **state) {
    (void)state;
    static const char data[] = "{\"dataType\":\"tabular\",\"outputData\":{\"columnNames\":[\"A<\","
                               "\"B\"],\"columns\":2,\"header\":\"1x2 table\",\"name\":\"t\","
                               "\"rowNames\":[\"first\"],\"rows\":250,\"type\":\"table\",\"value\":"
                               "[[\"1\",\"two words\"]]}}";
    static const char irregular[] = "{\"dataType\":\"tabular\",\"outputData\":{\"name\":\"t\","
                                    "\"value\":[[\"1\"],[\"2\",\"3\"]]}}";
    Document *doc = read_text("%[text] a\nt\n");
    Ctx ctx;
    ctx_init(&ctx);
    static const char matrix[] =
        "{\"dataType\":\"matrix\",\"outputData\":{\"columns\":2,\"exponent\":\"4\","
        "\"name\":\"m\",\"rows\":1,\"type\":\"double\",\"value\":[[\"1.5\",\"2.5\"]]}}";
    DocOutput outputs[] = {
        {.kind = OUTPUT_MATRIX,
         .line = 2,
         .name = mem_dup("m"),
         .text = mem_dup("console"),
         .data = mem_dup(matrix)},
        {.kind = OUTPUT_TABLE, .line = 2, .text = mem_dup("console"), .data = mem_dup(data)},
        {.kind = OUTPUT_TABLE, .line = 2, .text = mem_dup("as text"), .data = mem_dup(irregular)},
        {.kind = OUTPUT_TABLE, .line = 2, .text = mem_dup("no data")}};
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
        assert_int_equal(block_add_output(&ctx, &doc->blocks[1], outputs[i]), OK);
    Word w;
    write_document(&w, doc, NULL);
    check_package(&w);
    assert_null(strstr(w.body, "console"));
    assert_non_null(strstr(w.body, ">A&lt;</w:t>"));
    assert_non_null(strstr(w.body, "<w:tblHeader/>"));
    assert_non_null(strstr(w.body, ">first</w:t>"));
    const char *grid = strstr(w.body, "<w:tblStyle w:val=\"TableNormal\"/>");
    assert_non_null(grid); // the matrix: no lines, numbers at the right
    assert_non_null(strstr(grid, "<w:jc w:val=\"right\"/></w:pPr>"));
    assert_non_null(strstr(w.body, "1\u00d72"));
    assert_non_null(strstr(w.body, "<w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>4</w:t>"));
    assert_non_null(strstr(w.body, ">two words</w:t>"));
    assert_non_null(strstr(w.body, "250 rows in all"));
    assert_non_null(strstr(w.body, "as text"));
    assert_non_null(strstr(w.body, "no data"));
    word_done(&w);
    doc_free(doc);
    ctx_done(&ctx);
}

/// The paragraph that holds `text`, from its start on.
static const char *paragraph_of(const Word *w, const char *text) {
    const char *found = strstr(w->body, text);
    assert_non_null(found);
    while (found > w->body && strncmp(found, "<w:p>", 5) != 0) found--;
    return found;
}

static bool paragraph_has(const Word *w, const char *text, const char *what) {
    const char *from = paragraph_of(w, text), *found = strstr(from, what);
    return found && found < strstr(from, "</w:p>");
}

static void repeat(Buf *out, const char *text, int n) {
    for (int i = 0; i < n; i++) buf_puts(out, text);
}

/// Long tokens break where the line ends and long lines over pages; short blocks stay whole.
static void code_in_lines(void **state) {
    (void)state;
    Buf text = BUF_INIT;
    buf_puts(&text, "short = 1;\nnext = 2;\n%[text] a\ntoken = \"");
    repeat(&text, "abcdefghij", 12);
    buf_puts(&text, "\";\nplain = 1;\n%[text] b\nendless = \"");
    repeat(&text, "abcdefghij", 80);
    buf_puts(&text, "\";\n%[text] c\nwords = [");
    repeat(&text, "1234 ", 30);
    buf_puts(&text, "];\n");
    Word w;
    write_text(&w, buf_text(&text), NULL);
    check_package(&w);
    assert_true(paragraph_has(&w, "short = 1;", "<w:br/>"));
    assert_ptr_equal(paragraph_of(&w, "short = 1;"), paragraph_of(&w, "next = 2;"));
    assert_true(paragraph_has(&w, "token = ", "<w:wordWrap w:val=\"0\"/>"));
    assert_ptr_not_equal(paragraph_of(&w, "token = "), paragraph_of(&w, "plain = 1;"));
    assert_false(paragraph_has(&w, "plain = 1;", "<w:wordWrap"));
    assert_false(paragraph_has(&w, "token = ", "<w:keepLines"));
    assert_true(paragraph_has(&w, "endless = ", "<w:keepLines w:val=\"0\"/>"));
    assert_false(paragraph_has(&w, "words = ", "<w:wordWrap"));
    word_done(&w);
    buf_done(&text);
}

static int code_size(int columns, DocPaper paper) {
    Buf text = BUF_INIT;
    repeat(&text, "x", columns);
    Word w;
    write_text(&w, buf_text(&text), &(DocOptions){.paper = paper});
    const char *style = strstr(part(&w, "word/styles.xml"), "w:styleId=\"Code\"");
    int size = atoi(strstr(style, "<w:sz w:val=\"") + strlen("<w:sz w:val=\""));
    word_done(&w);
    buf_done(&text);
    return size;
}

/// Code is set smaller when its longest lines fit then: 0.6 of its size a character.
static void code_fits_the_page(void **state) {
    (void)state;
    assert_int_equal(code_size(60, DOC_A4), 17);
    assert_int_equal(code_size(90, DOC_A4), 16);  // 90 x 0.6 x 8 = 432 of 443 points
    assert_int_equal(code_size(98, DOC_A4), 15);  // 98 x 0.6 x 7.5 = 441
    assert_int_equal(code_size(120, DOC_A4), 17); // is broken anyhow
    assert_int_equal(code_size(95, DOC_LETTER), 16);
}

/// The date stands at the right end of the header's line, whatever the paper.
static void header_reaches_the_edge(void **state) {
    (void)state;
    Word w;
    write_text(&w, "%[text] # T\n", &(DocOptions){.paper = DOC_LETTER, .date = "May 1"});
    assert_non_null(strstr(part(&w, "word/styles.xml"), "<w:tab w:val=\"right\" w:pos=\"9406\"/>"));
    assert_null(strstr(part(&w, "word/styles.xml"), "9072"));
    word_done(&w);
    write_text(&w, "%[text] # T\n", NULL);
    assert_non_null(strstr(part(&w, "word/styles.xml"), "<w:tab w:val=\"right\" w:pos=\"9072\"/>"));
    word_done(&w);
}

/// A line between a heading and code is not left behind with the heading.
static void lines_stay_with_their_code(void **state) {
    (void)state;
    Word w;
    write_text(&w, "%[text] # T\n%[text] ## H\n%[text] Look:\nx = 1\n%[text] Then.\ny = 1\n", NULL);
    assert_true(paragraph_has(&w, "Look:", "<w:keepNext/>"));
    assert_false(paragraph_has(&w, "Then.", "<w:keepNext/>"));
    word_done(&w);
}

/// A paragraph of the style Caption with a field that counts, on the page of its picture.
static void figures_have_captions(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = two_figures(&ctx);
    Word w;
    write_document(&w, doc, NULL);
    check_package(&w);
    assert_non_null(
        strstr(part(&w, "word/styles.xml"), "w:styleId=\"Caption\"><w:name w:val=\"caption\"/>"));
    const char *picture = strstr(w.body, "<w:pStyle w:val=\"Figure\"/><w:keepNext/>");
    const char *caption = picture ? strstr(picture, "<w:pStyle w:val=\"Caption\"/>") : NULL;
    const char *field = caption ? strstr(caption, " SEQ Figure \\* ARABIC </w:instrText>") : NULL;
    const char *number = field ? strstr(field, "<w:t>1</w:t>") : NULL;
    assert_non_null(number);
    assert_true(strstr(number, "Loss &amp; &lt;b&gt;gain") < strstr(number, "</w:p>"));
    const char *second = strstr(number, "<w:pStyle w:val=\"Caption\"/>");
    assert_non_null(second);
    assert_non_null(strstr(second, "<w:t>2</w:t>"));
    word_done(&w);
    write_document(&w, doc, &(DocOptions){.no_captions = true});
    assert_null(strstr(w.body, "Caption"));
    assert_null(strstr(w.body, "<w:pStyle w:val=\"Figure\"/><w:keepNext/>"));
    word_done(&w);
    doc_free(doc);
    ctx_done(&ctx);
}

static void same_bytes_again(void **state) {
    (void)state;
    Document *doc = read_text(everything);
    DocFiles first, second;
    Ctx ctx;
    ctx_init(&ctx);
    assert_int_equal(doc_write_files(&ctx, doc_writer_find("word"), doc, NULL, "x", &first), OK);
    assert_int_equal(doc_write_files(&ctx, doc_writer_find("word"), doc, NULL, "x", &second), OK);
    assert_int_equal(first.main.len, second.main.len);
    assert_memory_equal(first.main.data, second.main.data, first.main.len);
    doc_files_done(&first);
    doc_files_done(&second);
    doc_free(doc);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(package_holds_together),   cmocka_unit_test(says_what_the_document_says),
        cmocka_unit_test(lists_count_on_their_own), cmocka_unit_test(options),
        cmocka_unit_test(outputs_and_pictures),     cmocka_unit_test(tables_among_outputs),
        cmocka_unit_test(code_in_lines),            cmocka_unit_test(code_fits_the_page),
        cmocka_unit_test(header_reaches_the_edge),  cmocka_unit_test(lines_stay_with_their_code),
        cmocka_unit_test(figures_have_captions),    cmocka_unit_test(same_bytes_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
