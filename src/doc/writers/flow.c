// doc/writers/flow.c: rows of the strip and the small drawings they are made of.
#include "doc/writers/flow.h"
#include "base/vec.h"
#include <string.h>

void flow_fail(Flow *f, Status status) {
    if (f->status == OK) f->status = status;
}

FlowRow *flow_begin(Flow *f, double height, double space_before) {
    if (f->status != OK) return NULL;
    Status status =
        vec_reserve(f->ctx, (void **)&f->rows, &f->cap_rows, f->n_rows + 1, sizeof *f->rows);
    if (status != OK) {
        flow_fail(f, status);
        return NULL;
    }
    FlowRow *row = &f->rows[f->n_rows++];
    *row = (FlowRow){.height = height,
                     .space_before = space_before,
                     .first = f->strip->n_items,
                     .target = -1,
                     .block = -1};
    return row;
}

void flow_end(Flow *f) {
    if (f->strip->failed) flow_fail(f, ctx_fail_nomem(f->ctx));
    if (f->status == OK) f->status = ctx_check_stop(f->ctx);
    if (f->n_rows) f->rows[f->n_rows - 1].n = f->strip->n_items - f->rows[f->n_rows - 1].first;
}

FlowRow *flow_last(Flow *f) {
    return f->n_rows ? &f->rows[f->n_rows - 1] : NULL;
}

const char *flow_text(Flow *f, const char *text, size_t n) {
    const char *copy = arena_dup(f->strip->arena, text, n);
    if (!copy) flow_fail(f, ctx_fail_nomem(f->ctx));
    return copy;
}

void draw_text(Flow *f, Scene *scene, const FontSpec *font, const char *text, double x, double y,
               double width, Color color) {
    (void)f;
    SceneItem *item = scene_add(scene, SCENE_TEXT);
    if (!item) return;
    item->text = arena_dup(scene->arena, text, strlen(text));
    if (!item->text) {
        scene->failed = true;
        return;
    }
    item->font = *font;
    item->x = x;
    item->y = y;
    item->width = width;
    item->color = color;
}

void draw_rect(Scene *scene, double x, double y, double w, double h, double radius, Color color) {
    SceneItem *item = scene_add(scene, SCENE_PATH);
    if (!item) return;
    PathBuilder b;
    path_begin(&b, scene);
    if (radius <= 0) {
        path_rect(&b, x, y, w, h);
    } else {
        double r = radius, k = 0.4477 * r; // control points of a quarter circle, from the corner
        path_move(&b, x + r, y);
        path_line(&b, x + w - r, y);
        path_curve(&b, x + w - k, y, x + w, y + k, x + w, y + r);
        path_line(&b, x + w, y + h - r);
        path_curve(&b, x + w, y + h - k, x + w - k, y + h, x + w - r, y + h);
        path_line(&b, x + r, y + h);
        path_curve(&b, x + k, y + h, x, y + h - k, x, y + h - r);
        path_line(&b, x, y + r);
        path_curve(&b, x, y + k, x + k, y, x + r, y);
        path_close(&b);
    }
    item->fill = true;
    item->fill_color = color;
    item->path = path_end(&b);
}

void draw_part(Scene *scene, const char *role) {
    SceneItem *item = scene_add(scene, role ? SCENE_GROUP_BEGIN : SCENE_GROUP_END);
    if (item) item->role = role;
}

void draw_link(Scene *scene, const char *target, double x, double y, double w, double h) {
    SceneItem *item = scene_add(scene, SCENE_LINK);
    if (!item) return;
    item->id = arena_dup(scene->arena, target, strlen(target));
    if (!item->id) scene->failed = true;
    item->x = x;
    item->y = y;
    item->width = w;
    item->height = h;
}

void draw_image(Scene *scene, const DocImage *image, double x, double y, double w, double h) {
    if (!image->pixels) return; // callers show its words instead
    SceneItem *item = scene_add(scene, SCENE_IMAGE);
    if (!item) return;
    item->pixels = image->pixels; // the strip ends before its document; pages copy what they show
    item->pixel_width = image->width;
    item->pixel_height = image->height;
    item->smooth = true;
    item->x = x;
    item->y = y;
    item->width = w;
    item->height = h;
}
