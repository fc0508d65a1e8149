// Contour lines and filled contours, by marching squares. Regions of one level are one path, so
// that neighbouring cells leave no seams.
#include "graphics/internal.h"

static Status init_contour(Ctx *ctx, GObject *object) {
    (void)ctx;
    Contour *c = (Contour *)object;
    c->line_width = 0.5;
    c->n_levels = 7;
    c->edge = (GColor){COLOR_FLAT, {0, 0, 0, 1}};
    return OK;
}

static double grid_at(const NumArray *a, const NumArray *z, Index i, Index j, bool is_x) {
    if (!a->v) return (double)((is_x ? j : i) + 1);
    if (a->rows == z->rows && a->columns == z->columns) return a->v[i + j * z->rows];
    Index k = is_x ? j : i;
    return k < numbers_count(a) ? a->v[k] : NAN;
}

static void z_range(const Contour *c, double *lo, double *hi) {
    Index n = numbers_count(&c->z);
    for (Index i = 0; i < n; i++) {
        if (!isfinite(c->z.v[i])) continue;
        *lo = fmin(*lo, c->z.v[i]);
        *hi = fmax(*hi, c->z.v[i]);
    }
}

static void contour_extent(const GObject *object, Extent *e) {
    const Contour *c = (const Contour *)object;
    for (Index j = 0; j < c->z.columns; j++)
        for (Index i = 0; i < c->z.rows; i++) {
            extent_add(e, 0, grid_at(&c->x, &c->z, i, j, true));
            extent_add(e, 1, grid_at(&c->y, &c->z, i, j, false));
        }
    extent_add(e, 2, 0);
    e->tight[0] = e->tight[1] = true;
}

static void contour_color_range(const GObject *object, double *lo, double *hi) {
    z_range((const Contour *)object, lo, hi);
}

// Levels in the arena: given ones, or round numbers inside the range.
static const double *contour_levels(const Contour *c, Frame *f, Index *ret_n) {
    if (c->levels_manual) {
        *ret_n = numbers_count(&c->levels);
        return c->levels.v;
    }
    double lo = INFINITY, hi = -INFINITY;
    z_range(c, &lo, &hi);
    TickSet t = {0};
    *ret_n = 0;
    if (!(hi > lo)) return NULL;
    if (c->count_manual) { // that many, evenly spaced
        Index n = (Index)fmin(fmax(c->n_levels, 1), 1000);
        double *even = arena_alloc(f->scene->arena, (size_t)n * sizeof *even);
        if (!even) f->scene->failed = true;
        for (Index k = 0; even && k < n; k++)
            even[k] = lo + (hi - lo) * (double)(k + 1) / (double)(n + 1);
        *ret_n = even ? n : 0;
        return even;
    }
    if (!ticks_linear(f->scene->arena, lo, hi, (int)fmax(c->n_levels + 1, 2), &t))
        f->scene->failed = true;
    *ret_n = t.n;
    return t.at;
}

typedef struct Corner {
    double x, y, z;
} Corner;

static bool cell_corners(const Contour *c, Index i, Index j, Corner p[4]) {
    static const int di[4] = {0, 1, 1, 0}, dj[4] = {0, 0, 1, 1};
    for (int k = 0; k < 4; k++) {
        Index a = i + di[k], b = j + dj[k];
        p[k] = (Corner){grid_at(&c->x, &c->z, a, b, true), grid_at(&c->y, &c->z, a, b, false),
                        c->z.v[a + b * c->z.rows]};
        if (!isfinite(p[k].z)) return false;
    }
    return true;
}

static void page_point(Frame *f, double x, double y, double z, double *px, double *py) {
    double depth;
    frame_project(f, x, y, f->is_3d ? z : 0, px, py, &depth);
}

static void add_line(Frame *f, PathBuilder *b, const Corner p[4], double level) {
    double x[4], y[4];
    int n = 0;
    for (int k = 0; k < 4; k++) {
        const Corner *a = &p[k], *q = &p[(k + 1) % 4];
        if ((a->z < level) == (q->z < level)) continue;
        double t = (level - a->z) / (q->z - a->z);
        x[n] = a->x + t * (q->x - a->x);
        y[n++] = a->y + t * (q->y - a->y);
    }
    for (int k = 0; k + 1 < n; k += 2) {
        double px, py;
        page_point(f, x[k], y[k], level, &px, &py);
        path_move(b, px, py);
        page_point(f, x[k + 1], y[k + 1], level, &px, &py);
        path_line(b, px, py);
    }
}

// The part of a cell at or above the level.
static void add_region(Frame *f, PathBuilder *b, const Corner p[4], double level) {
    int n = 0;
    for (int k = 0; k < 4; k++) {
        const Corner *a = &p[k], *q = &p[(k + 1) % 4];
        double x[2], y[2];
        int m = 0;
        if (a->z >= level) x[m] = a->x, y[m++] = a->y;
        if ((a->z < level) != (q->z < level)) {
            double t = (level - a->z) / (q->z - a->z);
            x[m] = a->x + t * (q->x - a->x);
            y[m++] = a->y + t * (q->y - a->y);
        }
        for (int i = 0; i < m; i++) {
            double px, py;
            page_point(f, x[i], y[i], level, &px, &py);
            if (n++ == 0)
                path_move(b, px, py);
            else
                path_line(b, px, py);
        }
    }
    if (n) path_close(b);
}

typedef void (*AddCell)(Frame *f, PathBuilder *b, const Corner p[4], double level);

static ScenePath trace(const Contour *c, Frame *f, double level, AddCell add) {
    PathBuilder b;
    path_begin(&b, f->scene);
    for (Index j = 0; j + 1 < c->z.columns; j++)
        for (Index i = 0; i + 1 < c->z.rows; i++) {
            Corner p[4];
            if (cell_corners(c, i, j, p)) add(f, &b, p, level);
        }
    return path_end(&b);
}

static void draw_level(const Contour *c, Frame *f, double level, bool fill, double depth) {
    ScenePath path = trace(c, f, level, fill ? add_region : add_line);
    if (!path.n_commands) return;
    SceneItem *item = frame_add(f, SCENE_PATH, depth);
    if (!item) return;
    item->path = path;
    Color color = frame_map_color(f, level, false);
    if (fill) {
        item->fill = true;
        item->fill_color = color;
        return;
    }
    Color line = c->edge.kind == COLOR_RGB ? c->edge.rgb : c->fill ? (Color){0, 0, 0, 1} : color;
    Stroke stroke = {line, c->line_width, c->line_style, JOIN_ROUND};
    stroke_item(f, item, &stroke);
    item->cap = CAP_ROUND;
}

static void contour_draw(const GObject *object, Frame *f) {
    const Contour *c = (const Contour *)object;
    Index n;
    const double *levels = contour_levels(c, f, &n);
    if (!n || !levels) return;
    frame_clip_begin(f);
    if (c->fill) {
        draw_level(c, f, -INFINITY, true, -1e9); // everything below the first level
        for (Index k = 0; k < n; k++) draw_level(c, f, levels[k], true, -1e9 + (double)k);
    }
    for (Index k = 0; k < n && f->status == OK; k++) {
        if (gcolor_visible(&c->edge)) draw_level(c, f, levels[k], false, 0);
        if (f->status == OK) f->status = ctx_check_stop(f->ctx);
    }
    frame_clip_end(f);
}

static const PropDef contour_props[] = {
    PROP_NUMS("XData", Contour, x),
    PROP_NUMS("YData", Contour, y),
    PROP_NUMS("ZData", Contour, z),
    {"LevelList", PROP_NUMBERS, offsetof(Contour, levels), offsetof(Contour, levels_manual), NULL,
     NULL, NULL, false},
    {"LevelCount", PROP_NUMBER, offsetof(Contour, n_levels), offsetof(Contour, count_manual), NULL,
     NULL, NULL, false},
    PROP_FLAG("Fill", Contour, fill),
    PROP_COL("LineColor", Contour, edge, "none|flat|auto"),
    PROP_COL("EdgeColor", Contour, edge, "none|flat|auto"),
    PROP_NUM("LineWidth", Contour, line_width),
    PROP_WORDS("LineStyle", Contour, line_style, LINE_STYLES),
    PROP_END,
};
const GClass class_contour = {.type = "contour",
                              .class_name = "matlab.graphics.chart.primitive.Contour",
                              .size = sizeof(Contour),
                              .props = contour_props,
                              .init = init_contour,
                              .extent = contour_extent,
                              .color_range = contour_color_range,
                              .draw = contour_draw,
                              .in_axes = true};
