// Axes in perspective-free 3-D: three back planes with grid, an axis along three edges of the
// silhouette, and the plots sorted from far to near.
//
//   far[d] is the side of the cube (0 or 1) away from the viewer. The three planes u_d = far[d] are
//   seen from inside. An axis lies on a silhouette edge: of the other two directions one is near,
//   one far; ticks point outwards along the near one. Of the two candidates the lower one is taken
//   for x and y, the left one for z.
#include "graphics/internal.h"
#include <string.h>

typedef struct Cube {
    int far[3];
    struct Edge {
        double u[3];
        int out;
        double dir[2];
    } edge[3]; // out: the near direction; dir: its way on the page
} Cube;

static void page_of(const Frame *f, const double u[3], double *px, double *py) {
    double c[3] = {u[0] - 0.5, u[1] - 0.5, u[2] - 0.5};
    *px = f->m[0][0] * c[0] + f->m[0][1] * c[1] + f->m[0][2] * c[2] + f->shift[0];
    *py = f->m[1][0] * c[0] + f->m[1][1] * c[1] + f->m[1][2] * c[2] + f->shift[1];
}

static void find_edges(const Frame *f, Cube *cube) {
    for (int d = 0; d < 3; d++) cube->far[d] = f->m[2][d] > 0 ? 0 : 1;
    for (int d = 0; d < 3; d++) {
        int a = (d + 1) % 3, b = (d + 2) % 3;
        double best = INFINITY;
        for (int k = 0; k < 2; k++) {
            int near = k ? b : a, away = k ? a : b;
            double u[3], px, py;
            u[d] = 0.5;
            u[near] = 1 - cube->far[near];
            u[away] = cube->far[away];
            page_of(f, u, &px, &py);
            double cost = d == 2 ? px : -py;
            // A flat view makes both equal: x and y then stay on the floor.
            if (cost < best - 1e-6) {
                best = cost;
                memcpy(cube->edge[d].u, u, sizeof u);
                cube->edge[d].out = near;
            }
        }
        int out = cube->edge[d].out;
        double sign = cube->far[out] ? -1 : 1, x = sign * f->m[0][out], y = sign * f->m[1][out],
               length = hypot(x, y);
        if (length < 1e-6) x = d == 2 ? -1 : 0, y = d == 2 ? 0 : 1, length = 1;
        cube->edge[d].dir[0] = x / length;
        cube->edge[d].dir[1] = y / length;
    }
}

// ---- planes and grid ---------------------------------------------------------------------------
static void plane_point(const Cube *cube, int d, double s, double t, double u[3]) {
    u[d] = cube->far[d];
    u[(d + 1) % 3] = s;
    u[(d + 2) % 3] = t;
}

static void add_plane(const Frame *f, const Cube *cube, int d, PathBuilder *b) {
    static const double s[4] = {0, 1, 1, 0}, t[4] = {0, 0, 1, 1};
    for (int k = 0; k < 4; k++) {
        double u[3], px, py;
        plane_point(cube, d, s[k], t[k], u);
        page_of(f, u, &px, &py);
        if (k == 0)
            path_move(b, px, py);
        else
            path_line(b, px, py);
    }
    path_close(b);
}

static bool plane_seen(const Frame *f, int d) {
    return fabs(f->m[2][d]) > 1e-6;
}

static void draw_planes(Frame *f, const Cube *cube) {
    const Axes *ax = f->axes;
    for (int d = 0; d < 3 && gcolor_visible(&ax->color); d++) {
        if (!plane_seen(f, d)) continue;
        PathBuilder b;
        path_begin(&b, f->scene);
        add_plane(f, cube, d, &b);
        SceneItem *item = scene_add(f->scene, SCENE_PATH);
        if (!item) return;
        item->path = path_end(&b);
        item->fill = true;
        item->fill_color = ax->color.rgb;
    }
}

static void add_grid(const Frame *f, const Cube *cube, int dim, const double *at, Index n,
                     PathBuilder *b) {
    for (int d = 0; d < 3; d++) {
        if (d == dim || !plane_seen(f, d)) continue;
        int other = 3 - d - dim;
        for (Index i = 0; i < n; i++) {
            double u[3], x0, y0, x1, y1;
            u[d] = cube->far[d];
            u[dim] = scale_unit(&f->scale[dim], at[i]);
            if (!isfinite(u[dim])) continue;
            u[other] = 0;
            page_of(f, u, &x0, &y0);
            u[other] = 1;
            page_of(f, u, &x1, &y1);
            path_move(b, x0, y0);
            path_line(b, x1, y1);
        }
    }
}

static void stroke_path(Frame *f, PathBuilder *b, Color color, double width, int style) {
    ScenePath path = path_end(b);
    if (!path.n_commands) return;
    SceneItem *item = scene_add(f->scene, SCENE_PATH);
    if (!item) return;
    item->path = path;
    Stroke stroke = {color, width, style, JOIN_MITER};
    stroke_item(f, item, &stroke);
}

static void draw_grid(Frame *f, const Cube *cube) {
    const Axes *ax = f->axes;
    PathBuilder major, minor;
    path_begin(&major, f->scene);
    path_begin(&minor, f->scene);
    for (int d = 0; d < 3; d++) {
        const TickSet *t = &f->scale[d].ticks;
        if (ax->ruler[d].grid) add_grid(f, cube, d, t->at, t->n, &major);
        if (ax->ruler[d].minor_grid) add_grid(f, cube, d, t->minor, t->n_minor, &minor);
    }
    stroke_path(f, &minor, color_with_alpha(ax->minor_grid_color.rgb, ax->minor_grid_alpha),
                ax->line_width, ax->minor_grid_style);
    if (gcolor_visible(&ax->grid_color))
        stroke_path(f, &major, color_with_alpha(ax->grid_color.rgb, ax->grid_alpha), ax->line_width,
                    ax->grid_style);
}

static void draw_box(Frame *f, const Cube *cube) {
    if (!f->axes->box) return;
    PathBuilder b;
    path_begin(&b, f->scene);
    for (int d = 0; d < 3; d++) add_plane(f, cube, d, &b);
    stroke_path(f, &b, f->axes->ruler[0].color.rgb, f->axes->line_width, LINE_SOLID);
}

// The three edges at the corner nearest to the viewer (BoxStyle "full").
static void draw_front(Frame *f, const Cube *cube) {
    if (!f->axes->box || f->axes->box_style != 1) return;
    PathBuilder b;
    path_begin(&b, f->scene);
    for (int d = 0; d < 3; d++) {
        double u[3] = {1 - cube->far[0], 1 - cube->far[1], 1 - cube->far[2]}, px, py;
        page_of(f, u, &px, &py);
        path_move(&b, px, py);
        u[d] = 1 - u[d];
        page_of(f, u, &px, &py);
        path_line(&b, px, py);
    }
    stroke_path(f, &b, f->axes->ruler[0].color.rgb, f->axes->line_width, LINE_SOLID);
}

// ---- axes --------------------------------------------------------------------------------------
static double tick_length(const Frame *f) {
    const NumArray *t = &f->axes->tick_length;
    double share = numbers_count(t) > 1 ? t->v[1] : 0.025;
    return f->axes->tick_dir == 3 ? 0 : 0.5 * share * fmax(f->box.width, f->box.height);
}

static bool ruler_shown(const Frame *f, int dim) {
    const Ruler *r = &f->axes->ruler[dim];
    return !r->hidden && gcolor_visible(&r->color);
}

static void draw_ruler(Frame *f, const Cube *cube, int dim) {
    if (!ruler_shown(f, dim)) return;
    const struct Edge *e = &cube->edge[dim];
    double u[3], px, py, length = tick_length(f);
    memcpy(u, e->u, sizeof u);
    PathBuilder b;
    path_begin(&b, f->scene);
    u[dim] = 0;
    page_of(f, u, &px, &py);
    path_move(&b, px, py);
    u[dim] = 1;
    page_of(f, u, &px, &py);
    path_line(&b, px, py);
    const TickSet *t = &f->scale[dim].ticks;
    for (Index i = 0; i < t->n && length > 0; i++) {
        u[dim] = scale_unit(&f->scale[dim], t->at[i]);
        if (!isfinite(u[dim])) continue;
        page_of(f, u, &px, &py);
        path_move(&b, px, py);
        path_line(&b, px + length * e->dir[0], py + length * e->dir[1]);
    }
    stroke_path(f, &b, f->axes->ruler[dim].color.rgb, f->axes->line_width, LINE_SOLID);
}

static double clamp_unit(double x) {
    return fmin(fmax(x, -1), 1);
}

// How far a block of this size reaches along a direction when it hangs at its own anchor.
static double reach(const MathBox *box, double hx, double hy, const double dir[2]) {
    double w = box->width, h = box->ascent + box->descent, most = 0;
    for (int k = 0; k < 4; k++) {
        double x = ((k & 1) - hx) * w, y = ((k >> 1) - hy) * h;
        most = fmax(most, x * dir[0] + y * dir[1]);
    }
    return most;
}

static Status draw_exponent(Frame *f, const Cube *cube, int dim, const FontSpec *font,
                            double distance) {
    int exponent = f->scale[dim].ticks.exponent;
    if (!exponent) return OK;
    Buf text = BUF_INIT;
    buf_printf(&text,
               "\xc3\x97"
               "10^{%d}",
               exponent);
    Label label;
    Status status = label_make(f->ctx, 0, font, buf_text(&text), &label);
    buf_done(&text);
    if (status != OK) return status;
    const struct Edge *e = &cube->edge[dim];
    double u[3], px, py;
    memcpy(u, e->u, sizeof u);
    u[dim] = f->scale[dim].reverse ? 0 : 1;
    page_of(f, u, &px, &py);
    if (dim == 2)
        label_place(&label, f->scene, f, px, py - 0.3 * f->font_size, e->dir[0] < 0 ? 0.3 : 0.7, 1,
                    0, 0, f->axes->ruler[2].color.rgb);
    else
        label_place(&label, f->scene, f, px + distance * e->dir[0], py + distance * e->dir[1],
                    0.5 - 0.5 * clamp_unit(1.5 * e->dir[0]), e->dir[1] > 0.3 ? -0.2 : -0.9, 0, 0,
                    f->axes->ruler[dim].color.rgb);
    label_done(&label);
    return OK;
}

static Status draw_axis_label(Frame *f, const Cube *cube, int dim, double distance) {
    const TextObject *text = f->axes->ruler[dim].label;
    if (text_is_empty(text)) return OK;
    FontSpec font = text_font(text, f->axes->font_name, f->font_size * f->axes->label_scale);
    Label label;
    TRY(label_make_lines(f->ctx, text->interpreter, &font, text->lines, text->n_lines, &label));
    const struct Edge *e = &cube->edge[dim];
    double u[3], px, py;
    memcpy(u, e->u, sizeof u);
    u[dim] = 0.5;
    page_of(f, u, &px, &py);
    Color color = text->color.rgb;
    double gap = distance + 0.25 * f->font_size,
           angle = text->rotation_manual ? text->rotation * M_PI / 180 : 0;
    if (dim == 2) {
        bool left = e->dir[0] <= 0;
        if (!text->rotation_manual) angle = M_PI / 2;
        label_place(&label, f->scene, f, px + (left ? -gap : gap), py, 0.5, left ? 1 : 0, angle,
                    0.5, color);
    } else {
        // Pushed further when the edge is steep, so that a wide label clears the numbers.
        double hx = 0.5 - 0.5 * clamp_unit(1.2 * e->dir[0]), hy = e->dir[1] > -0.05 ? 0 : 1;
        label_place(&label, f->scene, f, px + gap * e->dir[0], py + gap * e->dir[1], hx, hy, angle,
                    0.5, color);
    }
    label_done(&label);
    return OK;
}

static Status draw_numbers(Frame *f, const Cube *cube, int dim) {
    if (!ruler_shown(f, dim)) return OK;
    const struct Edge *e = &cube->edge[dim];
    const TickSet *t = &f->scale[dim].ticks;
    const Axes *ax = f->axes;
    FontSpec font = {ax->font_name, (float)f->font_size, ax->font_weight == 1, ax->font_angle == 1};
    double gap = tick_length(f) + 0.2 * f->font_size, furthest = gap;
    // Numbers along x and y hang below their tick, which keeps them clear of those of z at the
    // shared corner.
    double hx = 0.5 - 0.5 * clamp_unit(1.6 * e->dir[0]),
           hy = e->dir[1] > -0.05 ? 0 : 0.5 - 0.5 * clamp_unit(2 * e->dir[1]);
    if (dim != 2 && fabs(e->dir[1]) < 0.5) gap = tick_length(f) + 0.1 * f->font_size;
    if (dim == 2) hx = e->dir[0] <= 0 ? 1 : 0, hy = 0.5;
    double u[3];
    memcpy(u, e->u, sizeof u);
    for (Index i = 0; i < t->n; i++) {
        double px, py;
        u[dim] = scale_unit(&f->scale[dim], t->at[i]);
        if (!isfinite(u[dim])) continue;
        page_of(f, u, &px, &py);
        Label label;
        TRY(label_make(f->ctx, 0, &font, t->labels[i], &label));
        // The lowest number of z makes room for those of the floor at the same corner.
        if (dim == 2) hy = u[2] < 0.02 ? 0.8 : 0.5;
        furthest =
            fmax(furthest, gap + reach(&label.box, hx, hy,
                                       dim == 2 ? (double[]){e->dir[0] <= 0 ? -1 : 1, 0} : e->dir));
        label_place(&label, f->scene, f, px + gap * e->dir[0], py + gap * e->dir[1], hx, hy,
                    ax->ruler[dim].label_angle * M_PI / 180, 0.5, ax->ruler[dim].color.rgb);
        label_done(&label);
    }
    TRY(draw_exponent(f, cube, dim, &font, furthest));
    return draw_axis_label(f, cube, dim, furthest);
}

// ---- all of it ---------------------------------------------------------------------------------
static void draw_plots(Frame *f) {
    const GObject *ax = &f->axes->head;
    for (int pass = 0; pass < 2; pass++) { // texts last, on top of everything
        for (Index i = 0; i < ax->n_children && f->status == OK; i++) {
            const GObject *child = ax->children[i];
            if ((child->cls == &class_text) != (pass == 1)) continue;
            if (child->visible && child->cls->in_axes && !child->unlisted && child->cls->draw)
                child->cls->draw(child, f);
            if (f->status == OK) f->status = ctx_check_stop(f->ctx);
        }
        frame_flush_sorted(f);
    }
}

void axes_draw_3d(Frame *f) {
    Cube cube;
    find_edges(f, &cube);
    bool shown = !f->axes->axis_off && f->axes->head.visible;
    for (int k = 0; k < 8; k++) {
        double u[3] = {k & 1, k >> 1 & 1, k >> 2}, px, py;
        page_of(f, u, &px, &py);
        frame_ink(f, px, py, 0, 0);
    }
    if (!f->measuring) {
        if (shown) {
            draw_planes(f, &cube);
            draw_grid(f, &cube);
            draw_box(f, &cube);
            for (int d = 0; d < 3; d++) draw_ruler(f, &cube, d);
        }
        draw_plots(f);
        if (shown) draw_front(f, &cube);
    }
    for (int d = 0; d < 3 && shown && f->status == OK; d++) f->status = draw_numbers(f, &cube, d);
    if (f->status == OK) axes_draw_titles(f);
}
