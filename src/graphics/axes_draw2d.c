// Axes seen from above: background, grid, box, ticks, numbers, labels, and the plots between.
// Decorations report their extent through frame_ink, which is how the layout learns how much room
// they need (frame.measuring).
#include "graphics/internal.h"
#include <string.h>

typedef struct Side {     // where the numbers of one ruler stand
    bool horizontal, far; // far: top or right
    double at;            // page x (vertical ruler) or y (horizontal) of the axis line
} Side;

static Side side_of(const Frame *f, int dim) {
    const Ruler *r = &f->axes->ruler[dim];
    Side side = {.horizontal = dim == 0, .far = r->location == 1};
    const Rect *b = &f->box;
    if (dim == 0)
        side.at = side.far ? b->y : b->y + b->height;
    else
        side.at = side.far ? b->x + b->width : b->x;
    if (r->location == 2) {
        double u = scale_unit(&f->scale[1 - dim], 0);
        u = isfinite(u) ? fmin(fmax(u, 0), 1) : 0;
        side.at = dim == 0 ? b->y + (1 - u) * b->height : b->x + u * b->width;
    }
    return side;
}

static double page_at(const Frame *f, int dim, double x) {
    double u = scale_unit(&f->scale[dim], x);
    return dim == 0 ? f->box.x + u * f->box.width : f->box.y + (1 - u) * f->box.height;
}

static SceneItem *add_path(Frame *f, PathBuilder *b) {
    ScenePath path = path_end(b);
    if (!path.n_commands) return NULL;
    SceneItem *item = scene_add(f->scene, SCENE_PATH);
    if (item) item->path = path;
    return item;
}

// ---- grid --------------------------------------------------------------------------------------
static void draw_grid_lines(Frame *f, int dim, const double *at, Index n, Color color, double alpha,
                            int style) {
    PathBuilder b;
    path_begin(&b, f->scene);
    for (Index i = 0; i < n; i++) {
        double p = page_at(f, dim, at[i]);
        if (!isfinite(p)) continue;
        if (dim == 0)
            path_move(&b, p, f->box.y), path_line(&b, p, f->box.y + f->box.height);
        else
            path_move(&b, f->box.x, p), path_line(&b, f->box.x + f->box.width, p);
    }
    SceneItem *item = add_path(f, &b);
    if (!item) return;
    Stroke stroke = {color_with_alpha(color, alpha), f->axes->line_width, style, JOIN_MITER};
    stroke_item(f, item, &stroke);
    item->crisp = true;
}

static void draw_grid(Frame *f) {
    const Axes *ax = f->axes;
    for (int d = 0; d < 2; d++) {
        const Ruler *r = &ax->ruler[d];
        const TickSet *t = &f->scale[d].ticks;
        // On a log axis the grid shows the digits between the powers, too.
        bool between = f->scale[d].log && r->grid && !r->ticks_manual && t->n_minor < 120;
        if (r->minor_grid || between)
            draw_grid_lines(f, d, t->minor, t->n_minor, ax->minor_grid_color.rgb,
                            ax->minor_grid_alpha, ax->minor_grid_style);
        if (r->grid && gcolor_visible(&ax->grid_color))
            draw_grid_lines(f, d, t->at, t->n, ax->grid_color.rgb, ax->grid_alpha, ax->grid_style);
    }
}

// ---- box and ticks -----------------------------------------------------------------------------
static Color ruler_color(const Frame *f, int dim) {
    return f->axes->ruler[dim].color.rgb;
}
static bool ruler_shown(const Frame *f, int dim) {
    const Ruler *r = &f->axes->ruler[dim];
    return !r->hidden && gcolor_visible(&r->color);
}

static void add_ticks(const Frame *f, PathBuilder *b, int dim, const double *at, Index n,
                      double length, const Side *side, bool mirror) {
    double from = 0, to = length;
    if (f->axes->tick_dir == 1) from = -length, to = 0;
    if (f->axes->tick_dir == 2) from = -length;
    if (f->axes->tick_dir == 3) return;
    for (Index i = 0; i < n; i++) {
        double p = page_at(f, dim, at[i]);
        if (!isfinite(p)) continue;
        for (int k = 0; k <= (mirror ? 1 : 0); k++) {
            bool far = k ? !side->far : side->far;
            double line = k ? (dim == 0 ? (far ? f->box.y : f->box.y + f->box.height)
                                        : (far ? f->box.x + f->box.width : f->box.x))
                            : side->at;
            // Inwards is up from the bottom, right from the left.
            double inward = dim == 0 ? (far ? 1 : -1) : (far ? -1 : 1);
            if (dim == 0)
                path_move(b, p, line + inward * from), path_line(b, p, line + inward * to);
            else
                path_move(b, line + inward * from, p), path_line(b, line + inward * to, p);
        }
    }
}

static void draw_ruler_lines(Frame *f, int dim) {
    if (!ruler_shown(f, dim)) return;
    const Axes *ax = f->axes;
    Side side = side_of(f, dim);
    double length = numbers_count(&ax->tick_length)
                        ? ax->tick_length.v[0] * fmax(f->box.width, f->box.height)
                        : 0;
    const TickSet *t = &f->scale[dim].ticks;
    bool mirror = ax->box && ax->ruler[dim].location != 2;
    PathBuilder b;
    path_begin(&b, f->scene);
    if (dim == 0)
        path_move(&b, f->box.x, side.at), path_line(&b, f->box.x + f->box.width, side.at);
    else
        path_move(&b, side.at, f->box.y), path_line(&b, side.at, f->box.y + f->box.height);
    add_ticks(f, &b, dim, t->at, t->n, length, &side, mirror);
    if ((f->scale[dim].log && !ax->ruler[dim].ticks_manual) || ax->ruler[dim].minor_tick)
        add_ticks(f, &b, dim, t->minor, t->n_minor, length / 2, &side, mirror);
    SceneItem *item = add_path(f, &b);
    if (!item) return;
    item->stroke = true;
    item->stroke_color = ruler_color(f, dim);
    item->line_width = (float)ax->line_width;
    item->cap = CAP_SQUARE;
    item->crisp = true;
}

static void draw_box(Frame *f) {
    if (!f->axes->box) return;
    PathBuilder b;
    path_begin(&b, f->scene);
    path_rect(&b, f->box.x, f->box.y, f->box.width, f->box.height);
    SceneItem *item = add_path(f, &b);
    if (!item) return;
    item->stroke = true;
    item->stroke_color = gcolor_visible(&f->axes->ruler[0].color) ? ruler_color(f, 0) : color_dark;
    item->line_width = (float)f->axes->line_width;
    item->crisp = true;
}

// ---- numbers -----------------------------------------------------------------------------------
static FontSpec tick_font(const Frame *f) {
    return (FontSpec){f->axes->font_name, (float)f->font_size, f->axes->font_weight == 1,
                      f->axes->font_angle == 1};
}

// Angle at which given labels along x do not touch: flat, 45 or 90 degrees.
static double fitting_angle(const Frame *f, const Label *labels, Index n) {
    const TickSet *t = &f->scale[0].ticks;
    double gap = INFINITY, widest = 0;
    for (Index i = 0; i < n; i++) {
        widest = fmax(widest, labels[i].box.width);
        if (i) gap = fmin(gap, fabs(page_at(f, 0, t->at[i]) - page_at(f, 0, t->at[i - 1])));
    }
    if (widest + 0.3 * f->font_size <= gap) return 0;
    return gap > 1.5 * f->font_size ? 45 : 90;
}

static void draw_number(Frame *f, Label *label, int dim, double p, const Side *side, double gap,
                        double angle) {
    Color color = ruler_color(f, dim);
    if (dim == 1) {
        double x = side->far ? side->at + gap : side->at - gap;
        label_place(label, f->scene, f, x, p, side->far ? 0 : 1, 0.5, angle, side->far ? 0 : 1,
                    color);
        return;
    }
    double y = side->far ? side->at - gap : side->at + gap;
    if (angle == 0) {
        label_place(label, f->scene, f, p, y, 0.5, side->far ? 1 : 0, 0, 0.5, color);
    } else {
        // Turned labels end (positive angle) or start (negative) at their tick.
        bool ends = (angle > 0) != side->far;
        label_place(label, f->scene, f, p, y, ends ? 1 : 0, 0.5, angle, 0, color);
    }
}

static void draw_exponent(Frame *f, int dim, const Side *side) {
    const TickSet *t = &f->scale[dim].ticks;
    if (!t->exponent) return;
    char text[48];
    int n = 0;
    const char times[] = "\xc3\x97"
                         "10^{";
    memcpy(text, times, sizeof times - 1);
    n = (int)sizeof times - 1;
    int e = t->exponent;
    if (e < 0) text[n++] = '-', e = -e;
    char digits[8];
    int k = 0;
    do digits[k++] = (char)('0' + e % 10), e /= 10;
    while (e && k < 8);
    while (k) text[n++] = digits[--k];
    text[n++] = '}';
    text[n] = 0;
    FontSpec font = tick_font(f);
    Label label;
    f->status = label_make(f->ctx, 0, &font, text, &label);
    if (f->status != OK) return;
    double gap = 0.2 * f->font_size;
    if (dim == 0) {
        double y = side->far ? side->at - 1.5 * f->font_size : side->at + 1.35 * f->font_size;
        label_place(&label, f->scene, NULL, f->box.x + f->box.width, y, 1, side->far ? 1 : 0, 0, 0,
                    ruler_color(f, 0));
        if (f->measuring)
            frame_ink(f, f->box.x + f->box.width, y + (side->far ? 0 : 1.1 * f->font_size), 0, 0);
    } else {
        label_place(&label, f->scene, f, side->at, f->box.y - gap, side->far ? 1 : 0, 1, 0, 0,
                    ruler_color(f, 1));
    }
    label_done(&label);
}

static void draw_numbers(Frame *f, int dim) {
    if (!ruler_shown(f, dim)) return;
    const TickSet *t = &f->scale[dim].ticks;
    const Ruler *r = &f->axes->ruler[dim];
    Side side = side_of(f, dim);
    Label *labels = arena_alloc(f->scene->arena, (size_t)(t->n ? t->n : 1) * sizeof *labels);
    if (!labels) {
        f->scene->failed = true;
        return;
    }
    FontSpec font = tick_font(f);
    for (Index i = 0; i < t->n && f->status == OK; i++)
        f->status = label_make(f->ctx, 0, &font, t->labels[i], &labels[i]);
    double angle = r->label_angle_manual          ? r->label_angle
                   : dim == 0 && r->labels_manual ? fitting_angle(f, labels, t->n)
                                                  : 0;
    double gap = (dim == 0 ? 0.25 : 0.4) * f->font_size;
    if (f->axes->tick_dir == 1 || f->axes->tick_dir == 2)
        gap += numbers_count(&f->axes->tick_length)
                   ? f->axes->tick_length.v[0] * fmax(f->box.width, f->box.height)
                   : 0;
    for (Index i = 0; i < t->n && f->status == OK; i++) {
        double p = page_at(f, dim, t->at[i]);
        if (isfinite(p)) draw_number(f, &labels[i], dim, p, &side, gap, angle * M_PI / 180);
    }
    for (Index i = 0; i < t->n; i++) label_done(&labels[i]);
    if (f->status == OK && t->n) draw_exponent(f, dim, &side);
}

// ---- axis labels and titles --------------------------------------------------------------------
static Status make_text_label(Frame *f, const TextObject *text, double scale, bool bold,
                              Label *ret) {
    FontSpec font = text_font(text, f->axes->font_name, f->font_size * scale);
    if (bold && !text->font_weight_manual) font.bold = true;
    return label_make_lines(f->ctx, text->interpreter, &font, text->lines, text->n_lines, ret);
}

static void draw_axis_label(Frame *f, int dim) {
    const TextObject *text = f->axes->ruler[dim].label;
    if (text_is_empty(text)) return;
    Label label;
    f->status = make_text_label(f, text, f->axes->label_scale, false, &label);
    if (f->status != OK) return;
    Color color = text->color_manual                 ? text->color.rgb
                  : f->axes->ruler[dim].color_manual ? ruler_color(f, dim)
                                                     : text->color.rgb;
    Side side = side_of(f, dim);
    const Rect *b = &f->box;
    double gap = 0.15 * f->font_size;
    double angle = text->rotation_manual ? text->rotation * M_PI / 180 : 0;
    if (dim == 0) {
        double below = fmax(b->y + b->height, f->has_ink ? f->ink.y + f->ink.height : 0);
        double y = side.far ? fmin(b->y, f->ink.y) - gap : below + gap;
        label_place(&label, f->scene, f, b->x + b->width / 2, y, 0.5, side.far ? 1 : 0, angle, 0.5,
                    color);
    } else {
        double left = f->has_ink ? fmin(b->x, f->ink.x) : b->x;
        double right =
            f->has_ink ? fmax(b->x + b->width, f->ink.x + f->ink.width) : b->x + b->width;
        double x = side.far ? right + 2 * gap : left - 2 * gap;
        if (!text->rotation_manual) angle = M_PI / 2;
        if (angle != 0)
            label_place(&label, f->scene, f, x, b->y + b->height / 2, 0.5, side.far ? 0 : 1, angle,
                        0.5, color);
        else
            label_place(&label, f->scene, f, x, b->y + b->height / 2, side.far ? 0 : 1, 0.5, angle,
                        0.5, color);
    }
    label_done(&label);
}

static void draw_title(Frame *f, const TextObject *text, double scale, bool bold, double *y) {
    if (text_is_empty(text) || f->status != OK) return;
    Label label;
    f->status = make_text_label(f, text, scale, bold, &label);
    if (f->status != OK) return;
    static const double aligns[] = {0.5, 0, 1};
    double h = aligns[f->axes->title_align];
    double x = f->box.x + h * f->box.width;
    label_place(&label, f->scene, f, x, *y, h, 1, 0, h, text->color.rgb);
    *y -= label.box.ascent + label.box.descent;
    label_done(&label);
}

void axes_draw_titles(Frame *f) {
    double y = f->box.y - 0.3 * f->font_size;
    // Numbers above the box push the title up; the common exponent, left of it, does not.
    if (f->has_ink && (f->is_3d || f->axes->ruler[0].location == 1))
        y = fmin(y, f->ink.y - 0.2 * f->font_size);
    draw_title(f, f->axes->subtitle, f->axes->label_scale, false, &y);
    draw_title(f, f->axes->title, f->axes->title_scale, true, &y);
}

// ---- all of it ---------------------------------------------------------------------------------
static void draw_background(Frame *f) {
    if (!gcolor_visible(&f->axes->color)) return;
    PathBuilder b;
    path_begin(&b, f->scene);
    path_rect(&b, f->box.x, f->box.y, f->box.width, f->box.height);
    SceneItem *item = add_path(f, &b);
    if (!item) return;
    item->fill = true;
    item->fill_color = f->axes->color.rgb;
    item->crisp = true;
}

static void draw_plots(Frame *f) {
    const GObject *ax = &f->axes->head;
    for (Index i = 0; i < ax->n_children && f->status == OK; i++) {
        const GObject *child = ax->children[i];
        if (child->visible && child->cls->in_axes && !child->unlisted && child->cls->draw)
            child->cls->draw(child, f);
        if (f->status == OK) f->status = ctx_check_stop(f->ctx);
    }
}

static void draw_lines(Frame *f) {
    draw_box(f);
    draw_ruler_lines(f, 0);
    draw_ruler_lines(f, 1);
}

void axes_draw_2d(Frame *f) {
    bool shown = !f->axes->axis_off && f->axes->head.visible;
    bool top = f->axes->layer == 1;
    frame_ink(f, f->box.x, f->box.y, f->box.width, f->box.height);
    if (!f->measuring) {
        if (shown) draw_background(f);
        if (shown && !top) {
            draw_grid(f);
            draw_lines(f);
        }
        draw_plots(f);
        if (shown && top) {
            draw_grid(f);
            draw_lines(f);
        }
    }
    if (shown) {
        for (int d = 1; d >= 0 && f->status == OK; d--) draw_numbers(f, d);
        // The y label is placed beside the numbers of y before x labels widen the ink downwards
        // only.
        for (int d = 1; d >= 0 && f->status == OK; d--) draw_axis_label(f, d);
    }
    if (f->status == OK) axes_draw_titles(f);
}
