// The figure class, the root class, and what is current.
#include "base/vec.h"
#include "graphics/internal.h"
#include <string.h>

static Status init_figure(Ctx *ctx, GObject *object) {
    Figure *figure = (Figure *)object;
    GraphicsRoot *root = object->root;
    int number = root->next_number;
    root->next_number = 0;
    if (number <= 0) {
        number = 1;
        for (Index i = 0;
             i < root->n_figures && root->figures[i] && figure_number(root->figures[i]) == number;
             i++)
            number++;
    }
    figure->number = number;
    const double position[4] = {100, 100, 560, 420};
    memcpy(figure->position, position, sizeof position);
    figure->color = GRAY(1);
    figure->number_title = true;
    figure->units = 1;
    figure->dirty = true;
    TRY(numbers_make(ctx, 256, 3, 1, &figure->colormap));
    colormap_fill("parula", 256, figure->colormap.v);
    Index at = root->n_figures;
    while (at > 0 && figure_number(root->figures[at - 1]) > number) at--;
    VEC_PUSH_TRY(ctx, root->figures, root->n_figures, root->cap_figures, object);
    memmove(&root->figures[at + 1], &root->figures[at],
            (size_t)(root->n_figures - 1 - at) * sizeof *root->figures);
    root->figures[at] = object;
    root->current = object;
    return OK;
}

// ---- what is current ---------------------------------------------------------------------------
Status graphics_current_figure(Ctx *ctx, GraphicsRoot *root, bool create, GObject **ret) {
    *ret = root->current;
    if (root->current || !create) return OK;
    return object_new(ctx, root, "figure", NULL, ret);
}

void graphics_set_current_figure(GObject *figure) {
    figure->root->current = figure;
}
void graphics_forget_current_figure(GraphicsRoot *root) {
    root->current = NULL;
}
void graphics_next_figure_number(GraphicsRoot *root, int number) {
    root->next_number = number;
}
int figure_number(const GObject *figure) {
    return ((const Figure *)figure)->number;
}

GObject *graphics_figure(const GraphicsRoot *root, int number) {
    for (Index i = 0; i < root->n_figures; i++)
        if (figure_number(root->figures[i]) == number) return root->figures[i];
    return NULL;
}

GObject *const *graphics_figures(GraphicsRoot *root, Index *ret_n) {
    *ret_n = root->n_figures;
    return root->figures;
}

static GObject *last_axes(GObject *parent) {
    for (Index i = parent->n_children - 1; i >= 0; i--) {
        GObject *child = parent->children[i];
        if (child->cls == &class_axes) return child;
        if (child->cls == &class_tiles) {
            GObject *inner = last_axes(child);
            if (inner) return inner;
        }
    }
    return NULL;
}

Status figure_current_axes(Ctx *ctx, GObject *object, bool create, GObject **ret) {
    Figure *figure = (Figure *)object;
    if (!figure->current_axes) figure->current_axes = last_axes(object);
    *ret = figure->current_axes;
    if (*ret || !create) return OK;
    for (Index i = 0; i < object->n_children; i++)
        if (object->children[i]->cls == &class_tiles)
            return tiles_next(ctx, object->children[i], 0, 1, 1, false, ret);
    return object_new(ctx, object->root, "axes", object, ret);
}

void figure_set_current_axes(GObject *figure, GObject *axes) {
    ((Figure *)figure)->current_axes = axes;
}

void figure_clear(GObject *object) {
    while (object->n_children) object_delete(object->children[object->n_children - 1]);
    ((Figure *)object)->current_axes = NULL;
    object_touch(object);
}

bool figure_is_dirty(GObject *object, bool clear) {
    Figure *figure = (Figure *)object;
    bool dirty = figure->dirty;
    if (clear) figure->dirty = false;
    return dirty;
}

// ---- properties --------------------------------------------------------------------------------
static Status get_position(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    const Figure *figure = (const Figure *)o;
    static const double scale[] = {1, 1, 0.75, 1.0 / 96, 2.54 / 96, 0.1};
    double v[4];
    for (int i = 0; i < 4; i++) {
        v[i] = figure->position[i] * scale[figure->units];
        if (figure->units == 0) v[i] = figure->position[i] / ((i & 1) ? 1080 : 1920);
    }
    return value_from_numbers(ctx, v, 1, 4, ret);
}

static Status set_position(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    (void)ctx;
    Figure *figure = (Figure *)o;
    static const double scale[] = {1, 1, 0.75, 1.0 / 96, 2.54 / 96, 0.1};
    const double *v = value->numbers.v;
    if (value->kind != PROP_NUMBERS || numbers_count(&value->numbers) != 4 || !(v[2] > 0) ||
        !(v[3] > 0) || !isfinite(v[2]) || !isfinite(v[3]))
        return prop_bad_value(ctx, def->name,
                              "Value must be a 4-element vector with positive width and height.");
    for (int i = 0; i < 4; i++) {
        figure->position[i] = v[i] / scale[figure->units];
        if (figure->units == 0) figure->position[i] = v[i] * ((i & 1) ? 1080 : 1920);
    }
    if (figure->position[2] > 20000 || figure->position[3] > 20000) {
        figure->position[2] = fmin(figure->position[2], 20000);
        figure->position[3] = fmin(figure->position[3], 20000);
    }
    return OK;
}

static Status get_number(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)ctx, (void)def;
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_NUMBER;
    ret->number = ((const Figure *)o)->number;
    return OK;
}

static Status get_current_axes(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    GObject *axes = NULL;
    TRY(figure_current_axes(ctx, o, false, &axes));
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_OBJECTS;
    ret->objects = mem_alloc(sizeof *ret->objects);
    if (!ret->objects) return ctx_fail_nomem(ctx);
    ret->objects[0] = axes;
    ret->n_objects = axes != NULL;
    return OK;
}

static Status set_current_axes(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    if (value->kind != PROP_OBJECTS || value->n_objects != 1 ||
        value->objects[0]->cls != &class_axes)
        return prop_bad_value(ctx, def->name, "Value must be axes of this figure.");
    ((Figure *)o)->current_axes = value->objects[0];
    return OK;
}

static Status set_colormap(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    if (value->kind != PROP_NUMBERS || value->numbers.columns != 3 || value->numbers.rows < 1)
        return prop_bad_value(ctx, def->name, "Value must be an n-by-3 array of RGB triplets.");
    Figure *figure = (Figure *)o;
    NumArray copy;
    TRY(numbers_copy(ctx, &value->numbers, &copy));
    numbers_done(&figure->colormap);
    figure->colormap = copy;
    return OK;
}

// The common title, made when asked for (sgtitle).
static Status get_super_title(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    Figure *figure = (Figure *)o;
    if (!figure->title) {
        TextObject *title = NULL;
        TRY(label_new(ctx, o, 13, true, &title));
        figure->title = &title->head;
    }
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_OBJECTS;
    ret->objects = mem_alloc(sizeof *ret->objects);
    if (!ret->objects) return ctx_fail_nomem(ctx);
    ret->objects[0] = figure->title;
    ret->n_objects = 1;
    return OK;
}

#define F(m) offsetof(Figure, m)
static const PropDef figure_props[] = {
    {"Position", PROP_NUMBERS, 0, 0, NULL, get_position, set_position, false},
    {"InnerPosition", PROP_NUMBERS, 0, 0, NULL, get_position, set_position, false},
    {"OuterPosition", PROP_NUMBERS, 0, 0, NULL, get_position, set_position, false},
    PROP_WORDS("Units", Figure, units, "normalized|pixels|points|inches|centimeters|characters"),
    {"Number", PROP_NUMBER, 0, 0, NULL, get_number, NULL, true},
    PROP_STRING("Name", Figure, name),
    PROP_FLAG("NumberTitle", Figure, number_title),
    PROP_COL("Color", Figure, color, "none"),
    {"Colormap", PROP_NUMBERS, F(colormap), 0, NULL, NULL, set_colormap, false},
    {"CurrentAxes", PROP_OBJECTS, 0, 0, NULL, get_current_axes, set_current_axes, false},
    {"SuperTitle", PROP_OBJECTS, 0, 0, NULL, get_super_title, NULL, true},
    PROP_WORDS("NextPlot", Figure, next_plot, "add|new|replace|replacechildren"),
    PROP_WORDS("MenuBar", Figure, menu_bar_word, "figure|none"),
    PROP_WORDS("ToolBar", Figure, tool_bar_word, "auto|figure|none"),
    PROP_WORDS("Renderer", Figure, renderer, "opengl|painters"),
    PROP_WORDS("WindowStyle", Figure, window_style, "normal|modal|docked|alwaysontop"),
    PROP_WORDS("WindowState", Figure, window_state, "normal|minimized|maximized|fullscreen"),
    PROP_WORDS("PaperUnits", Figure, paper_units, "inches|centimeters|normalized|points"),
    PROP_WORDS("PaperPositionMode", Figure, paper_mode, "auto|manual"),
    PROP_NUMS("PaperPosition", Figure, paper_position),
    PROP_NUMS("PaperSize", Figure, paper_size),
    PROP_FLAG("Resize", Figure, resize),
    PROP_FLAG("InvertHardcopy", Figure, invert_hardcopy),
    PROP_WORDS("Theme", Figure, theme, "light|dark|auto"),
    PROP_END,
};
const GClass class_figure = {.type = "figure",
                             .class_name = "matlab.ui.Figure",
                             .size = sizeof(Figure),
                             .props = figure_props,
                             .init = init_figure};

// ---- root --------------------------------------------------------------------------------------
static Status get_root_figure(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_OBJECTS;
    ret->objects = mem_alloc(sizeof *ret->objects);
    if (!ret->objects) return ctx_fail_nomem(ctx);
    ret->objects[0] = o->root->current;
    ret->n_objects = o->root->current != NULL;
    return OK;
}

static Status set_root_figure(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    if (value->kind != PROP_OBJECTS || value->n_objects != 1 ||
        value->objects[0]->cls != &class_figure)
        return prop_bad_value(ctx, def->name, "Value must be a figure.");
    o->root->current = value->objects[0];
    return OK;
}

static Status get_screen(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)o, (void)def;
    return value_from_numbers(ctx, (const double[]){1, 1, 1920, 1080}, 1, 4, ret);
}

static Status get_dpi(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)ctx, (void)o, (void)def;
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_NUMBER;
    ret->number = 96;
    return OK;
}

static const PropDef root_props[] = {
    {"CurrentFigure", PROP_OBJECTS, 0, 0, NULL, get_root_figure, set_root_figure, false},
    {"ScreenSize", PROP_NUMBERS, 0, 0, NULL, get_screen, NULL, true},
    {"ScreenPixelsPerInch", PROP_NUMBER, 0, 0, NULL, get_dpi, NULL, true},
    PROP_END,
};
const GClass class_root = {
    .type = "root", .class_name = "matlab.ui.Root", .size = sizeof(GObject), .props = root_props};
