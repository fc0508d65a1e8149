// Scatter plots, stems, error bars and constant lines.
#include "graphics/internal.h"

// ---- scatter -----------------------------------------------------------------------------------
static Status init_scatter(Ctx *ctx, GObject *object) {
    Scatter *s = (Scatter *)object;
    s->marker = MARKER_CIRCLE;
    s->edge = (GColor){COLOR_FLAT, {0, 0, 0, 1}};
    s->face = NO_COLOR;
    s->line_width = 0.5;
    s->edge_alpha = s->face_alpha = 1;
    TRY(numbers_make(ctx, 1, 1, 1, &s->size));
    s->size.v[0] = 36;
    return OK;
}

static Index scatter_count(const Scatter *s) {
    Index n = numbers_count(&s->y), n_x = numbers_count(&s->x);
    return n_x < n ? n_x : n;
}

static void scatter_extent(const GObject *object, Extent *e) {
    const Scatter *s = (const Scatter *)object;
    Index n = scatter_count(s);
    for (Index i = 0; i < n; i++) {
        if (isnan(s->x.v[i]) || isnan(s->y.v[i])) continue;
        extent_add(e, 0, s->x.v[i]);
        extent_add(e, 1, s->y.v[i]);
        extent_add(e, 2, s->z.v && i < numbers_count(&s->z) ? s->z.v[i] : 0);
    }
}

static bool mapped(const Scatter *s) {
    Index n = scatter_count(s), k = numbers_count(&s->c);
    return s->c.v && k == n && !(k == 3 && s->c.rows == 1 && n != 3);
}

static void scatter_color_range(const GObject *object, double *lo, double *hi) {
    const Scatter *s = (const Scatter *)object;
    if (!mapped(s) || s->cdata_mapping == 1) return;
    Index n = numbers_count(&s->c);
    for (Index i = 0; i < n; i++) {
        if (!isfinite(s->c.v[i])) continue;
        *lo = fmin(*lo, s->c.v[i]);
        *hi = fmax(*hi, s->c.v[i]);
    }
}

static Color scatter_color(const Scatter *s, const Frame *f, Index i) {
    const NumArray *c = &s->c;
    if (!c->v) return s->auto_color.rgb;
    if (mapped(s)) return frame_map_color(f, c->v[i], s->cdata_mapping == 1);
    if (c->columns == 3) {
        Index n = c->rows, k = i < n ? i : n - 1;
        return (Color){(float)c->v[k], (float)c->v[k + n], (float)c->v[k + 2 * n], 1};
    }
    return s->auto_color.rgb;
}

static MarkerLook scatter_look(const Scatter *s, const Frame *f, Index i) {
    Index n_size = numbers_count(&s->size);
    double area = n_size ? s->size.v[i < n_size ? i : 0] : 36;
    MarkerLook look = {s->marker,     sqrt(fmax(area, 0)),    s->edge,
                       s->face,       scatter_color(s, f, i), s->line_width,
                       s->edge_alpha, s->face_alpha};
    if (look.edge.kind == COLOR_FLAT) look.edge.kind = COLOR_AUTO;
    if (look.face.kind == COLOR_FLAT) look.face.kind = COLOR_AUTO;
    if (s->marker == MARKER_POINT) look.size *= 1;
    return look;
}

static void scatter_draw(const GObject *object, Frame *f) {
    const Scatter *s = (const Scatter *)object;
    Index n = scatter_count(s);
    bool uniform = !mapped(s) && s->c.rows <= 1 && numbers_count(&s->size) <= 1;
    const double *z = s->z.v && numbers_count(&s->z) >= n ? s->z.v : NULL;
    if (uniform && n) {
        MarkerLook look = scatter_look(s, f, 0);
        frame_markers(f, s->x.v, s->y.v, z, n, &look);
        return;
    }
    for (Index i = 0; i < n && frame_goes_on(f, 1); i++) {
        MarkerLook look = scatter_look(s, f, i);
        frame_markers(f, s->x.v + i, s->y.v + i, z ? z + i : NULL, 1, &look);
    }
}

static void scatter_swatch(const GObject *object, Frame *f, Rect box) {
    const Scatter *s = (const Scatter *)object;
    bool was_3d = f->is_3d;
    f->is_3d = false;
    MarkerLook look = scatter_look(s, f, scatter_count(s) / 2);
    look.size = fmin(look.size, 7);
    frame_marker_at(f, box.x + box.width / 2, box.y + box.height / 2, 0, &look);
    f->is_3d = was_3d;
}

static Status set_auto_color(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    return color_from_value(ctx, value, NULL, def->name, &((Scatter *)o)->auto_color);
}

static const PropDef scatter_props[] = {
    PROP_NUMS("XData", Scatter, x),
    PROP_NUMS("YData", Scatter, y),
    PROP_NUMS("ZData", Scatter, z),
    PROP_NUMS("SizeData", Scatter, size),
    PROP_NUMS("CData", Scatter, c),
    {"SeriesColor", PROP_COLOR, offsetof(Scatter, auto_color), 0, "none", NULL, set_auto_color,
     false},
    PROP_WORDS("Marker", Scatter, marker, MARKERS),
    PROP_NUM("LineWidth", Scatter, line_width),
    PROP_COL("MarkerEdgeColor", Scatter, edge, "none|flat|auto"),
    PROP_COL("MarkerFaceColor", Scatter, face, "none|flat|auto"),
    PROP_NUM("MarkerEdgeAlpha", Scatter, edge_alpha),
    PROP_NUM("MarkerFaceAlpha", Scatter, face_alpha),
    PROP_WORDS("CDataMapping", Scatter, cdata_mapping, "scaled|direct"),
    PROP_END,
};
const GClass class_scatter = {.type = "scatter",
                              .class_name = "matlab.graphics.chart.primitive.Scatter",
                              .size = sizeof(Scatter),
                              .props = scatter_props,
                              .init = init_scatter,
                              .extent = scatter_extent,
                              .color_range = scatter_color_range,
                              .draw = scatter_draw,
                              .swatch = scatter_swatch,
                              .in_axes = true};

// ---- stems -------------------------------------------------------------------------------------
static Status init_stem(Ctx *ctx, GObject *object) {
    (void)ctx;
    Stem *s = (Stem *)object;
    s->color = (GColor){COLOR_RGB, {0, 0.4470f, 0.7410f, 1}};
    s->line_width = 0.5;
    s->marker_size = 6;
    s->marker = MARKER_CIRCLE;
    s->marker_edge = AUTO_COLOR;
    s->marker_face = NO_COLOR;
    s->show_base = true;
    return OK;
}

static double stem_x(const Stem *s, Index i) {
    return s->x.v && i < numbers_count(&s->x) ? s->x.v[i] : (double)(i + 1);
}

static void stem_extent(const GObject *object, Extent *e) {
    const Stem *s = (const Stem *)object;
    Index n = numbers_count(&s->y);
    for (Index i = 0; i < n; i++) {
        extent_add(e, 0, stem_x(s, i));
        extent_add(e, 1, s->y.v[i]);
    }
    extent_add(e, 1, s->base);
    extent_add(e, 2, 0);
}

static MarkerLook stem_look(const Stem *s) {
    return (MarkerLook){
        s->marker, s->marker_size, s->marker_edge, s->marker_face, s->color.rgb, s->line_width, 1,
        1};
}

static void stem_draw(const GObject *object, Frame *f) {
    const Stem *s = (const Stem *)object;
    Index n = numbers_count(&s->y);
    Stroke stroke = {s->color.rgb, s->line_width, s->line_style, JOIN_MITER};
    MarkerLook look = stem_look(s);
    for (Index i = 0; i < n && frame_goes_on(f, 1); i++) {
        double x[2] = {stem_x(s, i), stem_x(s, i)},
               y[2] = {f->scale[1].log ? f->scale[1].lo : s->base, s->y.v[i]};
        frame_polyline(f, x, y, NULL, 2, &stroke, true);
        frame_markers(f, x + 1, y + 1, NULL, 1, &look);
    }
    if (!s->show_base) return;
    double x[2] = {f->scale[0].lo, f->scale[0].hi}, y[2] = {s->base, s->base};
    Stroke base = {color_dark, 0.5, LINE_SOLID, JOIN_MITER};
    frame_polyline(f, x, y, NULL, 2, &base, true);
}

static void stem_swatch(const GObject *object, Frame *f, Rect box) {
    const Stem *s = (const Stem *)object;
    MarkerLook look = stem_look(s);
    PathBuilder b;
    path_begin(&b, f->scene);
    path_move(&b, box.x, box.y + box.height / 2);
    path_line(&b, box.x + box.width, box.y + box.height / 2);
    SceneItem *item = scene_add(f->scene, SCENE_PATH);
    Stroke stroke = {s->color.rgb, s->line_width, s->line_style, JOIN_MITER};
    if (item) {
        item->path = path_end(&b);
        stroke_item(f, item, &stroke);
    }
    frame_marker_at(f, box.x + box.width / 2, box.y + box.height / 2, 0, &look);
}

#define MARKER_ROWS(T)                                                                    \
    PROP_COL("Color", T, color, "none"), PROP_NUM("LineWidth", T, line_width),            \
        PROP_WORDS("LineStyle", T, line_style, LINE_STYLES),                              \
        PROP_WORDS("Marker", T, marker, MARKERS), PROP_NUM("MarkerSize", T, marker_size), \
        PROP_COL("MarkerEdgeColor", T, marker_edge, "auto|none"),                         \
        PROP_COL("MarkerFaceColor", T, marker_face, "auto|none")

static const PropDef stem_props[] = {
    MARKER_ROWS(Stem),
    PROP_NUMS("XData", Stem, x),
    PROP_NUMS("YData", Stem, y),
    PROP_NUM("BaseValue", Stem, base),
    PROP_FLAG("ShowBaseLine", Stem, show_base),
    PROP_END,
};
const GClass class_stem = {.type = "stem",
                           .class_name = "matlab.graphics.chart.primitive.Stem",
                           .size = sizeof(Stem),
                           .props = stem_props,
                           .init = init_stem,
                           .extent = stem_extent,
                           .draw = stem_draw,
                           .swatch = stem_swatch,
                           .in_axes = true};

// ---- error bars --------------------------------------------------------------------------------
static Status init_errorbar(Ctx *ctx, GObject *object) {
    (void)ctx;
    ErrorBar *e = (ErrorBar *)object;
    e->color = (GColor){COLOR_RGB, {0, 0.4470f, 0.7410f, 1}};
    e->line_width = 0.5;
    e->marker_size = 6;
    e->cap_size = 6;
    e->marker_edge = AUTO_COLOR;
    e->marker_face = NO_COLOR;
    return OK;
}

static double delta(const NumArray *a, Index i) {
    Index n = numbers_count(a);
    return n ? a->v[i < n ? i : n - 1] : 0;
}

static double errorbar_x(const ErrorBar *e, Index i) {
    return e->x.v && i < numbers_count(&e->x) ? e->x.v[i] : (double)(i + 1);
}

static void errorbar_extent(const GObject *object, Extent *x) {
    const ErrorBar *e = (const ErrorBar *)object;
    Index n = numbers_count(&e->y);
    for (Index i = 0; i < n; i++) {
        double at = errorbar_x(e, i);
        extent_add(x, 0, at - delta(&e->x_neg, i));
        extent_add(x, 0, at + delta(&e->x_pos, i));
        extent_add(x, 1, e->y.v[i] - delta(&e->y_neg, i));
        extent_add(x, 1, e->y.v[i] + delta(&e->y_pos, i));
    }
    extent_add(x, 2, 0);
}

// One bar with caps; direction 0 along x, 1 along y.
static void add_bar(Frame *f, PathBuilder *b, int direction, double x, double y, double from,
                    double to, double cap) {
    double p[2], q[2], depth;
    if (isnan(from) || isnan(to) || from == to) return;
    double xs[2] = {direction ? x : from, direction ? x : to},
           ys[2] = {direction ? from : y, direction ? to : y};
    if (!frame_project(f, xs[0], ys[0], 0, &p[0], &p[1], &depth) ||
        !frame_project(f, xs[1], ys[1], 0, &q[0], &q[1], &depth))
        return;
    path_move(b, p[0], p[1]);
    path_line(b, q[0], q[1]);
    double dx = direction ? cap / 2 : 0, dy = direction ? 0 : cap / 2;
    path_move(b, p[0] - dx, p[1] - dy);
    path_line(b, p[0] + dx, p[1] + dy);
    path_move(b, q[0] - dx, q[1] - dy);
    path_line(b, q[0] + dx, q[1] + dy);
}

static void errorbar_draw(const GObject *object, Frame *f) {
    const ErrorBar *e = (const ErrorBar *)object;
    Index n = numbers_count(&e->y);
    double *x = arena_alloc(f->scene->arena, (size_t)(n ? n : 1) * sizeof *x);
    if (!x) {
        f->scene->failed = true;
        return;
    }
    PathBuilder b;
    path_begin(&b, f->scene);
    for (Index i = 0; i < n; i++) x[i] = errorbar_x(e, i);
    for (Index i = 0; i < n && frame_goes_on(f, 4); i++) {
        double y = e->y.v[i];
        add_bar(f, &b, 1, x[i], y, y - delta(&e->y_neg, i), y + delta(&e->y_pos, i), e->cap_size);
        add_bar(f, &b, 0, x[i], y, x[i] - delta(&e->x_neg, i), x[i] + delta(&e->x_pos, i),
                e->cap_size);
    }
    Stroke stroke = {e->color.rgb, e->line_width, e->line_style, JOIN_ROUND};
    frame_polyline(f, x, e->y.v, NULL, n, &stroke, true);
    frame_clip_begin(f);
    ScenePath path = path_end(&b);
    SceneItem *item = path.n_commands ? frame_add(f, SCENE_PATH, 0) : NULL;
    if (item) {
        Stroke bars = {e->color.rgb, e->line_width, LINE_SOLID, JOIN_MITER};
        item->path = path;
        stroke_item(f, item, &bars);
    }
    frame_clip_end(f);
    MarkerLook look = {
        e->marker, e->marker_size, e->marker_edge, e->marker_face, e->color.rgb, e->line_width, 1,
        1};
    frame_markers(f, x, e->y.v, NULL, n, &look);
}

static void errorbar_swatch(const GObject *object, Frame *f, Rect box) {
    const ErrorBar *e = (const ErrorBar *)object;
    PathBuilder b;
    path_begin(&b, f->scene);
    double x = box.x + box.width / 2, y = box.y + box.height / 2;
    if (e->line_style != LINE_NONE) path_move(&b, box.x, y), path_line(&b, box.x + box.width, y);
    path_move(&b, x, box.y), path_line(&b, x, box.y + box.height);
    SceneItem *item = scene_add(f->scene, SCENE_PATH);
    Stroke stroke = {e->color.rgb, e->line_width, LINE_SOLID, JOIN_MITER};
    if (item) {
        item->path = path_end(&b);
        stroke_item(f, item, &stroke);
    }
    MarkerLook look = {
        e->marker, e->marker_size, e->marker_edge, e->marker_face, e->color.rgb, e->line_width, 1,
        1};
    frame_marker_at(f, x, y, 0, &look);
}

static const PropDef errorbar_props[] = {
    MARKER_ROWS(ErrorBar),
    PROP_NUMS("XData", ErrorBar, x),
    PROP_NUMS("YData", ErrorBar, y),
    PROP_NUMS("YNegativeDelta", ErrorBar, y_neg),
    PROP_NUMS("YPositiveDelta", ErrorBar, y_pos),
    PROP_NUMS("XNegativeDelta", ErrorBar, x_neg),
    PROP_NUMS("XPositiveDelta", ErrorBar, x_pos),
    PROP_NUM("CapSize", ErrorBar, cap_size),
    PROP_END,
};
const GClass class_errorbar = {.type = "errorbar",
                               .class_name = "matlab.graphics.chart.primitive.ErrorBar",
                               .size = sizeof(ErrorBar),
                               .props = errorbar_props,
                               .init = init_errorbar,
                               .extent = errorbar_extent,
                               .draw = errorbar_draw,
                               .swatch = errorbar_swatch,
                               .in_axes = true};

// ---- xline, yline ------------------------------------------------------------------------------
static Status init_constant(Ctx *ctx, GObject *object) {
    (void)ctx;
    Constant *c = (Constant *)object;
    c->color = c->label_color = (GColor){COLOR_RGB, color_dark};
    c->line_width = 0.5;
    c->alpha = 0.7;
    c->font_size = 10;
    c->label_horizontal = 2;
    c->label_vertical = 0;
    return OK;
}

static void done_constant(GObject *object) {
    Constant *c = (Constant *)object;
    texts_done(&c->label, &c->n_label);
}

// Constant lines do not move the limits beyond the data, but give them when there is nothing else.
static void constant_extent(const GObject *object, Extent *e) {
    const Constant *c = (const Constant *)object;
    extent_add(e, c->vertical ? 0 : 1, c->value);
}

static void constant_draw(const GObject *object, Frame *f) {
    const Constant *c = (const Constant *)object;
    if (f->is_3d) return;
    const Scale *along = &f->scale[c->vertical ? 1 : 0], *across = &f->scale[c->vertical ? 0 : 1];
    if (!(c->value >= across->lo && c->value <= across->hi)) return;
    double ends[2] = {along->lo, along->hi}, at[2] = {c->value, c->value};
    Stroke stroke = {color_with_alpha(c->color.rgb, c->alpha), c->line_width, c->line_style,
                     JOIN_MITER};
    frame_polyline(f, c->vertical ? at : ends, c->vertical ? ends : at, NULL, 2, &stroke, true);
    if (!c->n_label) return;
    FontSpec font = {f->axes->font_name, (float)c->font_size, false, false};
    Label label;
    f->status = label_make_lines(f->ctx, c->interpreter, &font, c->label, c->n_label, &label);
    if (f->status != OK) return;
    double px, py, depth;
    Color color = color_with_alpha(c->label_color.rgb, 1);
    frame_project(f, c->vertical ? c->value : along->lo, c->vertical ? along->lo : c->value, 0, &px,
                  &py, &depth);
    if (c->vertical) { // turned, ending at the top, left or right of the line
        double y = c->label_vertical == 0   ? f->box.y + 3
                   : c->label_vertical == 1 ? f->box.y + f->box.height / 2
                                            : f->box.y + f->box.height - 3;
        double h = c->label_vertical == 0 ? 1 : c->label_vertical == 1 ? 0.5 : 0;
        bool left = c->label_horizontal == 0;
        label_place(&label, f->scene, NULL, px + (left ? -2 : 2), y, h, left ? 1 : 0, M_PI / 2, 0,
                    color);
    } else {
        double x = c->label_horizontal == 0   ? f->box.x + 3
                   : c->label_horizontal == 1 ? f->box.x + f->box.width / 2
                                              : f->box.x + f->box.width - 3;
        double h = c->label_horizontal == 0 ? 0 : c->label_horizontal == 1 ? 0.5 : 1;
        bool below = c->label_vertical == 2;
        label_place(&label, f->scene, NULL, x, py + (below ? 2 : -2), h, below ? 0 : 1, 0, h,
                    color);
    }
    label_done(&label);
}

static void constant_swatch(const GObject *object, Frame *f, Rect box) {
    const Constant *c = (const Constant *)object;
    PathBuilder b;
    path_begin(&b, f->scene);
    path_move(&b, box.x, box.y + box.height / 2);
    path_line(&b, box.x + box.width, box.y + box.height / 2);
    SceneItem *item = scene_add(f->scene, SCENE_PATH);
    Stroke stroke = {color_with_alpha(c->color.rgb, c->alpha), c->line_width, c->line_style,
                     JOIN_MITER};
    if (!item) return;
    item->path = path_end(&b);
    stroke_item(f, item, &stroke);
}

static Status set_constant_label(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Constant *c = (Constant *)o;
    char **lines = NULL;
    Index n = 0;
    TRY(texts_from_value(ctx, value, def->name, &lines, &n));
    texts_done(&c->label, &c->n_label);
    c->label = lines;
    c->n_label = n;
    return OK;
}

static Status get_constant_label(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    const Constant *c = (const Constant *)o;
    *ret = (PropValue){.kind = PROP_TEXT};
    ret->text = mem_dup(c->n_label ? c->label[0] : "");
    return ret->text ? OK : ctx_fail_nomem(ctx);
}

// Setting the line's colour colours its label, too.
static Status set_constant_color(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Constant *c = (Constant *)o;
    TRY(color_from_value(ctx, value, def->words, def->name, &c->color));
    c->label_color = c->color;
    return OK;
}

static const PropDef constant_props[] = {
    PROP_NUM("Value", Constant, value),
    PROP_FLAG("Vertical", Constant, vertical),
    {"Label", PROP_TEXT, 0, 0, NULL, get_constant_label, set_constant_label, false},
    {"Color", PROP_COLOR, offsetof(Constant, color), 0, "none", NULL, set_constant_color, false},
    PROP_COL("LabelColor", Constant, label_color, "none"),
    PROP_NUM("LineWidth", Constant, line_width),
    PROP_NUM("Alpha", Constant, alpha),
    PROP_NUM("FontSize", Constant, font_size),
    PROP_WORDS("LineStyle", Constant, line_style, LINE_STYLES),
    PROP_WORDS("LabelHorizontalAlignment", Constant, label_horizontal, "left|center|right"),
    PROP_WORDS("LabelVerticalAlignment", Constant, label_vertical, "top|middle|bottom"),
    PROP_WORDS("LabelOrientation", Constant, label_orientation, "aligned|horizontal"),
    PROP_WORDS("Interpreter", Constant, interpreter, "tex|latex|none"),
    PROP_END,
};
const GClass class_constant = {.type = "constantline",
                               .class_name = "matlab.graphics.chart.decoration.ConstantLine",
                               .size = sizeof(Constant),
                               .props = constant_props,
                               .init = init_constant,
                               .done = done_constant,
                               .extent = constant_extent,
                               .draw = constant_draw,
                               .swatch = constant_swatch,
                               .in_axes = true};
