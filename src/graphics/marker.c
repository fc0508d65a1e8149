// Marker shapes. `size` is the diameter in points; dots are a third of it, as MATLAB draws them.
// Markers that cannot show the order in which they are painted share one path.
#include "graphics/internal.h"

static void add_circle(PathBuilder *b, double x, double y, double r) {
    double k = 0.5522847498 * r;
    path_move(b, x + r, y);
    path_curve(b, x + r, y + k, x + k, y + r, x, y + r);
    path_curve(b, x - k, y + r, x - r, y + k, x - r, y);
    path_curve(b, x - r, y - k, x - k, y - r, x, y - r);
    path_curve(b, x + k, y - r, x + r, y - k, x + r, y);
    path_close(b);
}

// Polygon of n corners, the first at `angle` from the top; stars alternate between two radii.
static void add_ring(PathBuilder *b, double x, double y, double r, double inner, int n,
                     double angle) {
    int corners = inner > 0 ? 2 * n : n;
    for (int i = 0; i < corners; i++) {
        double radius = inner > 0 && (i & 1) ? inner : r, t = angle + 2 * M_PI * i / corners;
        double px = x + radius * sin(t), py = y - radius * cos(t);
        if (i == 0)
            path_move(b, px, py);
        else
            path_line(b, px, py);
    }
    path_close(b);
}

static void add_stroke(PathBuilder *b, double x0, double y0, double x1, double y1) {
    path_move(b, x0, y0);
    path_line(b, x1, y1);
}

static void add_marker(PathBuilder *b, int kind, double x, double y, double size) {
    double r = size / 2, d = r * 0.70710678;
    switch (kind) {
    case MARKER_POINT: add_circle(b, x, y, size / 6); break;
    case MARKER_CIRCLE: add_circle(b, x, y, r); break;
    case MARKER_SQUARE: path_rect(b, x - r * 0.886, y - r * 0.886, 1.772 * r, 1.772 * r); break;
    case MARKER_DIAMOND: add_ring(b, x, y, r * 1.1, 0, 4, 0); break;
    case MARKER_UP: add_ring(b, x, y, r * 1.1, 0, 3, 0); break;
    case MARKER_DOWN: add_ring(b, x, y, r * 1.1, 0, 3, M_PI); break;
    case MARKER_RIGHT: add_ring(b, x, y, r * 1.1, 0, 3, M_PI / 2); break;
    case MARKER_LEFT: add_ring(b, x, y, r * 1.1, 0, 3, -M_PI / 2); break;
    case MARKER_PENTAGRAM: add_ring(b, x, y, r * 1.1, r * 0.42, 5, 0); break;
    case MARKER_HEXAGRAM: add_ring(b, x, y, r * 1.1, r * 0.635, 6, 0); break;
    case MARKER_PLUS: add_stroke(b, x - r, y, x + r, y), add_stroke(b, x, y - r, x, y + r); break;
    case MARKER_CROSS:
        add_stroke(b, x - d, y - d, x + d, y + d), add_stroke(b, x - d, y + d, x + d, y - d);
        break;
    case MARKER_STAR:
        add_stroke(b, x - r, y, x + r, y), add_stroke(b, x, y - r, x, y + r);
        add_stroke(b, x - d, y - d, x + d, y + d), add_stroke(b, x - d, y + d, x + d, y - d);
        break;
    case MARKER_DASH: add_stroke(b, x - r, y, x + r, y); break;
    case MARKER_BAR: add_stroke(b, x, y - r, x, y + r); break;
    default: break;
    }
}

static bool stroke_only(int kind) {
    return kind == MARKER_PLUS || kind == MARKER_CROSS || kind == MARKER_STAR ||
           kind == MARKER_DASH || kind == MARKER_BAR;
}

static void paint(Frame *f, PathBuilder *b, double depth, const MarkerLook *look) {
    ScenePath path = path_end(b);
    if (!path.n_commands) return;
    SceneItem *item = frame_add(f, SCENE_PATH, depth);
    if (!item) return;
    item->path = path;
    Color edge = color_with_alpha(gcolor_resolve(&look->edge, look->color), look->edge_alpha);
    if (look->kind == MARKER_POINT) {
        item->fill = gcolor_visible(&look->edge) || gcolor_visible(&look->face);
        item->fill_color =
            gcolor_visible(&look->edge)
                ? edge
                : color_with_alpha(gcolor_resolve(&look->face, look->color), look->face_alpha);
        return;
    }
    if (gcolor_visible(&look->face) && !stroke_only(look->kind)) {
        item->fill = true;
        item->fill_color =
            color_with_alpha(gcolor_resolve(&look->face, look->color), look->face_alpha);
    }
    if (gcolor_visible(&look->edge)) {
        item->stroke = true;
        item->stroke_color = edge;
        item->line_width = (float)look->line_width;
    }
}

void frame_marker_at(Frame *f, double px, double py, double depth, const MarkerLook *look) {
    if (look->kind == MARKER_NONE) return;
    PathBuilder b;
    path_begin(&b, f->scene);
    add_marker(&b, look->kind, px, py, look->size);
    paint(f, &b, depth, look);
}

static bool same_color(Color a, Color b) {
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

// True when painting all markers in one path looks the same as painting them one by one.
static bool can_join(const Frame *f, const MarkerLook *look) {
    if (f->is_3d) return false;
    bool filled = gcolor_visible(&look->face) && !stroke_only(look->kind),
         edged = gcolor_visible(&look->edge);
    if (look->kind == MARKER_POINT) return look->edge_alpha >= 1;
    if (filled && look->face_alpha < 1) return false;
    if (edged && look->edge_alpha < 1) return false;
    if (!filled || !edged) return true;
    return same_color(gcolor_resolve(&look->face, look->color),
                      gcolor_resolve(&look->edge, look->color));
}

// Markers in one path: Cairo's time for a path grows with the square of its overlaps.
enum { PATH_MARKERS = 256 };

void frame_markers(Frame *f, const double *x, const double *y, const double *z, Index n,
                   const MarkerLook *look) {
    if (look->kind == MARKER_NONE || (!gcolor_visible(&look->edge) && !gcolor_visible(&look->face)))
        return;
    bool join = can_join(f, look);
    Index in_path = 0;
    PathBuilder b;
    path_begin(&b, f->scene);
    for (Index i = 0; i < n && frame_goes_on(f, 1); i++) {
        double px, py, depth;
        if (!frame_project(f, x[i], y[i], z ? z[i] : 0, &px, &py, &depth)) continue;
        const Rect *r = &f->box;
        if (!f->is_3d && (px < r->x - 0.1 || px > r->x + r->width + 0.1 || py < r->y - 0.1 ||
                          py > r->y + r->height + 0.1))
            continue;
        if (join && ++in_path > PATH_MARKERS) {
            paint(f, &b, 0, look);
            path_begin(&b, f->scene);
            in_path = 1;
        }
        if (join)
            add_marker(&b, look->kind, px, py, look->size);
        else
            frame_marker_at(f, px, py, depth + 2e-6, look);
    }
    if (join) paint(f, &b, 0, look);
}
