// doc/package/picture.h: pictures as bytes: kinds of files, data URIs.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include "doc/model.h"

/// The kinds of files we name, as bits, in the order of picture_kinds.
enum {
    PICTURE_PNG = 1,
    PICTURE_JPEG = 2,
    PICTURE_GIF = 4,
    PICTURE_SVG = 8,
    PICTURE_PDF = 16,
    PICTURE_BMP = 32,
    PICTURE_TIFF = 64
};
typedef struct PictureKind {
    const char *media_type, *extension; // "image/png", ".png"
    unsigned bit;
} PictureKind;
/// By bit, or by media type (may be null); null for any other.
const PictureKind *picture_kind(unsigned bit);
const PictureKind *picture_kind_of(const char *media_type);

/// "data:image/png;base64,…" to bytes, appended; *ret_type is static text: the type the URI or else the content names.
/// False for another kind of URI, and for pictures of no kind we name.
bool data_uri_read(const char *uri, Buf *out, const char **ret_type);
/// Extension with dot for a media type (".png"), or ".bin".
const char *picture_extension(const char *media_type);
/// The picture as a file: its stored bytes, or a PNG made of the pixels. Appended to `out`.
/// Fails  ERR_ARG (a picture without bytes and pixels), ERR_NOMEM
Status picture_bytes(Ctx *ctx, const DocImage *image, Buf *out, const char **ret_type);
