// doc/writers/picture.h: pictures as files: the stored bytes of an image, or a figure drawn into
// the format a writer wants.
#pragma once
#include "doc/doc.h"
#include "doc/package/picture.h"

typedef struct Picture {
    Buf bytes;
    const char *media_type;     // "image/png", "image/svg+xml", "application/pdf", …
    const char *extension;      // ".png"
    double width_px, height_px; // CSS pixels
} Picture;

/// A stored image: its own bytes when the format is among `allowed`, else PNG from its pixels.
/// Empty bytes when it can be neither.
Status picture_of_image(Ctx *ctx, const DocImage *image, unsigned allowed, Picture *ret);
/// A figure output, by scene or stored image. Scenes become SVG or PDF when allowed and not ruled
/// out by the options, else PNG.
Status picture_of_output(Ctx *ctx, const DocOutput *output, const DocOptions *options,
                         unsigned allowed, Picture *ret);
void picture_done(Picture *picture);
/// The words below a figure, behind its number, or null: those of its scene. A stored picture has
/// none.
const char *picture_caption(const DocOutput *output);
/// "data:image/png;base64,…", appended.
void picture_put_uri(const Picture *picture, Buf *out);
