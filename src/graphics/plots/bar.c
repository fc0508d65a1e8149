// Bars (bar, barh), histograms and areas: rectangles and bands that stand on a base line.
#include "graphics/internal.h"
#include <string.h>

// ---- shared ------------------------------------------------------------------------------------
static void rect_swatch(Frame *f, Rect box, Color fill, const Stroke *edge) {
    PathBuilder b;
    path_begin(&b, f->scene);
    path_rect(&b, box.x, box.y, box.width, box.height);
    SceneItem *item = scene_add(f->scene, SCENE_PATH);
    if (!item) return;
    item->path = path_end(&b);
    item->fill = fill.a > 0;
    item->fill_color = fill;
    stroke_item(f, item, edge);
}

// A rectangle in data coordinates, cut to the box; on log axes an end at or below zero goes to the
// limit.
static void draw_rect(Frame *f, double x0, double x1, double y0, double y1, Color fill,
                      const Stroke *edge) {
    double at[4] = {x0, x1, y0, y1};
    for (int k = 0; k < 4; k++) {
        const Scale *s = &f->scale[k / 2];
        if (isnan(at[k])) return;
        at[k] = fmin(fmax(at[k], s->lo), s->hi);
    }
    double p[2], q[2], depth;
    if (!frame_project(f, at[0], at[2], 0, &p[0], &p[1], &depth) ||
        !frame_project(f, at[1], at[3], 0, &q[0], &q[1], &depth))
        return;
    if (p[0] == q[0]) return;
    PathBuilder b;
    path_begin(&b, f->scene);
    if (f->is_3d) {
        double x[4] = {at[0], at[1], at[1], at[0]}, y[4] = {at[2], at[2], at[3], at[3]}, z[4] = {0};
        frame_polygon(f, x, y, z, 4, &fill, edge, NAN);
        return;
    }
    path_rect(&b, fmin(p[0], q[0]), fmin(p[1], q[1]), fabs(q[0] - p[0]), fabs(q[1] - p[1]));
    SceneItem *item = scene_add(f->scene, SCENE_PATH);
    if (!item) return;
    item->path = path_end(&b);
    item->fill = fill.a > 0;
    item->fill_color = fill;
    stroke_item(f, item, edge);
    item->crisp = true;
}

static void draw_base_line(Frame *f, double base, bool vertical) {
    Stroke stroke = {color_dark, 0.5, LINE_SOLID, JOIN_MITER};
    const Scale *s = &f->scale[vertical ? 1 : 0], *other = &f->scale[vertical ? 0 : 1];
    if (f->is_3d || (other->log && base <= 0) || base < other->lo || base > other->hi) return;
    double along[2] = {s->lo, s->hi}, at[2] = {base, base};
    frame_polyline(f, vertical ? at : along, vertical ? along : at, NULL, 2, &stroke, true);
}

// ---- bars --------------------------------------------------------------------------------------
static Status init_bar(Ctx *ctx, GObject *object) {
    (void)ctx;
    Bar *bar = (Bar *)object;
    bar->face = (GColor){COLOR_RGB, {0, 0.4470f, 0.7410f, 1}};
    bar->edge = GRAY(0);
    bar->face_alpha = bar->edge_alpha = 1;
    bar->line_width = 0.5;
    bar->bar_width = 0.8;
    bar->n_group = 1;
    bar->show_base = true;
    return OK;
}

static double bar_x(const Bar *bar, Index i) {
    return bar->x.v && i < numbers_count(&bar->x) ? bar->x.v[i] : (double)(i + 1);
}

// Distance between neighbouring bars: the smallest gap in x.
static double bar_spacing(const Bar *bar) {
    Index n = numbers_count(&bar->y);
    double gap = INFINITY;
    for (Index i = 1; i < n; i++) {
        double d = fabs(bar_x(bar, i) - bar_x(bar, i - 1));
        if (d > 0 && d < gap) gap = d;
    }
    return isfinite(gap) ? gap : 1;
}

static void bar_ends(const Bar *bar, Index i, double *x0, double *x1, double *y0, double *y1) {
    double spacing = bar_spacing(bar), n = bar->layout == 1 ? 1 : bar->n_group;
    double group = n == 1 ? 1 : fmin(0.8, n / (n + 1.5)), slot = group / n * spacing;
    double middle =
        bar_x(bar, i) + (bar->layout == 1 ? 0 : (bar->group_index - (n - 1) / 2) * slot);
    double half = slot * bar->bar_width / 2;
    *x0 = middle - half, *x1 = middle + half;
    double from = bar->offset.v && i < numbers_count(&bar->offset) ? bar->offset.v[i] : bar->base;
    *y0 = from;
    *y1 = bar->offset.v ? from + bar->y.v[i] : bar->y.v[i];
}

static void bar_extent(const GObject *object, Extent *e) {
    const Bar *bar = (const Bar *)object;
    Index n = numbers_count(&bar->y);
    int across = bar->horizontal ? 1 : 0, along = 1 - across;
    double margin = 0.8 * bar_spacing(bar);
    for (Index i = 0; i < n; i++) {
        if (isnan(bar->y.v[i])) continue;
        double x0, x1, y0, y1;
        bar_ends(bar, i, &x0, &x1, &y0, &y1);
        extent_add(e, across, bar_x(bar, i) - margin);
        extent_add(e, across, bar_x(bar, i) + margin);
        extent_add(e, along, y0);
        extent_add(e, along, y1);
    }
    extent_add(e, 2, 0);
    e->tight[across] = true;
}

static Color bar_fill(const Bar *bar, const Frame *f, Index i) {
    if (bar->face.kind == COLOR_NONE) return (Color){0, 0, 0, 0};
    Color c = bar->face.rgb;
    if (bar->face.kind == COLOR_FLAT && bar->c.v) {
        if (bar->c.columns == 3) {
            Index n = bar->c.rows, k = i < n ? i : n - 1;
            c = (Color){(float)bar->c.v[k], (float)bar->c.v[k + n], (float)bar->c.v[k + 2 * n], 1};
        } else {
            c = frame_map_color(f, bar->c.v[i < numbers_count(&bar->c) ? i : 0], false);
        }
    }
    return color_with_alpha(c, bar->face_alpha);
}

static void bar_draw(const GObject *object, Frame *f) {
    const Bar *bar = (const Bar *)object;
    Index n = numbers_count(&bar->y);
    Stroke edge = {color_with_alpha(bar->edge.rgb, bar->edge_alpha), bar->line_width,
                   gcolor_visible(&bar->edge) ? bar->line_style : LINE_NONE, JOIN_MITER};
    for (Index i = 0; i < n; i++) {
        if (isnan(bar->y.v[i])) continue;
        double x0, x1, y0, y1;
        bar_ends(bar, i, &x0, &x1, &y0, &y1);
        Color fill = bar_fill(bar, f, i);
        if (edge.style != LINE_NONE && bar->edge.kind == COLOR_FLAT) edge.color = fill;
        if (bar->horizontal)
            draw_rect(f, y0, y1, x0, x1, fill, &edge);
        else
            draw_rect(f, x0, x1, y0, y1, fill, &edge);
    }
    if (bar->show_base) draw_base_line(f, bar->base, bar->horizontal);
}

static void bar_swatch(const GObject *object, Frame *f, Rect box) {
    const Bar *bar = (const Bar *)object;
    Stroke edge = {bar->edge.rgb, bar->line_width,
                   gcolor_visible(&bar->edge) ? bar->line_style : LINE_NONE, JOIN_MITER};
    rect_swatch(f, box, bar_fill(bar, f, 0), &edge);
}

#define B(m) offsetof(Bar, m)
static const PropDef bar_props[] = {
    {"XData", PROP_NUMBERS, B(x), B(x_manual), NULL, NULL, NULL, false},
    PROP_NUMS("YData", Bar, y),
    PROP_NUMS("CData", Bar, c),
    {"FaceColor", PROP_COLOR, B(face), B(face_manual), "none|flat", NULL, NULL, false},
    PROP_COL("EdgeColor", Bar, edge, "none|flat"),
    PROP_NUM("FaceAlpha", Bar, face_alpha),
    PROP_NUM("EdgeAlpha", Bar, edge_alpha),
    PROP_NUM("LineWidth", Bar, line_width),
    PROP_WORDS("LineStyle", Bar, line_style, LINE_STYLES),
    PROP_NUM("BarWidth", Bar, bar_width),
    PROP_NUM("BaseValue", Bar, base),
    PROP_FLAG("ShowBaseLine", Bar, show_base),
    PROP_WORDS("Horizontal", Bar, horizontal, "off|on"),
    PROP_WORDS("BarLayout", Bar, layout, "grouped|stacked"),
    PROP_NUMS("StackOffset", Bar, offset),
    PROP_NUM("GroupIndex", Bar,
             group_index), // which of GroupCount series side by side; set by bar()
    PROP_NUM("GroupCount", Bar, n_group),
    PROP_END,
};

const GClass class_bar = {.type = "bar",
                          .class_name = "matlab.graphics.chart.primitive.Bar",
                          .size = sizeof(Bar),
                          .props = bar_props,
                          .init = init_bar,
                          .extent = bar_extent,
                          .draw = bar_draw,
                          .swatch = bar_swatch,
                          .in_axes = true};

// ---- histograms --------------------------------------------------------------------------------
static Status init_histogram(Ctx *ctx, GObject *object) {
    (void)ctx;
    Histogram *h = (Histogram *)object;
    h->face = (GColor){COLOR_RGB, {0, 0.4470f, 0.7410f, 1}};
    h->edge = GRAY(0);
    h->face_alpha = 0.6;
    h->edge_alpha = 1;
    h->line_width = 0.5;
    return OK;
}

enum {
    NORM_COUNT,
    NORM_PROBABILITY,
    NORM_PERCENTAGE,
    NORM_COUNTDENSITY,
    NORM_CUMCOUNT,
    NORM_PDF,
    NORM_CDF
};
#define NORMALIZATIONS "count|probability|percentage|countdensity|cumcount|pdf|cdf"

// Heights of the bars from the plain counts.
static void histogram_values(const Histogram *h, double *values) {
    Index n = numbers_count(&h->counts);
    double total = 0, running = 0;
    for (Index i = 0; i < n; i++) total += h->counts.v[i];
    if (total == 0) total = 1;
    for (Index i = 0; i < n; i++) {
        double c = h->counts.v[i], width = h->edges.v[i + 1] - h->edges.v[i];
        running += c;
        switch (h->normalization) {
        case NORM_PROBABILITY: values[i] = c / total; break;
        case NORM_PERCENTAGE: values[i] = 100 * c / total; break;
        case NORM_COUNTDENSITY: values[i] = c / width; break;
        case NORM_CUMCOUNT: values[i] = running; break;
        case NORM_PDF: values[i] = c / total / width; break;
        case NORM_CDF: values[i] = running / total; break;
        default: values[i] = c;
        }
    }
}

static bool histogram_ready(const Histogram *h) {
    return numbers_count(&h->counts) > 0 &&
           numbers_count(&h->edges) == numbers_count(&h->counts) + 1;
}

static void histogram_extent(const GObject *object, Extent *e) {
    const Histogram *h = (const Histogram *)object;
    if (!histogram_ready(h)) return;
    Index n = numbers_count(&h->counts);
    double *values = mem_alloc((size_t)n * sizeof *values);
    if (!values) return;
    histogram_values(h, values);
    int across = h->orientation == 1 ? 1 : 0;
    extent_add(e, across, h->edges.v[0]);
    extent_add(e, across, h->edges.v[n]);
    extent_add(e, 1 - across, 0);
    for (Index i = 0; i < n; i++) extent_add(e, 1 - across, values[i]);
    extent_add(e, 2, 0);
    mem_free(values);
}

static void draw_outline(const Histogram *h, Frame *f, const double *values, Index n) {
    double *x = arena_alloc(f->scene->arena, (size_t)(2 * n + 2) * sizeof *x),
           *y = arena_alloc(f->scene->arena, (size_t)(2 * n + 2) * sizeof *y);
    if (!x || !y) {
        f->scene->failed = true;
        return;
    }
    Index k = 0;
    x[k] = h->edges.v[0], y[k++] = 0;
    for (Index i = 0; i < n; i++) {
        x[k] = h->edges.v[i], y[k++] = values[i];
        x[k] = h->edges.v[i + 1], y[k++] = values[i];
    }
    x[k] = h->edges.v[n], y[k++] = 0;
    Color color =
        h->edge.kind == COLOR_RGB && (h->edge.rgb.r > 0 || h->edge.rgb.g > 0 || h->edge.rgb.b > 0)
            ? h->edge.rgb
            : h->face.rgb;
    Stroke stroke = {color, fmax(h->line_width, 0.5), h->line_style, JOIN_MITER};
    if (h->orientation == 1)
        frame_polyline(f, y, x, NULL, k, &stroke, true);
    else
        frame_polyline(f, x, y, NULL, k, &stroke, true);
}

static void histogram_draw(const GObject *object, Frame *f) {
    const Histogram *h = (const Histogram *)object;
    if (!histogram_ready(h)) return;
    Index n = numbers_count(&h->counts);
    double *values = arena_alloc(f->scene->arena, (size_t)n * sizeof *values);
    if (!values) {
        f->scene->failed = true;
        return;
    }
    histogram_values(h, values);
    if (h->display_style == 1) {
        draw_outline(h, f, values, n);
        return;
    }
    Color fill = h->face.kind == COLOR_NONE ? (Color){0, 0, 0, 0}
                                            : color_with_alpha(h->face.rgb, h->face_alpha);
    Stroke edge = {color_with_alpha(h->edge.rgb, h->edge_alpha), h->line_width,
                   gcolor_visible(&h->edge) ? h->line_style : LINE_NONE, JOIN_MITER};
    for (Index i = 0; i < n; i++) {
        double lo = isfinite(h->edges.v[i]) ? h->edges.v[i] : f->scale[0].lo,
               hi = isfinite(h->edges.v[i + 1]) ? h->edges.v[i + 1] : f->scale[0].hi;
        if (h->orientation == 1)
            draw_rect(f, 0, values[i], lo, hi, fill, &edge);
        else
            draw_rect(f, lo, hi, 0, values[i], fill, &edge);
    }
}

static void histogram_swatch(const GObject *object, Frame *f, Rect box) {
    const Histogram *h = (const Histogram *)object;
    Stroke edge = {h->edge.rgb, h->line_width, gcolor_visible(&h->edge) ? h->line_style : LINE_NONE,
                   JOIN_MITER};
    Color fill = h->face.kind == COLOR_NONE || h->display_style == 1
                     ? (Color){0, 0, 0, 0}
                     : color_with_alpha(h->face.rgb, h->face_alpha);
    rect_swatch(f, box, fill, &edge);
}

static Status get_values(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    const Histogram *h = (const Histogram *)o;
    TRY(value_from_numbers(ctx, h->counts.v, 1, numbers_count(&h->counts), ret));
    if (histogram_ready(h)) histogram_values(h, ret->numbers.v);
    return OK;
}

static Status get_bin_number(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)ctx;
    const Histogram *h = (const Histogram *)o;
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_NUMBER;
    ret->number = strcmp(def->name, "NumBins") == 0 ? (double)numbers_count(&h->counts)
                  : histogram_ready(h)              ? h->edges.v[1] - h->edges.v[0]
                                                    : 0;
    return OK;
}

static const PropDef histogram_props[] = {
    PROP_NUMS("Data", Histogram, data),
    PROP_NUMS("BinEdges", Histogram, edges),
    PROP_NUMS("BinCounts", Histogram, counts),
    {"Values", PROP_NUMBERS, 0, 0, NULL, get_values, NULL, true},
    {"NumBins", PROP_NUMBER, 0, 0, NULL, get_bin_number, NULL, true},
    {"BinWidth", PROP_NUMBER, 0, 0, NULL, get_bin_number, NULL, true},
    PROP_WORDS("Normalization", Histogram, normalization, NORMALIZATIONS),
    PROP_WORDS("DisplayStyle", Histogram, display_style, "bar|stairs"),
    PROP_WORDS("Orientation", Histogram, orientation, "vertical|horizontal"),
    {"FaceColor", PROP_COLOR, offsetof(Histogram, face), offsetof(Histogram, face_manual),
     "none|auto", NULL, NULL, false},
    PROP_COL("EdgeColor", Histogram, edge, "none|auto"),
    PROP_NUM("FaceAlpha", Histogram, face_alpha),
    PROP_NUM("EdgeAlpha", Histogram, edge_alpha),
    PROP_NUM("LineWidth", Histogram, line_width),
    PROP_WORDS("LineStyle", Histogram, line_style, LINE_STYLES),
    PROP_END,
};
const GClass class_histogram = {.type = "histogram",
                                .class_name = "matlab.graphics.chart.primitive.Histogram",
                                .size = sizeof(Histogram),
                                .props = histogram_props,
                                .init = init_histogram,
                                .extent = histogram_extent,
                                .draw = histogram_draw,
                                .swatch = histogram_swatch,
                                .in_axes = true};

// ---- areas -------------------------------------------------------------------------------------
static Status init_area(Ctx *ctx, GObject *object) {
    (void)ctx;
    Area *a = (Area *)object;
    a->face = (GColor){COLOR_RGB, {0, 0.4470f, 0.7410f, 1}};
    a->edge = GRAY(0);
    a->face_alpha = a->edge_alpha = 1;
    a->line_width = 0.5;
    return OK;
}

static double area_x(const Area *a, Index i) {
    return a->x.v && i < numbers_count(&a->x) ? a->x.v[i] : (double)(i + 1);
}
static bool area_stacked(const Area *a, Index i) {
    return a->lower.v && i < numbers_count(&a->lower);
}
static double area_top(const Area *a, Index i) {
    return (area_stacked(a, i) ? a->lower.v[i] : 0) + a->y.v[i];
}

static void area_extent(const GObject *object, Extent *e) {
    const Area *a = (const Area *)object;
    Index n = numbers_count(&a->y);
    for (Index i = 0; i < n; i++) {
        extent_add(e, 0, area_x(a, i));
        extent_add(e, 1, area_top(a, i));
        extent_add(e, 1, area_stacked(a, i) ? a->lower.v[i] : a->base);
    }
    e->tight[0] = true;
    extent_add(e, 2, 0);
}

static void area_draw(const GObject *object, Frame *f) {
    const Area *a = (const Area *)object;
    Index n = numbers_count(&a->y);
    if (!n) return;
    double *x = arena_alloc(f->scene->arena, (size_t)(2 * n) * sizeof *x),
           *y = arena_alloc(f->scene->arena, (size_t)(2 * n) * sizeof *y);
    if (!x || !y) {
        f->scene->failed = true;
        return;
    }
    double floor_y = f->scale[1].log ? f->scale[1].lo : a->base;
    for (Index i = 0; i < n; i++) {
        x[i] = x[2 * n - 1 - i] = area_x(a, i);
        y[i] = area_top(a, i);
        y[2 * n - 1 - i] = area_stacked(a, i) ? a->lower.v[i] : floor_y;
    }
    Color fill = a->face.kind == COLOR_NONE ? (Color){0, 0, 0, 0}
                                            : color_with_alpha(a->face.rgb, a->face_alpha);
    Stroke edge = {color_with_alpha(a->edge.rgb, a->edge_alpha), a->line_width,
                   gcolor_visible(&a->edge) ? a->line_style : LINE_NONE, JOIN_ROUND};
    frame_polygon(f, x, y, NULL, 2 * n, &fill, &edge, NAN);
}

static void area_swatch(const GObject *object, Frame *f, Rect box) {
    const Area *a = (const Area *)object;
    Stroke edge = {a->edge.rgb, a->line_width, gcolor_visible(&a->edge) ? a->line_style : LINE_NONE,
                   JOIN_MITER};
    rect_swatch(f, box, color_with_alpha(a->face.rgb, a->face_alpha), &edge);
}

static const PropDef area_props[] = {
    PROP_NUMS("XData", Area, x),
    PROP_NUMS("YData", Area, y),
    PROP_NUMS("StackOffset", Area, lower),
    {"FaceColor", PROP_COLOR, offsetof(Area, face), offsetof(Area, face_manual), "none|flat", NULL,
     NULL, false},
    PROP_COL("EdgeColor", Area, edge, "none|flat"),
    PROP_NUM("FaceAlpha", Area, face_alpha),
    PROP_NUM("EdgeAlpha", Area, edge_alpha),
    PROP_NUM("LineWidth", Area, line_width),
    PROP_WORDS("LineStyle", Area, line_style, LINE_STYLES),
    PROP_NUM("BaseValue", Area, base),
    PROP_END,
};
const GClass class_area = {.type = "area",
                           .class_name = "matlab.graphics.chart.primitive.Area",
                           .size = sizeof(Area),
                           .props = area_props,
                           .init = init_area,
                           .extent = area_extent,
                           .draw = area_draw,
                           .swatch = area_swatch,
                           .in_axes = true};
