// doc/doc.h: the entry of the document room: read a script or live document, run it, write it as
// PDF.
#pragma once
#include "base/ctx.h"
#include "doc/model.h"

/// Reads a plain-text live script or an ordinary script with %% sections. ERR_IO; ERR_LIMIT for
/// files above 64 MiB.
Status doc_read(Ctx *ctx, const char *path, Document **ret);
/// The same from memory; `path` names it (pictures are looked up beside it).
Status doc_read_text(Ctx *ctx, const char *path, const char *text, size_t n_bytes, Document **ret);
void doc_free(Document *doc);

typedef enum DocPaper { DOC_A4, DOC_LETTER } DocPaper;
typedef struct DocPdfOptions {
    DocPaper paper;
    bool hide_code;     // text and outputs only
    bool double_spaced; // twice the line spacing in text
    bool ragged;        // no justification
    const char *title;  // null: the document's own
    const char *author; // may be null
} DocPdfOptions;
/// Lays the document out in pages and writes them. Null options mean A4 and defaults. ERR_IO,
/// ERR_NOMEM.
Status doc_write_pdf(Ctx *ctx, const Document *doc, const DocPdfOptions *options, const char *path);
/// The pages alone, for previews and tests: array and scenes owned (scene_free each, mem_free).
Status doc_pages(Ctx *ctx, const Document *doc, const DocPdfOptions *options, Scene ***ret,
                 Index *ret_n);
