// Axes: defaults, what is shared by its plots (colour order, colour map, limits of the data),
// newplot and cla. Its properties are in axes_props.c, its drawing in axes_draw2d.c and
// axes_draw3d.c.
#include "graphics/axes_props.h"
#include "graphics/internal.h"
#include <float.h>
#include <string.h>

static const double default_order[7 * 3] = {
    0,      0.8500, 0.9290, 0.4940, 0.4660, 0.3010, 0.6350, // red
    0.4470, 0.3250, 0.6940, 0.1840, 0.6740, 0.7450, 0.0780, // green
    0.7410, 0.0980, 0.1250, 0.5560, 0.1880, 0.9330, 0.1840, // blue
};

static Status set_numbers(Ctx *ctx, NumArray *a, const double *v, Index rows, Index columns) {
    NumArray fresh;
    TRY(numbers_make(ctx, rows, columns, 1, &fresh));
    memcpy(fresh.v, v, (size_t)(rows * columns) * sizeof *v);
    numbers_done(a);
    *a = fresh;
    return OK;
}

static void reset_text(TextObject *text) {
    texts_done(&text->lines, &text->n_lines);
    text->font_size_manual = text->color_manual = text->position_manual = text->rotation_manual =
        false;
    text->color = (GColor){COLOR_RGB, color_dark};
    text->head.visible = true;
}

static void reset_ruler(Ruler *r, int dim) {
    r->lim[0] = 0, r->lim[1] = 1;
    r->lim_manual = r->ticks_manual = r->labels_manual = r->label_angle_manual =
        r->exponent_manual = false;
    r->scale = r->direction = r->location = r->limit_method = 0;
    r->grid = r->minor_grid = r->minor_tick = r->color_manual = r->hidden = false;
    numbers_done(&r->ticks);
    texts_done(&r->labels, &r->n_labels);
    mem_free(r->format);
    r->format = NULL;
    r->label_angle = 0;
    r->color = (GColor){COLOR_RGB, color_dark};
    if (r->label) reset_text(r->label);
    (void)dim;
}

// Everything "reset" puts back; place, parent and font family stay.
static Status reset_axes(Ctx *ctx, Axes *ax) {
    for (int d = 0; d < 3; d++) reset_ruler(&ax->ruler[d], d);
    if (ax->title) reset_text(ax->title);
    if (ax->subtitle) reset_text(ax->subtitle);
    ax->next_plot = NEXTPLOT_REPLACE;
    ax->box = ax->box_manual = ax->axis_off = ax->view_manual = ax->tight = ax->limits_padded =
        false;
    ax->layer = ax->box_style = ax->tick_dir = ax->font_weight = ax->font_angle = ax->color_scale =
        ax->title_align = 0;
    ax->sort_method = ax->clip_style = 0;
    ax->view[0] = 0, ax->view[1] = 90;
    ax->zoom = ax->shift[0] = ax->shift[1] = 0;
    ax->home.kept = false;
    for (int d = 0; d < 3; d++) ax->aspect[d] = ax->plot_aspect[d] = 1;
    ax->aspect_manual = ax->plot_aspect_manual = false;
    ax->font_size = 10;
    ax->label_scale = ax->title_scale = 1.1;
    ax->font_size_manual = false;
    ax->line_width = 0.5;
    ax->color = GRAY(1);
    ax->grid_color = ax->minor_grid_color = (GColor){COLOR_RGB, color_dark};
    ax->grid_color_manual = false;
    ax->grid_alpha = 0.15;
    ax->minor_grid_alpha = 0.25;
    ax->grid_style = LINE_SOLID;
    ax->minor_grid_style = LINE_DOTTED;
    ax->next_color = ax->next_style = 0;
    ax->clim[0] = 0, ax->clim[1] = 1;
    ax->clim_manual = ax->colormap_manual = false;
    numbers_done(&ax->colormap);
    TRY(set_numbers(ctx, &ax->tick_length, (const double[]){0.01, 0.025}, 1, 2));
    return ax->color_order_manual ? OK : set_numbers(ctx, &ax->color_order, default_order, 7, 3);
}

static Status init_axes(Ctx *ctx, GObject *object) {
    Axes *ax = (Axes *)object;
    ax->font_name = mem_dup("Helvetica");
    if (!ax->font_name) return ctx_fail_nomem(ctx);
    TRY(label_new(ctx, object, 11, true, &ax->title));
    TRY(label_new(ctx, object, 11, false, &ax->subtitle));
    for (int d = 0; d < 3; d++) TRY(label_new(ctx, object, 11, false, &ax->ruler[d].label));
    const double inner[4] = {0.13, 0.11, 0.775, 0.815}, outer[4] = {0, 0, 1, 1};
    memcpy(ax->position, inner, sizeof inner);
    memcpy(ax->outer_position, outer, sizeof outer);
    ax->units = 0;
    TRY(reset_axes(ctx, ax));
    GObject *figure = object_ancestor(object, "figure");
    if (figure) ((Figure *)figure)->current_axes = object;
    return OK;
}

static void done_axes(GObject *object) {
    Axes *ax = (Axes *)object;
    for (int d = 0; d < 3; d++) {
        numbers_done(&ax->ruler[d].ticks);
        numbers_done(&ax->ruler[d].minor_ticks);
        texts_done(&ax->ruler[d].labels, &ax->ruler[d].n_labels);
        mem_free(ax->ruler[d].format);
    }
    numbers_done(&ax->colormap);
    numbers_done(&ax->color_order);
}

const GClass class_axes = {
    .type = "axes",
    .class_name = "matlab.graphics.axis.Axes",
    .size = sizeof(Axes),
    .props = axes_props,
    .init = init_axes,
    .done = done_axes,
};

// ---- data of the plots -------------------------------------------------------------------------
void extent_init(Extent *e) {
    memset(e, 0, sizeof *e);
    for (int d = 0; d < 3; d++) {
        e->lo[d] = e->positive_lo[d] = INFINITY;
        e->hi[d] = -INFINITY;
    }
}

void extent_add(Extent *e, int dim, double x) {
    if (!isfinite(x)) return;
    e->any[dim] = true;
    if (x < e->lo[dim]) e->lo[dim] = x;
    if (x > e->hi[dim]) e->hi[dim] = x;
    if (x > 0 && x < e->positive_lo[dim]) e->positive_lo[dim] = x;
}

void extent_add_all(Extent *e, int dim, const NumArray *a) {
    Index n = numbers_count(a);
    for (Index i = 0; i < n; i++) extent_add(e, dim, a->v[i]);
}

void data_extent(const Axes *ax, Extent *e) {
    extent_init(e);
    for (Index i = 0; i < ax->head.n_children; i++) {
        const GObject *child = ax->head.children[i];
        if (child->visible && child->cls->extent) child->cls->extent(child, e);
    }
}

const double *axes_colormap(const Axes *ax, Index *ret_n) {
    const NumArray *map = &ax->colormap;
    const Figure *figure = (const Figure *)object_ancestor((GObject *)ax, "figure");
    if (!ax->colormap_manual && figure) map = &figure->colormap;
    *ret_n = map->rows;
    return map->v;
}

void axes_color_limits(const Axes *ax, double ret[2]) {
    double lo = INFINITY, hi = -INFINITY;
    for (Index i = 0; i < ax->head.n_children; i++) {
        const GObject *child = ax->head.children[i];
        if (child->cls->color_range) child->cls->color_range(child, &lo, &hi);
    }
    if (!(lo <= hi)) lo = 0, hi = 1;
    if (lo == hi) lo -= lo == 0 ? 1 : fabs(lo) * 0.1, hi += hi == 0 ? 1 : fabs(hi) * 0.1;
    if (ax->clim_manual) {
        if (isfinite(ax->clim[0])) lo = ax->clim[0];
        if (isfinite(ax->clim[1])) hi = ax->clim[1];
    }
    ret[0] = lo;
    ret[1] = hi > lo ? hi : lo + 1;
}

Color axes_next_color(GObject *axes) {
    Axes *ax = (Axes *)axes;
    Index n = ax->color_order.rows;
    if (n < 1) return (Color){0, 0, 0, 1};
    Index i = ax->next_color++ % n;
    const double *v = ax->color_order.v;
    return (Color){(float)v[i], (float)v[i + n], (float)v[i + 2 * n], 1};
}

// Smaller axes get smaller letters: full size from about a third of the default figure's width on.
double axes_font_size(const Axes *ax) {
    if (ax->font_size_manual) return ax->font_size;
    if (!(ax->outer.width > 0) || (!ax->tile && !ax->is_subplot)) return ax->font_size;
    double share = fmin(ax->outer.width / 150, ax->outer.height / 125);
    double size = 10 * fmin(1, fmax(0.6, share));
    return floor(size * 2 + 0.5) / 2;
}

// ---- newplot, cla ------------------------------------------------------------------------------
bool axes_is_held(const GObject *axes) {
    return ((const Axes *)axes)->next_plot == NEXTPLOT_ADD;
}

static void delete_plots(GObject *axes) {
    for (Index i = axes->n_children - 1; i >= 0; i--) {
        if (i >= axes->n_children) continue;
        GObject *child = axes->children[i];
        if (child->cls->in_axes && !child->unlisted) object_delete(child);
    }
}

Status axes_clear(Ctx *ctx, GObject *axes, bool reset) {
    Axes *ax = (Axes *)axes;
    delete_plots(axes);
    ax->next_color = ax->next_style = 0;
    object_touch(axes);
    if (!reset) return OK;
    if (ax->legend) object_delete(&ax->legend->head);
    if (ax->colorbar) object_delete(&ax->colorbar->head);
    return reset_axes(ctx, ax);
}

Status axes_newplot(Ctx *ctx, GObject *axes) {
    Axes *ax = (Axes *)axes;
    GObject *figure = object_ancestor(axes, "figure");
    if (figure) {
        figure_set_current_axes(figure, axes);
        graphics_set_current_figure(figure);
    }
    if (ax->next_plot == NEXTPLOT_REPLACE) return axes_clear(ctx, axes, true);
    if (ax->next_plot == NEXTPLOT_REPLACECHILDREN) return axes_clear(ctx, axes, false);
    return OK;
}
