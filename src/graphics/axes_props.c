// Properties of axes: three rulers with the same set of names, titles and labels as objects, place
// in units, and modes.
#include "graphics/axes_props.h"
#include <string.h>
#include <strings.h>

static Status number_list(Ctx *ctx, const PropDef *def, const PropValue *value, const double **ret,
                          Index *ret_n) {
    if (value->kind != PROP_NUMBERS && value->kind != PROP_NUMBER)
        return prop_bad_value(ctx, def->name, "Value must be a numeric vector.");
    *ret = value->kind == PROP_NUMBER ? &value->number : value->numbers.v;
    *ret_n = value->kind == PROP_NUMBER ? 1 : numbers_count(&value->numbers);
    return OK;
}

static int ruler_of(const PropDef *def) {
    char c = def->name[0] == 'M' && def->name[1] == 'i' ? 'x' : def->name[0];
    return c == 'Y' ? 1 : c == 'Z' ? 2 : 0;
}

// ---- limits ------------------------------------------------------------------------------------
static Status get_lim(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    double lim[2];
    axes_limits(o, ruler_of(def), lim);
    return value_from_numbers(ctx, lim, 1, 2, ret);
}

static Status set_lim(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    const double *v;
    Index n;
    TRY(number_list(ctx, def, value, &v, &n));
    if (n != 2 || !(v[0] < v[1]))
        return prop_bad_value(ctx, def->name,
                              "Value must be a 1x2 vector of numeric type in which the second "
                              "element is larger than the first and may be Inf.");
    Ruler *r = &((Axes *)o)->ruler[ruler_of(def)];
    r->lim[0] = v[0];
    r->lim[1] = v[1];
    r->lim_manual = true;
    return OK;
}

// Freezing automatic limits keeps what is shown now.
static Status set_lim_mode(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Ruler *r = &((Axes *)o)->ruler[ruler_of(def)];
    double lim[2];
    axes_limits(o, ruler_of(def), lim);
    bool was = r->lim_manual;
    TRY(set_mode(ctx, o, def, value));
    if (r->lim_manual && !was) r->lim[0] = lim[0], r->lim[1] = lim[1];
    return OK;
}

static Status get_clim(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    double lim[2];
    axes_color_limits((Axes *)o, lim);
    return value_from_numbers(ctx, lim, 1, 2, ret);
}

static Status set_clim(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    const double *v;
    Index n;
    TRY(number_list(ctx, def, value, &v, &n));
    if (n != 2 || !(v[0] < v[1]))
        return prop_bad_value(ctx, def->name, "Value must be a 1x2 increasing vector.");
    Axes *ax = (Axes *)o;
    ax->clim[0] = v[0], ax->clim[1] = v[1];
    ax->clim_manual = true;
    return OK;
}

// ---- ticks -------------------------------------------------------------------------------------
typedef Status (*WithFrame)(Ctx *ctx, const Frame *f, int dim, PropValue *ret);

// Runs `fn` on the axes resolved at their present size.
static Status resolved(Ctx *ctx, GObject *o, const PropDef *def, WithFrame fn, PropValue *ret) {
    Axes *ax = (Axes *)o;
    Scene *scene = scene_new(1, 1);
    if (!scene) return ctx_fail_nomem(ctx);
    Rect box = ax->inner.width > 0 ? ax->inner : (Rect){0, 0, 0.775 * 420, 0.815 * 315};
    Frame f;
    Status status = frame_begin(&f, ctx, scene, ax, box);
    if (status == OK) status = fn(ctx, &f, ruler_of(def), ret);
    frame_end(&f);
    scene_free(scene);
    return status;
}

static Status ticks_out(Ctx *ctx, const Frame *f, int dim, PropValue *ret) {
    return value_from_numbers(ctx, f->scale[dim].ticks.at, 1, f->scale[dim].ticks.n, ret);
}

static Status get_ticks(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    const Ruler *r = &((Axes *)o)->ruler[ruler_of(def)];
    if (r->ticks_manual)
        return value_from_numbers(ctx, r->ticks.v, 1, numbers_count(&r->ticks), ret);
    return resolved(ctx, o, def, ticks_out, ret);
}

static Status set_ticks(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    const double *v;
    Index n;
    TRY(number_list(ctx, def, value, &v, &n));
    for (Index i = 1; i < n; i++)
        if (!(v[i] > v[i - 1]))
            return prop_bad_value(ctx, def->name,
                                  "Value must be a vector of numeric type whose values increase.");
    Ruler *r = &((Axes *)o)->ruler[ruler_of(def)];
    NumArray copy, given = {(double *)v, n, 1, 1};
    TRY(numbers_copy(ctx, &given, &copy));
    numbers_done(&r->ticks);
    r->ticks = copy;
    r->ticks_manual = true;
    return OK;
}

static Status texts_out(Ctx *ctx, char *const *texts, Index n, PropValue *ret) {
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_TEXTS;
    ret->texts = mem_alloc_zero((size_t)(n ? n : 1) * sizeof *ret->texts);
    if (!ret->texts) return ctx_fail_nomem(ctx);
    for (; ret->n_texts < n; ret->n_texts++) {
        ret->texts[ret->n_texts] = mem_dup(texts[ret->n_texts]);
        if (!ret->texts[ret->n_texts]) {
            prop_value_done(ret);
            return ctx_fail_nomem(ctx);
        }
    }
    return OK;
}

static Status labels_out(Ctx *ctx, const Frame *f, int dim, PropValue *ret) {
    return texts_out(ctx, f->scale[dim].ticks.labels, f->scale[dim].ticks.n, ret);
}

static Status get_labels(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    const Ruler *r = &((Axes *)o)->ruler[ruler_of(def)];
    if (r->labels_manual) return texts_out(ctx, r->labels, r->n_labels, ret);
    return resolved(ctx, o, def, labels_out, ret);
}

static Status set_labels(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Ruler *r = &((Axes *)o)->ruler[ruler_of(def)];
    char **texts = NULL;
    Index n = 0;
    TRY(texts_from_value(ctx, value, def->name, &texts, &n));
    if (n == 1 && value->kind == PROP_TEXT && !texts[0][0]) texts_done(&texts, &n);
    texts_done(&r->labels, &r->n_labels);
    r->labels = texts;
    r->n_labels = n;
    r->labels_manual = true;
    return OK;
}

// ---- labels, titles, rulers as objects ---------------------------------------------------------
static Status object_out(Ctx *ctx, GObject *object, PropValue *ret) {
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_OBJECTS;
    ret->objects = mem_alloc(sizeof *ret->objects);
    if (!ret->objects) return ctx_fail_nomem(ctx);
    ret->objects[0] = object;
    ret->n_objects = object != NULL;
    return OK;
}

static TextObject *label_of(GObject *o, const PropDef *def) {
    Axes *ax = (Axes *)o;
    if (def->name[0] == 'T') return ax->title;
    if (def->name[0] == 'S') return ax->subtitle;
    return ax->ruler[ruler_of(def)].label;
}

static Status get_label(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    return object_out(ctx, &label_of(o, def)->head, ret);
}

// Assigning text (or another text object) takes over what it says.
static Status set_label(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    GObject *label = &label_of(o, def)->head;
    if (value->kind != PROP_OBJECTS) return object_set(ctx, label, "String", value);
    if (value->n_objects != 1 || value->objects[0]->cls != &class_text)
        return prop_bad_value(ctx, def->name, "Value must be text.");
    PropValue from;
    TRY(object_get(ctx, value->objects[0], "String", &from));
    Status status = object_set(ctx, label, "String", &from);
    prop_value_done(&from);
    return status;
}

static Status get_ruler(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    Axes *ax = (Axes *)o;
    int dim = ruler_of(def);
    Ruler *r = &ax->ruler[dim];
    if (!r->proxy) {
        GObject *proxy = NULL;
        TRY(object_new(ctx, o->root, "numericruler", o, &proxy));
        proxy->unlisted = true;
        ((RulerProxy *)proxy)->dim = dim;
        r->proxy = proxy;
    }
    return object_out(ctx, r->proxy, ret);
}

static Status get_legend(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    Axes *ax = (Axes *)o;
    return object_out(ctx, def->name[0] == 'L' ? (GObject *)ax->legend : (GObject *)ax->colorbar,
                      ret);
}

// ---- place -------------------------------------------------------------------------------------
static const double unit_points[] = {
    0, 0.75, 1, 72, 72 / 2.54, 10}; // normalized pixels points inches centimeters characters
#define UNITS "normalized|pixels|points|inches|centimeters|characters"

static void figure_size(const GObject *o, double size[2]) {
    const Figure *figure = (const Figure *)object_ancestor((GObject *)o, "figure");
    size[0] = figure ? figure->position[2] * 0.75 : 420;
    size[1] = figure ? figure->position[3] * 0.75 : 315;
}

static void convert(const GObject *o, int units, const double in[4], double out[4],
                    bool to_normalized) {
    double size[2];
    figure_size(o, size);
    for (int i = 0; i < 4; i++) {
        double factor = units == 0 ? 1 : unit_points[units] / size[i & 1];
        out[i] = to_normalized ? in[i] * factor : in[i] / factor;
    }
}

static Status get_position(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    Axes *ax = (Axes *)o;
    double out[4], in[4];
    const double *from = def->name[0] == 'O' ? ax->outer_position : ax->position;
    memcpy(in, from, sizeof in);
    GObject *figure = object_ancestor(o, "figure");
    if (figure && figure_layout(ctx, (Figure *)figure) == OK &&
        (ax->tile || ax->is_subplot || !ax->position_manual)) {
        double size[2];
        figure_size(o, size);
        Rect r = def->name[0] == 'O' ? ax->outer : ax->inner;
        in[0] = r.x / size[0], in[1] = 1 - (r.y + r.height) / size[1];
        in[2] = r.width / size[0], in[3] = r.height / size[1];
    }
    convert(o, ax->units, in, out, false);
    return value_from_numbers(ctx, out, 1, 4, ret);
}

static Status set_position(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Axes *ax = (Axes *)o;
    const double *v;
    Index n;
    TRY(number_list(ctx, def, value, &v, &n));
    if (n != 4 || !(v[2] > 0) || !(v[3] > 0))
        return prop_bad_value(ctx, def->name,
                              "Value must be a 4-element vector with positive width and height.");
    double out[4];
    convert(o, ax->units, v, out, true);
    if (def->name[0] == 'O') {
        memcpy(ax->outer_position, out, sizeof out);
        ax->outer_manual = true;
        ax->position_manual = false;
    } else {
        memcpy(ax->position, out, sizeof out);
        ax->position_manual = true;
    }
    ax->is_subplot = false;
    return OK;
}

static Status get_tight_inset(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    Axes *ax = (Axes *)o;
    GObject *figure = object_ancestor(o, "figure");
    if (figure) TRY(figure_layout(ctx, (Figure *)figure));
    double size[2];
    figure_size(o, size);
    double v[4] = {ax->insets.left / size[0], ax->insets.bottom / size[1],
                   ax->insets.right / size[0], ax->insets.top / size[1]};
    return value_from_numbers(ctx, v, 1, 4, ret);
}

// ---- vectors of fixed length -------------------------------------------------------------------
static Status get_pair(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    return value_from_numbers(ctx, (const double *)(const void *)((const char *)o + def->offset), 1,
                              2, ret);
}

static Status set_view(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    const double *v;
    Index n;
    TRY(number_list(ctx, def, value, &v, &n));
    if (n != 2 || !isfinite(v[0]) || !isfinite(v[1]))
        return prop_bad_value(ctx, def->name, "Value must be a 2-element vector.");
    Axes *ax = (Axes *)o;
    ax->view[0] = v[0];
    ax->view[1] = fmin(fmax(v[1], -90), 90);
    ax->view_manual = true;
    return OK;
}

static Status get_triple(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    return value_from_numbers(ctx, (const double *)(const void *)((const char *)o + def->offset), 1,
                              3, ret);
}

static Status set_triple(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    const double *v;
    Index n;
    TRY(number_list(ctx, def, value, &v, &n));
    for (Index i = 0; i < n; i++)
        if (!(v[i] > 0) || !isfinite(v[i])) n = 0;
    if (n != 3)
        return prop_bad_value(ctx, def->name,
                              "Value must be a 3-element vector of positive numbers.");
    memcpy((char *)o + def->offset, v, 3 * sizeof *v);
    return OK;
}

static Status set_colormap(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    if (value->kind != PROP_NUMBERS || value->numbers.columns != 3 || value->numbers.rows < 1)
        return prop_bad_value(ctx, def->name, "Value must be an n-by-3 array of RGB triplets.");
    Axes *ax = (Axes *)o;
    NumArray *to = strcasecmp(def->name, "ColorOrder") ? &ax->colormap : &ax->color_order;
    NumArray copy;
    TRY(numbers_copy(ctx, &value->numbers, &copy));
    numbers_done(to);
    *to = copy;
    if (to == &ax->colormap)
        ax->colormap_manual = true;
    else
        ax->color_order_manual = true;
    return OK;
}

static Status get_colormap(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    Axes *ax = (Axes *)o;
    if (!strcasecmp(def->name, "ColorOrder"))
        return value_from_numbers(ctx, ax->color_order.v, ax->color_order.rows, 3, ret);
    Index n;
    const double *v = axes_colormap(ax, &n);
    return value_from_numbers(ctx, v, n, 3, ret);
}

// ---- tile of a layout --------------------------------------------------------------------------
static Status get_tile(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    const Axes *ax = (const Axes *)o;
    if (def->kind == PROP_NUMBERS)
        return value_from_numbers(
            ctx, (const double[]){(double)ax->span_rows, (double)ax->span_columns}, 1, 2, ret);
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_NUMBER;
    ret->number = (double)ax->tile;
    return OK;
}

static Status set_tile(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Axes *ax = (Axes *)o;
    const double *v;
    Index n;
    TRY(number_list(ctx, def, value, &v, &n));
    for (Index i = 0; i < n; i++)
        if (!(v[i] >= 1) || v[i] > 1e6 || v[i] != floor(v[i])) n = -1;
    if (n != (def->kind == PROP_NUMBERS ? 2 : 1))
        return prop_bad_value(ctx, def->name, "Value must consist of positive integers.");
    if (def->kind == PROP_NUMBERS)
        ax->span_rows = (Index)v[0], ax->span_columns = (Index)v[1];
    else
        ax->tile = (Index)v[0];
    if (ax->span_rows < 1) ax->span_rows = ax->span_columns = 1;
    return OK;
}

#define A(m) offsetof(Axes, m)
#define RULER_ROWS(X, d)                                                                      \
    {X "Lim", PROP_NUMBERS, 0, 0, NULL, get_lim, set_lim, false},                             \
        {X "LimMode",   PROP_WORD, A(ruler[d].lim_manual), 0,                                 \
         "auto|manual", get_mode,  set_lim_mode,           false},                            \
        PROP_WORDS(X "LimitMethod", Axes, ruler[d].limit_method, "tickaligned|tight|padded"), \
        PROP_WORDS(X "Scale", Axes, ruler[d].scale, "linear|log"),                            \
        PROP_WORDS(X "Dir", Axes, ruler[d].direction, "normal|reverse"),                      \
        {X "Tick", PROP_NUMBERS, 0, 0, NULL, get_ticks, set_ticks, false},                    \
        PROP_MODE(X "TickMode", Axes, ruler[d].ticks_manual),                                 \
        {X "TickLabel", PROP_TEXTS, 0, 0, NULL, get_labels, set_labels, false},               \
        PROP_MODE(X "TickLabelMode", Axes, ruler[d].labels_manual),                           \
        {X "TickLabelRotation",                                                               \
         PROP_NUMBER,                                                                         \
         A(ruler[d].label_angle),                                                             \
         A(ruler[d].label_angle_manual),                                                      \
         NULL,                                                                                \
         NULL,                                                                                \
         NULL,                                                                                \
         false},                                                                              \
        PROP_FLAG(X "Grid", Axes, ruler[d].grid),                                             \
        PROP_FLAG(X "MinorGrid", Axes, ruler[d].minor_grid),                                  \
        PROP_FLAG(X "MinorTick", Axes, ruler[d].minor_tick),                                  \
        {X "Color", PROP_COLOR, A(ruler[d].color), A(ruler[d].color_manual), "none", NULL,    \
         NULL,      false},                                                                   \
        {X "Label", PROP_OBJECTS, 0, 0, NULL, get_label, set_label, false}, {                 \
        X "Axis", PROP_OBJECTS, 0, 0, NULL, get_ruler, NULL, true                             \
    }

const PropDef axes_props[] = {
    RULER_ROWS("X", 0),
    RULER_ROWS("Y", 1),
    RULER_ROWS("Z", 2),
    PROP_WORDS("XAxisLocation", Axes, ruler[0].location, "bottom|top|origin"),
    PROP_WORDS("YAxisLocation", Axes, ruler[1].location, "left|right|origin"),
    {"CLim", PROP_NUMBERS, 0, 0, NULL, get_clim, set_clim, false},
    PROP_MODE("CLimMode", Axes, clim_manual),
    PROP_WORDS("ColorScale", Axes, color_scale, "linear|log"),
    {"Title", PROP_OBJECTS, 0, 0, NULL, get_label, set_label, false},
    {"Subtitle", PROP_OBJECTS, 0, 0, NULL, get_label, set_label, false},
    PROP_WORDS("TitleHorizontalAlignment", Axes, title_align, "center|left|right"),
    {"Legend", PROP_OBJECTS, 0, 0, NULL, get_legend, NULL, true},
    {"Colorbar", PROP_OBJECTS, 0, 0, NULL, get_legend, NULL, true},
    {"Position", PROP_NUMBERS, 0, 0, NULL, get_position, set_position, false},
    {"InnerPosition", PROP_NUMBERS, 0, 0, NULL, get_position, set_position, false},
    {"OuterPosition", PROP_NUMBERS, 0, 0, NULL, get_position, set_position, false},
    {"TightInset", PROP_NUMBERS, 0, 0, NULL, get_tight_inset, NULL, true},
    PROP_WORDS("Units", Axes, units, UNITS),
    PROP_WORDS("PositionConstraint", Axes, position_constraint, "outerposition|innerposition"),
    PROP_WORDS("NextPlot", Axes, next_plot, "replace|add|replacechildren"),
    {"Box", PROP_ONOFF, A(box), A(box_manual), NULL, NULL, NULL, false},
    PROP_WORDS("BoxStyle", Axes, box_style, "back|full"),
    PROP_WORDS("Layer", Axes, layer, "bottom|top"),
    PROP_WORDS("TickDir", Axes, tick_dir, "in|out|both|none"),
    PROP_NUMS("TickLength", Axes, tick_length),
    PROP_NUM("LineWidth", Axes, line_width),
    {"View", PROP_NUMBERS, A(view), 0, NULL, get_pair, set_view, false},
    {"DataAspectRatio", PROP_NUMBERS, A(aspect), A(aspect_manual), NULL, get_triple, set_triple,
     false},
    PROP_MODE("DataAspectRatioMode", Axes, aspect_manual),
    {"PlotBoxAspectRatio", PROP_NUMBERS, A(plot_aspect), A(plot_aspect_manual), NULL, get_triple,
     set_triple, false},
    PROP_MODE("PlotBoxAspectRatioMode", Axes, plot_aspect_manual),
    PROP_STRING("FontName", Axes, font_name),
    {"FontSize", PROP_NUMBER, A(font_size), A(font_size_manual), NULL, NULL, NULL, false},
    PROP_MODE("FontSizeMode", Axes, font_size_manual),
    PROP_WORDS("FontWeight", Axes, font_weight, "normal|bold"),
    PROP_WORDS("FontAngle", Axes, font_angle, "normal|italic"),
    PROP_NUM("LabelFontSizeMultiplier", Axes, label_scale),
    PROP_NUM("TitleFontSizeMultiplier", Axes, title_scale),
    PROP_COL("Color", Axes, color, "none"),
    {"GridColor", PROP_COLOR, A(grid_color), A(grid_color_manual), "none", NULL, NULL, false},
    PROP_COL("MinorGridColor", Axes, minor_grid_color, "none"),
    PROP_NUM("GridAlpha", Axes, grid_alpha),
    PROP_NUM("MinorGridAlpha", Axes, minor_grid_alpha),
    PROP_WORDS("GridLineStyle", Axes, grid_style, LINE_STYLES),
    PROP_WORDS("MinorGridLineStyle", Axes, minor_grid_style, LINE_STYLES),
    {"ColorOrder", PROP_NUMBERS, 0, 0, NULL, get_colormap, set_colormap, false},
    {"Colormap", PROP_NUMBERS, 0, 0, NULL, get_colormap, set_colormap, false},
    PROP_MODE("ColormapMode", Axes, colormap_manual),
    PROP_WORDS("ClippingStyle", Axes, clip_style, "3dbox|rectangle"),
    PROP_WORDS("SortMethod", Axes, sort_method, "depth|childorder"),
    {"LayoutTile", PROP_NUMBER, 0, 0, NULL, get_tile, set_tile, false},
    {"LayoutSpan", PROP_NUMBERS, 0, 0, NULL, get_tile, set_tile, false},
    PROP_END,
};

// ---- XAxis, YAxis, ZAxis: the same properties under short names --------------------------------
static const char *const short_names[][2] = {
    {"Limits", "Lim"},           {"LimitsMode", "LimMode"},
    {"Scale", "Scale"},          {"Direction", "Dir"},
    {"TickValues", "Tick"},      {"TickValuesMode", "TickMode"},
    {"TickLabels", "TickLabel"}, {"TickLabelRotation", "TickLabelRotation"},
    {"Color", "Color"},          {"Label", "Label"},
    {"MinorTick", "MinorTick"},
};

static const char *long_name(const GObject *o, const PropDef *def, char name[40]) {
    name[0] = "XYZ"[((const RulerProxy *)o)->dim];
    name[1] = 0;
    for (size_t i = 0; i < sizeof short_names / sizeof *short_names; i++)
        if (!strcmp(short_names[i][0], def->name)) strncat(name, short_names[i][1], 38);
    return name;
}

static Status get_through(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    char name[40];
    return object_get(ctx, o->parent, long_name(o, def, name), ret);
}

static Status set_through(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    char name[40];
    return object_set(ctx, o->parent, long_name(o, def, name), value);
}

static Ruler *proxied(GObject *o) {
    return &((Axes *)o->parent)->ruler[((RulerProxy *)o)->dim];
}

static Status get_exponent(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)ctx;
    const Ruler *r = proxied(o);
    memset(ret, 0, sizeof *ret);
    ret->kind = def->kind;
    if (def->kind == PROP_NUMBER)
        ret->number = r->exponent;
    else {
        ret->text = mem_dup(r->format ? r->format : "%g");
        if (!ret->text) return ctx_fail_nomem(ctx);
    }
    return OK;
}

static Status set_exponent(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Ruler *r = proxied(o);
    if (def->kind == PROP_NUMBER) {
        TRY(value_as_number(ctx, value, def->name, &r->exponent));
        r->exponent_manual = true;
        return OK;
    }
    if (!value->text) return prop_bad_value(ctx, def->name, "Value must be text.");
    char *copy = mem_dup(value->text);
    if (!copy) return ctx_fail_nomem(ctx);
    mem_free(r->format);
    r->format = copy;
    return OK;
}

static Status get_axis_font(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    return object_get(ctx, o->parent, def->name, ret);
}
static Status set_axis_font(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *v) {
    return object_set(ctx, o->parent, def->name, v);
}

static Status get_axis_visible(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)ctx, (void)def;
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_ONOFF;
    ret->flag = !proxied(o)->hidden;
    return OK;
}

static Status set_axis_visible(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    bool off = (value->text && !strcasecmp(value->text, "off")) ||
               (value->kind == PROP_ONOFF && !value->flag) ||
               (value->kind == PROP_NUMBERS && numbers_count(&value->numbers) == 1 &&
                value->numbers.v[0] == 0);
    (void)ctx, (void)def;
    proxied(o)->hidden = off;
    return OK;
}

#define THROUGH(name, kind, words) \
    { name, kind, 0, 0, words, get_through, set_through, false }
static const PropDef ruler_props[] = {
    THROUGH("Limits", PROP_NUMBERS, NULL),
    THROUGH("LimitsMode", PROP_WORD, "auto|manual"),
    THROUGH("Scale", PROP_WORD, "linear|log"),
    THROUGH("Direction", PROP_WORD, "normal|reverse"),
    THROUGH("TickValues", PROP_NUMBERS, NULL),
    THROUGH("TickValuesMode", PROP_WORD, "auto|manual"),
    THROUGH("TickLabels", PROP_TEXTS, NULL),
    THROUGH("TickLabelRotation", PROP_NUMBER, NULL),
    THROUGH("Color", PROP_COLOR, "none"),
    THROUGH("Label", PROP_OBJECTS, NULL),
    THROUGH("MinorTick", PROP_ONOFF, NULL),
    {"Exponent", PROP_NUMBER, 0, 0, NULL, get_exponent, set_exponent, false},
    {"TickLabelFormat", PROP_TEXT, 0, 0, NULL, get_exponent, set_exponent, false},
    {"FontSize", PROP_NUMBER, 0, 0, NULL, get_axis_font, set_axis_font, false},
    {"FontName", PROP_TEXT, 0, 0, NULL, get_axis_font, set_axis_font, false},
    {"FontWeight", PROP_WORD, 0, 0, "normal|bold", get_axis_font, set_axis_font, false},
    {"Visible", PROP_ONOFF, 0, 0, NULL, get_axis_visible, set_axis_visible, false},
    PROP_END,
};
const GClass class_ruler = {.type = "numericruler",
                            .class_name = "matlab.graphics.axis.decorator.NumericRuler",
                            .size = sizeof(RulerProxy),
                            .props = ruler_props};
