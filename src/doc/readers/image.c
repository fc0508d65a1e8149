// doc/readers/image.c: pictures: files beside the document, data URIs, bytes of a package. PNG is
// decoded to RGBA; of JPEG, GIF and SVG the bytes are kept and the size is read from the header.
#include "base/file.h"
#include "doc/json.h"
#include "doc/readers/internal.h"
#include <png.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

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

// ---- formats we keep --------------------------------------------------------------------------

static bool starts(const uint8_t *p, size_t n, const char *word, size_t n_word) {
    return n >= n_word && !memcmp(p, word, n_word);
}

const char *image_media_type(const void *bytes, size_t n) {
    const uint8_t *p = bytes;
    if (starts(p, n, "\x89PNG\r\n\x1a\n", 8)) return "image/png";
    if (starts(p, n, "\xff\xd8\xff", 3)) return "image/jpeg";
    if (starts(p, n, "GIF87a", 6) || starts(p, n, "GIF89a", 6)) return "image/gif";
    size_t i = 0;
    while (i < n && i < 64 && strchr(" \t\r\n\xEF\xBB\xBF", p[i]) && p[i]) i++;
    if (starts(p + i, n - i, "<svg", 4)) return "image/svg+xml";
    if (starts(p + i, n - i, "<?xml", 5) && memmem(p + i, n - i, "<svg", 4)) return "image/svg+xml";
    return NULL;
}

static Index big16(const uint8_t *p) {
    return (Index)p[0] << 8 | p[1];
}

/// Width and height from the first frame header of a JPEG file; 0 when there is none.
static void jpeg_size(const uint8_t *p, size_t n, DocImage *ret) {
    for (size_t i = 2; i + 9 < n && p[i] == 0xFF;) {
        uint8_t mark = p[i + 1];
        if (mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8 && mark != 0xCC) {
            ret->height = big16(p + i + 5);
            ret->width = big16(p + i + 7);
            return;
        }
        i += 2 + (size_t)big16(p + i + 2);
    }
}

bool image_of_bytes(const void *bytes, size_t n, Index *budget, DocImage *ret) {
    const uint8_t *p = bytes;
    const char *type = n ? image_media_type(bytes, n) : NULL;
    DocImage image = {0};
    if (!type) return false;
    if (!strcmp(type, "image/png")) {
        if (n < 33) return false;
        uint64_t width = (uint64_t)big16(p + 16) << 16 | (uint64_t)big16(p + 18);
        uint64_t height = (uint64_t)big16(p + 20) << 16 | (uint64_t)big16(p + 22);
        if (!width || !height || width > MAX_PIXELS || height > MAX_PIXELS) return false;
        if ((int64_t)(width * height) <= *budget) {
            if (!image_decode_png(bytes, n, &image)) return false;
            *budget -= (Index)(width * height);
        } else { // a document of picture bombs: the file is kept, but not unpacked
            image.width = (Index)width;
            image.height = (Index)height;
        }
    } else if (!strcmp(type, "image/jpeg")) {
        jpeg_size(p, n, &image);
    } else if (!strcmp(type, "image/gif") && n > 10) {
        image.width = p[6] | (Index)p[7] << 8;
        image.height = p[8] | (Index)p[9] << 8;
    }
    image.bytes = (uint8_t *)mem_dup_text(bytes, n);
    image.n_bytes = n;
    image.media_type = type;
    if (!image.bytes) {
        mem_free(image.pixels);
        return false;
    }
    *ret = image;
    return true;
}

bool image_decode_uri(const char *uri, Index *budget, DocImage *ret) {
    if (strncasecmp(uri, "data:image/", 11)) return false;
    const char *comma = strchr(uri, ',');
    if (!comma || comma - uri < 18 || strncasecmp(comma - 7, ";base64", 7)) return false;
    Buf bytes = BUF_INIT;
    base64_get(&bytes, comma + 1, strlen(comma + 1));
    bool good = !bytes.failed && image_of_bytes(bytes.data, bytes.len, budget, ret);
    buf_done(&bytes);
    return good;
}

const DocImage *image_keep(Reader *r, DocImage *image) {
    size_t n = image->pixels ? (size_t)(image->width * image->height) * 4 : 0;
    DocImage *kept = arena_alloc(r->doc->arena, sizeof *kept);
    uint8_t *pixels = n ? arena_alloc(r->doc->arena, n) : NULL;
    char *bytes =
        arena_dup(r->doc->arena, image->bytes ? (char *)image->bytes : "", image->n_bytes);
    if (kept && bytes && (pixels || !n)) {
        *kept = *image;
        if (n) memcpy(pixels, image->pixels, n);
        kept->pixels = pixels;
        kept->bytes = image->bytes ? (uint8_t *)bytes : NULL;
    } else {
        reader_fail(r, ctx_fail_nomem(r->ctx));
        kept = NULL;
    }
    mem_free(image->pixels);
    mem_free(image->bytes);
    return kept;
}

/// A file with contents; a pipe or a device of that name is not opened.
static bool is_regular(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

const DocImage *image_load_beside(Reader *r, const char *name, size_t n) {
    char *relative = mem_dup_text(name, n);
    // Only names below the document's folder: a document from elsewhere may not pull in other
    // files.
    bool inside =
        relative && n && strlen(relative) == n && relative[0] != '/' && !strstr(relative, "..");
    char *path = inside ? path_join(*r->doc->folder ? r->doc->folder : ".", relative) : NULL;
    const DocImage *image = NULL;
    if (path && is_regular(path)) {
        Buf bytes = BUF_INIT;
        DocImage decoded;
        Ctx quiet; // a missing or broken picture is no failure of the document
        ctx_init(&quiet);
        if (file_read(&quiet, path, MAX_PICTURE_BYTES, &bytes) == OK &&
            image_of_bytes(bytes.data, bytes.len, &r->pixels_left, &decoded))
            image = image_keep(r, &decoded);
        ctx_done(&quiet);
        buf_done(&bytes);
    }
    mem_free(path);
    mem_free(relative);
    return image;
}
