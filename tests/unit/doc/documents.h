// Shared by the tests of readers and writers: a document as text with everything in it, and the way
// through a writer and back.
#pragma once
#include "base/file.h"
#include "doc/doc.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static inline Document *read_as(const char *name, const char *text, size_t n) {
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    Status status = doc_read_text(&ctx, name, text, n, &doc);
    if (status != OK) print_message("%s\n", error_message(&ctx.error));
    assert_int_equal(status, OK);
    ctx_done(&ctx);
    return doc;
}

static inline Document *read_path(const char *path) {
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    assert_int_equal(doc_read(&ctx, path, &doc), OK);
    ctx_done(&ctx);
    return doc;
}

/// The main file a writer makes, appended.
static inline void write_as(const Document *doc, const char *writer, const DocOptions *options,
                            Buf *out) {
    Ctx ctx;
    ctx_init(&ctx);
    DocFiles files;
    const WriterDef *def = doc_writer_find(writer);
    assert_non_null(def);
    Status status = doc_write_files(&ctx, def, doc, options, "base", &files);
    if (status != OK) print_message("%s\n", error_message(&ctx.error));
    assert_int_equal(status, OK);
    buf_put(out, buf_text(&files.main), files.main.len);
    doc_files_done(&files);
    ctx_done(&ctx);
}

static inline void dump_runs_more(const DocRuns *runs, Buf *out) {
    for (Index i = 0; i < runs->n; i++) {
        const DocRun *run = &runs->items[i];
        if (run->unsafe_link) buf_printf(out, " unsafe=%s", run->unsafe_link);
        if (run->alt) buf_printf(out, " alt=%s", run->alt);
        if (run->kind == RUN_IMAGE || run->kind == RUN_RAW) buf_printf(out, " id=%s", run->id);
        if (run->attributes) buf_printf(out, " attributes=%s", run->attributes);
        if (run->display) buf_puts(out, " display");
        if (run->image)
            buf_printf(out, " image=%s %zu %gx%g", run->image->media_type, run->image->n_bytes,
                       run->image->width_px, run->image->height_px);
    }
}

/// document_dump and all that it leaves out.
static inline void dump_all(const Document *doc, Buf *out) {
    document_dump(doc, out);
    for (Index i = 0; i < doc->n_blocks; i++) {
        const DocBlock *b = &doc->blocks[i];
        buf_printf(out, "#%d", (int)i);
        if (b->attributes) buf_printf(out, " %s", b->attributes);
        if (b->titled) buf_puts(out, " titled");
        if (b->list_end) buf_puts(out, " last");
        if (b->language) buf_printf(out, " language=%s", b->language);
        if (b->has_header) buf_puts(out, " header");
        dump_runs_more(&b->runs, out);
        for (Index c = 0; c < b->n_rows * b->n_cols; c++) dump_runs_more(&b->cells[c], out);
        for (Index c = 0; c < b->n_controls; c++)
            buf_printf(out, "\n control %s %s %d:%d-%d:%d %s", b->controls[c].kind,
                       b->controls[c].id, (int)b->controls[c].line, (int)b->controls[c].start,
                       (int)b->controls[c].end_line, (int)b->controls[c].end,
                       b->controls[c].data ? b->controls[c].data : "-");
        for (Index c = 0; c < b->n_outputs; c++)
            buf_printf(out, "\n output %s %s", b->outputs[c].id ? b->outputs[c].id : "-",
                       b->outputs[c].data ? b->outputs[c].data : "-");
        buf_putc(out, '\n');
    }
    for (Index i = 0; i < doc->n_parts; i++)
        buf_printf(out, "part %s %s %s\n", doc->parts[i].format, doc->parts[i].name,
                   doc->parts[i].bytes);
    buf_printf(out, "view %d %g\n", (int)doc->layout, doc->right_percent);
}

/// Reads, writes in the same format, reads: the same document; writes again: the same bytes.
static inline void check_round_trip(const Document *doc, const char *writer, const char *name) {
    Buf first = BUF_INIT, second = BUF_INIT, before = BUF_INIT, after = BUF_INIT;
    write_as(doc, writer, NULL, &first);
    Document *again = read_as(name, buf_text(&first), first.len);
    dump_all(doc, &before);
    dump_all(again, &after);
    assert_string_equal(buf_text(&after), buf_text(&before));
    write_as(again, writer, NULL, &second);
    assert_string_equal(buf_text(&second), buf_text(&first));
    doc_free(again);
    buf_done(&first);
    buf_done(&second);
    buf_done(&before);
    buf_done(&after);
}

/// Only the second half: what was written reads as something that is written the same.
static inline void check_stable(const Document *doc, const char *writer, const char *name) {
    Buf first = BUF_INIT, second = BUF_INIT;
    write_as(doc, writer, NULL, &first);
    Document *again = read_as(name, buf_text(&first), first.len);
    write_as(again, writer, NULL, &second);
    if (strcmp(buf_text(&second), buf_text(&first))) print_message("%s\n", buf_text(&first));
    assert_string_equal(buf_text(&second), buf_text(&first));
    doc_free(again);
    buf_done(&first);
    buf_done(&second);
}
