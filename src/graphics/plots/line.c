// Lines (plot, plot3, line), stair-step lines and animated lines.
#include "base/vec.h"
#include "graphics/internal.h"
#include <string.h>

static Status init_line(Ctx *ctx, GObject *object) {
    (void)ctx;
    Line *line = (Line *)object;
    line->color = (GColor){COLOR_RGB, {0, 0.4470f, 0.7410f, 1}};
    line->line_width = 0.5;
    line->alpha = 1;
    line->marker_size = 6;
    line->line_join = 1;
    line->marker_edge = AUTO_COLOR;
    line->marker_face = NO_COLOR;
    return OK;
}

static Index line_count(const Line *line) {
    Index n = numbers_count(&line->y);
    if (line->z.v && numbers_count(&line->z) < n) n = numbers_count(&line->z);
    Index n_x = numbers_count(&line->x);
    return line->x.v && n_x < n ? n_x : n;
}

static void line_extent(const GObject *object, Extent *e) {
    const Line *line = (const Line *)object;
    Index n = line_count(line);
    for (Index i = 0; i < n; i++) {
        double x = line->x.v ? line->x.v[i] : (double)(i + 1), y = line->y.v[i];
        if (isnan(y)) continue;
        extent_add(e, 0, x);
        extent_add(e, 1, y);
        extent_add(e, 2, line->z.v ? line->z.v[i] : 0);
    }
}

// x as stored, or 1…n in the arena.
static const double *line_x(const Line *line, Frame *f, Index n) {
    if (line->x.v) return line->x.v;
    double *x = arena_alloc(f->scene->arena, (size_t)(n ? n : 1) * sizeof *x);
    if (!x) f->scene->failed = true;
    for (Index i = 0; x && i < n; i++) x[i] = (double)(i + 1);
    return x;
}

static MarkerLook line_markers(const Line *line) {
    return (MarkerLook){line->marker,      line->marker_size, line->marker_edge,
                        line->marker_face, line->color.rgb,   fmin(line->line_width, 2),
                        line->alpha,       line->alpha};
}

static void put_markers(Frame *f, const Line *line, const double *x, Index n) {
    MarkerLook look = line_markers(line);
    // "auto" as face means the colour of the axes behind.
    if (look.face.kind == COLOR_AUTO) look.face = (GColor){COLOR_RGB, f->axes->color.rgb};
    Index k = numbers_count(&line->marker_indices);
    if (!k) {
        frame_markers(f, x, line->y.v, line->z.v, n, &look);
        return;
    }
    for (Index i = 0; i < k; i++) {
        Index at = (Index)line->marker_indices.v[i] - 1;
        if (at >= 0 && at < n)
            frame_markers(f, x + at, line->y.v + at, line->z.v ? line->z.v + at : NULL, 1, &look);
    }
}

static void line_draw(const GObject *object, Frame *f) {
    const Line *line = (const Line *)object;
    Index n = line_count(line);
    const double *x = line_x(line, f, n);
    if (!x || !n) return;
    Stroke stroke = {color_with_alpha(line->color.rgb, line->alpha), line->line_width,
                     gcolor_visible(&line->color) ? line->line_style : LINE_NONE,
                     line->line_join == 0   ? JOIN_MITER
                     : line->line_join == 1 ? JOIN_ROUND
                                            : JOIN_BEVEL};
    frame_polyline(f, x, line->y.v, line->z.v, n, &stroke, object->clipping);
    put_markers(f, line, x, n);
}

static void sample(Frame *f, Rect box, const Stroke *stroke, const MarkerLook *look) {
    bool was_3d = f->is_3d;
    f->is_3d = false;
    double y = box.y + box.height / 2;
    if (stroke->style != LINE_NONE && stroke->width > 0) {
        PathBuilder b;
        path_begin(&b, f->scene);
        path_move(&b, box.x, y);
        path_line(&b, box.x + box.width, y);
        SceneItem *item = scene_add(f->scene, SCENE_PATH);
        if (item) {
            item->path = path_end(&b);
            stroke_item(f, item, stroke);
        }
    }
    frame_marker_at(f, box.x + box.width / 2, y, 0, look);
    f->is_3d = was_3d;
}

static void line_swatch(const GObject *object, Frame *f, Rect box) {
    const Line *line = (const Line *)object;
    Stroke stroke = {color_with_alpha(line->color.rgb, line->alpha), line->line_width,
                     line->line_style, JOIN_ROUND};
    MarkerLook look = line_markers(line);
    sample(f, box, &stroke, &look);
}

#define LINE_ROWS(T)                                                                      \
    PROP_COL("Color", T, color, "none"), PROP_NUM("LineWidth", T, line_width),            \
        PROP_WORDS("LineStyle", T, line_style, LINE_STYLES),                              \
        PROP_WORDS("Marker", T, marker, MARKERS), PROP_NUM("MarkerSize", T, marker_size), \
        PROP_COL("MarkerEdgeColor", T, marker_edge, "auto|none"),                         \
        PROP_COL("MarkerFaceColor", T, marker_face, "auto|none")

#define L(m) offsetof(Line, m)
static const PropDef line_props[] = {
    LINE_ROWS(Line),
    {"XData", PROP_NUMBERS, L(x), L(x_manual), NULL, NULL, NULL, false},
    PROP_NUMS("YData", Line, y),
    PROP_NUMS("ZData", Line, z),
    PROP_WORDS("LineJoin", Line, line_join, "miter|round|chamfer"),
    PROP_NUMS("MarkerIndices", Line, marker_indices),
    PROP_NUM("Alpha", Line, alpha),
    PROP_END,
};
const GClass class_line = {.type = "line",
                           .class_name = "matlab.graphics.chart.primitive.Line",
                           .size = sizeof(Line),
                           .props = line_props,
                           .init = init_line,
                           .extent = line_extent,
                           .draw = line_draw,
                           .swatch = line_swatch,
                           .in_axes = true};

// ---- stairs ------------------------------------------------------------------------------------
static void stairs_draw(const GObject *object, Frame *f) {
    const Line *line = (const Line *)object;
    Index n = line_count(line);
    const double *x = line_x(line, f, n);
    if (!x || !n) return;
    double *sx = arena_alloc(f->scene->arena, (size_t)(2 * n) * sizeof *sx),
           *sy = arena_alloc(f->scene->arena, (size_t)(2 * n) * sizeof *sy);
    if (!sx || !sy) {
        f->scene->failed = true;
        return;
    }
    Index k = 0;
    for (Index i = 0; i < n; i++) {
        if (i) sx[k] = x[i], sy[k++] = line->y.v[i - 1];
        sx[k] = x[i], sy[k++] = line->y.v[i];
    }
    Stroke stroke = {line->color.rgb, line->line_width, line->line_style, JOIN_MITER};
    frame_polyline(f, sx, sy, NULL, k, &stroke, object->clipping);
    put_markers(f, line, x, n);
}

const GClass class_stairs = {.type = "stair",
                             .class_name = "matlab.graphics.chart.primitive.Stair",
                             .size = sizeof(Line),
                             .props = line_props,
                             .init = init_line,
                             .extent = line_extent,
                             .draw = stairs_draw,
                             .swatch = line_swatch,
                             .in_axes = true};

// ---- animated lines ----------------------------------------------------------------------------
static Status init_animated(Ctx *ctx, GObject *object) {
    (void)ctx;
    Animated *line = (Animated *)object;
    line->color = (GColor){COLOR_RGB, {0, 0, 0, 1}};
    line->line_width = 0.5;
    line->marker_size = 6;
    line->max_points = 1000000;
    line->marker_edge = AUTO_COLOR;
    line->marker_face = NO_COLOR;
    return OK;
}

static void done_animated(GObject *object) {
    Animated *line = (Animated *)object;
    for (int d = 0; d < 3; d++) mem_free(line->point[d]);
}

Status animated_add(Ctx *ctx, GObject *object, const double *x, const double *y, const double *z,
                    Index n) {
    Animated *line = (Animated *)object;
    const double *from[3] = {x, y, z};
    if (line->n_points + n > line->cap_points) {
        Index cap = 0;
        for (int d = 0; d < 3; d++) {
            cap = line->cap_points;
            TRY(vec_reserve(ctx, (void **)&line->point[d], &cap, line->n_points + n,
                            sizeof(double)));
        }
        line->cap_points = cap;
    }
    for (int d = 0; d < 3; d++)
        for (Index i = 0; i < n; i++) line->point[d][line->n_points + i] = from[d] ? from[d][i] : 0;
    line->n_points += n;
    if (z) line->has_z = true;
    Index most = line->max_points < 1e15 ? (Index)line->max_points : INT64_MAX;
    if (most >= 1 && line->n_points > most) {
        Index drop = line->n_points - most;
        for (int d = 0; d < 3; d++)
            memmove(line->point[d], line->point[d] + drop, (size_t)most * sizeof(double));
        line->n_points = most;
    }
    object_touch(object);
    return OK;
}

static void animated_extent(const GObject *object, Extent *e) {
    const Animated *line = (const Animated *)object;
    for (int d = 0; d < 3; d++)
        for (Index i = 0; i < line->n_points; i++) extent_add(e, d, line->point[d][i]);
}

static MarkerLook animated_markers(const Animated *line) {
    return (MarkerLook){line->marker,
                        line->marker_size,
                        line->marker_edge,
                        line->marker_face,
                        line->color.rgb,
                        line->line_width,
                        1,
                        1};
}

static void animated_draw(const GObject *object, Frame *f) {
    const Animated *line = (const Animated *)object;
    if (!line->n_points) return;
    Stroke stroke = {line->color.rgb, line->line_width, line->line_style, JOIN_ROUND};
    frame_polyline(f, line->point[0], line->point[1], line->point[2], line->n_points, &stroke,
                   object->clipping);
    MarkerLook look = animated_markers(line);
    frame_markers(f, line->point[0], line->point[1], line->point[2], line->n_points, &look);
}

static void animated_swatch(const GObject *object, Frame *f, Rect box) {
    const Animated *line = (const Animated *)object;
    Stroke stroke = {line->color.rgb, line->line_width, line->line_style, JOIN_ROUND};
    MarkerLook look = animated_markers(line);
    sample(f, box, &stroke, &look);
}

// The points are handed out as XData and YData for getpoints; setting them replaces all
// (clearpoints sets nothing).
static Status get_points(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    const Animated *line = (const Animated *)o;
    int d = def->name[0] - 'X';
    return value_from_numbers(ctx, line->point[d], line->n_points ? 1 : 0, line->n_points, ret);
}

static Status clear_points(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    if (value->kind != PROP_NUMBERS || numbers_count(&value->numbers))
        return prop_bad_value(ctx, def->name, "Points are added with addpoints.");
    ((Animated *)o)->n_points = 0;
    return OK;
}

static const PropDef animated_props[] = {
    LINE_ROWS(Animated),
    PROP_NUM("MaximumNumPoints", Animated, max_points),
    {"XData", PROP_NUMBERS, 0, 0, NULL, get_points, clear_points, false},
    {"YData", PROP_NUMBERS, 0, 0, NULL, get_points, clear_points, false},
    {"ZData", PROP_NUMBERS, 0, 0, NULL, get_points, clear_points, false},
    PROP_END,
};
const GClass class_animated = {.type = "animatedline",
                               .class_name = "matlab.graphics.animation.AnimatedLine",
                               .size = sizeof(Animated),
                               .props = animated_props,
                               .init = init_animated,
                               .done = done_animated,
                               .extent = animated_extent,
                               .draw = animated_draw,
                               .swatch = animated_swatch,
                               .in_axes = true};
