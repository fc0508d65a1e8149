// graphics/interact.c: the camera and the limits as a person changes them. In 2-D a page point is
// turned back to a share of the box (0…1 along each axis) and from there to a data value, straight or
// through the logarithm; new limits are those of the shares wanted. In 3-D the camera is scaled and
// shifted on the page, the data stay as they are. What was set before is kept at the first change.
#include "graphics/interact.h"
#include "graphics/internal.h"
#include <string.h>

enum { MIN_SIZE = 20, MAX_SIZE = 10000 };
static const double max_zoom = 1000, pixel_pt = 0.75;

// ---- where the pointer is -----------------------------------------------------------------------

static bool inside(Rect r, double x, double y) {
    return x >= r.x && x <= r.x + r.width && y >= r.y && y <= r.y + r.height;
}

Status figure_axes_at(Ctx *ctx, GObject *figure, double x, double y, GObject **ret) {
    GObject *found = NULL;
    TRY(figure_layout(ctx, (Figure *)figure));
    for (int pass = 0; pass < 2 && !found; pass++) {
        GObject *axes;
        for (Index k = 1; (axes = figure_axes(figure, k)); k++) { // the last drawn is on top
            const Axes *ax = (const Axes *)axes;
            if (inside(pass ? ax->outer : ax->inner, x, y)) found = axes;
        }
    }
    *ret = found;
    return OK;
}

bool axes_are_3d(const GObject *axes) {
    return axes_is_3d((const Axes *)axes);
}

/// Limits and projection as the next scene will have them; resolved_done in any case.
typedef struct Resolved {
    Scene *scene;
    Frame frame;
} Resolved;

static void resolved_done(Resolved *r) {
    frame_end(&r->frame);
    scene_free(r->scene);
}

static Status resolve(Ctx *ctx, Axes *ax, Resolved *r) {
    memset(r, 0, sizeof *r);
    GObject *figure = object_ancestor(&ax->head, "figure");
    if (figure && !(ax->inner.width > 0)) TRY(figure_layout(ctx, (Figure *)figure));
    r->scene = scene_new(1, 1);
    if (!r->scene) return ctx_fail_nomem(ctx);
    return frame_begin(&r->frame, ctx, r->scene, ax, ax->inner);
}

// ---- what was before ----------------------------------------------------------------------------

static void keep_home(Axes *ax) {
    if (ax->home.kept) return;
    ax->home.kept = true;
    ax->home.view_manual = ax->view_manual;
    memcpy(ax->home.view, ax->view, sizeof ax->view);
    for (int d = 0; d < 3; d++) {
        ax->home.lim_manual[d] = ax->ruler[d].lim_manual;
        memcpy(ax->home.lim[d], ax->ruler[d].lim, sizeof ax->home.lim[d]);
    }
}

Status axes_restore(Ctx *ctx, GObject *axes) {
    Axes *ax = (Axes *)axes;
    (void)ctx;
    ax->zoom = ax->shift[0] = ax->shift[1] = 0;
    if (ax->home.kept) {
        ax->home.kept = false;
        ax->view_manual = ax->home.view_manual;
        memcpy(ax->view, ax->home.view, sizeof ax->view);
        for (int d = 0; d < 3; d++) {
            ax->ruler[d].lim_manual = ax->home.lim_manual[d];
            memcpy(ax->ruler[d].lim, ax->home.lim[d], sizeof ax->home.lim[d]);
        }
    }
    object_touch(axes);
    return OK;
}

// ---- turning ------------------------------------------------------------------------------------

Status axes_rotate(Ctx *ctx, GObject *axes, double azimuth, double elevation) {
    Axes *ax = (Axes *)axes;
    if (!isfinite(azimuth) || !isfinite(elevation))
        return ctx_fail(ctx, ERR_ARG, "", "The angles must be finite.");
    keep_home(ax);
    double az = fmod(ax->view[0] + azimuth, 360), el = fmin(fmax(ax->view[1] + elevation, -90), 90);
    if (az > 180) az -= 360;
    if (az <= -180) az += 360;
    // Exactly from above would be a 2-D view: a person who turns stays in 3-D.
    if (az == 0 && el == 90) az = 1e-9;
    ax->view[0] = az;
    ax->view[1] = el;
    ax->view_manual = true;
    object_touch(axes);
    return OK;
}

// ---- limits in 2-D ------------------------------------------------------------------------------

/// The data value at a share of the axis.
static double unscale(const Scale *s, double u) {
    if (s->reverse) u = 1 - u;
    if (!s->log) return s->lo + u * (s->hi - s->lo);
    return pow(10, log10(s->lo) + u * (log10(s->hi) - log10(s->lo)));
}

static void set_limits(Axes *ax, int dim, double lo, double hi) {
    keep_home(ax);
    ax->ruler[dim].lim[0] = lo;
    ax->ruler[dim].lim[1] = hi;
    ax->ruler[dim].lim_manual = true;
    object_touch(&ax->head);
}

/// Sets them on the axes linked in this dimension as well.
static void set_linked_limits(Axes *ax, int dim, double lo, double hi) {
    set_limits(ax, dim, lo, hi);
    GraphicsRoot *root = object_root(&ax->head);
    Index n;
    GObject *const *figures = graphics_figures(root, &n);
    for (Index i = 0; ax->link[dim] && i < n; i++) {
        GObject *other;
        for (Index k = 1; (other = figure_axes(figures[i], k)); k++)
            if (other != &ax->head && ((Axes *)other)->link[dim] == ax->link[dim])
                set_limits((Axes *)other, dim, lo, hi);
    }
}

/// New limits of one dimension: what is at shares from … to of the axis now.
static void show_shares(Axes *ax, const Frame *f, int dim, double from, double to) {
    const Scale *s = &f->scale[dim];
    double a = unscale(s, from), b = unscale(s, to), lo = fmin(a, b), hi = fmax(a, b);
    double size = fmax(fabs(lo), fabs(hi));
    bool good = isfinite(lo) && isfinite(hi) && hi > lo && hi - lo > 1e-13 * size && size < 1e300;
    if (good && (!s->log || lo > 0)) set_linked_limits(ax, dim, lo, hi);
}

void axes_link(GObject *const *axes, Index n, unsigned dims) {
    for (int d = 0; d < 3; d++)
        for (Index i = 0; i < n && (dims >> d & 1); i++) ((Axes *)axes[i])->link[d] = object_handle(axes[0]).slot + 1;
}

void axes_unlink(GObject *axes) {
    memset(((Axes *)axes)->link, 0, sizeof((Axes *)axes)->link);
}

// ---- zoom and pan -------------------------------------------------------------------------------

/// The camera so that the page point stays where it is.
static void zoom_camera(Axes *ax, Rect box, double x, double y, double factor) {
    double before = ax->zoom > 0 ? ax->zoom : 1, after = fmin(fmax(before * factor, 1 / max_zoom), max_zoom);
    double u[2] = {(x - box.x) / box.width - 0.5, (y - box.y) / box.height - 0.5};
    keep_home(ax);
    for (int d = 0; d < 2; d++) ax->shift[d] = u[d] + (ax->shift[d] - u[d]) * after / before;
    ax->zoom = after;
    object_touch(&ax->head);
}

Status axes_zoom(Ctx *ctx, GObject *axes, double x, double y, double factor) {
    Axes *ax = (Axes *)axes;
    if (!(factor > 0) || !isfinite(factor) || !isfinite(x) || !isfinite(y))
        return ctx_fail(ctx, ERR_ARG, "", "The factor must be positive.");
    Resolved r;
    Status status = resolve(ctx, ax, &r);
    Rect box = r.frame.box;
    if (status == OK && r.frame.is_3d) {
        zoom_camera(ax, box, x, y, factor);
    } else if (status == OK) {
        double u[2] = {(x - box.x) / box.width, 1 - (y - box.y) / box.height};
        for (int d = 0; d < 2; d++) show_shares(ax, &r.frame, d, u[d] - u[d] / factor, u[d] + (1 - u[d]) / factor);
    }
    resolved_done(&r);
    return status;
}

Status axes_zoom_box(Ctx *ctx, GObject *axes, double x, double y, double width, double height) {
    Axes *ax = (Axes *)axes;
    if (width < 0) x += width, width = -width;
    if (height < 0) y += height, height = -height;
    if (!(width > 0) || !(height > 0) || !isfinite(x + y + width + height))
        return ctx_fail(ctx, ERR_ARG, "", "The rectangle is empty.");
    Resolved r;
    Status status = resolve(ctx, ax, &r);
    Rect box = r.frame.box;
    if (status == OK && r.frame.is_3d) {
        double factor = fmin(box.width / width, box.height / height);
        double dx = box.x + box.width / 2 - x - width / 2, dy = box.y + box.height / 2 - y - height / 2;
        keep_home(ax);
        ax->shift[0] += dx / box.width;
        ax->shift[1] += dy / box.height;
        zoom_camera(ax, box, box.x + box.width / 2, box.y + box.height / 2, factor);
    } else if (status == OK) {
        show_shares(ax, &r.frame, 0, (x - box.x) / box.width, (x + width - box.x) / box.width);
        show_shares(ax, &r.frame, 1, 1 - (y + height - box.y) / box.height, 1 - (y - box.y) / box.height);
    }
    resolved_done(&r);
    return status;
}

Status axes_pan(Ctx *ctx, GObject *axes, double dx, double dy) {
    Axes *ax = (Axes *)axes;
    if (!isfinite(dx) || !isfinite(dy)) return ctx_fail(ctx, ERR_ARG, "", "The shift must be finite.");
    Resolved r;
    Status status = resolve(ctx, ax, &r);
    double u = dx / r.frame.box.width, v = dy / r.frame.box.height;
    if (status == OK && r.frame.is_3d) {
        keep_home(ax);
        ax->shift[0] += u;
        ax->shift[1] += v;
        object_touch(axes);
    } else if (status == OK) {
        show_shares(ax, &r.frame, 0, -u, 1 - u);
        show_shares(ax, &r.frame, 1, v, 1 + v);
    }
    resolved_done(&r);
    return status;
}

Status figure_resize(Ctx *ctx, GObject *figure, double width, double height) {
    Figure *f = (Figure *)figure;
    if (!(width >= MIN_SIZE && width <= MAX_SIZE && height >= MIN_SIZE && height <= MAX_SIZE))
        return ctx_fail(ctx, ERR_ARG, "", "The size must be from %d to %d points.", MIN_SIZE, MAX_SIZE);
    f->position[2] = width / pixel_pt;
    f->position[3] = height / pixel_pt;
    object_touch(figure);
    return OK;
}
