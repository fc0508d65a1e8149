// doc/diff.c: each document becomes lines: a paragraph of text as one line of Markdown, code as it
// is, controls and outputs behind marks. Pictures stand for themselves by size and a hash of their
// pixels.
#include "doc/diff.h"
#include "base/file.h"
#include "base/vec.h"
#include "doc/json.h"
#include "doc/writers/markdown.h"
#include <stdlib.h>
#include <string.h>

typedef struct DiffLine {
    char *text; // owned
    size_t n;
    uint64_t hash;
    const char *place; // heading above it, in the document's lines; or null
    int32_t line;      // of the file, 0 when unknown
} DiffLine;

typedef struct DiffLines {
    Ctx *ctx;
    DiffLine *items;
    Index n, cap;
    const char *place;
    Status status;
} DiffLines;

static uint64_t hash_bytes(const void *bytes, size_t n) {
    const unsigned char *p = bytes;
    uint64_t h = 1469598103934665603u; // FNV-1a
    for (size_t i = 0; i < n; i++) h = (h ^ p[i]) * 1099511628211u;
    return h;
}

static void add_line(DiffLines *d, const char *head, const char *text, size_t n, int32_t line) {
    Buf full = BUF_INIT;
    buf_puts(&full, head);
    buf_put(&full, text, n);
    DiffLine item = {.n = full.len, .line = line, .place = d->place};
    item.hash = hash_bytes(buf_text(&full), full.len);
    if (!full.data) buf_puts(&full, "");
    item.text = buf_take(&full);
    Status status = item.text ? d->status : ctx_fail_nomem(d->ctx);
    if (status == OK)
        status = vec_reserve(d->ctx, (void **)&d->items, &d->cap, d->n + 1, sizeof item);
    if (status == OK)
        d->items[d->n++] = item;
    else
        mem_free(item.text);
    if (d->status == OK) d->status = status;
}

/// Every line of a text.
static void add_lines(DiffLines *d, const char *head, const char *text, int32_t line) {
    if (!text) return;
    for (const char *p = text;; line += line > 0) {
        size_t n = strcspn(p, "\n");
        if (!p[n] && !n && p > text) break; // the end of a last line is no line
        add_line(d, head, p, n && p[n - 1] == '\r' ? n - 1 : n, line);
        if (!p[n]) break;
        p += n + 1;
    }
}

static Status name_picture(void *self, const Picture *picture, const char *name, Buf *address) {
    (void)self;
    (void)name;
    buf_printf(address, "picture:%016llx",
               (unsigned long long)hash_bytes(picture->bytes.data, picture->bytes.len));
    return address->failed ? ERR_NOMEM : OK;
}

static void add_figure(DiffLines *d, const DocOutput *o) {
    DocOptions options = {.figure_format = DOC_FIGURE_PNG};
    Picture picture = {.bytes = BUF_INIT};
    uint64_t hash;
    if (o->image && o->image->pixels) { // the same pixels in another file are the same picture
        hash = hash_bytes(o->image->pixels, (size_t)(o->image->width * o->image->height) * 4);
        picture.width_px = (double)o->image->width;
        picture.height_px = (double)o->image->height;
    } else {
        Status status = picture_of_output(d->ctx, o, &options, ~0u, &picture);
        if (status != OK && d->status == OK) d->status = status;
        hash = hash_bytes(picture.bytes.data, picture.bytes.len);
    }
    Buf text = BUF_INIT;
    buf_printf(&text, "figure %.0fx%.0f, content %08llx", picture.width_px, picture.height_px,
               (unsigned long long)(hash & 0xffffffffu));
    add_line(d, "  > ", buf_text(&text), text.len, o->line);
    buf_done(&text);
    picture_done(&picture);
}

static void add_code(DiffLines *d, const DocBlock *b, const DiffOptions *options) {
    const char *text = b->text ? b->text : "";
    size_t n = strlen(text);
    int32_t line = b->first_line;
    while (n && *text == '\n') text++, n--, line++; // blank lines at both ends say nothing
    while (n && strchr(" \t\n", text[n - 1])) n--;
    char *copy = mem_dup_text(text, n);
    if (copy && n) add_lines(d, "", copy, line);
    if (!copy && d->status == OK) d->status = ctx_fail_nomem(d->ctx);
    mem_free(copy);
    for (Index i = 0; i < b->n_controls; i++) {
        Buf control = BUF_INIT;
        json_t *data = json_object_of(b->controls[i].data);
        buf_printf(&control, "%s ", b->controls[i].kind ? b->controls[i].kind : "control");
        json_put(&control, data, false);
        add_line(d, "  ~ ", buf_text(&control), control.len, b->first_line + b->controls[i].line);
        json_decref(data);
        buf_done(&control);
    }
    for (Index i = 0; i < b->n_outputs && !options->ignore_outputs && d->status == OK; i++) {
        const DocOutput *o = &b->outputs[i];
        if (o->kind == OUTPUT_FIGURE)
            add_figure(d, o);
        else
            add_lines(d, "  > ", o->text ? o->text : o->data, 0);
    }
}

static void add_text(DiffLines *d, const Document *doc, Index i) {
    static const DocOptions options = {0};
    Buf text = BUF_INIT;
    MarkdownWriter w = {.ctx = d->ctx,
                        .doc = doc,
                        .options = &options,
                        .out = &text,
                        .store = name_picture,
                        .status = OK};
    const DocBlock *b = &doc->blocks[i];
    if (b->kind == BLOCK_CONTENTS) { // its entries follow from the headings
        buf_puts(&text, "(contents) ");
        runs_text(&b->runs, &text);
    } else if (b->kind == BLOCK_RAW) {
        buf_puts(&text, b->text ? b->text : "");
    } else {
        markdown_block(&w, b, NULL);
    }
    if (w.status != OK && d->status == OK) d->status = w.status;
    if (text.failed && d->status == OK) d->status = ctx_fail_nomem(d->ctx);
    while (text.len && text.data[text.len - 1] == '\n') text.data[--text.len] = 0;
    if (text.len) add_lines(d, "% ", text.data, 0);
    if (b->kind == BLOCK_HEADING && d->n && d->status == OK) d->place = d->items[d->n - 1].text;
    buf_done(&text);
}

static void make_lines(DiffLines *d, const Document *doc, const DiffOptions *options) {
    for (Index i = 0; i < doc->n_blocks && d->status == OK; i++) {
        const DocBlock *b = &doc->blocks[i];
        if (b->kind == BLOCK_CODE)
            add_code(d, b, options);
        else if (b->kind == BLOCK_SECTION_BREAK)
            add_line(d, "%%", "", 0, 0);
        else
            add_text(d, doc, i);
    }
}

static void lines_done(DiffLines *d) {
    for (Index i = 0; i < d->n; i++) mem_free(d->items[i].text);
    mem_free(d->items);
}

// ---- the difference -----------------------------------------------------------------------------

static bool same(const DiffLine *x, const DiffLine *y) {
    return x->hash == y->hash && x->n == y->n && !memcmp(x->text, y->text, x->n);
}

typedef struct Diff {
    const DiffLines *a, *b;
    bool *gone, *added; // a line of a that is not in b; of b not in a
} Diff;

/// Marks the differences of a[a0…a1) and b[b0…b1). *ret_done is false when there are too many.
static Status myers(Ctx *ctx, Diff *f, Index a0, Index a1, Index b0, Index b1, bool *ret_done) {
    enum { MAX_D = 2000 };
    Index n = a1 - a0, m = b1 - b0, most = n + m < MAX_D ? n + m : MAX_D;
    // trace[d] holds the furthest x on diagonals -d…d after d edits.
    Index **trace = mem_alloc_zero((size_t)(most + 1) * sizeof *trace);
    if (!trace) return ctx_fail_nomem(ctx);
    Status status = OK;
    Index found = -1;
    for (Index d = 0; d <= most && found < 0; d++) {
        Index *v = mem_alloc((size_t)(2 * d + 1) * sizeof *v);
        if (!v) {
            status = ctx_fail_nomem(ctx);
            break;
        }
        trace[d] = v;
        const Index *before = d ? trace[d - 1] + (d - 1) : NULL; // indexed by diagonal
        for (Index k = -d; k <= d; k += 2) {
            Index x = 0;
            if (d) {
                bool down = k == -d || (k != d && before[k - 1] < before[k + 1]);
                x = down ? before[k + 1] : before[k - 1] + 1;
            }
            Index y = x - k;
            while (x < n && y < m && same(&f->a->items[a0 + x], &f->b->items[b0 + y])) x++, y++;
            v[k + d] = x;
            if (x >= n && y >= m) found = d;
        }
    }
    Index x = n, y = m;
    for (Index d = found; d > 0; d--) { // back along the way that was found
        const Index *before = trace[d - 1] + (d - 1);
        Index k = x - y;
        bool down = k == -d || (k != d && before[k - 1] < before[k + 1]);
        Index from_k = down ? k + 1 : k - 1, from_x = before[from_k], from_y = from_x - from_k;
        if (down)
            f->added[b0 + from_y] = true;
        else
            f->gone[a0 + from_x] = true;
        x = from_x;
        y = from_y;
    }
    for (Index d = 0; d <= most; d++) mem_free(trace[d]);
    mem_free(trace);
    *ret_done = found >= 0;
    return status;
}

static Status mark_differences(Ctx *ctx, Diff *f) {
    Index a0 = 0, b0 = 0, a1 = f->a->n, b1 = f->b->n;
    while (a0 < a1 && b0 < b1 && same(&f->a->items[a0], &f->b->items[b0])) a0++, b0++;
    while (a1 > a0 && b1 > b0 && same(&f->a->items[a1 - 1], &f->b->items[b1 - 1])) a1--, b1--;
    if (a0 == a1 && b0 == b1) return OK;
    bool done = false;
    TRY(myers(ctx, f, a0, a1, b0, b1, &done));
    for (Index i = a0; i < a1 && !done; i++) f->gone[i] = true;
    for (Index i = b0; i < b1 && !done; i++) f->added[i] = true;
    return OK;
}

static void put_line(Buf *out, char mark, const DiffLine *line) {
    buf_putc(out, mark);
    buf_put(out, line->text, line->n);
    buf_putc(out, '\n');
}

/// Where a hunk stands: the line of code it begins at, and the heading above.
static void put_hunk_head(Buf *out, const DiffLines *a, Index i, const DiffLines *b, Index k) {
    buf_puts(out, "@@");
    const DiffLines *sides[2] = {a, b};
    Index at[2] = {i, k};
    for (int s = 0; s < 2; s++)
        for (Index j = at[s]; j < sides[s]->n && j < at[s] + 4; j++)
            if (sides[s]->items[j].line) {
                buf_printf(out, " %cline %d", s ? '+' : '-', (int)sides[s]->items[j].line);
                break;
            }
    const char *place = i < a->n ? a->items[i].place : k < b->n ? b->items[k].place : NULL;
    buf_printf(out, " @@%s%s\n", place ? " " : "", place ? place : "");
}

/// Differences with three lines around them.
static void put_hunks(const Diff *f, Buf *out) {
    enum { AROUND = 3 };
    const DiffLines *a = f->a, *b = f->b;
    Index i = 0, k = 0, quiet = 0; // quiet: equal lines since the last difference
    bool open = false;
    while (i < a->n || k < b->n) {
        bool gone = i < a->n && f->gone[i], added = k < b->n && f->added[k];
        if (gone || added) {
            Index back = open ? quiet : quiet < AROUND ? quiet : AROUND;
            if (open && quiet > 2 * AROUND) {
                for (Index j = quiet; j > quiet - AROUND; j--) put_line(out, ' ', &a->items[i - j]);
                open = false;
                back = AROUND;
            }
            if (!open) put_hunk_head(out, a, i - back, b, k - back);
            for (Index j = back; j > 0; j--) put_line(out, ' ', &a->items[i - j]);
            open = true;
            quiet = 0;
            if (gone)
                put_line(out, '-', &a->items[i++]);
            else
                put_line(out, '+', &b->items[k++]);
        } else {
            i++;
            k++;
            quiet++;
        }
    }
    if (open)
        for (Index j = quiet; j > 0 && j > quiet - AROUND; j--)
            put_line(out, ' ', &a->items[i - j]);
}

Status doc_diff(Ctx *ctx, const Document *a, const Document *b, const DiffOptions *options,
                Buf *out, bool *ret_same) {
    static const DiffOptions defaults = {0};
    DiffLines left = {.ctx = ctx, .status = OK}, right = {.ctx = ctx, .status = OK};
    Diff f = {.a = &left, .b = &right};
    Status status = OK;
    make_lines(&left, a, options ? options : &defaults);
    TRY_GOTO(left.status);
    make_lines(&right, b, options ? options : &defaults);
    TRY_GOTO(right.status);
    f.gone = mem_alloc_zero((size_t)(left.n + 1) * sizeof *f.gone);
    f.added = mem_alloc_zero((size_t)(right.n + 1) * sizeof *f.added);
    if (!f.gone || !f.added) TRY_GOTO(ctx_fail_nomem(ctx));
    TRY_GOTO(mark_differences(ctx, &f));
    bool equal = true;
    for (Index i = 0; i < left.n; i++) equal = equal && !f.gone[i];
    for (Index i = 0; i < right.n; i++) equal = equal && !f.added[i];
    if (!equal) {
        buf_printf(out, "--- %s\n+++ %s\n", a->path ? a->path : "a", b->path ? b->path : "b");
        put_hunks(&f, out);
    }
    if (out->failed) TRY_GOTO(ctx_fail_nomem(ctx));
    *ret_same = equal;
done:
    mem_free(f.gone);
    mem_free(f.added);
    lines_done(&left);
    lines_done(&right);
    return status;
}
