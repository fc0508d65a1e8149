// The elements of arrays and tables as single texts; display_matrix.c, display_cell.c and
// table_display.c pad the same texts to columns of a console.
#include "value/display_cells.h"
#include "value/display_number.h"
#include "value/table_parts.h"
#include <math.h>
#include <string.h>

void cell_texts_done(CellTexts *cells) {
    for (Index i = 0; cells->items && i < cells->rows * cells->columns; i++)
        text_unref(cells->items[i]);
    mem_free(cells->items);
    *cells = (CellTexts){0};
}

/// How one array's elements are written.
typedef struct Writer {
    Ctx *ctx;
    const DisplayFormat *format;
    NumFormat number; // of a float array
    bool in_table;    // floats by themselves, logical as words, strings in quotes
} Writer;

static Status put_float(const Writer *w, const Tensor *t, Index i, Buf *out) {
    double re = tensor_get(t, i), im = t->is_complex ? tensor_get_imag(t, i) : 0;
    if (w->in_table) { // as table_display.c shows it: five significant digits
        if (isnan(re))
            buf_puts(out, "NaN");
        else if (isinf(re))
            buf_puts(out, re < 0 ? "-Inf" : "Inf");
        else
            buf_printf(out, "%.5g", re == 0 ? 0.0 : re);
        if (t->is_complex) buf_printf(out, "%s%.5gi", im < 0 ? "-" : "+", fabs(im));
        return OK;
    }
    Buf padded = BUF_INIT;
    num_put(&padded, &w->number, re, im);
    const char *text = buf_text(&padded);
    while (*text == ' ') text++;
    size_t n = strlen(text);
    while (n && text[n - 1] == ' ') n--;
    buf_put(out, text, n);
    if (padded.failed) out->failed = true;
    buf_done(&padded);
    return OK;
}

/// An element of a cell as variable editors show it: scalars without brackets, vectors with commas.
static Status put_cell_element(const Writer *w, Value v, Buf *out) {
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    if (t && t->cls != CLASS_CHAR && t->numel == 1) {
        show_element(out, w->format->mode, t, 0);
        return OK;
    }
    if (value_is_string_scalar(v)) {
        const Text *text = v.string->items[0];
        buf_printf(out, text ? "\"%s\"" : "<missing>", text ? text->bytes : "");
        return OK;
    }
    size_t start = out->len;
    TRY(show_cell_element(w->ctx, w->format->mode, v, out));
    for (size_t i = start;
         t && t->cls != CLASS_CHAR && !out->failed && out->data[start] == '[' && i < out->len; i++)
        if (out->data[i] == ' ') out->data[i] = ',';
    return OK;
}

/// Element i (column-major), which stands in row r and column c.
static Status put_element(const Writer *w, Value v, Index i, Index r, Index c, Buf *out) {
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    if (t && t->cls == CLASS_CHAR) return display_char_row(w->ctx, t, r, out);
    if (t && class_is_float((NumClass)t->cls)) return put_float(w, t, i, out);
    if (t && t->cls == CLASS_LOGICAL && w->in_table) {
        buf_puts(out, tensor_u8(t)[i] ? "true" : "false");
    } else if (t) {
        show_element(out, w->format->mode, t, i);
    } else if (v.tag == VAL_STRING) {
        const Text *text = v.string->items[i];
        buf_printf(out,
                   !text         ? "<missing>"
                   : w->in_table ? "\"%s\""
                                 : "%s",
                   text ? text->bytes : "");
    } else if (v.tag == VAL_CELL) {
        return put_cell_element(w, v.cell->items[i], out);
    } else if (value_is_object(v, &categorical_class)) {
        const Categorical *k = (const Categorical *)v.object;
        buf_puts(out, k->codes[i] ? k->categories[k->codes[i] - 1]->bytes : "<undefined>");
    } else if (v.tag == VAL_OBJECT && v.object->def->index && v.object->def->summary) {
        Value idx[2] = {value_double((double)r + 1), value_double((double)c + 1)}, one = VALUE_NONE;
        TRY(value_index(w->ctx, v, idx, 2, &one));
        Status status =
            one.tag == VAL_OBJECT ? one.object->def->summary(w->ctx, one.object, out) : OK;
        value_unref(one);
        return status;
    } else {
        buf_printf(out, "1×1 %s", value_class_name(v));
    }
    return OK;
}

static Status keep(Ctx *ctx, Buf *buf, Text **ret) {
    Status status = buf->failed ? ctx_fail_nomem(ctx) : text_new(ctx, buf_text(buf), buf->len, ret);
    buf_clear(buf);
    return status;
}

static Status texts_new(Ctx *ctx, Index rows, Index columns, CellTexts *ret) {
    *ret = (CellTexts){.rows = rows, .columns = columns};
    ret->items = mem_alloc_zero((size_t)(rows * columns + 1) * sizeof *ret->items);
    return ret->items ? OK : ctx_fail_nomem(ctx);
}

static Status array_texts(Writer *w, Value v, const Shape *shape, Index max_rows, Index max_columns,
                          CellTexts *ret) {
    Index rows = shape->dim[0], columns = shape->dim[1];
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    TRY(texts_new(w->ctx, rows < max_rows ? rows : max_rows,
                  columns < max_columns ? columns : max_columns, ret));
    if (t && class_is_float((NumClass)t->cls)) {
        w->number = num_format_choose(w->format, num_stats(t));
        ret->exponent = w->number.exponent;
    }
    Buf buf = BUF_INIT;
    Status status = OK;
    for (Index r = 0; r < ret->rows && status == OK; r++)
        for (Index c = 0; c < ret->columns && status == OK; c++) {
            status = put_element(w, v, c * rows + r, r, c, &buf);
            if (status == OK) status = keep(w->ctx, &buf, &ret->items[r * ret->columns + c]);
        }
    buf_done(&buf);
    return status;
}

static Status table_texts(Writer *w, const Table *t, Index max_rows, Index max_columns,
                          CellTexts *ret) {
    TRY(texts_new(w->ctx, t->n_rows < max_rows ? t->n_rows : max_rows,
                  t->n_vars < max_columns ? t->n_vars : max_columns, ret));
    w->in_table = true;
    Buf buf = BUF_INIT;
    Status status = OK;
    for (Index k = 0; k < ret->columns && status == OK; k++) {
        Shape shape;
        Value v = t->vars[k];
        status = value_shape(w->ctx, v, &shape);
        if (status != OK) break;
        Index width = t->n_rows ? shape_numel(&shape) / t->n_rows : 0;
        if (value_is_char(v) || (v.tag == VAL_OBJECT && !value_is_object(v, &categorical_class)))
            width = 1;
        for (Index r = 0; r < ret->rows && status == OK; r++) {
            for (Index c = 0; c < width && status == OK; c++) {
                if (c) buf_puts(&buf, "    ");
                status = put_element(w, v, c * t->n_rows + r, r, c, &buf);
            }
            if (status == OK) status = keep(w->ctx, &buf, &ret->items[r * ret->columns + k]);
        }
    }
    buf_done(&buf);
    return status;
}

Status value_cell_texts(Ctx *ctx, const DisplayFormat *format, Value v, Index max_rows,
                        Index max_columns, CellTexts *ret) {
    Writer w = {.ctx = ctx, .format = format};
    Shape shape;
    Status status;
    *ret = (CellTexts){0};
    if (value_is_object(v, &table_class)) {
        status = table_texts(&w, (const Table *)v.object, max_rows, max_columns, ret);
    } else {
        bool array = (value_is_numeric(v) || value_is_logical(v) || v.tag == VAL_STRING ||
                      v.tag == VAL_CELL || value_is_object(v, &categorical_class));
        if (!array)
            return ctx_fail(ctx, ERR_TYPE, "", "A %s has no cells to show.", value_class_name(v));
        TRY(value_shape(ctx, v, &shape));
        if (shape.n_dims != 2)
            return ctx_fail(ctx, ERR_TYPE, "",
                            "Only arrays with two dimensions have cells to show.");
        status = array_texts(&w, v, &shape, max_rows, max_columns, ret);
    }
    if (status != OK) cell_texts_done(ret);
    return status;
}
