// doc/outputs.h: the structured form of a shown variable, as plain-text live code keeps it in its
// appendix: what the Live Editor, the PDF and the .mlx writer draw as a grid.
#pragma once
#include "doc/model.h"

struct Value;
struct DisplayFormat;

enum { OUTPUT_MAX_ROWS = 100, OUTPUT_MAX_COLUMNS = 30 }; // kept of a grid

/// Fills kind, name, text and data of *ret. `console_text` is the console form ("x =\n\n 1\n\n").
/// data is one of
///   {"dataType":"textualVariable","outputData":{"header"?,"name","value"}}
///   {"dataType":"matrix","outputData":{"columns","exponent"?,"header"?,"name","rows","type","value"}}
///   {"dataType":"tabular","outputData":{"columnNames"?,"columns","cornerText"?,"dataTypes"?,"header","name",
///    "rowNames"?,"rows","type","value"}}
/// value of a grid is an array of rows of texts, as displayed with format short; rows and columns
/// count all, value holds the first OUTPUT_MAX_ROWS × OUTPUT_MAX_COLUMNS. exponent is the text n of
/// the factor 10^n before a matrix. Numeric, logical, string and categorical arrays are MATRIX;
/// tables, cells and struct arrays TABLE; all else VARIABLE. ERR_NOMEM, ERR_INTERRUPT; *ret is then
/// empty.
Status output_of_value(Ctx *ctx, const char *name, const struct Value *value,
                       const char *console_text, DocOutput *ret);
/// The same in another display format.
Status output_of_value_as(Ctx *ctx, const struct DisplayFormat *format, const char *name,
                          const struct Value *value, const char *console_text, DocOutput *ret);
