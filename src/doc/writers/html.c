// doc/writers/html.c: one HTML file with everything inside: style, pictures, mathematics. No script
// and no address is ever fetched (the page's own policy forbids it); every text is escaped; links
// go to http, https, mailto and places of the page only.
#include "base/map.h"
#include "doc/controls.h"
#include "doc/json.h"
#include "doc/writers/highlight.h"
#include "doc/writers/html_style.h"
#include "doc/writers/internal.h"
#include "doc/writers/picture.h"
#include "graphics/math.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

typedef struct Html {
    Ctx *ctx;
    const Document *doc;
    const DocOptions *options;
    Buf *out;
    char **ids; // of each block, owned, or null
    int n_pictures, n_figures;
    bool hide_code;
    struct {
        bool ordered;
    } lists[10];
    int n_lists;
    Status status;
} Html;

static void fail(Html *h, Status status) {
    if (h->status == OK) h->status = status;
}

static void put_escaped(Buf *out, const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        switch (c) {
        case '&': buf_puts(out, "&amp;"); break;
        case '<': buf_puts(out, "&lt;"); break;
        case '>': buf_puts(out, "&gt;"); break;
        case '"': buf_puts(out, "&quot;"); break;
        default:
            if (c >= 32 || c == '\n' || c == '\t')
                buf_putc(out, (char)c);
            else
                buf_puts(out, "\xEF\xBF\xBD");
        }
    }
}

static void put(Html *h, const char *text) {
    if (text) put_escaped(h->out, text, strlen(text));
}

static void raw(Html *h, const char *html) {
    buf_puts(h->out, html);
}

// ---- inline text --------------------------------------------------------------------------------

static bool safe_link(const char *link) {
    static const char *const schemes[] = {"http://", "https://", "mailto:", "#"};
    for (int i = 0; link && i < 4; i++)
        if (!strncasecmp(link, schemes[i], strlen(schemes[i]))) return true;
    return false;
}

/// A name as an id: without blanks.
static void put_id(Buf *out, const char *name) {
    for (; *name; name++) {
        char c = isspace((unsigned char)*name) ? '-' : *name;
        put_escaped(out, &c, 1);
    }
}

static void html_equation(Html *h, const char *tex, bool display);

static void put_image(Html *h, const DocRun *run) {
    enum { ALL = PICTURE_PNG | PICTURE_JPEG | PICTURE_GIF | PICTURE_SVG };
    Picture picture = {.bytes = BUF_INIT};
    Status status = run->image ? picture_of_image(h->ctx, run->image, ALL, &picture) : OK;
    if (status != OK) fail(h, status);
    if (picture.bytes.len) {
        raw(h, "<img src=\"");
        picture_put_uri(&picture, h->out);
        raw(h, "\" alt=\"");
        put(h, run->text);
        raw(h, "\"");
        if (picture.width_px >= 1) buf_printf(h->out, " width=\"%.0f\"", picture.width_px);
        if (picture.height_px >= 1) buf_printf(h->out, " height=\"%.0f\"", picture.height_px);
        raw(h, ">");
    } else if (run->text && *run->text) { // the picture is missing: its text stands for it
        raw(h, "<em>[");
        put(h, run->text);
        raw(h, "]</em>");
    }
    picture_done(&picture);
}

static void put_styled(Html *h, const DocRun *run) {
    static const struct {
        unsigned bit;
        const char *open, *close;
    } tags[] = {{RUN_BOLD, "<strong>", "</strong>"},
                {RUN_ITALIC, "<em>", "</em>"},
                {RUN_UNDERLINE, "<u>", "</u>"},
                {RUN_MONO, "<code>", "</code>"}};
    if (run->style & RUN_CONTROL) {
        raw(h, "<span class=\"control\">");
        put(h, run->text);
        raw(h, "</span>");
        return;
    }
    for (int i = 0; i < 4; i++)
        if (run->style & tags[i].bit) raw(h, tags[i].open);
    put(h, run->text);
    for (int i = 3; i >= 0; i--)
        if (run->style & tags[i].bit) raw(h, tags[i].close);
}

static void put_runs(Html *h, const DocRuns *runs, bool links) {
    const char *link = NULL;
    for (Index i = 0; i < runs->n && h->status == OK; i++) {
        const DocRun *run = &runs->items[i];
        const char *wanted = links && safe_link(run->link) ? run->link : NULL;
        if (link && (!wanted || strcmp(link, wanted))) {
            raw(h, "</a>");
            link = NULL;
        }
        if (wanted && !link) {
            link = wanted;
            raw(h, "<a href=\"");
            if (*link == '#') {
                raw(h, "#");
                put_id(h->out, link + 1);
                raw(h, "\">");
            } else {
                put(h, link);
                raw(h, "\" rel=\"noopener noreferrer\">");
            }
        }
        switch (run->kind) {
        case RUN_TEXT: put_styled(h, run); break;
        case RUN_EQUATION: html_equation(h, run->text ? run->text : "", run->display); break;
        case RUN_IMAGE: put_image(h, run); break;
        case RUN_BREAK: raw(h, "<br>"); break;
        case RUN_RAW: break;
        }
    }
    if (link) raw(h, "</a>");
}

// ---- mathematics --------------------------------------------------------------------------------

/// Renames what a picture inside the page calls "id", so that two pictures do not meet.
static void put_svg(Html *h, const char *svg, const char *label) {
    char prefix[24];
    snprintf(prefix, sizeof prefix, "p%d-", ++h->n_pictures);
    const char *p = svg;
    buf_puts(h->out, "<svg role=\"img\"");
    raw(h, " aria-label=\"");
    put(h, label);
    raw(h, "\"");
    p += strncmp(p, "<svg", 4) ? 0 : 4;
    while (*p) { // every quote in a text of the picture is "&quot;", so these are attributes
        const char *id = strstr(p, " id=\""), *url = strstr(p, "url(#");
        const char *next = !id ? url : !url ? id : id < url ? id : url;
        if (!next) break;
        buf_put(h->out, p, (size_t)(next + 5 - p));
        buf_puts(h->out, prefix);
        p = next + 5;
    }
    buf_puts(h->out, p);
}

static void put_source(Html *h, const char *tex) {
    raw(h, "<code class=\"tex\">");
    put(h, tex);
    raw(h, "</code>");
}

/// MathML, which browsers typeset and screen readers read; the TeX is its annotation.
static void html_equation(Html *h, const char *tex, bool display) {
    Buf math = BUF_INIT;
    Status status = math_mathml(h->ctx, tex, strlen(tex), display, &math);
    if (status == ERR_LIMIT) { // its source is better than nothing
        error_clear(&h->ctx->error);
        put_source(h, tex);
    } else if (status != OK || math.failed) {
        fail(h, status == OK ? ctx_fail_nomem(h->ctx) : status);
    } else {
        buf_put(h->out, math.data, math.len);
    }
    buf_done(&math);
}

// ---- code ---------------------------------------------------------------------------------------

static void put_code_line(Html *h, Highlighter *colors, const char *text, size_t n) {
    static const char classes[] = {0, 'k', 's', 'c', 'n'};
    unsigned char *color = mem_alloc(n + 1);
    if (!color) {
        fail(h, ctx_fail_nomem(h->ctx));
        return;
    }
    highlight_line(colors, text, n, color);
    for (size_t i = 0; i < n;) {
        size_t stop = i + 1;
        while (stop < n && color[stop] == color[i]) stop++;
        char name = color[i] < sizeof classes ? classes[color[i]] : 0;
        if (name) buf_printf(h->out, "<span class=\"%c\">", name);
        put_escaped(h->out, text + i, stop - i);
        if (name) raw(h, "</span>");
        i = stop;
    }
    mem_free(color);
}

static void put_example(Html *h, const DocBlock *b) {
    const char *p = b->text ? b->text : "";
    bool matlab = !b->language || !strcmp(b->language, "matlab");
    Highlighter colors = {0};
    raw(h, "<pre class=\"example\" tabindex=\"0\"><code>");
    for (;;) {
        size_t n = strcspn(p, "\n");
        if (matlab && b->language)
            put_code_line(h, &colors, p, n);
        else
            put_escaped(h->out, p, n);
        if (!p[n]) break;
        raw(h, "\n");
        p += n + 1;
    }
    raw(h, "</code></pre>\n");
}

// ---- outputs ------------------------------------------------------------------------------------

static void put_cell(Html *h, const char *tag, const json_t *value) {
    buf_printf(h->out, "<%s>", tag);
    if (json_is_string(value)) {
        put_escaped(h->out, json_string_value(value), json_string_length(value));
    } else if (value) {
        Buf text = BUF_INIT;
        json_put(&text, value, false);
        put_escaped(h->out, buf_text(&text), text.len);
        buf_done(&text);
    }
    buf_printf(h->out, "</%.2s>", tag);
}

/// The stored rows of a matrix or table; false when they are not at hand.
static bool put_grid(Html *h, const DocOutput *o) {
    json_t *data = o->data ? json_object_of(o->data) : NULL;
    json_join_cells(json_object_get(data, "outputData"));
    const json_t *d = json_object_get(data, "outputData"), *rows = json_object_get(d, "value");
    const json_t *row_names = json_object_get(d, "rowNames");
    bool named = json_array_size(row_names) > 0;
    const json_t *names = json_object_get(d, "columnNames"),
                 *exponent = json_object_get(d, "exponent");
    const char *header = json_member(d, "header");
    bool good =
        json_is_array(rows) && json_array_size(rows) && json_is_array(json_array_get(rows, 0));
    if (good) {
        raw(h, "<div class=\"wide\" tabindex=\"0\"><table><caption>");
        put(h, o->name ? o->name : "ans");
        raw(h, " =");
        if (header) raw(h, " "), put(h, header);
        const char *power = json_string_value(exponent);
        if (power && *power && strcmp(power, "0"))
            raw(h, " 10<sup>"), put(h, power), raw(h, "</sup> ×");
        else if (json_integer_value(exponent))
            buf_printf(h->out, " 10<sup>%d</sup> ×", (int)json_integer_value(exponent));
        raw(h, "</caption>\n");
        if (json_array_size(names)) {
            raw(h, "<thead><tr>");
            if (named)
                put_cell(h, json_member(d, "cornerText") ? "th scope=\"col\"" : "td",
                         json_object_get(d, "cornerText"));
            for (size_t c = 0; c < json_array_size(names); c++)
                put_cell(h, "th scope=\"col\"", json_array_get(names, c));
            raw(h, "</tr></thead>\n");
        }
        raw(h, "<tbody>\n");
        for (size_t r = 0; r < json_array_size(rows); r++) {
            const json_t *row = json_array_get(rows, r);
            raw(h, "<tr>");
            if (named) put_cell(h, "th scope=\"row\"", json_array_get(row_names, r));
            for (size_t c = 0; c < json_array_size(row); c++)
                put_cell(h, "td", json_array_get(row, c));
            raw(h, "</tr>\n");
        }
        raw(h, "</tbody></table></div>\n");
    }
    json_decref(data);
    return good;
}

static void put_caption(Html *h, const DocOutput *o) {
    const char *text = picture_caption(o);
    if (h->options->no_captions) return;
    buf_printf(h->out, "<figcaption><b>Figure %d%s</b>", h->n_figures, text ? "." : "");
    if (text) raw(h, " "), put(h, text);
    raw(h, "</figcaption>");
}

static void put_figure(Html *h, const DocOutput *o) {
    enum { ALL = PICTURE_PNG | PICTURE_JPEG | PICTURE_GIF | PICTURE_SVG, LARGE = 3 << 19 };
    Picture picture;
    char label[32] = "Figure";
    h->n_figures++;
    if (o->figure_number > 0) snprintf(label, sizeof label, "Figure %d", o->figure_number);
    Status status = picture_of_output(h->ctx, o, h->options, ALL, &picture);
    if (status == OK && o->scene && picture.bytes.len > LARGE &&
        h->options->figure_format ==
            DOC_FIGURE_AUTO) { // ten thousands of shapes: pixels are smaller
        DocOptions pixels = *h->options;
        pixels.figure_format = DOC_FIGURE_PNG;
        picture_done(&picture);
        status = picture_of_output(h->ctx, o, &pixels, PICTURE_PNG, &picture);
    }
    if (status != OK) {
        fail(h, status);
        return;
    }
    if (picture.bytes.len) {
        raw(h, "<figure>");
        if (o->scene && !strcmp(picture.media_type, "image/svg+xml")) {
            put_svg(h, buf_text(&picture.bytes), o->name ? o->name : label);
        } else {
            raw(h, "<img src=\"");
            picture_put_uri(&picture, h->out);
            raw(h, "\" alt=\"");
            put(h, o->name ? o->name : label);
            buf_printf(h->out, "\" width=\"%.0f\" height=\"%.0f\">", picture.width_px,
                       picture.height_px);
        }
        put_caption(h, o);
        raw(h, "</figure>\n");
    }
    picture_done(&picture);
}

static void put_pre(Html *h, const char *class_name, const char *text) {
    size_t n = text ? strlen(text) : 0;
    while (n && text[n - 1] == '\n') n--;
    while (n && *text == '\n') text++, n--;
    if (!n) return;
    buf_printf(h->out, "<pre class=\"%s\" tabindex=\"0\"><samp>", class_name);
    put_escaped(h->out, text, n);
    raw(h, "</samp></pre>\n");
}

static void put_output(Html *h, const DocOutput *o) {
    switch (o->kind) {
    case OUTPUT_TEXT:
    case OUTPUT_VARIABLE: put_pre(h, "text", o->text); break;
    case OUTPUT_MATRIX:
    case OUTPUT_TABLE:
        if (!put_grid(h, o)) put_pre(h, "text", o->text);
        break;
    case OUTPUT_WARNING: put_pre(h, "warning", o->text); break;
    case OUTPUT_ERROR: put_pre(h, "error", o->text); break;
    case OUTPUT_EQUATION:
        raw(h, "<div class=\"equation center\">");
        html_equation(h, o->text ? o->text : "", true);
        raw(h, "</div>\n");
        break;
    case OUTPUT_FIGURE: put_figure(h, o); break;
    case OUTPUT_RAW: break;
    }
}

static bool is_blank(const char *text, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!isspace((unsigned char)text[i])) return false;
    return true;
}

/// Lines from `p` on up to and with the first that has outputs; blank ones at both ends are left
/// out.
static const char *put_lines(Html *h, Highlighter *colors, const char *p, int32_t *line,
                             int32_t last) {
    const char *end = p;
    while (*end && *line < last) {
        end += strcspn(end, "\n");
        end += *end == '\n';
        ++*line;
    }
    end += strcspn(end, "\n");
    const char *stop = end;
    while (p < stop) { // leading blank lines
        size_t n = strcspn(p, "\n");
        if (!is_blank(p, n)) break;
        p += n + (p[n] == '\n');
    }
    while (stop > p && isspace((unsigned char)stop[-1])) stop--;
    if (p < stop && !h->hide_code) {
        raw(h, "<pre class=\"code\" tabindex=\"0\"><code>");
        while (p < stop) {
            size_t n = strcspn(p, "\n");
            if (n > (size_t)(stop - p)) n = (size_t)(stop - p);
            put_code_line(h, colors, p, n);
            p += n;
            if (p < stop) raw(h, "\n"), p++;
        }
        raw(h, "</code></pre>\n");
    }
    ++*line;
    return *end ? end + 1 : end;
}

/// What the controls of hidden code show.
static void put_controls(Html *h, const DocBlock *b) {
    Arena *arena = NULL;
    DocRuns runs;
    Status status = controls_runs(h->ctx, b, &arena, &runs);
    if (status != OK) fail(h, status);
    if (runs.n) {
        raw(h, "<p class=\"controls\">");
        put_runs(h, &runs, false);
        raw(h, "</p>\n");
    }
    arena_free(arena);
}

/// Code in pieces, each followed by what its last line showed.
static void put_code_block(Html *h, const DocBlock *b) {
    const char *p = b->text ? b->text : "";
    bool outputs = b->n_outputs && !h->options->no_outputs;
    if (h->hide_code) put_controls(h, b);
    if ((h->hide_code || is_blank(p, strlen(p))) && !outputs) return;
    Highlighter colors = {0};
    int32_t line = b->first_line, end = b->first_line + b->n_lines - 1;
    raw(h, "<div class=\"cell\">\n");
    for (Index i = 0; outputs && i < b->n_outputs && h->status == OK;) {
        int32_t at = b->outputs[i].line < line  ? line - 1
                     : b->outputs[i].line > end ? end
                                                : b->outputs[i].line;
        if (at >= line) p = put_lines(h, &colors, p, &line, at);
        raw(h, "<div class=\"outputs\">\n");
        for (; i < b->n_outputs && (b->outputs[i].line <= at || at == end) && h->status == OK; i++)
            put_output(h, &b->outputs[i]);
        raw(h, "</div>\n");
    }
    if (*p) put_lines(h, &colors, p, &line, end);
    raw(h, "</div>\n");
}

// ---- text blocks --------------------------------------------------------------------------------

static void end_lists(Html *h, int keep) {
    while (h->n_lists > keep) {
        h->n_lists--;
        raw(h, h->lists[h->n_lists].ordered ? "</li></ol>\n" : "</li></ul>\n");
    }
}

static void put_item(Html *h, const DocBlock *b, const char *id) {
    int level = b->level < 0 ? 0 : b->level > 8 ? 8 : b->level;
    if (level > h->n_lists) level = h->n_lists; // a list opens one level at a time
    end_lists(h, level + 1);
    if (h->n_lists == level + 1 && h->lists[level].ordered != b->ordered) end_lists(h, level);
    if (h->n_lists == level + 1) {
        raw(h, "</li>\n");
    } else {
        h->lists[h->n_lists++].ordered = b->ordered;
        if (b->ordered && b->number > 1)
            buf_printf(h->out, "<ol start=\"%d\">", b->number);
        else
            raw(h, b->ordered ? "<ol>" : "<ul>");
    }
    raw(h, "<li");
    if (id) buf_printf(h->out, " id=\"%s\"", id);
    raw(h, ">");
    put_runs(h, &b->runs, true);
    if (b->list_end) end_lists(h, 0);
}

static void open_tag(Html *h, const char *tag, const DocBlock *b, const char *id) {
    static const char *const aligns[] = {NULL, "center", "right"};
    buf_printf(h->out, "<%s", tag);
    if (id) buf_printf(h->out, " id=\"%s\"", id);
    if (aligns[b->align]) buf_printf(h->out, " class=\"%s\"", aligns[b->align]);
    raw(h, ">");
}

static void put_heading(Html *h, const DocBlock *b, const char *id) {
    static const char *const tags[] = {"h1", "h2", "h3", "h4"};
    const char *tag = tags[b->kind == BLOCK_TITLE ? 0
                           : b->level < 1         ? 1
                           : b->level > 3         ? 3
                                                  : b->level];
    if (!b->runs.n) return;
    open_tag(h, tag, b, id);
    put_runs(h, &b->runs, true);
    buf_printf(h->out, "</%s>\n", tag);
}

static void put_table(Html *h, const DocBlock *b, const char *id) {
    open_tag(h, "table", b, id);
    raw(h, "\n");
    for (Index r = 0; r < b->n_rows && h->status == OK; r++) {
        bool head = r == 0 && b->has_header;
        if (head) raw(h, "<thead>");
        if (r == (b->has_header ? 1 : 0)) raw(h, "<tbody>\n");
        raw(h, "<tr>");
        for (Index c = 0; c < b->n_cols; c++) {
            raw(h, head ? "<th scope=\"col\">" : "<td>");
            put_runs(h, &b->cells[r * b->n_cols + c], true);
            raw(h, head ? "</th>" : "</td>");
        }
        raw(h, head ? "</tr></thead>\n" : "</tr>\n");
    }
    if (b->n_rows > (b->has_header ? 1 : 0)) raw(h, "</tbody>");
    raw(h, "</table>\n");
}

static void put_contents(Html *h, const DocBlock *b) {
    int depth = 0;
    raw(h, "<nav aria-label=\"Contents\">\n");
    if (b->runs.n) raw(h, "<p>"), put_runs(h, &b->runs, false), raw(h, "</p>\n");
    for (Index i = 0; i < h->doc->n_blocks && h->status == OK; i++) {
        const DocBlock *heading = &h->doc->blocks[i];
        if (heading->kind != BLOCK_HEADING || !heading->runs.n) continue;
        int level = heading->level < 1 ? 1 : heading->level > 3 ? 3 : heading->level;
        if (level > depth + 1) level = depth + 1;
        if (level > depth)
            raw(h, "<ul>");
        else
            raw(h, "</li>");
        for (; depth > level; depth--) raw(h, "</ul></li>");
        depth = level;
        buf_printf(h->out, "\n<li><a href=\"#%s\">", h->ids[i]);
        put_runs(h, &heading->runs, false);
        raw(h, "</a>");
    }
    for (; depth > 0; depth--) raw(h, "</li></ul>");
    raw(h, "\n</nav>\n");
}

static void put_block(Html *h, Index index) {
    const DocBlock *b = &h->doc->blocks[index];
    const char *id = h->ids[index];
    if (b->kind != BLOCK_LIST_ITEM) end_lists(h, 0);
    switch (b->kind) {
    case BLOCK_TITLE:
    case BLOCK_HEADING: put_heading(h, b, id); break;
    case BLOCK_PARAGRAPH:
        if (!b->runs.n && !id) break;
        open_tag(h, "p", b, id);
        put_runs(h, &b->runs, true);
        raw(h, "</p>\n");
        break;
    case BLOCK_LIST_ITEM: put_item(h, b, id); break;
    case BLOCK_EQUATION: {
        static const char *const aligns[] = {"", " center", " right"};
        buf_printf(h->out, "<div class=\"equation%s\"", aligns[b->align]);
        if (id) buf_printf(h->out, " id=\"%s\"", id);
        raw(h, ">");
        put_runs(h, &b->runs, true);
        raw(h, "</div>\n");
        break;
    }
    case BLOCK_TABLE: put_table(h, b, id); break;
    case BLOCK_CODE: put_code_block(h, b); break;
    case BLOCK_CODE_EXAMPLE: put_example(h, b); break;
    case BLOCK_SECTION_BREAK: raw(h, "</section>\n<section>\n"); break;
    case BLOCK_CONTENTS: put_contents(h, b); break;
    case BLOCK_RAW: break;
    }
}

// ---- the page -----------------------------------------------------------------------------------

/// An id of its own for every heading and every block that a link can name.
static void make_ids(Html *h) {
    Map *taken = map_new();
    bool good = taken != NULL;
    for (Index i = 0; good && i < h->doc->n_blocks; i++) {
        const DocBlock *b = &h->doc->blocks[i];
        if (!b->anchor && b->kind != BLOCK_HEADING) continue;
        Buf slug = BUF_INIT, id = BUF_INIT;
        if (b->anchor) {
            put_id(&slug, b->anchor);
        } else {
            Buf text = BUF_INIT;
            runs_text(&b->runs, &text);
            for (size_t k = 0; k < text.len && slug.len < 60; k++) {
                unsigned char c = (unsigned char)text.data[k];
                if (isalnum(c))
                    buf_putc(&slug, (char)tolower(c));
                else if (slug.len && slug.data[slug.len - 1] != '-')
                    buf_putc(&slug, '-');
            }
            while (slug.len && slug.data[slug.len - 1] == '-') slug.data[--slug.len] = 0;
            if (!slug.len || !isalpha((unsigned char)slug.data[0])) {
                buf_clear(&slug);
                buf_printf(&slug, "heading-%d", (int)i);
            }
            buf_done(&text);
        }
        buf_puts(&id, buf_text(&slug));
        for (int k = 2; !id.failed && map_find(taken, buf_text(&id)); k++) {
            buf_clear(&id);
            if (k < 20)
                buf_printf(&id, "%s-%d", buf_text(&slug), k);
            else
                buf_printf(&id, "%.50s-%d-%d", buf_text(&slug), (int)i, k);
        }
        good = !id.failed && map_set(taken, buf_text(&id), h) == OK;
        h->ids[i] = good ? buf_take(&id) : NULL;
        good = good && h->ids[i];
        buf_done(&slug);
        buf_done(&id);
    }
    map_free(taken);
    if (!good) fail(h, ctx_fail_nomem(h->ctx));
}

static void put_head(Html *h) {
    Buf title = BUF_INIT;
    if (h->options->title)
        buf_puts(&title, h->options->title);
    else
        document_title(h->doc, &title);
    raw(h, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
           "'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
           "<meta name=\"referrer\" content=\"no-referrer\">\n"
           "<meta name=\"generator\" content=\"Gradus " GRADUS_VERSION "\">\n");
    if (h->options->author) {
        raw(h, "<meta name=\"author\" content=\"");
        put(h, h->options->author);
        raw(h, "\">\n");
    }
    raw(h, "<title>");
    put_escaped(h->out, title.len ? title.data : "Document", title.len ? title.len : 8);
    raw(h, "</title>\n<style>\n");
    raw(h, html_style);
    buf_printf(h->out, "</style>\n</head>\n<body%s>\n<main>\n<section>\n",
               h->options->double_spaced ? " class=\"double\"" : "");
    buf_done(&title);
}

static void put_byline(Html *h) {
    if (!h->options->author && !h->options->date) return;
    raw(h, "<p class=\"byline\">");
    put(h, h->options->author);
    if (h->options->author && h->options->date) raw(h, " · ");
    put(h, h->options->date);
    raw(h, "</p>\n");
}

static Status write_html(Ctx *ctx, const Document *doc, const DocOptions *options,
                         DocFiles *files) {
    Html h = {.ctx = ctx, .doc = doc, .options = options, .out = &files->main, .status = OK};
    h.hide_code = options->hide_code || doc->layout == DOC_HIDE_CODE;
    h.ids = mem_alloc_zero((size_t)(doc->n_blocks + 1) * sizeof *h.ids);
    if (!h.ids) return ctx_fail_nomem(ctx);
    make_ids(&h);
    if (h.status == OK) put_head(&h);
    bool titled = false;
    for (Index i = 0; i < doc->n_blocks && h.status == OK; i++) {
        bool title = doc->blocks[i].kind == BLOCK_TITLE && !titled;
        if (i == 0 && !title) put_byline(&h);
        put_block(&h, i);
        if (i == 0 && title) put_byline(&h);
        titled = titled || title;
    }
    end_lists(&h, 0);
    raw(&h, "</section>\n</main>\n</body>\n</html>\n");
    for (Index i = 0; i < doc->n_blocks; i++) mem_free(h.ids[i]);
    mem_free(h.ids);
    return h.status;
}

const WriterDef writer_html = {"html", ".html .htm", "text/html", write_html, true};
