// What a scene covers: the smallest rectangle around everything visible, for exports cut to their
// contents.
#include "graphics/internal.h"
#include <string.h>

enum { MAX_CLIPS = 16 };
typedef struct Bounds {
    double lo[2], hi[2];
} Bounds;

static const Bounds nothing = {{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};

static void add_point(Bounds *b, double x, double y, double margin) {
    b->lo[0] = fmin(b->lo[0], x - margin), b->hi[0] = fmax(b->hi[0], x + margin);
    b->lo[1] = fmin(b->lo[1], y - margin), b->hi[1] = fmax(b->hi[1], y + margin);
}

static Bounds path_bounds(const ScenePath *path, double margin) {
    Bounds b = nothing;
    for (Index i = 0; i + 1 < path->n_points; i += 2)
        add_point(&b, path->points[i], path->points[i + 1], margin);
    return b;
}

// A block of the given extent around a baseline point, turned about it.
static void add_turned(Bounds *b, const SceneItem *item, double x0, double x1, double up,
                       double down) {
    double c = cos(item->angle), s = sin(item->angle), xs[2] = {x0, x1}, ys[2] = {-up, down};
    for (int i = 0; i < 4; i++) {
        double dx = xs[i & 1], dy = ys[i >> 1];
        add_point(b, item->x + dx * c + dy * s, item->y - dx * s + dy * c, 0);
    }
}

static Bounds item_bounds(const SceneItem *item) {
    Bounds b = nothing;
    double size = (double)item->font.size_pt;
    switch (item->kind) {
    case SCENE_PATH:
        return path_bounds(&item->path, item->stroke ? (double)item->line_width / 2 : 0);
    case SCENE_TEXT: {
        double width = item->width > 0 || !item->text
                           ? item->width
                           : text_measure(&item->font, item->text, strlen(item->text)).width;
        add_turned(&b, item, 0, width, 0.75 * size, 0.22 * size);
        return b;
    }
    case SCENE_GLYPHS:
        for (Index i = 0; i < item->n_glyphs; i++) {
            SceneItem one = *item;
            one.x += item->glyph_xy[2 * i] * cos(item->angle) +
                     item->glyph_xy[2 * i + 1] * sin(item->angle);
            one.y += item->glyph_xy[2 * i + 1] * cos(item->angle) -
                     item->glyph_xy[2 * i] * sin(item->angle);
            add_turned(&b, &one, 0, 0.7 * size, 0.75 * size, 0.25 * size);
        }
        return b;
    case SCENE_IMAGE:
        add_point(&b, item->x, item->y, 0);
        add_point(&b, item->x + item->width, item->y + item->height, 0);
        return b;
    case SCENE_MESH:
        for (Index i = 0; i < item->n_triangles * 3; i++)
            add_point(&b, item->mesh_xy[2 * i], item->mesh_xy[2 * i + 1], 0);
        return b;
    default: return b;
    }
}

static Bounds cut(Bounds a, Bounds by) {
    for (int d = 0; d < 2; d++) {
        a.lo[d] = fmax(a.lo[d], by.lo[d]);
        a.hi[d] = fmin(a.hi[d], by.hi[d]);
    }
    return a;
}

Rect scene_bounds(const Scene *scene) {
    Bounds all = nothing, clip[MAX_CLIPS + 1] = {{{-INFINITY, -INFINITY}, {INFINITY, INFINITY}}};
    int depth = 0;
    for (Index i = 0; i < scene->n_items; i++) {
        const SceneItem *item = &scene->items[i];
        if (item->kind == SCENE_CLIP_PUSH && depth < MAX_CLIPS) {
            clip[depth + 1] = cut(path_bounds(&item->path, 0), clip[depth]);
            depth++;
            continue;
        }
        if (item->kind == SCENE_CLIP_POP && depth > 0) {
            depth--;
            continue;
        }
        Bounds b = cut(item_bounds(item), clip[depth]);
        if (!(b.lo[0] <= b.hi[0] && b.lo[1] <= b.hi[1])) continue;
        add_point(&all, b.lo[0], b.lo[1], 0);
        add_point(&all, b.hi[0], b.hi[1], 0);
    }
    if (!(all.lo[0] <= all.hi[0])) return (Rect){0, 0, scene->width, scene->height};
    return (Rect){all.lo[0], all.lo[1], all.hi[0] - all.lo[0], all.hi[1] - all.lo[1]};
}

SceneBox scene_ink(const Scene *scene) {
    Rect r = scene_bounds(scene);
    return (SceneBox){r.x, r.y, r.width, r.height};
}
