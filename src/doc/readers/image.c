// doc/readers/image.c: pictures: files beside the document, data URIs, bytes of a package. PNG, JPEG and GIF are
// decoded to RGBA; of others, and of pictures too large, the bytes are kept.
#include "base/file.h"
#include "doc/package/picture.h"
#include "doc/readers/internal.h"
#include "graphics/targets/bitmap.h"
#include <string.h>
#include <sys/stat.h>

enum { MAX_PIXELS = 64 << 20, MAX_PICTURE_BYTES = 64 << 20 };

bool image_of_bytes(const void *bytes, size_t n, Index *budget, DocImage *ret) {
    const char *type = bitmap_type(bytes, n);
    DocImage image = {.n_bytes = n, .media_type = type};
    if (!type) return false;
    Bitmap bitmap = {0};
    bool sized = bitmap_size(bytes, n, &image.width, &image.height);
    if (sized && (image.width < 1 || image.height < 1 || image.width > MAX_PIXELS ||
                  image.height > MAX_PIXELS))
        return false;
    if (sized && image.width * image.height <= *budget) {
        // A damaged PNG is no picture; of the others the file is kept for programs that read more.
        bool good = bitmap_decode(bytes, n, *budget < MAX_PIXELS ? *budget : MAX_PIXELS, &bitmap);
        if (!good && !strcmp(type, "image/png")) return false;
        if (good) {
            *budget -= bitmap.width * bitmap.height;
            image.width = bitmap.width;
            image.height = bitmap.height;
            image.pixels = bitmap.pixels;
        }
    } // else a document of picture bombs: the file is kept, but not unpacked
    image.bytes = (uint8_t *)mem_dup_text(bytes, n);
    if (!image.bytes) {
        mem_free(image.pixels);
        return false;
    }
    *ret = image;
    return true;
}

bool image_decode_uri(const char *uri, Index *budget, DocImage *ret) {
    Buf bytes = BUF_INIT;
    const char *type;
    bool good = data_uri_read(uri, &bytes, &type) && !bytes.failed &&
                image_of_bytes(bytes.data, bytes.len, budget, ret);
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
