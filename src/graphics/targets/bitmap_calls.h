// graphics/targets/bitmap_calls.h: TurboJPEG and giflib, loaded at the first picture of their kind.
// After jpeg_prepare and gif_prepare their functions are called by their own names.
#pragma once
#include "base/library.h"
#include <gif_lib.h>
#include <turbojpeg.h>

#define JPEG_CALLS(F) \
    F(tjDecompress2) F(tjDecompressHeader3) F(tjDestroy) F(tjGetErrorCode) F(tjInitDecompress)
#define GIF_CALLS(F)                                                                      \
    F(DGifCloseFile)                                                                      \
    F(DGifExtensionToGCB) F(DGifGetExtension) F(DGifGetExtensionNext) F(DGifGetImageDesc) \
        F(DGifGetLine) F(DGifGetRecordType) F(DGifOpen)

typedef struct JpegCalls {
    JPEG_CALLS(LIBRARY_POINTER)
} JpegCalls;
typedef struct GifCalls {
    GIF_CALLS(LIBRARY_POINTER)
} GifCalls;
extern JpegCalls jpeg_calls;
extern GifCalls gif_calls;

/// Load the libraries.  Fail  ERR_UNSUPPORTED
Status jpeg_prepare(Ctx *ctx);
Status gif_prepare(Ctx *ctx);

#ifndef BITMAP_CALLS_TABLE
#define tjDecompress2 jpeg_calls.tjDecompress2
#define tjDecompressHeader3 jpeg_calls.tjDecompressHeader3
#define tjDestroy jpeg_calls.tjDestroy
#define tjGetErrorCode jpeg_calls.tjGetErrorCode
#define tjInitDecompress jpeg_calls.tjInitDecompress
#define DGifCloseFile gif_calls.DGifCloseFile
#define DGifExtensionToGCB gif_calls.DGifExtensionToGCB
#define DGifGetExtension gif_calls.DGifGetExtension
#define DGifGetExtensionNext gif_calls.DGifGetExtensionNext
#define DGifGetImageDesc gif_calls.DGifGetImageDesc
#define DGifGetLine gif_calls.DGifGetLine
#define DGifGetRecordType gif_calls.DGifGetRecordType
#define DGifOpen gif_calls.DGifOpen
#endif
