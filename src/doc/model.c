// doc/model.c: the life of a document and its outputs.
#include "doc/model.h"
#include "base/file.h"
#include "base/vec.h"
#include "doc/doc.h"
#include <string.h>

Document *document_new(void) {
    Document *doc = mem_alloc_zero(sizeof *doc);
    if (!doc) return NULL;
    doc->arena = arena_new();
    if (!doc->arena) {
        mem_free(doc);
        return NULL;
    }
    return doc;
}

void image_free(DocImage *image) {
    if (!image) return;
    mem_free(image->pixels);
    mem_free(image->bytes);
    mem_free(image);
}

void output_done(DocOutput *output) {
    mem_free(output->id);
    mem_free(output->name);
    mem_free(output->text);
    mem_free(output->data);
    scene_free(output->scene);
    image_free(output->image);
    *output = (DocOutput){0};
}

void block_clear_outputs(DocBlock *block) {
    for (Index i = 0; i < block->n_outputs; i++) output_done(&block->outputs[i]);
    block->n_outputs = 0;
    block->failed = false;
}

void document_clear_outputs(Document *doc) {
    for (Index i = 0; i < doc->n_blocks; i++) block_clear_outputs(&doc->blocks[i]);
}

void doc_free(Document *doc) {
    if (!doc) return;
    for (Index i = 0; i < doc->n_blocks; i++) {
        block_clear_outputs(&doc->blocks[i]);
        mem_free(doc->blocks[i].outputs);
    }
    mem_free(doc->blocks);
    mem_free(doc->parts);
    arena_free(doc->arena);
    mem_free(doc);
}

Status document_add(Ctx *ctx, Document *doc, BlockKind kind, DocBlock **ret) {
    DocBlock block = {.kind = kind};
    VEC_PUSH_TRY(ctx, doc->blocks, doc->n_blocks, doc->cap_blocks, block);
    if (kind == BLOCK_SECTION_BREAK) doc->n_sections++;
    if (ret) *ret = &doc->blocks[doc->n_blocks - 1];
    return OK;
}

Status document_text(Ctx *ctx, Document *doc, const char *text, size_t n, const char **ret) {
    char *copy = arena_dup(doc->arena, text, n);
    if (!copy) return ctx_fail_nomem(ctx);
    *ret = copy;
    return OK;
}

Status document_add_part(Ctx *ctx, Document *doc, const char *format, const char *name,
                         const char *media_type, const void *bytes, size_t n_bytes) {
    DocPart part = {.n_bytes = n_bytes};
    TRY(document_text(ctx, doc, format, strlen(format), &part.format));
    TRY(document_text(ctx, doc, name, strlen(name), &part.name));
    if (media_type) TRY(document_text(ctx, doc, media_type, strlen(media_type), &part.media_type));
    TRY(document_text(ctx, doc, bytes, n_bytes, &part.bytes));
    VEC_PUSH_TRY(ctx, doc->parts, doc->n_parts, doc->cap_parts, part);
    return OK;
}

const DocPart *document_find_part(const Document *doc, const char *format, const char *name) {
    for (Index i = 0; i < doc->n_parts; i++)
        if (!strcmp(doc->parts[i].format, format) && !strcmp(doc->parts[i].name, name))
            return &doc->parts[i];
    return NULL;
}

Status block_add_output(Ctx *ctx, DocBlock *block, DocOutput output) {
    Status status = vec_reserve(ctx, (void **)&block->outputs, &block->cap_outputs,
                                block->n_outputs + 1, sizeof *block->outputs);
    if (status != OK) {
        output_done(&output);
        return status;
    }
    block->outputs[block->n_outputs++] = output;
    return OK;
}

bool runs_are_equation(const DocRuns *runs) {
    if (runs->n < 1 || runs->n > 2 || runs->items[0].kind != RUN_EQUATION) return false;
    const DocRun *rest = &runs->items[runs->n - 1];
    return runs->n == 1 || (rest->kind == RUN_TEXT && !rest->link && !rest->unsafe_link && rest->text &&
                            strspn(rest->text, " \t") == strlen(rest->text));
}

void runs_text(const DocRuns *runs, Buf *out) {
    for (Index i = 0; i < runs->n; i++) {
        if (runs->items[i].kind == RUN_BREAK)
            buf_putc(out, ' ');
        else if (runs->items[i].text)
            buf_puts(out, runs->items[i].text);
    }
}

void document_title(const Document *doc, Buf *out) {
    static const BlockKind kinds[] = {BLOCK_TITLE, BLOCK_HEADING};
    for (int k = 0; k < 2; k++)
        for (Index i = 0; i < doc->n_blocks; i++)
            if (doc->blocks[i].kind == kinds[k] && doc->blocks[i].runs.n) {
                runs_text(&doc->blocks[i].runs, out);
                return;
            }
    const char *name = doc->path ? path_base(doc->path) : "Document";
    buf_put(out, name, strlen(name) - strlen(path_extension(name)));
}

// ---- text form --------------------------------------------------------------------------------

static void dump_text(const char *text, Buf *out) {
    for (const char *p = text ? text : ""; *p; p++) {
        if (*p == '\n')
            buf_puts(out, "\\n");
        else
            buf_putc(out, *p);
    }
}

static void dump_runs(const DocRuns *runs, Buf *out) {
    for (Index i = 0; i < runs->n; i++) {
        const DocRun *run = &runs->items[i];
        static const char marks[] = "bimu";
        const char *kind[] = {"", "$", "!", "|", "?"};
        buf_putc(out, '{');
        for (int k = 0; k < 4; k++)
            if (run->style & (1u << k)) buf_putc(out, marks[k]);
        if (run->style) buf_putc(out, ' ');
        buf_puts(out, kind[run->kind]);
        dump_text(run->text, out);
        if (run->link) buf_printf(out, " -> %s", run->link);
        buf_putc(out, '}');
    }
}

static void dump_outputs(const DocBlock *block, Buf *out) {
    static const char *const names[] = {"text",   "variable", "equation",
                                        "figure", "warning",  "error",
                                        "matrix", "table",    "raw"};
    for (Index i = 0; i < block->n_outputs; i++) {
        const DocOutput *o = &block->outputs[i];
        buf_printf(out, "  output %s %d: ", names[o->kind], (int)o->line);
        if (o->name) buf_printf(out, "%s ", o->name);
        dump_text(o->text, out);
        if (o->image) buf_printf(out, " %dx%d", (int)o->image->width, (int)o->image->height);
        buf_putc(out, '\n');
    }
}

void document_dump(const Document *doc, Buf *out) {
    static const char *const names[] = {"title", "heading", "paragraph", "item",    "equation",
                                        "table", "code",    "example",   "section", "contents", "raw"};
    for (Index i = 0; i < doc->n_blocks; i++) {
        const DocBlock *b = &doc->blocks[i];
        buf_puts(out, names[b->kind]);
        if (b->kind == BLOCK_HEADING) buf_printf(out, " %d", b->level);
        if (b->kind == BLOCK_LIST_ITEM)
            buf_printf(out, " %d%s", b->level, b->ordered ? " ordered" : "");
        if (b->kind == BLOCK_LIST_ITEM && b->ordered) buf_printf(out, " %d", b->number);
        if (b->align == DOC_CENTER) buf_puts(out, " center");
        if (b->anchor) buf_printf(out, " #%s", b->anchor);
        if (b->kind == BLOCK_CODE)
            buf_printf(out, " %d-%d", (int)b->first_line, (int)(b->first_line + b->n_lines - 1));
        buf_puts(out, ": ");
        if (b->text) dump_text(b->text, out);
        dump_runs(&b->runs, out);
        for (Index c = 0; c < b->n_rows * b->n_cols; c++) {
            if (c % b->n_cols == 0) buf_puts(out, " /");
            dump_runs(&b->cells[c], out);
        }
        buf_putc(out, '\n');
        dump_outputs(b, out);
    }
}
