// graphics/targets/bitmap.c: see bitmap.h. Sizes are checked before anything is unpacked. TurboJPEG
// is used because its errors are results; libjpeg's own interface would need longjmp.
#include "graphics/targets/bitmap.h"
#include "base/mem.h"
#include "graphics/targets/bitmap_calls.h"
#include <png.h>
#include <string.h>

static bool starts(const uint8_t *p, size_t n, const char *word, size_t n_word) {
    return n >= n_word && !memcmp(p, word, n_word);
}

const char *bitmap_type(const void *bytes, size_t n) {
    const uint8_t *p = bytes;
    if (!n) return NULL;
    if (starts(p, n, "\x89PNG\r\n\x1a\n", 8)) return "image/png";
    if (starts(p, n, "\xff\xd8\xff", 3)) return "image/jpeg";
    if (starts(p, n, "GIF87a", 6) || starts(p, n, "GIF89a", 6)) return "image/gif";
    if (starts(p, n, "II*\0", 4) || starts(p, n, "MM\0*", 4)) return "image/tiff";
    if (starts(p, n, "BM", 2)) return "image/bmp";
    size_t i = 0;
    while (i < n && i < 64 && p[i] && strchr(" \t\r\n\xEF\xBB\xBF", p[i])) i++;
    if (starts(p + i, n - i, "<svg", 4)) return "image/svg+xml";
    bool xml = starts(p + i, n - i, "<?xml", 5) || starts(p + i, n - i, "<!--", 4) ||
               starts(p + i, n - i, "<!DOCTYPE svg", 13);
    return xml && memmem(p + i, n - i < 4096 ? n - i : 4096, "<svg", 4) ? "image/svg+xml" : NULL;
}

static Index big16(const uint8_t *p) {
    return (Index)p[0] << 8 | p[1];
}

/// From the first frame header of a JPEG file.
static bool jpeg_size(const uint8_t *p, size_t n, Index *ret_width, Index *ret_height) {
    for (size_t i = 2; i + 9 < n && p[i] == 0xFF;) {
        uint8_t mark = p[i + 1];
        if (mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8 && mark != 0xCC) {
            *ret_height = big16(p + i + 5);
            *ret_width = big16(p + i + 7);
            return true;
        }
        i += 2 + (size_t)big16(p + i + 2);
    }
    return false;
}

bool bitmap_size(const void *bytes, size_t n, Index *ret_width, Index *ret_height) {
    const uint8_t *p = bytes;
    const char *type = bitmap_type(bytes, n);
    if (!type) return false;
    if (!strcmp(type, "image/jpeg")) return jpeg_size(p, n, ret_width, ret_height);
    if (!strcmp(type, "image/gif") && n > 10) {
        *ret_width = p[6] | (Index)p[7] << 8;
        *ret_height = p[8] | (Index)p[9] << 8;
        return true;
    }
    if (strcmp(type, "image/png") || n < 33) return false;
    *ret_width = big16(p + 16) << 16 | big16(p + 18);
    *ret_height = big16(p + 20) << 16 | big16(p + 22);
    return true;
}

/// Room for the pixels; false when there are none, too many, or no memory.
static bool make_room(Bitmap *b, Index max_pixels) {
    enum { MAX_SIDE = 1 << 20 };
    if (b->width < 1 || b->height < 1 || b->width > MAX_SIDE || b->height > MAX_SIDE ||
        b->width * b->height > max_pixels)
        return false;
    b->pixels = mem_alloc_zero((size_t)(b->width * b->height) * 4);
    return b->pixels != NULL;
}

static bool decode_png(const void *bytes, size_t n, Index max_pixels, Bitmap *b) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, bytes, n)) return false;
    b->color = (image.format & PNG_FORMAT_FLAG_COLOR) != 0;
    b->width = image.width;
    b->height = image.height;
    image.format = PNG_FORMAT_RGBA;
    if (make_room(b, max_pixels) && png_image_finish_read(&image, NULL, b->pixels, 0, NULL))
        return true;
    png_image_free(&image);
    return false;
}

/// Four inks (inverted, as Adobe stores them) to RGBA, in place.
static void inks_to_rgb(uint8_t *p, Index n) {
    for (Index i = 0; i < n; i++, p += 4) {
        for (int k = 0; k < 3; k++) p[k] = (uint8_t)(p[k] * p[3] / 255);
        p[3] = 255;
    }
}

static bool decode_jpeg(const void *bytes, size_t n, Index max_pixels, Bitmap *b) {
    int width, height, sampling, space;
    tjhandle jpeg = tjInitDecompress();
    bool good = jpeg && !tjDecompressHeader3(jpeg, bytes, (unsigned long)n, &width, &height,
                                             &sampling, &space);
    if (good) {
        b->width = width;
        b->height = height;
        b->color = space != TJCS_GRAY;
        good = make_room(b, max_pixels);
    }
    bool inks = good && (space == TJCS_CMYK || space == TJCS_YCCK);
    // A file that is cut off shows what is there; thousands of passes over the picture are no
    // picture.
    if (good && tjDecompress2(jpeg, bytes, (unsigned long)n, b->pixels, width, 0, height,
                              inks ? TJPF_CMYK : TJPF_RGBA, TJFLAG_LIMITSCANS | TJFLAG_ACCURATEDCT))
        good = tjGetErrorCode(jpeg) == TJERR_WARNING;
    if (inks && good) inks_to_rgb(b->pixels, b->width * b->height);
    if (jpeg) tjDestroy(jpeg);
    return good;
}

// ---- GIF ----------------------------------------------------------------------------------------

typedef struct GifSource {
    const uint8_t *at;
    size_t left;
} GifSource;

static int gif_read(GifFileType *gif, GifByteType *to, int n) {
    GifSource *source = gif->UserData;
    size_t count = n > 0 && (size_t)n < source->left ? (size_t)n : source->left;
    memcpy(to, source->at, count);
    source->at += count;
    source->left -= count;
    return (int)count;
}

/// Goes to the first frame; *ret_clear is the transparent colour or -1.
static bool gif_first(GifFileType *gif, int *ret_clear) {
    GifRecordType type;
    *ret_clear = NO_TRANSPARENT_COLOR;
    while (DGifGetRecordType(gif, &type) == GIF_OK) {
        if (type == IMAGE_DESC_RECORD_TYPE) return DGifGetImageDesc(gif) == GIF_OK;
        int code;
        GifByteType *block;
        GraphicsControlBlock control;
        if (type != EXTENSION_RECORD_TYPE || DGifGetExtension(gif, &code, &block) != GIF_OK)
            return false;
        for (bool first = true; block; first = false) {
            if (first && code == GRAPHICS_EXT_FUNC_CODE &&
                DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
                *ret_clear = control.TransparentColor;
            if (DGifGetExtensionNext(gif, &block) != GIF_OK) return false;
        }
    }
    return false;
}

static void gif_row(const GifFileType *gif, const GifByteType *row, Index y, int clear, Bitmap *b) {
    const GifImageDesc *frame = &gif->Image;
    const ColorMapObject *map = frame->ColorMap ? frame->ColorMap : gif->SColorMap;
    for (Index x = 0; x < frame->Width; x++) {
        Index to_x = x + frame->Left, to_y = y + frame->Top;
        if (!map || row[x] >= map->ColorCount || row[x] == clear || to_x >= b->width ||
            to_y >= b->height)
            continue;
        GifColorType c = map->Colors[row[x]];
        uint8_t *p = b->pixels + (to_y * b->width + to_x) * 4;
        p[0] = c.Red, p[1] = c.Green, p[2] = c.Blue, p[3] = 255;
        b->color = b->color || c.Red != c.Green || c.Red != c.Blue;
    }
}

/// Rows of the frame, which stand in four passes when it is interlaced.
static bool gif_rows(GifFileType *gif, int clear, Bitmap *b) {
    static const int start[] = {0, 4, 2, 1}, step[] = {8, 8, 4, 2};
    const GifImageDesc *frame = &gif->Image;
    GifByteType *row = frame->Width > 0 ? mem_alloc((size_t)frame->Width) : NULL;
    bool good = row != NULL;
    int n_passes = frame->Interlace ? 4 : 1;
    for (int pass = 0; good && pass < n_passes; pass++)
        for (Index y = frame->Interlace ? start[pass] : 0; good && y < frame->Height;
             y += frame->Interlace ? step[pass] : 1) {
            good = DGifGetLine(gif, row, frame->Width) == GIF_OK;
            if (good) gif_row(gif, row, y, clear, b);
        }
    mem_free(row);
    return good;
}

static bool decode_gif(const void *bytes, size_t n, Index max_pixels, Bitmap *b) {
    GifSource source = {bytes, n};
    int error, clear;
    GifFileType *gif = DGifOpen(&source, gif_read, &error);
    if (!gif) return false;
    bool good = gif_first(gif, &clear);
    if (good) {
        b->width = gif->SWidth > 0 ? gif->SWidth : gif->Image.Width;
        b->height = gif->SHeight > 0 ? gif->SHeight : gif->Image.Height;
        good = (Index)gif->Image.Width * gif->Image.Height <= max_pixels &&
               make_room(b, max_pixels) && gif_rows(gif, clear, b);
    }
    DGifCloseFile(gif, &error);
    return good;
}

/// Whether a library is there; without it its pictures are not drawn.
static bool is_there(Status (*prepare)(Ctx *ctx)) {
    Ctx quiet;
    ctx_init(&quiet);
    bool good = prepare(&quiet) == OK;
    ctx_done(&quiet);
    return good;
}

bool bitmap_decode(const void *bytes, size_t n, Index max_pixels, Bitmap *ret) {
    const char *type = bitmap_type(bytes, n);
    Bitmap b = {0};
    bool good = false;
    if (type && !strcmp(type, "image/png"))
        good = decode_png(bytes, n, max_pixels, &b);
    else if (type && !strcmp(type, "image/jpeg"))
        good = is_there(jpeg_prepare) && decode_jpeg(bytes, n, max_pixels, &b);
    else if (type && !strcmp(type, "image/gif"))
        good = is_there(gif_prepare) && decode_gif(bytes, n, max_pixels, &b);
    if (good)
        *ret = b;
    else
        mem_free(b.pixels);
    return good;
}

Status bitmap_put_png(Ctx *ctx, const uint8_t *pixels, Index width, Index height, Buf *out) {
    png_image png = {.version = PNG_IMAGE_VERSION,
                     .width = (png_uint_32)width,
                     .height = (png_uint_32)height,
                     .format = PNG_FORMAT_RGBA};
    png_alloc_size_t n = 0;
    if (!png_image_write_to_memory(&png, NULL, &n, 0, pixels, 0, NULL)) return ctx_fail_nomem(ctx);
    char *room = buf_room(out, n);
    if (!room || !png_image_write_to_memory(&png, room, &n, 0, pixels, 0, NULL))
        return ctx_fail_nomem(ctx);
    out->len += n;
    out->data[out->len] = 0;
    return OK;
}
