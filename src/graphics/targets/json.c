// JSON for the browser: the display list as it is, one object an item. Paths are SVG path data,
// which both <path> and Path2D take; colours are "#rrggbb" with the alpha beside when it is not 1;
// mathematics comes as outlines.
//
//   {"width":420,"height":315,"background":"#ffffff","items":[
//     {"k":"path","d":"M0 0L1
//     1","fill":"#…","fa":0.5,"stroke":"#…","sa":0.5,"w":0.5,"dash":[3,2],"cap":"round",
//      "join":"round","eo":1,"crisp":1},
//     {"k":"text","x":1,"y":2,"s":"text","font":"Helvetica,…","size":10,"bold":1,"italic":1,"width":20,"angle":-90,
//      "fill":"#…"},                                   angle: degrees, clockwise as in SVG
//     {"k":"image","x":..,"y":..,"width":..,"height":..,"src":"data:…","smooth":1},
//     {"k":"clip","d":"…"},{"k":"endclip"},{"k":"group","id":"axes1","role":"axes-3d","alt":"…","x":…},{"k":"endgroup"},
//     {"k":"link","x":..,"y":..,"width":..,"height":..,"href":"…"},{"k":"anchor","id":"…","x":..,"y":..},
//     {"k":"mesh","xy":[6 numbers a triangle],"c":["#…" three a triangle]}]}
#include "graphics/targets/outline.h"
#include <math.h>
#include <string.h>

static void put_string(Buf *out, const char *text) {
    buf_putc(out, '"');
    for (const char *t = text ? text : ""; *t; t++) {
        unsigned char c = (unsigned char)*t;
        if (c == '"' || c == '\\')
            buf_putc(out, '\\'), buf_putc(out, *t);
        else if (c < 32)
            buf_printf(out, "\\u%04x", c);
        else
            buf_putc(out, *t);
    }
    buf_putc(out, '"');
}

static void put_field(Buf *out, const char *name, double value) {
    buf_printf(out, ",\"%s\":", name);
    outline_number(out, value);
}

static void put_text_field(Buf *out, const char *name, const char *text) {
    if (!text || !*text) return;
    buf_printf(out, ",\"%s\":", name);
    put_string(out, text);
}

static void put_color(Buf *out, const char *name, const char *alpha_name, Color color) {
    buf_printf(out, ",\"%s\":\"", name);
    outline_color(out, color);
    buf_putc(out, '"');
    if (color.a < 1) buf_printf(out, ",\"%s\":%.3g", alpha_name, (double)color.a);
}

static void put_box(Buf *out, const SceneItem *item) {
    put_field(out, "x", item->x);
    put_field(out, "y", item->y);
    put_field(out, "width", item->width);
    put_field(out, "height", item->height);
}

static void put_path(Buf *out, const SceneItem *item) {
    static const char *const caps[] = {NULL, "round", "square"}, *const joins[] = {NULL, "round",
                                                                                   "bevel"};
    buf_puts(out, ",\"d\":\"");
    outline_path(out, &item->path);
    buf_putc(out, '"');
    if (item->fill) put_color(out, "fill", "fa", item->fill_color);
    if (item->even_odd) buf_puts(out, ",\"eo\":1");
    if (item->crisp) buf_puts(out, ",\"crisp\":1");
    if (!item->stroke) return;
    put_color(out, "stroke", "sa", item->stroke_color);
    put_field(out, "w", (double)item->line_width);
    if (caps[item->cap]) put_text_field(out, "cap", caps[item->cap]);
    if (joins[item->join]) put_text_field(out, "join", joins[item->join]);
    if (!item->n_dash) return;
    buf_puts(out, ",\"dash\":[");
    for (int i = 0; i < item->n_dash; i++) {
        if (i) buf_putc(out, ',');
        outline_number(out, (double)item->dash[i]);
    }
    buf_putc(out, ']');
}

static void put_text(Buf *out, const SceneItem *item) {
    put_field(out, "x", item->x);
    put_field(out, "y", item->y);
    put_text_field(out, "s", item->text);
    put_text_field(out, "font", outline_css_family(item->font.family));
    put_field(out, "size", (double)item->font.size_pt);
    if (item->font.bold) buf_puts(out, ",\"bold\":1");
    if (item->font.italic) buf_puts(out, ",\"italic\":1");
    if (item->width > 0) put_field(out, "width", item->width);
    if (item->angle != 0) put_field(out, "angle", -item->angle * 180 / 3.14159265358979323846);
    put_color(out, "fill", "fa", item->color);
}

static void put_mesh(Buf *out, const SceneItem *item) {
    buf_puts(out, ",\"xy\":[");
    for (Index i = 0; i < item->n_triangles * 6; i++) {
        if (i) buf_putc(out, ',');
        outline_number(out, item->mesh_xy[i]);
    }
    buf_puts(out, "],\"c\":[");
    for (Index i = 0; i < item->n_triangles * 3; i++) {
        buf_puts(out, i ? ",\"" : "\"");
        outline_color(out, item->mesh_color[i]);
        buf_putc(out, '"');
    }
    buf_putc(out, ']');
}

static Status put_item(Ctx *ctx, Buf *out, const SceneItem *item) {
    static const char *const kinds[] = {"path",  "text",     "path", "image",  "clip", "endclip",
                                        "group", "endgroup", "link", "anchor", "mesh"};
    Status status = OK;
    buf_printf(out, "{\"k\":\"%s\"", kinds[item->kind]);
    switch (item->kind) {
    case SCENE_PATH: put_path(out, item); break;
    case SCENE_TEXT: put_text(out, item); break;
    case SCENE_GLYPHS:
        buf_puts(out, ",\"d\":\"");
        status = outline_glyphs(ctx, out, item);
        buf_putc(out, '"');
        put_color(out, "fill", "fa", item->color);
        put_text_field(out, "alt", item->text);
        break;
    case SCENE_IMAGE:
        put_box(out, item);
        if (item->smooth) buf_puts(out, ",\"smooth\":1");
        buf_puts(out, ",\"src\":\"");
        status = outline_image(ctx, out, item);
        buf_putc(out, '"');
        break;
    case SCENE_CLIP_PUSH:
        buf_puts(out, ",\"d\":\"");
        outline_path(out, &item->path);
        buf_putc(out, '"');
        break;
    case SCENE_GROUP_BEGIN:
        put_text_field(out, "id", item->id);
        put_text_field(out, "role", item->role);
        put_text_field(out, "alt", item->text);
        if (item->width > 0) put_box(out, item); // axes: the plot box
        break;
    case SCENE_LINK:
        put_box(out, item);
        put_text_field(out, "href", item->id);
        break;
    case SCENE_ANCHOR:
        put_field(out, "x", item->x);
        put_field(out, "y", item->y);
        put_text_field(out, "id", item->id);
        break;
    case SCENE_MESH: put_mesh(out, item); break;
    case SCENE_CLIP_POP:
    case SCENE_GROUP_END: break;
    }
    buf_putc(out, '}');
    return status;
}

Status target_json(Ctx *ctx, const Scene *scene, Buf *out) {
    if (scene->failed) return ctx_fail_nomem(ctx);
    buf_puts(out, "{\"width\":");
    outline_number(out, scene->width);
    buf_puts(out, ",\"height\":");
    outline_number(out, scene->height);
    if (scene->background.a > 0) put_color(out, "background", "ba", scene->background);
    if (scene->caption) {
        buf_puts(out, ",\"caption\":");
        put_string(out, scene->caption);
    }
    buf_puts(out, ",\"items\":[");
    Index work = 0; // one item may hold hundreds of markers
    for (Index i = 0; i < scene->n_items; i++) {
        buf_puts(out, i ? ",\n" : "\n");
        TRY(put_item(ctx, out, &scene->items[i]));
        if (scene_work(&scene->items[i], &work)) TRY(ctx_check_stop(ctx));
    }
    buf_puts(out, "]}\n");
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}
