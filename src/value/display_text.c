// Display of string arrays.
#include "value/display_grid.h"

/// A text in double quotes; <missing> without. Line breaks become an arrow inside arrays.
static Status quoted(Ctx *ctx, const Text *t, Text **ret) {
    if (!t) return text_new(ctx, "<missing>", 9, ret);
    Buf buf = BUF_INIT;
    buf_putc(&buf, '"');
    for (size_t i = 0; i < t->n_bytes; i++) {
        if (t->bytes[i] == '\n')
            buf_puts(&buf, "↵");
        else
            buf_putc(&buf, t->bytes[i]);
    }
    buf_putc(&buf, '"');
    Status status = buf.failed ? ctx_fail_nomem(ctx) : text_new(ctx, buf_text(&buf), buf.len, ret);
    buf_done(&buf);
    return status;
}

static Status put_page(Show *show, const StringArray *s, Index page) {
    Grid grid;
    Index rows = s->shape.dim[0], columns = s->shape.dim[1];
    TRY(grid_new(show->ctx, rows, columns, &grid));
    Status status = OK;
    for (Index i = 0; status == OK && i < rows * columns; i++) {
        status = quoted(show->ctx, s->items[page * rows * columns + i], &grid.texts[i]);
    }
    if (status == OK) status = grid_put(show, &grid);
    grid_done(&grid);
    return status;
}

static void put_scalar(Show *show, const Text *t) {
    if (!t) {
        buf_puts(show->out, "    <missing>\n");
        return;
    }
    buf_puts(show->out, "    \"");
    for (size_t i = 0; i < t->n_bytes; i++) {
        buf_putc(show->out, t->bytes[i]);
        if (t->bytes[i] == '\n') buf_puts(show->out, "     ");
    }
    buf_puts(show->out, "\"\n");
}

static Status put_array(Show *show, const char *name, const StringArray *s) {
    if (s->shape.n_dims == 2) return put_page(show, s, 0);
    Index page_size = s->shape.dim[0] * s->shape.dim[1],
          pages = page_size ? s->numel / page_size : 0;
    for (Index page = 0; page < pages; page++) {
        if (page) {
            show_blank(show);
            show_blank(show);
        }
        page_label(show->out, name, &s->shape, page);
        buf_puts(show->out, " = \n");
        show_blank(show);
        TRY(put_page(show, s, page));
    }
    return OK;
}

Status show_strings(Show *show, const char *name, const StringArray *s) {
    char sizes[256];
    shape_format(&s->shape, "×", sizes, sizeof sizes);
    show_name(show, name, true);
    if (s->numel == 0) {
        buf_printf(show->out, "  %s empty string array\n", sizes);
    } else if (s->numel == 1) {
        put_scalar(show, s->items[0]);
    } else {
        buf_printf(show->out, "  %s string array\n", sizes);
        show_blank(show);
        TRY(put_array(show, name, s));
    }
    show_blank(show);
    return OK;
}

Status show_strings_disp(Show *show, const StringArray *s) {
    if (s->numel == 1) {
        const Text *t = s->items[0];
        buf_puts(show->out, t ? t->bytes : "<missing>");
        buf_putc(show->out, '\n');
        return OK;
    }
    if (s->numel == 0) return OK;
    TRY(put_array(show, "", s));
    show_blank(show);
    return OK;
}

Status display_char_row(Ctx *ctx, const Tensor *t, Index r, Buf *out) {
    Index rows = t->shape.dim[0], columns = rows ? t->numel / rows : 0;
    uint16_t *line = mem_alloc((size_t)(columns + 1) * sizeof *line);
    if (!line) return ctx_fail_nomem(ctx);
    for (Index c = 0; c < columns; c++) line[c] = tensor_u16(t)[c * rows + r];
    Text *text;
    Status status = text_from_units(ctx, line, columns, &text);
    mem_free(line);
    TRY(status);
    buf_put(out, text->bytes, text->n_bytes);
    text_unref(text);
    return OK;
}
