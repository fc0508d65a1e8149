// PNG and raw pixels: the scene painted at a resolution. Opaque pictures are stored without alpha;
// the resolution goes into a pHYs chunk, so that other programs show the figure at its size.
#include "base/file.h"
#include "graphics/targets/cairo_draw.h"
#include <math.h>
#include <png.h>
#include <string.h>

enum { MAX_SIDE = 32000, MAX_PIXELS = 200000000 };

// Paints into a new ARGB surface (premultiplied); owned by the caller.
static Status paint(Ctx *ctx, const Scene *scene, double dpi, cairo_surface_t **ret) {
    double width = round(scene->width * dpi / 72), height = round(scene->height * dpi / 72);
    if (!(width >= 1)) width = 1;
    if (!(height >= 1)) height = 1;
    if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS)
        return ctx_fail(ctx, ERR_LIMIT, "",
                        "The image would be %.0f-by-%.0f pixels, which is too large.", width,
                        height);
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)width, (int)height);
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, width / scene->width, height / scene->height);
    Drawing drawing;
    drawing_init(&drawing, ctx, cr);
    drawing.raster = true;
    drawing_scene(&drawing, scene);
    Status status = drawing_done(&drawing);
    cairo_destroy(cr);
    if (status != OK) {
        cairo_surface_destroy(surface);
        return status;
    }
    cairo_surface_flush(surface);
    *ret = surface;
    return OK;
}

static void unpremultiply(uint32_t pixel, uint8_t *rgba) {
    uint32_t a = pixel >> 24, r = pixel >> 16 & 255, g = pixel >> 8 & 255, b = pixel & 255;
    if (a != 255 && a != 0) {
        r = (r * 255 + a / 2) / a;
        g = (g * 255 + a / 2) / a;
        b = (b * 255 + a / 2) / a;
    }
    rgba[0] = (uint8_t)r, rgba[1] = (uint8_t)g, rgba[2] = (uint8_t)b, rgba[3] = (uint8_t)a;
}

Status target_pixels(Ctx *ctx, const Scene *scene, double dpi, uint8_t **ret_pixels,
                     Index *ret_width, Index *ret_height) {
    cairo_surface_t *surface = NULL;
    TRY(paint(ctx, scene, dpi, &surface));
    Index width = cairo_image_surface_get_width(surface),
          height = cairo_image_surface_get_height(surface);
    Index stride = cairo_image_surface_get_stride(surface);
    const uint8_t *data = cairo_image_surface_get_data(surface);
    uint8_t *pixels = mem_alloc((size_t)(width * height * 4));
    if (pixels)
        for (Index y = 0; y < height; y++) {
            const uint32_t *row = (const uint32_t *)(const void *)(data + y * stride);
            for (Index x = 0; x < width; x++) unpremultiply(row[x], pixels + (y * width + x) * 4);
        }
    cairo_surface_destroy(surface);
    if (!pixels) return ctx_fail_nomem(ctx);
    *ret_pixels = pixels;
    *ret_width = width;
    *ret_height = height;
    return OK;
}

// RGB in place when every pixel is opaque.
static bool drop_alpha(uint8_t *pixels, Index n) {
    for (Index i = 0; i < n; i++)
        if (pixels[4 * i + 3] != 255) return false;
    for (Index i = 0; i < n; i++) memmove(pixels + 3 * i, pixels + 4 * i, 3);
    return true;
}

static uint32_t crc_of(const uint8_t *bytes, size_t n_bytes) {
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < n_bytes; i++) {
        crc ^= bytes[i];
        for (int k = 0; k < 8; k++) crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    }
    return ~crc;
}

static void put_u32(uint8_t *to, uint32_t value) {
    to[0] = (uint8_t)(value >> 24), to[1] = (uint8_t)(value >> 16), to[2] = (uint8_t)(value >> 8),
    to[3] = (uint8_t)value;
}

// The pHYs chunk goes right behind the header chunk, which ends at byte 33.
static void put_with_resolution(Buf *out, const uint8_t *png, size_t n_bytes, double dpi) {
    enum { HEADER = 33, CHUNK = 21 };
    uint8_t chunk[CHUNK] = {0, 0, 0, 9, 'p', 'H', 'Y', 's'};
    uint32_t per_metre = (uint32_t)lround(dpi / 0.0254);
    put_u32(chunk + 8, per_metre);
    put_u32(chunk + 12, per_metre);
    chunk[16] = 1;
    put_u32(chunk + 17, crc_of(chunk + 4, 13));
    buf_put(out, (const char *)png, HEADER);
    buf_put(out, (const char *)chunk, CHUNK);
    buf_put(out, (const char *)png + HEADER, n_bytes - HEADER);
}

Status target_png_bytes(Ctx *ctx, const Scene *scene, double dpi, Buf *out) {
    uint8_t *pixels = NULL;
    Index width = 0, height = 0;
    TRY(target_pixels(ctx, scene, dpi, &pixels, &width, &height));
    bool opaque = drop_alpha(pixels, width * height);
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)width,
                       .height = (png_uint_32)height,
                       .format = opaque ? PNG_FORMAT_RGB : PNG_FORMAT_RGBA,
                       .flags = PNG_IMAGE_FLAG_FAST};
    png_alloc_size_t n_bytes = PNG_IMAGE_PNG_SIZE_MAX(image);
    uint8_t *png = mem_alloc(n_bytes);
    Status status = OK;
    if (!png) {
        status = ctx_fail_nomem(ctx);
    } else if (!png_image_write_to_memory(&image, png, &n_bytes, 0, pixels, 0, NULL)) {
        status = ctx_fail(ctx, ERR_IO, "", "Could not write the PNG image: %s.", image.message);
        png_image_free(&image);
    } else {
        put_with_resolution(out, png, n_bytes, dpi);
        if (out->failed) status = ctx_fail_nomem(ctx);
    }
    mem_free(png);
    mem_free(pixels);
    return status;
}

Status target_png(Ctx *ctx, const Scene *scene, double dpi, const char *path) {
    Buf bytes = BUF_INIT;
    Status status = target_png_bytes(ctx, scene, dpi, &bytes);
    if (status == OK) status = file_write(ctx, path, bytes.data, bytes.len);
    buf_done(&bytes);
    return status;
}
