// doc/writers/mlx.h: the parts of the .mlx writer.
#pragma once
#include "base/map.h"
#include "doc/package/opc.h"
#include "doc/readers/mlx.h"
#include "doc/writers/internal.h"

typedef struct MlxImage {
    const DocImage *image;
    char *name, *id; // "image1.png", "rId1"; owned
} MlxImage;

typedef struct MlxWriter {
    Ctx *ctx;
    const Document *doc;
    const DocOptions *options;
    PackageOut package;
    MlxImage *images; // heap
    Index n_images, cap_images;
    Map *image_ids; // ids of `images` by place ("@…") and by content (digest)
    const char *kept_relations; // of the document, as read; "" when there are none
    int last_id;
    Status status; // first failure
} MlxWriter;

void mlx_write_fail(MlxWriter *w, Status status);
/// A relationship id that `kept` does not use: "rId7"; owned by the caller (mem_free), null after a
/// failure.
char *mlx_new_id(MlxWriter *w, const char *kept, int *last);
/// Bytes into the package; the buffer is empty afterwards.
void mlx_take_part(MlxWriter *w, const char *name, Buf *bytes);
/// document.xml; adds pictures to the package.
void mlx_write_text(MlxWriter *w, Buf *out);
/// output.xml.
void mlx_write_outputs(MlxWriter *w, Buf *out);
/// Text under `key` of attributes (a JSON object or null) in a JSON the caller decrefs; null when
/// there is none.
json_t *mlx_parse_attributes(const char *attributes);
