// value/internal.h: what the files of this room share and other rooms must not include.
#pragma once
#include "base/buf.h"
#include "base/utf.h"
#include "value/subscript.h"
#include "value/table.h"
#include "value/value.h"

// ---- arrays of items: Text *, Value, category codes; zero bytes are the fill --------------------
/// Moves n_blocks arrays of `size`-byte items from one shape to a larger one.
Status items_grow(Ctx *ctx, void **items, size_t size, Index n_blocks, const Shape *old_shape,
                  const Shape *new_shape);

/// Undoes items_grow when the added items hold nothing; the storage stays as large.
void items_shrink(void *items, size_t size, Index n_blocks, const Shape *old_shape,
                  const Shape *new_shape);

// ---- strings (text.c) ---------------------------------------------------------------------------
Status text_from_units(Ctx *ctx, const uint16_t *units, Index n, Text **ret);
/// The text string(x) gives for one number: "3.1416", "5", "1e+20"; null (missing) for NaN.
Status text_from_number(Ctx *ctx, double re, double im, bool is_complex, Text **ret);
int text_compare(const Text *a, const Text *b);
static inline bool text_equal(const Text *a, const char *b, size_t n_bytes) {
    return a && a->n_bytes == n_bytes && __builtin_memcmp(a->bytes, b, n_bytes) == 0;
}
/// Number of columns a text takes on screen (code points).
Index text_columns(const char *utf8, size_t n_bytes);
Status string_copy(Ctx *ctx, const StringArray *s, StringArray **ret);
/// Any value as string(v) does: numbers are formatted, char rows become scalars. ERR_TYPE for
/// struct, handles, objects.
Status value_as_strings(Ctx *ctx, Value v, StringArray **ret);
/// What double("…") gives: NaN when it is no number.
double text_number(const char *utf8);

// ---- containers ---------------------------------------------------------------------------------
void string_unref(StringArray *s);
void cell_unref(CellArray *c);
void struct_unref(StructArray *s);
/// Frees a cell or struct without references and all that only it kept, however deeply nested.
void containers_free(Value dead);
Status cell_copy(Ctx *ctx, const CellArray *c, CellArray **ret);
Status struct_copy(Ctx *ctx, const StructArray *s, StructArray **ret);
/// Same names, given shape, all [].
Status struct_like(Ctx *ctx, const StructArray *s, const Shape *shape, StructArray **ret);
Status struct_grow(Ctx *ctx, StructArray *s, const Shape *shape);
Status cell_grow(Ctx *ctx, CellArray *c, const Shape *shape);
Status string_grow(Ctx *ctx, StringArray *s, const Shape *shape);

// ---- values -------------------------------------------------------------------------------------
/// A tensor header on the stack for an unboxed scalar, or the value's own tensor; null for other
/// tags.
const Tensor *value_view(const Value *v, Tensor *storage);
/// True for [] (0×0 double) and VAL_NONE.
bool value_is_null(Value v);
/// Gather elements of any container but objects by linear positions into `shape`.
Status value_gather(Ctx *ctx, Value v, const Index *pos, Index n, const Shape *shape, Value *ret);
/// Elementwise class of the value as a word for messages ("double", "cell").
Status value_text_list(Ctx *ctx, Value v, bool *ret_is_text);
/// Sets *v(idx) to rhs with dim-by-dim rules for objects; used by chain.c.
Status object_make_sole(Ctx *ctx, Value *v);

// ---- display ------------------------------------------------------------------------------------
typedef struct Show {
    Ctx *ctx;
    const DisplayFormat *format;
    Buf *out;
} Show;
void show_blank(Show *show); // a blank line unless compact
void show_name(Show *show, const char *name, bool trailing_space);
Status show_tensor(Show *show, const char *name, const Tensor *t);
Status show_tensor_disp(Show *show, const Tensor *t);
Status show_strings(Show *show, const char *name, const StringArray *s);
Status show_strings_disp(Show *show, const StringArray *s);
Status show_cell(Show *show, const char *name, const CellArray *c);
Status show_cell_disp(Show *show, const CellArray *c);
Status show_struct(Show *show, const char *name, const StructArray *s);
Status show_struct_disp(Show *show, const StructArray *s);
/// One number as it stands inside a summary: "1", "3.1416", "1.0000e-03"; more digits with FORMAT_LONG.
void show_number(Buf *out, FormatMode mode, double re, double im, bool is_complex);
/// Element i of a tensor, any class, as inside a summary.
void show_element(Buf *out, FormatMode mode, const Tensor *t, Index i);
/// Row `r` of a char matrix as text, appended.
Status display_char_row(Ctx *ctx, const Tensor *t, Index r, Buf *out);
/// Element of a cell without braces: "[1]", "'a'", "1×2 double".
Status show_cell_element(Ctx *ctx, FormatMode mode, Value v, Buf *out);
/// Fields below a struct or an object with properties: right-aligned names.
typedef struct FieldRow {
    const char *name;
    Value value;
} FieldRow;
Status show_fields(Ctx *ctx, const DisplayFormat *format, const FieldRow *rows, Index n, Buf *out);
/// Text grid: columns with left-aligned cells.
typedef struct GridCell {
    char *text;
    Index columns;
} GridCell;

// ---- tables -------------------------------------------------------------------------------------
Status table_display(Ctx *ctx, const Object *o, const char *name, Buf *out);
Status categorical_display(Ctx *ctx, const Object *o, const char *name, Buf *out);
/// disp form: no name and no heading.
Status table_disp(Ctx *ctx, const Table *t, Buf *out);
Status categorical_disp(Ctx *ctx, const Categorical *c, Buf *out);
