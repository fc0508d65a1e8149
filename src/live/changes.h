// live/changes.h: change sets of the editor (CodeMirror's JSON) applied to text, and what they do
// to lines. A change set is an array over the whole old text: a number keeps so many UTF-16 units,
// [n] deletes n, and [n, "line", "line"…] replaces n by the lines joined with '\n'. Tests:
// tests/unit/live/test_changes.c, fuzz/fuzz_message.c.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include <jansson.h>

/// One replaced stretch, in lines (1-based) of the old text.
typedef struct LineChange {
    int from_line, to_line; // of its two ends
    int n_lines;            // line ends inserted
    bool at_start;          // it starts at the start of from_line
    bool at_end;            // it ends at the end of to_line
    bool inserts;           // something was inserted
} LineChange;

typedef struct LineChanges {
    LineChange *items; // heap
    Index n, cap;
} LineChanges;
void line_changes_done(LineChanges *changes);

/// Applies a change set to valid UTF-8 text and appends the new text to `out`; *ret_lines
/// (caller's, initialised; may be null) gets what happened to lines. Cost: one pass over the text.
/// ERR_ARG: not a change set, lengths that are not those of the text, an end within a surrogate
/// pair, a line with a line end in it. ERR_LIMIT: the new text is longer than `max_bytes`. `out`
/// and *ret_lines then hold rubbish.
Status changes_apply(Ctx *ctx, const char *text, size_t n_bytes, const json_t *changes,
                     size_t max_bytes, Buf *out, LineChanges *ret_lines);
/// Where a line of the old text is in the new one: what stands on it moves with its beginning. 0:
/// deleted as a whole with nothing in its place.
int line_changes_map(const LineChanges *changes, int line);
/// The change set that turns one text into another, replacing what differs between the common
/// beginning and end; null when memory is short. Both valid UTF-8.
json_t *changes_between(const char *old_text, size_t n_old, const char *new_text, size_t n_new);
