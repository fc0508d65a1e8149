// Texts and string arrays: making, comparing, and the formatting of numbers that string() and "a" +
// 1 use.
#include "value/internal.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Status text_new(Ctx *ctx, const char *utf8, size_t n_bytes, Text **ret) {
    TRY(ctx_check_stop(ctx));
    Text *t = mem_alloc(sizeof *t + n_bytes + 1);
    if (!t) return ctx_fail_nomem(ctx);
    refcount_init(&t->refs);
    t->n_bytes = n_bytes;
    if (n_bytes) memcpy(t->bytes, utf8, n_bytes);
    t->bytes[n_bytes] = 0;
    t->n_units = utf16_length(utf8, n_bytes);
    *ret = t;
    return OK;
}

void text_unref(Text *t) {
    if (t && refcount_down(&t->refs)) mem_free(t);
}

Status text_from_units(Ctx *ctx, const uint16_t *units, Index n, Text **ret) {
    TRY(ctx_check_stop(ctx));
    size_t n_bytes = utf8_length(units, n);
    Text *t = mem_alloc(sizeof *t + n_bytes + 1);
    if (!t) return ctx_fail_nomem(ctx);
    refcount_init(&t->refs);
    t->n_bytes = utf16_to_utf8(units, n, t->bytes);
    t->bytes[t->n_bytes] = 0;
    t->n_units = n;
    *ret = t;
    return OK;
}

/// The rule: integers in full below 1e15, else as many significant digits as keep four or so
/// decimals, at least 5.
static void put_number(Buf *out, double x) {
    if (isnan(x)) {
        buf_puts(out, "NaN");
    } else if (isinf(x)) {
        buf_puts(out, x < 0 ? "-Inf" : "Inf");
    } else if (x == trunc(x) && fabs(x) < 1e15) {
        buf_printf(out, "%.0f", x == 0 ? 0.0 : x);
    } else {
        int digits = (int)floor(log10(fabs(x))) + 5;
        if (digits < 5) digits = 5;
        if (digits > 15) digits = x == trunc(x) ? 5 : 15;
        buf_printf(out, "%.*g", digits, x);
    }
}

Status text_from_number(Ctx *ctx, double re, double im, bool is_complex, Text **ret) {
    if (isnan(re) && !is_complex) {
        *ret = NULL;
        return OK;
    }
    Buf buf = BUF_INIT;
    put_number(&buf, re);
    if (is_complex) {
        buf_puts(&buf, im < 0 ? "-" : "+");
        put_number(&buf, fabs(im));
        buf_puts(&buf, "i");
    }
    Status status = buf.failed ? ctx_fail_nomem(ctx) : text_new(ctx, buf_text(&buf), buf.len, ret);
    buf_done(&buf);
    return status;
}

int text_compare(const Text *a, const Text *b) {
    size_t n = a->n_bytes < b->n_bytes ? a->n_bytes : b->n_bytes;
    int order = n ? memcmp(a->bytes, b->bytes, n) : 0;
    if (order) return order;
    return a->n_bytes < b->n_bytes ? -1 : a->n_bytes > b->n_bytes;
}

Index text_columns(const char *utf8, size_t n_bytes) {
    Index n = 0;
    for (size_t i = 0; i < n_bytes; i++) n += ((unsigned char)utf8[i] & 0xC0) != 0x80;
    return n;
}

double text_number(const char *utf8) {
    while (*utf8 == ' ' || *utf8 == '\t' || *utf8 == '\n') utf8++;
    const char *digits = utf8 + (*utf8 == '-' || *utf8 == '+');
    if (!*digits || (digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X'))) return NAN;
    char *end;
    double x = strtod(utf8, &end);
    while (*end == ' ' || *end == '\t' || *end == '\n') end++;
    return *end ? NAN : x;
}

// ---- arrays -------------------------------------------------------------------------------------
Status string_new(Ctx *ctx, const Shape *shape, StringArray **ret) {
    Index n = shape_numel(shape);
    StringArray *s = mem_alloc(sizeof *s);
    if (!s) return ctx_fail_nomem(ctx);
    refcount_init(&s->refs);
    s->shape = *shape;
    s->numel = n;
    s->items = mem_alloc_zero((size_t)n * sizeof *s->items);
    if (!s->items) {
        mem_free(s);
        return ctx_fail_nomem(ctx);
    }
    *ret = s;
    return OK;
}

void string_unref(StringArray *s) {
    if (!s || !refcount_down(&s->refs)) return;
    for (Index i = 0; i < s->numel; i++) text_unref(s->items[i]);
    mem_free(s->items);
    mem_free(s);
}

Status string_copy(Ctx *ctx, const StringArray *s, StringArray **ret) {
    TRY(string_new(ctx, &s->shape, ret));
    for (Index i = 0; i < s->numel; i++) (*ret)->items[i] = text_ref(s->items[i]);
    return OK;
}

Status string_grow(Ctx *ctx, StringArray *s, const Shape *shape) {
    TRY(items_grow(ctx, (void **)&s->items, sizeof *s->items, 1, &s->shape, shape));
    s->shape = *shape;
    s->numel = shape_numel(shape);
    return OK;
}

/// Rows of a char matrix, one string each (n×1; 1×1 for a row, and for '' the empty string).
static Status strings_from_char(Ctx *ctx, const Tensor *t, StringArray **ret) {
    Index rows = t->shape.dim[0], columns = t->numel && rows ? t->numel / rows : 0;
    if (!t->numel && rows == 0) rows = 1;
    Shape shape = shape_2d(rows, 1);
    StringArray *s;
    TRY(string_new(ctx, &shape, &s));
    uint16_t *line = mem_alloc((size_t)(columns + 1) * sizeof *line);
    Status status = line ? OK : ctx_fail_nomem(ctx);
    for (Index r = 0; status == OK && r < rows; r++) {
        for (Index c = 0; c < columns; c++) line[c] = tensor_u16(t)[r + c * rows];
        status = text_from_units(ctx, line, columns, &s->items[r]);
    }
    mem_free(line);
    if (status != OK) {
        string_unref(s);
        return status;
    }
    *ret = s;
    return OK;
}

static Status element_string(Ctx *ctx, const Tensor *t, Index i, Text **ret) {
    if (t->cls == CLASS_LOGICAL) {
        const char *word = tensor_u8(t)[i] ? "true" : "false";
        return text_new(ctx, word, strlen(word), ret);
    }
    char digits[32];
    if (t->cls == CLASS_INT64) {
        int n = snprintf(digits, sizeof digits, "%lld", (long long)((int64_t *)t->data)[i]);
        return text_new(ctx, digits, (size_t)n, ret);
    }
    if (t->cls == CLASS_UINT64) {
        int n =
            snprintf(digits, sizeof digits, "%llu", (unsigned long long)((uint64_t *)t->data)[i]);
        return text_new(ctx, digits, (size_t)n, ret);
    }
    return text_from_number(ctx, tensor_get(t, i), t->is_complex ? tensor_get_imag(t, i) : 0,
                            t->is_complex, ret);
}

static Status strings_from_numbers(Ctx *ctx, const Tensor *t, StringArray **ret) {
    StringArray *s;
    TRY(string_new(ctx, &t->shape, &s));
    for (Index i = 0; i < t->numel; i++) {
        Status status = element_string(ctx, t, i, &s->items[i]);
        if (status != OK) {
            string_unref(s);
            return status;
        }
    }
    *ret = s;
    return OK;
}

static Status no_string(Ctx *ctx, Value v) {
    return ctx_fail(ctx, ERR_TYPE, "MATLAB:string:MustBeConvertible",
                    "Conversion to string from %s is not possible.", value_class_name(v));
}

static Status strings_from_cell(Ctx *ctx, const CellArray *c, StringArray **ret) {
    StringArray *s;
    TRY(string_new(ctx, &c->shape, &s));
    for (Index i = 0; i < c->numel; i++) {
        StringArray *one = NULL;
        Status status = c->items[i].tag == VAL_CELL   ? no_string(ctx, c->items[i])
                        : c->items[i].tag == VAL_NONE ? text_new(ctx, "", 0, &s->items[i])
                                                      : value_as_strings(ctx, c->items[i], &one);
        if (status == OK && one && one->numel != 1) {
            status = ctx_fail(
                ctx, ERR_TYPE, "MATLAB:string:CannotConvertCell",
                "Conversion from cell failed. Element %lld must be convertible to a string scalar.",
                (long long)i + 1);
        }
        if (status == OK && one) s->items[i] = text_ref(one->items[0]);
        string_unref(one);
        if (status != OK) {
            string_unref(s);
            return status;
        }
    }
    *ret = s;
    return OK;
}

static Status strings_from_categorical(Ctx *ctx, const Categorical *c, StringArray **ret) {
    TRY(string_new(ctx, &c->shape, ret));
    for (Index i = 0; i < c->numel; i++) {
        if (c->codes[i]) (*ret)->items[i] = text_ref(c->categories[c->codes[i] - 1]);
    }
    return OK;
}

Status value_as_strings(Ctx *ctx, Value v, StringArray **ret) {
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    if (t && t->cls == CLASS_CHAR) return strings_from_char(ctx, t, ret);
    if (t) return strings_from_numbers(ctx, t, ret);
    if (v.tag == VAL_STRING) {
        refcount_up(&v.string->refs);
        *ret = v.string;
        return OK;
    }
    if (v.tag == VAL_CELL) return strings_from_cell(ctx, v.cell, ret);
    if (v.tag == VAL_NONE) {
        Shape shape = shape_2d(0, 0);
        return string_new(ctx, &shape, ret);
    }
    if (value_is_object(v, &categorical_class)) {
        return strings_from_categorical(ctx, (Categorical *)v.object, ret);
    }
    return no_string(ctx, v);
}
