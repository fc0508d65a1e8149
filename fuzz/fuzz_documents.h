// fuzz/fuzz_documents.h: any bytes as a document of one format. What is read is written in that
// format; from then on reading and writing must give the same bytes. HTML is written too.
#pragma once
#include "doc/doc.h"
#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static inline Document *fuzz_read(const char *name, const char *text, size_t n_bytes) {
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    if (doc_read_text(&ctx, name, text, n_bytes, &doc) != OK) doc = NULL;
    ctx_done(&ctx);
    return doc;
}

/// The main file; empty when there is no document.
static inline void fuzz_write(const Document *doc, const char *writer, Buf *out) {
    Ctx ctx;
    ctx_init(&ctx);
    DocFiles files;
    if (doc && doc_write_files(&ctx, doc_writer_find(writer), doc, NULL, "fuzz", &files) == OK) {
        buf_put(out, buf_text(&files.main), files.main.len);
        doc_files_done(&files);
    }
    ctx_done(&ctx);
}

/// `name` gives the format read, `writer` (may be null) the same format to write.
static inline int fuzz_document(const char *name, const char *writer, const uint8_t *data,
                                size_t n_bytes) {
    Document *doc = fuzz_read(name, (const char *)data, n_bytes);
    Buf first = BUF_INIT, second = BUF_INIT, html = BUF_INIT;
    fuzz_write(doc, "html", &html);
    if (doc && writer) {
        fuzz_write(doc, writer, &first);
        doc_free(doc);
        doc = fuzz_read(name, buf_text(&first), first.len);
        if (!doc) __builtin_trap(); // what we write can be read
        buf_clear(&first);
        fuzz_write(doc, writer, &first);
        Document *again = fuzz_read(name, buf_text(&first), first.len);
        fuzz_write(again, writer, &second);
        doc_free(again);
        if (strcmp(buf_text(&first), buf_text(&second))) __builtin_trap();
    }
    doc_free(doc);
    buf_done(&first);
    buf_done(&second);
    buf_done(&html);
    return 0;
}
