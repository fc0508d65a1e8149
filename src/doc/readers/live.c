// doc/readers/live.c: plain-text live code: "%[text]" lines become blocks, "%%" section breaks,
// everything else code; marks at the end of code lines name outputs and controls whose data stands
// in the appendix (marks.c, appendix.c).
// What a block of code is: all lines between two text lines or section breaks, blank ones included,
// so that writing gives back every line. The one blank line before the appendix is the appendix's.
#include "base/vec.h"
#include "doc/json.h"
#include "doc/kept.h"
#include "doc/readers/internal.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool line_starts(const SourceLine *line, const char *word) {
    size_t n = strlen(word);
    return line->n >= n && !memcmp(line->text, word, n);
}

static bool is_section_break(const SourceLine *line) {
    if (line->n < 2 || memcmp(line->text, "%%", 2)) return false;
    for (size_t i = 2; i < line->n; i++)
        if (!isspace((unsigned char)line->text[i])) return false;
    return true;
}

static void end_code(Reader *r) {
    marks_apply(r, reader_end_code(r));
}

/// The object at p, if there is one: owned, or null. Steps *p behind it.
static json_t *read_object(const char **p, const char *end) {
    if (*p >= end || **p != '{') return NULL;
    const char *stop = json_end(*p, end);
    json_t *data = stop ? json_loadb(*p, (size_t)(stop - *p), 0, NULL) : NULL;
    if (stop) *p = stop;
    return data;
}

// ---- text lines -------------------------------------------------------------------------------

/// What "%[text]{"align":"center"} rest" says before the rest.
typedef struct TextHead {
    DocAlign align;
    const char *anchor;     // of "%[text:anchor:id]" in front, or null
    const char *attributes; // other keys, or null
} TextHead;

/// Reads the head and returns where the text starts.
static const char *text_start(Reader *r, const SourceLine *line, TextHead *ret) {
    const char *p = line->text + 7, *end = line->text + line->n; // after "%[text]"
    *ret = (TextHead){0};
    json_t *data = read_object(&p, end);
    const char *align = data ? json_string_value(json_object_get(data, "align")) : NULL;
    if (align && !strcmp(align, "center")) ret->align = DOC_CENTER;
    if (align && !strcmp(align, "right")) ret->align = DOC_RIGHT;
    if (ret->align || (align && !strcmp(align, "left"))) json_object_del(data, "align");
    ret->attributes = reader_json(r, data);
    json_decref(data);
    if (p < end && *p == ' ') p++;
    return p;
}

/// "%[text:anchor:id] " in front of a heading or an item.
static const char *skip_anchor(Reader *r, const char *p, const char *end, TextHead *head) {
    static const char mark[] = "%[text:anchor:";
    size_t n = sizeof mark - 1;
    if ((size_t)(end - p) <= n || memcmp(p, mark, n)) return p;
    const char *close = memchr(p, ']', (size_t)(end - p));
    if (!close) return p;
    head->anchor = reader_text(r, p + n, (size_t)(close - p) - n);
    p = close + 1;
    return p < end && *p == ' ' ? p + 1 : p;
}

static int heading_level(const char *p, const char *end) {
    int n = 0;
    while (p + n < end && p[n] == '#') n++;
    return n >= 1 && n <= 6 && (p + n == end || p[n] == ' ') ? n : 0;
}

/// Length of a list mark "- ", "* " or "12. " at p, 0 when there is none.
static size_t list_mark(const char *p, const char *end, bool *ret_ordered) {
    *ret_ordered = false;
    if (end - p >= 2 && (*p == '-' || *p == '*' || *p == '+') && p[1] == ' ') return 2;
    size_t n = 0;
    while (p + n < end && n < 9 && isdigit((unsigned char)p[n])) n++;
    if (!n || p + n + 1 >= end || p[n] != '.' || p[n + 1] != ' ') return 0;
    *ret_ordered = true;
    return n + 2;
}

static DocBlock *add_text(Reader *r, BlockKind kind, const TextHead *head, const char *p,
                          const char *end) {
    DocRuns runs;
    const char *anchor = head->anchor;
    markup_live(r, p, (size_t)(end - p), &runs, &anchor);
    if (kind == BLOCK_PARAGRAPH && runs_are_equation(&runs) && !runs.items[0].link) {
        kind = BLOCK_EQUATION;
        if (!runs.items[0].attributes ||
            !strstr(runs.items[0].attributes, "\"displayStyle\":false"))
            runs.items[0].display = true;
    }
    DocBlock *block = reader_block(r, kind);
    if (!block) return NULL;
    block->align = head->align;
    block->anchor = anchor;
    block->attributes = head->attributes;
    block->runs = runs;
    return block;
}

static void add_list_item(Reader *r, const TextHead *head, const char *p, const char *end,
                          int level, size_t mark, bool ordered) {
    bool last = end - p >= 2 && end[-1] == '\\' && end[-2] == ' '; // " \" closes the list
    if (last) end -= 2;
    DocBlock *before = r->doc->n_blocks ? &r->doc->blocks[r->doc->n_blocks - 1] : NULL;
    int number = ordered ? atoi(p) : 0;
    bool follows = before && before->kind == BLOCK_LIST_ITEM && before->ordered &&
                   before->level == level && !before->list_end;
    if (ordered && follows && number <= before->number) number = before->number + 1;
    const char *text = p + mark < end ? p + mark : end;
    DocBlock *block = add_text(r, BLOCK_LIST_ITEM, head, text, end);
    if (!block) return;
    block->level = level;
    block->ordered = ordered;
    block->number = number;
    block->list_end = last;
}

/// Length of a fence "```info" at p: the backticks; 0 when it is none.
static size_t fence_length(const char *p, const char *end) {
    size_t n = 0;
    while (p + n < end && p[n] == '`') n++;
    return n >= 3 && !memchr(p + n, '`', (size_t)(end - p) - n) ? n : 0;
}

static bool is_space_only(const char *p, const char *end) {
    while (p < end && isspace((unsigned char)*p)) p++;
    return p == end;
}

/// ``` … ``` lines become one code example.
static void read_example(Reader *r, const char *info, const char *info_end, size_t fence) {
    Buf text = BUF_INIT;
    SourceLine line;
    bool any = false;
    while (info_end > info && isspace((unsigned char)info_end[-1])) info_end--;
    while (reader_peek(r, &line) && line_starts(&line, "%[text]")) {
        TextHead head;
        const char *p = text_start(r, &line, &head), *end = line.text + line.n;
        reader_next(r, &line);
        size_t n = fence_length(p, end);
        if (n >= fence && is_space_only(p + n, end)) break;
        if (any) buf_putc(&text, '\n');
        buf_put(&text, p, (size_t)(end - p));
        any = true;
    }
    if (text.failed) reader_fail(r, ctx_fail_nomem(r->ctx));
    DocBlock *block = reader_block(r, BLOCK_CODE_EXAMPLE);
    if (block) {
        size_t n = (size_t)(info_end - info);
        block->text = reader_text(r, buf_text(&text), text.len);
        if (n == 17 && !memcmp(info, "matlabCodeExample", n))
            block->language = "matlab";
        else if (n)
            block->language = reader_text(r, info, n);
    }
    buf_done(&text);
}

static void read_text_line(Reader *r, const SourceLine *line) {
    TextHead head;
    const char *p = text_start(r, line, &head), *end = line->text + line->n;
    size_t fence = fence_length(p, end);
    if (fence) {
        read_example(r, p + fence, end, fence);
        return;
    }
    TextHead marked = head; // an anchor may stand before the mark of a heading or an item
    const char *q = skip_anchor(r, p, end, &marked), *first = q;
    int level = heading_level(q, end);
    if (level) {
        const char *text = q + level + (q + level < end);
        DocBlock *block = add_text(r, level == 1 ? BLOCK_TITLE : BLOCK_HEADING, &marked, text, end);
        if (block) block->level = level > 4 ? 3 : level - 1;
        return;
    }
    while (q < end && *q == ' ') q++;
    bool ordered;
    size_t mark = list_mark(q, end, &ordered);
    int list_level = (int)((q - first) / 2);
    if (mark)
        add_list_item(r, &marked, q, end, list_level > 8 ? 8 : list_level, mark, ordered);
    else
        add_text(r, BLOCK_PARAGRAPH, &head, p, end);
}

// ---- tables -----------------------------------------------------------------------------------

/// Cells of "| a | b |" appended to `cells`; -1 for the rule line "| --- | --- |".
static Index read_row(Reader *r, const char *p, const char *end, DocRuns *cells, Index room) {
    Index n = 0;
    bool rule = true;
    while (p < end && *p != '|') p++;
    while (p < end && n < room) {
        const char *start = ++p;
        for (bool tex = false;
             p < end && (tex || *p != '|');) { // a bar inside $…$ belongs to the equation
            if (*p == '$' && (tex || memchr(p + 1, '$', (size_t)(end - p - 1)))) tex = !tex;
            p += *p == '\\' && p + 1 < end ? 2 : 1;
        }
        if (p >= end) break;
        const char *stop = p;
        while (start < stop && *start == ' ') start++;
        if (stop > start && stop[-1] == ' ') stop--;
        bool dashes = false;
        for (const char *q = start; q < stop; q++) {
            rule = rule && (*q == '-' || *q == ':' || *q == ' ');
            dashes = dashes || *q == '-';
        }
        rule = rule && dashes;
        markup_live(r, start, (size_t)(stop - start), &cells[n++], NULL);
    }
    return n && rule ? -1 : n;
}

typedef struct TableRows {
    DocRuns *cells; // heap
    Index n_cells, cap_cells, n_rows, n_cols;
    bool has_header;
} TableRows;

static void read_rows(Reader *r, TableRows *t) {
    enum { MAX_COLS = 256, MAX_CELLS = 1 << 22 };
    DocRuns row[MAX_COLS];
    SourceLine line;
    while (r->status == OK && reader_peek(r, &line) &&
           (line_starts(&line, "%[text]") || line_starts(&line, "%[text:table]"))) {
        reader_next(r, &line);
        if (line_starts(&line, "%[text:table]")) break;
        TextHead head;
        const char *p = text_start(r, &line, &head);
        Index n = read_row(r, p, line.text + line.n, row, MAX_COLS);
        if (n < 0 && t->n_rows == 1) {
            t->has_header = true;
            continue;
        }
        if (n < 0) n = -n;
        if (!n) continue;
        if (!t->n_cols) t->n_cols = n;
        Status status = t->n_cells > MAX_CELLS
                            ? ctx_fail(r->ctx, ERR_LIMIT, "Gradus:doc:size",
                                       "Line %d: the table has too many cells.", (int)line.number)
                            : vec_reserve(r->ctx, (void **)&t->cells, &t->cap_cells,
                                          t->n_cells + t->n_cols, sizeof *t->cells);
        if (status != OK) {
            reader_fail(r, status);
            break;
        }
        for (Index k = 0; k < t->n_cols; k++)
            t->cells[t->n_cells++] = k < n ? row[k] : (DocRuns){0};
        t->n_rows++;
    }
}

static void read_table(Reader *r, const SourceLine *first) {
    const char *p = first->text + 13;
    json_t *data = read_object(&p, first->text + first->n);
    bool ignore = json_is_true(json_object_get(data, "ignoreHeader"));
    json_object_del(data, "ignoreHeader");
    TableRows t = {0};
    read_rows(r, &t);
    DocBlock *block = t.n_rows && r->status == OK ? reader_block(r, BLOCK_TABLE) : NULL;
    if (block) {
        size_t n_bytes = (size_t)t.n_cells * sizeof *t.cells;
        block->attributes = reader_json(r, data);
        block->cells = arena_alloc(r->doc->arena, n_bytes);
        if (block->cells) {
            memcpy(block->cells, t.cells, n_bytes);
            block->n_rows = t.n_rows;
            block->n_cols = t.n_cols;
            block->has_header = t.has_header && !ignore;
        } else {
            reader_fail(r, ctx_fail_nomem(r->ctx));
        }
    }
    json_decref(data);
    mem_free(t.cells);
}

// ---- the file ---------------------------------------------------------------------------------

static void read_contents(Reader *r, const SourceLine *line) {
    const char *end = line->text + line->n, *p = memchr(line->text, '{', line->n);
    json_t *data = p ? read_object(&p, end) : NULL;
    const char *heading = data ? json_string_value(json_object_get(data, "heading")) : NULL;
    DocRuns runs = {0};
    if (heading && *heading) markup_live(r, heading, strlen(heading), &runs, NULL);
    if (heading) json_object_del(data, "heading");
    DocBlock *block = reader_block(r, BLOCK_CONTENTS);
    if (block) {
        block->runs = runs;
        block->attributes = reader_json(r, data);
    }
    json_decref(data);
}

/// "%[text:something]…" of a kind we do not know: kept as the line it is.
static void read_unknown(Reader *r, const SourceLine *line) {
    DocBlock *block = reader_block(r, BLOCK_RAW);
    if (!block) return;
    block->raw_format = "live";
    block->text = reader_text(r, line->text, line->n);
}

/// The end of the text before the appendix, without the blank line that stands between.
static const char *before_appendix(const char *start, const char *p) {
    if (p == start || p[-1] != '\n') return p;
    const char *line = p - 1;
    if (line > start && line[-1] == '\r') line--;
    return line == start || line[-1] == '\n' ? line : p;
}

/// The appendix stands at the end but is needed first: pictures in the text come from it.
static void split_appendix(Reader *r) {
    static const char usual[] = "{\"version\":\"1.0\"}";
    Reader look = *r;
    SourceLine line;
    while (reader_next(&look, &line)) {
        if (!line_starts(&line, "%[appendix]")) continue;
        appendix_read(r, look.at, (size_t)(look.end - look.at));
        r->end = before_appendix(r->at, line.text);
        appendix_metadata(r);
        size_t n = line.n - 11;
        if (n != sizeof usual - 1 || memcmp(line.text + 11, usual, n)) {
            Status status =
                document_add_part(r->ctx, r->doc, "live", "appendix", NULL, line.text + 11, n);
            if (status != OK) reader_fail(r, status);
        }
        return;
    }
}

static void read_code_line(Reader *r, const SourceLine *line) {
    if (line->n > 2 && !memcmp(line->text, "%% ", 3)) {
        end_code(r);
        DocBlock *block = reader_block(r, BLOCK_SECTION_BREAK);
        if (block) block->titled = true;
    }
    reader_add_code(r, line, marks_strip(r, line));
}

static void read_lines(Reader *r) {
    SourceLine line;
    while (r->status == OK && reader_next(r, &line)) {
        bool text = line_starts(&line, "%[text]"), other = line_starts(&line, "%[text:");
        if (!text && !other && !is_section_break(&line)) {
            read_code_line(r, &line);
            continue;
        }
        end_code(r);
        if (text)
            read_text_line(r, &line);
        else if (line_starts(&line, "%[text:table]"))
            read_table(r, &line);
        else if (line_starts(&line, "%[text:tableOfContents]"))
            read_contents(r, &line);
        else if (other)
            read_unknown(r, &line);
        else
            reader_block(r, BLOCK_SECTION_BREAK);
    }
    end_code(r);
}

/// A list ends where something else follows, whether its last item says so or not.
static void end_lists(Document *doc) {
    for (Index i = 0; i < doc->n_blocks; i++)
        if (doc->blocks[i].kind == BLOCK_LIST_ITEM &&
            (i + 1 == doc->n_blocks || doc->blocks[i + 1].kind != BLOCK_LIST_ITEM))
            doc->blocks[i].list_end = true;
}

static Status read_file(Ctx *ctx, Document *doc) {
    Reader r = reader_start(ctx, doc);
    r.keep_blank = true;
    split_appendix(&r);
    read_lines(&r);
    end_lists(doc);
    const json_t *kept = appendix_use(&r, "metadata", LIVE_KEPT, strlen(LIVE_KEPT));
    appendix_leftover(&r);
    kept_apply(&r, kept, NULL);
    reader_done(&r);
    return r.status;
}

/// Plain-text live code has text marks or an appendix at the start of a line.
static bool probe(const char *extension, const char *text, size_t n) {
    const char *end = text + n;
    if (*extension && strcmp(extension, ".m")) return false;
    for (const char *p = text; p < end;) {
        if (*p == '%' && end - p > 6 &&
            (!memcmp(p, "%[text", 6) || !memcmp(p, "%[appe", 6) || !memcmp(p, "%[meta", 6)))
            return true;
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop) break;
        p = stop + 1;
    }
    return false;
}

const ReaderDef reader_live = {"live", ".m", DOC_LIVE_TEXT, probe, read_file};
