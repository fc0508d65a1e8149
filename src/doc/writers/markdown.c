// doc/writers/markdown.c: GitHub's Markdown with $…$ mathematics. Outputs are fences marked
// "output" and pictures titled "output", so that our reader finds them again.
#include "doc/writers/markdown.h"
#include "doc/controls.h"
#include "doc/json.h"
#include "doc/writers/internal.h"
#include "doc/writers/mark_text.h"
#include "graphics/math.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

// ---- inline text --------------------------------------------------------------------------------

static bool is_word(char c) {
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static void put_text(void *self, Buf *out, const char *text, size_t n) {
    const MarkdownWriter *w = self;
    for (size_t i = 0; i < n; i++) {
        char c = text[i] == '\n' || text[i] == '\r' ? ' ' : text[i];
        bool mark = c && strchr("\\*[]<>`$~", c);
        if (c == '_') mark = !(i && i + 1 < n && is_word(text[i - 1]) && is_word(text[i + 1]));
        if (c == '|') mark = w->in_cell;
        if (c == '&')
            mark = i + 1 < n ? isalpha((unsigned char)text[i + 1]) || text[i + 1] == '#' : true;
        if (mark) buf_putc(out, '\\');
        buf_putc(out, c);
    }
}

/// The shortest fence of backticks that is not in the text.
static long fence_of(const char *text, long least) {
    bool used[64] = {false};
    for (long run = 0;; text++) {
        if (*text == '`') {
            run++;
            continue;
        }
        if (run && run < 64) used[run] = true;
        if (run >= 64) least = run + 1;
        run = 0;
        if (!*text) break;
    }
    while (least < 64 && used[least]) least++;
    return least;
}

static void put_code(void *self, Buf *out, const char *text) {
    const MarkdownWriter *w = self;
    long fence = fence_of(text, 1);
    bool pad = *text == '`' || (*text && text[strlen(text) - 1] == '`') ||
               (*text == ' ' && text[strlen(text) - 1] == ' ' && strspn(text, " ") < strlen(text));
    buf_pad(out, '`', fence);
    if (pad) buf_putc(out, ' ');
    for (; *text; text++) {
        if (*text == '|' && w->in_cell) buf_putc(out, '\\');
        buf_putc(out, *text == '\n' || *text == '\r' ? ' ' : *text);
    }
    if (pad) buf_putc(out, ' ');
    buf_pad(out, '`', fence);
}

static void put_plain_tex(const MarkdownWriter *w, Buf *out, const char *tex) {
    while (isspace((unsigned char)*tex)) tex++;
    size_t n = strlen(tex);
    while (n && isspace((unsigned char)tex[n - 1])) n--;
    for (size_t i = 0; i < n; i++) {
        if (w->in_cell && tex[i] == '\\' && i + 1 < n && tex[i + 1] == '|') {
            i++;
            buf_puts(out, i + 1 < n && isalpha((unsigned char)tex[i + 1]) ? "\\Vert " : "\\Vert");
        } else if (w->in_cell && tex[i] == '|') {
            buf_puts(out, i + 1 < n && isalpha((unsigned char)tex[i + 1]) ? "\\vert " : "\\vert");
        } else {
            buf_putc(out, isspace((unsigned char)tex[i]) ? ' ' : tex[i]);
        }
    }
}

/// TeX on one line without blanks at its ends and dollars of its own; bars in tables become commands, for a bar ends a
/// cell.
static void put_tex(MarkdownWriter *w, Buf *out, const char *tex) {
    if (!strchr(tex, '$')) {
        put_plain_tex(w, out, tex);
        return;
    }
    Buf source = BUF_INIT, plain = BUF_INIT;
    Status status = math_source(w->ctx, tex, strlen(tex), &source);
    int left = 0, dollars = 0; // mathematics within text: "\text{a $b$}" becomes "\text{a }b\text{}"
    for (size_t i = 0; i < source.len; i++) left += source.data[i] == '$';
    for (size_t i = 0; i < source.len; i++) {
        if (source.data[i] != '$')
            buf_putc(&plain, source.data[i]);
        else
            buf_puts(&plain, left % 2 ? "" : dollars++ % 2 ? "\\text{" : "}");
    }
    if (plain.failed && status == OK) status = ctx_fail_nomem(w->ctx);
    if (status == OK)
        put_plain_tex(w, out, buf_text(&plain));
    else if (w->status == OK)
        w->status = status;
    buf_done(&source);
    buf_done(&plain);
}

static void put_address(Buf *out, const char *url) {
    bool plain = *url && *url != '<';
    int depth = 0;
    for (const char *p = url; *p && plain; p++) {
        depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
        plain = (unsigned char)*p > ' ' && depth >= 0;
    }
    plain = plain && !depth;
    if (!plain) buf_putc(out, '<');
    for (; *url; url++) {
        if (strchr("\\<>&|`[]", *url)) buf_putc(out, '\\');
        buf_putc(out, *url == '\n' || *url == '\r' ? ' ' : *url);
    }
    if (!plain) buf_putc(out, '>');
}

static void put_target(void *self, Buf *out, const DocRun *run) {
    (void)self;
    put_address(out, run->link ? run->link : run->unsafe_link);
}

static void put_picture(MarkdownWriter *w, Buf *out, const Picture *picture, const char *alt,
                        const char *name, const char *title) {
    Buf address = BUF_INIT;
    Status status = w->store(w->self, picture, name, &address);
    if (status != OK && w->status == OK) w->status = status;
    if (address.len) {
        buf_puts(out, "![");
        put_text(w, out, alt, strlen(alt));
        buf_puts(out, "](");
        put_address(out, buf_text(&address));
        if (title) buf_printf(out, " \"%s\"", title);
        buf_putc(out, ')');
    }
    buf_done(&address);
}

static void put_image(MarkdownWriter *w, Buf *out, const DocRun *run) {
    enum { ALL = PICTURE_PNG | PICTURE_JPEG | PICTURE_GIF | PICTURE_SVG };
    const char *alt = run->text ? run->text : "";
    if (!run->image) { // an address elsewhere, or a picture that was not there
        buf_puts(out, "![");
        put_text(w, out, alt, strlen(alt));
        buf_puts(out, "](");
        put_address(out, run->id ? run->id : "missing");
        buf_putc(out, ')');
        return;
    }
    Picture picture;
    Status status = picture_of_image(w->ctx, run->image, ALL, &picture);
    if (status != OK) {
        if (w->status == OK) w->status = status;
        return;
    }
    if (picture.bytes.len) put_picture(w, out, &picture, alt, run->id ? run->id : "picture", NULL);
    picture_done(&picture);
}

static void put_run(void *self, Buf *out, const DocRun *run) {
    MarkdownWriter *w = self;
    switch (run->kind) {
    case RUN_EQUATION:
        buf_puts(out, run->display ? "$$" : "$");
        put_tex(w, out, run->text ? run->text : "");
        buf_puts(out, run->display ? "$$" : "$");
        break;
    case RUN_IMAGE: put_image(w, out, run); break;
    case RUN_BREAK: buf_puts(out, w->in_line ? "<br>" : "\\\n"); break;
    case RUN_RAW:
        if (run->id && !strcmp(run->id, "markdown")) buf_puts(out, run->text ? run->text : "");
        break;
    case RUN_TEXT: break;
    }
}

static const MarkDialect dialect = {put_text, put_code, put_run, put_target};

/// A line that would be a heading, an item, a rule or a fence.
static void put_line_start(Buf *out, const char *text, size_t n) {
    size_t digits = 0;
    while (n && (*text == ' ' || *text == '\t')) text++, n--;
    while (digits < n && isdigit((unsigned char)text[digits])) digits++;
    if (n && strchr("#-+=", *text)) {
        buf_putc(out, '\\');
    } else if (digits && digits < n && strchr(".)", text[digits])) {
        buf_put(out, text, digits);
        buf_putc(out, '\\');
        text += digits;
        n -= digits;
    }
    buf_put(out, text, n);
}

// ---- blocks -------------------------------------------------------------------------------------

void markdown_fence(Buf *out, const char *info, const char *text) {
    long fence = 3, run = 0;
    for (const char *p = text; *p; p++) {
        run = *p == '`' ? run + 1 : 0;
        if (run >= fence) fence = run + 1;
    }
    buf_pad(out, '`', fence);
    buf_printf(out, "%s\n", info);
    buf_puts(out, text);
    if (*text && text[strlen(text) - 1] != '\n') buf_putc(out, '\n');
    buf_pad(out, '`', fence);
    buf_putc(out, '\n');
}

static int attribute_number(const DocBlock *b, const char *key) {
    if (!b->attributes || !strstr(b->attributes, key)) return 0;
    json_t *data = json_object_of(b->attributes);
    int number = (int)json_integer_value(json_object_get(data, key));
    json_decref(data);
    return number;
}

static void put_anchor(MarkdownWriter *w, const DocBlock *b) {
    if (!b->anchor) return;
    bool plain = true;
    for (const char *p = b->anchor; *p; p++)
        plain = plain && (isalnum((unsigned char)*p) || strchr("_-.:", *p));
    if (plain) buf_printf(w->out, "<a id=\"%s\"></a>", b->anchor);
}

static void put_heading(MarkdownWriter *w, const DocBlock *b) {
    int level = b->kind == BLOCK_TITLE ? 1 : b->level + 1,
        written = attribute_number(b, "markdownLevel");
    if (written >= 1 && written <= 6 && w->doc->origin != DOC_LIVE_TEXT) level = written;
    buf_pad(w->out, '#', level < 1 ? 2 : level);
    buf_putc(w->out, ' ');
    put_anchor(w, b);
    w->in_line = true;
    mark_runs(&dialect, w, &b->runs, w->out);
    w->in_line = false;
    if (w->out->len && w->out->data[w->out->len - 1] == '#') { // "## C#" must not lose it
        w->out->data[w->out->len - 1] = '\\';
        buf_putc(w->out, '#');
    }
    buf_puts(w->out, "\n\n");
}

static void put_paragraph(MarkdownWriter *w, const DocBlock *b) {
    Buf text = BUF_INIT;
    int quotes = attribute_number(b, "quote");
    mark_runs(&dialect, w, &b->runs, &text);
    if (text.failed) w->out->failed = true;
    if (text.len || b->anchor) {
        for (int i = 0; i < quotes && i < 20; i++) buf_puts(w->out, "> ");
        put_anchor(w, b);
        put_line_start(w->out, buf_text(&text), text.len);
        buf_puts(w->out, "\n\n");
    }
    buf_done(&text);
}

static void put_item(MarkdownWriter *w, const DocBlock *b, const DocBlock *next) {
    int level = b->level < 0 ? 0 : b->level > 8 ? 8 : b->level, indent = w->indents[level];
    Buf text = BUF_INIT;
    char mark[24] = "- ";
    if (b->ordered) snprintf(mark, sizeof mark, "%d. ", b->number > 0 ? b->number : 1);
    for (int i = level + 1; i < 10; i++) w->indents[i] = indent + (int)strlen(mark);
    buf_pad(w->out, ' ', indent);
    buf_puts(w->out, mark);
    put_anchor(w, b);
    w->in_line = true;
    mark_runs(&dialect, w, &b->runs, &text);
    w->in_line = false;
    put_line_start(w->out, buf_text(&text), text.len);
    if (text.failed) w->out->failed = true;
    buf_done(&text);
    buf_putc(w->out, '\n');
    bool goes_on = next && next->kind == BLOCK_LIST_ITEM;
    bool same = goes_on && !b->list_end && (next->level != b->level || next->ordered == b->ordered);
    if (!same) memset(w->indents, 0, sizeof w->indents);
    if (!same) buf_putc(w->out, '\n');
    if (goes_on && !same && next->ordered == b->ordered) buf_puts(w->out, "<!-- -->\n\n");
}

static const char *rule_of(const json_t *aligns, Index c) {
    const char *align = json_string_value(json_array_get(aligns, (size_t)c));
    if (!align || !*align) return " --- |";
    return *align == 'l' ? " :--- |" : *align == 'c' ? " :---: |" : " ---: |";
}

static void put_table(MarkdownWriter *w, const DocBlock *b) {
    if (b->n_rows <= 0 || b->n_cols <= 0) return;
    json_t *data = json_object_of(b->attributes);
    const json_t *aligns = json_object_get(data, "columnAlign");
    w->in_cell = w->in_line = true;
    if (!b->has_header) {
        buf_putc(w->out, '|');
        for (Index c = 0; c < b->n_cols; c++) buf_puts(w->out, "  |");
        buf_putc(w->out, '\n');
    }
    for (Index r = b->has_header ? 0 : -1; r < b->n_rows && !w->out->failed; r++) {
        if (r >= 0) {
            buf_putc(w->out, '|');
            for (Index c = 0; c < b->n_cols; c++) {
                buf_putc(w->out, ' ');
                mark_runs(&dialect, w, &b->cells[r * b->n_cols + c], w->out);
                buf_puts(w->out, " |");
            }
            buf_putc(w->out, '\n');
        }
        if (r != (b->has_header ? 0 : -1)) continue;
        buf_putc(w->out, '|');
        for (Index c = 0; c < b->n_cols; c++) buf_puts(w->out, rule_of(aligns, c));
        buf_putc(w->out, '\n');
    }
    w->in_cell = w->in_line = false;
    buf_putc(w->out, '\n');
    json_decref(data);
}

static void put_slug(Buf *out, const DocBlock *b) {
    Buf text = BUF_INIT;
    if (b->anchor) {
        buf_puts(out, b->anchor);
        return;
    }
    runs_text(&b->runs, &text);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == ' ')
            buf_putc(out, '-');
        else if (isalnum(c) || c == '-' || c == '_' || c >= 0x80)
            buf_putc(out, (char)tolower(c));
    }
    buf_done(&text);
}

/// The list of headings, between comments by which our reader knows it again.
static void put_contents(MarkdownWriter *w, const DocBlock *b) {
    Buf heading = BUF_INIT;
    mark_runs(&dialect, w, &b->runs, &heading);
    buf_puts(w->out, "<!-- contents {\"heading\":");
    json_put_text(w->out, buf_text(&heading), heading.len, false);
    buf_puts(w->out, "} -->\n\n");
    if (b->runs.n) {
        mark_runs(&dialect, w, &b->runs, w->out);
        buf_puts(w->out, "\n\n");
    }
    for (Index i = 0; i < w->doc->n_blocks; i++) {
        const DocBlock *h = &w->doc->blocks[i];
        if (h->kind != BLOCK_HEADING || !h->runs.n) continue;
        Buf slug = BUF_INIT, text = BUF_INIT;
        put_slug(&slug, h);
        runs_text(&h->runs, &text);
        buf_pad(w->out, ' ', 2L * (h->level > 1 ? h->level - 1 : 0));
        buf_puts(w->out, "- [");
        put_text(w, w->out, buf_text(&text), text.len);
        buf_printf(w->out, "](#%s)\n", buf_text(&slug));
        buf_done(&slug);
        buf_done(&text);
    }
    buf_puts(w->out, "\n<!-- end of contents -->\n\n");
    buf_done(&heading);
}

void markdown_block(MarkdownWriter *w, const DocBlock *b, const DocBlock *next) {
    switch (b->kind) {
    case BLOCK_TITLE:
    case BLOCK_HEADING: put_heading(w, b); break;
    case BLOCK_PARAGRAPH: put_paragraph(w, b); break;
    case BLOCK_LIST_ITEM: put_item(w, b, next); break;
    case BLOCK_EQUATION:
        buf_puts(w->out, "$$");
        if (b->runs.n) put_tex(w, w->out, b->runs.items[0].text ? b->runs.items[0].text : "");
        buf_puts(w->out, "$$\n\n");
        break;
    case BLOCK_TABLE: put_table(w, b); break;
    case BLOCK_CODE_EXAMPLE: {
        const char *language = b->language ? b->language : "";
        markdown_fence(w->out, !strcmp(language, "matlab") ? "matlab example" : language,
                       b->text ? b->text : "");
        buf_putc(w->out, '\n');
        break;
    }
    case BLOCK_CONTENTS: put_contents(w, b); break;
    case BLOCK_RAW:
        if (b->raw_format && !strcmp(b->raw_format, "markdown"))
            buf_printf(w->out, "%s\n\n", b->text ? b->text : "");
        break;
    case BLOCK_CODE:
    case BLOCK_SECTION_BREAK: break;
    }
}

// ---- the file -----------------------------------------------------------------------------------

typedef struct Store {
    Ctx *ctx;
    DocFiles *files;
    int n_figures, n_pictures;
} Store;

static Status store_asset(void *self, const Picture *picture, const char *name, Buf *address) {
    Store *s = self;
    char file[48];
    bool figure = !strcmp(name, "figure");
    snprintf(file, sizeof file, "%s_%d%s", figure ? "figure" : "picture",
             figure ? ++s->n_figures : ++s->n_pictures, picture->extension);
    const char *path = NULL;
    TRY(doc_files_add(s->ctx, s->files, file, picture->bytes.data, picture->bytes.len, &path));
    for (; *path; path++) { // an address is no file name
        if (isalnum((unsigned char)*path) || strchr("/._-", *path) || (unsigned char)*path >= 0x80)
            buf_putc(address, *path);
        else
            buf_printf(address, "%%%02X", (unsigned char)*path);
    }
    return OK;
}

static void put_output(MarkdownWriter *w, const DocOutput *o) {
    const char *text = o->text ? o->text : "";
    switch (o->kind) {
    case OUTPUT_FIGURE: {
        enum { ALL = PICTURE_PNG | PICTURE_JPEG | PICTURE_GIF | PICTURE_SVG };
        Picture picture;
        Status status = picture_of_output(w->ctx, o, w->options, ALL, &picture);
        if (status != OK) {
            if (w->status == OK) w->status = status;
            return;
        }
        if (picture.bytes.len) {
            put_picture(w, w->out, &picture, o->name ? o->name : "", "figure", "output");
            buf_puts(w->out, "\n\n");
        }
        picture_done(&picture);
        return;
    }
    case OUTPUT_EQUATION:
        buf_puts(w->out, "$$");
        put_tex(w, w->out, text);
        buf_puts(w->out, "$$\n\n");
        return;
    case OUTPUT_RAW: return;
    case OUTPUT_WARNING: markdown_fence(w->out, "output warning", text); break;
    case OUTPUT_ERROR: markdown_fence(w->out, "output error", text); break;
    default: markdown_fence(w->out, "output", text); break;
    }
    buf_putc(w->out, '\n');
}

/// What the controls of hidden code show.
static void put_controls(MarkdownWriter *w, const DocBlock *b) {
    Arena *arena = NULL;
    DocBlock paragraph = {.kind = BLOCK_PARAGRAPH};
    Status status = controls_runs(w->ctx, b, &arena, &paragraph.runs);
    if (status != OK && w->status == OK) w->status = status;
    if (paragraph.runs.n) put_paragraph(w, &paragraph);
    arena_free(arena);
}

static bool is_blank(const char *text) {
    return !text || strspn(text, " \t\n") == strlen(text);
}

static Status write_markdown(Ctx *ctx, const Document *doc, const DocOptions *options,
                             DocFiles *files) {
    Store store = {.ctx = ctx, .files = files};
    MarkdownWriter w = {.ctx = ctx,
                        .doc = doc,
                        .options = options,
                        .out = &files->main,
                        .self = &store,
                        .store = store_asset,
                        .status = OK};
    for (Index i = 0; i < doc->n_blocks && w.status == OK; i++) {
        const DocBlock *b = &doc->blocks[i], *next = i + 1 < doc->n_blocks ? b + 1 : NULL;
        if (b->kind == BLOCK_SECTION_BREAK) {
            buf_puts(w.out, "---\n\n");
        } else if (b->kind == BLOCK_CODE) {
            if (options->hide_code || doc->layout == DOC_HIDE_CODE) {
                put_controls(&w, b);
            } else if (!is_blank(b->text)) {
                markdown_fence(w.out, b->language ? b->language : "matlab", b->text);
                buf_putc(w.out, '\n');
            }
            for (Index k = 0; k < b->n_outputs && !options->no_outputs; k++)
                put_output(&w, &b->outputs[k]);
        } else {
            markdown_block(&w, b, next);
        }
    }
    while (w.out->len > 1 && !w.out->failed && !strcmp(w.out->data + w.out->len - 2, "\n\n"))
        w.out->data[--w.out->len] = 0;
    return w.status;
}

const WriterDef writer_markdown = {"markdown", ".md .markdown", "text/markdown", write_markdown, false};
