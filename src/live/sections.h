// live/sections.h: lines of a document's text: sections, what a run request means, the hash that
// says what has run. Lines are 1-based. A section begins with the text's first line or a line "%%"
// or "%% Title", and holds that line. Tests: tests/unit/live/test_sections.c.
#pragma once
#include "base/ctx.h"
#include <jansson.h>
#include <stddef.h>

/// One section: its lines, and the hash of its code: FNV-1a (32 bits, 8 hex digits) over its lines,
/// without those that start with "%%" or "%[" and without blank ones, each without blanks and
/// output marks at its end, joined by '\n'. "" when no line is left.
typedef struct Section {
    int from_line, to_line;
    char hash[9];
} Section;

/// All sections of a text, at least one; *ret owned (mem_free). ERR_NOMEM.
Status sections_find(Ctx *ctx, const char *text, size_t n_bytes, Section **ret, Index *ret_n);
/// Index of the section a line is in; lines outside the text belong to the first or last.
Index sections_at(const Section *sections, Index n, int line);

/// The lines a run request means, and the line where the cursor goes next (0: it stays).
typedef struct RunRange {
    int from_line, to_line, next_line;
} RunRange;
/// `what`: all section to_end line. ERR_ARG for another word; ERR_NOMEM.
Status sections_resolve(Ctx *ctx, const char *text, size_t n_bytes, const char *what, int line,
                        RunRange *ret);
/// Number of lines: one more than line ends.
int text_lines(const char *text, size_t n_bytes);
