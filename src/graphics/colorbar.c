// Colour bars: a strip of the axes' colour map with its own ticks, beside or below the plot box.
#include "graphics/internal.h"
#include <limits.h>
#include <string.h>

#define LOCATIONS \
    "eastoutside|westoutside|northoutside|southoutside|east|west|north|south|manual|layout"

static Status init_colorbar(Ctx *ctx, GObject *object) {
    ColorBar *bar = (ColorBar *)object;
    bar->axes = object->parent;
    bar->font_size = 10;
    bar->box = true;
    bar->color = (GColor){COLOR_RGB, color_dark};
    bar->line_width = 0.5;
    object->unlisted = true;
    Axes *ax = (Axes *)object->parent;
    if (ax->colorbar) object_delete(&ax->colorbar->head);
    ax->colorbar = bar;
    return label_new(ctx, object, 11, false, &bar->label);
}

static void done_colorbar(GObject *object) {
    ColorBar *bar = (ColorBar *)object;
    texts_done(&bar->labels, &bar->n_labels);
    numbers_done(&bar->ticks);
}

static bool upright(const ColorBar *bar) {
    return bar->location < 2 || bar->location == 4 || bar->location == 5 || bar->location > 7;
}

static void bar_limits(const ColorBar *bar, double lim[2]) {
    if (bar->lim_manual)
        lim[0] = bar->lim[0], lim[1] = bar->lim[1];
    else
        axes_color_limits((const Axes *)bar->axes, lim);
}

static double bar_font_size(const ColorBar *bar) {
    return bar->font_size_manual ? bar->font_size : axes_font_size((const Axes *)bar->axes);
}

static bool bar_ticks(Arena *arena, const ColorBar *bar, double length, TickSet *t) {
    double lim[2];
    bar_limits(bar, lim);
    double per = (upright(bar) ? 34 : 43) * 0.75 * bar_font_size(bar) / 10;
    int most = (int)fmin(10, fmax(2, floor(length / per)));
    bool fine;
    if (bar->ticks_manual) {
        Index n = numbers_count(&bar->ticks);
        *t = (TickSet){0};
        t->at = arena_alloc(arena, (size_t)(n ? n : 1) * sizeof *t->at);
        if (!t->at) return false;
        for (Index i = 0; i < n; i++)
            if (bar->ticks.v[i] >= lim[0] - 1e-12 && bar->ticks.v[i] <= lim[1] + 1e-12)
                t->at[t->n++] = bar->ticks.v[i];
        fine = ticks_label(arena, t, INT_MIN, NULL);
    } else if (((const Axes *)bar->axes)->color_scale == 1 && lim[0] > 0) {
        fine = ticks_log(arena, lim[0], lim[1], most, t);
    } else {
        fine = ticks_linear(arena, lim[0], lim[1], most, t);
    }
    if (fine && bar->labels_manual)
        for (Index i = 0; i < t->n; i++)
            t->labels[i] = bar->n_labels ? bar->labels[i % bar->n_labels] : (char *)"";
    return fine;
}

static double widest_label(const ColorBar *bar, const TickSet *t) {
    FontSpec font = {"Helvetica", (float)bar_font_size(bar), false, false};
    double widest = 0;
    for (Index i = 0; i < t->n; i++)
        widest = fmax(widest, text_measure(&font, t->labels[i], strlen(t->labels[i])).width);
    return widest;
}

enum { STRIP = 12, GAP = 8 }; // points

Insets colorbar_insets(Ctx *ctx, const ColorBar *bar, const Axes *ax) {
    (void)ctx, (void)ax;
    Insets in = {0};
    if (!bar->head.visible || bar->location > 3) return in;
    double size = bar_font_size(bar), label = text_is_empty(bar->label) ? 0 : 1.5 * size;
    Arena *arena = arena_new();
    TickSet t;
    double wide = size * 1.5;
    if (arena && bar_ticks(arena, bar, 200, &t)) wide = widest_label(bar, &t);
    arena_free(arena);
    double across = STRIP + GAP + 0.4 * size + label + 4;
    if (bar->location == 0)
        in.right = across + wide;
    else if (bar->location == 1)
        in.left = across + wide;
    else if (bar->location == 2)
        in.top = across + 1.2 * size;
    else
        in.bottom = across + 1.2 * size;
    return in;
}

static Rect strip_rect(const Frame *f, const ColorBar *bar) {
    const Rect *b = &f->box;
    const Insets *in = &f->axes->insets;
    if (bar->location_manual) {
        double w = f->scene->width, h = f->scene->height;
        return (Rect){bar->position[0] * w, (1 - bar->position[1] - bar->position[3]) * h,
                      bar->position[2] * w, bar->position[3] * h};
    }
    switch (bar->location) {
    case 1: return (Rect){b->x - in->left - GAP - STRIP, b->y, STRIP, b->height};
    case 2: return (Rect){b->x, b->y - in->top - GAP - STRIP, b->width, STRIP};
    case 3: return (Rect){b->x, b->y + b->height + in->bottom + GAP, b->width, STRIP};
    case 4: return (Rect){b->x + b->width - STRIP - 10, b->y + 10, STRIP, b->height - 20};
    case 5: return (Rect){b->x + 10, b->y + 10, STRIP, b->height - 20};
    case 6: return (Rect){b->x + 10, b->y + 10, b->width - 20, STRIP};
    case 7: return (Rect){b->x + 10, b->y + b->height - STRIP - 10, b->width - 20, STRIP};
    default: return (Rect){b->x + b->width + in->right + GAP, b->y, STRIP, b->height};
    }
}

static void draw_strip(Frame *f, const ColorBar *bar, Rect r) {
    Index n = f->n_cmap;
    if (n < 1) return;
    uint8_t *pixels = arena_alloc(f->scene->arena, (size_t)n * 4);
    if (!pixels) {
        f->scene->failed = true;
        return;
    }
    bool up = upright(bar);
    for (Index i = 0; i < n; i++) {
        Index k = up != (bar->direction == 1) ? n - 1 - i : i;
        for (int d = 0; d < 3; d++)
            pixels[4 * i + d] = (uint8_t)lround(fmin(fmax(f->cmap[k + d * n], 0), 1) * 255);
        pixels[4 * i + 3] = 255;
    }
    SceneItem *item = scene_add(f->scene, SCENE_IMAGE);
    if (!item) return;
    item->x = r.x, item->y = r.y, item->width = r.width, item->height = r.height;
    item->pixels = pixels;
    item->pixel_width = up ? 1 : n;
    item->pixel_height = up ? n : 1;
}

static Status draw_ticks(Frame *f, const ColorBar *bar, Rect r, const TickSet *t) {
    double lim[2], size = bar_font_size(bar);
    bar_limits(bar, lim);
    bool log = ((const Axes *)bar->axes)->color_scale == 1 && lim[0] > 0 && !bar->ticks_manual;
    bool up = upright(bar), before = bar->location == 1 || bar->location == 2;
    FontSpec font = {"Helvetica", (float)size, false, false};
    PathBuilder b;
    path_begin(&b, f->scene);
    path_rect(&b, r.x, r.y, r.width, r.height);
    double reach = 0, length = 0.01 * fmax(r.width, r.height);
    for (Index i = 0; i < t->n; i++) {
        double u = log ? (log10(t->at[i]) - log10(lim[0])) / (log10(lim[1]) - log10(lim[0]))
                       : (t->at[i] - lim[0]) / (lim[1] - lim[0]);
        if (bar->direction == 1) u = 1 - u;
        Label label;
        TRY(label_make(f->ctx, 0, &font, t->labels[i], &label));
        if (up) {
            double y = r.y + (1 - u) * r.height, edge = before ? r.x : r.x + r.width,
                   sign = before ? -1 : 1;
            path_move(&b, edge, y), path_line(&b, edge - sign * length, y);
            label_place(&label, f->scene, NULL, edge + sign * 0.4 * size, y, before ? 1 : 0, 0.5, 0,
                        0, bar->color.rgb);
            reach = fmax(reach, label.box.width);
        } else {
            double x = r.x + u * r.width, edge = before ? r.y : r.y + r.height,
                   sign = before ? -1 : 1;
            path_move(&b, x, edge), path_line(&b, x, edge - sign * length);
            label_place(&label, f->scene, NULL, x, edge + sign * 0.3 * size, 0.5, before ? 1 : 0, 0,
                        0.5, bar->color.rgb);
            reach = fmax(reach, label.box.ascent + label.box.descent);
        }
        label_done(&label);
    }
    SceneItem *item = scene_add(f->scene, SCENE_PATH);
    if (item) {
        item->path = path_end(&b);
        item->stroke = true;
        item->stroke_color = bar->color.rgb;
        item->line_width = (float)bar->line_width;
        item->crisp = true;
    }
    if (t->exponent && up) {
        Buf text = BUF_INIT;
        buf_printf(&text,
                   "\xc3\x97"
                   "10^{%d}",
                   t->exponent);
        Label label;
        Status status = label_make(f->ctx, 0, &font, buf_text(&text), &label);
        buf_done(&text);
        TRY(status);
        label_place(&label, f->scene, NULL, r.x, r.y - 2, 0, 1, 0, 0, bar->color.rgb);
        label_done(&label);
    }
    if (text_is_empty(bar->label)) return OK;
    FontSpec big = text_font(bar->label, "Helvetica", size * 1.1);
    Label label;
    TRY(label_make_lines(f->ctx, bar->label->interpreter, &big, bar->label->lines,
                         bar->label->n_lines, &label));
    double away = reach + 0.4 * size + 4;
    if (up)
        label_place(&label, f->scene, NULL, before ? r.x - away : r.x + r.width + away,
                    r.y + r.height / 2, 0.5, before ? 1 : 0, M_PI / 2, 0.5, bar->label->color.rgb);
    else
        label_place(&label, f->scene, NULL, r.x + r.width / 2,
                    before ? r.y - away : r.y + r.height + away, 0.5, before ? 1 : 0, 0, 0.5,
                    bar->label->color.rgb);
    label_done(&label);
    return OK;
}

Status colorbar_draw(Frame *f, ColorBar *bar) {
    if (!bar->head.visible) return OK;
    Rect r = strip_rect(f, bar);
    if (!bar->location_manual) position_from_rect(f->scene, r, bar->position);
    TickSet t;
    if (!bar_ticks(f->scene->arena, bar, upright(bar) ? r.height : r.width, &t))
        return ctx_fail_nomem(f->ctx);
    draw_strip(f, bar, r);
    return draw_ticks(f, bar, r, &t);
}

// ---- properties --------------------------------------------------------------------------------
static Status get_ticks(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    const ColorBar *bar = (const ColorBar *)o;
    Arena *arena = arena_new();
    TickSet t = {0};
    Status status = arena && bar_ticks(arena, bar, 250, &t)
                        ? value_from_numbers(ctx, t.at, 1, t.n, ret)
                        : ctx_fail_nomem(ctx);
    arena_free(arena);
    return status;
}

static Status set_ticks(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    ColorBar *bar = (ColorBar *)o;
    if (value->kind != PROP_NUMBERS)
        return prop_bad_value(ctx, def->name, "Value must be a numeric vector.");
    NumArray copy;
    TRY(numbers_copy(ctx, &value->numbers, &copy));
    numbers_done(&bar->ticks);
    bar->ticks = copy;
    bar->ticks_manual = true;
    return OK;
}

static Status get_labels(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    const ColorBar *bar = (const ColorBar *)o;
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_TEXTS;
    ret->texts = mem_alloc_zero((size_t)(bar->n_labels + 1) * sizeof *ret->texts);
    if (!ret->texts) return ctx_fail_nomem(ctx);
    for (; ret->n_texts < bar->n_labels; ret->n_texts++)
        if (!(ret->texts[ret->n_texts] = mem_dup(bar->labels[ret->n_texts]))) {
            prop_value_done(ret);
            return ctx_fail_nomem(ctx);
        }
    return OK;
}

static Status set_labels(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    ColorBar *bar = (ColorBar *)o;
    char **texts = NULL;
    Index n = 0;
    TRY(texts_from_value(ctx, value, def->name, &texts, &n));
    texts_done(&bar->labels, &bar->n_labels);
    bar->labels = texts;
    bar->n_labels = n;
    bar->labels_manual = true;
    return OK;
}

static Status get_label(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_OBJECTS;
    ret->objects = mem_alloc(sizeof *ret->objects);
    if (!ret->objects) return ctx_fail_nomem(ctx);
    ret->objects[0] = &((ColorBar *)o)->label->head;
    ret->n_objects = 1;
    return OK;
}

static Status set_label(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    (void)def;
    return object_set(ctx, &((ColorBar *)o)->label->head, "String", value);
}

static Status get_limits(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    double lim[2];
    bar_limits((const ColorBar *)o, lim);
    return value_from_numbers(ctx, lim, 1, 2, ret);
}

static Status set_vector(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    ColorBar *bar = (ColorBar *)o;
    Index n = def->name[0] == 'L' ? 2 : 4;
    if (value->kind != PROP_NUMBERS || numbers_count(&value->numbers) != n)
        return prop_bad_value(ctx, def->name, "Value has the wrong number of elements.");
    memcpy(n == 2 ? bar->lim : bar->position, value->numbers.v, (size_t)n * sizeof(double));
    if (n == 2)
        bar->lim_manual = true;
    else
        bar->location_manual = true;
    return OK;
}

static Status get_position(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    const ColorBar *bar = (const ColorBar *)o;
    if (!bar->location_manual) TRY(layout_refresh(ctx, bar->axes));
    return value_from_numbers(ctx, bar->position, 1, 4, ret);
}

static const PropDef colorbar_props[] = {
    PROP_WORDS("Location", ColorBar, location, LOCATIONS),
    {"Ticks", PROP_NUMBERS, 0, 0, NULL, get_ticks, set_ticks, false},
    {"TickLabels", PROP_TEXTS, 0, 0, NULL, get_labels, set_labels, false},
    {"Label", PROP_OBJECTS, 0, 0, NULL, get_label, set_label, false},
    {"Limits", PROP_NUMBERS, 0, 0, NULL, get_limits, set_vector, false},
    {"Position", PROP_NUMBERS, 0, 0, NULL, get_position, set_vector, false},
    {"FontSize", PROP_NUMBER, offsetof(ColorBar, font_size), offsetof(ColorBar, font_size_manual),
     NULL, NULL, NULL, false},
    PROP_WORDS("Direction", ColorBar, direction, "normal|reverse"),
    PROP_COL("Color", ColorBar, color, "none"),
    PROP_FLAG("Box", ColorBar, box),
    PROP_NUM("LineWidth", ColorBar, line_width),
    PROP_END,
};
const GClass class_colorbar = {.type = "colorbar",
                               .class_name = "matlab.graphics.illustration.ColorBar",
                               .size = sizeof(ColorBar),
                               .props = colorbar_props,
                               .init = init_colorbar,
                               .done = done_colorbar};
