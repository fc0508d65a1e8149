// doc/diff.h: two live documents compared block by block, whatever formats they are in.
#pragma once
#include "doc/doc.h"

typedef struct DiffOptions {
    bool ignore_outputs;
} DiffOptions;

/// Compares text, lines of code, controls and outputs. Appends a readable comparison in the unified
/// form
/// ("-" only in a, "+" only in b, " " around) to `out`; nothing when they are the same, and then
/// *ret_same is true. ERR_NOMEM. Cost: O(n d) for n lines and d differences; beyond some thousand
/// differences what is left is shown as replaced. Source: E. Myers, An O(ND) difference algorithm
/// and its variations, Algorithmica 1 (1986).
Status doc_diff(Ctx *ctx, const Document *a, const Document *b, const DiffOptions *options,
                Buf *out, bool *ret_same);
