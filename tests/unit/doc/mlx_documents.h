// Shared by the tests of .mlx: the forms of document.xml as macros, packages of parts, and the way
// through our writer and back.
#pragma once
#include "base/file.h"
#include "doc/doc.h"
#include "doc/json.h"
#include "doc/package/opc.h"
#include "doc/package/picture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#define W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define MC "http://schemas.openxmlformats.org/markup-compatibility/2006"
#define P(style, runs) \
    "<w:p><w:pPr><w:pStyle w:val=\"" style "\"/><w:jc w:val=\"left\"/></w:pPr>" runs "</w:p>"
#define R(text) "<w:r><w:t>" text "</w:t></w:r>"
#define RS(style, text) "<w:r><w:rPr>" style "</w:rPr><w:t>" text "</w:t></w:r>"
#define CODE(text)                                                                               \
    "<w:p><w:pPr><w:pStyle w:val=\"code\"/></w:pPr><w:r><w:t><![CDATA[" text "]]></w:t></w:r></" \
    "w:p>"
#define AC(release, choice, fallback)                                                      \
    "<mc:AlternateContent xmlns:mc=\"" MC "\"><mc:Choice Requires=\"" release "\">" choice \
    "</mc:Choice><mc:Fallback>" fallback "</mc:Fallback></mc:AlternateContent>"
#define SECTION "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
#define ATTR(name, value) "<w:attr w:name=\"" name "\" w:val=\"" value "\"/>"
#define CUSTOM(element, attributes, inner)                                                       \
    "<w:customXml w:element=\"" element "\"><w:customXmlPr>" attributes "</w:customXmlPr>" inner \
    "</w:customXml>"
#define DOCUMENT(body)                                                                      \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"" W "\"><w:body>" body \
    "</w:body></w:document>"

#define ELEMENT(type, data, line)                     \
    "<element><type>" type "</type><outputData>" data \
    "</outputData><lineNumbers type=\"array\"><element>" line "</element></lineNumbers></element>"
#define REGION(number, start, end, outputs)                                        \
    "<element><code><sectionBreak>false</sectionBreak><endOfSection>false</"       \
    "endOfSection><regionNumber>" number "</regionNumber></code><startLine>" start \
    "</startLine><endLine>" end "</endLine><outputIndexes type=\"array\">" outputs \
    "</outputIndexes></element>"
#define OUTPUTS(meta, outputs, regions)                                                 \
    "<?xml version=\"1.0\" "                                                            \
    "encoding=\"UTF-8\"?><embeddedOutputs><metaData><evaluationState>manual</"          \
    "evaluationState>" meta                                                             \
    "<outputStatus>ready</outputStatus></metaData><outputArray type=\"array\">" outputs \
    "</outputArray><regionArray type=\"array\">" regions "</regionArray></embeddedOutputs>"
#define TRUNCATION                                       \
    "<truncationInfo><wasTruncatedAtLineBreak>false</"   \
    "wasTruncatedAtLineBreak><wasTruncatedMidLine>false" \
    "</wasTruncatedMidLine></truncationInfo>"

/// A 1 x 1 PNG, made with libpng.
static const char *const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAA"
                            "H/iZk9HQAAAABJRU5ErkJggg==";

typedef struct Part {
    const char *name, *text;
    size_t n; // 0: strlen
} Part;

static inline void make_package(const Part *parts, size_t n, Buf *file) {
    Ctx ctx;
    ctx_init(&ctx);
    PackageOut out = {0};
    for (size_t i = 0; i < n; i++) {
        Buf *part = package_add(&ctx, &out, parts[i].name);
        buf_put(part, parts[i].text, parts[i].n ? parts[i].n : strlen(parts[i].text));
    }
    assert_int_equal(package_write(&ctx, &out, file), OK);
    package_out_done(&out);
    ctx_done(&ctx);
}

static inline Document *read_bytes(const Buf *file) {
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    Status status = doc_read_text(&ctx, "test.mlx", file->data, file->len, &doc);
    if (status != OK) print_message("%s\n", error_message(&ctx.error));
    assert_int_equal(status, OK);
    assert_int_equal(doc->format, DOC_MLX);
    ctx_done(&ctx);
    return doc;
}

static inline Document *read_parts(const Part *parts, size_t n) {
    Buf file = BUF_INIT;
    make_package(parts, n, &file);
    Document *doc = read_bytes(&file);
    buf_done(&file);
    return doc;
}

static inline Document *read_document(const char *xml) {
    Part part = {"matlab/document.xml", xml, 0};
    return read_parts(&part, 1);
}

/// Everything a document holds as text: dump, attributes, controls, outputs' data, parts.
static inline void describe(const Document *doc, Buf *out) {
    document_dump(doc, out);
    for (Index i = 0; i < doc->n_blocks; i++) {
        const DocBlock *b = &doc->blocks[i];
        buf_printf(out, "%d %s titled %d end %d language %s\n", (int)i,
                   b->attributes ? b->attributes : "-", b->titled, b->list_end,
                   b->language ? b->language : "-");
        for (Index k = 0; k < b->runs.n; k++) {
            const DocRun *r = &b->runs.items[k];
            buf_printf(out, "  run %s %s %s %s %d", r->attributes ? r->attributes : "-",
                       r->alt ? r->alt : "-", r->id ? r->id : "-",
                       r->unsafe_link ? r->unsafe_link : "-", r->display);
            if (r->image)
                buf_printf(out, " %zu bytes %g x %g", r->image->n_bytes, r->image->width_px,
                           r->image->height_px);
            buf_putc(out, '\n');
        }
        for (Index k = 0; k < b->n_controls; k++) {
            const DocControl *c = &b->controls[k];
            buf_printf(out, "  control %s %d:%d-%d:%d %s\n", c->kind, c->line, c->start,
                       c->end_line, c->end, c->data);
        }
        for (Index k = 0; k < b->n_outputs; k++)
            buf_printf(out, "  data %s\n", b->outputs[k].data ? b->outputs[k].data : "-");
    }
    for (Index i = 0; i < doc->n_parts; i++)
        buf_printf(out, "part %s %s %s %.*s\n", doc->parts[i].format, doc->parts[i].name,
                   doc->parts[i].media_type ? doc->parts[i].media_type : "-",
                   (int)doc->parts[i].n_bytes, doc->parts[i].bytes);
    buf_printf(out, "layout %d %g uuid %s created %s modified %s\n", doc->layout,
               doc->right_percent, doc->uuid ? doc->uuid : "-", doc->created ? doc->created : "-",
               doc->modified ? doc->modified : "-");
}

static inline void write_mlx(const Document *doc, Buf *ret) {
    Ctx ctx;
    ctx_init(&ctx);
    DocFiles files;
    Status status = doc_write_files(&ctx, doc_writer_find("x.mlx"), doc, NULL, "x", &files);
    if (status != OK) print_message("%s\n", error_message(&ctx.error));
    assert_int_equal(status, OK);
    *ret = files.main;
    files.main = BUF_INIT;
    doc_files_done(&files);
    ctx_done(&ctx);
}

/// Writes and reads again: nothing changes, and the second file has the bytes of the first.
static inline void check_round_trip(const Document *doc) {
    Buf first = BUF_INIT, second = BUF_INIT, before = BUF_INIT, after = BUF_INIT;
    write_mlx(doc, &first);
    Document *again = read_bytes(&first);
    describe(doc, &before);
    describe(again, &after);
    if (doc->uuid) assert_string_equal(buf_text(&before), buf_text(&after));
    write_mlx(again, &second);
    if (doc->uuid) {
        assert_int_equal(first.len, second.len);
        assert_memory_equal(first.data, second.data, first.len);
    }
    doc_free(again);
    buf_done(&first);
    buf_done(&second);
    buf_done(&before);
    buf_done(&after);
}

static inline void check_body(const char *xml, const char *expected) {
    Document *doc = read_document(xml);
    Buf out = BUF_INIT;
    document_dump(doc, &out);
    assert_string_equal(buf_text(&out), expected);
    buf_done(&out);
    doc->uuid = "fixed"; // so that all is compared
    doc->created = doc->modified = "1980-01-01T00:00:00Z";
    check_round_trip(doc);
    doc_free(doc);
}
