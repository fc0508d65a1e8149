// One axes being drawn: limits and ticks resolved for a plot rectangle, the projection, and the
// primitives plots are made of. In 2-D items go to the scene in the order of the children; in 3-D
// they are collected with their depth and written far to near by frame_flush_sorted.
//
//   data --scale_unit--> cube 0…1 --m, shift--> page (points, y down) and depth (larger: nearer to
//   the viewer)
#include "base/vec.h"
#include "graphics/internal.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>

double scale_unit(const Scale *s, double x) {
    double u;
    if (s->log) {
        if (!(x > 0)) return NAN;
        u = (log10(x) - log10(s->lo)) / (log10(s->hi) - log10(s->lo));
    } else {
        u = (x - s->lo) / (s->hi - s->lo);
    }
    return s->reverse ? 1 - u : u;
}

bool frame_project(const Frame *f, double x, double y, double z, double *px, double *py,
                   double *depth) {
    double u = scale_unit(&f->scale[0], x), v = scale_unit(&f->scale[1], y);
    if (!f->is_3d) {
        *px = f->box.x + u * f->box.width;
        *py = f->box.y + (1 - v) * f->box.height;
        *depth = 0;
        return isfinite(*px) && isfinite(*py);
    }
    double w = scale_unit(&f->scale[2], z), c[3] = {u - 0.5, v - 0.5, w - 0.5};
    double out[3];
    for (int i = 0; i < 3; i++) out[i] = f->m[i][0] * c[0] + f->m[i][1] * c[1] + f->m[i][2] * c[2];
    *px = out[0] + f->shift[0];
    *py = out[1] + f->shift[1];
    *depth = out[2];
    return isfinite(*px) && isfinite(*py);
}

// ---- limits and ticks --------------------------------------------------------------------------
// Fewest points one tick interval may take: 43 and 34 pixels at the default font size, 36 in 3-D.
static int intervals_for(const Frame *f, int dim) {
    double pixel = 0.75 * f->font_size / 10;
    double spacing = (f->is_3d ? 36 : dim == 1 ? 34 : 43) * pixel;
    int n = (int)floor(f->scale[dim].length_pt / spacing + 0.05), most = f->is_3d ? 5 : 10;
    return n < 2 ? 2 : n > most ? most : n; // even the smallest axes show more than one number
}

static void auto_limits(const Frame *f, int dim, const Extent *e, double ret[2]) {
    const Ruler *r = &f->axes->ruler[dim];
    bool log = r->scale == SCALE_LOG;
    double lo = log ? e->positive_lo[dim] : e->lo[dim], hi = e->hi[dim];
    if (!e->any[dim] || (log && !(hi > 0 && isfinite(lo)))) {
        ret[0] = log ? 1 : 0;
        ret[1] = log ? 10 : 1;
        return;
    }
    bool tight = (e->tight[dim] || f->axes->tight || r->limit_method == 1) && hi > lo;
    bool padded = f->axes->limits_padded || r->limit_method == 2;
    if (tight) {
        ret[0] = lo, ret[1] = hi;
    } else if (log) {
        ticks_nice_log_limits(lo, hi, &ret[0], &ret[1]);
    } else if (padded && hi > lo) {
        ret[0] = lo - 0.07 * (hi - lo), ret[1] = hi + 0.07 * (hi - lo);
    } else {
        ticks_nice_limits(lo, hi, intervals_for(f, dim), &ret[0], &ret[1]);
    }
}

static void resolve_limits(Frame *f, int dim, const Extent *e) {
    const Ruler *r = &f->axes->ruler[dim];
    Scale *s = &f->scale[dim];
    s->log = r->scale == SCALE_LOG;
    s->reverse = r->direction == 1;
    double lim[2];
    auto_limits(f, dim, e, lim);
    if (r->lim_manual) {
        // An infinite end follows the data exactly.
        if (isfinite(r->lim[0]))
            lim[0] = r->lim[0];
        else if (e->any[dim])
            lim[0] = s->log ? e->positive_lo[dim] : e->lo[dim];
        if (isfinite(r->lim[1]))
            lim[1] = r->lim[1];
        else if (e->any[dim])
            lim[1] = e->hi[dim];
    }
    if (s->log && !(lim[0] > 0))
        lim[0] = lim[1] > 0 ? (isfinite(e->positive_lo[dim]) && e->positive_lo[dim] < lim[1]
                                   ? e->positive_lo[dim]
                                   : lim[1] / 1000)
                            : 0.1;
    if (!(lim[1] > lim[0]))
        lim[1] = s->log ? lim[0] * 10 : lim[0] + (lim[0] != 0 ? fabs(lim[0]) * 0.1 : 1);
    s->lo = lim[0];
    s->hi = lim[1];
}

static bool manual_ticks(Frame *f, const Ruler *r, TickSet *t, const Scale *s) {
    Index n = numbers_count(&r->ticks), kept = 0;
    t->at = arena_alloc(f->scene->arena, (size_t)(n ? n : 1) * sizeof *t->at);
    Index *from = arena_alloc(f->scene->arena, (size_t)(n ? n : 1) * sizeof *from);
    if (!t->at || !from) return false;
    double slack = 1e-9 * (s->hi - s->lo);
    for (Index i = 0; i < n; i++)
        if (r->ticks.v[i] >= s->lo - slack && r->ticks.v[i] <= s->hi + slack) {
            from[kept] = i;
            t->at[kept++] = r->ticks.v[i];
        }
    t->n = kept;
    if (s->log && !r->labels_manual) {
        // Powers of ten keep their usual form.
        bool powers = kept > 0;
        for (Index i = 0; i < kept; i++)
            powers = powers && fabs(log10(t->at[i]) - round(log10(t->at[i]))) < 1e-9;
        TickSet decades;
        if (powers &&
            ticks_log(f->scene->arena, t->at[0], t->at[kept - 1] * 1.0001, INT_MAX, &decades) &&
            decades.n == kept) {
            t->labels = decades.labels;
            return true;
        }
    }
    if (!ticks_label(f->scene->arena, t, r->exponent_manual ? (int)r->exponent : INT_MIN,
                     r->format))
        return false;
    if (r->labels_manual)
        for (Index i = 0; i < kept; i++)
            t->labels[i] = r->n_labels ? r->labels[from[i] % r->n_labels] : (char *)"";
    if (r->labels_manual) t->exponent = 0;
    return true;
}

static bool resolve_ticks(Frame *f, int dim, int intervals) {
    const Ruler *r = &f->axes->ruler[dim];
    Scale *s = &f->scale[dim];
    TickSet t = {0};
    if (r->ticks_manual) {
        if (!manual_ticks(f, r, &t, s)) return false;
        s->ticks = t;
        return true;
    }
    bool fine = s->log ? ticks_log(f->scene->arena, s->lo, s->hi, intervals, &t)
                       : ticks_linear(f->scene->arena, s->lo, s->hi, intervals, &t);
    if (!fine) return false;
    if (!s->log && (r->exponent_manual || (r->format && *r->format)))
        fine = ticks_label(f->scene->arena, &t, r->exponent_manual ? (int)r->exponent : INT_MIN,
                           r->format);
    if (fine && r->labels_manual) {
        for (Index i = 0; i < t.n; i++)
            t.labels[i] = r->n_labels ? r->labels[i % r->n_labels] : (char *)"";
        t.exponent = 0;
    }
    s->ticks = t;
    return fine;
}

// Numbers along a horizontal axis must not touch: fewer ticks until they fit.
static bool resolve_ticks_to_fit(Frame *f, int dim) {
    int intervals = intervals_for(f, dim);
    const Ruler *r = &f->axes->ruler[dim];
    for (;; intervals--) {
        if (!resolve_ticks(f, dim, intervals)) return false;
        TickSet *t = &f->scale[dim].ticks;
        if (f->is_3d || dim != 0 || r->ticks_manual || r->labels_manual || intervals <= 1 ||
            t->n < 2 || f->scale[dim].log)
            return true;
        double widest = 0;
        FontSpec font = {f->axes->font_name, (float)f->font_size, false, false};
        for (Index i = 0; i < t->n; i++)
            widest = fmax(widest, text_measure(&font, t->labels[i], strlen(t->labels[i])).width);
        double gap = f->scale[dim].length_pt * fabs(scale_unit(&f->scale[dim], t->at[1]) -
                                                    scale_unit(&f->scale[dim], t->at[0]));
        if (widest + 0.4 * f->font_size <= gap) return true;
    }
}

// ---- projection --------------------------------------------------------------------------------
// The cube with edge lengths `size` seen from (azimuth, elevation), stretched into the box unless
// `keep` asks for equal scales in x and y.
static void set_projection(Frame *f, const double size[3], bool keep) {
    double az = f->axes->view[0] * M_PI / 180, el = f->axes->view[1] * M_PI / 180;
    double v[3][3] = {{cos(az), sin(az), 0},
                      {-sin(el) * sin(az), sin(el) * cos(az), cos(el)},
                      {cos(el) * sin(az), -cos(el) * cos(az), sin(el)}};
    double width = 0, height = 0;
    for (int d = 0; d < 3; d++) {
        width += fabs(v[0][d]) * size[d];
        height += fabs(v[1][d]) * size[d];
    }
    double sx = f->box.width / fmax(width, 1e-9), sy = f->box.height / fmax(height, 1e-9);
    if (keep) sx = sy = fmin(sx, sy);
    if (f->axes->zoom > 0) sx *= f->axes->zoom, sy *= f->axes->zoom;
    for (int d = 0; d < 3; d++) {
        f->m[0][d] = v[0][d] * size[d] * sx;
        f->m[1][d] = -v[1][d] * size[d] * sy;
        f->m[2][d] = v[2][d] * size[d];
    }
    f->shift[0] = f->box.x + f->box.width * (0.5 + f->axes->shift[0]);
    f->shift[1] = f->box.y + f->box.height * (0.5 + f->axes->shift[1]);
    for (int d = 0; d < 3; d++) f->scale[d].length_pt = hypot(f->m[0][d], f->m[1][d]);
}

static void shrink_box(Frame *f, double ratio) { // ratio: width over height
    Rect *b = &f->box;
    double width = fmin(b->width, b->height * ratio), height = width / ratio;
    b->x += (b->width - width) / 2;
    b->y += (b->height - height) / 2;
    b->width = width;
    b->height = height;
}

// Equal units in 2-D: automatic limits grow to fill the box; fixed or tight ones shrink the box.
static void apply_aspect_2d(Frame *f) {
    const Axes *ax = f->axes;
    if (ax->plot_aspect_manual) shrink_box(f, ax->plot_aspect[0] / ax->plot_aspect[1]);
    if (!ax->aspect_manual || f->scale[0].log || f->scale[1].log) return;
    double x = (f->scale[0].hi - f->scale[0].lo) / ax->aspect[0],
           y = (f->scale[1].hi - f->scale[1].lo) / ax->aspect[1];
    double wanted = x / y, have = f->box.width / f->box.height;
    enum { METHOD_TIGHT = 1 };
    bool free_x =
        !ax->ruler[0].lim_manual && !ax->tight && ax->ruler[0].limit_method != METHOD_TIGHT;
    bool free_y =
        !ax->ruler[1].lim_manual && !ax->tight && ax->ruler[1].limit_method != METHOD_TIGHT;
    int grow = wanted < have ? 0 : 1;
    if (ax->plot_aspect_manual || !(grow == 0 ? free_x : free_y)) {
        shrink_box(f, wanted);
        return;
    }
    Scale *s = &f->scale[grow];
    double factor = grow == 0 ? have / wanted : wanted / have, middle = (s->lo + s->hi) / 2,
           half = (s->hi - s->lo) / 2 * factor;
    s->lo = middle - half;
    s->hi = middle + half;
}

bool axes_is_3d(const Axes *ax) {
    return ax->view[0] != 0 || ax->view[1] != 90;
}

static Status setup(Frame *f, const Extent *e) {
    const Axes *ax = f->axes;
    double size[3] = {1, 1, 1};
    if (ax->plot_aspect_manual)
        for (int d = 0; d < 3; d++) size[d] = ax->plot_aspect[d];
    if (f->is_3d) {
        set_projection(f, size, ax->plot_aspect_manual);
    } else {
        f->scale[0].length_pt = f->box.width;
        f->scale[1].length_pt = f->box.height;
        f->scale[2].length_pt = f->box.height;
    }
    for (int d = 0; d < 3; d++) resolve_limits(f, d, e);
    if (!f->is_3d) {
        apply_aspect_2d(f);
        f->scale[0].length_pt = f->box.width;
        f->scale[1].length_pt = f->box.height;
    } else if (ax->aspect_manual) {
        for (int d = 0; d < 3; d++) size[d] = (f->scale[d].hi - f->scale[d].lo) / ax->aspect[d];
        set_projection(f, size, true);
    }
    for (int d = 0; d < (f->is_3d ? 3 : 2); d++)
        if (!resolve_ticks_to_fit(f, d)) return ctx_fail_nomem(f->ctx);
    return OK;
}

Status frame_begin(Frame *f, Ctx *ctx, Scene *scene, const Axes *ax, Rect box) {
    memset(f, 0, sizeof *f);
    f->ctx = ctx;
    f->scene = scene;
    f->axes = ax;
    f->box = box;
    f->is_3d = axes_is_3d(ax);
    f->font_size = axes_font_size(ax);
    f->cmap = axes_colormap(ax, &f->n_cmap);
    axes_color_limits(ax, f->clim);
    f->clim_log = ax->color_scale == 1;
    Extent e;
    data_extent(ax, &e);
    return setup(f, &e);
}

void frame_end(Frame *f) {
    mem_free(f->sorted);
    f->sorted = NULL;
    f->n_sorted = f->cap_sorted = 0;
}

void axes_limits(GObject *axes, int dim, double ret[2]) {
    Axes *ax = (Axes *)axes;
    Ctx ctx;
    ctx_init(&ctx);
    Scene *scene = scene_new(1, 1);
    Frame f;
    Rect box = ax->inner;
    if (!(box.width > 0)) box = (Rect){0, 0, 0.775 * 420, 0.815 * 315};
    ret[0] = 0, ret[1] = 1;
    if (scene && frame_begin(&f, &ctx, scene, ax, box) == OK) {
        ret[0] = f.scale[dim].lo;
        ret[1] = f.scale[dim].hi;
        frame_end(&f);
    }
    scene_free(scene);
    ctx_done(&ctx);
}

// ---- items -------------------------------------------------------------------------------------
bool frame_goes_on(Frame *f, Index n) {
    enum { POLL = 4096 };
    f->work += n;
    if (f->work >= POLL && f->status == OK) {
        f->work = 0;
        f->status = ctx_check_stop(f->ctx);
    }
    return f->status == OK && !f->scene->failed;
}

SceneItem *frame_add(Frame *f, SceneKind kind, double depth) {
    if (!f->is_3d) return scene_add(f->scene, kind);
    if (f->scene->failed) return NULL;
    if (vec_reserve(f->ctx, (void **)&f->sorted, &f->cap_sorted, f->n_sorted + 1,
                    sizeof *f->sorted) != OK) {
        f->scene->failed = true;
        return NULL;
    }
    Primitive *p = &f->sorted[f->n_sorted];
    memset(p, 0, sizeof *p);
    p->depth = depth;
    p->order = f->n_sorted++;
    p->item.kind = kind;
    return &p->item;
}

static int by_depth(const void *a, const void *b) {
    const Primitive *p = a, *q = b;
    if (p->depth != q->depth) return p->depth < q->depth ? -1 : 1;
    return p->order < q->order ? -1 : 1;
}

void frame_flush_sorted(Frame *f) {
    if (f->n_sorted) qsort(f->sorted, (size_t)f->n_sorted, sizeof *f->sorted, by_depth);
    for (Index i = 0; i < f->n_sorted; i++) {
        SceneItem *item = scene_add(f->scene, f->sorted[i].item.kind);
        if (!item) break;
        *item = f->sorted[i].item;
    }
    f->n_sorted = 0;
}

void frame_clip_begin(Frame *f) {
    if (f->is_3d) return;
    PathBuilder b;
    path_begin(&b, f->scene);
    path_rect(&b, f->box.x, f->box.y, f->box.width, f->box.height);
    SceneItem *item = scene_add(f->scene, SCENE_CLIP_PUSH);
    if (item) item->path = path_end(&b);
}

void frame_clip_end(Frame *f) {
    if (!f->is_3d) scene_add(f->scene, SCENE_CLIP_POP);
}

void frame_ink(Frame *f, double x, double y, double width, double height) {
    if (!f) return;
    if (!f->has_ink) {
        f->ink = (Rect){x, y, width, height};
        f->has_ink = true;
        return;
    }
    double right = fmax(f->ink.x + f->ink.width, x + width),
           bottom = fmax(f->ink.y + f->ink.height, y + height);
    f->ink.x = fmin(f->ink.x, x);
    f->ink.y = fmin(f->ink.y, y);
    f->ink.width = right - f->ink.x;
    f->ink.height = bottom - f->ink.y;
}

Color frame_map_color(const Frame *f, double c, bool direct) {
    if (isnan(c) || f->n_cmap < 1) return (Color){0, 0, 0, 0};
    double t;
    if (direct) {
        t = floor(c) - 1;
    } else {
        double lo = f->clim[0], hi = f->clim[1];
        if (f->clim_log && lo > 0 && c > 0)
            t = (log10(c) - log10(lo)) / (log10(hi) - log10(lo));
        else
            t = (c - lo) / (hi - lo);
        t = floor(t * (double)f->n_cmap);
    }
    Index i = !(t >= 0) ? 0 : t > (double)(f->n_cmap - 1) ? f->n_cmap - 1 : (Index)t;
    return (Color){(float)f->cmap[i], (float)f->cmap[i + f->n_cmap],
                   (float)f->cmap[i + 2 * f->n_cmap], 1};
}

// ---- strokes -----------------------------------------------------------------------------------
static const float dashes[4][4] = {{0}, {6, 3.5f, 0, 0}, {1, 2, 0, 0}, {6, 2.5f, 1, 2.5f}};
static const int dash_counts[4] = {0, 2, 2, 4};

void stroke_item(Frame *f, SceneItem *item, const Stroke *stroke) {
    item->stroke = stroke->style != LINE_NONE && stroke->color.a > 0;
    item->stroke_color = stroke->color;
    item->line_width = (float)stroke->width;
    item->join = stroke->join;
    int n = stroke->style < 4 ? dash_counts[stroke->style] : 0;
    if (!n) return;
    float unit = fmaxf(1, (float)stroke->width);
    float *dash = arena_alloc(f->scene->arena, (size_t)n * sizeof *dash);
    if (!dash) {
        f->scene->failed = true;
        return;
    }
    for (int i = 0; i < n; i++) dash[i] = dashes[stroke->style][i] * unit;
    item->dash = dash;
    item->n_dash = n;
}

// Cuts a segment to the rectangle grown by `margin`; false when nothing is left. Keeps coordinates
// small for any data.
static bool cut_segment(const Rect *r, double margin, double *x0, double *y0, double *x1,
                        double *y1) {
    double lo[2] = {r->x - margin, r->y - margin},
           hi[2] = {r->x + r->width + margin, r->y + r->height + margin};
    double p[2] = {*x0, *y0}, d[2] = {*x1 - *x0, *y1 - *y0}, t0 = 0, t1 = 1;
    for (int k = 0; k < 2; k++) {
        if (d[k] == 0) {
            if (p[k] < lo[k] || p[k] > hi[k]) return false;
            continue;
        }
        double a = (lo[k] - p[k]) / d[k], b = (hi[k] - p[k]) / d[k];
        t0 = fmax(t0, fmin(a, b));
        t1 = fmin(t1, fmax(a, b));
    }
    if (t0 > t1) return false;
    if (t1 < 1) *x1 = p[0] + t1 * d[0], *y1 = p[1] + t1 * d[1];
    if (t0 > 0) *x0 = p[0] + t0 * d[0], *y0 = p[1] + t0 * d[1];
    return true;
}

// Path with thinning: of many points in the same fifth of a point across, only first, lowest,
// highest and last are kept, which no target can tell from the whole.
typedef struct Thinner {
    PathBuilder *b;
    bool open;
    double column, first[2], last[2], lo, hi, lo_x, hi_x;
    Index n;
    bool lo_first;
} Thinner;

static void thin_flush(Thinner *t) {
    if (t->n > 2 && t->lo != t->hi) {
        if (t->lo_first) {
            path_line(t->b, t->lo_x, t->lo);
            path_line(t->b, t->hi_x, t->hi);
        } else {
            path_line(t->b, t->hi_x, t->hi);
            path_line(t->b, t->lo_x, t->lo);
        }
    }
    if (t->n > 1) path_line(t->b, t->last[0], t->last[1]);
    t->n = 0;
}

static void thin_point(Thinner *t, double x, double y, bool start) {
    double column = floor(x * 5);
    if (start || !t->open) {
        thin_flush(t);
        path_move(t->b, x, y);
        t->open = true;
    } else if (t->n && column == t->column) {
        if (y < t->lo) t->lo = y, t->lo_x = x, t->lo_first = false;
        if (y > t->hi) t->hi = y, t->hi_x = x, t->lo_first = true;
        t->last[0] = x, t->last[1] = y;
        t->n++;
        return;
    } else {
        thin_flush(t);
        path_line(t->b, x, y);
    }
    t->column = column;
    t->lo = t->hi = y;
    t->lo_x = t->hi_x = x;
    t->last[0] = x, t->last[1] = y;
    t->lo_first = true;
    t->n = 1;
}

static void polyline_2d(Frame *f, const double *x, const double *y, Index n, const Stroke *stroke,
                        bool clip) {
    PathBuilder b;
    path_begin(&b, f->scene);
    Thinner thin = {.b = &b};
    double margin = stroke->width + 20, px = 0, py = 0, qx, qy, depth;
    bool have = false, joined = false;
    for (Index i = 0; i < n && frame_goes_on(f, 1); i++) {
        bool shown = frame_project(f, x[i], y[i], 0, &qx, &qy, &depth);
        if (shown && have) {
            double x0 = px, y0 = py, x1 = qx, y1 = qy;
            if (cut_segment(&f->box, margin, &x0, &y0, &x1, &y1)) {
                if (!joined || x0 != px || y0 != py) thin_point(&thin, x0, y0, true);
                thin_point(&thin, x1, y1, false);
                joined = x1 == qx && y1 == qy;
            } else {
                joined = false;
            }
        } else {
            joined = false;
        }
        have = shown;
        px = qx, py = qy;
    }
    thin_flush(&thin);
    ScenePath path = path_end(&b);
    if (!path.n_commands) return;
    if (clip) frame_clip_begin(f);
    SceneItem *item = scene_add(f->scene, SCENE_PATH);
    if (item) {
        item->path = path;
        stroke_item(f, item, stroke);
    }
    if (clip) frame_clip_end(f);
}

static bool inside_limits(const Frame *f, double x, double y, double z) {
    double u[3] = {scale_unit(&f->scale[0], x), scale_unit(&f->scale[1], y),
                   f->is_3d ? scale_unit(&f->scale[2], z) : 0.5};
    for (int d = 0; d < 3; d++)
        if (!(u[d] >= -1e-9 && u[d] <= 1 + 1e-9)) return false;
    return true;
}

// True when something in these axes can hide a line, so that lines must be sorted piece by piece.
static bool has_faces(const Axes *ax) {
    for (Index i = 0; i < ax->head.n_children; i++) {
        const GClass *c = ax->head.children[i]->cls;
        if (c == &class_patch || c == &class_surface) return true;
    }
    return false;
}

static void polyline_3d(Frame *f, const double *x, const double *y, const double *z, Index n,
                        const Stroke *stroke, bool clip) {
    bool pieces = has_faces(f->axes) && n < 20000;
    PathBuilder b;
    path_begin(&b, f->scene);
    double sum = 0, px, py, depth, last_x = 0, last_y = 0, last_depth = 0;
    Index count = 0;
    bool have = false;
    for (Index i = 0; i <= n && frame_goes_on(f, 1); i++) {
        bool shown = i < n && frame_project(f, x[i], y[i], z ? z[i] : 0, &px, &py, &depth) &&
                     (!clip || inside_limits(f, x[i], y[i], z ? z[i] : 0));
        if (shown && !have)
            path_move(&b, px, py);
        else if (shown)
            path_line(&b, px, py);
        bool cut = pieces ? shown && have : i == n;
        if (shown) sum += depth, count++;
        if (cut && count) {
            SceneItem *item = frame_add(
                f, SCENE_PATH, (pieces ? (depth + last_depth) / 2 : sum / (double)count) + 1e-6);
            if (!item) return;
            item->path = path_end(&b);
            stroke_item(f, item, stroke);
            if (pieces) item->cap = stroke->style == LINE_SOLID ? CAP_ROUND : CAP_BUTT;
            path_begin(&b, f->scene);
            if (shown) path_move(&b, px, py);
        }
        have = shown;
        last_x = px, last_y = py, last_depth = depth;
    }
    (void)last_x, (void)last_y;
}

void frame_polyline(Frame *f, const double *x, const double *y, const double *z, Index n,
                    const Stroke *stroke, bool clip) {
    if (stroke->style == LINE_NONE || stroke->color.a <= 0 || stroke->width <= 0 || n < 1) return;
    if (f->is_3d)
        polyline_3d(f, x, y, z, n, stroke, clip);
    else
        polyline_2d(f, x, y, n, stroke, clip);
}

// ---- polygons ----------------------------------------------------------------------------------
// Polygons that all lie in parallel planes are ordered by where the line of sight through the
// middle of the cube meets their planes: exact whatever their outlines are. Others go by their mean
// depth.
static bool plane_depth(const Frame *f, const double (*c)[3], Index n, double *ret) {
    double normal[3] = {0};
    for (Index i = 0; i < n; i++) { // Newell's method: robust for any outline
        const double *p = c[i], *q = c[(i + 1) % n];
        normal[0] += (p[1] - q[1]) * (p[2] + q[2]);
        normal[1] += (p[2] - q[2]) * (p[0] + q[0]);
        normal[2] += (p[0] - q[0]) * (p[1] + q[1]);
    }
    double length = sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]);
    if (!(length > 1e-9)) return false;
    double az = f->axes->view[0] * M_PI / 180, el = f->axes->view[1] * M_PI / 180;
    double view[3] = {cos(el) * sin(az), -cos(el) * cos(az), sin(el)}, along = 0, offset = 0;
    for (int d = 0; d < 3; d++) {
        along += normal[d] / length * view[d];
        offset += normal[d] / length * c[0][d];
    }
    for (Index i = 0; i < n; i++) {
        double off = -offset;
        for (int d = 0; d < 3; d++) off += normal[d] / length * c[i][d];
        if (fabs(off) > 1e-6) return false; // not flat
    }
    if (fabs(along) < 0.02) return false;
    *ret = offset / along;
    return true;
}

static Index unit_points(const Frame *f, const double *x, const double *y, const double *z, Index n,
                         double (*c)[3]) {
    Index k = 0;
    for (Index i = 0; i < n; i++) {
        double p[3] = {scale_unit(&f->scale[0], x[i]), scale_unit(&f->scale[1], y[i]),
                       z ? scale_unit(&f->scale[2], z[i]) : 0.5};
        if (!f->is_3d) p[2] = 0.5;
        if (!isfinite(p[0]) || !isfinite(p[1]) || !isfinite(p[2])) continue;
        for (int d = 0; d < 3; d++) c[k][d] = p[d] - 0.5;
        k++;
    }
    return k;
}

// Sutherland–Hodgman against one face of the cube.
static Index clip_half(double (*in)[3], Index n, double (*out)[3], int d, double bound,
                       double sign) {
    Index k = 0;
    for (Index i = 0; i < n; i++) {
        const double *p = in[i], *q = in[(i + 1) % n];
        double a = sign * (p[d] - bound), b = sign * (q[d] - bound);
        if (a <= 0) memcpy(out[k++], p, sizeof *out);
        if ((a < 0 && b > 0) || (a > 0 && b < 0)) {
            double t = a / (a - b);
            for (int e = 0; e < 3; e++) out[k][e] = p[e] + t * (q[e] - p[e]);
            out[k++][d] = bound;
        }
    }
    return k;
}

void frame_polygon(Frame *f, const double *x, const double *y, const double *z, Index n,
                   const Color *fill, const Stroke *edge, double depth_override) {
    if (n < 1 || !frame_goes_on(f, n)) return;
    double(*c)[3] = arena_alloc(f->scene->arena, (size_t)(2 * (n + 16)) * 2 * sizeof *c);
    if (!c) {
        f->scene->failed = true;
        return;
    }
    Index k = unit_points(f, x, y, z, n, c);
    double key = 0;
    bool planar = f->is_3d && plane_depth(f, c, k, &key);
    double(*other)[3] = c + 2 * (n + 16);
    for (int d = 0; d < 3 && k; d++)
        for (int side = -1; side <= 1; side += 2) {
            bool beyond = false;
            for (Index i = 0; i < k && !beyond; i++) beyond = side * c[i][d] > 0.5 + 1e-9;
            if (!beyond) continue;
            if (k > n + 12) break;
            k = clip_half(c, k, other, d, side * 0.5, side);
            memcpy(c, other, (size_t)k * sizeof *c);
        }
    if (k < 1) return;
    PathBuilder b;
    path_begin(&b, f->scene);
    double sum = 0;
    for (Index i = 0; i < k; i++) {
        double px, py;
        if (f->is_3d) {
            px = f->m[0][0] * c[i][0] + f->m[0][1] * c[i][1] + f->m[0][2] * c[i][2] + f->shift[0];
            py = f->m[1][0] * c[i][0] + f->m[1][1] * c[i][1] + f->m[1][2] * c[i][2] + f->shift[1];
            sum += f->m[2][0] * c[i][0] + f->m[2][1] * c[i][1] + f->m[2][2] * c[i][2];
        } else {
            px = f->box.x + (c[i][0] + 0.5) * f->box.width;
            py = f->box.y + (0.5 - c[i][1]) * f->box.height;
        }
        if (i == 0)
            path_move(&b, px, py);
        else
            path_line(&b, px, py);
    }
    path_close(&b);
    double depth = !isnan(depth_override)     ? depth_override
                   : planar && f->plane_patch ? key
                                              : sum / (double)k;
    SceneItem *item = frame_add(f, SCENE_PATH, depth);
    if (!item) return;
    item->path = path_end(&b);
    if (fill && fill->a > 0) {
        item->fill = true;
        item->fill_color = *fill;
    }
    if (edge) stroke_item(f, item, edge);
    item->join = JOIN_ROUND;
}
