// doc/package/picture.h: pictures as bytes: base64, data URIs, PNG from pixels.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include "doc/model.h"

/// Bytes of base64 text appended; blanks are skipped; false at any other strange character.
bool picture_base64_read(const char *text, size_t n, Buf *out);
/// "data:image/png;base64,…" to bytes; *ret_type is static text; false for another kind of URI.
bool data_uri_read(const char *uri, Buf *out, const char **ret_type);
/// "image/png", … of a file's first bytes, or null; static text.
const char *picture_type(const void *bytes, size_t n);
/// Extension without dot for a media type of picture_type ("png"), or "bin".
const char *picture_extension(const char *media_type);
/// The picture as a file: its stored bytes, or a PNG made of the pixels. Appended to `out`.
/// Fails  ERR_ARG (a picture without bytes and pixels), ERR_NOMEM
Status picture_bytes(Ctx *ctx, const DocImage *image, Buf *out, const char **ret_type);
