// Surfaces: surf, mesh, pcolor. Every cell of the grid is one face, coloured flat by its first
// corner or interpolated; there is no lighting. Far cells are drawn first.
#include "graphics/internal.h"

static Status init_surface(Ctx *ctx, GObject *object) {
    (void)ctx;
    Surface *s = (Surface *)object;
    s->face = (GColor){COLOR_FLAT, {0, 0, 0, 1}};
    s->edge = GRAY(0);
    s->face_alpha = s->edge_alpha = 1;
    s->line_width = 0.5;
    s->marker_size = 6;
    s->marker_edge = AUTO_COLOR;
    s->marker_face = NO_COLOR;
    object->in_legend = true;
    return OK;
}

static double surface_x(const Surface *s, Index i, Index j) {
    if (!s->x.v) return (double)(j + 1);
    return numbers_count(&s->x) == s->z.columns && s->x.rows != s->z.rows ? s->x.v[j]
           : s->x.rows == s->z.rows && s->x.columns == s->z.columns ? s->x.v[i + j * s->z.rows]
           : j < numbers_count(&s->x)                               ? s->x.v[j]
                                                                    : NAN;
}

static double surface_y(const Surface *s, Index i, Index j) {
    if (!s->y.v) return (double)(i + 1);
    return s->y.rows == s->z.rows && s->y.columns == s->z.columns ? s->y.v[i + j * s->z.rows]
           : i < numbers_count(&s->y)                             ? s->y.v[i]
                                                                  : NAN;
}

static void surface_extent(const GObject *object, Extent *e) {
    const Surface *s = (const Surface *)object;
    for (Index j = 0; j < s->z.columns; j++)
        for (Index i = 0; i < s->z.rows; i++) {
            extent_add(e, 0, surface_x(s, i, j));
            extent_add(e, 1, surface_y(s, i, j));
        }
    extent_add_all(e, 2, &s->z);
}

static void surface_color_range(const GObject *object, double *lo, double *hi) {
    const Surface *s = (const Surface *)object;
    const NumArray *c = s->c.v ? &s->c : &s->z;
    if (c->pages == 3 || s->cdata_mapping == 1) return;
    Index n = numbers_count(c);
    for (Index i = 0; i < n; i++) {
        if (!isfinite(c->v[i])) continue;
        *lo = fmin(*lo, c->v[i]);
        *hi = fmax(*hi, c->v[i]);
    }
}

static Color surface_color(const Surface *s, const Frame *f, Index i, Index j) {
    const NumArray *c = s->c.v ? &s->c : &s->z;
    if (i >= c->rows) i = c->rows - 1;
    if (j >= c->columns) j = c->columns - 1;
    Index at = i + j * c->rows, plane = c->rows * c->columns;
    if (c->pages == 3)
        return (Color){(float)c->v[at], (float)c->v[at + plane], (float)c->v[at + 2 * plane], 1};
    return frame_map_color(f, c->v[at], s->cdata_mapping == 1);
}

typedef struct Cell {
    double x[4], y[4], z[4];
    Index i, j;
} Cell;

static bool cell_at(const Surface *s, Index i, Index j, Cell *cell) {
    static const int di[4] = {0, 1, 1, 0}, dj[4] = {0, 0, 1, 1};
    cell->i = i;
    cell->j = j;
    for (int k = 0; k < 4; k++) {
        Index a = i + di[k], b = j + dj[k];
        cell->x[k] = surface_x(s, a, b);
        cell->y[k] = surface_y(s, a, b);
        cell->z[k] = s->z.v[a + b * s->z.rows];
        if (!isfinite(cell->x[k]) || !isfinite(cell->y[k]) || !isfinite(cell->z[k])) return false;
    }
    return true;
}

static void draw_interpolated(const Surface *s, Frame *f, const Cell *cell) {
    static const int di[4] = {0, 1, 1, 0}, dj[4] = {0, 0, 1, 1};
    double p[8], sum = 0;
    Color c[4];
    for (int k = 0; k < 4; k++) {
        double depth;
        if (!frame_project(f, cell->x[k], cell->y[k], cell->z[k], &p[2 * k], &p[2 * k + 1], &depth))
            return;
        sum += depth;
        c[k] =
            color_with_alpha(surface_color(s, f, cell->i + di[k], cell->j + dj[k]), s->face_alpha);
    }
    double *xy = arena_alloc(f->scene->arena, 12 * sizeof *xy);
    Color *colors = arena_alloc(f->scene->arena, 6 * sizeof *colors);
    SceneItem *item = xy && colors ? frame_add(f, SCENE_MESH, sum / 4 - 1e-7) : NULL;
    if (!item) {
        f->scene->failed = true;
        return;
    }
    static const int corner[6] = {0, 1, 2, 0, 2, 3};
    for (int k = 0; k < 6; k++) {
        xy[2 * k] = p[2 * corner[k]];
        xy[2 * k + 1] = p[2 * corner[k] + 1];
        colors[k] = c[corner[k]];
    }
    item->mesh_xy = xy;
    item->mesh_color = colors;
    item->n_triangles = 2;
}

static void draw_cell(const Surface *s, Frame *f, const Cell *cell) {
    Color flat = surface_color(s, f, cell->i, cell->j), fill = {0, 0, 0, 0};
    if (s->face.kind == COLOR_RGB)
        fill = s->face.rgb;
    else if (s->face.kind == COLOR_FLAT || s->face.kind == COLOR_TEXTUREMAP)
        fill = flat;
    else if (s->face.kind == COLOR_INTERP)
        draw_interpolated(s, f, cell);
    fill = color_with_alpha(fill, s->face_alpha);
    bool edged = gcolor_visible(&s->edge) && s->line_style != LINE_NONE;
    Color edge_color = s->edge.kind == COLOR_RGB ? s->edge.rgb : flat;
    Stroke edge = {color_with_alpha(edge_color, s->edge_alpha), s->line_width,
                   edged ? s->line_style : LINE_NONE, JOIN_ROUND};
    if (!edged && fill.a >= 1)
        edge =
            (Stroke){fill, 0.25, LINE_SOLID, JOIN_ROUND}; // hides the hairline between neighbours
    if (s->face.kind == COLOR_INTERP && !edged) return;
    frame_polygon(f, cell->x, cell->y, f->is_3d ? cell->z : NULL, 4, &fill, &edge, NAN);
}

static void surface_draw(const GObject *object, Frame *f) {
    const Surface *s = (const Surface *)object;
    for (Index j = 0; j + 1 < s->z.columns && f->status == OK; j++) {
        for (Index i = 0; i + 1 < s->z.rows && frame_goes_on(f, 1); i++) {
            Cell cell;
            if (cell_at(s, i, j, &cell)) draw_cell(s, f, &cell);
        }
    }
}

static void surface_swatch(const GObject *object, Frame *f, Rect box) {
    const Surface *s = (const Surface *)object;
    PathBuilder b;
    path_begin(&b, f->scene);
    path_rect(&b, box.x, box.y, box.width, box.height);
    SceneItem *item = scene_add(f->scene, SCENE_PATH);
    if (!item || !s->z.v) return;
    item->path = path_end(&b);
    item->fill = gcolor_visible(&s->face);
    item->fill_color = s->face.kind == COLOR_RGB
                           ? s->face.rgb
                           : surface_color(s, f, s->z.rows / 2, s->z.columns / 2);
    Stroke edge = {s->edge.kind == COLOR_RGB ? s->edge.rgb : color_dark, s->line_width,
                   gcolor_visible(&s->edge) ? LINE_SOLID : LINE_NONE, JOIN_MITER};
    stroke_item(f, item, &edge);
}

#define S(m) offsetof(Surface, m)
static const PropDef surface_props[] = {
    {"XData", PROP_NUMBERS, S(x), S(x_manual), NULL, NULL, NULL, false},
    {"YData", PROP_NUMBERS, S(y), S(y_manual), NULL, NULL, NULL, false},
    PROP_NUMS("ZData", Surface, z),
    {"CData", PROP_NUMBERS, S(c), S(c_manual), NULL, NULL, NULL, false},
    PROP_COL("FaceColor", Surface, face, "none|flat|interp|texturemap"),
    PROP_COL("EdgeColor", Surface, edge, "none|flat|interp"),
    PROP_NUM("FaceAlpha", Surface, face_alpha),
    PROP_NUM("EdgeAlpha", Surface, edge_alpha),
    PROP_NUM("LineWidth", Surface, line_width),
    PROP_WORDS("LineStyle", Surface, line_style, LINE_STYLES),
    PROP_WORDS("MeshStyle", Surface, mesh_style, "both|row|column"),
    PROP_WORDS("FaceLighting", Surface, face_lighting, "flat|gouraud|none"),
    PROP_WORDS("CDataMapping", Surface, cdata_mapping, "scaled|direct"),
    PROP_WORDS("Marker", Surface, marker, MARKERS),
    PROP_END,
};
const GClass class_surface = {.type = "surface",
                              .class_name = "matlab.graphics.chart.primitive.Surface",
                              .size = sizeof(Surface),
                              .props = surface_props,
                              .init = init_surface,
                              .extent = surface_extent,
                              .color_range = surface_color_range,
                              .draw = surface_draw,
                              .swatch = surface_swatch,
                              .in_axes = true};
