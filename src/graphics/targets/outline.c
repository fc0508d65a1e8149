#include "graphics/targets/outline.h"
#include <cairo.h>
#include <ft2build.h>
#include <math.h>
#include <png.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

// printf is the slow part of a figure with many points, so two decimals are written by hand.
void outline_number(Buf *out, double x) {
    if (!isfinite(x)) x = 0;
    if (fabs(x) >= 1e12) {
        buf_printf(out, "%g", x);
        return;
    }
    int64_t hundredths = llround(x * 100);
    char text[32];
    int n = sizeof text, decimals = 2;
    bool negative = hundredths < 0;
    uint64_t v = (uint64_t)(negative ? -hundredths : hundredths);
    while (decimals > 0 && v % 10 == 0) v /= 10, decimals--;
    for (int k = 0; k < decimals; k++) text[--n] = (char)('0' + v % 10), v /= 10;
    if (decimals) text[--n] = '.';
    do text[--n] = (char)('0' + v % 10), v /= 10;
    while (v);
    if (negative) text[--n] = '-';
    buf_put(out, text + n, sizeof text - (size_t)n);
}

static void put_pair(Buf *out, double x, double y) {
    outline_number(out, x);
    buf_putc(out, ' ');
    outline_number(out, y);
}

void outline_path(Buf *out, const ScenePath *path) {
    const double *p = path->points;
    for (Index i = 0; i < path->n_commands; i++) {
        char c = path->commands[i];
        buf_putc(out, c);
        int n = c == 'C' ? 6 : c == 'Z' ? 0 : 2;
        for (int k = 0; k < n; k += 2) {
            if (k) buf_putc(out, ' ');
            put_pair(out, p[k], p[k + 1]);
        }
        p += n;
    }
}

void outline_color(Buf *out, Color c) {
    static const char hex[] = "0123456789abcdef";
    float part[3] = {c.r, c.g, c.b};
    buf_putc(out, '#');
    for (int i = 0; i < 3; i++) {
        int v = (int)lroundf(fminf(fmaxf(part[i], 0), 1) * 255);
        buf_putc(out, hex[v >> 4]);
        buf_putc(out, hex[v & 15]);
    }
}

// ---- glyphs ------------------------------------------------------------------------------------
typedef struct Pen {
    Buf *out;
    double x, y, scale, cos, sin; // origin and turn of the glyph
    double last_x, last_y;        // in font units, for quadratic curves
    bool open;
} Pen;

static void put_point(Pen *pen, double x, double y) {
    double u = x * pen->scale, v = -y * pen->scale; // fonts have y up
    put_pair(pen->out, pen->x + u * pen->cos + v * pen->sin, pen->y - u * pen->sin + v * pen->cos);
}

static int pen_move(const FT_Vector *to, void *user) {
    Pen *pen = user;
    if (pen->open) buf_putc(pen->out, 'Z');
    pen->open = true;
    buf_putc(pen->out, 'M');
    put_point(pen, (double)to->x, (double)to->y);
    pen->last_x = (double)to->x, pen->last_y = (double)to->y;
    return 0;
}

static int pen_line(const FT_Vector *to, void *user) {
    Pen *pen = user;
    buf_putc(pen->out, 'L');
    put_point(pen, (double)to->x, (double)to->y);
    pen->last_x = (double)to->x, pen->last_y = (double)to->y;
    return 0;
}

static int pen_cubic(const FT_Vector *a, const FT_Vector *b, const FT_Vector *to, void *user) {
    Pen *pen = user;
    buf_putc(pen->out, 'C');
    put_point(pen, (double)a->x, (double)a->y);
    buf_putc(pen->out, ' ');
    put_point(pen, (double)b->x, (double)b->y);
    buf_putc(pen->out, ' ');
    put_point(pen, (double)to->x, (double)to->y);
    pen->last_x = (double)to->x, pen->last_y = (double)to->y;
    return 0;
}

static int pen_conic(const FT_Vector *control, const FT_Vector *to, void *user) {
    Pen *pen = user;
    buf_putc(pen->out, 'Q');
    put_point(pen, (double)control->x, (double)control->y);
    buf_putc(pen->out, ' ');
    put_point(pen, (double)to->x, (double)to->y);
    pen->last_x = (double)to->x, pen->last_y = (double)to->y;
    return 0;
}

static void put_glyphs(Buf *out, const SceneItem *item, FT_Face face) {
    static const FT_Outline_Funcs funcs = {pen_move, pen_line, pen_conic, pen_cubic, 0, 0};
    Pen pen = {.out = out, .cos = cos(item->angle), .sin = sin(item->angle)};
    pen.scale =
        (double)item->font.size_pt / (double)(face->units_per_EM ? face->units_per_EM : 1000);
    for (Index i = 0; i < item->n_glyphs; i++) {
        if (FT_Load_Glyph(face, item->glyphs[i], FT_LOAD_NO_SCALE | FT_LOAD_NO_BITMAP)) continue;
        if (face->glyph->format != FT_GLYPH_FORMAT_OUTLINE) continue;
        double dx = item->glyph_xy[2 * i], dy = item->glyph_xy[2 * i + 1];
        pen.x = item->x + dx * pen.cos + dy * pen.sin;
        pen.y = item->y - dx * pen.sin + dy * pen.cos;
        pen.open = false;
        FT_Outline_Decompose(&face->glyph->outline, &funcs, &pen);
        if (pen.open) buf_putc(out, 'Z');
    }
}

Status outline_glyphs(Ctx *ctx, Buf *out, const SceneItem *item) {
    if (!item->n_glyphs || !item->font_file) return OK;
    FT_Library library;
    FT_Face face;
    if (FT_Init_FreeType(&library)) return ctx_fail_nomem(ctx);
    Status status = OK;
    if (FT_New_Face(library, item->font_file, 0, &face)) {
        status = ctx_fail(ctx, ERR_IO, "", "Could not open the font file '%s'.", item->font_file);
    } else {
        put_glyphs(out, item, face);
        FT_Done_Face(face);
    }
    FT_Done_FreeType(library);
    return status;
}

// ---- images ------------------------------------------------------------------------------------
static void put_base64(Buf *out, const uint8_t *p, size_t n) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)p[i] << 16 | (i + 1 < n ? (uint32_t)p[i + 1] << 8 : 0) |
                     (i + 2 < n ? p[i + 2] : 0);
        char four[4] = {digits[v >> 18], digits[v >> 12 & 63],
                        i + 1 < n ? digits[v >> 6 & 63] : '=', i + 2 < n ? digits[v & 63] : '='};
        buf_put(out, four, 4);
    }
}

Status outline_image(Ctx *ctx, Buf *out, const SceneItem *item) {
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)item->pixel_width,
                       .height = (png_uint_32)item->pixel_height,
                       .format = PNG_FORMAT_RGBA,
                       .flags = PNG_IMAGE_FLAG_FAST};
    png_alloc_size_t n_bytes = PNG_IMAGE_PNG_SIZE_MAX(image);
    uint8_t *png = mem_alloc(n_bytes);
    if (!png) return ctx_fail_nomem(ctx);
    Status status = OK;
    if (!png_image_write_to_memory(&image, png, &n_bytes, 0, item->pixels, 0, NULL)) {
        status = ctx_fail(ctx, ERR_IO, "", "Could not encode an image: %s.", image.message);
        png_image_free(&image);
    } else {
        buf_puts(out, "data:image/png;base64,");
        put_base64(out, png, n_bytes);
    }
    mem_free(png);
    return status;
}

// ---- fonts -------------------------------------------------------------------------------------
const char *outline_css_family(const char *family) {
    static const char sans[] = "Helvetica,Arial,'Liberation Sans',sans-serif";
    static const char serif[] = "'Times New Roman',Times,'Liberation Serif',serif";
    static const char mono[] = "'DejaVu Sans Mono',Menlo,Consolas,'Liberation Mono',monospace";
    if (!family) return sans;
    if (!strncasecmp(family, "times", 5) || !strcasecmp(family, "serif")) return serif;
    if (!strncasecmp(family, "courier", 7) || !strcasecmp(family, "monospace") ||
        !strcasecmp(family, "fixedwidth") || !strcasecmp(family, "consolas"))
        return mono;
    return sans;
}
