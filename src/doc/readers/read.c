// doc/readers/read.c: doc_read: finds out the format and runs its reader; lines and code blocks,
// common to both.
#include "base/file.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "doc/readers/internal.h"
#include "doc/readers/markdown.h"
#include <ctype.h>
#include <string.h>

enum { MAX_FILE_BYTES = 64 << 20, MAX_BLOCKS = 200000 };

void reader_fail(Reader *r, Status status) {
    if (r->status == OK) r->status = status;
    r->at = r->end;
}

bool reader_peek(const Reader *r, SourceLine *ret) {
    if (r->at >= r->end) return false;
    const char *stop = memchr(r->at, '\n', (size_t)(r->end - r->at));
    if (!stop) stop = r->end;
    *ret = (SourceLine){r->at, (size_t)(stop - r->at), r->line};
    if (ret->n && ret->text[ret->n - 1] == '\r') ret->n--;
    return true;
}

bool reader_next(Reader *r, SourceLine *ret) {
    if (!reader_peek(r, ret)) return false;
    const char *stop = memchr(r->at, '\n', (size_t)(r->end - r->at));
    r->at = stop ? stop + 1 : r->end;
    r->line++;
    return true;
}

const char *reader_text(Reader *r, const char *text, size_t n) {
    char *copy = arena_dup(r->doc->arena, text, n);
    if (!copy) reader_fail(r, ctx_fail_nomem(r->ctx));
    return copy;
}

DocBlock *reader_block(Reader *r, BlockKind kind) {
    static DocBlock *const none = NULL;
    if (r->status != OK) return none;
    if (r->doc->n_blocks >= MAX_BLOCKS) {
        reader_fail(r, ctx_fail(r->ctx, ERR_LIMIT, "Gradus:doc:size",
                                "Document has more than %d blocks.", MAX_BLOCKS));
        return none;
    }
    DocBlock *block = NULL;
    Status status = document_add(r->ctx, r->doc, kind, &block);
    if (status != OK) reader_fail(r, status);
    return block;
}

static bool is_blank(const char *text, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!isspace((unsigned char)text[i])) return false;
    return true;
}

void reader_add_code(Reader *r, const SourceLine *line, size_t n_shown) {
    if (!r->code_seen && !r->keep_blank && is_blank(line->text, n_shown)) return;
    if (!r->code_seen) {
        r->code_first = line->number;
        r->code_lines = 0;
    }
    r->code_seen = true;
    buf_put(&r->code, line->text, n_shown);
    buf_putc(&r->code, '\n');
    r->code_lines++;
}

DocBlock *reader_end_code(Reader *r) {
    if (!r->code_seen) return NULL;
    if (r->code.failed) reader_fail(r, ctx_fail_nomem(r->ctx));
    size_t n = r->code.len - (r->code.len > 0);
    while (!r->keep_blank && n && isspace((unsigned char)r->code.data[n - 1])) {
        if (r->code.data[n - 1] == '\n') r->code_lines--;
        n--;
    }
    DocBlock *block = reader_block(r, BLOCK_CODE);
    if (block) {
        block->text = reader_text(r, r->code.data, n);
        block->first_line = r->code_first;
        block->n_lines = r->code_lines;
    }
    buf_clear(&r->code);
    r->code_seen = false;
    return block;
}

Reader reader_start(Ctx *ctx, Document *doc) {
    enum { MAX_PIXELS = 96 << 20 };
    // Texts of the model end at a NUL: one in a text file becomes a blank. The source is our copy.
    for (char *p = (char *)doc->source, *end = p + doc->n_source; (p = memchr(p, 0, (size_t)(end - p)));)
        *p = ' ';
    return (Reader){.ctx = ctx,
                    .doc = doc,
                    .line = 1,
                    .status = OK,
                    .code = BUF_INIT,
                    .pixels_left = doc->sealed ? 0 : MAX_PIXELS,
                    .at = doc->source,
                    .end = doc->source + doc->n_source};
}

void reader_done(Reader *r) {
    appendix_free(r->appendix);
    mem_free(r->marks);
    buf_done(&r->code);
}

/// In the order in which they are asked; the last takes what no other wants.
static const ReaderDef *const readers[] = {&reader_mlx,      &reader_live,   &reader_markdown,
                                           &reader_notebook, &reader_script, NULL};

const ReaderDef *const *doc_readers(void) {
    return readers;
}

/// Whether `extension` is a word of the list ".md .markdown".
static bool extension_is(const char *extension, const char *list) {
    size_t n = strlen(extension);
    for (const char *p = list; n && (p = strstr(p, extension)); p += n)
        if ((p == list || p[-1] == ' ') && (!p[n] || p[n] == ' ')) return true;
    return false;
}

static const ReaderDef *find_reader(const char *path, const char *bytes, size_t n) {
    char extension[16] = "";
    const char *found = path_extension(path);
    for (size_t i = 0; i + 1 < sizeof extension && found[i]; i++) {
        extension[i] = (char)tolower((unsigned char)found[i]);
        extension[i + 1] = 0;
    }
    const ReaderDef *const *r = readers;
    for (; r[1]; r++)
        if ((*r)->probe ? (*r)->probe(extension, bytes, n) : extension_is(extension, (*r)->extensions))
            return *r;
    return *r;
}

static Status read_text(Ctx *ctx, const char *path, const char *text, size_t n, bool sealed,
                        Document **ret) {
    Document *doc = document_new();
    if (!doc) return ctx_fail_nomem(ctx);
    doc->sealed = sealed;
    Status status = OK;
    if (n >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3)) text += 3, n -= 3;
    const char *base = path_base(path);
    TRY_GOTO(document_text(ctx, doc, path, strlen(path), &doc->path));
    TRY_GOTO(document_text(ctx, doc, path, (size_t)(base - path), &doc->folder));
    TRY_GOTO(document_text(ctx, doc, text, n, &doc->source));
    doc->n_source = n;
    const ReaderDef *reader = find_reader(path, doc->source, n);
    doc->format = doc->origin = reader->format;
    TRY_GOTO(reader->read(ctx, doc));
    *ret = doc;
    return OK;
done:
    doc_free(doc);
    return status;
}

Status doc_read_text(Ctx *ctx, const char *path, const char *text, size_t n, Document **ret) {
    return read_text(ctx, path, text, n, false, ret);
}

Status doc_read_sealed(Ctx *ctx, const char *path, const char *text, size_t n, Document **ret) {
    return read_text(ctx, path, text, n, true, ret);
}

Status doc_read(Ctx *ctx, const char *path, Document **ret) {
    Buf text = BUF_INIT;
    Status status = file_read(ctx, path, MAX_FILE_BYTES, &text);
    if (status == OK) status = doc_read_text(ctx, path, buf_text(&text), text.len, ret);
    buf_done(&text);
    return status;
}
