// graphics/targets/bitmap.h: pictures in files (PNG, JPEG, the first frame of GIF) to pixels, and
// pixels to PNG: the one place for libpng's simple interface, TurboJPEG and giflib outside of
// drawing. Tests: tests/unit/doc/test_bitmap.c.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"

typedef struct Bitmap {
    uint8_t *pixels; // RGBA, rows from the top; owned by the caller (mem_free)
    Index width, height;
    bool color; // the file holds colours, not grey levels alone
} Bitmap;

/// "image/png", "image/jpeg", "image/gif", "image/svg+xml", "image/bmp", "image/tiff" by the first
/// bytes, or null; static text.
const char *bitmap_type(const void *bytes, size_t n);
/// Width and height in a file's header, without unpacking; false when they cannot be told.
bool bitmap_size(const void *bytes, size_t n, Index *ret_width, Index *ret_height);
/// Unpacks a PNG, JPEG or GIF of up to `max_pixels`. False for other formats, damage, more pixels,
/// or short memory.
bool bitmap_decode(const void *bytes, size_t n, Index max_pixels, Bitmap *ret);
/// PNG of RGBA rows, appended.
Status bitmap_put_png(Ctx *ctx, const uint8_t *pixels, Index width, Index height, Buf *out);
