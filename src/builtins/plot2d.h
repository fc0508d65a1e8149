// builtins/plot2d.h: series of data and lists of objects, shared by the plotting families.
#pragma once
#include "builtins/figures_value.h"

/// Objects a call has made; the list is freed at the end of its scope, the objects stay.
typedef struct Objects {
    GObject **items;
    Index n, cap;
} Objects;
static inline void own_objects_done(Objects *o) {
    mem_free(o->items);
}
#define OWN_OBJECTS __attribute__((cleanup(own_objects_done))) Objects
Status objects_push(Call *call, Objects *o, GObject *object);

/// x, y and line specification of one group of plot's arguments.
typedef struct Group {
    Tensor *x, *y; // owned by the reader; x may be null
    Value x_value; // borrowed, for categories
    LineSpec spec;
} Group;

/// How x and y split into lines.
typedef struct Series {
    const Tensor *x, *y;
    Index n, count; // points a line, lines
    bool x_columns, y_shared, by_rows;
} Series;
/// Works out the lines of x (may be null) against y. ERR_SIZE "Vectors must be the same length."
Status series_of(Call *call, const Tensor *x, const Tensor *y, Series *ret);
/// Data of line k; both mem_free.
Status series_data(Call *call, const Series *s, Index k, double **ret_x, double **ret_y);
/// New object with XData (x may be null) and YData.
Status data_object(Call *call, Target *t, const char *type, const double *x, const double *y,
                   Index n, GObject **ret);
/// True when argument i is a line specification.
bool arg_is_spec(const Call *call, int i, LineSpec *ret);
/// scatter and scatter3.
Status scatter_plot(Call *call, int dims);
