// SVG written directly: text stays text (with its measured length, so that another font of the same
// design fits), groups carry their identifier, role and alternative text, mathematics becomes
// outlines. Interpolated triangles, which SVG does not know, are split into small flat ones.
#include "graphics/targets/outline.h"
#include <math.h>
#include <string.h>

typedef struct Svg {
    Ctx *ctx;
    Buf *out;
    int n_clips, depth_groups, depth_clips;
    Status status;
} Svg;

static void put_escaped(Buf *out, const char *text) {
    for (; text && *text; text++) {
        switch (*text) {
        case '&': buf_puts(out, "&amp;"); break;
        case '<': buf_puts(out, "&lt;"); break;
        case '>': buf_puts(out, "&gt;"); break;
        case '"': buf_puts(out, "&quot;"); break;
        default:
            if ((unsigned char)*text >= 32 || *text == '\t' || *text == '\n') buf_putc(out, *text);
        }
    }
}

static void put_attr(Buf *out, const char *name, double value) {
    buf_printf(out, " %s=\"", name);
    outline_number(out, value);
    buf_putc(out, '"');
}

static void put_paint(Buf *out, const char *name, Color color) {
    buf_printf(out, " %s=\"", name);
    outline_color(out, color);
    buf_putc(out, '"');
    if (color.a < 1) {
        buf_printf(out, " %s-opacity=\"%.3g\"", name, (double)color.a);
    }
}

static void put_path(Svg *s, const SceneItem *item) {
    static const char *const caps[] = {NULL, "round", "square"}, *const joins[] = {NULL, "round",
                                                                                   "bevel"};
    Buf *out = s->out;
    buf_puts(out, "<path d=\"");
    outline_path(out, &item->path);
    buf_putc(out, '"');
    if (item->fill)
        put_paint(out, "fill", item->fill_color);
    else
        buf_puts(out, " fill=\"none\"");
    if (item->fill && item->even_odd) buf_puts(out, " fill-rule=\"evenodd\"");
    if (item->stroke) {
        put_paint(out, "stroke", item->stroke_color);
        put_attr(out, "stroke-width", (double)item->line_width);
        if (caps[item->cap]) buf_printf(out, " stroke-linecap=\"%s\"", caps[item->cap]);
        if (joins[item->join]) buf_printf(out, " stroke-linejoin=\"%s\"", joins[item->join]);
        if (item->n_dash) {
            buf_puts(out, " stroke-dasharray=\"");
            for (int i = 0; i < item->n_dash; i++) {
                if (i) buf_putc(out, ' ');
                outline_number(out, (double)item->dash[i]);
            }
            buf_putc(out, '"');
        }
    }
    if (item->crisp) buf_puts(out, " shape-rendering=\"crispEdges\"");
    buf_puts(out, "/>\n");
}

static void put_text(Svg *s, const SceneItem *item) {
    if (!item->text || !*item->text) return;
    Buf *out = s->out;
    buf_puts(out, "<text xml:space=\"preserve\"");
    put_attr(out, "x", item->x);
    put_attr(out, "y", item->y);
    buf_printf(out, " font-family=\"%s\"", outline_css_family(item->font.family));
    put_attr(out, "font-size", (double)item->font.size_pt);
    if (item->font.bold) buf_puts(out, " font-weight=\"bold\"");
    if (item->font.italic) buf_puts(out, " font-style=\"italic\"");
    if (item->width > 0 && item->text[1]) put_attr(out, "textLength", item->width);
    if (item->angle != 0)
        buf_printf(out, " transform=\"rotate(%.6g %.6g %.6g)\"",
                   -item->angle * 180 / 3.14159265358979323846, item->x, item->y);
    put_paint(out, "fill", item->color);
    buf_putc(out, '>');
    put_escaped(out, item->text);
    buf_puts(out, "</text>\n");
}

static void put_glyphs(Svg *s, const SceneItem *item) {
    buf_puts(s->out, "<path d=\"");
    s->status = outline_glyphs(s->ctx, s->out, item);
    buf_putc(s->out, '"');
    put_paint(s->out, "fill", item->color);
    buf_puts(s->out, "/>\n");
}

static void put_image(Svg *s, const SceneItem *item) {
    if (!item->pixels || item->pixel_width < 1 || item->pixel_height < 1) return;
    buf_puts(s->out, "<image preserveAspectRatio=\"none\"");
    put_attr(s->out, "x", item->x);
    put_attr(s->out, "y", item->y);
    put_attr(s->out, "width", item->width);
    put_attr(s->out, "height", item->height);
    if (!item->smooth) buf_puts(s->out, " style=\"image-rendering:pixelated\"");
    buf_puts(s->out, " href=\"");
    s->status = outline_image(s->ctx, s->out, item);
    buf_puts(s->out, "\"/>\n");
}

static float color_distance(Color a, Color b) {
    return fabsf(a.r - b.r) + fabsf(a.g - b.g) + fabsf(a.b - b.b);
}

static Color color_middle(Color a, Color b) {
    return (Color){(a.r + b.r) / 2, (a.g + b.g) / 2, (a.b + b.b) / 2, (a.a + b.a) / 2};
}

// Halves the triangle until its corners nearly agree in colour; at most 4 levels.
static void put_triangle(Buf *out, const double *p, const Color *c, int level) {
    float spread = fmaxf(color_distance(c[0], c[1]),
                         fmaxf(color_distance(c[1], c[2]), color_distance(c[0], c[2])));
    if (level > 0 && spread > 0.06f) {
        double m[6];
        Color mc[3];
        for (int k = 0; k < 3; k++) {
            int n = (k + 1) % 3;
            m[2 * k] = (p[2 * k] + p[2 * n]) / 2;
            m[2 * k + 1] = (p[2 * k + 1] + p[2 * n + 1]) / 2;
            mc[k] = color_middle(c[k], c[n]);
        }
        put_triangle(out, (double[]){p[0], p[1], m[0], m[1], m[4], m[5]},
                     (Color[]){c[0], mc[0], mc[2]}, level - 1);
        put_triangle(out, (double[]){m[0], m[1], p[2], p[3], m[2], m[3]},
                     (Color[]){mc[0], c[1], mc[1]}, level - 1);
        put_triangle(out, (double[]){m[4], m[5], m[2], m[3], p[4], p[5]},
                     (Color[]){mc[2], mc[1], c[2]}, level - 1);
        put_triangle(out, m, mc, level - 1);
        return;
    }
    Color mean = {(c[0].r + c[1].r + c[2].r) / 3, (c[0].g + c[1].g + c[2].g) / 3,
                  (c[0].b + c[1].b + c[2].b) / 3, 1};
    buf_puts(out, "<path d=\"M");
    for (int k = 0; k < 3; k++) {
        if (k) buf_putc(out, 'L');
        outline_number(out, p[2 * k]);
        buf_putc(out, ' ');
        outline_number(out, p[2 * k + 1]);
    }
    buf_puts(out, "Z\" fill=\"");
    outline_color(out, mean);
    buf_puts(out, "\" stroke=\"");
    outline_color(out, mean);
    buf_puts(out, "\" stroke-width=\"0.3\"/>\n");
}

static void put_mesh(Svg *s, const SceneItem *item) {
    buf_puts(s->out, "<g>\n");
    for (Index t = 0; t < item->n_triangles; t++)
        put_triangle(s->out, item->mesh_xy + 6 * t, item->mesh_color + 3 * t, 4);
    buf_puts(s->out, "</g>\n");
}

static void put_group(Svg *s, const SceneItem *item) {
    buf_puts(s->out, "<g");
    if (item->id && *item->id)
        buf_puts(s->out, " id=\""), put_escaped(s->out, item->id), buf_putc(s->out, '"');
    if (item->role && *item->role)
        buf_puts(s->out, " class=\""), put_escaped(s->out, item->role), buf_putc(s->out, '"');
    buf_puts(s->out, ">\n");
    if (item->text && *item->text)
        buf_puts(s->out, "<title>"), put_escaped(s->out, item->text),
            buf_puts(s->out, "</title>\n");
    s->depth_groups++;
}

static void put_item(Svg *s, const SceneItem *item) {
    Buf *out = s->out;
    switch (item->kind) {
    case SCENE_PATH: put_path(s, item); break;
    case SCENE_TEXT: put_text(s, item); break;
    case SCENE_GLYPHS: put_glyphs(s, item); break;
    case SCENE_IMAGE: put_image(s, item); break;
    case SCENE_MESH: put_mesh(s, item); break;
    case SCENE_CLIP_PUSH:
        s->n_clips++;
        buf_printf(out, "<clipPath id=\"clip%d\"><path d=\"", s->n_clips);
        outline_path(out, &item->path);
        buf_printf(out, "\"/></clipPath>\n<g clip-path=\"url(#clip%d)\">\n", s->n_clips);
        s->depth_clips++;
        break;
    case SCENE_CLIP_POP:
        if (s->depth_clips-- > 0) buf_puts(out, "</g>\n");
        break;
    case SCENE_GROUP_BEGIN: put_group(s, item); break;
    case SCENE_GROUP_END:
        if (s->depth_groups-- > 0) buf_puts(out, "</g>\n");
        break;
    case SCENE_LINK:
        if (!item->id) break;
        buf_puts(out, "<a href=\"");
        put_escaped(out, item->id);
        buf_puts(out, "\"><rect fill=\"none\" pointer-events=\"all\"");
        put_attr(out, "x", item->x), put_attr(out, "y", item->y);
        put_attr(out, "width", item->width), put_attr(out, "height", item->height);
        buf_puts(out, "/></a>\n");
        break;
    case SCENE_ANCHOR:
        if (!item->id || !*item->id) break;
        buf_puts(out, "<g id=\"");
        put_escaped(out, item->id);
        buf_puts(out, "\"/>\n");
        break;
    }
}

Status target_svg(Ctx *ctx, const Scene *scene, Buf *out) {
    if (scene->failed) return ctx_fail_nomem(ctx);
    Svg s = {.ctx = ctx, .out = out};
    buf_puts(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    outline_number(out, scene->width);
    buf_putc(out, ' ');
    outline_number(out, scene->height);
    buf_printf(out, "\" width=\"%.6gpt\" height=\"%.6gpt\">\n", scene->width, scene->height);
    if (scene->background.a > 0) {
        buf_puts(out, "<rect width=\"100%\" height=\"100%\"");
        put_paint(out, "fill", scene->background);
        buf_puts(out, "/>\n");
    }
    Index work = 0;
    for (Index i = 0; i < scene->n_items && s.status == OK; i++) {
        put_item(&s, &scene->items[i]);
        if (scene_work(&scene->items[i], &work) && s.status == OK) s.status = ctx_check_stop(ctx);
    }
    buf_puts(out, "</svg>\n");
    if (s.status == OK && out->failed) s.status = ctx_fail_nomem(ctx);
    return s.status;
}
