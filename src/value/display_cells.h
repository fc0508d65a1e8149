// value/display_cells.h: the elements of a value as a grid of texts, each as it is displayed: for
// variable editors and documents, which draw the grid themselves.
#pragma once
#include "value/value.h"

typedef struct CellTexts {
    Index rows, columns; // of the texts: the first of the value's
    Text **items;        // row by row, owned
    int exponent;        // numbers are to be multiplied by 10^exponent (common factor of a matrix)
} CellTexts;

/// At most max_rows × max_columns elements of a two-dimensional numeric, logical, string, cell or
/// categorical array, or of a table with one column a variable (arrays inside a variable: their
/// elements side by side). Texts have no padding. ERR_TYPE for other values and dimensions;
/// ERR_NOMEM.
Status value_cell_texts(Ctx *ctx, const DisplayFormat *format, Value v, Index max_rows,
                        Index max_columns, CellTexts *ret);
void cell_texts_done(CellTexts *cells);
