// value/display_grid.h: elements of cells and string arrays in aligned columns that fit the window.
#pragma once
#include "value/internal.h"

/// Texts of rows × columns elements, column-major, each starting at the left; freed by the caller.
typedef struct Grid {
    Index rows, columns;
    Text **texts; // owned
} Grid;
Status grid_new(Ctx *ctx, Index rows, Index columns, Grid *ret);
void grid_done(Grid *grid);
/// Pads every text of a column to its width and writes the rows, four spaces before each column, in
/// groups that fit.
Status grid_put(Show *show, const Grid *grid);
/// Name of one page of an n-d container: "(:,:,2)".
void page_label(Buf *out, const char *name, const Shape *shape, Index page);
