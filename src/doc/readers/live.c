// doc/readers/live.c: plain-text live code: "%[text]" lines become blocks, "%%" section breaks,
// everything else code; marks at the end of code lines name outputs and controls whose data stands
// in the appendix.
#include "base/vec.h"
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

/// End of the JSON object at p (strings respected); null when it does not close.
static const char *json_end(const char *p, const char *end) {
    int depth = 0;
    bool text = false;
    for (; p < end; p++) {
        if (text && *p == '\\' && p + 1 < end)
            p++;
        else if (*p == '"')
            text = !text;
        else if (!text && *p == '{')
            depth++;
        else if (!text && *p == '}' && --depth == 0)
            return p + 1;
    }
    return NULL;
}

// ---- code lines -------------------------------------------------------------------------------

static void add_mark(Reader *r, const char *id, size_t n, int32_t line) {
    for (Index i = r->n_marks > 64 ? r->n_marks - 64 : 0; i < r->n_marks; i++)
        if (strlen(r->marks[i].id) == n && !memcmp(r->marks[i].id, id, n)) {
            r->marks[i].line = line; // continuation lines repeat the mark; the last one counts
            return;
        }
    if (r->n_marks >= 20000) return;
    OutputMark mark = {reader_text(r, id, n), r->doc->n_blocks, line};
    if (!mark.id) return;
    Status status =
        vec_reserve(r->ctx, (void **)&r->marks, &r->cap_marks, r->n_marks + 1, sizeof *r->marks);
    if (status != OK)
        reader_fail(r, status);
    else
        r->marks[r->n_marks++] = mark;
}

/// Reads marks from p to the end of the line; false when something else is there. With `use`,
/// outputs are noted.
static bool read_marks(Reader *r, const char *p, const char *end, int32_t line, bool use) {
    static const char *const kinds[] = {"output:", "control:", "task:", "text:anchor:"};
    while (p < end) {
        while (p < end && (*p == ' ' || *p == '\t')) p++;
        if (p >= end) break;
        if (end - p < 4 || p[0] != '%' || p[1] != '[') return false;
        size_t kind = 0;
        while (kind < 4 && ((size_t)(end - p - 2) < strlen(kinds[kind]) ||
                            memcmp(p + 2, kinds[kind], strlen(kinds[kind]))))
            kind++;
        const char *close = memchr(p, ']', (size_t)(end - p));
        if (kind == 4 || !close) return false;
        const char *id = p + 2 + strlen(kinds[kind]);
        if (use && kind == 0 && !(close - id > 6 && !memcmp(id, "group:", 6)))
            add_mark(r, id, (size_t)(close - id), line);
        p = close + 1;
        if (p < end && *p == '{') {
            p = json_end(p, end);
            if (!p) return false;
        }
    }
    return true;
}

/// Length of the line without its marks.
static size_t strip_marks(Reader *r, const SourceLine *line) {
    const char *end = line->text + line->n;
    for (const char *p = line->text; p + 3 < end; p++) {
        p = memchr(p, '%', (size_t)(end - p));
        if (!p || p + 3 >= end) break;
        if (p[1] != '[' || !read_marks(r, p, end, line->number, false)) continue;
        read_marks(r, p, end, line->number, true);
        while (p > line->text && (p[-1] == ' ' || p[-1] == '\t')) p--;
        return (size_t)(p - line->text);
    }
    return line->n;
}

// ---- text lines -------------------------------------------------------------------------------

/// "%[text]{"align":"center"} rest": alignment and where the text starts.
static const char *text_start(const SourceLine *line, DocAlign *ret_align) {
    const char *p = line->text + 7, *end = line->text + line->n; // after "%[text]"
    *ret_align = DOC_LEFT;
    if (p < end && *p == '{') {
        const char *stop = json_end(p, end);
        json_t *data = stop ? json_loadb(p, (size_t)(stop - p), 0, NULL) : NULL;
        const char *align = data ? json_string_value(json_object_get(data, "align")) : NULL;
        if (align && !strcmp(align, "center")) *ret_align = DOC_CENTER;
        if (align && !strcmp(align, "right")) *ret_align = DOC_RIGHT;
        json_decref(data);
        if (stop) p = stop;
    }
    if (p < end && *p == ' ') p++;
    return p;
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
    while (p + n < end && n < 4 && isdigit((unsigned char)p[n])) n++;
    if (!n || p + n + 1 >= end || p[n] != '.' || p[n + 1] != ' ') return 0;
    *ret_ordered = true;
    return n + 2;
}

static void add_list_item(Reader *r, const char *p, const char *end, int level, size_t mark,
                          bool ordered, DocAlign align) {
    if (end - p >= 2 && end[-1] == '\\' && end[-2] == ' ') end -= 2; // " \" closes the list
    DocBlock *before = r->doc->n_blocks ? &r->doc->blocks[r->doc->n_blocks - 1] : NULL;
    int number = ordered ? atoi(p) : 0;
    bool follows =
        before && before->kind == BLOCK_LIST_ITEM && before->ordered && before->level == level;
    if (ordered && follows && number <= before->number) number = before->number + 1;
    DocRuns runs;
    const char *anchor = NULL;
    markup_live(r, p + mark, (size_t)(end - p) - mark, &runs, &anchor);
    DocBlock *block = reader_block(r, BLOCK_LIST_ITEM);
    if (!block) return;
    block->level = level;
    block->ordered = ordered;
    block->number = number;
    block->align = align;
    block->anchor = anchor;
    block->runs = runs;
}

static void add_paragraph(Reader *r, const char *p, const char *end, BlockKind kind, int level,
                          DocAlign align) {
    DocRuns runs;
    const char *anchor = NULL;
    markup_live(r, p, (size_t)(end - p), &runs, &anchor);
    if (!runs.n && !anchor) return;
    if (kind == BLOCK_PARAGRAPH && runs.n == 1 && runs.items[0].kind == RUN_EQUATION) {
        kind = BLOCK_EQUATION;
        runs.items[0].display = true;
    }
    DocBlock *block = reader_block(r, kind);
    if (!block) return;
    block->level = level;
    block->align = align;
    block->anchor = anchor;
    block->runs = runs;
}

/// ``` … ``` lines become one code example.
static void read_example(Reader *r) {
    Buf text = BUF_INIT;
    SourceLine line;
    while (reader_peek(r, &line) && line_starts(&line, "%[text]")) {
        DocAlign align;
        const char *p = text_start(&line, &align), *end = line.text + line.n;
        reader_next(r, &line);
        if (end - p >= 3 && !memcmp(p, "```", 3)) break;
        if (text.len) buf_putc(&text, '\n');
        buf_put(&text, p, (size_t)(end - p));
    }
    const char *copy = text.failed ? NULL : reader_text(r, buf_text(&text), text.len);
    DocBlock *block = copy ? reader_block(r, BLOCK_CODE_EXAMPLE) : NULL;
    if (block) block->text = copy;
    buf_done(&text);
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
        while (stop > start && stop[-1] == ' ') stop--;
        for (const char *q = start; q < stop; q++) rule = rule && (*q == '-' || *q == ':');
        rule = rule && stop > start;
        markup_live(r, start, (size_t)(stop - start), &cells[n++], NULL);
    }
    return n && rule ? -1 : n;
}

static void read_table(Reader *r) {
    enum { MAX_COLS = 64 };
    DocRuns row[MAX_COLS];
    DocRuns *cells = NULL;
    Index n_cells = 0, cap_cells = 0, n_rows = 0, n_cols = 0;
    bool has_header = false;
    SourceLine line;
    while (r->status == OK && reader_peek(r, &line) &&
           (line_starts(&line, "%[text]") || line_starts(&line, "%[text:table]"))) {
        reader_next(r, &line);
        if (line_starts(&line, "%[text:table]")) break;
        DocAlign align;
        const char *p = text_start(&line, &align);
        Index n = read_row(r, p, line.text + line.n, row, MAX_COLS);
        if (n < 0) has_header = n_rows == 1;
        if (n <= 0) continue;
        if (!n_cols) n_cols = n;
        Status status =
            vec_reserve(r->ctx, (void **)&cells, &cap_cells, n_cells + n_cols, sizeof *cells);
        if (status != OK) {
            reader_fail(r, status);
            break;
        }
        for (Index k = 0; k < n_cols; k++) cells[n_cells++] = k < n ? row[k] : (DocRuns){0};
        n_rows++;
    }
    DocBlock *block = n_rows && r->status == OK ? reader_block(r, BLOCK_TABLE) : NULL;
    if (block) {
        block->cells = arena_alloc(r->doc->arena, (size_t)n_cells * sizeof *cells);
        if (block->cells) {
            memcpy(block->cells, cells, (size_t)n_cells * sizeof *cells);
            block->n_rows = n_rows;
            block->n_cols = n_cols;
            block->has_header = has_header;
        } else {
            reader_fail(r, ctx_fail_nomem(r->ctx));
        }
    }
    mem_free(cells);
}

// ---- the file ---------------------------------------------------------------------------------

static void read_text_line(Reader *r, const SourceLine *line) {
    DocAlign align;
    const char *p = text_start(line, &align), *end = line->text + line->n;
    const char *first = p;
    while (end > p && (end[-1] == ' ' || end[-1] == '\t')) end--;
    if (end - p >= 3 && !memcmp(p, "```", 3)) {
        read_example(r);
        return;
    }
    const char *q = p; // an anchor may stand before the mark of a heading
    if (end - q > 14 && !memcmp(q, "%[text:anchor:", 14)) {
        const char *close = memchr(q, ']', (size_t)(end - q));
        for (q = close ? close + 1 : q; q < end && *q == ' ';) q++;
    }
    int level = heading_level(q, end);
    if (level) {
        size_t before = r->doc->n_blocks ? (size_t)r->doc->n_blocks : 0;
        const char *text = q + level;
        while (text < end && *text == ' ') text++;
        add_paragraph(r, text, end, level == 1 ? BLOCK_TITLE : BLOCK_HEADING,
                      level > 4 ? 3 : level - 1, align);
        if (q != p && (size_t)r->doc->n_blocks > before) {
            const char *id = p + 14, *close = memchr(id, ']', (size_t)(q - id));
            if (close)
                r->doc->blocks[r->doc->n_blocks - 1].anchor =
                    reader_text(r, id, (size_t)(close - id));
        }
        return;
    }
    while (p < end && *p == ' ') p++;
    bool ordered;
    size_t mark = list_mark(p, end, &ordered);
    int list_level = (int)((p - first) / 2);
    if (mark)
        add_list_item(r, p, end, list_level > 4 ? 4 : list_level, mark, ordered, align);
    else
        add_paragraph(r, p, end, BLOCK_PARAGRAPH, 0, align);
}

static void read_contents(Reader *r, const SourceLine *line) {
    const char *p = memchr(line->text, '{', line->n), *end = line->text + line->n;
    const char *stop = p ? json_end(p, end) : NULL;
    json_t *data = stop ? json_loadb(p, (size_t)(stop - p), 0, NULL) : NULL;
    const char *heading = data ? json_string_value(json_object_get(data, "heading")) : NULL;
    DocRuns runs = {0};
    if (heading && *heading) markup_live(r, heading, strlen(heading), &runs, NULL);
    DocBlock *block = reader_block(r, BLOCK_CONTENTS);
    if (block) block->runs = runs;
    json_decref(data);
}

static void read_layout(Reader *r) {
    const json_t *view = appendix_find(r, "metadata", "view", 4);
    const char *layout = view ? json_string_value(json_object_get(view, "layout")) : NULL;
    if (layout && !strcmp(layout, "onright")) r->doc->layout = DOC_ON_RIGHT;
    if (layout && !strcmp(layout, "hidecode")) r->doc->layout = DOC_HIDE_CODE;
}

/// The appendix stands at the end but is needed first: pictures in the text come from it.
static void split_appendix(Reader *r) {
    Reader look = *r;
    SourceLine line;
    while (reader_next(&look, &line)) {
        if (!line_starts(&line, "%[appendix]")) continue;
        appendix_read(r, look.at, (size_t)(look.end - look.at));
        r->end = line.text;
        read_layout(r);
        return;
    }
}

void read_live(Reader *r) {
    split_appendix(r);
    SourceLine line;
    while (r->status == OK && reader_next(r, &line)) {
        if (line_starts(&line, "%[text]")) {
            reader_end_code(r);
            read_text_line(r, &line);
        } else if (line_starts(&line, "%[text:table]")) {
            reader_end_code(r);
            read_table(r);
        } else if (line_starts(&line, "%[text:tableOfContents]")) {
            reader_end_code(r);
            read_contents(r, &line);
        } else if (is_section_break(&line)) {
            reader_end_code(r);
            reader_block(r, BLOCK_SECTION_BREAK);
        } else {
            bool titled = line.n > 2 && !memcmp(line.text, "%% ", 3);
            if (titled) {
                reader_end_code(r);
                reader_block(r, BLOCK_SECTION_BREAK);
            }
            reader_add_code(r, &line, strip_marks(r, &line));
        }
    }
}
