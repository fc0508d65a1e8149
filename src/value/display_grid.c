// Cells and string arrays on screen: each column is as wide as its widest text.
#include "value/display_grid.h"

Status grid_new(Ctx *ctx, Index rows, Index columns, Grid *ret) {
    *ret = (Grid){.rows = rows, .columns = columns};
    ret->texts = mem_alloc_zero((size_t)(rows * columns) * sizeof *ret->texts);
    return ret->texts ? OK : ctx_fail_nomem(ctx);
}

void grid_done(Grid *grid) {
    if (!grid->texts) return;
    for (Index i = 0; i < grid->rows * grid->columns; i++) text_unref(grid->texts[i]);
    mem_free(grid->texts);
    grid->texts = NULL;
}

static Index column_width(const Grid *grid, Index c) {
    Index width = 0;
    for (Index r = 0; r < grid->rows; r++) {
        const Text *t = grid->texts[c * grid->rows + r];
        Index n = text_columns(t->bytes, t->n_bytes);
        if (n > width) width = n;
    }
    return width;
}

static void put_group(Show *show, const Grid *grid, const Index *widths, Index from, Index to) {
    for (Index r = 0; r < grid->rows; r++) {
        for (Index c = from; c < to; c++) {
            const Text *t = grid->texts[c * grid->rows + r];
            buf_puts(show->out, "    ");
            buf_put(show->out, t->bytes, t->n_bytes);
            buf_pad(show->out, ' ', (long)(widths[c] - text_columns(t->bytes, t->n_bytes)));
        }
        buf_putc(show->out, '\n');
    }
}

Status grid_put(Show *show, const Grid *grid) {
    Index *widths = mem_alloc((size_t)(grid->columns + 1) * sizeof *widths);
    if (!widths) return ctx_fail_nomem(show->ctx);
    Index total = 0;
    for (Index c = 0; c < grid->columns; c++) {
        widths[c] = column_width(grid, c);
        total += widths[c] + 4;
    }
    if (total <= show->format->width) {
        put_group(show, grid, widths, 0, grid->columns);
        mem_free(widths);
        return OK;
    }
    for (Index from = 0, to; from < grid->columns; from = to) {
        Index used = widths[from] + 4;
        for (to = from + 1; to < grid->columns && used + widths[to] + 4 <= show->format->width;
             to++)
            used += widths[to] + 4;
        if (from) show_blank(show);
        if (grid->columns > 1) {
            if (to - from == 1)
                buf_printf(show->out, "  Column %lld\n", (long long)to);
            else
                buf_printf(show->out, "  Columns %lld through %lld\n", (long long)from + 1,
                           (long long)to);
            show_blank(show);
        }
        put_group(show, grid, widths, from, to);
    }
    mem_free(widths);
    return OK;
}

void page_label(Buf *out, const char *name, const Shape *shape, Index page) {
    buf_printf(out, "%s(:,:", name);
    for (int k = 2; k < shape->n_dims; k++) {
        buf_printf(out, ",%lld", (long long)(page % shape->dim[k] + 1));
        page /= shape->dim[k];
    }
    buf_putc(out, ')');
}
