// live/kernel/exact.c: values as other programs take them from the clipboard.
#include "live/kernel/internal.h"
#include <math.h>
#include <string.h>

enum { MAX_MATRIX = 10000 }; // elements of a matrix in one cell

static void put_real(Buf *out, double x, bool single) {
    if (!isfinite(x)) {
        buf_puts(out, isnan(x) ? "NaN" : x < 0 ? "-Inf" : "Inf");
        return;
    }
    buf_put_shortest(out, x, single);
}

static void put_element(const Tensor *t, Index i, Buf *out) {
    bool single = t->cls == CLASS_SINGLE;
    if (t->cls == CLASS_INT64) {
        buf_printf(out, "%lld", (long long)((const int64_t *)t->data)[i]);
    } else if (t->cls == CLASS_UINT64) {
        buf_printf(out, "%llu", (unsigned long long)((const uint64_t *)t->data)[i]);
    } else if (!t->is_complex) {
        put_real(out, tensor_get(t, i), single);
    } else {
        double re = single ? (double)((const float *)t->data)[2 * i] : ((const double *)t->data)[2 * i];
        double im = single ? (double)((const float *)t->data)[2 * i + 1] : ((const double *)t->data)[2 * i + 1];
        put_real(out, re, single);
        if (!(im < 0) && !signbit(im)) buf_putc(out, '+');
        put_real(out, im, single);
        buf_puts(out, isfinite(im) ? "i" : "*1i");
    }
}

static void put_matrix(const Tensor *t, Buf *out) {
    Index rows = t->shape.dim[0], columns = t->shape.dim[1];
    buf_putc(out, '[');
    for (Index r = 0; r < rows; r++)
        for (Index c = 0; c < columns; c++) {
            if (r || c) buf_putc(out, c ? ' ' : ';');
            put_element(t, c * rows + r, out);
        }
    buf_putc(out, ']');
}

bool exact_text(Ctx *ctx, Value v, Buf *out) {
    Tensor *t = NULL;
    char *text = NULL;
    bool good = false;
    if (value_is_text_scalar(v) && value_to_utf8(ctx, v, &text) == OK) {
        buf_puts(out, text);
        good = true;
    } else if (value_is_numeric(v) && value_to_tensor(ctx, v, &t) == OK) {
        good = t->numel == 1 || (t->shape.n_dims == 2 && t->numel <= MAX_MATRIX);
        if (t->numel == 1)
            put_element(t, 0, out);
        else if (good)
            put_matrix(t, out);
    }
    error_clear(&ctx->error);
    mem_free(text);
    tensor_unref(t);
    return good;
}
