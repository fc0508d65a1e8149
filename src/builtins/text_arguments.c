// builtins/text_arguments.c: reading text of any kind and giving results of the same kind.
#include "builtins/text_arguments.h"
#include "base/utf.h"

TextKind text_kind(Value v) {
    return v.tag == VAL_STRING ? TEXT_STRING : v.tag == VAL_CELL ? TEXT_CELL : TEXT_CHAR;
}

Status arg_texts(Call *call, int i, StringArray **ret, TextKind *ret_kind) {
    TRY(arg_strings(call, i, ret));
    *ret_kind = text_kind(call->arg[i]);
    return OK;
}

Status arg_one_text(Call *call, int i, Text **ret) {
    OWN_STRINGS *s = NULL;
    TRY(arg_strings(call, i, &s));
    if (s->numel != 1 || !s->items[0])
        return call_fail(call, ERR_ARG, "MATLAB:mustBeTextScalar",
                         "Argument %d must be a character vector or a string scalar.", i + 1);
    *ret = text_ref(s->items[0]);
    return OK;
}

Status text_from_buf(Ctx *ctx, const Buf *buf, Text **ret) {
    if (buf->failed) return ctx_fail_nomem(ctx);
    return text_new(ctx, buf_text(buf), buf->len, ret);
}

Status text_value(Ctx *ctx, TextKind kind, const char *utf8, size_t n_bytes, Value *ret) {
    return kind == TEXT_STRING ? value_string_scalar(ctx, utf8, n_bytes, ret)
                               : value_from_utf8(ctx, utf8, n_bytes, ret);
}

/// Rows of a char matrix, padded with blanks.
static Status char_rows(Ctx *ctx, const StringArray *s, Value *ret) {
    if (s->numel == 1) {
        const Text *t = s->items[0];
        return value_from_utf8(ctx, t ? t->bytes : "", t ? t->n_bytes : 0, ret);
    }
    Index width = 0;
    for (Index i = 0; i < s->numel; i++)
        if (s->items[i] && s->items[i]->n_units > width) width = s->items[i]->n_units;
    Shape shape = shape_2d(s->numel, width);
    OWN_TENSOR *t = NULL;
    TRY(tensor_new(ctx, CLASS_CHAR, &shape, &t));
    for (Index i = 0; i < t->numel; i++) tensor_u16(t)[i] = ' ';
    OWN_MEM uint16_t *line = mem_alloc((size_t)(width + 1) * sizeof *line);
    if (!line) return ctx_fail_nomem(ctx);
    for (Index r = 0; r < s->numel; r++) {
        if (!s->items[r]) continue;
        Index n = utf8_to_utf16(s->items[r]->bytes, s->items[r]->n_bytes, line);
        for (Index c = 0; c < n; c++) tensor_u16(t)[r + c * s->numel] = line[c];
    }
    *ret = value_take_tensor(GIVE(t));
    return OK;
}

static Status cell_rows(Ctx *ctx, const StringArray *s, Value *ret) {
    OWN_CELL *c = NULL;
    TRY(cell_new(ctx, &s->shape, &c));
    for (Index i = 0; i < s->numel; i++) {
        const Text *t = s->items[i];
        TRY(value_from_utf8(ctx, t ? t->bytes : "", t ? t->n_bytes : 0, &c->items[i]));
    }
    *ret = value_take_cell(GIVE(c));
    return OK;
}

Status texts_take(Ctx *ctx, TextKind kind, StringArray *s, Value *ret) {
    OWN_STRINGS *own = s;
    if (kind == TEXT_STRING) {
        *ret = value_take_string(GIVE(own));
        return OK;
    }
    return kind == TEXT_CELL ? cell_rows(ctx, own, ret) : char_rows(ctx, own, ret);
}

Status ret_texts(Call *call, int i, TextKind kind, StringArray *s) {
    return texts_take(call->ctx, kind, s, &call->ret[i]);
}

Status map_texts(Call *call, int i, TextMap fn, void *self) {
    OWN_STRINGS *s = NULL, *out = NULL;
    TextKind kind;
    TRY(arg_texts(call, i, &s, &kind));
    TRY(string_new(call->ctx, &s->shape, &out));
    for (Index k = 0; k < s->numel; k++) {
        if (s->items[k]) TRY(fn(call, s->items[k], self, &out->items[k]));
        if ((k & 1023) == 1023) TRY(ctx_check_stop(call->ctx));
    }
    return ret_texts(call, 0, kind, GIVE(out));
}

Status measure_texts(Call *call, int i, bool is_logical, TextMeasure fn, const void *self) {
    OWN_STRINGS *s = NULL;
    OWN_TENSOR *out = NULL;
    TRY(arg_strings(call, i, &s));
    TRY(tensor_new(call->ctx, is_logical ? CLASS_LOGICAL : CLASS_DOUBLE, &s->shape, &out));
    for (Index k = 0; k < s->numel; k++) {
        double x = fn(s->items[k], self);
        if (is_logical)
            tensor_u8(out)[k] = x != 0;
        else
            tensor_f64(out)[k] = x;
    }
    ret_tensor(call, 0, GIVE(out));
    return OK;
}

Index text_units_before(const Text *t, size_t byte) {
    if ((size_t)t->n_units == t->n_bytes) return (Index)byte;
    return utf16_length(t->bytes, byte);
}

Index unit_walk_to(UnitWalk *walk, size_t byte) {
    if ((size_t)walk->text->n_units == walk->text->n_bytes) return (Index)byte;
    if (byte < walk->byte) *walk = (UnitWalk){.text = walk->text};
    walk->units += utf16_length(walk->text->bytes + walk->byte, byte - walk->byte);
    walk->byte = byte;
    return walk->units;
}

size_t text_byte_of(const Text *t, Index unit) {
    if (unit <= 0) return 0;
    if (unit >= t->n_units) return t->n_bytes;
    if ((size_t)t->n_units == t->n_bytes) return (size_t)unit;
    size_t pos = 0;
    for (Index n = 0; n < unit && pos < t->n_bytes;)
        n += utf8_next(t->bytes, t->n_bytes, &pos) > 0xFFFF ? 2 : 1;
    return pos;
}

size_t text_find(const Text *t, const Text *part, size_t from) {
    if (part->n_bytes == 0 || from >= t->n_bytes) return SIZE_MAX;
    const char *found = memmem(t->bytes + from, t->n_bytes - from, part->bytes, part->n_bytes);
    return found ? (size_t)(found - t->bytes) : SIZE_MAX;
}

bool code_is_space(uint32_t code) {
    return code == ' ' || (code >= 9 && code <= 13) || code == 0x85 || code == 0xA0 ||
           code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

Status text_unescape(Ctx *ctx, const Text *t, Text **ret) {
    OWN_BUF out = BUF_INIT;
    OWN_BUF doubled = BUF_INIT; // '%' must not begin a conversion
    for (size_t i = 0; i < t->n_bytes; i++) {
        if (t->bytes[i] == '%') buf_putc(&doubled, '%');
        buf_putc(&doubled, t->bytes[i]);
    }
    if (doubled.failed) return ctx_fail_nomem(ctx);
    TRY(format_text(ctx, buf_text(&doubled), doubled.len, NULL, 0, &out));
    return text_from_buf(ctx, &out, ret);
}

Index text_match_any(const Text *t, size_t at, const StringArray *parts) {
    Index best = -1;
    for (Index i = 0; i < parts->numel; i++) {
        const Text *p = parts->items[i];
        if (!p || p->n_bytes == 0 || at + p->n_bytes > t->n_bytes ||
            memcmp(t->bytes + at, p->bytes, p->n_bytes) != 0)
            continue;
        if (best < 0 || p->n_bytes > parts->items[best]->n_bytes) best = i;
    }
    return best;
}
