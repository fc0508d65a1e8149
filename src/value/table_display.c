// Display of tables: one block of text per variable, right-aligned numbers, left-aligned texts,
// names centred over a rule as wide as the wider of name and values.
#include "value/table_parts.h"
#include <math.h>
#include <string.h>

/// Texts of one variable: rows × columns of elements, and how they are aligned.
typedef struct Block {
    Text **cells; // row-major: cells[r * columns + c]
    Index rows, columns;
    bool right;
} Block;

static void block_done(Block *b) {
    for (Index i = 0; b->cells && i < b->rows * b->columns; i++) text_unref(b->cells[i]);
    mem_free(b->cells);
}

/// Floats as format short g shows them: five significant digits.
static void put_float(Buf *out, double re, double im, bool is_complex) {
    if (isnan(re))
        buf_puts(out, "NaN");
    else if (isinf(re))
        buf_puts(out, re < 0 ? "-Inf" : "Inf");
    else
        buf_printf(out, "%.5g", re == 0 ? 0.0 : re);
    if (is_complex) buf_printf(out, "%s%.5gi", im < 0 ? "-" : "+", fabs(im));
}

static void put_tensor_element(Buf *out, const Tensor *t, Index i) {
    if (class_is_float((NumClass)t->cls))
        put_float(out, tensor_get(t, i), t->is_complex ? tensor_get_imag(t, i) : 0, t->is_complex);
    else if (t->cls == CLASS_LOGICAL)
        buf_puts(out, tensor_u8(t)[i] ? "true" : "false");
    else
        show_element(out, FORMAT_SHORT, t, i);
}

/// Element (r, c) of a variable seen as rows × columns.
static Status put_value_element(Ctx *ctx, Value v, Index rows, Index r, Index c, Buf *out) {
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    Index i = c * rows + r;
    if (t && t->cls == CLASS_CHAR) return display_char_row(ctx, t, r, out);
    if (t) {
        put_tensor_element(out, t, i);
    } else if (v.tag == VAL_STRING) {
        const Text *text = v.string->items[i];
        if (text)
            buf_printf(out, "\"%s\"", text->bytes);
        else
            buf_puts(out, "<missing>");
    } else if (v.tag == VAL_CELL) {
        return show_cell_element(ctx, FORMAT_SHORT, v.cell->items[i], out);
    } else if (value_is_object(v, &categorical_class)) {
        const Categorical *k = (const Categorical *)v.object;
        buf_puts(out, k->codes[i] ? k->categories[k->codes[i] - 1]->bytes : "<undefined>");
    } else if (v.tag == VAL_OBJECT && v.object->def->index && v.object->def->summary) {
        Value idx[2] = {value_double((double)r + 1), value_double((double)c + 1)}, one = VALUE_NONE;
        TRY(value_index(ctx, v, idx, 2, &one));
        Status status = one.tag == VAL_OBJECT ? one.object->def->summary(ctx, one.object, out) : OK;
        value_unref(one);
        return status;
    } else {
        buf_printf(out, "1×1 %s", value_class_name(v));
    }
    return OK;
}

static bool is_right_aligned(Value v) {
    return value_is_numeric(v);
}

/// Adds the braces of a cell variable and pads inside them.
static Status brace_cells(Ctx *ctx, Block *b) {
    for (Index c = 0; c < b->columns; c++) {
        Index width = 0;
        for (Index r = 0; r < b->rows; r++) {
            const Text *t = b->cells[r * b->columns + c];
            Index n = text_columns(t->bytes, t->n_bytes);
            if (n > width) width = n;
        }
        for (Index r = 0; r < b->rows; r++) {
            Text **slot = &b->cells[r * b->columns + c], *padded;
            Buf buf = BUF_INIT;
            long pad = (long)(width - text_columns((*slot)->bytes, (*slot)->n_bytes));
            bool number = (*slot)->bytes[0] == '[' && (*slot)->bytes[1] != '"';
            buf_putc(&buf, '{');
            if (number) {
                buf_putc(&buf, '[');
                buf_pad(&buf, ' ', pad);
            }
            buf_puts(&buf, (*slot)->bytes + number);
            if (!number) buf_pad(&buf, ' ', pad);
            buf_putc(&buf, '}');
            Status status =
                buf.failed ? ctx_fail_nomem(ctx) : text_new(ctx, buf_text(&buf), buf.len, &padded);
            buf_done(&buf);
            TRY(status);
            text_unref(*slot);
            *slot = padded;
        }
    }
    return OK;
}

static Status block_make(Ctx *ctx, Value v, Index rows, Block *b) {
    *b = (Block){.rows = rows, .right = is_right_aligned(v)};
    Shape shape;
    TRY(value_shape(ctx, v, &shape));
    b->columns = rows ? shape_numel(&shape) / rows : 1;
    if (value_is_char(v)) b->columns = 1;
    if (v.tag == VAL_OBJECT && !value_is_object(v, &categorical_class)) b->columns = 1;
    b->cells = mem_alloc_zero((size_t)(rows * b->columns + 1) * sizeof *b->cells);
    if (!b->cells) return ctx_fail_nomem(ctx);
    Buf buf = BUF_INIT;
    Status status = OK;
    for (Index r = 0; status == OK && r < rows; r++) {
        for (Index c = 0; status == OK && c < b->columns; c++) {
            buf_clear(&buf);
            status = put_value_element(ctx, v, rows, r, c, &buf);
            if (status == OK)
                status = buf.failed ? ctx_fail_nomem(ctx)
                                    : text_new(ctx, buf_text(&buf), buf.len,
                                               &b->cells[r * b->columns + c]);
        }
        if (status == OK && (r & 255) == 0) status = ctx_check_stop(ctx);
    }
    buf_done(&buf);
    if (status == OK && v.tag == VAL_CELL) status = brace_cells(ctx, b);
    return status;
}

/// One line of a column of the table: the block's row r centred in the width of the column. Owned
/// text.
typedef struct Column {
    Text **lines;
    Index rows, width;
} Column;

static void column_done(Column *c) {
    for (Index i = 0; c->lines && i < c->rows; i++) text_unref(c->lines[i]);
    mem_free(c->lines);
}

static void put_centred(Buf *out, const char *text, Index columns, Index width) {
    Index pad = width - columns, left = pad / 2;
    buf_pad(out, ' ', (long)left);
    buf_puts(out, text);
    buf_pad(out, ' ', (long)(pad - left));
}

static Status column_make(Ctx *ctx, const Table *t, Index var, Column *ret) {
    Block b;
    *ret = (Column){.rows = t->n_rows};
    Status status = block_make(ctx, t->vars[var], t->n_rows, &b);
    Index *widths = mem_alloc_zero((size_t)(b.columns + 1) * sizeof *widths), data = 0;
    ret->lines = mem_alloc_zero((size_t)(t->n_rows + 1) * sizeof *ret->lines);
    if (status == OK && (!widths || !ret->lines)) status = ctx_fail_nomem(ctx);
    for (Index c = 0; status == OK && c < b.columns; c++) {
        for (Index r = 0; r < b.rows; r++) {
            const Text *text = b.cells[r * b.columns + c];
            Index n = text_columns(text->bytes, text->n_bytes);
            if (n > widths[c]) widths[c] = n;
        }
        data += widths[c] + (c ? 4 : 0);
    }
    Index name = text_columns(t->names[var]->bytes, t->names[var]->n_bytes);
    ret->width = name > data ? name : data;
    Buf line = BUF_INIT, padded = BUF_INIT;
    for (Index r = 0; status == OK && r < b.rows; r++) {
        buf_clear(&line);
        buf_clear(&padded);
        for (Index c = 0; c < b.columns; c++) {
            const Text *text = b.cells[r * b.columns + c];
            long pad = (long)(widths[c] - text_columns(text->bytes, text->n_bytes));
            if (c) buf_puts(&line, "    ");
            if (b.right) buf_pad(&line, ' ', pad);
            buf_puts(&line, text->bytes);
            if (!b.right) buf_pad(&line, ' ', pad);
        }
        put_centred(&padded, buf_text(&line), data, ret->width);
        status = line.failed || padded.failed
                     ? ctx_fail_nomem(ctx)
                     : text_new(ctx, buf_text(&padded), padded.len, &ret->lines[r]);
    }
    buf_done(&line);
    buf_done(&padded);
    mem_free(widths);
    block_done(&b);
    return status;
}

static void put_table(const Table *t, const Column *columns, Buf *out) {
    Index row_width = 0;
    for (Index r = 0; t->row_names && r < t->n_rows; r++) {
        Index n = text_columns(t->row_names[r]->bytes, t->row_names[r]->n_bytes);
        if (n > row_width) row_width = n;
    }
    long indent = t->row_names ? (long)row_width + 4 : 0;
    buf_pad(out, ' ', indent);
    for (Index i = 0; i < t->n_vars; i++) {
        buf_puts(out, "    ");
        put_centred(out, t->names[i]->bytes, text_columns(t->names[i]->bytes, t->names[i]->n_bytes),
                    columns[i].width);
    }
    buf_putc(out, '\n');
    buf_pad(out, ' ', indent);
    for (Index i = 0; i < t->n_vars; i++) {
        buf_puts(out, "    ");
        buf_pad(out, '_', (long)columns[i].width);
    }
    buf_puts(out, "\n\n");
    for (Index r = 0; r < t->n_rows; r++) {
        if (t->row_names) {
            const Text *name = t->row_names[r];
            buf_printf(out, "    %s", name->bytes);
            buf_pad(out, ' ', (long)(row_width - text_columns(name->bytes, name->n_bytes)));
        }
        for (Index i = 0; i < t->n_vars; i++) buf_printf(out, "    %s", columns[i].lines[r]->bytes);
        buf_putc(out, '\n');
    }
}

Status table_disp(Ctx *ctx, const Table *t, Buf *out) {
    if (t->n_rows == 0 || t->n_vars == 0) return OK;
    Column *columns = mem_alloc_zero((size_t)(t->n_vars + 1) * sizeof *columns);
    if (!columns) return ctx_fail_nomem(ctx);
    Status status = OK;
    for (Index i = 0; status == OK && i < t->n_vars; i++)
        status = column_make(ctx, t, i, &columns[i]);
    if (status == OK) put_table(t, columns, out);
    for (Index i = 0; i < t->n_vars; i++) column_done(&columns[i]);
    mem_free(columns);
    if (status == OK) buf_putc(out, '\n');
    return status == OK && out->failed ? ctx_fail_nomem(ctx) : status;
}

Status table_display(Ctx *ctx, const Object *o, const char *name, Buf *out) {
    const Table *t = (const Table *)o;
    bool empty = t->n_rows == 0 || t->n_vars == 0;
    buf_printf(out, "%s =\n\n  %lld×%lld %stable\n\n", name, (long long)t->n_rows,
               (long long)t->n_vars, empty ? "empty " : "");
    return table_disp(ctx, t, out);
}
