// doc/readers/markdown.c: CommonMark with tables and TeX mathematics, parsed by md4c; here its
// events become blocks and runs. Fences marked "matlab" are code; fences marked "output", as our
// writer makes them, are outputs of the code before. Raw HTML is kept but for <u>, <br> and <a
// id="…">.
#include "doc/package/xml_calls.h"
#include "doc/readers/markdown.h"
#include "base/map.h"
#include "base/utf.h"
#include "base/vec.h"
#include "doc/json.h"
#include <ctype.h>
#include <md4c.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_LISTS = 9, MAX_COLS = 256 };

typedef struct Markdown {
    Reader *r;
    const MarkdownSource *source;
    const char *counted, *end; // up to where lines were counted; end of the text
    int32_t line;              // of `counted`

    DocRun *items; // heap: the runs of the leaf in progress
    Index n, cap;
    Buf buf;
    int bold, italic, underline, code, image; // nesting of spans
    const char *link, *unsafe, *anchor;
    const char *image_url, *image_title;
    bool math_display;

    struct {
        bool ordered;
        int number;
    } lists[MAX_LISTS];
    int n_lists;
    bool in_item; // the leaf is the first text of an item
    int quotes;
    bool raw_html, in_code, in_cell, skip; // skip: the entries of a written table of contents
    const char *info;
    int32_t code_line;
    DocRuns *cells; // heap
    Index n_cells, cap_cells, n_cols, n_rows;
    json_t *aligns;
} Markdown;

// ---- runs ---------------------------------------------------------------------------------------

static void add_run(Markdown *m, DocRun run) {
    Status status = m->r->status == OK
                        ? vec_reserve(m->r->ctx, (void **)&m->items, &m->cap, m->n + 1, sizeof run)
                        : ERR_NOMEM;
    if (status != OK) {
        reader_fail(m->r, status);
        return;
    }
    run.link = m->link;
    run.unsafe_link = m->unsafe;
    m->items[m->n++] = run;
}

static unsigned style_of(const Markdown *m) {
    return (m->bold ? RUN_BOLD : 0) | (m->italic ? RUN_ITALIC : 0) | (m->code ? RUN_MONO : 0) |
           (m->underline ? RUN_UNDERLINE : 0);
}

static void flush(Markdown *m) {
    if (m->buf.failed) reader_fail(m->r, ctx_fail_nomem(m->r->ctx));
    if (!m->buf.len) return;
    const char *text = reader_text(m->r, m->buf.data, m->buf.len);
    buf_clear(&m->buf);
    if (text) add_run(m, (DocRun){.kind = RUN_TEXT, .style = style_of(m), .text = text});
}

static DocRuns take_runs(Markdown *m) {
    DocRuns runs = {0};
    flush(m);
    if (m->n && m->r->status == OK) {
        size_t n_bytes = (size_t)m->n * sizeof *m->items;
        runs.items = arena_alloc(m->r->doc->arena, n_bytes);
        if (runs.items) {
            memcpy(runs.items, m->items, n_bytes);
            runs.n = m->n;
        } else {
            reader_fail(m->r, ctx_fail_nomem(m->r->ctx));
        }
    }
    m->n = 0;
    return runs;
}

static const char *attribute_text(Markdown *m, const MD_ATTRIBUTE *a);

// ---- leaves -------------------------------------------------------------------------------------

static const char *quote_attribute(Markdown *m) {
    char text[32];
    if (!m->quotes) return NULL;
    snprintf(text, sizeof text, "{\"quote\":%d}", m->quotes);
    return reader_text(m->r, text, strlen(text));
}

/// A picture that our writer marked as an output goes back to its code.
static bool take_output_picture(Markdown *m, const DocRuns *runs) {
    Document *doc = m->r->doc;
    DocBlock *code = doc->n_blocks ? &doc->blocks[doc->n_blocks - 1] : NULL;
    const DocRun *run = runs->items;
    if (runs->n != 1 || run->kind != RUN_IMAGE || !run->image || !run->attributes || !code ||
        code->kind != BLOCK_CODE || !strstr(run->attributes, "\"title\":\"output\""))
        return false;
    DocOutput output = {.kind = OUTPUT_FIGURE, .line = code->first_line + code->n_lines - 1};
    DocImage copy = *run->image;
    copy.pixels = NULL;
    if (*run->text) output.name = mem_dup(run->text);
    output.image = mem_alloc_zero(sizeof copy);
    Index budget = m->r->pixels_left;
    if (output.image &&
        image_of_bytes(run->image->bytes, run->image->n_bytes, &budget, output.image)) {
        m->r->pixels_left = budget;
        Status status = block_add_output(m->r->ctx, code, output);
        if (status != OK) reader_fail(m->r, status);
        return true;
    }
    output_done(&output);
    return false;
}

static DocBlock *end_leaf(Markdown *m, BlockKind kind) {
    DocRuns runs = take_runs(m);
    const char *anchor = m->anchor;
    m->anchor = NULL;
    if (m->skip || (!runs.n && !anchor && kind == BLOCK_PARAGRAPH)) return NULL;
    if (kind == BLOCK_PARAGRAPH && take_output_picture(m, &runs)) return NULL;
    bool equation = kind == BLOCK_PARAGRAPH && runs.n == 1 && runs.items[0].kind == RUN_EQUATION &&
                    runs.items[0].display;
    DocBlock *block = reader_block(m->r, equation ? BLOCK_EQUATION : kind);
    if (!block) return NULL;
    block->runs = runs;
    block->anchor = anchor;
    block->attributes = quote_attribute(m);
    if (equation) block->align = DOC_CENTER;
    return block;
}

/// Ends the first text of an item, if it is still going on.
static void end_item_text(Markdown *m) {
    if (!m->in_item) return;
    m->in_item = false;
    DocBlock *block = end_leaf(m, BLOCK_LIST_ITEM);
    int depth = m->n_lists < MAX_LISTS ? m->n_lists : MAX_LISTS;
    if (!block || !depth) return;
    block->level = depth - 1;
    block->ordered = m->lists[depth - 1].ordered;
    if (block->ordered) block->number = m->lists[depth - 1].number;
}

// ---- code, HTML ---------------------------------------------------------------------------------

static int32_t line_of(Markdown *m, const char *p) {
    while (m->counted < p) m->line += *m->counted++ == '\n';
    return m->line;
}

static bool is_matlab(const char *info) {
    static const char *const names[] = {"matlab", "octave", "m"};
    for (int i = 0; i < 3; i++) {
        if (!strcasecmp(info, names[i])) return true;
    }
    return false;
}

/// "output", "output warning", "output error": an output of the code before.
static bool take_output_text(Markdown *m, const char *text, size_t n) {
    Document *doc = m->r->doc;
    DocBlock *code = doc->n_blocks ? &doc->blocks[doc->n_blocks - 1] : NULL;
    if (strncmp(m->info, "output", 6) || !code || code->kind != BLOCK_CODE) return false;
    OutputKind kind = OUTPUT_TEXT;
    if (!strcmp(m->info, "output warning")) kind = OUTPUT_WARNING;
    if (!strcmp(m->info, "output error")) kind = OUTPUT_ERROR;
    DocOutput output = {.kind = kind, .line = code->first_line + code->n_lines - 1};
    output.text = mem_dup_text(text, n);
    Status status =
        output.text ? block_add_output(m->r->ctx, code, output) : ctx_fail_nomem(m->r->ctx);
    if (status != OK) reader_fail(m->r, status);
    return true;
}

static void end_code(Markdown *m) {
    size_t n = m->buf.len - (m->buf.len && m->buf.data[m->buf.len - 1] == '\n');
    const char *text = buf_text(&m->buf);
    m->in_code = false;
    if (m->buf.failed) reader_fail(m->r, ctx_fail_nomem(m->r->ctx));
    if (m->skip || m->r->status != OK || take_output_text(m, text, m->buf.len)) {
        buf_clear(&m->buf);
        return;
    }
    bool math = !strcmp(m->info, "math");
    bool code = is_matlab(m->info);
    size_t n_language = strcspn(m->info, " {");
    DocBlock *block = reader_block(m->r, math   ? BLOCK_EQUATION
                                         : code ? BLOCK_CODE
                                                : BLOCK_CODE_EXAMPLE);
    if (block && math) {
        add_run(
            m, (DocRun){.kind = RUN_EQUATION, .text = reader_text(m->r, text, n), .display = true});
        buf_clear(&m->buf);
        DocRuns runs = take_runs(m);
        block = &m->r->doc->blocks[m->r->doc->n_blocks - 1];
        block->runs = runs;
        block->align = DOC_CENTER;
    } else if (block) {
        block->text = reader_text(m->r, text, n);
        block->n_lines = 1;
        for (size_t i = 0; i < n; i++) block->n_lines += text[i] == '\n';
        if (code) block->first_line = m->code_line ? m->code_line : line_of(m, m->counted);
        if (!code && n_language) block->language = reader_text(m->r, m->info, n_language);
        block->attributes = quote_attribute(m);
    }
    buf_clear(&m->buf);
}

static void end_html(Markdown *m) {
    while (m->buf.len && m->buf.data[m->buf.len - 1] == '\n') m->buf.data[--m->buf.len] = 0;
    const char *text = buf_text(&m->buf);
    m->raw_html = false;
    bool contents = !strncmp(text, "<!-- contents {", 15);
    if (!strcmp(text, "<!-- end of contents -->")) {
        m->skip = false;
    } else if (contents && !m->skip) {
        json_t *data = json_loads(text + 14, JSON_DISABLE_EOF_CHECK, NULL);
        const char *heading = json_member(data, "heading");
        DocRuns runs = {0};
        if (heading && *heading) markup_live(m->r, heading, strlen(heading), &runs, NULL);
        DocBlock *block = reader_block(m->r, BLOCK_CONTENTS);
        if (block) block->runs = runs;
        m->skip = true;
        json_decref(data);
    } else if (!m->skip && m->buf.len && strcmp(text, "<!-- -->")) {
        DocBlock *block = reader_block(m->r, BLOCK_RAW);
        if (block) {
            block->raw_format = "markdown";
            block->text = reader_text(m->r, text, m->buf.len);
        }
    }
    buf_clear(&m->buf);
}

// ---- tables -------------------------------------------------------------------------------------

static void end_cell(Markdown *m) {
    DocRuns runs = take_runs(m);
    Status status = m->n_cells >= 1 << 22 ? ctx_fail(m->r->ctx, ERR_LIMIT, "Gradus:doc:size",
                                                     "A table of the document has too many cells.")
                                          : vec_reserve(m->r->ctx, (void **)&m->cells,
                                                        &m->cap_cells, m->n_cells + 1, sizeof runs);
    if (status != OK)
        reader_fail(m->r, status);
    else
        m->cells[m->n_cells++] = runs;
}

static void end_table(Markdown *m) {
    DocBlock *block = m->n_cols && m->n_cells >= m->n_cols ? reader_block(m->r, BLOCK_TABLE) : NULL;
    if (block) {
        size_t n_bytes = (size_t)m->n_cells * sizeof *m->cells;
        block->cells = arena_alloc(m->r->doc->arena, n_bytes);
        if (block->cells) {
            memcpy(block->cells, m->cells, n_bytes);
            block->n_cols = m->n_cols;
            block->n_rows = m->n_cells / m->n_cols;
            block->has_header = true;
            block->attributes = reader_json(m->r, m->aligns);
        } else {
            reader_fail(m->r, ctx_fail_nomem(m->r->ctx));
        }
    }
    m->n_cells = 0;
    json_decref(m->aligns);
    m->aligns = NULL;
}

static void note_align(Markdown *m, const MD_BLOCK_TD_DETAIL *cell) {
    static const char *const names[] = {"", "left", "center", "right"};
    if (!m->aligns) m->aligns = json_object();
    if (cell->align && !json_object_get(m->aligns, "columnAlign"))
        json_object_set_new(m->aligns, "columnAlign", json_array());
    json_t *list = json_object_get(m->aligns, "columnAlign");
    while (list && (Index)json_array_size(list) < m->n_cells)
        json_array_append_new(list, json_string(""));
    if (list) json_array_append_new(list, json_string(names[cell->align & 3]));
}

// ---- events of md4c -----------------------------------------------------------------------------

static int enter_block(MD_BLOCKTYPE type, void *detail, void *self) {
    Markdown *m = self;
    switch (type) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        end_item_text(m);
        if (m->n_lists < MAX_LISTS) {
            m->lists[m->n_lists].ordered = type == MD_BLOCK_OL;
            unsigned start = type == MD_BLOCK_OL ? ((MD_BLOCK_OL_DETAIL *)detail)->start : 0;
            m->lists[m->n_lists].number = (int)start - 1;
        }
        m->n_lists++;
        break;
    case MD_BLOCK_LI:
        if (m->n_lists <= MAX_LISTS && m->n_lists) m->lists[m->n_lists - 1].number++;
        m->in_item = true;
        break;
    case MD_BLOCK_QUOTE:
        end_item_text(m);
        m->quotes++;
        break;
    case MD_BLOCK_HR:
        end_item_text(m);
        if (!m->skip) reader_block(m->r, BLOCK_SECTION_BREAK);
        break;
    case MD_BLOCK_CODE: {
        const MD_BLOCK_CODE_DETAIL *code = detail;
        end_item_text(m);
        m->info = attribute_text(m, &code->info);
        if (!m->info) m->info = "";
        m->in_code = true;
        m->code_line = 0;
        break;
    }
    case MD_BLOCK_HTML:
        end_item_text(m);
        m->raw_html = true;
        break;
    case MD_BLOCK_H: end_item_text(m); break;
    case MD_BLOCK_P:
        if (m->in_item && (m->n || m->buf.len)) end_item_text(m);
        break;
    case MD_BLOCK_TABLE:
        end_item_text(m);
        m->n_cols = (Index)((MD_BLOCK_TABLE_DETAIL *)detail)->col_count;
        m->n_cells = 0;
        break;
    case MD_BLOCK_TH:
        note_align(m, detail);
        m->in_cell = true;
        break;
    case MD_BLOCK_TD: m->in_cell = true; break;
    default: break;
    }
    return m->r->status != OK;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *self) {
    Markdown *m = self;
    switch (type) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL: {
        m->n_lists--;
        Document *doc = m->r->doc;
        DocBlock *last = doc->n_blocks ? &doc->blocks[doc->n_blocks - 1] : NULL;
        if (!m->n_lists && last && last->kind == BLOCK_LIST_ITEM) last->list_end = true;
        break;
    }
    case MD_BLOCK_LI: end_item_text(m); break;
    case MD_BLOCK_QUOTE: m->quotes--; break;
    case MD_BLOCK_CODE: end_code(m); break;
    case MD_BLOCK_HTML: end_html(m); break;
    case MD_BLOCK_H: {
        DocBlock *block = end_leaf(m, BLOCK_HEADING);
        if (block) block->level = (int)((MD_BLOCK_H_DETAIL *)detail)->level;
        break;
    }
    case MD_BLOCK_P:
        if (m->in_item)
            end_item_text(m);
        else
            end_leaf(m, BLOCK_PARAGRAPH);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        m->in_cell = false;
        end_cell(m);
        break;
    case MD_BLOCK_TABLE: end_table(m); break;
    default: break;
    }
    return m->r->status != OK;
}

static void set_link(Markdown *m, const MD_ATTRIBUTE *href) {
    const char *url = attribute_text(m, href);
    if (!url) return;
    if (*url == '#') {
        m->link = url;
    } else {
        m->link = link_allowed(m->r, url, strlen(url));
        if (!m->link) m->unsafe = url;
    }
}

static int enter_span(MD_SPANTYPE type, void *detail, void *self) {
    Markdown *m = self;
    if (m->image) { // alternative text is plain
        m->image += type == MD_SPAN_IMG;
        return m->r->status != OK;
    }
    flush(m);
    switch (type) {
    case MD_SPAN_EM: m->italic++; break;
    case MD_SPAN_STRONG: m->bold++; break;
    case MD_SPAN_U: m->underline++; break;
    case MD_SPAN_CODE: m->code++; break;
    case MD_SPAN_A: set_link(m, &((MD_SPAN_A_DETAIL *)detail)->href); break;
    case MD_SPAN_IMG:
        m->image++;
        m->image_url = attribute_text(m, &((MD_SPAN_IMG_DETAIL *)detail)->src);
        m->image_title = attribute_text(m, &((MD_SPAN_IMG_DETAIL *)detail)->title);
        break;
    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY: m->math_display = type == MD_SPAN_LATEXMATH_DISPLAY; break;
    default: break;
    }
    return m->r->status != OK;
}

/// "%41" in the name of a file.
static void put_decoded(Buf *out, const char *url) {
    for (; *url; url++) {
        if (*url == '%' && isxdigit((unsigned char)url[1]) && isxdigit((unsigned char)url[2])) {
            char hex[3] = {url[1], url[2], 0};
            buf_putc(out, (char)strtol(hex, NULL, 16));
            url += 2;
        } else {
            buf_putc(out, *url);
        }
    }
}

static void end_image(Markdown *m) {
    DocRun run = {.kind = RUN_IMAGE, .text = reader_text(m->r, buf_text(&m->buf), m->buf.len)};
    const char *url = m->image_url ? m->image_url : "";
    buf_clear(&m->buf);
    run.id = url;
    if (!strncasecmp(url, "attachment:", 11)) {
        run.id = url + 11;
        if (m->source->attachment)
            run.image = m->source->attachment(m->source->self, m->r, url + 11);
    } else if (!strncasecmp(url, "data:", 5)) {
        DocImage image;
        run.id = NULL;
        if (image_decode_uri(url, &m->r->pixels_left, &image)) run.image = image_keep(m->r, &image);
    } else if (!strstr(url, "://")) {
        Buf name = BUF_INIT;
        put_decoded(&name, url);
        run.image = image_load_beside(m->r, buf_text(&name), name.len);
        buf_done(&name);
    }
    if (m->image_title && *m->image_title) {
        json_t *title = json_object();
        json_object_set_new(title, "title", json_text(m->image_title, strlen(m->image_title)));
        run.attributes = reader_json(m->r, title);
        json_decref(title);
    }
    add_run(m, run);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *self) {
    Markdown *m = self;
    (void)detail;
    if (m->image) {
        if (type == MD_SPAN_IMG && --m->image == 0) end_image(m);
        return m->r->status != OK;
    }
    if (type == MD_SPAN_LATEXMATH || type == MD_SPAN_LATEXMATH_DISPLAY) {
        const char *p = buf_text(&m->buf), *end = p + m->buf.len;
        while (p < end && isspace((unsigned char)*p)) p++;
        while (end > p && isspace((unsigned char)end[-1])) end--;
        const char *tex = reader_text(m->r, p, (size_t)(end - p));
        buf_clear(&m->buf);
        if (tex)
            add_run(m, (DocRun){.kind = RUN_EQUATION,
                                .style = style_of(m),
                                .text = tex,
                                .display = m->math_display});
        return m->r->status != OK;
    }
    flush(m);
    switch (type) {
    case MD_SPAN_EM: m->italic--; break;
    case MD_SPAN_STRONG: m->bold--; break;
    case MD_SPAN_U: m->underline--; break;
    case MD_SPAN_CODE: m->code--; break;
    case MD_SPAN_A: m->link = m->unsafe = NULL; break;
    default: break;
    }
    return m->r->status != OK;
}

/// "&amp;", "&#65;", "&#x41;"; unknown names stay as they are.
static void put_entity(Markdown *m, Buf *out, const char *text, size_t n) {
    uint32_t point = 0;
    char name[16] = "";
    if (n > 3 && text[1] == '#') {
        bool hex = text[2] == 'x' || text[2] == 'X';
        for (size_t i = 2 + hex; i + 1 < n && point < 0x110000; i++) {
            int digit = isdigit((unsigned char)text[i]) ? text[i] - '0' : (text[i] | 32) - 'a' + 10;
            point = point * (hex ? 16 : 10) + (uint32_t)digit;
        }
        if (!point || point >= 0x110000 || (point >= 0xD800 && point < 0xE000)) point = 0xFFFD;
    } else if (n > 2 && n - 2 < sizeof name) {
        memcpy(name, text + 1, n - 2);
        Status status = xml_prepare(m->r->ctx);
        if (status != OK) reader_fail(m->r, status);
        const htmlEntityDesc *entity = status == OK ? htmlEntityLookup(BAD_CAST name) : NULL;
        if (entity) point = entity->value;
        if (!strcmp(name, "apos")) point = '\'';
    }
    char bytes[4];
    if (point)
        buf_put(out, bytes, (size_t)utf8_encode(point, bytes));
    else
        buf_put(out, text, n);
}

static const char *attribute_text(Markdown *m, const MD_ATTRIBUTE *a) {
    Buf out = BUF_INIT;
    if (!a->text || !a->size) return NULL;
    for (size_t i = 0; a->substr_offsets[i] < a->size; i++) {
        const char *p = a->text + a->substr_offsets[i];
        size_t n = a->substr_offsets[i + 1] - a->substr_offsets[i];
        if (a->substr_types[i] == MD_TEXT_ENTITY)
            put_entity(m, &out, p, n);
        else if (a->substr_types[i] == MD_TEXT_NULLCHAR)
            buf_puts(&out, "\xEF\xBF\xBD");
        else
            buf_put(&out, p, n);
    }
    const char *text = out.failed ? NULL : reader_text(m->r, buf_text(&out), out.len);
    if (out.failed) reader_fail(m->r, ctx_fail_nomem(m->r->ctx));
    buf_done(&out);
    return text;
}

static bool is_tag(const char *text, size_t n, const char *tag) {
    return strlen(tag) == n && !strncasecmp(text, tag, n);
}

static void inline_html(Markdown *m, const char *text, size_t n) {
    static const char anchor[] = "<a id=\"";
    flush(m);
    if (is_tag(text, n, "<u>")) {
        m->underline++;
    } else if (is_tag(text, n, "</u>")) {
        if (m->underline) m->underline--;
    } else if (is_tag(text, n, "<br>") || is_tag(text, n, "<br/>") || is_tag(text, n, "<br />")) {
        add_run(m, (DocRun){.kind = RUN_BREAK});
    } else if (n > sizeof anchor + 1 && !memcmp(text, anchor, sizeof anchor - 1) && !m->anchor &&
               memchr(text + 7, '"', n - 7)) {
        const char *id = text + sizeof anchor - 1;
        m->anchor = reader_text(m->r, id, (size_t)((char *)memchr(id, '"', n - 7) - id));
    } else if (!(is_tag(text, n, "</a>") && m->anchor)) {
        const char *raw = reader_text(m->r, text, n);
        if (raw) add_run(m, (DocRun){.kind = RUN_RAW, .text = raw, .id = "markdown"});
    }
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE n, void *self) {
    Markdown *m = self;
    if (m->in_code && !m->code_line && text >= m->counted && text < m->end) {
        m->code_line = line_of(m, text); // line ends come from elsewhere in memory
        for (size_t i = 0; i < m->buf.len; i++) m->code_line -= m->buf.data[i] == '\n';
    }
    switch (type) {
    case MD_TEXT_NULLCHAR: buf_puts(&m->buf, "\xEF\xBF\xBD"); break;
    case MD_TEXT_SOFTBR: // a line end behind <br> is none
        if (m->buf.len || !m->n || m->items[m->n - 1].kind != RUN_BREAK) buf_putc(&m->buf, ' ');
        break;
    case MD_TEXT_BR:
        if (m->image) {
            buf_putc(&m->buf, ' ');
        } else {
            flush(m);
            add_run(m, (DocRun){.kind = RUN_BREAK});
        }
        break;
    case MD_TEXT_ENTITY: put_entity(m, &m->buf, text, n); break;
    case MD_TEXT_HTML:
        if (m->raw_html || m->image)
            buf_put(&m->buf, text, n);
        else
            inline_html(m, text, n);
        break;
    case MD_TEXT_CODE: // in a table a bar of a code span is written as "\\|"
        for (MD_SIZE i = 0; i < n; i++)
            if (!(m->in_cell && text[i] == '\\' && i + 1 < n && text[i + 1] == '|'))
                buf_putc(&m->buf, text[i]);
        break;
    default: buf_put(&m->buf, text, n); break;
    }
    return m->r->status != OK;
}

// ---- texts and files ----------------------------------------------------------------------------

void markdown_read(Reader *r, const char *text, size_t n, const MarkdownSource *source) {
    static const MarkdownSource none = {.first_line = 1};
    if (r->status != OK) return;
    Markdown m = {.r = r,
                  .source = source ? source : &none,
                  .counted = text,
                  .end = text + n,
                  .buf = BUF_INIT,
                  .info = ""};
    m.line = m.source->first_line;
    MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_LATEXMATHSPANS,
                        .enter_block = enter_block,
                        .leave_block = leave_block,
                        .enter_span = enter_span,
                        .leave_span = leave_span,
                        .text = on_text};
    int result = md_parse(text, (MD_SIZE)n, &parser, &m);
    if (result && r->status == OK) reader_fail(r, ctx_fail_nomem(r->ctx));
    mem_free(m.items);
    mem_free(m.cells);
    json_decref(m.aligns);
    buf_done(&m.buf);
}

/// The name GitHub gives to a heading: letters and digits in lower case, blanks as hyphens.
static void put_slug(Buf *out, const DocRuns *runs) {
    Buf text = BUF_INIT;
    runs_text(runs, &text);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == ' ')
            buf_putc(out, '-');
        else if (isalnum(c) || c == '-' || c == '_' || c >= 0x80)
            buf_putc(out, (char)tolower(c));
    }
    if (text.failed) out->failed = true;
    buf_done(&text);
}

/// Every "#name" that a link of the document names.
static Map *linked_names(Reader *r) {
    Map *names = map_new();
    for (Index i = 0; names && i < r->doc->n_blocks; i++) {
        const DocBlock *b = &r->doc->blocks[i];
        for (Index k = 0; names && k < b->runs.n; k++) {
            const char *link = b->runs.items[k].link;
            if (link && *link == '#' && map_set(names, link + 1, r) != OK) {
                map_free(names);
                names = NULL;
            }
        }
    }
    if (!names) reader_fail(r, ctx_fail_nomem(r->ctx));
    return names;
}

void markdown_finish(Reader *r) {
    Document *doc = r->doc;
    int n_top = 0;
    for (Index i = 0; i < doc->n_blocks; i++)
        n_top += doc->blocks[i].kind == BLOCK_HEADING && doc->blocks[i].level == 1;
    Map *names = linked_names(r);
    for (Index i = 0; names && i < doc->n_blocks; i++) {
        DocBlock *b = &doc->blocks[i];
        if (b->kind != BLOCK_HEADING) continue;
        int level = b->level, shown = n_top > 1 ? level : level - 1;
        if (n_top == 1 && level == 1) b->kind = BLOCK_TITLE;
        b->level = b->kind == BLOCK_TITLE ? 0 : shown < 1 ? 1 : shown > 3 ? 3 : shown;
        if (b->level + 1 != level) {
            char text[40];
            snprintf(text, sizeof text, "{\"markdownLevel\":%d}", level);
            b->attributes = reader_text(r, text, strlen(text));
        }
        Buf slug = BUF_INIT;
        put_slug(&slug, &b->runs);
        if (!b->anchor && slug.len && map_find(names, buf_text(&slug)))
            b->anchor = reader_text(r, slug.data, slug.len);
        buf_done(&slug);
    }
    map_free(names);
}

/// "---\n…\n---\n" at the top: metadata of a site generator, kept.
static size_t front_matter(const char *text, size_t n) {
    if (n < 8 || memcmp(text, "---\n", 4)) return 0;
    const char *end = memmem(text + 3, n - 3, "\n---\n", 5);
    return end ? (size_t)(end + 5 - text) : 0;
}

static Status read_file(Ctx *ctx, Document *doc) {
    Reader r = reader_start(ctx, doc);
    size_t head = front_matter(doc->source, doc->n_source);
    MarkdownSource source = {.first_line = 1};
    if (head) {
        DocBlock *block = reader_block(&r, BLOCK_RAW);
        if (block) {
            block->raw_format = "markdown";
            block->text = reader_text(&r, doc->source, head - 1);
        }
        for (size_t i = 0; i < head; i++) source.first_line += doc->source[i] == '\n';
    }
    markdown_read(&r, doc->source + head, doc->n_source - head, &source);
    markdown_finish(&r);
    reader_done(&r);
    return r.status;
}

const ReaderDef reader_markdown = {"markdown", ".md .markdown", DOC_MARKDOWN, NULL, read_file};
