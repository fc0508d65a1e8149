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

/// An output mark on a code line, to be filled from the appendix.
typedef struct OutputMark {
    const char *id; // in the arena
    Index block;
    int32_t line;
} OutputMark;

typedef struct Reader {
    Ctx *ctx;
    Document *doc;
    const char *at, *end; // rest of the source
    int32_t line;         // number of the next line
    Buf code;             // code lines waiting to become a block
    int32_t code_first, code_lines;
    bool code_seen;    // something other than blank lines is in `code`
    Map *appendix;     // "output:1a2b3c4d" to json_t, owned; null when there is none
    OutputMark *marks; // heap
    Index n_marks, cap_marks;
    int item_number;
    Status status;
} Reader;

void reader_fail(Reader *r, Status status);
bool reader_next(Reader *r, SourceLine *ret);
/// Looks at the next line without stepping.
bool reader_peek(const Reader *r, SourceLine *ret);
void reader_add_code(Reader *r, const SourceLine *line, size_t n_shown);
/// Ends the code block in progress, dropping blank lines at both ends.
void reader_end_code(Reader *r);
DocBlock *reader_block(Reader *r, BlockKind kind);
const char *reader_text(Reader *r, const char *text, size_t n);

void read_live(Reader *r);
void read_script(Reader *r);

/// Inline markup to runs. `ret_anchor` (may be null) gets the id of an anchor in the text.
void markup_live(Reader *r, const char *text, size_t n, DocRuns *ret, const char **ret_anchor);
void markup_publish(Reader *r, const char *text, size_t n, DocRuns *ret);
/// A link that may be followed: http, https, mailto, internal (as "#id"); null for any other.
const char *link_allowed(Reader *r, const char *url, size_t n);

/// Parts of the appendix by "kind:id"; fills r->appendix. Lenient: what cannot be read is left out.
void appendix_read(Reader *r, const char *text, size_t n);
const json_t *appendix_find(const Reader *r, const char *kind, const char *id, size_t n_id);
/// Stored output as a document output; false when it is unknown or broken.
bool appendix_output(Reader *r, const json_t *data, int32_t line, DocOutput *ret);
/// "a <b>c</b> &amp; d" to "a c & d"; owned, null when memory is short.
char *text_without_tags(const char *text);

/// Decodes a PNG; pixels owned (mem_free). False for other formats, damage, or more than 64 million
/// pixels.
bool image_decode_png(const void *bytes, size_t n, DocImage *ret);
/// "data:image/png;base64,…"; pixels owned.
bool image_decode_uri(const char *uri, DocImage *ret);
/// PNG file beside the document; in the arena; null when missing.
const DocImage *image_load_beside(Reader *r, const char *name, size_t n);
/// Picture "text:image:id" of the appendix; in the arena; null when missing.
const DocImage *image_of_appendix(Reader *r, const char *id, size_t n);
