// Display of cells, structs and objects with properties, and the one-line summaries of values.
#include "value/display_grid.h"
#include <string.h>

static void put_sizes(Buf *out, const Shape *shape) {
    char sizes[256];
    shape_format(shape, "×", sizes, sizeof sizes);
    buf_puts(out, sizes);
}

static void put_size_and_class(Ctx *ctx, Value v, Buf *out) {
    Shape shape;
    if (value_shape(ctx, v, &shape) != OK) {
        error_clear(&ctx->error);
        shape = shape_2d(1, 1);
    }
    put_sizes(out, &shape);
    buf_printf(out, " %s", value_class_name(v));
}

static void put_units(Buf *out, const Tensor *t) {
    size_t n_bytes = utf8_length(tensor_u16(t), t->numel);
    char *room = buf_room(out, n_bytes + 1);
    if (!room) return;
    out->len += utf16_to_utf8(tensor_u16(t), t->numel, room);
    out->data[out->len] = 0;
}

/// Elements of a matrix between brackets: "1 2;3 4".
static void put_elements(Buf *out, FormatMode mode, const Tensor *t) {
    Index rows = t->shape.dim[0], columns = t->shape.dim[1];
    for (Index r = 0; r < rows; r++) {
        if (r) buf_putc(out, ';');
        for (Index c = 0; c < columns; c++) {
            if (c) buf_putc(out, ' ');
            show_element(out, mode, t, c * rows + r);
        }
    }
}

/// "[1 2 3]" when it is a row vector (or a small matrix, with `matrices`) of at most `max_len`
/// columns; false otherwise.
static bool put_inline(Buf *out, FormatMode mode, const Tensor *t, Index max_numel, size_t max_len, bool matrices) {
    if (t->numel == 0 || t->numel > max_numel || t->shape.n_dims > 2) return false;
    if (t->shape.dim[0] != 1 && !matrices) return false;
    Buf buf = BUF_INIT;
    put_elements(&buf, mode, t);
    bool fits = buf.len + 2 <= max_len;
    if (fits) buf_printf(out, "[%s]", buf_text(&buf));
    if (buf.failed) out->failed = true;
    buf_done(&buf);
    return fits;
}

static void put_func(Buf *out, const FuncHandle *f) {
    if (f->name) {
        if (f->name->bytes[0] != '@') buf_putc(out, '@');
        buf_puts(out, f->name->bytes);
    } else {
        buf_puts(out, f->source ? f->source->bytes : "@()");
    }
}

static Status put_object(Ctx *ctx, Value v, Buf *out) {
    if (v.object->def->summary) return v.object->def->summary(ctx, v.object, out);
    put_size_and_class(ctx, v, out);
    return OK;
}

/// An object inside a cell or a field: one with a short text of its own (a date) stands in brackets when `text_brackets`,
/// one shown by size and class when `class_brackets`.
static Status put_object_inside(Ctx *ctx, Value v, bool text_brackets, bool class_brackets, Buf *out) {
    Buf text = BUF_INIT;
    Status status = put_object(ctx, v, &text);
    if (status == OK) {
        bool by_class = strstr(buf_text(&text), "×") != NULL;
        bool brackets = by_class ? class_brackets : text_brackets;
        buf_printf(out, brackets ? "[%s]" : "%s", buf_text(&text));
    }
    if (text.failed) out->failed = true;
    buf_done(&text);
    return status;
}

static void put_one_string(Buf *out, const Text *t) {
    if (!t)
        buf_puts(out, "<missing>");
    else
        buf_printf(out, "\"%s\"", t->bytes);
}

// ---- elements of cells --------------------------------------------------------------------------
Status show_cell_element(Ctx *ctx, FormatMode mode, Value v, Buf *out) {
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    if (t && t->cls == CLASS_CHAR && t->numel && t->shape.n_dims == 2 && t->shape.dim[0] == 1) {
        buf_putc(out, '\'');
        put_units(out, t);
        buf_putc(out, '\'');
    } else if (t && t->cls != CLASS_CHAR && put_inline(out, mode, t, 10, 60, false)) {
        return OK;
    } else if (value_is_string_scalar(v)) {
        buf_putc(out, '[');
        put_one_string(out, v.string->items[0]);
        buf_putc(out, ']');
    } else if (v.tag == VAL_FUNC) {
        put_func(out, v.func);
    } else if (v.tag == VAL_OBJECT) {
        return put_object_inside(ctx, v, true, false, out);
    } else {
        put_size_and_class(ctx, v, out);
    }
    return OK;
}

/// Pads the inside of the braces: numbers between brackets to the right, others to the left.
static Status braced(Ctx *ctx, const Buf *inner, Index width, Text **ret) {
    Buf buf = BUF_INIT;
    const char *text = buf_text(inner);
    long pad = (long)(width - text_columns(text, inner->len));
    buf_putc(&buf, '{');
    if (text[0] == '[' && text[1] != '"') {
        buf_putc(&buf, '[');
        buf_pad(&buf, ' ', pad);
        buf_puts(&buf, text + 1);
    } else {
        buf_puts(&buf, text);
        buf_pad(&buf, ' ', pad);
    }
    buf_putc(&buf, '}');
    Status status = buf.failed || inner->failed ? ctx_fail_nomem(ctx)
                                                : text_new(ctx, buf_text(&buf), buf.len, ret);
    buf_done(&buf);
    return status;
}

static Status put_cell_page(Show *show, const CellArray *c, Index page) {
    Index rows = c->shape.dim[0], columns = c->shape.dim[1];
    Buf *inner = mem_alloc_zero((size_t)(rows + 1) * sizeof *inner);
    if (!inner) return ctx_fail_nomem(show->ctx);
    Grid grid;
    Status status = grid_new(show->ctx, rows, columns, &grid);
    for (Index k = 0; status == OK && k < columns; k++) {
        Index width = 0;
        for (Index r = 0; status == OK && r < rows; r++) {
            buf_clear(&inner[r]);
            status = show_cell_element(show->ctx, show->format->mode, c->items[page * rows * columns + k * rows + r],
                                       &inner[r]);
            Index n = text_columns(buf_text(&inner[r]), inner[r].len);
            if (n > width) width = n;
        }
        for (Index r = 0; status == OK && r < rows; r++) {
            status = braced(show->ctx, &inner[r], width, &grid.texts[k * rows + r]);
        }
        if (status == OK) status = ctx_check_stop(show->ctx);
    }
    if (status == OK) status = grid_put(show, &grid);
    grid_done(&grid);
    for (Index r = 0; r < rows; r++) buf_done(&inner[r]);
    mem_free(inner);
    return status;
}

static Status put_cells(Show *show, const char *name, const CellArray *c) {
    if (c->shape.n_dims == 2) return put_cell_page(show, c, 0);
    Index page_size = c->shape.dim[0] * c->shape.dim[1],
          pages = page_size ? c->numel / page_size : 0;
    for (Index page = 0; page < pages; page++) {
        if (page) {
            show_blank(show);
            show_blank(show);
        }
        page_label(show->out, name, &c->shape, page);
        buf_puts(show->out, " =\n");
        show_blank(show);
        TRY(put_cell_page(show, c, page));
    }
    return OK;
}

Status show_cell(Show *show, const char *name, const CellArray *c) {
    show_name(show, name, false);
    buf_puts(show->out, "  ");
    put_sizes(show->out, &c->shape);
    buf_puts(show->out, c->numel ? " cell array\n" : " empty cell array\n");
    if (c->numel) {
        show_blank(show);
        TRY(put_cells(show, name, c));
    }
    show_blank(show);
    return OK;
}

Status show_cell_disp(Show *show, const CellArray *c) {
    if (c->numel == 0) return OK;
    TRY(put_cells(show, "", c));
    show_blank(show);
    return OK;
}

// ---- fields -------------------------------------------------------------------------------------
/// A row of texts or numbers as a cell inside a struct: "{'a'  'b'}". False when it is too long or
/// nested.
static Status put_inline_cell(Ctx *ctx, FormatMode mode, const CellArray *c, size_t max_len, Buf *out,
                              bool *ret_fits) {
    Buf buf = BUF_INIT;
    Status status = OK;
    *ret_fits = c->shape.n_dims == 2 && c->shape.dim[0] == 1 && c->numel <= 12;
    for (Index i = 0; status == OK && *ret_fits && i < c->numel; i++) {
        if (i) buf_puts(&buf, "  ");
        status = show_cell_element(ctx, mode, c->items[i], &buf);
    }
    if (status == OK && buf.failed) status = ctx_fail_nomem(ctx);
    if (status == OK && buf.len + 2 > max_len) *ret_fits = false;
    if (status == OK && *ret_fits) buf_printf(out, "{%s}", buf_text(&buf));
    buf_done(&buf);
    return status;
}

static Status put_field(Ctx *ctx, FormatMode mode, Value v, size_t max_len, Buf *out) {
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    bool fits = false;
    if (value_is_null(v)) {
        buf_puts(out, "[]");
    } else if (t && t->cls == CLASS_CHAR && t->shape.n_dims == 2 &&
               (t->shape.dim[0] == 1 || t->numel == 0)) {
        buf_putc(out, '\'');
        put_units(out, t);
        buf_putc(out, '\'');
    } else if (t && t->cls != CLASS_CHAR && t->numel == 1) {
        show_element(out, mode, t, 0);
    } else if (t && t->cls != CLASS_CHAR && put_inline(out, mode, t, 100, max_len, false)) {
        return OK;
    } else if (value_is_string_scalar(v)) {
        put_one_string(out, v.string->items[0]);
    } else if (v.tag == VAL_STRING && v.string->numel && v.string->shape.n_dims == 2 &&
               v.string->shape.dim[0] == 1 && v.string->numel <= 12) {
        buf_putc(out, '[');
        for (Index i = 0; i < v.string->numel; i++) {
            if (i) buf_puts(out, "    ");
            put_one_string(out, v.string->items[i]);
        }
        buf_putc(out, ']');
    } else if (v.tag == VAL_FUNC) {
        put_func(out, v.func);
    } else if (v.tag == VAL_CELL) {
        if (v.cell->numel == 0 && v.cell->shape.n_dims == 2 && v.cell->shape.dim[0] == 0 &&
            v.cell->shape.dim[1] == 0) {
            buf_puts(out, "{}");
            return OK;
        }
        if (v.cell->numel) TRY(put_inline_cell(ctx, mode, v.cell, max_len, out, &fits));
        if (fits) return OK;
        buf_putc(out, '{');
        put_size_and_class(ctx, v, out);
        buf_putc(out, '}');
    } else if (v.tag == VAL_OBJECT) {
        return put_object_inside(ctx, v, false, true, out);
    } else {
        buf_putc(out, '[');
        put_size_and_class(ctx, v, out);
        buf_putc(out, ']');
    }
    return OK;
}

Status show_fields(Ctx *ctx, const DisplayFormat *format, const FieldRow *rows, Index n, Buf *out) {
    Index widest = 0;
    for (Index i = 0; i < n; i++) {
        Index w = text_columns(rows[i].name, strlen(rows[i].name));
        if (w > widest) widest = w;
    }
    long room = format->width - (long)widest - 6;
    for (Index i = 0; i < n; i++) {
        buf_pad(out, ' ', (long)(4 + widest - text_columns(rows[i].name, strlen(rows[i].name))));
        buf_printf(out, "%s: ", rows[i].name);
        TRY(put_field(ctx, format->mode, rows[i].value, room > 10 ? (size_t)room : 10, out));
        buf_putc(out, '\n');
    }
    return OK;
}

static Status put_struct_fields(Show *show, const StructArray *s) {
    FieldRow *rows = mem_alloc((size_t)(s->n_fields + 1) * sizeof *rows);
    if (!rows) return ctx_fail_nomem(show->ctx);
    for (Index f = 0; f < s->n_fields; f++) rows[f] = (FieldRow){s->names[f]->bytes, s->items[f]};
    Status status = show_fields(show->ctx, show->format, rows, s->n_fields, show->out);
    mem_free(rows);
    return status;
}

static void put_struct_heading(Show *show, const StructArray *s) {
    Buf *out = show->out;
    buf_puts(out, "  ");
    if (s->numel != 1) {
        put_sizes(out, &s->shape);
        buf_puts(out, s->numel ? " struct array" : " empty struct array");
    } else {
        buf_puts(out, "struct");
    }
    buf_puts(out, s->n_fields ? " with fields:\n" : " with no fields.\n");
}

Status show_struct_disp(Show *show, const StructArray *s) {
    if (s->numel != 1) {
        put_struct_heading(show, s);
        if (s->n_fields) show_blank(show);
        for (Index f = 0; f < s->n_fields; f++)
            buf_printf(show->out, "    %s\n", s->names[f]->bytes);
    } else {
        TRY(put_struct_fields(show, s));
    }
    if (s->n_fields) show_blank(show);
    return OK;
}

Status show_struct(Show *show, const char *name, const StructArray *s) {
    show_name(show, name, true);
    if (s->numel == 1 || s->n_fields == 0) {
        put_struct_heading(show, s);
        show_blank(show);
    }
    if (s->n_fields == 0) return OK;
    return show_struct_disp(show, s);
}

// ---- summaries ----------------------------------------------------------------------------------
Status value_summary(Ctx *ctx, Value v, Buf *out) {
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    if (value_is_null(v)) {
        buf_puts(out, "[]");
    } else if (t && t->cls == CLASS_CHAR && (value_is_char_row(v) || t->numel == 0)) {
        buf_putc(out, '\'');
        put_units(out, t);
        buf_putc(out, '\'');
    } else if (t && t->cls != CLASS_CHAR && t->numel == 1) {
        if (t->cls == CLASS_LOGICAL)
            buf_puts(out, tensor_u8(t)[0] ? "true" : "false");
        else
            show_element(out, FORMAT_SHORT, t, 0);
    } else if (t && t->cls != CLASS_CHAR && t->cls != CLASS_LOGICAL &&
               put_inline(out, FORMAT_SHORT, t, 10, 60, true)) {
        return OK;
    } else if (value_is_string_scalar(v)) {
        put_one_string(out, v.string->items[0]);
    } else if (v.tag == VAL_FUNC) {
        put_func(out, v.func);
    } else if (v.tag == VAL_OBJECT) {
        return put_object(ctx, v, out);
    } else {
        put_size_and_class(ctx, v, out);
    }
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}
