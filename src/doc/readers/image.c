// doc/readers/image.c: pictures: PNG files beside the document and data URIs of the appendix,
// decoded to RGBA.
#include "base/file.h"
#include "doc/readers/internal.h"
#include <png.h>
#include <string.h>

enum { MAX_PIXELS = 64 << 20, MAX_PICTURE_BYTES = 64 << 20 };

bool image_decode_png(const void *bytes, size_t n, DocImage *ret) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, bytes, n)) return false;
    image.format = PNG_FORMAT_RGBA;
    if (!image.width || !image.height || (uint64_t)image.width * image.height > MAX_PIXELS) {
        png_image_free(&image);
        return false;
    }
    uint8_t *pixels = mem_alloc(PNG_IMAGE_SIZE(image));
    if (!pixels || !png_image_finish_read(&image, NULL, pixels, 0, NULL)) {
        png_image_free(&image);
        mem_free(pixels);
        return false;
    }
    *ret = (DocImage){.pixels = pixels, .width = image.width, .height = image.height};
    return true;
}

static int base64_value(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

bool image_decode_uri(const char *uri, DocImage *ret) {
    static const char head[] = "data:image/png;base64,";
    if (strncmp(uri, head, sizeof head - 1)) return false;
    const char *p = uri + sizeof head - 1;
    uint8_t *bytes = mem_alloc(strlen(p) / 4 * 3 + 4);
    if (!bytes) return false;
    size_t n = 0;
    uint32_t bits = 0;
    int count = 0;
    for (; *p && *p != '='; p++) {
        int value = base64_value(*p);
        if (value < 0) continue;
        bits = bits << 6 | (uint32_t)value;
        if (++count == 4) {
            bytes[n++] = (uint8_t)(bits >> 16), bytes[n++] = (uint8_t)(bits >> 8),
            bytes[n++] = (uint8_t)bits;
            bits = 0;
            count = 0;
        }
    }
    if (count >= 2) bytes[n++] = (uint8_t)(count == 2 ? bits >> 4 : bits >> 10);
    if (count == 3) bytes[n++] = (uint8_t)(bits >> 2);
    bool good = image_decode_png(bytes, n, ret);
    mem_free(bytes);
    return good;
}

/// Moves a decoded picture into the document's arena.
static const DocImage *keep(Reader *r, DocImage *image) {
    size_t n = (size_t)(image->width * image->height) * 4;
    DocImage *kept = arena_alloc(r->doc->arena, sizeof *kept);
    uint8_t *pixels = arena_alloc(r->doc->arena, n);
    if (kept && pixels) {
        memcpy(pixels, image->pixels, n);
        *kept = *image;
        kept->pixels = pixels;
    } else {
        reader_fail(r, ctx_fail_nomem(r->ctx));
        kept = NULL;
    }
    mem_free(image->pixels);
    return kept;
}

const DocImage *image_load_beside(Reader *r, const char *name, size_t n) {
    char *relative = mem_dup_text(name, n);
    // Only names below the document's folder: a document from elsewhere may not pull in other
    // files.
    bool inside = relative && n && relative[0] != '/' && !strstr(relative, "..");
    char *path = inside ? path_join(*r->doc->folder ? r->doc->folder : ".", relative) : NULL;
    const DocImage *image = NULL;
    if (path && file_exists(path) && !file_is_folder(path)) {
        Buf bytes = BUF_INIT;
        DocImage decoded;
        Ctx quiet; // a missing or broken picture is no failure of the document
        ctx_init(&quiet);
        if (file_read(&quiet, path, MAX_PICTURE_BYTES, &bytes) == OK &&
            image_decode_png(bytes.data, bytes.len, &decoded))
            image = keep(r, &decoded);
        ctx_done(&quiet);
        buf_done(&bytes);
    }
    mem_free(path);
    mem_free(relative);
    return image;
}

const DocImage *image_of_appendix(Reader *r, const char *id, size_t n) {
    const json_t *data = appendix_find(r, "text:image", id, n);
    const char *src = data ? json_string_value(json_object_get(data, "src")) : NULL;
    DocImage decoded;
    if (!src || !image_decode_uri(src, &decoded)) return NULL;
    decoded.width_px = json_number_value(json_object_get(data, "width"));
    decoded.height_px = json_number_value(json_object_get(data, "height"));
    return keep(r, &decoded);
}
