// doc/writers/live.c: plain-text live code, the text part: one line a paragraph, code as it is with
// marks at the ends of lines. What the reader reads back is the same document; writing that again
// gives the same bytes.
#include "doc/writers/live.h"
#include "base/vec.h"
#include "doc/json.h"
#include "doc/kept.h"
#include "doc/writers/internal.h"
#include "doc/writers/mark_text.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void live_fail(LiveWriter *w, Status status) {
    if (w->status == OK) w->status = status;
}

// ---- inline text --------------------------------------------------------------------------------

static void put_text(void *self, Buf *out, const char *text, size_t n) {
    LiveWriter *w = self;
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (c == '\n' || c == '\r') c = ' ';
        bool mark = c && strchr("\\*_[]<>`$", c) != NULL;
        if (w->early) mark = mark || c == '-' || c == '+' || (c == '.' && i && isdigit((unsigned char)text[i - 1]));
        if (mark || (c == '|' && w->in_cell) || (c == '{' && w->after_equation))
            buf_putc(out, '\\');
        buf_putc(out, c);
        w->after_equation = false;
    }
}

static void put_code(void *self, Buf *out, const char *text) {
    LiveWriter *w = self;
    buf_putc(out, '`');
    for (; *text; text++) {
        bool escaping = *text == '\\' && (!text[1] || strchr("*_[]\\<>`$|", text[1]));
        if (escaping || *text == '`' || (w->in_cell && strchr("$|", *text))) buf_putc(out, '\\');
        buf_putc(out, *text == '\n' || *text == '\r' ? ' ' : *text);
    }
    buf_putc(out, '`');
    w->after_equation = false;
}

/// An object within the text: marks in its words are escaped as those of the text are.
static void put_object(Buf *out, const json_t *data) {
    Buf plain = BUF_INIT;
    bool text = false;
    json_put(&plain, data, true);
    for (size_t i = 0; i < plain.len; i++) {
        char c = plain.data[i];
        if (text && c == '\\' && i + 1 < plain.len) {
            char after = i + 2 < plain.len ? plain.data[i + 2] : 0;
            bool word = plain.data[i + 1] == '\\' && isalpha((unsigned char)after) && after != 'u';
            if (!word) buf_putc(out, c); // one backslash before a letter
            c = plain.data[++i];
        } else if (c == '"') {
            text = !text;
        } else if (text && strchr("_*[]<>`", c)) {
            buf_putc(out, '\\');
        }
        buf_putc(out, c);
    }
    if (plain.failed) out->failed = true;
    buf_done(&plain);
}

static void put_equation(LiveWriter *w, Buf *out, const DocRun *run, bool lone) {
    buf_putc(out, '$');
    for (const char *p = run->text ? run->text : ""; *p; p++) {
        if (*p == '\r') continue;
        if (*p == '$') {
            buf_puts(out, TEX_DOLLAR);
            continue;
        }
        if (strchr(w->early ? "\\_*<>`\n+-" : "\\_*[]<>`\n", *p)) buf_putc(out, '\\');
        buf_putc(out, *p == '\n' ? 'n' : *p);
    }
    if (!run->text || !*run->text) buf_putc(out, ' ');
    buf_putc(out, '$');
    json_t *data = json_object_of(w->doc->origin == DOC_LIVE_TEXT ? run->attributes : NULL);
    json_object_del(data, "displayStyle");
    if (run->alt) json_object_set_new(data, "altText", json_text(run->alt, strlen(run->alt)));
    if (run->display != lone) json_object_set_new(data, "displayStyle", json_boolean(run->display));
    if (json_object_size(data)) put_object(out, data);
    if (!data) live_fail(w, ctx_fail_nomem(w->ctx));
    w->after_equation = json_object_size(data) == 0;
    json_decref(data);
}

static void put_address(LiveWriter *w, Buf *out, const char *url) {
    int depth = 0;
    bool balanced = true;
    for (const char *p = url; *p; p++) {
        depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
        balanced = balanced && depth >= 0;
    }
    balanced = balanced && depth == 0;
    bool angles = strpbrk(url, " \t\n\r") && !strpbrk(url, "<>");
    if (angles) {
        balanced = true;
        buf_putc(out, '<');
    }
    for (const char *p = url; *p; p++) {
        bool round = *p == '(' || *p == ')', escaping = *p == '\\' && (!p[1] || ispunct((unsigned char)p[1]));
        if (escaping || (round && !balanced) || (w->in_cell && strchr("$|", *p))) buf_putc(out, '\\');
        buf_putc(out, *p == '\n' || *p == '\r' ? ' ' : *p);
    }
    if (angles) buf_putc(out, '>');
}

static void put_target(void *self, Buf *out, const DocRun *run) {
    LiveWriter *w = self;
    if (run->link && run->link[0] == '#') {
        buf_puts(out, "internal:");
        put_address(w, out, run->link + 1);
    } else {
        put_address(w, out, run->link ? run->link : run->unsafe_link);
    }
    w->after_equation = false;
}

static void put_image(LiveWriter *w, Buf *out, const DocRun *run) {
    Buf id = BUF_INIT;
    live_image(w, run, &id);
    w->after_equation = false;
    buf_puts(out, "![");
    put_text(w, out, run->text ? run->text : "", run->text ? strlen(run->text) : 0);
    buf_puts(out, "](");
    bool named = run->id && strchr(run->id, '.'); // a file beside the document that was not found
    if (!id.len && named) {
        put_address(w, out, run->id);
    } else {
        buf_puts(out, "text:image:");
        buf_puts(out, id.len ? buf_text(&id) : run->id ? run->id : "0000");
    }
    buf_putc(out, ')');
    buf_done(&id);
}

static void put_run(void *self, Buf *out, const DocRun *run) {
    LiveWriter *w = self;
    switch (run->kind) {
    case RUN_EQUATION: put_equation(w, out, run, false); return;
    case RUN_IMAGE: put_image(w, out, run); break;
    case RUN_BREAK: buf_puts(out, "<br>"); break;
    case RUN_RAW:
        if (run->id && !strcmp(run->id, "live")) buf_puts(out, run->text ? run->text : "");
        break;
    case RUN_TEXT: break;
    }
    w->after_equation = false;
}

static const MarkDialect dialect = {put_text, put_code, put_run, put_target};

static void put_runs(LiveWriter *w, const DocRuns *runs, Buf *out) {
    w->after_equation = false;
    mark_runs(&dialect, w, runs, out);
}

/// Text that begins with a number and a point, which would be taken for an item: "1\.5 of them".
static void put_number_start(Buf *out, const char *text, size_t n) {
    size_t digits = 0;
    while (digits < n && isdigit((unsigned char)text[digits])) digits++;
    bool item = digits && digits < n && text[digits] == '.';
    if (item) {
        buf_put(out, text, digits);
        buf_putc(out, '\\');
    }
    buf_put(out, text + (item ? digits : 0), n - (item ? digits : 0));
}

/// Text at the start of a line that would be taken for a heading, an item or a number.
static void put_line_start(Buf *out, const char *text, size_t n) {
    size_t i = 0;
    while (i < n && text[i] == ' ') i++;
    buf_put(out, text, i);
    if (i < n && strchr("#-+", text[i])) buf_putc(out, '\\');
    put_number_start(out, text + i, n - i);
}

// ---- text blocks --------------------------------------------------------------------------------

/// "%[text]{…} ", with the anchor when the block has one.
static void put_head(LiveWriter *w, const DocBlock *b) {
    static const char *const aligns[] = {NULL, "center", "right"};
    json_t *data = json_object_of(w->doc->origin == DOC_LIVE_TEXT ? b->attributes : NULL);
    if (b->align) json_object_set_new(data, "align", json_string(aligns[b->align]));
    if (!data) live_fail(w, ctx_fail_nomem(w->ctx));
    buf_puts(w->out, "%[text]");
    if (json_object_size(data)) json_put(w->out, data, true);
    buf_putc(w->out, ' ');
    if (b->anchor) buf_printf(w->out, "%%[text:anchor:%s] ", b->anchor);
    json_decref(data);
}

static void put_paragraph(LiveWriter *w, const DocBlock *b) {
    Buf text = BUF_INIT;
    put_head(w, b);
    if (b->kind == BLOCK_EQUATION && runs_are_equation(&b->runs)) {
        w->after_equation = false;
        put_equation(w, &text, &b->runs.items[0], true);
        if (b->runs.n > 1) put_text(w, &text, b->runs.items[1].text, strlen(b->runs.items[1].text));
    } else {
        put_runs(w, &b->runs, &text);
    }
    if (b->kind == BLOCK_TITLE || b->kind == BLOCK_HEADING) {
        int level = b->kind == BLOCK_TITLE ? 1 : b->level < 1 ? 2 : b->level > 3 ? 4 : b->level + 1;
        buf_pad(w->out, '#', level);
        buf_putc(w->out, ' ');
        buf_put(w->out, buf_text(&text), text.len);
    } else {
        put_line_start(w->out, buf_text(&text), text.len);
    }
    if (text.failed) w->out->failed = true;
    buf_putc(w->out, '\n');
    buf_done(&text);
}

static void put_item(LiveWriter *w, const DocBlock *b, const DocBlock *next) {
    put_head(w, b);
    buf_pad(w->out, ' ', 2L * b->level);
    if (b->ordered)
        buf_printf(w->out, "%d. ", b->number > 0 ? b->number : 1);
    else
        buf_puts(w->out, "- ");
    put_runs(w, &b->runs, w->out);
    if (b->list_end || !next || next->kind != BLOCK_LIST_ITEM) buf_puts(w->out, " \\");
    buf_putc(w->out, '\n');
}

static void put_table(LiveWriter *w, const DocBlock *b) {
    if (b->n_rows <= 0 || b->n_cols <= 0) return;
    bool same = w->doc->origin == DOC_LIVE_TEXT || w->doc->origin == DOC_MLX;
    json_t *data = json_object_of(same ? b->attributes : NULL);
    if (!b->has_header) json_object_set_new(data, "ignoreHeader", json_true());
    if (!data) live_fail(w, ctx_fail_nomem(w->ctx));
    buf_puts(w->out, "%[text:table]");
    if (json_object_size(data)) json_put(w->out, data, true);
    json_decref(data);
    w->in_cell = true;
    for (Index r = 0; r < b->n_rows && !w->out->failed; r++) {
        buf_puts(w->out, "\n%[text] |");
        for (Index c = 0; c < b->n_cols; c++) {
            Buf cell = BUF_INIT;
            put_runs(w, &b->cells[r * b->n_cols + c], &cell);
            buf_putc(w->out, ' ');
            put_number_start(w->out, buf_text(&cell), cell.len);
            buf_puts(w->out, " |");
            if (cell.failed) w->out->failed = true;
            buf_done(&cell);
        }
        if (r) continue;
        buf_puts(w->out, "\n%[text] |");
        for (Index c = 0; c < b->n_cols; c++) buf_puts(w->out, " --- |");
    }
    w->in_cell = false;
    buf_puts(w->out, "\n%[text:table]\n");
}

static void put_contents(LiveWriter *w, const DocBlock *b) {
    Buf heading = BUF_INIT;
    put_runs(w, &b->runs, &heading);
    json_t *data = json_object_of(w->doc->origin == DOC_LIVE_TEXT ? b->attributes : NULL);
    if (heading.len) json_object_set_new(data, "heading", json_text(heading.data, heading.len));
    if (!data || heading.failed) live_fail(w, ctx_fail_nomem(w->ctx));
    buf_puts(w->out, "%[text:tableOfContents]");
    if (json_object_size(data)) json_put(w->out, data, true);
    buf_putc(w->out, '\n');
    json_decref(data);
    buf_done(&heading);
}

static void put_example(LiveWriter *w, const DocBlock *b) {
    const char *text = b->text ? b->text : "", *language = b->language ? b->language : "";
    long fence = 3, run = 0;
    for (const char *p = text; *p; p++) {
        run = *p == '`' ? run + 1 : 0;
        if (run >= fence) fence = run + 1;
    }
    buf_puts(w->out, "%[text] ");
    buf_pad(w->out, '`', fence);
    buf_puts(w->out, !strcmp(language, "matlab") ? "matlabCodeExample" : language);
    for (const char *p = text; *text;) {
        size_t n = strcspn(p, "\n");
        buf_puts(w->out, "\n%[text] ");
        buf_put(w->out, p, n && p[n - 1] == '\r' ? n - 1 : n);
        if (!p[n]) break;
        p += n + 1;
    }
    buf_puts(w->out, "\n%[text] ");
    buf_pad(w->out, '`', fence);
    buf_putc(w->out, '\n');
}

// ---- code ---------------------------------------------------------------------------------------

/// A mark on its way to the end of its line.
typedef struct LineMark {
    int32_t line;
    Index order;
    char *text; // owned
} LineMark;

typedef struct LineMarks {
    LineMark *items;
    Index n, cap;
} LineMarks;

static void add_mark(LiveWriter *w, LineMarks *marks, int64_t line, const DocBlock *b, Buf *text) {
    if (line < 0) line = 0;
    if (line >= b->n_lines) line = b->n_lines > 0 ? b->n_lines - 1 : 0;
    LineMark mark = {(int32_t)line, marks->n, buf_take(text)};
    Status status = mark.text ? vec_reserve(w->ctx, (void **)&marks->items, &marks->cap,
                                            marks->n + 1, sizeof mark)
                              : ctx_fail_nomem(w->ctx);
    if (status == OK)
        marks->items[marks->n++] = mark;
    else
        mem_free(mark.text);
    if (status != OK) live_fail(w, status);
}

static void add_controls(LiveWriter *w, LineMarks *marks, const DocBlock *b) {
    for (Index i = 0; i < b->n_controls && w->status == OK; i++) {
        const DocControl *c = &b->controls[i];
        Buf text = BUF_INIT;
        buf_printf(&text, "%%[control:%s:", c->kind ? c->kind : "editfield");
        live_control(w, c, &text);
        buf_puts(&text, "]{");
        if (c->end_line > c->line) buf_printf(&text, "\"lines\":%d,", (int)(c->end_line - c->line));
        buf_printf(&text, "\"position\":[%d,%d]}", (int)c->start + 1, (int)c->end + 1);
        add_mark(w, marks, c->end_line, b, &text);
    }
}

/// Whether the output a mark names was written for an earlier block already: this block's own gets another name, and the
/// mark, left as it was, would show the earlier one here too.
static bool names_earlier_output(const LiveWriter *w, const char *mark) {
    static const char head[] = "%[output:";
    char name[64];
    size_t n = strcspn(mark + sizeof head - 1, "]");
    snprintf(name, sizeof name, "output:%.*s", (int)(n < 48 ? n : 48), mark + sizeof head - 1);
    return map_find(w->names, name) != NULL;
}

/// Marks the reader kept. Those about outputs go with the outputs they name.
static void add_kept(LiveWriter *w, LineMarks *marks, const DocBlock *b) {
    if (!b->attributes || !strstr(b->attributes, "\"marks\"")) return;
    json_t *attributes = json_object_of(b->attributes);
    const json_t *kept = json_object_get(attributes, "marks");
    bool stored = false; // outputs of the file, not of a new run
    for (Index i = 0; i < b->n_outputs; i++) stored = stored || b->outputs[i].id;
    for (size_t i = 0; i < json_array_size(kept) && w->status == OK; i++) {
        const json_t *pair = json_array_get(kept, i);
        const char *text = json_string_value(json_array_get(pair, 1));
        if (!text) continue;
        bool about_output = !strncmp(text, "%[output:", 9);
        if (about_output && (w->options->no_outputs || (b->n_outputs && !stored) ||
                             names_earlier_output(w, text)))
            continue;
        Buf copy = BUF_INIT;
        buf_puts(&copy, text);
        add_mark(w, marks, json_integer_value(json_array_get(pair, 0)), b, &copy);
    }
    json_decref(attributes);
}

static void add_outputs(LiveWriter *w, LineMarks *marks, const DocBlock *b) {
    for (Index i = 0; i < b->n_outputs && w->status == OK && !w->options->no_outputs; i++) {
        Buf id = BUF_INIT, text = BUF_INIT;
        live_output(w, &b->outputs[i], &id);
        if (id.len) {
            buf_printf(&text, "%%[output:%s]", id.data);
            add_mark(w, marks, (int64_t)b->outputs[i].line - b->first_line, b, &text);
        }
        buf_done(&id);
    }
}

static int by_line(const void *a, const void *b) {
    const LineMark *x = a, *y = b;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void put_code_block(LiveWriter *w, const DocBlock *b) {
    LineMarks marks = {0};
    add_controls(w, &marks, b);
    add_kept(w, &marks, b);
    add_outputs(w, &marks, b);
    if (marks.n) qsort(marks.items, (size_t)marks.n, sizeof *marks.items, by_line);
    const char *p = b->text ? b->text : "";
    Index k = 0;
    for (int32_t line = 0;; line++) {
        size_t n = strcspn(p, "\n");
        buf_put(w->out, p, n && p[n - 1] == '\r' ? n - 1 : n);
        for (; k < marks.n && (marks.items[k].line <= line || !p[n]); k++) {
            buf_putc(w->out, ' ');
            buf_puts(w->out, marks.items[k].text);
        }
        buf_putc(w->out, '\n');
        if (!p[n]) break;
        p += n + 1;
    }
    for (Index i = 0; i < marks.n; i++) mem_free(marks.items[i].text);
    mem_free(marks.items);
}

// ---- the file -----------------------------------------------------------------------------------

static void put_block(LiveWriter *w, const DocBlock *b, const DocBlock *next) {
    switch (b->kind) {
    case BLOCK_TITLE:
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_EQUATION: put_paragraph(w, b); break;
    case BLOCK_LIST_ITEM: put_item(w, b, next); break;
    case BLOCK_TABLE: put_table(w, b); break;
    case BLOCK_CODE: put_code_block(w, b); break;
    case BLOCK_CODE_EXAMPLE: put_example(w, b); break;
    case BLOCK_SECTION_BREAK: {
        bool in_code = b->titled && next && next->kind == BLOCK_CODE && next->text &&
                       !strncmp(next->text, "%% ", 3);
        if (!in_code) buf_puts(w->out, "%%\n");
        break;
    }
    case BLOCK_CONTENTS: put_contents(w, b); break;
    case BLOCK_RAW:
        if (b->raw_format && !strcmp(b->raw_format, "live"))
            buf_printf(w->out, "%s\n", b->text ? b->text : "");
        break;
    }
}

static Status write_file(Ctx *ctx, const Document *doc, const DocOptions *options, const Buf *kept,
                         Buf *out) {
    LiveWriter w = {.ctx = ctx,
                    .doc = doc,
                    .options = options,
                    .out = out,
                    .images = BUF_INIT,
                    .controls = BUF_INIT,
                    .outputs = BUF_INIT,
                    .names = map_new(),
                    .kept = kept,
                    .status = OK};
    const DocPart *version = document_find_part(doc, "live", "appendix");
    w.early = version && !version->n_bytes;
    if (!w.names) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < doc->n_blocks && w.status == OK; i++)
        put_block(&w, &doc->blocks[i], i + 1 < doc->n_blocks ? &doc->blocks[i + 1] : NULL);
    if (w.status == OK) live_appendix(&w);
    map_free(w.names);
    buf_done(&w.images);
    buf_done(&w.controls);
    buf_done(&w.outputs);
    return w.status;
}

/// A document of .mlx brings along what this format has no place for; all others are written as they are.
static Status write_live(Ctx *ctx, const Document *doc, const DocOptions *options,
                         DocFiles *files) {
    Buf kept = BUF_INIT, plain = BUF_INIT;
    Status status = OK;
    if (doc->origin == DOC_MLX && !options->no_outputs) {
        status = write_file(ctx, doc, options, NULL, &plain);
        if (status == OK) status = kept_make(ctx, doc, "kept.m", &plain, &kept);
    }
    if (status == OK) status = write_file(ctx, doc, options, &kept, &files->main);
    buf_done(&plain);
    buf_done(&kept);
    return status;
}

const WriterDef writer_live = {"live", ".m", "text/x-matlab", write_live, false};
