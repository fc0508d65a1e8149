// graphics/interact.h: what a person does to a figure with the mouse: turn, zoom, move, put back, ask
// for the point under the pointer; and the data behind a figure as a table.
// Points of the page are in points from the top left, as in the figure's scene.
// Tests: tests/unit/graphics/test_interact.c.
#pragma once
#include "graphics/figure.h"

/// The axes whose plot box (or else outer box) holds the point; null when there is none. Lays the
/// figure out first. ERR_NOMEM.
Status figure_axes_at(Ctx *ctx, GObject *figure, double x, double y, GObject **ret);
/// Seen in 3-D.
bool axes_are_3d(const GObject *axes);

/// Turns the camera: azimuth by `azimuth` degrees, elevation by `elevation`, which stays in ±90.
Status axes_rotate(Ctx *ctx, GObject *axes, double azimuth, double elevation);
/// Magnifies by `factor` (> 1: closer) so that what is under (x, y) stays there. 2-D: new limits, also
/// on log axes; 3-D: the camera. The axes linked with these follow.
Status axes_zoom(Ctx *ctx, GObject *axes, double x, double y, double factor);
/// 2-D: the limits become what the rectangle shows; 3-D: the camera moves to it.
Status axes_zoom_box(Ctx *ctx, GObject *axes, double x, double y, double width, double height);
/// Moves what is shown by (dx, dy) points.
Status axes_pan(Ctx *ctx, GObject *axes, double dx, double dy);
/// View and limits as they were before a person changed them.
Status axes_restore(Ctx *ctx, GObject *axes);
/// From now on a change of limits of one by a person changes all; dims: bit d for dimension d.
void axes_link(GObject *const *axes, Index n, unsigned dims);
void axes_unlink(GObject *axes);

/// A data point on the page.
typedef struct Picked {
    double x, y;       // its place
    double distance;   // from the pointer, points
    char *text;        // "Loss\nX 3\nY 0.25"; owned (mem_free)
} Picked;
/// The data point nearest to (x, y), at most `reach` points away; ret->text null when there is none.
Status axes_pick(Ctx *ctx, GObject *axes, double x, double y, double reach, Picked *ret);

/// New size in points; the figure's Position follows. ERR_ARG outside 20 … 10,000.
Status figure_resize(Ctx *ctx, GObject *figure, double width, double height);

/// The plotted data as columns of equal meaning: a column an axis and series ("loss: X", "loss: Y").
typedef struct DataColumn {
    char *name;
    double *values;
    Index n;
} DataColumn;
typedef struct FigureData {
    char *title;
    DataColumn *columns;
    Index n_columns, cap_columns;
} FigureData;
/// At most `max_rows` values a column (the first). Owned: figure_data_done.
Status figure_data(Ctx *ctx, GObject *figure, Index max_rows, FigureData *ret);
void figure_data_done(FigureData *data);
