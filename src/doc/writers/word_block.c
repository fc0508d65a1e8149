// doc/writers/word_block.c: blocks of the .docx writer: headings, text, lists, tables, contents,
// code and outputs.
#include "base/vec.h"
#include "doc/controls.h"
#include "doc/writers/highlight.h"
#include "doc/writers/picture.h"
#include "doc/writers/word.h"
#include <math.h>
#include <string.h>

static const char *alignment(const WordWriter *w, const DocBlock *b) {
    if (b->align == DOC_CENTER) return "center";
    if (b->align == DOC_RIGHT) return "right";
    return w->options->ragged ? NULL : "both";
}

/// The block's runs between its bookmarks.
static void put_anchored(WordWriter *w, const DocBlock *b) {
    Buf name = BUF_INIT;
    int id = 0;
    if (b->anchor) {
        word_bookmark_name(b->anchor, &name);
        if (name.failed) w->body.failed = true;
        id = word_put_bookmark(w, buf_text(&name));
    }
    word_put_runs(w, &b->runs);
    if (id) word_put_bookmark_end(w, id);
    buf_done(&name);
}

static void put_heading(WordWriter *w, Index index) {
    const DocBlock *b = &w->doc->blocks[index];
    static const char *const names[] = {"Title", "Heading1", "Heading2", "Heading3"};
    int level = b->kind == BLOCK_TITLE ? 0 : b->level < 1 ? 1 : b->level > 3 ? 3 : b->level;
    char toc[32];
    snprintf(toc, sizeof toc, "_Toc%08d", (int)index + 1);
    word_put_start(w, names[level], "", b->align == DOC_LEFT ? NULL : alignment(w, b));
    int id = level ? word_put_bookmark(w, toc) : 0;
    put_anchored(w, b);
    if (id) word_put_bookmark_end(w, id);
    buf_puts(&w->body, "</w:p>");
}

/// The block before (`step` -1) or after one, over section breaks; null at the ends.
static const DocBlock *neighbour(const WordWriter *w, Index index, Index step) {
    for (Index i = index + step; i >= 0 && i < w->doc->n_blocks; i += step) {
        const DocBlock *b = &w->doc->blocks[i];
        if (b->kind != BLOCK_SECTION_BREAK && b->kind != BLOCK_RAW) return b;
    }
    return NULL;
}

/// A line or two between a heading and code stay with the code: heading and line alone at the end
/// of a page would have lost what they speak of.
static bool introduces_code(const WordWriter *w, Index index) {
    enum { TWO_LINES = 170 };
    const DocBlock *before = neighbour(w, index, -1), *after = neighbour(w, index, 1);
    if (!before || before->kind != BLOCK_HEADING || !after || after->kind != BLOCK_CODE) return false;
    Buf text = BUF_INIT;
    runs_text(&w->doc->blocks[index].runs, &text);
    bool brief = text.len <= TWO_LINES;
    buf_done(&text);
    return brief;
}

static void put_paragraph(WordWriter *w, Index index) {
    const DocBlock *b = &w->doc->blocks[index];
    word_put_start(w, "BodyText", introduces_code(w, index) ? "<w:keepNext/>" : "", alignment(w, b));
    put_anchored(w, b);
    buf_puts(&w->body, "</w:p>");
}

static void put_display(WordWriter *w, const char *tex, const char *align) {
    word_put_start(w, "Equation", "", align);
    word_put_equation(w, tex, align);
    buf_puts(&w->body, "</w:p>");
}

// ---- lists ------------------------------------------------------------------------------------

/// The numbering instance of an item: the running list of its level, or a new one where the count
/// starts again.
static int list_instance(WordWriter *w, const DocBlock *b, int level) {
    for (int k = level + 1; k < WORD_LEVELS; k++) w->list_id[k] = 0;
    if (!b->ordered) {
        w->list_id[level] = 0;
        return 1;
    }
    if (!w->list_id[level] || w->list_number[level] + 1 != b->number) {
        WordList list = {level, b->number > 0 ? b->number : 1};
        Status status =
            vec_reserve(w->ctx, (void **)&w->lists, &w->cap_lists, w->n_lists + 1, sizeof list);
        if (status != OK) {
            word_fail(w, status);
            return 1;
        }
        w->lists[w->n_lists++] = list;
        w->list_id[level] = (int)w->n_lists + 1;
    }
    w->list_number[level] = b->number;
    return w->list_id[level];
}

static void put_item(WordWriter *w, const DocBlock *b) {
    int level = b->level < 0 ? 0 : b->level < WORD_LEVELS ? b->level : WORD_LEVELS - 1;
    char more[96];
    snprintf(more, sizeof more, "<w:numPr><w:ilvl w:val=\"%d\"/><w:numId w:val=\"%d\"/></w:numPr>",
             level, list_instance(w, b, level));
    word_put_start(w, "ListParagraph", more, alignment(w, b));
    put_anchored(w, b);
    buf_puts(&w->body, "</w:p>");
}

// ---- tables -----------------------------------------------------------------------------------

static void put_cell(WordWriter *w, const DocRuns *runs, int width) {
    buf_printf(&w->body, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>", width);
    word_put_start(w, "TableText", "", NULL);
    word_put_runs(w, runs);
    buf_puts(&w->body, "</w:p></w:tc>");
}

/// Longest text of a column in characters, within bounds, as its share of the width.
static double column_weight(const DocBlock *b, Index column) {
    double most = 4;
    for (Index r = 0; r < b->n_rows; r++) {
        Buf text = BUF_INIT;
        runs_text(&b->cells[r * b->n_cols + column], &text);
        most = fmax(most, (double)text.len);
        buf_done(&text);
    }
    return fmin(most, 60) + 3;
}

static void put_table(WordWriter *w, const DocBlock *b) {
    enum { MAX_COLUMNS = 63 }; // Word's own limit
    if (b->n_cols < 1 || b->n_cols > MAX_COLUMNS) {
        word_fail(w, ctx_fail(w->ctx, ERR_LIMIT, "Gradus:doc:size",
                              "A Word table has at most %d columns.", MAX_COLUMNS));
        return;
    }
    int widths[MAX_COLUMNS];
    double sum = 0, full = w->width_pt * 20;
    for (Index c = 0; c < b->n_cols; c++) sum += column_weight(b, c);
    double natural =
        fmin(sum * 115, full); // about the width of a character in twentieths of a point
    buf_printf(&w->body,
               "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"%d\" "
               "w:type=\"dxa\"/><w:jc w:val=\"center\"/>"
               "<w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"%s\" w:firstRow=\"%d\" "
               "w:lastRow=\"0\" w:firstColumn=\"0\" "
               "w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>",
               (int)natural, b->has_header ? "0620" : "0600", b->has_header);
    for (Index c = 0; c < b->n_cols; c++) {
        widths[c] = (int)(natural * column_weight(b, c) / sum);
        buf_printf(&w->body, "<w:gridCol w:w=\"%d\"/>", widths[c]);
    }
    buf_puts(&w->body, "</w:tblGrid>");
    for (Index r = 0; r < b->n_rows && w->status == OK; r++) {
        buf_puts(&w->body, "<w:tr><w:trPr><w:cantSplit/>");
        if (r == 0 && b->has_header) buf_puts(&w->body, "<w:tblHeader/>");
        buf_puts(&w->body, "</w:trPr>");
        for (Index c = 0; c < b->n_cols; c++) put_cell(w, &b->cells[r * b->n_cols + c], widths[c]);
        buf_puts(&w->body, "</w:tr>");
    }
    buf_puts(&w->body, "</w:tbl>");
    word_put_start(w, "Gap", "", NULL);
    buf_puts(&w->body, "</w:p>");
}

// ---- contents ---------------------------------------------------------------------------------

/// Height in points that a block takes, roughly.
static double guess_height(const WordWriter *w, const DocBlock *b) {
    enum { LINE = 16, CODE_LINE = 12, CHARACTER = 5, FIGURE = 290 };
    bool hidden = w->options->hide_code || w->doc->layout == DOC_HIDE_CODE;
    Buf text = BUF_INIT;
    runs_text(&b->runs, &text);
    double line = w->options->double_spaced ? 2 * LINE : LINE, height = 0;
    if (b->runs.n) height = line * ceil((double)text.len * CHARACTER / w->width_pt) + 6;
    buf_done(&text);
    if (b->kind == BLOCK_TITLE || b->kind == BLOCK_HEADING) height += 16;
    if (b->kind == BLOCK_TABLE) height += (double)b->n_rows * (line + 4);
    bool code = b->kind == BLOCK_CODE_EXAMPLE || (b->kind == BLOCK_CODE && !hidden);
    if (code) height += (double)b->n_lines * CODE_LINE + 8;
    if (hidden) height += line * (double)b->n_controls;
    for (Index i = 0; i < b->n_outputs && !w->options->no_outputs; i++) {
        const DocOutput *o = &b->outputs[i];
        if (o->kind == OUTPUT_FIGURE) height += FIGURE;
        for (const char *p = o->kind == OUTPUT_FIGURE ? NULL : o->text; p && *p; p++)
            height += *p == '\n' ? CODE_LINE : 0;
    }
    return height;
}

/// A field that Word fills with page numbers; until then the entries are links with a guess at them.
static void put_contents(WordWriter *w, const DocBlock *b) {
    Buf *out = &w->body;
    buf_puts(out, "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of "
                  "Contents\"/><w:docPartUnique/></w:docPartObj>"
                  "</w:sdtPr><w:sdtContent>");
    if (b->runs.n) {
        word_put_start(w, "TOCHeading", "", NULL);
        word_put_runs(w, &b->runs);
        buf_puts(out, "</w:p>");
    }
    bool open = false;
    double height = 0;
    for (Index i = 0; i < w->doc->n_blocks; i++) {
        const DocBlock *heading = &w->doc->blocks[i];
        int page = 1 + (int)(height / w->height_pt);
        height += guess_height(w, heading);
        if (heading->kind != BLOCK_HEADING || !heading->runs.n) continue;
        int level = heading->level < 1 ? 1 : heading->level > 3 ? 3 : heading->level;
        Buf text = BUF_INIT;
        runs_text(&heading->runs, &text);
        buf_printf(out,
                   "<w:p><w:pPr><w:pStyle w:val=\"TOC%d\"/><w:tabs><w:tab w:val=\"right\" "
                   "w:leader=\"dot\" w:pos=\"%d\"/></w:tabs></w:pPr>",
                   level, (int)(w->width_pt * 20));
        if (!open)
            buf_puts(out, "<w:r><w:fldChar w:fldCharType=\"begin\" "
                          "w:dirty=\"true\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> "
                          "TOC \\o &quot;1-3&quot; \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar "
                          "w:fldCharType=\"separate\"/></w:r>");
        open = true;
        buf_printf(out, "<w:hyperlink w:anchor=\"_Toc%08d\"><w:r>", (int)i + 1);
        word_put_text(out, buf_text(&text), text.len);
        buf_printf(out,
                   "</w:r><w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r>"
                   "<w:instrText xml:space=\"preserve\"> PAGEREF _Toc%08d \\h </w:instrText></w:r>"
                   "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>%d</w:t></w:r>"
                   "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:hyperlink></w:p>",
                   (int)i + 1, page);
        if (text.failed) out->failed = true;
        buf_done(&text);
    }
    word_put_start(w, "Gap", "", NULL);
    if (open) buf_puts(out, "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
    buf_puts(out, "</w:p></w:sdtContent></w:sdt>");
}

// ---- lines of code and output -----------------------------------------------------------------

/// Lines of fixed-pitch text with tabs opened.
typedef struct LineWriter {
    WordWriter *w;
    const char *style;
    bool colored, keep_all; // keep_all: a short block stays on one page
    Highlighter highlighter;
    unsigned char *colors; // of the line
    Buf text;              // the line
} LineWriter;

static const char *const color_names[] = {[CODE_PLAIN] = NULL,
                                          [CODE_KEYWORD] = "0D1AD9",
                                          [CODE_STRING] = "9919A6",
                                          [CODE_COMMENT] = "0D7326",
                                          [CODE_NUMBER] = NULL};

static void open_tabs(LineWriter *l, const char *line, size_t n) {
    enum { TAB = 4 };
    size_t column = 0;
    buf_clear(&l->text);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)line[i];
        if (c == '\t') {
            long fill = (long)(TAB - column % TAB);
            buf_pad(&l->text, ' ', fill);
            column += (size_t)fill;
        } else if (c != '\r') {
            buf_putc(&l->text, c < 0x20 ? ' ' : (char)c);
            column += (c & 0xC0) != 0x80;
        }
    }
    while (l->text.len && l->text.data[l->text.len - 1] == ' ') l->text.data[--l->text.len] = 0;
}

static void put_colored(LineWriter *l) {
    const char *text = buf_text(&l->text);
    size_t n = l->text.len;
    unsigned char *colors = mem_alloc_zero(n + 1);
    if (!colors) {
        word_fail(l->w, ctx_fail_nomem(l->w->ctx));
        return;
    }
    if (l->colored) highlight_line(&l->highlighter, text, n, colors);
    for (size_t i = 0; i < n;) {
        size_t start = i;
        while (i < n && colors[i] == colors[start]) i++;
        const char *color = color_names[colors[start]];
        buf_puts(&l->w->body, "<w:r>");
        if (color) buf_printf(&l->w->body, "<w:rPr><w:color w:val=\"%s\"/></w:rPr>", color);
        word_put_text(&l->w->body, text + start, i - start);
        buf_puts(&l->w->body, "</w:r>");
    }
    mem_free(colors);
}

enum { SHORT = 12 }; // lines of a block that is not worth cutting

/// Properties of the paragraph of a line that do not suit all: a token wider than the page is broken
/// where the page ends, not put below its start; what takes many lines may be cut by a page's end.
static void put_line_properties(const LineWriter *l, bool keep, Buf *out) {
    enum { MOST_LINES = 6 };
    const char *text = buf_text(&l->text);
    size_t columns = l->w->code_columns, widest = 0;
    for (size_t i = 0, word = 0; i < l->text.len; i++) {
        word = text[i] == ' ' ? 0 : word + 1;
        if (word > widest) widest = word;
    }
    bool is_long = l->text.len > MOST_LINES * columns;
    if (keep && !is_long) buf_puts(out, "<w:keepNext/>");
    if (is_long) buf_puts(out, "<w:keepLines w:val=\"0\"/>");
    if (widest > columns) buf_puts(out, "<w:wordWrap w:val=\"0\"/>");
}

/// The lines of a short block in one paragraph: no program parts it then, nor from the figure below.
static void put_whole(LineWriter *l, const char *text, const char *end, bool after) {
    bool output = strncmp(l->style, "Output", 6) == 0;
    Buf more = BUF_INIT;
    buf_printf(&more, "%s<w:ind w:left=\"%d\" w:hanging=\"0\"/>", after ? "<w:keepNext/>" : "",
               output ? 200 : 100);
    word_put_start(l->w, l->style, buf_text(&more), NULL);
    for (const char *p = text;;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop) stop = end;
        open_tabs(l, p, (size_t)(stop - p));
        put_colored(l);
        if (stop == end) break;
        buf_puts(&l->w->body, "<w:r><w:br/></w:r>");
        p = stop + 1;
    }
    buf_puts(&l->w->body, "</w:p>");
    if (more.failed) l->w->body.failed = true;
    buf_done(&more);
}

/// Each line a paragraph, so that a long one hangs below its start.
static void put_each(LineWriter *l, const char *text, const char *end, Index n_lines, bool after) {
    enum { ENDS = 2 };
    const char *p = text;
    for (Index k = 0; l->w->status == OK; k++) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop) stop = end;
        bool last = stop == end;
        bool keep = last ? after : n_lines <= SHORT || k < ENDS - 1 || k >= n_lines - ENDS;
        Buf more = BUF_INIT;
        open_tabs(l, p, (size_t)(stop - p));
        put_line_properties(l, keep, &more);
        word_put_start(l->w, l->style, buf_text(&more), NULL);
        if (more.failed) l->w->body.failed = true;
        buf_done(&more);
        put_colored(l);
        buf_puts(&l->w->body, "</w:p>");
        if (last) break;
        p = stop + 1;
    }
}

/// `after`: something follows that belongs to these lines (the outputs of code).
static void put_lines(LineWriter *l, const char *text, const char *end, bool after) {
    Index n_lines = 1;
    bool fits = true;
    for (const char *p = text, *line = text; p < end; p++) {
        if (*p == '\n') n_lines++, line = p + 1;
        else fits = fits && *p != '\t' && (size_t)(p - line) < l->w->code_columns;
    }
    if (fits && n_lines > 1 && n_lines <= SHORT)
        put_whole(l, text, end, after);
    else
        put_each(l, text, end, n_lines, after);
    if (l->text.failed) word_fail(l->w, ctx_fail_nomem(l->w->ctx));
    buf_done(&l->text);
}

static bool is_matlab(const DocBlock *b) {
    return !b->language || !strcmp(b->language, "matlab");
}

void word_put_code(WordWriter *w, const DocBlock *b) {
    LineWriter l = {.w = w, .style = "Code", .colored = is_matlab(b)};
    const char *text = b->text, *end = text + strlen(text);
    lines_trim(&text, &end);
    if (end > text)
        put_lines(&l, text, end, b->kind == BLOCK_CODE && b->n_outputs && !w->options->no_outputs);
}

/// Monospaced text without blank lines at its ends, cut when it is very long.
static void put_output_text(WordWriter *w, const char *text, const char *style) {
    enum { MAX_LINES = 4000 };
    LineWriter l = {.w = w, .style = style};
    const char *end = text + strlen(text), *stop = text;
    lines_trim(&text, &end);
    int n = 0;
    for (stop = text; stop < end && n < MAX_LINES; stop++) n += *stop == '\n';
    if (end > text) put_lines(&l, text, stop, false);
    if (stop < end) {
        static const char cut[] = "\u2026 (output shortened)";
        LineWriter note = {.w = w, .style = style};
        put_lines(&note, cut, cut + sizeof cut - 1, false);
    }
}

/// "Figure 3. Text", with the number as a field that Word counts anew.
static void put_caption(WordWriter *w, const DocOutput *o) {
    static const char bold[] = "<w:r><w:rPr><w:b/><w:bCs/></w:rPr>";
    const char *text = picture_caption(o);
    word_put_start(w, "Caption", "", NULL);
    buf_printf(&w->body,
               "%s<w:t xml:space=\"preserve\">Figure </w:t></w:r>"
               "%s<w:fldChar w:fldCharType=\"begin\"/></w:r>"
               "%s<w:instrText xml:space=\"preserve\"> SEQ Figure \\* ARABIC </w:instrText></w:r>"
               "%s<w:fldChar w:fldCharType=\"separate\"/></w:r>"
               "%s<w:t>%d</w:t></w:r>%s<w:fldChar w:fldCharType=\"end\"/></w:r>",
               bold, bold, bold, bold, bold, w->n_figures, bold);
    if (text) {
        buf_printf(&w->body, "%s<w:t>.</w:t></w:r><w:r><w:t xml:space=\"preserve\"> </w:t>", bold);
        word_put_text(&w->body, text, strlen(text));
        buf_puts(&w->body, "</w:r>");
    }
    buf_puts(&w->body, "</w:p>");
}

static void put_figure(WordWriter *w, const DocOutput *o) {
    char number[32] = "Figure";
    if (o->figure_number > 0) snprintf(number, sizeof number, "Figure %d", o->figure_number);
    const char *alt = o->name && *o->name ? o->name : number;
    bool captions = !w->options->no_captions;
    w->n_figures++;
    word_put_start(w, "Figure", captions ? "<w:keepNext/><w:spacing w:after=\"40\"/>" : "", NULL);
    if (o->scene)
        word_put_scene(w, o->scene, alt);
    else if (!o->image || !word_put_image(w, o->image, alt)) {
        buf_puts(&w->body, "<w:r>");
        word_put_text(&w->body, alt, strlen(alt));
        buf_puts(&w->body, "</w:r>");
    }
    buf_puts(&w->body, "</w:p>");
    if (captions) put_caption(w, o);
}

void word_put_outputs(WordWriter *w, const DocBlock *b) {
    for (Index i = 0; i < b->n_outputs && w->status == OK; i++) {
        const DocOutput *o = &b->outputs[i];
        const char *text = o->text ? o->text : "";
        switch (o->kind) {
        case OUTPUT_WARNING: put_output_text(w, text, "OutputWarning"); break;
        case OUTPUT_ERROR: put_output_text(w, text, "OutputError"); break;
        case OUTPUT_EQUATION: put_display(w, text, "left"); break;
        case OUTPUT_FIGURE: put_figure(w, o); break;
        case OUTPUT_MATRIX:
        case OUTPUT_TABLE:
            if (!word_put_grid(w, o)) put_output_text(w, text, "Output");
            break;
        case OUTPUT_RAW:
            if (*text) put_output_text(w, text, "Output");
            break;
        default: put_output_text(w, text, "Output"); break;
        }
    }
}

// ---- one block --------------------------------------------------------------------------------

/// Boxes of code that follow each other at once would flow together.
static bool follows_code(const WordWriter *w, Index index) {
    bool hidden = w->options->hide_code || w->doc->layout == DOC_HIDE_CODE;
    for (Index i = index - 1; i >= 0; i--) {
        const DocBlock *b = &w->doc->blocks[i];
        if (b->kind == BLOCK_SECTION_BREAK || b->kind == BLOCK_RAW) continue;
        if (b->kind == BLOCK_CODE_EXAMPLE) return true;
        return b->kind == BLOCK_CODE && !hidden && (!b->n_outputs || w->options->no_outputs);
    }
    return false;
}

static void put_code_block(WordWriter *w, Index index) {
    if (follows_code(w, index)) {
        word_put_start(w, "Gap", "", NULL);
        buf_puts(&w->body, "</w:p>");
    }
    word_put_code(w, &w->doc->blocks[index]);
}

/// What the controls of hidden code show.
static void put_controls(WordWriter *w, const DocBlock *b) {
    Arena *arena = NULL;
    DocRuns runs;
    Status status = controls_runs(w->ctx, b, &arena, &runs);
    if (status != OK) word_fail(w, status);
    if (runs.n) {
        word_put_start(w, "BodyText", "", "left"); // a line that ends in a break would be stretched
        word_put_runs(w, &runs);
        buf_puts(&w->body, "</w:p>");
    }
    arena_free(arena);
}

void word_put_block(WordWriter *w, Index index) {
    const DocBlock *b = &w->doc->blocks[index];
    bool hidden = w->options->hide_code || w->doc->layout == DOC_HIDE_CODE;
    if (b->kind != BLOCK_LIST_ITEM) memset(w->list_id, 0, sizeof w->list_id);
    switch (b->kind) {
    case BLOCK_TITLE:
    case BLOCK_HEADING: put_heading(w, index); break;
    case BLOCK_PARAGRAPH:
        if (b->runs.n || b->anchor) put_paragraph(w, index);
        break;
    case BLOCK_LIST_ITEM: put_item(w, b); break;
    case BLOCK_EQUATION:
        put_display(w, b->runs.items[0].text, b->align == DOC_RIGHT ? "right" : b->align == DOC_CENTER ? "center" : "left");
        break;
    case BLOCK_TABLE: put_table(w, b); break;
    case BLOCK_CODE:
        if (hidden) put_controls(w, b);
        if (!hidden && b->text) put_code_block(w, index);
        if (!w->options->no_outputs) word_put_outputs(w, b);
        break;
    case BLOCK_CODE_EXAMPLE: put_code_block(w, index); break;
    case BLOCK_CONTENTS: put_contents(w, b); break;
    case BLOCK_SECTION_BREAK:
    case BLOCK_RAW: break;
    }
}
