// live/stored.h: a plain-text file and what the editor keeps of it: the text without stored
// outputs, and beside it the outputs, pictures, controls and view of the appendix. Splitting and
// joining keeps every byte of the text. Messages' shapes (protocol.txt): outputs are Output objects
// without "key"; images {id: {"src","width"?,"height"?,"align"?}}; controls {id: {"kind","data"}}.
// Tests: tests/unit/live/test_stored.c.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include <jansson.h>
#include <stdbool.h>

typedef struct StoredText {
    char *text; // line ends '\n', valid UTF-8; owned
    size_t n_text;
    bool crlf, bom; // as the file had it
    bool damaged;   // bytes that are no UTF-8 became U+FFFD
    bool live;      // has text marks or an appendix
    bool has_appendix;
    json_t *outputs, *images, *controls;
    json_t *parts;   // ["[kind:id]", "lines"]: of the appendix, kept as they are
    char layout[12]; // inline onright hidecode
    double right_percent;
} StoredText;

/// Reads a plain-text script or live script. ERR_NOMEM; ERR_ARG for a file with null bytes (no
/// text).
Status stored_split(Ctx *ctx, const char *bytes, size_t n, StoredText *ret);
/// Writes it again, appended to `out`: outputs as marks and appendix unless `no_outputs` or the
/// text is not live. Figures that are display lists are stored as PNG. ERR_NOMEM and drawing's
/// failures.
Status stored_join(Ctx *ctx, const StoredText *stored, bool no_outputs, Buf *out);
void stored_done(StoredText *stored);

/// The {"dataType","outputData"} form of an output; a new reference, null when memory is short or
/// it cannot be drawn (see ctx->error).
json_t *stored_output_data(Ctx *ctx, const json_t *output);
