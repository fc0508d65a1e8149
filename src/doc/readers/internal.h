// doc/readers/internal.h: what the readers share: lines, inline markup, pictures, stored outputs.
#pragma once
#include "base/map.h"
#include "doc/doc.h"
#include <jansson.h>

extern const ReaderDef reader_mlx;

/// A line of the source without its end.
typedef struct SourceLine {
    const char *text;
    size_t n;
    int32_t number; // 1-based
} SourceLine;

/// A mark at the end of a code line, "%[kind:id]{…}"; the text is the source's.
typedef struct CodeMark {
    const char *text;
    size_t n;
    int32_t line; // 0-based, within the block
} CodeMark;

/// One part of the appendix of plain-text live code.
typedef struct AppendixPart {
    const char *raw; // the lines after its name, in the source
    size_t n_raw;
    json_t *data;      // owned; null when it is no JSON
    bool used;         // its content went into the model
    char name[];       // "output:7fd89108"
} AppendixPart;

typedef struct Reader {
    Ctx *ctx;
    Document *doc;
    const char *at, *end; // rest of the source
    int32_t line;         // number of the next line
    Buf code;             // code lines waiting to become a block
    int32_t code_first, code_lines;
    bool code_seen;     // something other than blank lines is in `code`
    bool keep_blank;    // blank lines at both ends of code belong to it
    Map *appendix;      // "output:1a2b3c4d" to AppendixPart, owned; null when there is none
    CodeMark *marks;    // heap; of the code in progress
    Index n_marks, cap_marks;
    Index pixels_left;  // of the pictures that may still be unpacked
    size_t searched;    // bytes looked through for partners of marks: hostile text may not cost quadratic time
    Status status;
} Reader;

void reader_fail(Reader *r, Status status);
bool reader_next(Reader *r, SourceLine *ret);
/// Looks at the next line without stepping.
bool reader_peek(const Reader *r, SourceLine *ret);
/// The start of a reader on the document's source; reader_done ends it.
Reader reader_start(Ctx *ctx, Document *doc);
void reader_done(Reader *r);
void reader_add_code(Reader *r, const SourceLine *line, size_t n_shown);
/// Ends the code block in progress, dropping blank lines at both ends unless keep_blank. Null when
/// there is none.
DocBlock *reader_end_code(Reader *r);
DocBlock *reader_block(Reader *r, BlockKind kind);
const char *reader_text(Reader *r, const char *text, size_t n);

/// A kept JSON object in the arena, compact; null for an empty one.
const char *reader_json(Reader *r, const json_t *object);

extern const ReaderDef reader_live, reader_script, reader_notebook;

/// Inline markup to runs. `ret_anchor` (may be null) gets the id of an anchor in the text.
void markup_live(Reader *r, const char *text, size_t n, DocRuns *ret, const char **ret_anchor);
void markup_publish(Reader *r, const char *text, size_t n, DocRuns *ret);
/// A link that may be followed: http, https, mailto, internal (as "#id"); null for any other.
const char *link_allowed(Reader *r, const char *url, size_t n);

/// Marks on code lines (readers/marks.c): cuts them off the line and notes them…
size_t marks_strip(Reader *r, const SourceLine *line);
/// …and turns those of a finished block into controls, outputs and attributes.
void marks_apply(Reader *r, DocBlock *block);

/// Parts of the appendix by "kind:id"; fills r->appendix. Lenient: what is no JSON has no data.
void appendix_read(Reader *r, const char *text, size_t n);
/// The data of a part, which counts as used then; null when there is none.
const json_t *appendix_use(Reader *r, const char *kind, const char *id, size_t n_id);
bool appendix_has(const Reader *r, const char *kind, const char *id, size_t n_id);
/// Layout and run record; parts that nothing used become parts of the document.
void appendix_metadata(Reader *r);
void appendix_leftover(Reader *r);
void appendix_free(Map *appendix);
/// Stored output as a document output; false when memory is short. What is unknown is OUTPUT_RAW.
bool appendix_output(Reader *r, const json_t *data, int32_t line, DocOutput *ret);
/// Picture "text:image:id" of the appendix into a run; the picture is null when missing.
void appendix_image(Reader *r, const char *id, size_t n, DocRun *run);
/// "a <b>c</b> &amp; d" to "a c & d"; owned, null when memory is short.
char *text_without_tags(const char *text);

/// A picture of any format we keep: bytes copied, PNG, JPEG and GIF decoded while `budget` pixels are left. Parts
/// owned (image_keep, or output_done).
bool image_of_bytes(const void *bytes, size_t n, Index *budget, DocImage *ret);
/// "data:image/png;base64,…".
bool image_decode_uri(const char *uri, Index *budget, DocImage *ret);
/// Moves a picture into the document's arena; null when memory is short.
const DocImage *image_keep(Reader *r, DocImage *image);
/// Picture file beside the document; in the arena; null when missing.
const DocImage *image_load_beside(Reader *r, const char *name, size_t n);
