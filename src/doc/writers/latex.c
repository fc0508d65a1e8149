// doc/writers/latex.c: an article for LaTeX (pdfLaTeX, XeLaTeX or LuaLaTeX) with amsmath, graphicx,
// hyperref and listings; figures are PDF files beside it. Text is escaped; of mathematics only what
// can be nothing but mathematics is passed on, the rest is shown as its source.
#include "base/utf.h"
#include "doc/controls.h"
#include "doc/json.h"
#include "doc/writers/internal.h"
#include "doc/writers/latex_chars.h"
#include "doc/writers/picture.h"
#include "graphics/math.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct Latex {
    Ctx *ctx;
    const Document *doc;
    const DocOptions *options;
    DocFiles *files;
    Buf body;
    Buf *out;
    LatexChars chars;
    int n_figures, n_pictures;
    bool ordered[4];
    int n_lists;
    bool titled; // \maketitle is made
    Status status;
} Latex;

static void fail(Latex *l, Status status) {
    if (l->status == OK) l->status = status;
}

static void raw(Latex *l, const char *tex) {
    buf_puts(l->out, tex);
}

static void put(Latex *l, const char *text) {
    if (text) latex_put_escaped(&l->chars, l->out, text, strlen(text));
}

// ---- mathematics --------------------------------------------------------------------------------

/// Commands that do other things than mathematics.
static bool is_foreign_command(const char *name, size_t n) {
    static const char *const names[] = {"input",
                                        "include",
                                        "write",
                                        "openin",
                                        "openout",
                                        "read",
                                        "readline",
                                        "catcode",
                                        "def",
                                        "edef",
                                        "gdef",
                                        "xdef",
                                        "let",
                                        "futurelet",
                                        "csname",
                                        "immediate",
                                        "special",
                                        "usepackage",
                                        "newcommand",
                                        "renewcommand",
                                        "providecommand",
                                        "DeclareMathOperator",
                                        "expandafter",
                                        "loop",
                                        "repeat",
                                        "directlua",
                                        "luaexec",
                                        "latelua",
                                        "includegraphics",
                                        "verbatiminput",
                                        "lstinputlisting",
                                        "jobname",
                                        "everymath",
                                        "everydisplay",
                                        "everypar",
                                        "output",
                                        "documentclass",
                                        "endinput",
                                        "scantokens",
                                        "pdfobj",
                                        "makeatletter",
                                        "aftergroup",
                                        "afterassignment",
                                        "uppercase",
                                        "lowercase",
                                        "newwrite",
                                        "newread",
                                        "errmessage",
                                        "message",
                                        "shellescape",
                                        "ShellEscape",
                                        "href",
                                        "url",
                                        "verb",
                                        "obeylines",
                                        "noexpand",
                                        "par",
                                        "bye",
                                        "end document"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == n && !memcmp(name, names[i], n)) return true;
    return false;
}

/// Whether LaTeX can take it as mathematics: brackets and environments pair, nothing else is in it.
static bool is_plain_math(const char *tex) {
    int depth = 0, environments = 0, lefts = 0, dollar = 0; // dollar: how deep within \text{… $ an open one stands
    if (strlen(tex) > 20000 || strstr(tex, "^^")) return false;
    for (const char *p = tex; *p; p++) {
        if (*p == '\\') {
            size_t n = 0;
            while (isalpha((unsigned char)p[1 + n])) n++;
            if (is_foreign_command(p + 1, n)) return false;
            if (n == 5 && !memcmp(p + 1, "begin", 5)) environments++;
            if (n == 3 && !memcmp(p + 1, "end", 3) && --environments < 0) return false;
            if (n == 4 && !memcmp(p + 1, "left", 4)) lefts++;
            if (n == 5 && !memcmp(p + 1, "right", 5)) lefts--;
            if (!p[1] || (!n && strchr("()[]", p[1]))) return false;
            p += n ? n : 1;
        } else if (*p == '{') {
            depth++;
        } else if (*p == '}') {
            if (--depth < 0 || depth < dollar) return false;
        } else if (*p == '$' && depth && (!dollar || dollar == depth)) {
            dollar = dollar ? 0 : depth;
        } else if (*p == '$' || *p == '#' || (unsigned char)*p < 9) {
            return false;
        }
    }
    return depth == 0 && !dollar && environments == 0 && lefts == 0 && !strstr(tex, "{document}") &&
           !strstr(tex, "{verbatim}") && !strstr(tex, "{filecontents");
}

/// Whether every command is known to our own engine, whose commands are LaTeX's and amsmath's: an
/// unknown one would stop LaTeX.
static bool is_known_math(Latex *l, const char *tex) {
    MathLayout *layout = NULL;
    char *unknown = NULL;
    Status status = math_layout(l->ctx, tex, strlen(tex), 10, true, &layout, &unknown);
    bool known = status == OK && !unknown;
    if (status == ERR_NOMEM)
        fail(l, status);
    else if (status != OK)
        error_clear(&l->ctx->error);
    mem_free(unknown);
    math_free(layout);
    return known;
}

static void put_math(Latex *l, const char *tex) {
    for (size_t i = 0, n = strlen(tex); i < n;) {
        if ((unsigned char)tex[i] >= 0x80) {
            uint32_t point = utf8_next(tex, n, &i);
            latex_note(&l->chars, point);
            const char *symbol = latex_symbol(point);
            char bytes[5] = {0};
            utf8_encode(point, bytes);
            if (symbol)
                buf_puts(l->out, symbol);
            else
                buf_printf(l->out, "\\text{%s}", bytes);
            continue;
        }
        if (tex[i] == '\\' && i + 1 < n)
            buf_putc(l->out, tex[i++]);
        else if (tex[i] == '%')
            buf_putc(l->out, '\\');
        buf_putc(l->out, isspace((unsigned char)tex[i]) ? ' ' : tex[i]);
        i++;
    }
}

static void put_plain_equation(Latex *l, const char *tex, bool display, bool own_line) {
    while (isspace((unsigned char)*tex)) tex++;
    if (!*tex) return;
    if (!is_plain_math(tex) || !is_known_math(l, tex)) {
        raw(l, "\\texttt{");
        put(l, tex);
        raw(l, "}");
        return;
    }
    raw(l, own_line ? "\\[" : display ? "$\\displaystyle " : "$");
    put_math(l, tex);
    raw(l, own_line ? "\\]" : "$");
}

static void put_equation(Latex *l, const char *tex, bool display, bool own_line) {
    Buf source = BUF_INIT;
    Status status = math_source(l->ctx, tex, strlen(tex), &source);
    if (status == OK)
        put_plain_equation(l, buf_text(&source), display, own_line);
    else
        fail(l, status);
    buf_done(&source);
}

// ---- inline text --------------------------------------------------------------------------------

static void put_address(Latex *l, const char *url) {
    for (; *url; url++) {
        unsigned char c = (unsigned char)*url;
        if (strchr("%#&_", c))
            buf_printf(l->out, "\\%c", c);
        else if (c <= 32 || c >= 0x7F || strchr("\\{}^~\"<>|`$", c))
            buf_printf(l->out, "\\%%%02X", c);
        else
            buf_putc(l->out, (char)c);
    }
}

static void put_picture(Latex *l, const Picture *picture, bool figure) {
    enum { TEXT_WIDTH = 452 };
    char name[48];
    const char *path = NULL;
    snprintf(name, sizeof name, "%s_%d%s", figure ? "figure" : "picture",
             figure ? ++l->n_figures : ++l->n_pictures, picture->extension);
    Status status =
        doc_files_add(l->ctx, l->files, name, picture->bytes.data, picture->bytes.len, &path);
    if (status != OK) {
        fail(l, status);
        return;
    }
    double width = picture->width_px * 0.75;
    if (width > TEXT_WIDTH || width < 1)
        raw(l, "\\includegraphics[width=\\linewidth]{");
    else
        buf_printf(l->out, "\\includegraphics[width=%.1fbp]{", width);
    buf_puts(l->out, "\\detokenize{");
    for (; *path; path++) // braces and percent signs cannot be in a name that TeX reads
        buf_putc(l->out, strchr("{}%\\#", *path) ? '_' : *path);
    raw(l, "}}");
}

static void put_image(Latex *l, const DocRun *run) {
    Picture picture = {.bytes = BUF_INIT};
    Status status = run->image
                        ? picture_of_image(l->ctx, run->image, PICTURE_PNG | PICTURE_JPEG, &picture)
                        : OK;
    if (status != OK) fail(l, status);
    if (picture.bytes.len) {
        put_picture(l, &picture, false);
    } else if (run->text && *run->text) {
        raw(l, "\\emph{{[}");
        put(l, run->text);
        raw(l, "{]}}");
    }
    picture_done(&picture);
}

/// \texorpdfstring keeps formulas out of bookmarks.
static void put_heading_equation(Latex *l, const char *tex) {
    raw(l, "\\texorpdfstring{");
    put_equation(l, tex, false, false);
    raw(l, "}{");
    put(l, tex);
    raw(l, "}");
}

static void put_run(Latex *l, const DocRun *run, bool heading) {
    static const struct {
        unsigned bit;
        const char *open;
    } styles[] = {{RUN_BOLD, "\\textbf{"},
                  {RUN_ITALIC, "\\emph{"},
                  {RUN_UNDERLINE, "\\underline{"},
                  {RUN_MONO, "\\texttt{"}};
    switch (run->kind) {
    case RUN_TEXT:
        if (run->style & RUN_CONTROL) raw(l, "{\\fboxsep=1pt\\fbox{\\vphantom{Ag}\\,");
        for (int i = 0; i < 4; i++)
            if (run->style & styles[i].bit) raw(l, styles[i].open);
        put(l, run->text);
        for (int i = 0; i < 4; i++)
            if (run->style & styles[i].bit) raw(l, "}");
        if (run->style & RUN_CONTROL) raw(l, "\\,}}");
        break;
    case RUN_EQUATION:
        if (heading)
            put_heading_equation(l, run->text ? run->text : "");
        else
            put_equation(l, run->text ? run->text : "", run->display, false);
        break;
    case RUN_IMAGE: put_image(l, run); break;
    case RUN_BREAK: raw(l, heading ? " " : "\\leavevmode\\newline "); break;
    case RUN_RAW: break;
    }
}

static void put_runs(Latex *l, const DocRuns *runs, bool heading) {
    for (Index i = 0; i < runs->n && l->status == OK; i++) {
        const DocRun *run = &runs->items[i];
        bool linked = run->link && !heading && *run->link;
        if (linked && *run->link == '#') {
            raw(l, "\\hyperlink{");
            latex_put_label(l->out, run->link + 1);
            raw(l, "}{");
        } else if (linked) {
            raw(l, "\\href{");
            put_address(l, run->link);
            raw(l, "}{");
        }
        put_run(l, run, heading);
        if (linked) raw(l, "}");
    }
}

// ---- code and outputs ---------------------------------------------------------------------------

/// Text in one of our listing environments; the words that would end it get a blank.
static void put_listing(Latex *l, const char *environment, const char *text) {
    size_t n = strlen(text);
    while (n && text[n - 1] == '\n') n--;
    while (n && *text == '\n') text++, n--;
    if (!n) return;
    buf_printf(l->out, "\\begin{%s}\n", environment);
    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x80) {
            latex_put_point(&l->chars, l->out, utf8_next(text, n, &i));
        } else {
            bool ends = c == '\\' && n - i >= 8 && !memcmp(text + i, "\\end{mat", 8);
            raw(l, ends ? "\\end {mat" : "");
            if (!ends && (c >= 32 || c == '\n' || c == '\t')) buf_putc(l->out, (char)c);
            i += ends ? 8 : 1;
        }
    }
    buf_printf(l->out, "\n\\end{%s}\n", environment);
}

/// Below the picture, on its page; the numbers are LaTeX's own.
static void put_caption(Latex *l, const DocOutput *o) {
    raw(l, "\\par\\nopagebreak\n\\captionof{figure}{");
    put(l, picture_caption(o));
    raw(l, "}");
}

static void put_figure(Latex *l, const DocOutput *o) {
    Picture picture;
    Status status = picture_of_output(l->ctx, o, l->options,
                                      PICTURE_PNG | PICTURE_JPEG | PICTURE_PDF, &picture);
    if (status != OK) {
        fail(l, status);
        return;
    }
    if (picture.bytes.len) {
        if (o->name && *o->name) { // what it shows, for those who work on the source
            raw(l, "% ");
            put(l, o->name);
            raw(l, "\n");
        }
        raw(l, "\\begin{center}\n");
        put_picture(l, &picture, true);
        if (!l->options->no_captions) put_caption(l, o);
        raw(l, "\n\\end{center}\n");
    } else if (!l->options->no_captions) { // counted, as in every format
        raw(l, "\\stepcounter{figure}\n");
    }
    picture_done(&picture);
}

static void put_output(Latex *l, const DocOutput *o) {
    const char *text = o->text ? o->text : "";
    switch (o->kind) {
    case OUTPUT_FIGURE: put_figure(l, o); break;
    case OUTPUT_EQUATION:
        put_equation(l, text, true, true);
        raw(l, "\n");
        break;
    case OUTPUT_WARNING: put_listing(l, "matlabwarning", text); break;
    case OUTPUT_ERROR: put_listing(l, "matlaberror", text); break;
    case OUTPUT_RAW: break;
    default: put_listing(l, "matlaboutput", text); break;
    }
}

/// Texts that follow one another read on without a gap.
static void put_outputs(Latex *l, const DocBlock *b) {
    for (Index i = 0; i < b->n_outputs && l->status == OK; i++) {
        Buf text = BUF_INIT;
        Index k = i;
        for (; k < b->n_outputs && b->outputs[k].kind == OUTPUT_TEXT; k++)
            if (b->outputs[k].text) buf_puts(&text, b->outputs[k].text);
        if (text.failed) fail(l, ctx_fail_nomem(l->ctx));
        if (k > i)
            put_listing(l, "matlaboutput", buf_text(&text));
        else
            put_output(l, &b->outputs[i]);
        if (k > i) i = k - 1;
        buf_done(&text);
    }
}

// ---- blocks -------------------------------------------------------------------------------------

static void end_lists(Latex *l, int keep) {
    while (l->n_lists > keep) {
        l->n_lists--;
        raw(l, l->ordered[l->n_lists] ? "\\end{enumerate}\n" : "\\end{itemize}\n");
    }
}

static void put_item(Latex *l, const DocBlock *b) {
    static const char *const counters[] = {"enumi", "enumii", "enumiii", "enumiv"};
    int level = b->level < 0 ? 0 : b->level > 3 ? 3 : b->level;
    if (level > l->n_lists) level = l->n_lists;
    end_lists(l, level + 1);
    if (l->n_lists == level + 1 && l->ordered[level] != b->ordered) end_lists(l, level);
    if (l->n_lists == level) {
        raw(l, b->ordered ? "\\begin{enumerate}\n" : "\\begin{itemize}\n");
        l->ordered[l->n_lists++] = b->ordered;
        int depth = 0; // of enumerations only: each has a counter of its own
        for (int i = 0; i < level; i++) depth += l->ordered[i];
        if (b->ordered && b->number > 1)
            buf_printf(l->out, "\\setcounter{%s}{%d}\n", counters[depth], b->number - 1);
    }
    raw(l, "\\item{} ");
    put_runs(l, &b->runs, false);
    raw(l, "\n");
    if (b->list_end) end_lists(l, 0);
}

static void put_anchor(Latex *l, const DocBlock *b) {
    if (!b->anchor) return;
    raw(l, "\\hypertarget{");
    latex_put_label(l->out, b->anchor);
    raw(l, "}{}");
}

static void put_heading(Latex *l, const DocBlock *b) {
    static const char *const commands[] = {"\\section{", "\\subsection{", "\\subsubsection{"};
    int level = b->kind == BLOCK_TITLE || b->level < 1 ? 1 : b->level > 3 ? 3 : b->level;
    if (b->kind == BLOCK_TITLE && !l->titled) return; // the title is in the head
    put_anchor(l, b);
    raw(l, commands[level - 1]);
    put_runs(l, &b->runs, true);
    raw(l, "}\n");
}

static void put_paragraph(Latex *l, const DocBlock *b) {
    static const char *const environments[] = {NULL, "center", "flushright"};
    if (!b->runs.n) return;
    const char *environment = environments[b->align];
    if (environment) buf_printf(l->out, "\\begin{%s}\n", environment);
    put_anchor(l, b);
    put_runs(l, &b->runs, false);
    if (environment) buf_printf(l->out, "\n\\end{%s}", environment);
    raw(l, "\n\n");
}

static size_t cell_length(const DocRuns *runs) {
    size_t n = 0;
    for (Index i = 0; i < runs->n; i++) n += runs->items[i].text ? strlen(runs->items[i].text) : 1;
    return n;
}

/// Columns of natural width when they fit, else shares of the line by their longest cells.
static void put_columns(Latex *l, const DocBlock *b) {
    double total = 0, *longest = mem_alloc_zero((size_t)b->n_cols * sizeof *longest);
    if (!longest) {
        fail(l, ctx_fail_nomem(l->ctx));
        return;
    }
    for (Index c = 0; c < b->n_cols; c++) {
        for (Index r = 0; r < b->n_rows; r++) {
            double n = (double)cell_length(&b->cells[r * b->n_cols + c]);
            if (n > longest[c]) longest[c] = n;
        }
        if (longest[c] < 3) longest[c] = 3;
        total += longest[c] + 2;
    }
    double capped = 0;
    for (Index c = 0; c < b->n_cols; c++) capped += longest[c] > 60 ? 60 : longest[c];
    for (Index c = 0; c < b->n_cols; c++) {
        double share = (longest[c] > 60 ? 60 : longest[c]) / capped;
        double room = 1 - 0.027 * (double)b->n_cols;
        if (total <= 84 || room <= 0.1)
            raw(l, "l");
        else
            buf_printf(l->out, ">{\\raggedright\\arraybackslash}p{%.3f\\linewidth}", share * room);
    }
    mem_free(longest);
}

static void put_table(Latex *l, const DocBlock *b) {
    if (b->n_rows <= 0 || b->n_cols <= 0) return;
    raw(l, "\\begin{center}\n\\begin{tabular}{");
    put_columns(l, b);
    raw(l, "}\n\\hline\n");
    for (Index r = 0; r < b->n_rows && l->status == OK; r++) {
        for (Index c = 0; c < b->n_cols; c++) {
            if (c) raw(l, " & ");
            bool head = r == 0 && b->has_header;
            if (head) raw(l, "\\textbf{");
            put_runs(l, &b->cells[r * b->n_cols + c], false);
            if (head) raw(l, "}");
        }
        raw(l, r == 0 && b->has_header ? " \\\\ \\hline\n" : " \\\\\n");
    }
    raw(l, "\\hline\n\\end{tabular}\n\\end{center}\n\n");
}

static bool is_blank(const char *text) {
    return !text || strspn(text, " \t\n\r") == strlen(text);
}

/// What the controls of hidden code show.
static void put_controls(Latex *l, const DocBlock *b) {
    Arena *arena = NULL;
    DocBlock paragraph = {.kind = BLOCK_PARAGRAPH};
    Status status = controls_runs(l->ctx, b, &arena, &paragraph.runs);
    if (status != OK) fail(l, status);
    put_paragraph(l, &paragraph);
    arena_free(arena);
}

static void put_block(Latex *l, const DocBlock *b) {
    bool hide = l->options->hide_code || l->doc->layout == DOC_HIDE_CODE;
    if (b->kind != BLOCK_LIST_ITEM) end_lists(l, 0);
    switch (b->kind) {
    case BLOCK_TITLE:
        put_heading(l, b);
        l->titled = true;
        break;
    case BLOCK_HEADING: put_heading(l, b); break;
    case BLOCK_PARAGRAPH: put_paragraph(l, b); break;
    case BLOCK_LIST_ITEM: put_item(l, b); break;
    case BLOCK_EQUATION:
        put_anchor(l, b);
        if (b->runs.n)
            put_equation(l, b->runs.items[0].text ? b->runs.items[0].text : "", true, true);
        raw(l, "\n\n");
        break;
    case BLOCK_TABLE: put_table(l, b); break;
    case BLOCK_CODE:
        if (hide) put_controls(l, b);
        if (!hide && !is_blank(b->text)) put_listing(l, "matlabcode", b->text);
        if (!l->options->no_outputs) put_outputs(l, b);
        raw(l, "\n");
        break;
    case BLOCK_CODE_EXAMPLE:
        put_listing(l,
                    b->language && !strcmp(b->language, "matlab") ? "matlabcode" : "matlaboutput",
                    b->text ? b->text : "");
        raw(l, "\n");
        break;
    case BLOCK_CONTENTS:
        raw(l, "\\renewcommand{\\contentsname}{");
        put_runs(l, &b->runs, true);
        raw(l, "}\n\\tableofcontents\n\n");
        break;
    case BLOCK_SECTION_BREAK:
    case BLOCK_RAW: break;
    }
}

// ---- the file -----------------------------------------------------------------------------------

static void put_preamble(Latex *l, Buf *out) {
    bool letter = l->options->paper == DOC_LETTER;
    buf_printf(out, "%% Written by Gradus %s.\n\\documentclass[11pt,%s]{article}\n", GRADUS_VERSION,
               letter ? "letterpaper" : "a4paper");
    buf_puts(out,
             "\\usepackage{iftex}\n"
             "\\ifPDFTeX\n\\usepackage[utf8]{inputenc}\n\\usepackage[T1]{fontenc}\n"
             "\\usepackage{textcomp}\n\\usepackage{lmodern}\n\\else\n\\usepackage{fontspec}\n\\fi\n"
             "\\usepackage[margin=25mm]{geometry}\n"
             "\\usepackage{amsmath,amssymb}\n\\usepackage{array}\n\\usepackage{graphicx}\n"
             "\\usepackage{xcolor}\n\\usepackage{setspace}\n\\usepackage{listings}\n"
             "\\usepackage[hidelinks]{hyperref}\n"
             "\\usepackage[font=small,labelfont=bf,labelsep=period,skip=3pt]{caption}\n"
             "\\setlength{\\parindent}{0pt}\n\\setlength{\\parskip}{6pt plus 2pt}\n"
             "\\setcounter{secnumdepth}{0}\n"
             "\\lstset{basicstyle=\\setstretch{1}\\small\\ttfamily,columns=fullflexible,"
             "keepspaces=true,breaklines=true,showstringspaces=false,upquote=true,tabsize=4,"
             "aboveskip=6pt,belowskip=6pt}\n"
             "\\lstnewenvironment{matlabcode}{\\lstset{language=Matlab,"
             "keywordstyle=\\color[rgb]{0.05,0.25,0.70},stringstyle=\\color[rgb]{0.54,0.16,0.56},"
             "commentstyle=\\color[rgb]{0.17,0.43,0.20},backgroundcolor=\\color[gray]{0.96}}}{}\n"
             "\\lstnewenvironment{matlaboutput}{\\lstset{language={},xleftmargin=10pt}}{}\n"
             "\\lstnewenvironment{matlabwarning}{\\lstset{language={},xleftmargin=10pt,"
             "basicstyle=\\setstretch{1}\\small\\ttfamily\\color[rgb]{0.55,0.30,0}}}{}\n"
             "\\lstnewenvironment{matlaberror}{\\lstset{language={},xleftmargin=10pt,"
             "basicstyle=\\setstretch{1}\\small\\ttfamily\\color[rgb]{0.64,0.09,0.11}}}{}\n");
    latex_declare(&l->chars, out);
}

static const DocBlock *first_title(const Document *doc) {
    for (Index i = 0; i < doc->n_blocks; i++)
        if (doc->blocks[i].kind == BLOCK_TITLE) return &doc->blocks[i];
    return NULL;
}

static void put_title(Latex *l) {
    const DocBlock *title = first_title(l->doc);
    if (!title && !l->options->title) return;
    raw(l, "\\title{");
    if (l->options->title)
        put(l, l->options->title);
    else
        put_runs(l, &title->runs, true);
    raw(l, "}\n\\author{");
    put(l, l->options->author);
    raw(l, "}\n\\date{");
    put(l, l->options->date);
    raw(l, "}\n\\maketitle\n");
    if (title) put_anchor(l, title);
    raw(l, "\n");
}

static Status write_latex(Ctx *ctx, const Document *doc, const DocOptions *options,
                          DocFiles *files) {
    Latex *l = mem_alloc_zero(sizeof *l);
    if (!l) return ctx_fail_nomem(ctx);
    l->ctx = ctx;
    l->doc = doc;
    l->options = options;
    l->files = files;
    l->out = &l->body;
    l->status = OK;
    put_title(l);
    if (options->double_spaced) raw(l, "\\doublespacing\n");
    for (Index i = 0; i < doc->n_blocks && l->status == OK; i++) put_block(l, &doc->blocks[i]);
    end_lists(l, 0);
    put_preamble(l, &files->main);
    buf_puts(&files->main, "\\begin{document}\n");
    buf_put(&files->main, buf_text(&l->body), l->body.len);
    buf_puts(&files->main, "\\end{document}\n");
    if (l->body.failed) fail(l, ctx_fail_nomem(ctx));
    Status status = l->status;
    buf_done(&l->body);
    mem_free(l);
    return status;
}

const WriterDef writer_latex = {"latex", ".tex", "application/x-tex", write_latex, false};
