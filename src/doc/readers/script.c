// doc/readers/script.c: an ordinary script as a document, in the manner of publishing: "%% Title"
// starts a section, the comment lines directly below it are its text, the rest is code. A file
// without "%%" is one block of code.
#include "doc/readers/internal.h"
#include <ctype.h>
#include <string.h>

/// Text after "%%" when the line is a cell mark ("%%" then blank or end), else null.
static const char *cell_title(const SourceLine *line, const char **ret_end) {
    const char *p = line->text, *end = p + line->n;
    while (p < end && (*p == ' ' || *p == '\t')) p++;
    if (end - p < 2 || p[0] != '%' || p[1] != '%' || (p + 2 < end && !isspace((unsigned char)p[2])))
        return NULL;
    p += 2;
    while (p < end && isspace((unsigned char)*p)) p++;
    while (end > p && isspace((unsigned char)end[-1])) end--;
    *ret_end = end;
    return p;
}

/// Text after "%" when the line is a comment, else null.
static const char *comment_text(const SourceLine *line, const char **ret_end) {
    const char *p = line->text, *end = p + line->n, *title_end;
    if (cell_title(line, &title_end)) return NULL;
    while (p < end && (*p == ' ' || *p == '\t')) p++;
    if (p >= end || *p != '%' || (p + 1 < end && (p[1] == '{' || p[1] == '}'))) return NULL;
    p++;
    while (end > p && isspace((unsigned char)end[-1])) end--;
    *ret_end = end;
    return p;
}

typedef struct TextPart {
    Reader *r;
    Buf text;
    BlockKind kind;      // PARAGRAPH, LIST_ITEM, CODE_EXAMPLE, or RAW between <html> and </html>
    const char *raw_end; // of RAW: "</html>" or "</latex>"
    bool ordered;
    int number;
} TextPart;

/// Blank lines at the end of an example belong to what follows.
static void trim_example(TextPart *t) {
    while (t->kind == BLOCK_CODE_EXAMPLE && t->text.len && t->text.data[t->text.len - 1] == '\n')
        t->text.data[--t->text.len] = 0;
}

static void end_part(TextPart *t) {
    trim_example(t);
    if (t->text.failed) reader_fail(t->r, ctx_fail_nomem(t->r->ctx));
    if (!t->text.len || t->r->status != OK) {
        buf_clear(&t->text);
        return;
    }
    DocRuns runs = {0};
    const char *example = NULL;
    if (t->kind == BLOCK_CODE_EXAMPLE || t->kind == BLOCK_RAW)
        example = reader_text(t->r, t->text.data, t->text.len);
    else
        markup_publish(t->r, t->text.data, t->text.len, &runs);
    BlockKind kind = t->kind;
    if (kind == BLOCK_PARAGRAPH && runs.n == 1 && runs.items[0].kind == RUN_EQUATION) {
        kind = BLOCK_EQUATION;
        runs.items[0].display = true;
    }
    DocBlock *block = reader_block(t->r, kind);
    if (block) {
        block->runs = runs;
        block->text = example;
        if (kind == BLOCK_CODE_EXAMPLE) block->language = "matlab";
        if (kind == BLOCK_RAW) block->raw_format = "script";
        block->ordered = t->ordered;
        block->number = t->number;
        if (kind == BLOCK_EQUATION) block->align = DOC_CENTER;
    }
    buf_clear(&t->text);
}

static bool is_word(const char *p, const char *end, const char *word) {
    return (size_t)(end - p) == strlen(word) && !memcmp(p, word, strlen(word));
}

/// Lines of <html> … </html> and <latex> … </latex>: kept, but part of no page. True when it was
/// one.
static bool add_raw_line(TextPart *t, const char *p, const char *end) {
    bool html = is_word(p, end, "<html>"), latex = is_word(p, end, "<latex>");
    if (t->kind != BLOCK_RAW && !html && !latex) return false;
    if (t->kind != BLOCK_RAW) {
        end_part(t);
        t->kind = BLOCK_RAW;
        t->raw_end = html ? "</html>" : "</latex>";
    }
    if (t->text.len) buf_putc(&t->text, '\n');
    buf_put(&t->text, p, (size_t)(end - p));
    if (is_word(p, end, t->raw_end)) {
        end_part(t);
        t->kind = BLOCK_PARAGRAPH;
    }
    return true;
}

/// One comment line of the section's text; p is after the '%'.
static void add_text_line(TextPart *t, const char *p, const char *end) {
    size_t indent = 0;
    while (p + indent < end && p[indent] == ' ') indent++;
    const char *text = p + indent;
    if (add_raw_line(t, text, end)) return;
    if (text == end) {
        if (t->kind == BLOCK_CODE_EXAMPLE && t->text.len)
            buf_putc(&t->text, '\n');
        else
            end_part(t);
        return;
    }
    bool mark = indent <= 2 && end - text >= 2 && (*text == '*' || *text == '#') && text[1] == ' ';
    if (mark) {
        bool ordered = *text == '#';
        int number =
            ordered && t->kind == BLOCK_LIST_ITEM && t->ordered && t->text.len ? t->number + 1 : 1;
        end_part(t);
        t->kind = BLOCK_LIST_ITEM;
        t->ordered = ordered;
        t->number = number;
        buf_put(&t->text, text + 2, (size_t)(end - text - 2));
    } else if (indent >= 3 && (t->kind == BLOCK_CODE_EXAMPLE || !t->text.len)) {
        if (t->kind != BLOCK_CODE_EXAMPLE) end_part(t);
        t->kind = BLOCK_CODE_EXAMPLE;
        if (t->text.len) buf_putc(&t->text, '\n');
        buf_put(&t->text, p + 3, (size_t)(end - p - 3));
    } else {
        if (t->kind == BLOCK_CODE_EXAMPLE) end_part(t);
        if (!t->text.len)
            t->kind = BLOCK_PARAGRAPH;
        else
            buf_putc(&t->text, ' ');
        buf_put(&t->text, text, (size_t)(end - text));
    }
}

static void read_section_text(Reader *r) {
    TextPart t = {.r = r, .kind = BLOCK_PARAGRAPH};
    SourceLine line;
    const char *end;
    while (r->status == OK && reader_peek(r, &line)) {
        const char *p = comment_text(&line, &end);
        if (!p) break;
        reader_next(r, &line);
        add_text_line(&t, p, end);
    }
    end_part(&t);
    buf_done(&t.text);
}

static void read_script(Reader *r) {
    SourceLine line;
    const char *end;
    bool any = false;
    while (r->status == OK && reader_next(r, &line)) {
        const char *title = cell_title(&line, &end);
        if (!title) {
            reader_add_code(r, &line, line.n);
            continue;
        }
        reader_end_code(r);
        if (r->doc->n_blocks) reader_block(r, BLOCK_SECTION_BREAK);
        if (title < end) {
            DocRuns runs;
            markup_publish(r, title, (size_t)(end - title), &runs);
            DocBlock *block = reader_block(r, any ? BLOCK_HEADING : BLOCK_TITLE);
            if (block) {
                block->level = any ? 1 : 0;
                block->runs = runs;
            }
        }
        any = true;
        read_section_text(r);
    }
}

static Status read_file(Ctx *ctx, Document *doc) {
    Reader r = reader_start(ctx, doc);
    read_script(&r);
    reader_end_code(&r);
    reader_done(&r);
    return r.status;
}

const ReaderDef reader_script = {"script", ".m", DOC_SCRIPT, NULL, read_file};
