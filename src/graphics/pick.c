// graphics/pick.c: the data points of a plot, as the pointer finds them and as a table lists them.
#include "base/vec.h"
#include "graphics/interact.h"
#include "graphics/internal.h"
#include <string.h>

/// Coordinates of a plot's data points. Arrays may be shorter than n: x or y of a surface or image
/// run along columns or rows.
typedef struct Points {
    const NumArray *v[3]; // null: not there
    const double *raw[3]; // instead of `v`
    Index n, rows;        // rows > 0: a grid, column-major
    bool shown_third;     // the third is a value, not a place (image)
    const Histogram *bins;
} Points;

static double grid_coordinate(const Points *p, int dim, Index i) {
    const NumArray *a = p->v[dim];
    Index n = a ? numbers_count(a) : 0, at = dim == 0 ? i / p->rows : i % p->rows;
    if (n == p->n) return a->v[i];
    if (at < n) return n == 2 && p->shown_third ? NAN : a->v[at];
    return (double)(at + 1);
}

static double coordinate(const Points *p, int dim, Index i) {
    if (p->bins && dim == 0) return (p->bins->edges.v[i] + p->bins->edges.v[i + 1]) / 2;
    if (p->raw[dim]) return p->raw[dim][i];
    if (p->rows && dim < 2) return grid_coordinate(p, dim, i);
    const NumArray *a = p->v[dim];
    if (!a || i >= numbers_count(a)) return dim == 2 ? 0 : NAN;
    return a->v[i];
}

static const NumArray *if_any(const NumArray *a) {
    return numbers_count(a) > 0 ? a : NULL;
}

/// False: this object has no data of its own.
static bool points_of(const GObject *o, Points *ret) {
    Points p = {0};
    const GClass *c = o->cls;
    if (c == &class_line || c == &class_stairs) {
        const Line *l = (const Line *)o;
        p = (Points){.v = {&l->x, &l->y, if_any(&l->z)}, .n = numbers_count(&l->y)};
    } else if (c == &class_scatter) {
        const Scatter *s = (const Scatter *)o;
        p = (Points){.v = {&s->x, &s->y, if_any(&s->z)}, .n = numbers_count(&s->y)};
    } else if (c == &class_animated) {
        const Animated *a = (const Animated *)o;
        p = (Points){.raw = {a->point[0], a->point[1], a->has_z ? a->point[2] : NULL}, .n = a->n_points};
    } else if (c == &class_bar) {
        const Bar *b = (const Bar *)o;
        p = (Points){.v = {&b->x, &b->y, NULL}, .n = numbers_count(&b->y)};
    } else if (c == &class_area) {
        const Area *a = (const Area *)o;
        p = (Points){.v = {&a->x, &a->y, NULL}, .n = numbers_count(&a->y)};
    } else if (c == &class_stem) {
        const Stem *s = (const Stem *)o;
        p = (Points){.v = {&s->x, &s->y, if_any(&s->z)}, .n = numbers_count(&s->y)};
    } else if (c == &class_errorbar) {
        const ErrorBar *e = (const ErrorBar *)o;
        p = (Points){.v = {&e->x, &e->y, NULL}, .n = numbers_count(&e->y)};
    } else if (c == &class_histogram) {
        const Histogram *h = (const Histogram *)o;
        Index n = numbers_count(&h->counts);
        if (n && numbers_count(&h->edges) == n + 1) p = (Points){.bins = h, .v = {NULL, &h->counts, NULL}, .n = n};
    } else if (c == &class_patch) {
        const Patch *a = (const Patch *)o;
        p = (Points){.v = {&a->x, &a->y, if_any(&a->z)}, .n = numbers_count(&a->y)};
    } else if (c == &class_surface) {
        const Surface *s = (const Surface *)o;
        p = (Points){.v = {&s->x, &s->y, &s->z}, .n = numbers_count(&s->z), .rows = s->z.rows};
    } else if (c == &class_image) {
        const Image *m = (const Image *)o;
        if (m->c.pages <= 1)
            p = (Points){.v = {&m->x, &m->y, &m->c}, .n = numbers_count(&m->c), .rows = m->c.rows, .shown_third = true};
    }
    *ret = p;
    return p.n > 0 && o->visible;
}

/// Images have the centres of their first and last pixel, or nothing.
static double image_coordinate(const Points *p, int dim, Index i) {
    const NumArray *a = p->v[dim];
    Index columns = p->n / p->rows, count = dim == 0 ? columns : p->rows, at = dim == 0 ? i / p->rows : i % p->rows;
    if (!a || numbers_count(a) < 2 || count < 2) return a && numbers_count(a) == 1 ? a->v[0] + (double)at : (double)(at + 1);
    double first = a->v[0], last = a->v[numbers_count(a) - 1];
    return first + (last - first) * (double)at / (double)(count - 1);
}

static void point_at(const Points *p, Index i, double ret[3]) {
    for (int d = 0; d < 3; d++) ret[d] = p->shown_third && d < 2 ? image_coordinate(p, d, i) : coordinate(p, d, i);
}

// ---- the nearest point --------------------------------------------------------------------------

static void put_series_name(Buf *out, const GObject *plot) {
    if (plot->display_name && *plot->display_name) buf_puts(out, plot->display_name);
}

static char *tip_text(const GObject *plot, const Points *p, const double at[3]) {
    static const char *const names[3] = {"X", "Y", "Z"};
    Buf text = BUF_INIT;
    put_series_name(&text, plot);
    bool third = p->v[2] || p->raw[2];
    for (int d = 0; d < (third ? 3 : 2); d++)
        buf_printf(&text, "%s%s %.6g", text.len ? "\n" : "", d == 2 && p->shown_third ? "Value" : names[d], at[d]);
    return buf_take(&text);
}

Status axes_pick(Ctx *ctx, GObject *axes, double x, double y, double reach, Picked *ret) {
    Axes *ax = (Axes *)axes;
    Picked best = {.distance = reach};
    const GObject *plot = NULL;
    Points from = {0};
    double value[3] = {0};
    Scene *scene = scene_new(1, 1);
    Frame f = {0};
    Status status = scene ? frame_begin(&f, ctx, scene, ax, ax->inner) : ctx_fail_nomem(ctx);
    for (Index k = 0; status == OK && k < ax->head.n_children; k++) {
        const GObject *child = ax->head.children[k];
        Points p;
        if (!points_of(child, &p)) continue;
        for (Index i = 0; i < p.n; i++) {
            double at[3], px, py, depth;
            if ((i & 0xffff) == 0xffff && (status = ctx_check_stop(ctx)) != OK) break;
            point_at(&p, i, at);
            if (!frame_project(&f, at[0], at[1], p.shown_third ? 0 : at[2], &px, &py, &depth)) continue;
            double distance = hypot(px - x, py - y);
            if (distance > best.distance || (plot && distance == best.distance)) continue;
            best = (Picked){.x = px, .y = py, .distance = distance};
            memcpy(value, at, sizeof value);
            plot = child;
            from = p;
        }
    }
    frame_end(&f);
    scene_free(scene);
    if (status != OK) return status;
    if (plot && !(best.text = tip_text(plot, &from, value))) return ctx_fail_nomem(ctx);
    *ret = best;
    return OK;
}

// ---- all of it as a table -----------------------------------------------------------------------

void figure_data_done(FigureData *data) {
    for (Index i = 0; i < data->n_columns; i++) {
        mem_free(data->columns[i].name);
        mem_free(data->columns[i].values);
    }
    mem_free(data->columns);
    mem_free(data->title);
    *data = (FigureData){0};
}

static Status add_column(Ctx *ctx, FigureData *data, char *name, const Points *p, int dim, Index n) {
    DataColumn column = {.name = name, .n = n, .values = mem_alloc((size_t)(n ? n : 1) * sizeof(double))};
    Status status = name && column.values ? vec_reserve(ctx, (void **)&data->columns, &data->cap_columns,
                                                        data->n_columns + 1, sizeof *data->columns)
                                          : ctx_fail_nomem(ctx);
    if (status != OK) {
        mem_free(name);
        mem_free(column.values);
        return status;
    }
    for (Index i = 0; i < n; i++) {
        double at[3];
        point_at(p, i, at);
        column.values[i] = at[dim];
    }
    data->columns[data->n_columns++] = column;
    return OK;
}

/// "loss: Iteration", "line 2: Y".
static char *column_name(const Axes *ax, const GObject *plot, Index number, int dim, bool value) {
    static const char *const letters[3] = {"X", "Y", "Z"};
    Buf name = BUF_INIT;
    if (plot->display_name && *plot->display_name)
        buf_puts(&name, plot->display_name);
    else
        buf_printf(&name, "%s %lld", plot->cls->type, (long long)number);
    buf_puts(&name, ": ");
    const TextObject *label = ax->ruler[dim].label;
    if (value)
        buf_puts(&name, "Value");
    else if (label && label->n_lines && label->lines[0] && *label->lines[0])
        buf_puts(&name, label->lines[0]);
    else
        buf_puts(&name, letters[dim]);
    return buf_take(&name);
}

Status figure_data(Ctx *ctx, GObject *figure, Index max_rows, FigureData *ret) {
    FigureData data = {0};
    Status status = OK;
    GObject *axes;
    Buf title = BUF_INIT;
    for (Index k = 1; (axes = figure_axes(figure, k)) && status == OK; k++) {
        const Axes *ax = (const Axes *)axes;
        Index number = 0;
        for (Index l = 0; ax->title && l < ax->title->n_lines; l++)
            buf_printf(&title, "%s%s", title.len ? "; " : "", ax->title->lines[l] ? ax->title->lines[l] : "");
        for (Index i = 0; i < axes->n_children && status == OK; i++) {
            const GObject *plot = axes->children[i];
            Points p;
            if (!points_of(plot, &p)) continue;
            number++;
            Index n = p.n < max_rows ? p.n : max_rows;
            int dims = p.v[2] || p.raw[2] ? 3 : 2;
            for (int d = 0; d < dims && status == OK; d++)
                status = add_column(ctx, &data, column_name(ax, plot, number, d, d == 2 && p.shown_third), &p, d, n);
        }
    }
    if (status == OK && !title.len) buf_printf(&title, "Figure %d", figure_number(figure));
    data.title = buf_take(&title);
    if (status == OK && !data.title) status = ctx_fail_nomem(ctx);
    if (status != OK) {
        figure_data_done(&data);
        return status;
    }
    *ret = data;
    return OK;
}
