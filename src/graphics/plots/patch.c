// Patches: fill, fill3, patch. One column of XData, YData, ZData is one face; Faces and Vertices
// are taken as well.
#include "graphics/internal.h"
#include <string.h>

static Status init_patch(Ctx *ctx, GObject *object) {
    (void)ctx;
    Patch *patch = (Patch *)object;
    patch->face = (GColor){COLOR_RGB, {0, 0, 0, 1}};
    patch->edge = (GColor){COLOR_RGB, {0, 0, 0, 1}};
    patch->face_alpha = patch->edge_alpha = 1;
    patch->line_width = 0.5;
    patch->marker_size = 6;
    patch->marker_edge = AUTO_COLOR;
    patch->marker_face = NO_COLOR;
    return OK;
}

static void patch_extent(const GObject *object, Extent *e) {
    const Patch *p = (const Patch *)object;
    if (p->use_faces) {
        Index n = p->vertices.rows;
        for (Index i = 0; i < n; i++)
            for (int d = 0; d < 3; d++)
                extent_add(e, d, d < p->vertices.columns ? p->vertices.v[i + d * n] : 0);
        return;
    }
    extent_add_all(e, 0, &p->x);
    extent_add_all(e, 1, &p->y);
    if (p->z.v)
        extent_add_all(e, 2, &p->z);
    else
        extent_add(e, 2, 0);
}

static const NumArray *patch_colors(const Patch *p) {
    return p->use_faces ? &p->vertex_colors : &p->c;
}

static bool true_color(const NumArray *c, Index n_items) {
    return c->columns == 3 && c->pages == 1 && (c->rows == n_items || c->rows == 1) && n_items != 3;
}

static void patch_color_range(const GObject *object, double *lo, double *hi) {
    const Patch *p = (const Patch *)object;
    const NumArray *c = patch_colors(p);
    if (p->cdata_mapping == 1 || !c->v || c->pages == 3) return;
    if (p->face.kind == COLOR_RGB && p->edge.kind == COLOR_RGB) return;
    Index n = numbers_count(c);
    for (Index i = 0; i < n; i++) {
        if (!isfinite(c->v[i])) continue;
        *lo = fmin(*lo, c->v[i]);
        *hi = fmax(*hi, c->v[i]);
    }
}

typedef struct Face {
    Index n, index;
    const double *x, *y, *z;
    const Index *vertex; // numbers of the corners
} Face;

// Colour of a corner (or of the whole face when colours are per face).
static Color corner_color(const Patch *p, const Frame *f, const Face *face, Index corner) {
    const NumArray *c = patch_colors(p);
    if (!c->v) return (Color){0, 0, 0, 1};
    Index n_faces = p->use_faces ? p->faces.rows : p->x.columns;
    bool direct = p->cdata_mapping == 1;
    if (c->pages == 3) {
        Index plane = c->rows * c->columns,
              at = c->rows > 1 ? face->index * c->rows + corner : face->index;
        if (plane == 1) at = 0;
        if (at >= plane) at = plane - 1;
        return (Color){(float)c->v[at], (float)c->v[at + plane], (float)c->v[at + 2 * plane], 1};
    }
    if (p->use_faces) {
        Index at = c->rows == p->vertices.rows ? face->vertex[corner]
                   : c->rows == n_faces        ? face->index
                                               : 0;
        if (true_color(c, c->rows))
            return (Color){(float)c->v[at], (float)c->v[at + c->rows],
                           (float)c->v[at + 2 * c->rows], 1};
        if (at >= numbers_count(c)) at = 0;
        return frame_map_color(f, c->v[at], direct);
    }
    Index n = numbers_count(c), at;
    if (n == 1)
        at = 0;
    else if (c->rows == p->x.rows && c->columns == p->x.columns)
        at = face->index * c->rows + corner;
    else if (n == n_faces)
        at = face->index;
    else
        at = corner < n ? corner : n - 1;
    return frame_map_color(f, c->v[at], direct);
}

static void draw_shaded(const Patch *p, Frame *f, const Face *face) {
    // A fan of triangles from the first corner.
    if (face->n < 3) return;
    Index triangles = face->n - 2;
    double *xy = arena_alloc(f->scene->arena, (size_t)triangles * 6 * sizeof *xy);
    Color *colors = arena_alloc(f->scene->arena, (size_t)triangles * 3 * sizeof *colors);
    if (!xy || !colors) {
        f->scene->failed = true;
        return;
    }
    double sum = 0;
    for (Index t = 0; t < triangles; t++) {
        Index corner[3] = {0, t + 1, t + 2};
        for (int k = 0; k < 3; k++) {
            double depth;
            Index i = corner[k];
            if (!frame_project(f, face->x[i], face->y[i], face->z ? face->z[i] : 0,
                               &xy[6 * t + 2 * k], &xy[6 * t + 2 * k + 1], &depth))
                return;
            colors[3 * t + k] = color_with_alpha(corner_color(p, f, face, i), p->face_alpha);
            sum += depth;
        }
    }
    SceneItem *item = frame_add(f, SCENE_MESH, sum / (double)(3 * triangles) - 1e-7);
    if (!item) return;
    item->mesh_xy = xy;
    item->mesh_color = colors;
    item->n_triangles = triangles;
}

static void draw_face(const Patch *p, Frame *f, const Face *face) {
    Color fill = {0, 0, 0, 0}, flat = p->face.kind == COLOR_FLAT || p->edge.kind == COLOR_FLAT ||
                                              p->edge.kind == COLOR_INTERP
                                          ? corner_color(p, f, face, 0)
                                          : (Color){0, 0, 0, 1};
    if (p->face.kind == COLOR_RGB)
        fill = color_with_alpha(p->face.rgb, p->face_alpha);
    else if (p->face.kind == COLOR_FLAT)
        fill = color_with_alpha(flat, p->face_alpha);
    else if (p->face.kind == COLOR_INTERP)
        draw_shaded(p, f, face);
    Color edge_color = p->edge.kind == COLOR_RGB ? p->edge.rgb : flat;
    Stroke edge = {color_with_alpha(edge_color, p->edge_alpha), p->line_width,
                   gcolor_visible(&p->edge) ? p->line_style : LINE_NONE, JOIN_ROUND};
    frame_polygon(f, face->x, face->y, face->z, face->n, &fill, &edge, NAN);
    if (p->marker == MARKER_NONE) return;
    MarkerLook look = {
        p->marker, p->marker_size, p->marker_edge, p->marker_face, edge_color, p->line_width, 1, 1};
    frame_markers(f, face->x, face->y, face->z, face->n, &look);
}

static void draw_listed_faces(const Patch *p, Frame *f) {
    Index n_vertices = p->vertices.rows, most = p->faces.columns;
    double *xyz = arena_alloc(f->scene->arena, (size_t)(3 * (most ? most : 1)) * sizeof *xyz);
    Index *vertex = arena_alloc(f->scene->arena, (size_t)(most ? most : 1) * sizeof *vertex);
    if (!xyz || !vertex) {
        f->scene->failed = true;
        return;
    }
    for (Index k = 0; k < p->faces.rows && frame_goes_on(f, most); k++) {
        Index n = 0;
        for (Index j = 0; j < most; j++) {
            double number = p->faces.v[k + j * p->faces.rows];
            if (!(number >= 1) || number > (double)n_vertices) continue;
            Index i = (Index)number - 1;
            for (int d = 0; d < 3; d++)
                xyz[d * most + n] = d < p->vertices.columns ? p->vertices.v[i + d * n_vertices] : 0;
            vertex[n++] = i;
        }
        Face face = {n, k, xyz, xyz + most, f->is_3d ? xyz + 2 * most : NULL, vertex};
        if (n) draw_face(p, f, &face);
    }
}

static void patch_draw(const GObject *object, Frame *f) {
    const Patch *p = (const Patch *)object;
    f->plane_patch = p;
    if (p->use_faces) {
        draw_listed_faces(p, f);
    } else if (p->y.rows == p->x.rows &&
               p->y.columns == p->x.columns) { // while data is being set, sizes may differ
        bool space = p->z.v && p->z.rows == p->x.rows && p->z.columns == p->x.columns;
        for (Index k = 0; k < p->x.columns && frame_goes_on(f, p->x.rows); k++) {
            Index rows = p->x.rows;
            // NaN rows at the end pad faces with fewer corners.
            Index n = rows;
            while (n > 0 && (isnan(p->x.v[k * rows + n - 1]) || isnan(p->y.v[k * rows + n - 1])))
                n--;
            Face face = {
                n, k, p->x.v + k * rows, p->y.v + k * rows, space ? p->z.v + k * rows : NULL, NULL};
            if (n) draw_face(p, f, &face);
        }
    }
    f->plane_patch = NULL;
}

static void patch_swatch(const GObject *object, Frame *f, Rect box) {
    const Patch *p = (const Patch *)object;
    PathBuilder b;
    path_begin(&b, f->scene);
    path_rect(&b, box.x, box.y, box.width, box.height);
    SceneItem *item = scene_add(f->scene, SCENE_PATH);
    if (!item) return;
    item->path = path_end(&b);
    Face face = {1, 0, p->x.v, p->y.v, p->z.v, (const Index[]){0}};
    item->fill = gcolor_visible(&p->face);
    item->fill_color = color_with_alpha(
        p->face.kind == COLOR_RGB ? p->face.rgb : corner_color(p, f, &face, 0), p->face_alpha);
    Stroke edge = {
        color_with_alpha(p->edge.kind == COLOR_RGB ? p->edge.rgb : color_dark, p->edge_alpha),
        p->line_width, gcolor_visible(&p->edge) ? p->line_style : LINE_NONE, JOIN_MITER};
    stroke_item(f, item, &edge);
}

static Status set_faces(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Patch *p = (Patch *)o;
    if (value->kind != PROP_NUMBERS)
        return prop_bad_value(ctx, def->name, "Value must be a numeric matrix.");
    NumArray copy;
    TRY(numbers_copy(ctx, &value->numbers, &copy));
    NumArray *to = def->name[0] == 'V'   ? &p->vertices
                   : def->name[4] == 'V' ? &p->vertex_colors
                                         : &p->faces;
    numbers_done(to);
    *to = copy;
    if (p->faces.v && p->vertices.v) p->use_faces = true;
    return OK;
}

#define P(m) offsetof(Patch, m)
static const PropDef patch_props[] = {
    PROP_NUMS("XData", Patch, x),
    PROP_NUMS("YData", Patch, y),
    PROP_NUMS("ZData", Patch, z),
    PROP_NUMS("CData", Patch, c),
    {"Faces", PROP_NUMBERS, P(faces), 0, NULL, NULL, set_faces, false},
    {"Vertices", PROP_NUMBERS, P(vertices), 0, NULL, NULL, set_faces, false},
    {"FaceVertexCData", PROP_NUMBERS, P(vertex_colors), 0, NULL, NULL, set_faces, false},
    PROP_COL("FaceColor", Patch, face, "none|flat|interp"),
    PROP_COL("EdgeColor", Patch, edge, "none|flat|interp"),
    PROP_NUM("FaceAlpha", Patch, face_alpha),
    PROP_NUM("EdgeAlpha", Patch, edge_alpha),
    PROP_NUM("LineWidth", Patch, line_width),
    PROP_WORDS("LineStyle", Patch, line_style, LINE_STYLES),
    PROP_WORDS("LineJoin", Patch, line_join, "miter|round|chamfer"),
    PROP_WORDS("Marker", Patch, marker, MARKERS),
    PROP_NUM("MarkerSize", Patch, marker_size),
    PROP_COL("MarkerEdgeColor", Patch, marker_edge, "auto|none|flat"),
    PROP_COL("MarkerFaceColor", Patch, marker_face, "auto|none|flat"),
    PROP_WORDS("CDataMapping", Patch, cdata_mapping, "scaled|direct"),
    PROP_WORDS("FaceLighting", Patch, face_lighting, "none|flat|gouraud"),
    PROP_END,
};
const GClass class_patch = {.type = "patch",
                            .class_name = "matlab.graphics.primitive.Patch",
                            .size = sizeof(Patch),
                            .props = patch_props,
                            .init = init_patch,
                            .extent = patch_extent,
                            .color_range = patch_color_range,
                            .draw = patch_draw,
                            .swatch = patch_swatch,
                            .in_axes = true};
