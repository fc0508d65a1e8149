// doc/writers/mark_text.h: runs as marked-up text, for the formats that mark with stars: plain-text
// live code and Markdown. Emphasis is nested properly, and blanks at its edges stand outside of it,
// because
// "** a **" is no emphasis in either.
#pragma once
#include "doc/model.h"

typedef struct MarkDialect {
    /// Text with the escapes of the format.
    void (*text)(void *self, Buf *out, const char *text, size_t n);
    /// A code span.
    void (*code)(void *self, Buf *out, const char *text);
    /// An equation, a picture, a break, a raw run.
    void (*run)(void *self, Buf *out, const DocRun *run);
    /// The target of a link, between the round brackets.
    void (*target)(void *self, Buf *out, const DocRun *run);
} MarkDialect;

void mark_runs(const MarkDialect *dialect, void *self, const DocRuns *runs, Buf *out);
