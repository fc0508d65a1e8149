// Display of numeric, logical and char arrays: heading, common factor, columns that fit the window,
// pages.
#include "value/display_number.h"

// ---- headings -----------------------------------------------------------------------------------
static const char *kind_word(const Tensor *t) {
    if (t->cls == CLASS_LOGICAL || t->cls == CLASS_CHAR || t->shape.n_dims > 2) return "array";
    if (t->shape.dim[0] == 1) return "row vector";
    return t->shape.dim[1] == 1 ? "column vector" : "matrix";
}

static void put_heading(Show *show, const Tensor *t) {
    char sizes[256];
    shape_format(&t->shape, "×", sizes, sizeof sizes);
    if (t->numel == 1)
        buf_printf(show->out, "  %s\n", class_name((NumClass)t->cls));
    else
        buf_printf(show->out, "  %s %s %s\n", sizes, class_name((NumClass)t->cls), kind_word(t));
    show_blank(show);
}

static void put_empty(Show *show, const Tensor *t) {
    char sizes[256];
    shape_format(&t->shape, "×", sizes, sizeof sizes);
    bool null = t->cls == CLASS_DOUBLE && t->shape.n_dims == 2 && t->shape.dim[0] == 0 &&
                t->shape.dim[1] == 0;
    if (null)
        buf_puts(show->out, "     []\n");
    else
        buf_printf(show->out, "  %s empty %s %s\n", sizes, class_name((NumClass)t->cls),
                   kind_word(t));
}

// ---- one page -----------------------------------------------------------------------------------
/// How the elements of one array are written: floats through a NumFormat, integers in columns as
/// wide as the widest.
typedef struct Column {
    NumFormat format;
    int width;
} Column;

static Column column_for(Show *show, const Tensor *t) {
    Column c = {.width = 4};
    if (class_is_float((NumClass)t->cls)) {
        c.format = num_format_choose(show->format, num_stats(t));
        c.width = c.format.width;
        return c;
    }
    int digits = 1;
    for (Index i = 0; i < t->numel; i++) {
        uint64_t x;
        if (t->cls == CLASS_UINT64) {
            x = ((uint64_t *)t->data)[i];
        } else {
            int64_t y = t->cls == CLASS_INT64 ? ((int64_t *)t->data)[i] : (int64_t)tensor_get(t, i);
            x = y < 0 ? 0 - (uint64_t)y : (uint64_t)y;
        }
        int n = 1;
        while (x >= 10) x /= 10, n++;
        if (n > digits) digits = n;
    }
    c.width = digits + 3;
    return c;
}

static void put_element(Show *show, const Column *c, const Tensor *t, Index i) {
    if (class_is_float((NumClass)t->cls)) {
        num_put(show->out, &c->format, tensor_get(t, i), t->is_complex ? tensor_get_imag(t, i) : 0);
    } else if (t->cls == CLASS_INT64) {
        buf_printf(show->out, "%*lld", c->width, (long long)((int64_t *)t->data)[i]);
    } else if (t->cls == CLASS_UINT64) {
        buf_printf(show->out, "%*llu", c->width, (unsigned long long)((uint64_t *)t->data)[i]);
    } else {
        buf_printf(show->out, "%*.0f", c->width, tensor_get(t, i));
    }
}

static Status put_rows(Show *show, const Column *c, const Tensor *t, Index page, Index from,
                       Index to) {
    Index rows = t->shape.dim[0], columns = t->shape.dim[1];
    for (Index r = 0; r < rows; r++) {
        if ((r & 255) == 0) TRY(ctx_check_stop(show->ctx));
        for (Index k = from; k < to; k++)
            put_element(show, c, t, page * rows * columns + k * rows + r);
        buf_putc(show->out, '\n');
    }
    return OK;
}

/// Rows and columns of one page without name and without the blank line at the end. *ret_tall: a
/// factor or several groups of columns were needed.
static Status put_page(Show *show, const Column *c, const Tensor *t, Index page, bool *ret_tall) {
    Index columns = t->shape.dim[1];
    Index fit = show->format->width / (c->width > 0 ? c->width : 1);
    if (fit < 1) fit = 1;
    bool factor = class_is_float((NumClass)t->cls) && c->format.exponent != 0;
    *ret_tall = factor || columns > fit;
    if (factor) {
        buf_printf(show->out, "   1.0e%+03d *\n", c->format.exponent);
        show_blank(show);
    }
    if (columns <= fit) return put_rows(show, c, t, page, 0, columns);
    for (Index from = 0; from < columns; from += fit) {
        Index to = from + fit < columns ? from + fit : columns;
        if (from) show_blank(show);
        if (to - from == 1)
            buf_printf(show->out, "  Column %lld\n", (long long)to);
        else
            buf_printf(show->out, "  Columns %lld through %lld\n", (long long)from + 1,
                       (long long)to);
        show_blank(show);
        TRY(put_rows(show, c, t, page, from, to));
    }
    return OK;
}

// ---- char ---------------------------------------------------------------------------------------
/// Row r of a page of a char array as UTF-8, quoted or not; line breaks continue below the first
/// character.
static Status put_char_row(Show *show, const Tensor *t, Index page, Index r, bool quoted) {
    Index rows = t->shape.dim[0], columns = t->shape.dim[1];
    uint16_t *line = mem_alloc((size_t)(columns + 1) * sizeof *line);
    if (!line) return ctx_fail_nomem(show->ctx);
    for (Index c = 0; c < columns; c++)
        line[c] = tensor_u16(t)[page * rows * columns + c * rows + r];
    Text *text = NULL;
    Status status = text_from_units(show->ctx, line, columns, &text);
    mem_free(line);
    if (status != OK) return status;
    if (quoted) buf_puts(show->out, "    '");
    for (size_t i = 0; i < text->n_bytes; i++) {
        buf_putc(show->out, text->bytes[i]);
        if (quoted && rows == 1 && text->bytes[i] == '\n') buf_puts(show->out, "     ");
    }
    if (quoted) buf_putc(show->out, '\'');
    buf_putc(show->out, '\n');
    text_unref(text);
    return OK;
}

// ---- arrays -------------------------------------------------------------------------------------
static Status put_any_page(Show *show, const Column *c, const Tensor *t, Index page,
                           bool *ret_tall) {
    *ret_tall = false;
    if (t->cls != CLASS_CHAR) return put_page(show, c, t, page, ret_tall);
    for (Index r = 0; r < t->shape.dim[0]; r++) TRY(put_char_row(show, t, page, r, true));
    return OK;
}

/// "x(:,:,2,1) =" over each page.
static Status put_pages(Show *show, const char *name, const Column *c, const Tensor *t) {
    Index page_size = t->shape.dim[0] * t->shape.dim[1],
          pages = page_size ? t->numel / page_size : 0;
    for (Index page = 0; page < pages; page++) {
        if (page) show_blank(show);
        buf_printf(show->out, "%s(:,:", name);
        Index rest = page;
        for (int k = 2; k < t->shape.n_dims; k++) {
            buf_printf(show->out, ",%lld", (long long)(rest % t->shape.dim[k] + 1));
            rest /= t->shape.dim[k];
        }
        buf_puts(show->out, ") =\n");
        show_blank(show);
        bool tall;
        TRY(put_any_page(show, c, t, page, &tall));
        show_blank(show);
    }
    return OK;
}

Status show_tensor(Show *show, const char *name, const Tensor *t) {
    bool tall, heads = t->cls != CLASS_DOUBLE &&
                       !(t->cls == CLASS_CHAR && t->shape.n_dims == 2 && t->shape.dim[0] == 1);
    if (t->numel == 0) {
        show_name(show, name, false);
        put_empty(show, t);
        show_blank(show);
        return OK;
    }
    Column c = column_for(show, t);
    if (t->shape.n_dims > 2) {
        if (heads) {
            show_name(show, name, false);
            put_heading(show, t);
        }
        return put_pages(show, name, &c, t);
    }
    show_name(show, name, false);
    if (heads) put_heading(show, t);
    TRY(put_any_page(show, &c, t, 0, &tall));
    show_blank(show);
    return OK;
}

Status show_tensor_disp(Show *show, const Tensor *t) {
    if (t->cls == CLASS_CHAR) {
        for (Index r = 0; t->shape.n_dims == 2 && r < t->shape.dim[0]; r++)
            TRY(put_char_row(show, t, 0, r, false));
        if (t->shape.dim[0] == 0) buf_putc(show->out, '\n');
        if (t->shape.n_dims == 2) return OK;
    }
    if (t->numel == 0) {
        bool null = t->shape.n_dims == 2 && t->shape.dim[0] == 0 && t->shape.dim[1] == 0;
        if (!null) put_empty(show, t);
        return OK;
    }
    Column c = column_for(show, t);
    if (t->shape.n_dims > 2) return put_pages(show, "", &c, t);
    bool tall;
    TRY(put_any_page(show, &c, t, 0, &tall));
    if (tall) show_blank(show);
    return OK;
}
