// Text objects: text() in data or normalised coordinates, and the titles and labels that axes and
// layouts hold.
#include "graphics/internal.h"
#include <string.h>

static Status init_text(Ctx *ctx, GObject *object) {
    (void)ctx;
    TextObject *text = (TextObject *)object;
    text->font_size = 10;
    text->color = (GColor){COLOR_RGB, color_dark};
    text->background = NO_COLOR;
    text->edge = NO_COLOR;
    text->margin = 3;
    text->line_width = 0.5;
    text->vertical = 2; // middle
    object->in_legend = false;
    object->clipping = false;
    return OK;
}

static void done_text(GObject *object) {
    TextObject *text = (TextObject *)object;
    texts_done(&text->lines, &text->n_lines);
    Axes *ax = object->parent && object->parent->cls == &class_axes ? (Axes *)object->parent : NULL;
    if (!ax) return;
    if (ax->title == text) ax->title = NULL;
    if (ax->subtitle == text) ax->subtitle = NULL;
    for (int d = 0; d < 3; d++)
        if (ax->ruler[d].label == text) ax->ruler[d].label = NULL;
}

static void draw_text(const GObject *object, Frame *f) {
    const TextObject *text = (const TextObject *)object;
    if (text_is_empty(text)) return;
    double px, py, depth = 0;
    static const double points[] = {0, 0, 0.75, 1, 72, 72 / 2.54, 10};
    if (text->units == 0) {
        if (!frame_project(f, text->position[0], text->position[1], text->position[2], &px, &py,
                           &depth))
            return;
    } else if (text->units == 1) {
        px = f->box.x + text->position[0] * f->box.width;
        py = f->box.y + (1 - text->position[1]) * f->box.height;
    } else {
        px = f->box.x + text->position[0] * points[text->units];
        py = f->box.y + f->box.height - text->position[1] * points[text->units];
    }
    FontSpec font = text_font(text, f->axes->font_name,
                              text->font_size_manual ? text->font_size : f->font_size);
    Label label;
    f->status =
        label_make_lines(f->ctx, text->interpreter, &font, text->lines, text->n_lines, &label);
    if (f->status != OK) return;
    static const double across[] = {0, 0.5, 1};
    double height = label.box.ascent + label.box.descent,
           base = label.box.ascent / fmax(height, 1e-9);
    // top, cap, middle, baseline, bottom
    double down[] = {0, 0, 0.5, base, 1};
    double hx = across[text->horizontal], hy = down[text->vertical];
    if (gcolor_visible(&text->background) || gcolor_visible(&text->edge)) {
        double m = text->margin;
        PathBuilder b;
        path_begin(&b, f->scene);
        path_rect(&b, px - hx * label.box.width - m, py - hy * height - m, label.box.width + 2 * m,
                  height + 2 * m);
        SceneItem *item = scene_add(f->scene, SCENE_PATH);
        if (item) {
            item->path = path_end(&b);
            item->fill = gcolor_visible(&text->background);
            item->fill_color = text->background.rgb;
            Stroke edge = {text->edge.rgb, text->line_width,
                           gcolor_visible(&text->edge) ? text->line_style : LINE_NONE, JOIN_MITER};
            stroke_item(f, item, &edge);
        }
    }
    label_place(&label, f->scene, NULL, px, py, hx, hy, text->rotation * M_PI / 180, hx,
                text->color.rgb);
    label_done(&label);
}

// ---- properties --------------------------------------------------------------------------------
static Status get_string(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    const TextObject *text = (const TextObject *)o;
    memset(ret, 0, sizeof *ret);
    ret->kind = text->n_lines > 1 ? PROP_TEXTS : PROP_TEXT;
    if (ret->kind == PROP_TEXT) {
        ret->text = mem_dup(text->n_lines ? text->lines[0] : "");
        return ret->text ? OK : ctx_fail_nomem(ctx);
    }
    ret->texts = mem_alloc_zero((size_t)text->n_lines * sizeof *ret->texts);
    if (!ret->texts) return ctx_fail_nomem(ctx);
    for (; ret->n_texts < text->n_lines; ret->n_texts++) {
        ret->texts[ret->n_texts] = mem_dup(text->lines[ret->n_texts]);
        if (!ret->texts[ret->n_texts]) {
            prop_value_done(ret);
            return ctx_fail_nomem(ctx);
        }
    }
    return OK;
}

static Status set_string(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    TextObject *text = (TextObject *)o;
    char **lines = NULL;
    Index n = 0;
    TRY(texts_from_value(ctx, value, def->name, &lines, &n));
    texts_done(&text->lines, &text->n_lines);
    text->lines = lines;
    text->n_lines = n;
    return OK;
}

static Status get_position(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    return value_from_numbers(ctx, ((TextObject *)o)->position, 1, 3, ret);
}

static Status set_position(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    TextObject *text = (TextObject *)o;
    Index n = numbers_count(&value->numbers);
    if (value->kind != PROP_NUMBERS || (n != 2 && n != 3))
        return prop_bad_value(ctx, def->name, "Value must be a 2- or 3-element vector.");
    for (Index i = 0; i < 3; i++) text->position[i] = i < n ? value->numbers.v[i] : 0;
    text->position_manual = true;
    return OK;
}

#define T(m) offsetof(TextObject, m)
static const PropDef text_props[] = {
    {"String", PROP_TEXT, 0, 0, NULL, get_string, set_string, false},
    {"Position", PROP_NUMBERS, 0, 0, NULL, get_position, set_position, false},
    {"Color", PROP_COLOR, T(color), T(color_manual), "none", NULL, NULL, false},
    {"FontSize", PROP_NUMBER, T(font_size), T(font_size_manual), NULL, NULL, NULL, false},
    PROP_STRING("FontName", TextObject, font_name),
    {"FontWeight", PROP_WORD, T(weight), T(font_weight_manual), "normal|bold", NULL, NULL, false},
    PROP_WORDS("FontAngle", TextObject, slant, "normal|italic"),
    PROP_WORDS("HorizontalAlignment", TextObject, horizontal, "left|center|right"),
    PROP_WORDS("VerticalAlignment", TextObject, vertical, "top|cap|middle|baseline|bottom"),
    {"Rotation", PROP_NUMBER, T(rotation), T(rotation_manual), NULL, NULL, NULL, false},
    PROP_WORDS("Interpreter", TextObject, interpreter, "tex|latex|none"),
    PROP_WORDS("Units", TextObject, units,
               "data|normalized|pixels|points|inches|centimeters|characters"),
    PROP_COL("BackgroundColor", TextObject, background, "none"),
    PROP_COL("EdgeColor", TextObject, edge, "none"),
    PROP_NUM("Margin", TextObject, margin),
    PROP_NUM("LineWidth", TextObject, line_width),
    PROP_WORDS("LineStyle", TextObject, line_style, LINE_STYLES),
    PROP_END,
};
const GClass class_text = {.type = "text",
                           .class_name = "matlab.graphics.primitive.Text",
                           .size = sizeof(TextObject),
                           .props = text_props,
                           .init = init_text,
                           .done = done_text,
                           .draw = draw_text,
                           .in_axes = true};
