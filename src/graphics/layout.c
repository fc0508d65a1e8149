// Where things go. Each axes gets an outer rectangle (its tile, its subplot cell, or the whole
// figure) and from it the plot box: outer minus the room its numbers, labels and titles were
// measured to need. In a tiled layout all tiles use the largest room needed in any of them, so that
// plot boxes line up.
#include "graphics/internal.h"
#include <string.h>

Status axes_measure(Ctx *ctx, Axes *ax, Rect box, Insets *ret) {
    Scene *scratch = scene_new(1, 1);
    if (!scratch) return ctx_fail_nomem(ctx);
    // A camera that is zoomed or moved by a person must not push the neighbours aside.
    double zoom = ax->zoom, shift[2] = {ax->shift[0], ax->shift[1]};
    ax->zoom = ax->shift[0] = ax->shift[1] = 0;
    Frame f;
    Status status = frame_begin(&f, ctx, scratch, ax, box);
    if (status == OK) {
        f.measuring = true;
        if (f.is_3d)
            axes_draw_3d(&f);
        else
            axes_draw_2d(&f);
        status = f.status;
        if (status == OK && scratch->failed) status = ctx_fail_nomem(ctx);
    }
    if (status == OK) {
        Insets in = {0};
        if (f.has_ink) {
            in.left = fmax(0, box.x - f.ink.x);
            in.top = fmax(0, box.y - f.ink.y);
            in.right = fmax(0, f.ink.x + f.ink.width - box.x - box.width);
            in.bottom = fmax(0, f.ink.y + f.ink.height - box.y - box.height);
        }
        *ret = in;
    }
    ax->zoom = zoom;
    memcpy(ax->shift, shift, sizeof shift);
    frame_end(&f);
    scene_free(scratch);
    return status;
}

static Rect shrink(Rect r, Insets in) {
    Rect out = {r.x + in.left, r.y + in.top, r.width - in.left - in.right,
                r.height - in.top - in.bottom};
    if (out.width < 8) out.width = 8;
    if (out.height < 8) out.height = 8;
    return out;
}

static Insets add_insets(Insets a, Insets b) {
    return (Insets){a.left + b.left, a.top + b.top, a.right + b.right, a.bottom + b.bottom};
}

static Insets max_insets(Insets a, Insets b) {
    return (Insets){fmax(a.left, b.left), fmax(a.top, b.top), fmax(a.right, b.right),
                    fmax(a.bottom, b.bottom)};
}

// Legend and colour bar outside the plot box.
static Insets attached_insets(Ctx *ctx, const Axes *ax) {
    Insets in = {0};
    if (ax->colorbar) in = add_insets(in, colorbar_insets(ctx, ax->colorbar, ax));
    if (ax->legend && ax->legend->head.visible) in = add_insets(in, legend_insets(ctx, ax->legend));
    return in;
}

static Rect from_normalized(const Figure *figure, const double v[4]) {
    double width = figure->position[2] * 0.75, height = figure->position[3] * 0.75;
    return (Rect){v[0] * width, (1 - v[1] - v[3]) * height, v[2] * width, v[3] * height};
}

// The plot box fills its cell of the subplot grid unless labels need more than the gaps around it.
static Status place_subplot(Ctx *ctx, const Figure *figure, Axes *ax, Insets attached) {
    Rect cell = from_normalized(figure, ax->cell),
         outer = from_normalized(figure, ax->outer_position);
    ax->outer = outer;
    TRY(axes_measure(ctx, ax, cell, &ax->insets));
    Insets have = {cell.x - outer.x, cell.y - outer.y, outer.x + outer.width - cell.x - cell.width,
                   outer.y + outer.height - cell.y - cell.height};
    Insets need = add_insets(ax->insets, attached);
    Insets lack = {fmax(0, need.left - have.left), fmax(0, need.top - have.top),
                   fmax(0, need.right - have.right), fmax(0, need.bottom - have.bottom)};
    ax->inner = shrink(cell, lack);
    return OK;
}

// Axes on their own: at least MATLAB's loose insets, more when labels need it.
static Status place_axes(Ctx *ctx, Figure *figure, Axes *ax) {
    Insets attached = attached_insets(ctx, ax);
    if (ax->position_manual) {
        ax->inner = ax->outer = from_normalized(figure, ax->position);
        return axes_measure(ctx, ax, ax->inner, &ax->insets);
    }
    if (ax->is_subplot) return place_subplot(ctx, figure, ax, attached);
    ax->outer = from_normalized(figure, ax->outer_position);
    Insets loose = {0.13 * ax->outer.width, 0.075 * ax->outer.height, 0.095 * ax->outer.width,
                    0.11 * ax->outer.height};
    Rect trial = shrink(ax->outer, add_insets(loose, attached));
    TRY(axes_measure(ctx, ax, trial, &ax->insets));
    double margin = 3;
    Insets needed = add_insets(ax->insets, (Insets){margin, margin, margin, margin});
    if (attached.right > 0) loose.right = fmin(loose.right, 0.02 * ax->outer.width);
    ax->inner = shrink(ax->outer, add_insets(max_insets(loose, needed), attached));
    return OK;
}

Status figure_layout(Ctx *ctx, Figure *figure) {
    GObject *o = &figure->head;
    double width = figure->position[2] * 0.75, height = figure->position[3] * 0.75, top = 0;
    if (figure->title && !text_is_empty((TextObject *)figure->title)) {
        const TextObject *title = (const TextObject *)figure->title;
        FontSpec font = text_font(title, "Helvetica", 13);
        Label label;
        TRY(label_make_lines(ctx, title->interpreter, &font, title->lines, title->n_lines, &label));
        top = label.box.ascent + label.box.descent + 6;
        label_done(&label);
    }
    for (Index i = 0; i < o->n_children; i++) {
        GObject *child = o->children[i];
        if (child->cls == &class_axes) {
            TRY(place_axes(ctx, figure, (Axes *)child));
            if (top > 0) { // subplots move down below the common title
                Axes *ax = (Axes *)child;
                double factor = (height - top) / height;
                Rect *rects[2] = {&ax->inner, &ax->outer};
                for (int k = 0; k < 2; k++)
                    rects[k]->y = top + rects[k]->y * factor, rects[k]->height *= factor;
            }
        } else if (child->cls == &class_tiles) {
            Tiles *tiles = (Tiles *)child;
            Rect area = {0, top, width, height - top};
            if (tiles->position_manual) area = from_normalized(figure, tiles->position);
            TRY(tiles_layout(ctx, tiles, area));
        }
    }
    return OK;
}

// ---- axes by number ----------------------------------------------------------------------------
// Axes are counted through the tree in order of creation; scenes name them "axes1", "axes2", …
static GObject *nth_axes(const GObject *parent, Index *k) {
    for (Index i = 0; i < parent->n_children; i++) {
        GObject *child = parent->children[i];
        if (child->cls == &class_axes && --*k == 0) return child;
        if (child->cls == &class_tiles) {
            GObject *found = nth_axes(child, k);
            if (found) return found;
        }
    }
    return NULL;
}

GObject *figure_axes(const GObject *figure, Index k) {
    return k > 0 ? nth_axes(figure, &k) : NULL;
}

// The group tells a viewer where the plot box is and whether it can be turned.
static void begin_axes_group(Scene *scene, const Axes *ax, const Frame *f) {
    const GObject *figure = object_ancestor((GObject *)ax, "figure");
    Index k = 1;
    while (figure && figure_axes(figure, k) && figure_axes(figure, k) != &ax->head) k++;
    Buf id = BUF_INIT;
    buf_printf(&id, "axes%lld", (long long)k);
    const char *copy = id.failed ? NULL : arena_dup(scene->arena, id.data, id.len);
    buf_done(&id);
    SceneItem *group = scene_add(scene, SCENE_GROUP_BEGIN);
    if (!group) return;
    group->role = f->is_3d ? "axes-3d" : "axes";
    group->id = copy;
    group->x = f->box.x, group->y = f->box.y, group->width = f->box.width,
    group->height = f->box.height;
}

// ---- drawing one axes --------------------------------------------------------------------------
Status axes_draw(Ctx *ctx, Scene *scene, Axes *ax) {
    Frame f;
    Status status = frame_begin(&f, ctx, scene, ax, ax->inner);
    if (status == OK) {
        begin_axes_group(scene, ax, &f);
        if (f.is_3d)
            axes_draw_3d(&f);
        else
            axes_draw_2d(&f);
        status = f.status;
        if (status == OK && ax->colorbar) status = colorbar_draw(&f, ax->colorbar);
        if (status == OK && ax->legend && ax->legend->head.visible)
            status = legend_draw(ctx, scene, ax->legend, &f);
        scene_add(scene, SCENE_GROUP_END);
    }
    frame_end(&f);
    return status;
}

void position_from_rect(const Scene *scene, Rect r, double position[4]) {
    position[0] = r.x / scene->width;
    position[1] = 1 - (r.y + r.height) / scene->height;
    position[2] = r.width / scene->width;
    position[3] = r.height / scene->height;
}

Status layout_refresh(Ctx *ctx, GObject *object) {
    GObject *figure = object_ancestor(object, "figure");
    Scene *scene = NULL;
    if (figure) TRY(figure_scene(ctx, figure, &scene));
    scene_free(scene);
    return OK;
}

static Status draw_figure_title(Ctx *ctx, Scene *scene, const Figure *figure) {
    const TextObject *title = (const TextObject *)figure->title;
    if (!title || text_is_empty(title)) return OK;
    FontSpec font = text_font(title, "Helvetica", 13);
    Label label;
    TRY(label_make_lines(ctx, title->interpreter, &font, title->lines, title->n_lines, &label));
    label_place(&label, scene, NULL, scene->width / 2, 5, 0.5, 0, 0, 0.5, title->color.rgb);
    label_done(&label);
    return OK;
}

static const char *figure_alt_text(Scene *scene, const Figure *figure) {
    Buf text = BUF_INIT;
    buf_printf(&text, "Figure %d", figure->number);
    if (figure->name && *figure->name) buf_printf(&text, ": %s", figure->name);
    const char *copy = text.failed ? NULL : arena_dup(scene->arena, text.data, text.len);
    buf_done(&text);
    return copy;
}

Status figure_scene(Ctx *ctx, GObject *object, Scene **ret) {
    Figure *figure = (Figure *)object;
    Scene *scene = scene_new(figure->position[2] * 0.75, figure->position[3] * 0.75);
    if (!scene) return ctx_fail_nomem(ctx);
    if (gcolor_visible(&figure->color)) scene->background = figure->color.rgb;
    SceneItem *group = scene_add(scene, SCENE_GROUP_BEGIN);
    const char *alt = figure_alt_text(scene, figure);
    if (group) group->role = "figure", group->text = alt;
    Status status = figure_layout(ctx, figure);
    for (Index i = 0; i < object->n_children && status == OK; i++) {
        GObject *child = object->children[i];
        if (child->cls == &class_axes)
            status = axes_draw(ctx, scene, (Axes *)child);
        else if (child->cls == &class_tiles)
            status = tiles_draw(ctx, scene, (Tiles *)child);
    }
    if (status == OK) status = draw_figure_title(ctx, scene, figure);
    scene_add(scene, SCENE_GROUP_END);
    if (status == OK && scene->failed) status = ctx_fail_nomem(ctx);
    if (status != OK) {
        scene_free(scene);
        return status;
    }
    *ret = scene;
    return OK;
}

// ---- cut to contents ---------------------------------------------------------------------------
static Status draw_part(Ctx *ctx, GObject *object, Figure *figure, Scene **ret) {
    if (object->cls == &class_figure) return figure_scene(ctx, object, ret);
    TRY(figure_layout(ctx, figure));
    Scene *whole = scene_new(figure->position[2] * 0.75, figure->position[3] * 0.75);
    if (!whole) return ctx_fail_nomem(ctx);
    Status status = object->cls == &class_axes ? axes_draw(ctx, whole, (Axes *)object)
                                               : tiles_draw(ctx, whole, (Tiles *)object);
    if (status == OK && whole->failed) status = ctx_fail_nomem(ctx);
    if (status != OK) {
        scene_free(whole);
        return status;
    }
    *ret = whole;
    return OK;
}

Status object_scene(Ctx *ctx, GObject *object, Scene **ret) {
    enum { MARGIN = 3 }; // points
    Figure *figure = (Figure *)object_ancestor(object, "figure");
    if (!figure ||
        (object->cls != &class_figure && object->cls != &class_axes && object->cls != &class_tiles))
        return ctx_fail(ctx, ERR_ARG, "MATLAB:print:InvalidHandle",
                        "Specified handle is not valid for export.");
    Scene *whole = NULL;
    TRY(draw_part(ctx, object, figure, &whole));
    Rect cut = scene_bounds(whole);
    Scene *scene = scene_new(cut.width + 2 * MARGIN, cut.height + 2 * MARGIN);
    if (scene) {
        if (gcolor_visible(&figure->color)) scene->background = figure->color.rgb;
        scene_embed(scene, whole, MARGIN - cut.x, MARGIN - cut.y, 1);
    }
    scene_free(whole);
    if (!scene || scene->failed) {
        scene_free(scene);
        return ctx_fail_nomem(ctx);
    }
    *ret = scene;
    return OK;
}
