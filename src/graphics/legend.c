// Legends. Entries are the plots of the axes in order of creation (or those given), each with a
// sample drawn by its class and its DisplayName, "data1", "data2", … when that is empty. "best"
// tries the corners and takes the one with the fewest data points below.
#include "graphics/internal.h"
#include <stdio.h>
#include <string.h>

#define LOCATIONS                                                                              \
    "northeast|north|northwest|east|west|southeast|south|southwest|best|northoutside|"         \
    "southoutside|eastoutside|westoutside|northeastoutside|northwestoutside|southeastoutside|" \
    "southwestoutside|bestoutside|none|layout"
enum { AT_BEST = 8, AT_OUTSIDE = 9, AT_NONE = 18, AT_LAYOUT = 19 };

static Status init_legend(Ctx *ctx, GObject *object) {
    Legend *legend = (Legend *)object;
    legend->font_size = 9;
    legend->box = true;
    legend->auto_update = true;
    legend->color = GRAY(1);
    legend->edge = (GColor){COLOR_RGB, color_dark};
    legend->text_color = GRAY(0);
    legend->num_columns = 1;
    legend->line_width = 0.5;
    legend->axes = object->parent;
    object->unlisted = true;
    Axes *ax = (Axes *)object->parent;
    if (ax->legend) object_delete(&ax->legend->head);
    ax->legend = legend;
    return label_new(ctx, object, 9, true, &legend->title);
}

static void done_legend(GObject *object) {
    Legend *legend = (Legend *)object;
    texts_done(&legend->texts, &legend->n_texts);
    mem_free(legend->plots);
}

// ---- entries -----------------------------------------------------------------------------------
typedef struct Entry {
    const GObject *plot;
    Label label;
} Entry;
typedef struct Entries {
    Entry *item;
    Index n, columns, rows;
    double token, gap, pad, row, widest, title_height, width, height;
} Entries;

static Index list_plots(const Legend *legend, const GObject **plots, Index most) {
    Index n = 0;
    if (legend->plots_manual) {
        for (Index i = 0; i < legend->n_plots && n < most; i++) {
            const GObject *plot = graphics_find(legend->head.root, legend->plots[i]);
            if (plot && plot->cls->swatch) plots[n++] = plot;
        }
        return n;
    }
    const GObject *ax = legend->axes;
    for (Index i = 0; i < ax->n_children && n < most; i++) {
        const GObject *child = ax->children[i];
        if (child->cls->swatch && child->in_legend && !child->unlisted) plots[n++] = child;
    }
    return n;
}

static void entries_done(Entries *e) {
    for (Index i = 0; i < e->n && e->item; i++) label_done(&e->item[i].label);
    mem_free(e->item);
    e->item = NULL;
}

static const char *entry_text(const Legend *legend, const GObject *plot, Index i,
                              char automatic[32]) {
    if (i < legend->n_texts) return legend->texts[i];
    if (plot->display_name && *plot->display_name) return plot->display_name;
    snprintf(automatic, 32, "data%lld", (long long)i + 1);
    return automatic;
}

static Status measure(Ctx *ctx, const Legend *legend, Entries *e) {
    memset(e, 0, sizeof *e);
    enum { MOST = 50 }; // more than fit on a page
    const GObject *plots[MOST];
    Index n = list_plots(legend, plots, MOST);
    if (legend->n_texts && legend->n_texts < n) n = legend->n_texts;
    e->item = mem_alloc_zero((size_t)(n ? n : 1) * sizeof *e->item);
    if (!e->item) return ctx_fail_nomem(ctx);
    double size = legend->font_size_manual
                      ? legend->font_size
                      : fmin(9, 0.9 * axes_font_size((const Axes *)legend->axes));
    FontSpec font = {legend->font_name ? legend->font_name : "Helvetica", (float)size,
                     legend->font_weight == 1, false};
    double tallest = size * 1.15;
    for (e->n = 0; e->n < n; e->n++) {
        char automatic[32];
        Entry *entry = &e->item[e->n];
        entry->plot = plots[e->n];
        TRY(label_make(ctx, legend->interpreter, &font,
                       entry_text(legend, entry->plot, e->n, automatic), &entry->label));
        e->widest = fmax(e->widest, entry->label.box.width);
        tallest = fmax(tallest, entry->label.box.ascent + entry->label.box.descent);
    }
    e->token = 22.5;
    e->gap = 3.5;
    e->pad = 3;
    e->row = tallest + 1.5;
    e->columns = legend->orientation == 1 && !legend->columns_manual
                     ? n
                     : (Index)fmax(1, legend->num_columns);
    if (e->columns > n) e->columns = n ? n : 1;
    e->rows = n ? (n + e->columns - 1) / e->columns : 0;
    if (!text_is_empty(legend->title)) {
        FontSpec bold = text_font(legend->title, font.family, size);
        Label label;
        TRY(label_make_lines(ctx, legend->title->interpreter, &bold, legend->title->lines,
                             legend->title->n_lines, &label));
        e->title_height = label.box.ascent + label.box.descent + 2;
        e->width = label.box.width + 2 * e->pad;
        label_done(&label);
    }
    double column = e->token + e->gap + e->widest + 2 * e->pad;
    e->width = fmax(e->width, (double)e->columns * column + 2);
    e->height = (double)e->rows * e->row + 2 * e->pad - 1.5 + e->title_height;
    return OK;
}

Status legend_measure(Ctx *ctx, const Legend *legend, double *ret_width, double *ret_height) {
    Entries e;
    Status status = measure(ctx, legend, &e);
    if (status == OK) {
        *ret_width = e.width;
        *ret_height = e.height;
    }
    entries_done(&e);
    return status;
}

Insets legend_insets(Ctx *ctx, const Legend *legend) {
    Insets in = {0};
    double width, height;
    if (legend->location < AT_OUTSIDE || legend->location >= AT_NONE || legend->location_manual)
        return in;
    if (legend_measure(ctx, legend, &width, &height) != OK) return in;
    switch (legend->location) {
    case 9: in.top = height + 6; break;
    case 10: in.bottom = height + 6; break;
    case 12:
    case 14:
    case 16: in.left = width + 8; break;
    default: in.right = width + 8;
    }
    return in;
}

// ---- place -------------------------------------------------------------------------------------
static Rect corner_rect(const Frame *f, int location, double width, double height) {
    double m = 7.5;
    const Rect *b = &f->box;
    double left = b->x + m, middle = b->x + (b->width - width) / 2,
           right = b->x + b->width - width - m;
    double top = b->y + m, centre = b->y + (b->height - height) / 2,
           bottom = b->y + b->height - height - m;
    switch (location) {
    case 1: return (Rect){middle, top, width, height};
    case 2: return (Rect){left, top, width, height};
    case 3: return (Rect){right, centre, width, height};
    case 4: return (Rect){left, centre, width, height};
    case 5: return (Rect){right, bottom, width, height};
    case 6: return (Rect){middle, bottom, width, height};
    case 7: return (Rect){left, bottom, width, height};
    default: return (Rect){right, top, width, height};
    }
}

static void count_points(const Frame *f, const NumArray *x, const NumArray *y, Rect r,
                         double *cost) {
    Index n = numbers_count(y), step = n > 4000 ? n / 4000 : 1;
    for (Index i = 0; i < n; i += step) {
        double px, py, depth;
        if (!frame_project(f, x->v && i < numbers_count(x) ? x->v[i] : (double)(i + 1), y->v[i], 0,
                           &px, &py, &depth))
            continue;
        if (px > r.x - 4 && px < r.x + r.width + 4 && py > r.y - 4 && py < r.y + r.height + 4)
            *cost += 1.0 / (double)(n / step + 1);
    }
}

static double hidden_share(const Frame *f, const GObject *ax, Rect r) {
    double cost = 0;
    for (Index i = 0; i < ax->n_children; i++) {
        const GObject *child = ax->children[i];
        if (child->cls == &class_line || child->cls == &class_stairs)
            count_points(f, &((const Line *)child)->x, &((const Line *)child)->y, r, &cost);
        else if (child->cls == &class_scatter)
            count_points(f, &((const Scatter *)child)->x, &((const Scatter *)child)->y, r, &cost);
        else if (child->cls == &class_bar)
            count_points(f, &((const Bar *)child)->x, &((const Bar *)child)->y, r, &cost);
        else if (child->cls == &class_patch)
            count_points(f, &((const Patch *)child)->x, &((const Patch *)child)->y, r, &cost);
    }
    return cost;
}

static Rect place(const Legend *legend, const Frame *f, double width, double height) {
    const Rect *b = &f->box;
    const Axes *ax = f->axes;
    if (legend->location_manual) {
        double w = f->scene->width, h = f->scene->height;
        return (Rect){legend->position[0] * w, (1 - legend->position[1]) * h - height, width,
                      height};
    }
    double x_mid = b->x + (b->width - width) / 2, y_mid = b->y + (b->height - height) / 2;
    double beyond_right = b->x + b->width + ax->insets.right + 8,
           beyond_left = b->x - ax->insets.left - width - 8;
    if (ax->colorbar) beyond_right += 40;
    switch (legend->location) {
    case 9: return (Rect){x_mid, b->y - ax->insets.top - height - 5, width, height};
    case 10: return (Rect){x_mid, b->y + b->height + ax->insets.bottom + 5, width, height};
    case 11: return (Rect){beyond_right, y_mid, width, height};
    case 12: return (Rect){beyond_left, y_mid, width, height};
    case 13:
    case 17: return (Rect){beyond_right, b->y, width, height};
    case 14: return (Rect){beyond_left, b->y, width, height};
    case 15: return (Rect){beyond_right, b->y + b->height - height, width, height};
    case 16: return (Rect){beyond_left, b->y + b->height - height, width, height};
    case AT_BEST: {
        static const int order[] = {0, 2, 5, 7, 1, 6, 3, 4};
        int best = 0;
        double least = INFINITY;
        for (int k = 0; k < 8; k++) {
            double cost = hidden_share(f, &ax->head, corner_rect(f, order[k], width, height));
            if (cost < least - 1e-9) least = cost, best = order[k];
        }
        return corner_rect(f, best, width, height);
    }
    default: return corner_rect(f, legend->location, width, height);
    }
}

// ---- drawing -----------------------------------------------------------------------------------
static void draw_frame(Scene *scene, const Legend *legend, Rect r) {
    PathBuilder b;
    path_begin(&b, scene);
    path_rect(&b, r.x, r.y, r.width, r.height);
    SceneItem *item = scene_add(scene, SCENE_PATH);
    if (!item) return;
    item->path = path_end(&b);
    item->fill = gcolor_visible(&legend->color);
    item->fill_color = legend->color.rgb;
    item->stroke = gcolor_visible(&legend->edge);
    item->stroke_color = legend->edge.rgb;
    item->line_width = (float)legend->line_width;
    item->crisp = true;
}

Status legend_draw(Ctx *ctx, Scene *scene, Legend *legend, Frame *f) {
    Entries e;
    Status status = measure(ctx, legend, &e);
    if (status != OK || !e.n) {
        entries_done(&e);
        return status;
    }
    Rect r = place(legend, f, e.width, e.height);
    if (!legend->location_manual) position_from_rect(scene, r, legend->position);
    if (legend->box) draw_frame(scene, legend, r);
    double y0 = r.y + e.pad;
    if (e.title_height > 0) {
        double size = legend->font_size_manual ? legend->font_size : 9;
        FontSpec bold = text_font(legend->title, "Helvetica", size);
        Label label;
        status = label_make_lines(ctx, legend->title->interpreter, &bold, legend->title->lines,
                                  legend->title->n_lines, &label);
        if (status == OK)
            label_place(&label, scene, NULL, r.x + r.width / 2, y0, 0.5, 0, 0, 0.5,
                        legend->text_color.rgb);
        if (status == OK) label_done(&label);
        y0 += e.title_height;
    }
    double column = e.token + e.gap + e.widest + 2 * e.pad;
    for (Index i = 0; i < e.n && status == OK; i++) {
        double x = r.x + e.pad + 1 + (double)(i % e.columns) * column,
               y = y0 + (double)(i / e.columns) * e.row, h = e.row - 1.5;
        bool block = e.item[i].plot->cls != &class_line && e.item[i].plot->cls != &class_animated &&
                     e.item[i].plot->cls != &class_scatter;
        Rect box = {x, y + (block ? 0.18 * h : 0.1 * h), e.token, block ? 0.64 * h : 0.8 * h};
        e.item[i].plot->cls->swatch(e.item[i].plot, f, box);
        label_place(&e.item[i].label, scene, NULL, x + e.token + e.gap, y + h / 2, 0, 0.5, 0, 0,
                    legend->text_color.rgb);
    }
    entries_done(&e);
    return status;
}

// ---- properties --------------------------------------------------------------------------------
static Status get_strings(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    const Legend *legend = (const Legend *)o;
    const GObject *plots[50];
    Index n = list_plots(legend, plots, 50);
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_TEXTS;
    ret->texts = mem_alloc_zero((size_t)(n ? n : 1) * sizeof *ret->texts);
    if (!ret->texts) return ctx_fail_nomem(ctx);
    for (; ret->n_texts < n; ret->n_texts++) {
        char automatic[32];
        ret->texts[ret->n_texts] =
            mem_dup(entry_text(legend, plots[ret->n_texts], ret->n_texts, automatic));
        if (!ret->texts[ret->n_texts]) {
            prop_value_done(ret);
            return ctx_fail_nomem(ctx);
        }
    }
    return OK;
}

static Status set_strings(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Legend *legend = (Legend *)o;
    char **texts = NULL;
    Index n = 0;
    TRY(texts_from_value(ctx, value, def->name, &texts, &n));
    texts_done(&legend->texts, &legend->n_texts);
    legend->texts = texts;
    legend->n_texts = n;
    return OK;
}

static Status set_plots(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Legend *legend = (Legend *)o;
    if (value->kind != PROP_OBJECTS) return prop_bad_value(ctx, def->name, "Value must be plots.");
    GHandle *plots = mem_alloc((size_t)(value->n_objects ? value->n_objects : 1) * sizeof *plots);
    if (!plots) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < value->n_objects; i++) plots[i] = object_handle(value->objects[i]);
    mem_free(legend->plots);
    legend->plots = plots;
    legend->n_plots = value->n_objects;
    legend->plots_manual = true;
    return OK;
}

static Status get_plots(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    const GObject *plots[50];
    Index n = list_plots((const Legend *)o, plots, 50);
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_OBJECTS;
    ret->objects = mem_alloc((size_t)(n ? n : 1) * sizeof *ret->objects);
    if (!ret->objects) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < n; i++) ret->objects[i] = (GObject *)plots[i];
    ret->n_objects = n;
    return OK;
}

static Status get_title(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_OBJECTS;
    ret->objects = mem_alloc(sizeof *ret->objects);
    if (!ret->objects) return ctx_fail_nomem(ctx);
    ret->objects[0] = &((Legend *)o)->title->head;
    ret->n_objects = 1;
    return OK;
}

static Status set_title(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    (void)def;
    return object_set(ctx, &((Legend *)o)->title->head, "String", value);
}

static Status get_position(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    const Legend *legend = (const Legend *)o;
    if (!legend->location_manual) TRY(layout_refresh(ctx, legend->axes));
    return value_from_numbers(ctx, legend->position, 1, 4, ret);
}

static Status set_position(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Legend *legend = (Legend *)o;
    if (value->kind != PROP_NUMBERS || numbers_count(&value->numbers) != 4)
        return prop_bad_value(ctx, def->name, "Value must be a 4-element vector.");
    memcpy(legend->position, value->numbers.v, sizeof legend->position);
    legend->location_manual = true;
    return OK;
}

#define G(m) offsetof(Legend, m)
static const PropDef legend_props[] = {
    {"String", PROP_TEXTS, 0, 0, NULL, get_strings, set_strings, false},
    {"PlotChildren", PROP_OBJECTS, 0, 0, NULL, get_plots, set_plots, false},
    PROP_WORDS("Location", Legend, location, LOCATIONS),
    PROP_WORDS("Orientation", Legend, orientation, "vertical|horizontal"),
    {"NumColumns", PROP_NUMBER, G(num_columns), G(columns_manual), NULL, NULL, NULL, false},
    PROP_FLAG("Box", Legend, box),
    PROP_FLAG("AutoUpdate", Legend, auto_update),
    {"FontSize", PROP_NUMBER, G(font_size), G(font_size_manual), NULL, NULL, NULL, false},
    PROP_STRING("FontName", Legend, font_name),
    PROP_WORDS("FontWeight", Legend, font_weight, "normal|bold"),
    PROP_WORDS("Interpreter", Legend, interpreter, "tex|latex|none"),
    PROP_COL("Color", Legend, color, "none"),
    PROP_COL("EdgeColor", Legend, edge, "none"),
    PROP_COL("TextColor", Legend, text_color, "none"),
    PROP_NUM("LineWidth", Legend, line_width),
    {"Title", PROP_OBJECTS, 0, 0, NULL, get_title, set_title, false},
    {"Position", PROP_NUMBERS, 0, 0, NULL, get_position, set_position, false},
    PROP_END,
};
const GClass class_legend = {.type = "legend",
                             .class_name = "matlab.graphics.illustration.Legend",
                             .size = sizeof(Legend),
                             .props = legend_props,
                             .init = init_legend,
                             .done = done_legend};
