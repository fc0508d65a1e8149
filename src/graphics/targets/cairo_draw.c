// Cairo draws the scene item by item. Text goes through Pango with the same font set-up as
// measuring (text/font.h), glyph runs through FreeType faces opened from their file. On raster
// targets thin axis-aligned strokes are moved to pixel centres, in device space, so that ticks and
// boxes are sharp.
#include "graphics/targets/cairo_draw.h"
#include "base/vec.h"
#include "graphics/text/font.h"
#include <cairo-ft.h>
#include <math.h>
#include <string.h>

Status drawing_check(Ctx *ctx, cairo_status_t status, const char *what) {
    if (status == CAIRO_STATUS_SUCCESS) return OK;
    if (status == CAIRO_STATUS_NO_MEMORY) return ctx_fail_nomem(ctx);
    return ctx_fail(ctx, ERR_IO, "MATLAB:print:cannotCreateOutput", "Could not draw %s: %s.", what,
                    cairo_status_to_string(status));
}

static void layouts_free(Drawing *drawing);

void drawing_init(Drawing *drawing, Ctx *ctx, cairo_t *cr) {
    memset(drawing, 0, sizeof *drawing);
    drawing->ctx = ctx;
    drawing->cr = cr;
}

Status drawing_done(Drawing *drawing) {
    Status status = drawing->status;
    if (status == OK) status = drawing_check(drawing->ctx, cairo_status(drawing->cr), "the figure");
    layouts_free(drawing);
    if (drawing->pango) g_object_unref(drawing->pango);
    for (int i = 0; i < drawing->n_fonts; i++) cairo_font_face_destroy(drawing->fonts[i].face);
    mem_free(drawing->alts);
    drawing->alts = NULL;
    drawing->pango = NULL;
    drawing->n_fonts = 0;
    return status;
}

static void set_color(cairo_t *cr, Color c) {
    cairo_set_source_rgba(cr, (double)c.r, (double)c.g, (double)c.b, (double)c.a);
}

// ---- paths -------------------------------------------------------------------------------------
static void trace_path(cairo_t *cr, const ScenePath *path) {
    const double *p = path->points;
    cairo_new_path(cr);
    for (Index i = 0; i < path->n_commands; i++) {
        switch (path->commands[i]) {
        case 'M': cairo_move_to(cr, p[0], p[1]), p += 2; break;
        case 'L': cairo_line_to(cr, p[0], p[1]), p += 2; break;
        case 'C': cairo_curve_to(cr, p[0], p[1], p[2], p[3], p[4], p[5]), p += 6; break;
        default: cairo_close_path(cr);
        }
    }
}

// The path in device space with every point moved to `offset` (0 or 0.5) within its pixel.
static void trace_snapped(cairo_t *cr, const ScenePath *path, const cairo_matrix_t *to_device,
                          double offset) {
    const double *p = path->points;
    cairo_new_path(cr);
    for (Index i = 0; i < path->n_commands; i++) {
        double xy[6];
        int n = path->commands[i] == 'C' ? 6 : path->commands[i] == 'Z' ? 0 : 2;
        for (int k = 0; k < n; k += 2) {
            xy[k] = p[k], xy[k + 1] = p[k + 1];
            cairo_matrix_transform_point(to_device, &xy[k], &xy[k + 1]);
            xy[k] = round(xy[k] - offset) + offset;
            xy[k + 1] = round(xy[k + 1] - offset) + offset;
        }
        p += n;
        if (path->commands[i] == 'M')
            cairo_move_to(cr, xy[0], xy[1]);
        else if (path->commands[i] == 'L')
            cairo_line_to(cr, xy[0], xy[1]);
        else if (n == 6)
            cairo_curve_to(cr, xy[0], xy[1], xy[2], xy[3], xy[4], xy[5]);
        else
            cairo_close_path(cr);
    }
}

static void set_stroke(cairo_t *cr, const SceneItem *item, double width, double dash_scale) {
    static const cairo_line_cap_t caps[] = {CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND,
                                            CAIRO_LINE_CAP_SQUARE};
    static const cairo_line_join_t joins[] = {CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND,
                                              CAIRO_LINE_JOIN_BEVEL};
    cairo_set_line_width(cr, width);
    cairo_set_line_cap(cr, caps[item->cap]);
    cairo_set_line_join(cr, joins[item->join]);
    double dash[8];
    int n = item->n_dash < 8 ? item->n_dash : 8;
    for (int i = 0; i < n; i++) dash[i] = (double)item->dash[i] * dash_scale;
    cairo_set_dash(cr, dash, n, 0);
    set_color(cr, item->stroke_color);
}

static void draw_path(Drawing *d, const SceneItem *item) {
    cairo_t *cr = d->cr;
    cairo_set_fill_rule(cr, item->even_odd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
    bool snap = d->raster && item->crisp;
    cairo_matrix_t matrix;
    cairo_get_matrix(cr, &matrix);
    double scale = hypot(matrix.xx, matrix.yx);
    double width = (double)item->line_width * scale, offset = 0;
    if (snap) {
        width = fmax(1, round(width));
        offset = item->stroke && fmod(width, 2) == 1 ? 0.5 : 0;
        cairo_identity_matrix(cr);
        trace_snapped(cr, &item->path, &matrix, offset);
    } else {
        trace_path(cr, &item->path);
    }
    if (item->fill) {
        set_color(cr, item->fill_color);
        if (item->stroke)
            cairo_fill_preserve(cr);
        else
            cairo_fill(cr);
    }
    if (item->stroke) {
        double thinnest =
            d->raster && scale > 0 ? 1 / scale : 0; // a line is never fainter than one pixel
        set_stroke(cr, item, snap ? width : fmax((double)item->line_width, thinnest),
                   snap ? scale : 1);
        cairo_stroke(cr);
    }
    if (snap) cairo_set_matrix(cr, &matrix);
}

// ---- text --------------------------------------------------------------------------------------
// Words that were drawn lately: most words of a document come again.
enum { LAYOUT_SLOTS = 512 };
typedef struct DrawingLayout {
    PangoLayout *layout; // null: empty
    size_t n;            // of the key
    char key[TEXT_KEY];
} DrawingLayout;

static void layouts_free(Drawing *d) {
    for (int i = 0; d->layouts && i < LAYOUT_SLOTS; i++)
        if (d->layouts[i].layout) g_object_unref(d->layouts[i].layout);
    mem_free(d->layouts);
    d->layouts = NULL;
}

/// The item's text set in its font; g_object_unref.
static PangoLayout *layout_of(Drawing *d, const SceneItem *item) {
    char key[TEXT_KEY];
    size_t n_text = strlen(item->text), n = text_key(&item->font, item->text, n_text, key);
    if (n && !d->layouts) d->layouts = mem_alloc_zero(LAYOUT_SLOTS * sizeof *d->layouts);
    if (!n || !d->layouts) return text_pango_layout(d->pango, &item->font, item->text, n_text);
    DrawingLayout *slot = &d->layouts[text_key_slot(key, n, LAYOUT_SLOTS)];
    if (!slot->layout || slot->n != n || memcmp(slot->key, key, n) != 0) {
        if (slot->layout) g_object_unref(slot->layout);
        slot->layout = text_pango_layout(d->pango, &item->font, item->text, n_text);
        slot->n = n;
        memcpy(slot->key, key, n);
    }
    return g_object_ref(slot->layout);
}

/// Tells Pango the scale and turn of what follows. Every call makes it set all layouts anew, so it
/// is made only after a change.
static void update_context(Drawing *d) {
    cairo_matrix_t now;
    const cairo_matrix_t *before = &d->text_matrix;
    cairo_get_matrix(d->cr, &now);
    bool same = d->pango && now.xx == before->xx && now.yx == before->yx &&
                now.xy == before->xy && now.yy == before->yy;
    if (same) return;
    if (!d->pango) d->pango = text_context_new();
    pango_cairo_update_context(d->cr, d->pango);
    d->text_matrix = now;
}

static void draw_text(Drawing *d, const SceneItem *item) {
    if (!item->text || !*item->text) return;
    cairo_t *cr = d->cr;
    cairo_save(cr);
    cairo_translate(cr, item->x, item->y);
    if (item->angle != 0) cairo_rotate(cr, -item->angle);
    update_context(d);
    PangoLayout *layout = layout_of(d, item);
    set_color(cr, item->color);
    cairo_move_to(cr, 0, 0);
    PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
    if (line) pango_cairo_show_layout_line(cr, line);
    g_object_unref(layout);
    cairo_restore(cr);
}

typedef struct OpenFont {
    FT_Library library;
    FT_Face face;
} OpenFont;

static void close_font(void *data) {
    OpenFont *font = data;
    FT_Done_Face(font->face);
    FT_Done_FreeType(font->library);
    mem_free(font);
}

// The face of a font file, kept until the drawing ends. A file that cannot be opened gives null:
// the glyphs are left out and the failure is reported at the end.
static cairo_font_face_t *font_face(Drawing *d, const char *file) {
    static const cairo_user_data_key_t key;
    for (int i = 0; i < d->n_fonts; i++)
        if (!strcmp(d->fonts[i].file, file)) return d->fonts[i].face;
    if (d->n_fonts == DRAWING_MAX_FONTS) {
        d->status = ctx_fail(d->ctx, ERR_LIMIT, "", "Too many glyph fonts in one drawing.");
        return NULL;
    }
    OpenFont *font = mem_alloc_zero(sizeof *font);
    if (!font || FT_Init_FreeType(&font->library)) goto fail;
    if (FT_New_Face(font->library, file, 0, &font->face)) {
        FT_Done_FreeType(font->library);
        mem_free(font);
        d->status = ctx_fail(d->ctx, ERR_IO, "", "Could not open the font file '%s'.", file);
        return NULL;
    }
    cairo_font_face_t *face = cairo_ft_font_face_create_for_ft_face(font->face, FT_LOAD_NO_HINTING);
    if (cairo_font_face_set_user_data(face, &key, font, close_font)) {
        cairo_font_face_destroy(face);
        close_font(font);
        d->status = ctx_fail_nomem(d->ctx);
        return NULL;
    }
    d->fonts[d->n_fonts].file = file;
    d->fonts[d->n_fonts++].face = face;
    return face;
fail:
    mem_free(font);
    d->status = ctx_fail_nomem(d->ctx);
    return NULL;
}

static void draw_glyphs(Drawing *d, const SceneItem *item) {
    if (!item->n_glyphs || !item->font_file) return;
    cairo_font_face_t *face = font_face(d, item->font_file);
    cairo_glyph_t *glyphs = face ? cairo_glyph_allocate((int)item->n_glyphs) : NULL;
    if (!glyphs) return;
    for (Index i = 0; i < item->n_glyphs; i++)
        glyphs[i] =
            (cairo_glyph_t){item->glyphs[i], item->glyph_xy[2 * i], item->glyph_xy[2 * i + 1]};
    cairo_t *cr = d->cr;
    cairo_save(cr);
    cairo_translate(cr, item->x, item->y);
    if (item->angle != 0) cairo_rotate(cr, -item->angle);
    cairo_set_font_face(cr, face);
    cairo_set_font_size(cr, (double)item->font.size_pt);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(cr, options);
    cairo_font_options_destroy(options);
    set_color(cr, item->color);
    size_t n_bytes = item->text ? strlen(item->text) : 0;
    if (n_bytes && d->tagged) {
        // One cluster: a copied formula gives its source text back.
        cairo_text_cluster_t cluster = {(int)n_bytes, (int)item->n_glyphs};
        cairo_show_text_glyphs(cr, item->text, (int)n_bytes, glyphs, (int)item->n_glyphs, &cluster,
                               1, 0);
    } else {
        cairo_show_glyphs(cr, glyphs, (int)item->n_glyphs);
    }
    cairo_glyph_free(glyphs);
    cairo_restore(cr);
}

// ---- pictures and meshes -----------------------------------------------------------------------
static void premultiply(const SceneItem *item, bool opaque, uint8_t *to, int stride) {
    for (Index row = 0; row < item->pixel_height; row++) {
        const uint8_t *p = item->pixels + row * item->pixel_width * 4;
        uint32_t *q = (uint32_t *)(void *)(to + row * stride);
        for (Index i = 0; opaque && i < item->pixel_width; i++, p += 4)
            q[i] = 0xFF000000u | (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
        for (Index i = 0; !opaque && i < item->pixel_width; i++, p += 4) {
            uint32_t a = p[3];
            uint32_t r = (p[0] * a + 127) / 255, g = (p[1] * a + 127) / 255,
                     b = (p[2] * a + 127) / 255;
            q[i] = a << 24 | r << 16 | g << 8 | b;
        }
    }
}

static bool is_opaque(const SceneItem *item) {
    Index n = item->pixel_width * item->pixel_height;
    for (Index i = 0; i < n; i++)
        if (item->pixels[4 * i + 3] != 255) return false;
    return true;
}

static void draw_image(Drawing *d, const SceneItem *item) {
    if (!item->pixels || item->pixel_width <= 0 || item->pixel_height <= 0) return;
    bool opaque = is_opaque(item);
    cairo_surface_t *picture =
        cairo_image_surface_create(opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32,
                                   (int)item->pixel_width, (int)item->pixel_height);
    if (cairo_surface_status(picture)) {
        d->status = drawing_check(d->ctx, cairo_surface_status(picture), "an image");
        cairo_surface_destroy(picture);
        return;
    }
    premultiply(item, opaque, cairo_image_surface_get_data(picture),
                cairo_image_surface_get_stride(picture));
    cairo_surface_mark_dirty(picture);
    cairo_t *cr = d->cr;
    cairo_save(cr);
    cairo_rectangle(cr, item->x, item->y, item->width, item->height);
    cairo_clip(cr);
    cairo_translate(cr, item->x, item->y);
    cairo_scale(cr, item->width / (double)item->pixel_width,
                item->height / (double)item->pixel_height);
    cairo_set_source_surface(cr, picture, 0, 0);
    // Raster: no dark fringe at the edges. In a PDF padding would make Cairo store a resampled copy.
    if (d->raster) cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
    cairo_pattern_set_filter(cairo_get_source(cr),
                             item->smooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
    cairo_paint(cr);
    cairo_restore(cr);
    cairo_surface_destroy(picture);
}

static void draw_mesh(Drawing *d, const SceneItem *item) {
    cairo_pattern_t *mesh = cairo_pattern_create_mesh();
    for (Index t = 0; t < item->n_triangles; t++) {
        const double *p = item->mesh_xy + 6 * t;
        const Color *c = item->mesh_color + 3 * t;
        cairo_mesh_pattern_begin_patch(mesh);
        cairo_mesh_pattern_move_to(mesh, p[0], p[1]);
        cairo_mesh_pattern_line_to(mesh, p[2], p[3]);
        cairo_mesh_pattern_line_to(mesh, p[4], p[5]);
        for (unsigned k = 0; k < 3; k++)
            cairo_mesh_pattern_set_corner_color_rgba(mesh, k, (double)c[k].r, (double)c[k].g,
                                                     (double)c[k].b, (double)c[k].a);
        // The fourth corner of a three-sided patch lies on the first.
        cairo_mesh_pattern_set_corner_color_rgba(mesh, 3, (double)c[0].r, (double)c[0].g,
                                                 (double)c[0].b, (double)c[0].a);
        cairo_mesh_pattern_end_patch(mesh);
    }
    cairo_set_source(d->cr, mesh);
    cairo_paint(d->cr);
    cairo_pattern_destroy(mesh);
}

// ---- structure of a PDF ------------------------------------------------------------------------
// Roles that PDF knows as structure elements; others only matter to SVG and the browser.
static const char *structure_tag(const char *role) {
    static const char *const tags[] = {
        "Document", "Part",  "Sect", "Div",   "BlockQuote", "Caption", "TOC",    "TOCI",
        "P",        "H",     "H1",   "H2",    "H3",         "H4",      "H5",     "H6",
        "L",        "LI",    "Lbl",  "LBody", "Table",      "TR",      "TH",     "TD",
        "THead",    "TBody", "Span", "Quote", "Note",       "Code",    "Figure", "Formula"};
    if (!role) return NULL;
    if (!strcmp(role, "figure")) return "Figure";
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (!strcmp(role, tags[i])) return tags[i];
    return NULL;
}

static void put_quoted(Buf *out, const char *text) {
    buf_putc(out, '\'');
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\') buf_putc(out, '\\');
        buf_putc(out, *text);
    }
    buf_putc(out, '\'');
}

static void draw_link(Drawing *d, const SceneItem *item) {
    if (!item->id || !*item->id) return;
    bool internal = item->id[0] == '#';
    bool known = d->destinations && map_find(d->destinations, item->id + 1);
    if (internal && !known) return;
    Buf attributes = BUF_INIT;
    buf_printf(&attributes, "rect=[%f %f %f %f] %s=", item->x, item->y, item->width, item->height,
               internal ? "dest" : "uri");
    put_quoted(&attributes, item->id + internal);
    if (attributes.failed)
        d->status = ctx_fail_nomem(d->ctx);
    else {
        cairo_tag_begin(d->cr, CAIRO_TAG_LINK, attributes.data);
        cairo_tag_end(d->cr, CAIRO_TAG_LINK);
    }
    buf_done(&attributes);
}

static void draw_anchor(Drawing *d, const SceneItem *item) {
    if (!item->id || !*item->id) return;
    Buf attributes = BUF_INIT;
    buf_puts(&attributes, "name=");
    put_quoted(&attributes, item->id);
    buf_printf(&attributes, " x=%f y=%f", item->x, item->y);
    if (attributes.failed)
        d->status = ctx_fail_nomem(d->ctx);
    else {
        cairo_tag_begin(d->cr, CAIRO_TAG_DEST, attributes.data);
        cairo_tag_end(d->cr, CAIRO_TAG_DEST);
    }
    buf_done(&attributes);
}

/// Opens the element of a group and returns its tag; null when it is none. Inside a figure there are no elements, as its
/// alternative text stands for all of it, but for its caption and the rest as one. (Cairo forgets what an element with
/// children holds beside them.)
static const char *begin_element(Drawing *d, const SceneItem *item) {
    const char *tag = d->tagged && d->figure_depth < 2 ? structure_tag(item->role) : NULL;
    if (tag && d->figure_depth && strcmp(tag, "Caption") != 0 && strcmp(tag, "Span") != 0)
        tag = NULL;
    bool figure = tag && !strcmp(tag, "Figure");
    if (figure || (tag && !strcmp(tag, "Formula"))) {
        Status status = vec_reserve(d->ctx, (void **)&d->alts, &d->cap_alts, d->n_alts + 1, sizeof *d->alts);
        if (status != OK) {
            d->status = status;
            return NULL;
        }
        d->alts[d->n_alts++] = item->text;
    }
    if (figure || d->figure_depth) d->figure_depth++;
    if (tag) cairo_tag_begin(d->cr, tag, NULL);
    return tag;
}

// ---- all items ---------------------------------------------------------------------------------
static void draw_item(Drawing *d, const SceneItem *item, const char **open_tags, int max_open) {
    switch (item->kind) {
    case SCENE_PATH: draw_path(d, item); break;
    case SCENE_TEXT: draw_text(d, item); break;
    case SCENE_GLYPHS: draw_glyphs(d, item); break;
    case SCENE_IMAGE: draw_image(d, item); break;
    case SCENE_MESH: draw_mesh(d, item); break;
    case SCENE_CLIP_PUSH:
        cairo_save(d->cr);
        trace_path(d->cr, &item->path);
        cairo_set_fill_rule(d->cr,
                            item->even_odd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
        cairo_clip(d->cr);
        break;
    case SCENE_CLIP_POP: cairo_restore(d->cr); break;
    case SCENE_GROUP_BEGIN:
        if (d->depth < max_open) open_tags[d->depth] = begin_element(d, item);
        d->depth++;
        break;
    case SCENE_GROUP_END:
        if (d->depth == 0) break;
        d->depth--;
        if (d->figure_depth) d->figure_depth--;
        if (d->depth < max_open && open_tags[d->depth]) cairo_tag_end(d->cr, open_tags[d->depth]);
        break;
    case SCENE_LINK:
        if (d->tagged) draw_link(d, item);
        break;
    case SCENE_ANCHOR:
        if (d->tagged) draw_anchor(d, item);
        break;
    }
}

void drawing_scene(Drawing *d, const Scene *scene) {
    enum { MAX_OPEN = 32 };
    const char *open_tags[MAX_OPEN];
    d->depth = d->figure_depth = 0;
    if (scene->failed && d->status == OK) d->status = ctx_fail_nomem(d->ctx);
    if (scene->background.a > 0) {
        set_color(d->cr, scene->background);
        cairo_paint(d->cr);
    }
    Index work = 0;
    for (Index i = 0; i < scene->n_items && d->status == OK; i++) {
        draw_item(d, &scene->items[i], open_tags, MAX_OPEN);
        if (scene_work(&scene->items[i], &work) && d->status == OK)
            d->status = ctx_check_stop(d->ctx);
    }
    // An unfinished scene must not leave tags open: the PDF would be refused.
    while (d->depth > 0) {
        d->depth--;
        if (d->depth < MAX_OPEN && open_tags[d->depth]) cairo_tag_end(d->cr, open_tags[d->depth]);
    }
}
