// doc/snapshot.h: the blocks of a document as JSON and back, with nothing left out: what kept.c
// compares and mends. Pictures are named by a digest of their bytes and looked up in a list; a
// figure that a writer still has to draw is {"#made":true}. Lines of outputs count from the block's
// first.
#pragma once
#include "doc/model.h"
#include "doc/readers/internal.h"
#include <jansson.h>

/// Pictures by digest, borrowed from one document, or (owned ones) unpacked from JSON.
typedef struct SnapshotImages {
    Map *by_digest; // "0123456789abcdef" to DocImage *
    Map *owned;     // the same for those to be freed
} SnapshotImages;
Status snapshot_images_init(Ctx *ctx, SnapshotImages *images);
void snapshot_images_done(SnapshotImages *images);

/// All blocks as a new array; pictures are noted in `images`. Null when memory is short.
json_t *snapshot_blocks(const Document *doc, SnapshotImages *images);
/// A block from its JSON: texts and controls in the document's arena, outputs on the heap, lines
/// from 0. False for what no reader would make (an unknown kind, a picture that is not in `images`,
/// a link that may not be followed) and without memory (r->status says which); *ret is untouched
/// then.
bool snapshot_block(Reader *r, const json_t *json, const SnapshotImages *images, DocBlock *ret);
/// The document's own fields: properties of the package, layout, run record.
json_t *snapshot_fields(const Document *doc);
void snapshot_set_fields(Reader *r, const json_t *fields);
/// 16 hexadecimal digits and a NUL.
void snapshot_digest(const void *bytes, size_t n, char ret[17]);
