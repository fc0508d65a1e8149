// builtins/format.c: sprintf, fprintf and what other functions format messages with. The format is
// cut once into literal pieces (escapes undone) and conversions; then it is applied again and again
// until all data are used. A conversion that does not suit its number becomes %e, as documented.
#include "base/utf.h"
#include "base/vec.h"
#include "builtins/arguments.h"
#include "builtins/files.h"
#include <ctype.h>
#include <stdio.h>

// ---- the format ---------------------------------------------------------------------------------

enum { STAR = -2, UNSET = -1, MAX_WIDTH = 100000 };

typedef struct Piece {
    size_t from, n;  // literal: slice of Format.text; n 0 for a conversion
    char conversion; // 0: literal
    char flags[6];
    int width, precision; // UNSET, STAR, or the number
} Piece;

typedef struct Format {
    Piece *pieces;
    Index n, cap;
    Buf text;
    Index n_conversions;
} Format;

static void format_done(Format *f) {
    mem_free(f->pieces);
    buf_done(&f->text);
}

static int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)tolower((unsigned char)c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/// Character code after \x or in octal, at most `max` digits; put as UTF-8.
static size_t put_code(const char *s, size_t n, int base, size_t max, Buf *out) {
    uint32_t code = 0;
    size_t i = 0;
    for (; i < n && i < max && digit_value(s[i]) < base; i++)
        code = code * (uint32_t)base + (uint32_t)digit_value(s[i]);
    char bytes[4];
    buf_put(out, bytes, (size_t)utf8_encode(code, bytes));
    return i;
}

/// One escape sequence at s[0] == '\\'; returns the bytes used.
static size_t put_escape(const char *s, size_t n, Buf *out) {
    static const char from[] = "abfnrtv\\'\"", to[] = "\a\b\f\n\r\t\v\\'\"";
    if (n < 2) {
        buf_putc(out, '\\');
        return 1;
    }
    const char *found = s[1] ? strchr(from, s[1]) : NULL;
    if (found) {
        buf_putc(out, to[found - from]);
        return 2;
    }
    if (s[1] == 'x' && n > 2 && digit_value(s[2]) < 16)
        return 2 + put_code(s + 2, n - 2, 16, 4, out);
    if (s[1] >= '0' && s[1] <= '7') return 1 + put_code(s + 1, n - 1, 8, 3, out);
    buf_put(out, s, 2);
    return 2;
}

/// Digits or '*' at s[*pos].
static int read_count(const char *s, size_t n, size_t *pos) {
    if (*pos < n && s[*pos] == '*') {
        ++*pos;
        return STAR;
    }
    if (*pos >= n || !isdigit((unsigned char)s[*pos])) return UNSET;
    long value = 0;
    for (; *pos < n && isdigit((unsigned char)s[*pos]); ++*pos)
        if (value <= MAX_WIDTH) value = value * 10 + (s[*pos] - '0');
    return value > MAX_WIDTH ? MAX_WIDTH : (int)value;
}

/// Conversion after '%' at s[0]; returns the bytes used, 0 when it is none (then it is text).
static size_t read_conversion(const char *s, size_t n, Piece *piece) {
    size_t pos = 1, n_flags = 0;
    *piece = (Piece){.width = UNSET, .precision = UNSET};
    for (; pos < n && s[pos] && strchr("-+ 0#", s[pos]); pos++)
        if (n_flags < 5 && !strchr(piece->flags, s[pos])) piece->flags[n_flags++] = s[pos];
    piece->width = read_count(s, n, &pos);
    if (pos < n && s[pos] == '.') {
        pos++;
        piece->precision = read_count(s, n, &pos);
        if (piece->precision == UNSET) piece->precision = 0;
    }
    while (pos < n && (s[pos] == 'l' || s[pos] == 'h')) pos++;
    if (pos >= n || !s[pos] || !strchr("diufFeEgGxXocsaA", s[pos])) return 0;
    piece->conversion = s[pos];
    return pos + 1;
}

static Status add_literal(Ctx *ctx, Format *f, size_t from) {
    if (f->text.len == from) return OK;
    Piece piece = {.from = from, .n = f->text.len - from};
    VEC_PUSH_TRY(ctx, f->pieces, f->n, f->cap, piece);
    return OK;
}

static Status format_parse(Ctx *ctx, const char *s, size_t n_bytes, Format *f) {
    size_t from = 0;
    for (size_t pos = 0; pos < n_bytes;) {
        if (s[pos] == '\\') {
            pos += put_escape(s + pos, n_bytes - pos, &f->text);
        } else if (s[pos] == '%' && pos + 1 < n_bytes && s[pos + 1] == '%') {
            buf_putc(&f->text, '%');
            pos += 2;
        } else if (s[pos] == '%') {
            Piece piece;
            size_t used = read_conversion(s + pos, n_bytes - pos, &piece);
            if (used == 0) {
                buf_putc(&f->text, s[pos++]);
                continue;
            }
            TRY(add_literal(ctx, f, from));
            from = f->text.len;
            VEC_PUSH_TRY(ctx, f->pieces, f->n, f->cap, piece);
            f->n_conversions++;
            pos += used;
        } else {
            size_t end = pos;
            while (end < n_bytes && s[end] != '\\' && s[end] != '%') end++;
            buf_put(&f->text, s + pos, end - pos);
            pos = end;
        }
    }
    TRY(add_literal(ctx, f, from));
    return f->text.failed ? ctx_fail_nomem(ctx) : OK;
}

// ---- the data -----------------------------------------------------------------------------------

/// Where the next datum is: element `at` of argument `arg`; inside element `at` of a string array,
/// unit `unit`.
typedef struct Cursor {
    const Value *args;
    int n, arg;
    Index at, unit;
} Cursor;

typedef struct Datum {
    bool is_text; // a char unit or string
    double number;
    int64_t integer; // with is_integer: the exact value of a 64-bit integer
    bool is_integer, is_unsigned;
} Datum;

static Index arg_length(Value v) {
    switch (v.tag) {
    case VAL_DOUBLE:
    case VAL_BOOL: return 1;
    case VAL_TENSOR: return v.tensor->numel;
    case VAL_STRING: return v.string->numel;
    default: return 0;
    }
}

/// Steps over used-up and empty arguments; false when no datum is left.
static bool cursor_settle(Cursor *c) {
    while (c->arg < c->n && c->at >= arg_length(c->args[c->arg])) {
        c->arg++;
        c->at = 0;
        c->unit = 0;
    }
    return c->arg < c->n;
}

static bool cursor_at_text(const Cursor *c) {
    Value v = c->args[c->arg];
    return v.tag == VAL_STRING || value_is_char(v);
}

static const Text *string_at(const Cursor *c) {
    return c->args[c->arg].string->items[c->at];
}

/// One UTF-16 unit of the string element under the cursor.
static double next_string_unit(Cursor *c) {
    const Text *t = string_at(c);
    size_t pos = 0;
    Index unit = 0;
    uint32_t code = 0;
    while (t && pos < t->n_bytes && unit <= c->unit) {
        code = utf8_next(t->bytes, t->n_bytes, &pos);
        unit += code > 0xFFFF ? 2 : 1;
    }
    c->unit = unit;
    if (!t || pos >= t->n_bytes) {
        c->at++;
        c->unit = 0;
    }
    return code;
}

static Datum cursor_number(Cursor *c) {
    Value v = c->args[c->arg];
    if (v.tag == VAL_STRING) return (Datum){.is_text = true, .number = next_string_unit(c)};
    Datum d = {.number = v.tag == VAL_DOUBLE ? v.number : v.tag == VAL_BOOL ? v.flag : 0};
    if (v.tag == VAL_TENSOR) {
        d.number = tensor_get(v.tensor, c->at);
        d.is_text = v.tensor->cls == CLASS_CHAR;
        d.is_unsigned = v.tensor->cls == CLASS_UINT64;
        d.is_integer = d.is_unsigned || v.tensor->cls == CLASS_INT64;
        if (d.is_integer) d.integer = ((const int64_t *)v.tensor->data)[c->at];
    }
    c->at++;
    return d;
}

/// The text under the cursor up to its end: a whole char array or one string.
static void put_cursor_text(Cursor *c, Buf *out) {
    Value v = c->args[c->arg];
    if (v.tag == VAL_STRING) {
        const Text *t = string_at(c);
        if (t)
            buf_put(out, t->bytes, t->n_bytes);
        else
            buf_puts(out, "<missing>");
        c->at++;
        c->unit = 0;
        return;
    }
    const uint16_t *units = tensor_u16(v.tensor) + c->at;
    Index n = v.tensor->numel - c->at;
    size_t n_bytes = utf8_length(units, n);
    char *room = buf_room(out, n_bytes);
    if (room) out->len += utf16_to_utf8(units, n, room);
    if (room) out->data[out->len] = '\0';
    c->at = v.tensor->numel;
}

// ---- one conversion -----------------------------------------------------------------------------

static bool has_flag(const Piece *p, char flag) {
    return strchr(p->flags, flag) != NULL;
}

/// Text with %s: precision cuts, width pads; both count characters.
static void put_padded(const Piece *p, const char *text, size_t n_bytes, bool cut, Buf *out) {
    size_t pos = 0;
    int n_chars = 0;
    while (pos < n_bytes && !(cut && p->precision >= 0 && n_chars >= p->precision)) {
        utf8_next(text, n_bytes, &pos);
        n_chars++;
    }
    int pad = p->width > n_chars ? p->width - n_chars : 0;
    if (!has_flag(p, '-')) buf_pad(out, ' ', pad);
    buf_put(out, text, pos);
    if (has_flag(p, '-')) buf_pad(out, ' ', pad);
}

static void put_nonfinite(const Piece *p, double x, Buf *out) {
    char text[8];
    snprintf(text, sizeof text, "%s%s",
             x < 0              ? "-"
             : has_flag(p, '+') ? "+"
             : has_flag(p, ' ') ? " "
                                : "",
             isnan(x) ? "NaN" : "Inf");
    if (isnan(x)) snprintf(text, sizeof text, "NaN");
    put_padded(p, text, strlen(text), false, out);
}

/// "%" flags width .precision modifier conversion, for the C library.
static void c_format(const Piece *p, const char *modifier, char conversion, char *spec,
                     size_t n_spec) {
    char width[16] = "", precision[16] = "";
    if (p->width >= 0) snprintf(width, sizeof width, "%d", p->width);
    if (p->precision >= 0) snprintf(precision, sizeof precision, ".%d", p->precision);
    snprintf(spec, n_spec, "%%%s%s%s%s%c", p->flags, width, precision, modifier, conversion);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void put_float(const Piece *p, char conversion, double x, Buf *out) {
    if (!isfinite(x)) {
        put_nonfinite(p, x, out);
        return;
    }
    char spec[64];
    c_format(p, "", conversion, spec, sizeof spec);
    buf_printf(out, spec, x);
}

static void put_long(const Piece *p, char conversion, int64_t value, Buf *out) {
    char spec[64];
    c_format(p, "ll", conversion, spec, sizeof spec);
    buf_printf(out, spec, (long long)value);
}
#pragma GCC diagnostic pop

static void put_code_point(const Piece *p, double x, Buf *out) {
    char bytes[4];
    int n = utf8_encode(x > 0x10FFFF ? 0xFFFD : (uint32_t)x, bytes);
    put_padded(p, bytes, (size_t)n, false, out);
}

/// An integral number with d i u o x X.
static void put_integral(const Piece *p, Datum d, Buf *out) {
    bool is_decimal = strchr("di", p->conversion) != NULL;
    if (d.is_integer && d.is_unsigned) {
        put_long(p, is_decimal ? 'u' : p->conversion, d.integer, out);
    } else if (d.is_integer) {
        put_long(p, !is_decimal && d.integer < 0 ? 'd' : p->conversion, d.integer, out);
    } else if (fabs(d.number) < 9.2e18) {
        bool negative = d.number < 0 && !is_decimal;
        put_long(p, negative ? 'd' : p->conversion, (int64_t)d.number, out);
    } else {
        Piece whole = *p;
        whole.precision = 0;
        put_float(&whole, strchr("diu", p->conversion) ? 'f' : 'e', d.number, out);
    }
}

static void put_number(const Piece *p, Datum d, Buf *out) {
    char c = p->conversion;
    bool integral = d.is_integer || (isfinite(d.number) && d.number == trunc(d.number));
    if (strchr("feEgGFaA", c)) {
        put_float(p, c,
                  d.is_integer ? (d.is_unsigned ? (double)(uint64_t)d.integer : (double)d.integer)
                               : d.number,
                  out);
    } else if (!isfinite(d.number)) {
        put_nonfinite(p, d.number, out);
    } else if ((c == 's' || c == 'c') && integral && d.number >= 0) {
        put_code_point(p, d.number, out);
    } else if (integral && c != 's' && c != 'c') {
        put_integral(p, d, out);
    } else {
        put_float(p, 'e', d.number, out);
    }
}

/// Width or precision given as '*': false when the data are used up.
static bool take_star(Cursor *c, int *count, bool *left) {
    if (*count != STAR) return true;
    if (!cursor_settle(c)) return false;
    double x = cursor_number(c).number;
    *left = x < 0;
    *count = fabs(x) < MAX_WIDTH ? (int)fabs(x) : 0;
    return true;
}

/// False when no datum was left for it.
static bool put_conversion(const Piece *piece, Cursor *c, Buf *out) {
    Piece p = *piece;
    bool left = false, ignored;
    if (!take_star(c, &p.width, &left) || !take_star(c, &p.precision, &ignored) ||
        !cursor_settle(c))
        return false;
    if (left && !has_flag(&p, '-')) p.flags[strlen(p.flags)] = '-';
    if (p.conversion == 's' && cursor_at_text(c)) {
        Buf text = BUF_INIT;
        put_cursor_text(c, &text);
        put_padded(&p, buf_text(&text), text.len, true, out);
        if (text.failed) out->failed = true;
        buf_done(&text);
    } else {
        put_number(&p, cursor_number(c), out);
    }
    return true;
}

// ---- the whole ----------------------------------------------------------------------------------

static Status check_data(Ctx *ctx, const Value *args, int n) {
    for (int i = 0; i < n; i++) {
        ValueTag tag = args[i].tag;
        if (tag != VAL_NONE && tag != VAL_DOUBLE && tag != VAL_BOOL && tag != VAL_TENSOR &&
            tag != VAL_STRING)
            return ctx_fail(ctx, ERR_TYPE, "MATLAB:printf:invalidInputType",
                            "Function is not defined for '%s' inputs.", value_class_name(args[i]));
    }
    return OK;
}

/// No data at all: the literal text, conversions left out (%s keeps its width).
static void apply_empty(const Format *f, Buf *out) {
    for (Index i = 0; i < f->n; i++) {
        const Piece *p = &f->pieces[i];
        if (p->n > 0)
            buf_put(out, f->text.data + p->from, p->n);
        else if (p->width > 0)
            buf_pad(out, ' ', p->width);
    }
}

static Status apply(Ctx *ctx, const Format *f, Cursor *c, Buf *out) {
    int rounds = 0;
    do {
        for (Index i = 0; i < f->n; i++) {
            const Piece *p = &f->pieces[i];
            if (p->n > 0)
                buf_put(out, f->text.data + p->from, p->n);
            else if (!put_conversion(p, c, out))
                return OK;
        }
        if ((++rounds & 1023) == 0) TRY(ctx_check_stop(ctx));
    } while (f->n_conversions > 0 && !out->failed && cursor_settle(c));
    return OK;
}

Status format_text(Ctx *ctx, const char *format, size_t n_bytes, const Value *args, int n,
                   Buf *out) {
    TRY(check_data(ctx, args, n));
    Format f = {0};
    Status status = format_parse(ctx, format, n_bytes, &f);
    Cursor c = {.args = args, .n = n};
    if (status == OK && !cursor_settle(&c))
        apply_empty(&f, out);
    else if (status == OK)
        status = apply(ctx, &f, &c, out);
    format_done(&f);
    if (status == OK && out->failed) status = ctx_fail_nomem(ctx);
    return status;
}

/// Format in argument `i`, data after it.
static Status format_from(Call *call, int i, Buf *out) {
    if (i >= call->nargin || !value_is_text_scalar(call->arg[i])) {
        bool empty =
            i < call->nargin && value_is_char(call->arg[i]) && value_is_empty(call->arg[i]);
        if (empty) return OK;
        return call_fail(call, ERR_TYPE, "MATLAB:printf:invalidFormat",
                         "Invalid format: it must be a character vector or a string scalar.");
    }
    OWN_MEM char *format = NULL;
    TRY(arg_text(call, i, &format));
    return format_text(call->ctx, format, strlen(format), call->arg + i + 1, call->nargin - i - 1,
                       out);
}

BUILTIN(sprintf, "str = sprintf(formatSpec,A1,...,An)\nstr = sprintf(literalText)", ARITY(1, -1, 1),
        "Formats data into text.",
        "formatSpec: text with conversions %d %i %u %f %e %g %x %o %c %s, flags, width and "
        "precision (or *), and escapes such "
        "as \\n; used again until all data are taken\nA1,...,An: numeric, logical, character or "
        "string arrays",
        "str: character vector, or string scalar when formatSpec is a string",
        "Cell arrays, structures and objects are not formatted.",
        "assert(strcmp(sprintf('%d,', [1 2 3]), '1,2,3,'))\nassert(sprintf(\"%5.2f|%s\", pi, "
        "\"ab\") == \" 3.14|ab\")\n"
        "assert(strcmp(sprintf('%d', 1.5), '1.500000e+00'))",
        "fprintf, num2str, compose, string") {
    OWN_BUF out = BUF_INIT;
    TRY(format_from(call, 0, &out));
    if (call->arg[0].tag == VAL_STRING)
        return value_string_scalar(call->ctx, buf_text(&out), out.len, &call->ret[0]);
    return value_from_utf8(call->ctx, buf_text(&out), out.len, &call->ret[0]);
}

static Status write_out(Call *call, int fid, const Buf *out) {
    if (fid == 1) {
        env_write(call->env, buf_text(out), out->len);
        return OK;
    }
    return files_write(call->env, fid, buf_text(out), out->len);
}

BUILTIN(fprintf,
    "fprintf(formatSpec,A1,...,An)\nfprintf(fileID,formatSpec,A1,...,An)\nnbytes = fprintf(...)",
    ARITY(1, -1, 1), "Writes formatted data to the Command Window or a file.",
    "fileID: number of an open file; 1 is the Command Window, 2 the error stream\nformatSpec, "
    "A1,...,An: as for sprintf",
    "nbytes: number of bytes written", "Fails for a file that is not open.",
    "fprintf('%d %s\\n', 3, 'ok')  % 3 ok\nn = fprintf(1, 'abc\\n'); assert(n == 4)",
    "sprintf, disp, fopen") {
    int first = 0, fid = 1;
    if (value_is_numeric(call->arg[0]) && value_is_scalar(call->arg[0])) {
        double x;
        TRY(arg_double(call, 0, &x));
        if (call->nargin < 2 || x != floor(x) || x < 0 || x > 1e6)
            return call_fail(
                call, ERR_ARG, "MATLAB:FileIO:InvalidFid",
                "Invalid file identifier. Use fopen to generate a valid file identifier.");
        fid = (int)x;
        first = 1;
    }
    OWN_BUF out = BUF_INIT;
    TRY(format_from(call, first, &out));
    TRY(write_out(call, fid, &out));
    if (call->nargout > 0) ret_double(call, 0, (double)out.len);
    return OK;
}

// ---- compose ------------------------------------------------------------------------------------

/// Column k of row `row` of the data for compose: a 1×1 value.
static Status compose_datum(Call *call, Index row, Index n_rows, Index k, Value *ret) {
    for (int i = 1; i < call->nargin; i++) {
        Index columns = value_numel(call->arg[i]) / (n_rows > 0 ? n_rows : 1);
        if (k >= columns) {
            k -= columns;
            continue;
        }
        Value idx[2] = {value_double((double)row + 1), value_double((double)k + 1)};
        return value_index(call->ctx, call->arg[i], idx, 2, ret);
    }
    *ret = VALUE_NONE;
    return OK;
}

static Status compose_rows(Call *call, Index *ret_rows, Index *ret_columns) {
    *ret_rows = 1;
    *ret_columns = 0;
    for (int i = 1; i < call->nargin; i++) {
        Shape s;
        TRY(value_shape(call->ctx, call->arg[i], &s));
        if (i > 1 && s.dim[0] != *ret_rows)
            return call_fail(call, ERR_SIZE, "MATLAB:string:composeRowMismatch",
                             "The data arrays must have the same number of rows.");
        *ret_rows = s.dim[0];
        *ret_columns += s.dim[0] > 0 ? shape_numel(&s) / s.dim[0] : 0;
    }
    return OK;
}

/// One format applied to one row: ceil(columns / conversions) strings.
static Status compose_row(Call *call, const char *format, Index row, Index n_rows, Index n_columns,
                          Index per, Text **items, Index stride) {
    Value data[32];
    for (Index start = 0, out_column = 0; start < n_columns || start == 0;
         start += per, out_column++) {
        int n = 0;
        Status status = OK;
        for (Index k = start; status == OK && k < start + per && k < n_columns; k++) {
            status = compose_datum(call, row, n_rows, k, &data[n]);
            if (status == OK) n++;
        }
        OWN_BUF out = BUF_INIT;
        if (status == OK) status = format_text(call->ctx, format, strlen(format), data, n, &out);
        for (int i = 0; i < n; i++) value_unref(data[i]);
        TRY(status);
        TRY(text_new(call->ctx, buf_text(&out), out.len, &items[out_column * stride]));
        if (per >= n_columns) break;
    }
    return OK;
}

static Status count_conversions(Ctx *ctx, const char *format, Index *ret) {
    Format f = {0};
    Status status = format_parse(ctx, format, strlen(format), &f);
    *ret = f.n_conversions;
    for (Index i = 0; i < f.n; i++)
        *ret += (f.pieces[i].width == STAR) + (f.pieces[i].precision == STAR);
    format_done(&f);
    return status;
}

/// Several formats, no data: escapes are translated.
static Status compose_plain(Call *call, const StringArray *formats, StringArray **ret) {
    OWN_STRINGS *s = NULL;
    TRY(string_new(call->ctx, &formats->shape, &s));
    for (Index i = 0; i < formats->numel; i++) {
        if (!formats->items[i]) continue;
        OWN_BUF out = BUF_INIT;
        TRY(format_text(call->ctx, formats->items[i]->bytes, formats->items[i]->n_bytes, NULL, 0,
                        &out));
        TRY(text_new(call->ctx, buf_text(&out), out.len, &s->items[i]));
    }
    *ret = GIVE(s);
    return OK;
}

BUILTIN(compose,
        "str = compose(formatSpec,A)\nstr = compose(formatSpec,A1,...,An)\nstr = compose(txt)",
        ARITY(1, -1, 1), "Formats each row of the data into strings.",
        "formatSpec: format as for sprintf\nA: array; each row gives one row of results\ntxt: text "
        "whose escapes are translated",
        "str: string array, or cell array of character vectors when formatSpec is one",
        "The data arrays must have the same number of rows.",
        "assert(isequal(compose(\"%d-\", [1;2]), [\"1-\";\"2-\"]))\nassert(isequal(compose(\"%d\", "
        "[1 2]), [\"1\" \"2\"]))",
        "sprintf, string") {
    OWN_STRINGS *formats = NULL, *s = NULL;
    TRY(arg_strings(call, 0, &formats));
    if (call->nargin == 1) {
        TRY(compose_plain(call, formats, &s));
    } else {
        if (formats->numel != 1 || !formats->items[0])
            return ctx_fail_unsupported(call->ctx, "compose with several formats and data");
        const char *format = formats->items[0]->bytes;
        Index n_rows, n_columns, per;
        TRY(compose_rows(call, &n_rows, &n_columns));
        TRY(count_conversions(call->ctx, format, &per));
        if (per < 1) per = n_columns > 0 ? n_columns : 1;
        if (per > 32)
            return ctx_fail_unsupported(call->ctx, "compose with more than 32 conversions");
        Shape shape = shape_2d(n_rows, n_columns > per ? (n_columns + per - 1) / per : 1);
        TRY(string_new(call->ctx, &shape, &s));
        for (Index r = 0; r < n_rows; r++)
            TRY(compose_row(call, format, r, n_rows, n_columns, per, s->items + r, n_rows));
    }
    if (call->arg[0].tag == VAL_STRING) {
        ret_value(call, 0, value_take_string(GIVE(s)));
        return OK;
    }
    OWN_CELL *cell = NULL;
    TRY(cell_new(call->ctx, &s->shape, &cell));
    for (Index i = 0; i < s->numel; i++)
        TRY(value_from_utf8(call->ctx, s->items[i] ? s->items[i]->bytes : "",
                            s->items[i] ? s->items[i]->n_bytes : 0, &cell->items[i]));
    ret_value(call, 0, value_take_cell(GIVE(cell)));
    return OK;
}

const BuiltinDef *const family_format[] = {&def_sprintf, &def_fprintf, &def_compose, NULL};
