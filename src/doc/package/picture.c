// doc/package/picture.c: base64, media types by content, PNG through libpng's simple interface.
#include "doc/package/picture.h"
#include <ctype.h>
#include <png.h>
#include <string.h>

static const struct {
    const char *type, *extension;
} kinds[] = {{"image/png", "png"},     {"image/jpeg", "jpg"}, {"image/gif", "gif"},
             {"image/svg+xml", "svg"}, {"image/bmp", "bmp"},  {"image/tiff", "tif"}};

static int digit_value(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

bool picture_base64_read(const char *text, size_t n, Buf *out) {
    unsigned bits = 0;
    int count = 0;
    for (size_t i = 0; i < n && text[i] != '='; i++) {
        if (isspace((unsigned char)text[i])) continue;
        int value = digit_value(text[i]);
        if (value < 0) return false;
        bits = (bits << 6 | (unsigned)value) & 0xFFFFFF;
        if (++count % 4 == 0) {
            char three[3] = {(char)(bits >> 16), (char)(bits >> 8), (char)bits};
            buf_put(out, three, 3);
        }
    }
    if (count % 4 == 3) buf_putc(out, (char)(bits >> 10));
    if (count % 4 == 3) buf_putc(out, (char)(bits >> 2));
    if (count % 4 == 2) buf_putc(out, (char)(bits >> 4));
    return count % 4 != 1;
}

bool data_uri_read(const char *uri, Buf *out, const char **ret_type) {
    if (strncmp(uri, "data:", 5)) return false;
    const char *comma = strchr(uri, ',');
    if (!comma || comma - uri < 12 || memcmp(comma - 7, ";base64", 7)) return false;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t n = strlen(kinds[k].type);
        if (strncmp(uri + 5, kinds[k].type, n) || uri[5 + n] != ';') continue;
        *ret_type = kinds[k].type;
        return picture_base64_read(comma + 1, strlen(comma + 1), out);
    }
    return false;
}

const char *picture_type(const void *bytes, size_t n) {
    const unsigned char *p = bytes;
    if (n > 8 && !memcmp(p, "\x89PNG\r\n\x1a\n", 8)) return "image/png";
    if (n > 3 && !memcmp(p, "\xFF\xD8\xFF", 3)) return "image/jpeg";
    if (n > 6 && (!memcmp(p, "GIF87a", 6) || !memcmp(p, "GIF89a", 6))) return "image/gif";
    if (n > 2 && !memcmp(p, "BM", 2)) return "image/bmp";
    if (n > 4 && (!memcmp(p, "II*\0", 4) || !memcmp(p, "MM\0*", 4))) return "image/tiff";
    size_t look = n < 400 ? n : 400;
    if (look && memmem(p, look, "<svg", 4)) return "image/svg+xml";
    return NULL;
}

const char *picture_extension(const char *media_type) {
    for (size_t k = 0; media_type && k < sizeof kinds / sizeof *kinds; k++)
        if (!strcmp(kinds[k].type, media_type)) return kinds[k].extension;
    return "bin";
}

static Status encode_png(Ctx *ctx, const DocImage *image, Buf *out) {
    png_image png = {.version = PNG_IMAGE_VERSION,
                     .width = (png_uint_32)image->width,
                     .height = (png_uint_32)image->height,
                     .format = PNG_FORMAT_RGBA};
    png_alloc_size_t n = 0;
    if (!png_image_write_to_memory(&png, NULL, &n, 0, image->pixels, 0, NULL))
        return ctx_fail_nomem(ctx);
    char *room = buf_room(out, n);
    if (!room || !png_image_write_to_memory(&png, room, &n, 0, image->pixels, 0, NULL))
        return ctx_fail_nomem(ctx);
    out->len += n;
    out->data[out->len] = 0;
    return OK;
}

Status picture_bytes(Ctx *ctx, const DocImage *image, Buf *out, const char **ret_type) {
    const char *found = image->bytes ? picture_type(image->bytes, image->n_bytes) : NULL;
    if (image->bytes) {
        *ret_type = found               ? found
                    : image->media_type ? image->media_type
                                        : "application/octet-stream";
        buf_put(out, (const char *)image->bytes, image->n_bytes);
        return out->failed ? ctx_fail_nomem(ctx) : OK;
    }
    if (!image->pixels || image->width < 1 || image->height < 1)
        return ctx_fail(ctx, ERR_ARG, "Gradus:doc:picture", "A picture has no content.");
    *ret_type = "image/png";
    return encode_png(ctx, image, out);
}
