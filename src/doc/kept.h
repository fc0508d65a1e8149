// doc/kept.h: what a file format has no place for, kept in one extra part of the file, so that
// reading gives back the document that was written: the names of columns in .mlx, the XML of .mlx
// in plain-text live code. The part is the difference between the document and what its own file
// reads as. Every entry names the thing it mends by a digest: what another program changed since
// keeps that program's form, and its entry is passed over.
// {"version":1,"origin":"live","fields":…,"parts":…,"blocks":[{"at":3,"is":"<digest>","set":…}, …]}
// Tests: tests/unit/doc/test_kept.c.
#pragma once
#include "doc/doc.h"
#include "doc/readers/internal.h"

/// Its name in the appendix of plain-text live code: "metadata:gradusKept".
#define LIVE_KEPT "gradusKept"
/// Its name in .mlx, without a relationship: other programs pass it over.
#define MLX_KEPT "metadata/gradus.json"

/// The part for `doc`, as one line of JSON appended to `out`; nothing when the file says it all.
/// `file` is what the writer made without it, read back by the name `path`. Fails as reading does.
Status kept_make(Ctx *ctx, const Document *doc, const char *path, const Buf *file, Buf *out);
/// Mends a document just read by its part (null: there is none); `renumber` (may be null) sets the
/// first lines of blocks afterwards. What is no part of ours, or no longer fits, changes nothing.
void kept_apply(Reader *r, const json_t *part, void (*renumber)(Document *doc));
