// doc/package/picture.c: see picture.h.
#include "doc/package/picture.h"
#include "doc/json.h"
#include "graphics/targets/bitmap.h"
#include <string.h>
#include <strings.h>

static const PictureKind kinds[] = {{"image/png", ".png", PICTURE_PNG},
                                    {"image/jpeg", ".jpg", PICTURE_JPEG},
                                    {"image/gif", ".gif", PICTURE_GIF},
                                    {"image/svg+xml", ".svg", PICTURE_SVG},
                                    {"application/pdf", ".pdf", PICTURE_PDF},
                                    {"image/bmp", ".bmp", PICTURE_BMP},
                                    {"image/tiff", ".tif", PICTURE_TIFF}};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

const PictureKind *picture_kind(unsigned bit) {
    for (size_t i = 0; i < N_KINDS; i++)
        if (kinds[i].bit == bit) return &kinds[i];
    return NULL;
}

const PictureKind *picture_kind_of(const char *media_type) {
    for (size_t i = 0; media_type && i < N_KINDS; i++)
        if (!strcmp(kinds[i].media_type, media_type)) return &kinds[i];
    return NULL;
}

const char *picture_extension(const char *media_type) {
    const PictureKind *kind = picture_kind_of(media_type);
    return kind ? kind->extension : ".bin";
}

bool data_uri_read(const char *uri, Buf *out, const char **ret_type) {
    const char *comma = strchr(uri, ',');
    size_t start = out->len;
    if (strncasecmp(uri, "data:image/", 11) || !comma || comma - uri < 18 ||
        strncasecmp(comma - 7, ";base64", 7))
        return false;
    base64_get(out, comma + 1, strlen(comma + 1));
    if (out->failed) return false;
    const char *type = bitmap_type(buf_text(out) + start, out->len - start);
    for (size_t k = 0; !type && k < N_KINDS; k++) {
        size_t n = strlen(kinds[k].media_type);
        if (!strncasecmp(uri + 5, kinds[k].media_type, n) && uri[5 + n] == ';')
            type = kinds[k].media_type;
    }
    *ret_type = type;
    return type != NULL;
}

Status picture_bytes(Ctx *ctx, const DocImage *image, Buf *out, const char **ret_type) {
    if (image->bytes) {
        const char *found = bitmap_type(image->bytes, image->n_bytes);
        *ret_type = found               ? found
                    : image->media_type ? image->media_type
                                        : "application/octet-stream";
        buf_put(out, (const char *)image->bytes, image->n_bytes);
        return out->failed ? ctx_fail_nomem(ctx) : OK;
    }
    if (!image->pixels || image->width < 1 || image->height < 1)
        return ctx_fail(ctx, ERR_ARG, "Gradus:doc:picture", "A picture has no content.");
    *ret_type = "image/png";
    return bitmap_put_png(ctx, image->pixels, image->width, image->height, out);
}
