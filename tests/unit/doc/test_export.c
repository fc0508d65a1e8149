// HTML and LaTeX: structure and safety of what is written. The HTML was checked with html-validate
// and in Chromium, the LaTeX with pdfLaTeX; here stand the rules that must not break.
#include "documents.h"
#include "figures.h"
#include <libxml/HTMLparser.h>

/// A document of nothing but traps: markup in every text, targets nobody may follow.
static const char traps[] =
    "%[text] # <script>alert(1)</script> & \"quotes\"\n"
    "%[text] [a](javascript:alert\\(1\\)) [b](matlab:delete) [c](https://x.org/\"><script>) "
    "`</code><b>`\n"
    "%[text] %[text:anchor:x\" onload=\"y] text ![\"><img src=x onerror=y>](text:image:none)\n"
    "%[text] $\\\\input{/etc/passwd}$ $</math><script>$ $x}$ $\\\\write18{ls}$ $a % b$\n"
    "%[text:table]\n%[text] | </td><script> | b |\n%[text] | --- | --- |\n%[text] | c | d "
    "|\n%[text:table]\n"
    "%[text] ```html\\\" x\n%[text] </pre><script>alert(2)</script>\n%[text] "
    "\\end{matlaboutput}\\input{x}\n%[text] ```\n"
    "disp('</pre><script>'); % \\end{matlabcode}\\input{x} %[output:0a] %[output:0b] "
    "%[output:0c]\n\n"
    "%[appendix]{\"version\":\"1.0\"}\n%---\n"
    "%[output:0a]\n%   data: "
    "{\"dataType\":\"text\",\"outputData\":{\"text\":\"<script>x</"
    "script>\\n\\\\end{matlaboutput}\",\"truncated\":false}}\n%---\n"
    "%[output:0b]\n%   data: "
    "{\"dataType\":\"tabular\",\"outputData\":{\"columnNames\":[\"<b>\"],\"name\":\"<i>\","
    "\"header\":\"<u>\",\"value\":[[\"<script>\"],[{\"a\":\"</td>\"}]]}}\n%---\n"
    "%[output:0c]\n%   data: "
    "{\"dataType\":\"image\",\"outputData\":{\"dataUri\":\"data:image/svg+xml;base64,"
    "PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIj48c2NyaXB0PmFsZXJ0KDEpPC9zY3JpcHQ+PC9zdmc+\",\"height\":9,"
    "\"width\":9}}\n%---\n";

static void walk(const xmlNode *node, Buf *bad) {
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        static const char *const never[] = {"script", "iframe", "object", "embed",
                                            "form",   "link",   "base"};
        for (size_t i = 0; i < sizeof never / sizeof *never; i++)
            if (!strcmp((const char *)node->name, never[i])) buf_printf(bad, "<%s> ", node->name);
        for (const xmlAttr *a = node->properties; a; a = a->next) {
            const char *name = (const char *)a->name;
            const char *value = a->children ? (const char *)a->children->content : "";
            if (!strncmp(name, "on", 2)) buf_printf(bad, "%s= ", name);
            bool address = !strcmp(name, "href") || !strcmp(name, "src");
            bool fine = !strncmp(value, "#", 1) || !strncmp(value, "https://", 8) ||
                        !strncmp(value, "mailto:", 7) || !strncmp(value, "http://", 7) ||
                        (!strcmp(name, "src") && !strncmp(value, "data:image/", 11));
            if (address && !fine) buf_printf(bad, "%s=%s ", name, value);
        }
        walk(node->children, bad);
    }
}

static void check_safe_html(const Document *doc) {
    Buf html = BUF_INIT, bad = BUF_INIT;
    write_as(doc, "html", NULL, &html);
    htmlDocPtr tree = htmlReadMemory(html.data, (int)html.len, NULL, "utf-8",
                                     HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                         XML_PARSE_HUGE);
    assert_non_null(tree);
    walk(xmlDocGetRootElement(tree), &bad);
    if (bad.len) print_message("%s\n", html.data);
    assert_string_equal(buf_text(&bad), "");
    xmlFreeDoc(tree);
    buf_done(&html);
    buf_done(&bad);
}

static void html_lets_nothing_through(void **state) {
    (void)state;
    Document *doc = read_as("traps.m", traps, sizeof traps - 1);
    check_safe_html(doc);
    doc_free(doc);
    Ctx ctx;
    ctx_init(&ctx);
    Buf good = BUF_INIT;
    assert_int_equal(file_read(&ctx, SOURCE_DIR "/tests/doc/live/forms.m", 1 << 20, &good), OK);
    static const char *const pieces[] = {"<script>", "\" onload=\"", "javascript:",  "</p>",
                                         "'",        "<!--",         "&#x3c;script>"};
    uint32_t seed = 9;
    for (int round = 0; round < 60; round++) {
        Buf text = BUF_INIT;
        size_t at = 0;
        while (at < good.len) {
            seed = seed * 1664525u + 1013904223u;
            size_t n = (seed >> 8) % 300;
            if (n > good.len - at) n = good.len - at;
            buf_put(&text, good.data + at, n);
            buf_puts(&text, pieces[(seed >> 20) % 7]);
            at += n ? n : 1;
        }
        doc = read_as("x.m", text.data, text.len);
        check_safe_html(doc);
        doc_free(doc);
        buf_done(&text);
    }
    buf_done(&good);
    ctx_done(&ctx);
}

static void has(const Buf *text, const char *piece) {
    if (!strstr(buf_text(text), piece)) print_message("missing: %s\n", piece);
    assert_non_null(strstr(buf_text(text), piece));
}

static void html_has_structure(void **state) {
    (void)state;
    Document *doc = read_path(SOURCE_DIR "/tests/doc/live/forms.m");
    Buf html = BUF_INIT;
    DocOptions options = {.author = "A & B", .date = "today"};
    write_as(doc, "html", &options, &html);
    static const char *const pieces[] = {"<!DOCTYPE html>",
                                         "<html lang=\"en\">",
                                         "<title>Where do the gradients go?</title>",
                                         "default-src 'none'",
                                         "<h1>Where do the gradients go?</h1>",
                                         "A &amp; B · today",
                                         "<nav aria-label=\"Contents\">",
                                         "<a href=\"#H_data\">The chain rule</a>",
                                         "<h2 id=\"H_data\">",
                                         "<strong>vanishing gradients</strong>",
                                         "<em>deep</em>",
                                         "<code>eta*g</code>",
                                         "<ol>",
                                         "<ul>",
                                         "<th scope=\"col\">Layer</th>",
                                         "<th scope=\"col\">Var1</th>",
                                         "class=\"warning\"",
                                         "class=\"error\"",
                                         "<span class=\"k\">for</span>",
                                         "<h3 id=\"a-table-and-an-example\">",
                                         "alt=\"a picture\"",
                                         "\\frac{x^2}{2}"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) has(&html, pieces[i]);
    buf_clear(&html);
    options = (DocOptions){.hide_code = true, .no_outputs = true};
    write_as(doc, "html", &options, &html);
    assert_null(strstr(html.data, "class=\"code\""));
    assert_null(strstr(html.data, "class=\"outputs\""));
    doc_free(doc);
    buf_done(&html);
}

/// Outputs stand behind the line that made them, in any order of lines, and none is lost.
static void html_keeps_outputs_with_their_lines(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = document_new();
    DocBlock *b = NULL;
    assert_int_equal(document_add(&ctx, doc, BLOCK_CODE, &b), OK);
    b->text = "\nfirst\nsecond\n\nthird";
    b->first_line = 10;
    b->n_lines = 5;
    static const int32_t lines[] = {2, 11, 11, 12, 99};
    for (int i = 0; i < 5; i++) {
        char text[8] = {'o', 'u', 't', (char)('0' + i), 0};
        DocOutput output = {.kind = OUTPUT_TEXT, .line = lines[i], .text = mem_dup(text)};
        assert_int_equal(block_add_output(&ctx, b, output), OK);
    }
    Buf html = BUF_INIT;
    write_as(doc, "html", NULL, &html);
    static const char *const order[] = {"out0",   "first", "out1",  "out2",
                                        "second", "out3",  "third", "out4"};
    const char *at = html.data;
    for (int i = 0; i < 8; i++) {
        at = strstr(at, order[i]);
        if (!at) print_message("%s\n%s\n", order[i], html.data);
        assert_non_null(at);
    }
    doc_free(doc);
    buf_done(&html);
    ctx_done(&ctx);
}

static void latex_is_escaped(void **state) {
    (void)state;
    Document *doc = read_as("traps.m", traps, sizeof traps - 1);
    Buf tex = BUF_INIT;
    write_as(doc, "latex", NULL, &tex);
    const char *body = strstr(tex.data, "\\begin{document}");
    assert_non_null(body);
    assert_null(strstr(body, "$\\input"));
    assert_null(strstr(body, "\\write18"));
    assert_null(strstr(body, "$x}"));
    // No listing ends before its time.
    int depth = 0;
    for (const char *p = body; (p = strpbrk(p, "\\")); p++) {
        if (!strncmp(p, "\\begin{matlab", 13)) depth++;
        if (!strncmp(p, "\\end{matlab", 11)) depth--;
        assert_true(depth == 0 || depth == 1);
    }
    assert_int_equal(depth, 0);
    has(&tex, "\\textless{}script\\textgreater{}alert(1)");
    has(&tex, "$a \\% b$");
    doc_free(doc);
    buf_done(&tex);
}

static void latex_has_structure(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = read_path(SOURCE_DIR "/tests/doc/live/forms.m");
    DocFiles files;
    DocOptions options = {.double_spaced = true, .paper = DOC_LETTER};
    assert_int_equal(doc_write_files(&ctx, doc_writer_find("latex"), doc, &options, "lab", &files),
                     OK);
    static const char *const pieces[] = {
        "\\documentclass[11pt,letterpaper]{article}",
        "\\title{Where do the gradients go?}",
        "\\maketitle",
        "\\doublespacing",
        "\\tableofcontents",
        "\\section{The chain rule}",
        "\\subsection{A table and an example}",
        "\\textbf{vanishing gradients}",
        "\\href{https://www.deeplearningbook.org}{the book on deep learning}",
        "\\hyperlink{H-5fdata}{data}",
        "\\hypertarget{H-5fdata}{}",
        "\\begin{enumerate}",
        "\\begin{itemize}",
        "\\begin{matlabcode}",
        "\\begin{matlabwarning}",
        "\\begin{tabular}",
        "picture_1.png",
        "\\texttt{\\textbackslash{}nosuchthing\\{x\\} + 1}",
        "\\DeclareUnicodeCharacter{00D7}{\\ensuremath{\\times}}"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) has(&files.main, pieces[i]);
    assert_int_equal(files.n_assets, 1);
    assert_string_equal(files.assets[0].name, "lab_media/picture_1.png");
    doc_files_done(&files);
    doc_free(doc);
    ctx_done(&ctx);
}

/// Forms that MATLAB's own files have and a reader of theirs must see in every format.
static void real_forms_are_shown(void **state) {
    (void)state;
    static const char text[] =
        "%[text] $\\\\text{cost &dollar&;5&dollar&;}$ and $a\\n\\\\alpha\\\\\\\\$ and $\\\\\\[x\\\\\\]$.\n"
        "T %[output:0a] %[output:0b]\n\n"
        "%[appendix]{\"version\":\"1.0\"}\n%---\n"
        "%[output:0a]\n%   data: "
        "{\"dataType\":\"tabular\",\"outputData\":{\"columnNames\":[\"A\",\"B\"],\"columns\":2,\"header\":\"1x2 "
        "table\",\"name\":\"T\",\"rows\":1,\"type\":\"table\",\"value\":[[[\"one\"],[\"0.25\",\"0.75\"]]]}}\n%---\n"
        "%[output:0b]\n%   data: "
        "{\"dataType\":\"error\",\"outputData\":{\"errorType\":\"runtime\",\"text\":\"Stop in <a "
        "href=\\\"matlab:f('<b>',1)\\\">named<\\/a> place\"}}\n%---\n";
    static const struct {
        const char *writer, *shown[5];
    } cases[] = {{"html", {"0.25  0.75</td>", ">one</td>", "Stop in named place"}},
                 {"markdown", {"$\\text{cost }5\\text{}$", "$a \\alpha\\\\$", "0.25  0.75", "Stop in named place"}},
                 {"latex", {"$\\text{cost $5$}$", "$a \\alpha$", "$x$", "0.25  0.75", "Stop in named place"}},
                 {"notebook", {"0.25  0.75", "Stop in named place"}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Document *doc = read_as("a.m", text, sizeof text - 1);
        Buf out = BUF_INIT;
        write_as(doc, cases[i].writer, NULL, &out);
        for (int k = 0; k < 5 && cases[i].shown[k]; k++) has(&out, cases[i].shown[k]);
        buf_done(&out);
        doc_free(doc);
    }
}

static void figures_have_captions(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = two_figures(&ctx);
    static const struct {
        const char *format;
        const char *pieces[4];
    } cases[] = {
        {"html",
         {"<figcaption><b>Figure 1.</b> Loss &amp; "
          "&lt;b&gt;gain&lt;/b&gt;</figcaption></figure>",
          "><figcaption><b>Figure 2</b></figcaption></figure>"}},
        {"latex",
         {"]{caption}", "}}\\par\\nopagebreak\n\\captionof{figure}{Loss \\& ",
          "\\captionof{figure}{}\n\\end{center}"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int hide = 0; hide < 2; hide++) {
            DocFiles files;
            DocOptions options = {.no_captions = hide};
            assert_int_equal(
                doc_write_files(&ctx, doc_writer_find(cases[i].format), doc, &options, "x", &files),
                OK);
            for (const char *const *piece = cases[i].pieces; *piece; piece++)
                if (!hide) has(&files.main, *piece);
            if (hide) assert_null(strstr(buf_text(&files.main), "Loss"));
            if (hide) assert_null(strstr(buf_text(&files.main), "captionof"));
            if (hide) assert_null(strstr(buf_text(&files.main), "<figcaption>"));
            doc_files_done(&files);
        }
    // What is somebody's source has none.
    static const char *const sources[] = {"live", "markdown", "notebook"};
    for (int i = 0; i < 3; i++) {
        DocFiles files;
        assert_int_equal(doc_write_files(&ctx, doc_writer_find(sources[i]), doc, NULL, "x", &files),
                         OK);
        assert_null(strstr(buf_text(&files.main), "Loss"));
        assert_null(strstr(buf_text(&files.main), "Figure 2"));
        doc_files_done(&files);
    }
    doc_free(doc);
    ctx_done(&ctx);
}

static void writers_are_found(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"a.m", "live"},         {"b/c.PDF", "pdf"},         {"x.htm", "html"}, {"t.tex", "latex"},
        {"n.ipynb", "notebook"}, {"r.markdown", "markdown"}, {"latex", "latex"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(doc_writer_find(cases[i][0])->name, cases[i][1]);
    assert_null(doc_writer_find("x.exe"));
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = read_as("a.m", "x", 1);
    assert_int_equal(doc_write(&ctx, doc, NULL, "/tmp/x.exe"), ERR_ARG);
    assert_non_null(strstr(error_message(&ctx.error), ".ipynb"));
    doc_free(doc);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_lets_nothing_through),
        cmocka_unit_test(html_has_structure),
        cmocka_unit_test(html_keeps_outputs_with_their_lines),
        cmocka_unit_test(latex_is_escaped),
        cmocka_unit_test(latex_has_structure),
        cmocka_unit_test(real_forms_are_shown),
        cmocka_unit_test(figures_have_captions),
        cmocka_unit_test(writers_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
