// graphics/targets/bitmap_calls.c: the tables of functions; see bitmap_calls.h.
#define BITMAP_CALLS_TABLE
#include "graphics/targets/bitmap_calls.h"

JpegCalls jpeg_calls;
GifCalls gif_calls;

static const char *const jpeg_names[] = {JPEG_CALLS(LIBRARY_NAME)};
static const char *const gif_names[] = {GIF_CALLS(LIBRARY_NAME)};
static Library jpeg_library = LIBRARY_INIT(JPEG_SONAME, jpeg_names, jpeg_calls);
static Library gif_library = LIBRARY_INIT(GIF_SONAME, gif_names, gif_calls);

Status jpeg_prepare(Ctx *ctx) {
    return library_prepare(ctx, &jpeg_library);
}

Status gif_prepare(Ctx *ctx) {
    return library_prepare(ctx, &gif_library);
}
