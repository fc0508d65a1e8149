// graphics/targets/pdf_catalog.h: what Cairo leaves out of a PDF: the marks of a tagged document.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"

typedef struct PdfMarks {
    const char *language; // "en"; null: none
    bool has_title;       // viewers show the title, not the file's name
    const char *const
        *alts; // alternative texts of the Figure and Formula elements in order; entries may be null
    Index n_alts;
} PdfMarks;

/// Appends an incremental update to a finished PDF with a plain cross-reference table, as Cairo
/// writes it: the catalog again with /MarkInfo (when there is a structure tree), /Lang and
/// /ViewerPreferences, the structure elements again with /Alt and below one Document element. A
/// file built in another way is left as it is and *ret_done (may be null) is false. When the number
/// of elements is not n_alts, no alternative text is written. ERR_NOMEM: `pdf` is then not to be
/// used. Source: ISO 32000-1:2008, 7.5.6 (incremental updates), 14.7 (logical structure), 14.9.3
/// (alternate descriptions).
Status pdf_mark(Ctx *ctx, Buf *pdf, const PdfMarks *marks, bool *ret_done);
