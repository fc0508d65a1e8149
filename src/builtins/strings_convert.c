// builtins/strings_convert.c: numbers to text and back: num2str, mat2str, int2str, str2double,
// str2num.
#include "base/utf.h"
#include "builtins/text_arguments.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

// ---- num2str ------------------------------------------------------------------------------------

/// How one element is written: %[width].[digits]g, or as an integer.
typedef struct Style {
    int width, digits; // digits 0: integer
} Style;

static void put_element(const Tensor *t, Index i, Style style, Buf *out) {
    double x = tensor_get(t, i);
    if (t->cls == CLASS_INT64)
        buf_printf(out, "%*lld", style.width, (long long)((const int64_t *)t->data)[i]);
    else if (t->cls == CLASS_UINT64)
        buf_printf(out, "%*llu", style.width, (unsigned long long)((const uint64_t *)t->data)[i]);
    else if (isnan(x))
        buf_printf(out, "%*s", style.width, "NaN");
    else if (isinf(x))
        buf_printf(out, "%*s", style.width, x < 0 ? "-Inf" : "Inf");
    else if (style.digits == 0)
        buf_printf(out, "%*.0f", style.width, x == 0 ? 0.0 : x);
    else
        buf_printf(out, "%*.*g", style.width, style.digits, x);
}

static void put_imaginary(const Tensor *t, Index i, Style style, Buf *out) {
    double im = tensor_get_imag(t, i);
    buf_putc(out, signbit(im) && !isnan(im) ? '-' : '+');
    im = fabs(im);
    if (!isfinite(im))
        buf_puts(out, isnan(im) ? "NaN" : "Inf");
    else if (style.digits == 0)
        buf_printf(out, "%.0f", im);
    else
        buf_printf(out, "%.*g", style.digits, im);
    buf_putc(out, 'i');
}

/// Largest finite magnitude, whether all finite values are whole, and whether any is negative.
static void survey(const Tensor *t, double *ret_max, bool *ret_whole, bool *ret_negative) {
    *ret_max = 0;
    *ret_whole = true;
    *ret_negative = false;
    for (Index i = 0; i < t->numel * (t->is_complex ? 2 : 1); i++) {
        double x =
            t->is_complex && i >= t->numel ? tensor_get_imag(t, i - t->numel) : tensor_get(t, i);
        *ret_negative = *ret_negative || x < 0;
        if (!isfinite(x)) continue;
        if (fabs(x) > *ret_max) *ret_max = fabs(x);
        if (x != trunc(x)) *ret_whole = false;
    }
}

/// Width and digits when no precision is given: whole numbers in full, others with at least five
/// significant digits.
static Style default_style(const Tensor *t) {
    double max;
    bool whole, negative;
    survey(t, &max, &whole, &negative);
    int magnitude = max > 0 ? (int)floor(log10(max)) : 0;
    bool scalar = t->numel == 1;
    if (whole) return (Style){.width = scalar ? 0 : magnitude + 1 + negative + 2};
    int digits = magnitude + 5 < 5 ? 5 : magnitude + 5;
    if (digits > 16) digits = 16;
    return (Style){.width = scalar ? 0 : digits + 7 + negative, .digits = digits};
}

/// Rows of text with the blank columns common to all at the left removed, and trailing blanks
/// dropped; becomes a char array.
static Status rows_value(Ctx *ctx, Buf *rows, Index n, bool trim, Value *ret) {
    size_t skip = SIZE_MAX;
    for (Index r = 0; r < n; r++) {
        const char *text = buf_text(&rows[r]);
        size_t blank = strspn(text, " ");
        if (rows[r].failed) return ctx_fail_nomem(ctx);
        if (blank < skip) skip = blank;
    }
    Shape shape = shape_2d(n, 1);
    OWN_STRINGS *s = NULL;
    TRY(string_new(ctx, &shape, &s));
    for (Index r = 0; r < n; r++) {
        size_t length = rows[r].len, from = trim ? skip : 0;
        while (trim && length > from && rows[r].data[length - 1] == ' ') length--;
        if (from > length) from = length;
        TRY(text_new(ctx, buf_text(&rows[r]) + from, length - from, &s->items[r]));
    }
    return texts_take(ctx, TEXT_CHAR, GIVE(s), ret);
}

typedef Status (*RowWriter)(Ctx *ctx, const Tensor *t, Index row, Index n_rows, const void *self,
                            Buf *out);

static Status write_rows(Ctx *ctx, const Tensor *t, RowWriter writer, const void *self, bool trim,
                         Value *ret) {
    Index n = t->shape.dim[0];
    if (t->numel == 0) return value_from_utf8(ctx, "", 0, ret);
    OWN_MEM Buf *rows = mem_alloc_zero((size_t)n * sizeof *rows);
    if (!rows) return ctx_fail_nomem(ctx);
    Status status = OK;
    for (Index r = 0; r < n && status == OK; r++) status = writer(ctx, t, r, n, self, &rows[r]);
    if (status == OK) status = rows_value(ctx, rows, n, trim, ret);
    for (Index r = 0; r < n; r++) buf_done(&rows[r]);
    return status;
}

static Status write_styled(Ctx *ctx, const Tensor *t, Index row, Index n_rows, const void *self,
                           Buf *out) {
    const Style *style = self;
    Index written = 0;
    for (Index i = row; i < t->numel; i += n_rows) {
        if ((++written & 255) == 0) TRY(ctx_check_stop(ctx));
        if (t->is_complex && i > row) buf_puts(out, "  ");
        put_element(t, i, *style, out);
        if (t->is_complex) put_imaginary(t, i, *style, out);
    }
    return OK;
}

/// One row as data for the user's format.
static Status write_formatted(Ctx *ctx, const Tensor *t, Index row, Index n_rows, const void *self,
                              Buf *out) {
    const Text *format = self;
    Shape shape = shape_2d(1, t->numel / n_rows);
    OWN_TENSOR *line = NULL;
    TRY(tensor_new(ctx, CLASS_DOUBLE, &shape, &line));
    for (Index k = 0; k < line->numel; k++) tensor_f64(line)[k] = tensor_get(t, row + k * n_rows);
    Value data = {.tag = VAL_TENSOR, .tensor = line};
    return format_text(ctx, format->bytes, format->n_bytes, &data, 1, out);
}

static Status precision_style(Call *call, const Tensor *t, Style *ret) {
    Index digits;
    TRY(arg_index(call, 1, &digits));
    if (digits > 50) digits = 50;
    if (digits < 1) digits = 1;
    double max;
    bool whole, negative;
    survey(t, &max, &whole, &negative);
    *ret = (Style){.width = t->numel == 1 ? 0 : (int)digits + 7 + negative, .digits = (int)digits};
    return OK;
}

BUILTIN(num2str,
    "s = num2str(A)\ns = num2str(A,precision)\ns = num2str(A,formatSpec)", ARITY(1, 2, 1),
    "Converts numbers to text.",
    "A: numeric, logical or character array\nprecision: number of significant digits\nformatSpec: "
    "format as for sprintf, applied to each row",
    "s: character array, one row per row of A", "",
    "assert(strcmp(num2str(pi), '3.1416'))\nassert(strcmp(num2str([1 2 3]), '1  2  "
    "3'))\nassert(strcmp(num2str(pi,8), '3.1415927'))\nassert(strcmp(num2str(pi,'%.1f'), '3.1'))",
    "mat2str, int2str, sprintf, string") {
    Value v = call->arg[0];
    if (value_is_char(v)) {
        ret_value(call, 0, value_ref(v));
        return OK;
    }
    if (v.tag == VAL_STRING && v.string->numel == 1) {
        const Text *s = v.string->items[0];
        return value_from_utf8(call->ctx, s ? s->bytes : "", s ? s->n_bytes : 0, &call->ret[0]);
    }
    OWN_TENSOR *t = NULL;
    TRY(arg_tensor(call, 0, &t));
    if (call->nargin > 1 && value_is_text_scalar(call->arg[1])) {
        OWN_TEXT *format = NULL;
        TRY(arg_one_text(call, 1, &format));
        return write_rows(call->ctx, t, write_formatted, format, false, &call->ret[0]);
    }
    Style style = default_style(t);
    if (call->nargin > 1) TRY(precision_style(call, t, &style));
    return write_rows(call->ctx, t, write_styled, &style, true, &call->ret[0]);
}

BUILTIN(int2str, "s = int2str(N)", ARITY(1, 1, 1), "Rounds numbers and converts them to text.",
        "N: numeric array", "s: character array", "", "assert(strcmp(int2str(2.7), '3'))",
        "num2str") {
    OWN_TENSOR *t = NULL, *rounded = NULL;
    TRY(arg_tensor(call, 0, &t));
    TRY(tensor_unary(call->ctx, OP_ROUND, t, &rounded));
    Style style = default_style(rounded);
    return write_rows(call->ctx, rounded, write_styled, &style, true, &call->ret[0]);
}

// ---- mat2str ------------------------------------------------------------------------------------

static void put_real(double x, int digits, Buf *out) {
    if (isnan(x))
        buf_puts(out, "NaN");
    else if (isinf(x))
        buf_puts(out, x < 0 ? "-Inf" : "Inf");
    else
        buf_printf(out, "%.*g", digits, x == 0 ? 0.0 : x);
}

static void put_mat_element(const Tensor *t, Index i, int digits, Buf *out) {
    if (t->cls == CLASS_LOGICAL) {
        buf_puts(out, tensor_u8(t)[i] ? "true" : "false");
        return;
    }
    if (class_is_int((NumClass)t->cls)) {
        put_element(t, i, (Style){0}, out);
        return;
    }
    put_real(tensor_get(t, i), digits, out);
    if (!t->is_complex) return;
    double im = tensor_get_imag(t, i);
    if (!(im < 0)) buf_putc(out, '+');
    put_real(im, digits, out);
    buf_putc(out, 'i');
}

static void put_quoted(const char *text, size_t n_bytes, char quote, Buf *out) {
    buf_putc(out, quote);
    for (size_t i = 0; i < n_bytes; i++) {
        if (text[i] == quote) buf_putc(out, quote);
        buf_putc(out, text[i]);
    }
    buf_putc(out, quote);
}

static void put_matrix(const Ctx *ctx, const Tensor *t, int digits, Buf *out) {
    Index rows = t->shape.dim[0], columns = t->shape.dim[1];
    if (t->numel == 0) {
        buf_printf(out, t->cls == CLASS_LOGICAL ? "false(%lld,%lld)" : "zeros(%lld,%lld)",
                   (long long)rows, (long long)columns);
        return;
    }
    if (t->numel > 1) buf_putc(out, '[');
    for (Index r = 0; r < rows; r++) {
        if (r > 0) buf_putc(out, ';');
        for (Index c = 0; c < columns && !ctx_is_stopping(ctx); c++) {
            if (c > 0) buf_putc(out, ' ');
            put_mat_element(t, r + c * rows, digits, out);
        }
    }
    if (t->numel > 1) buf_putc(out, ']');
}

/// char rows or strings as literals.
static Status put_text_matrix(Call *call, Buf *out) {
    OWN_STRINGS *s = NULL;
    TRY(arg_strings(call, 0, &s));
    char quote = call->arg[0].tag == VAL_STRING ? '"' : '\'';
    Index rows = s->shape.dim[0], columns = rows > 0 ? s->numel / rows : 0;
    if (s->numel != 1) buf_putc(out, '[');
    for (Index r = 0; r < rows; r++) {
        if (r > 0) buf_putc(out, ';');
        for (Index c = 0; c < columns; c++) {
            const Text *t = s->items[r + c * rows];
            if (c > 0) buf_putc(out, ' ');
            if (t)
                put_quoted(t->bytes, t->n_bytes, quote, out);
            else
                buf_puts(out, "string(missing)");
        }
    }
    if (s->numel != 1) buf_putc(out, ']');
    return OK;
}

BUILTIN(mat2str,
        "s = mat2str(X)\ns = mat2str(X,n)\ns = mat2str(X,\"class\")\ns = mat2str(X,n,\"class\")",
        ARITY(1, 3, 1), "Writes a matrix as an expression that gives it back.",
        "X: matrix of numbers, logicals or characters\nn: significant digits, 15 by "
        "default\n\"class\": name the class unless it is double",
        "s: character vector", "Arrays with more than two dimensions are not written.",
        "assert(strcmp(mat2str([1 2;3 4.5]), '[1 2;3 4.5]'))\nassert(strcmp(mat2str(true), "
        "'true'))\nassert(strcmp(mat2str(single(1),'class'), 'single(1)'))",
        "num2str, eval") {
    OWN_BUF out = BUF_INIT;
    int digits = 15;
    bool with_class = false;
    for (int i = 1; i < call->nargin; i++) {
        if (arg_is_word(call, i, "class")) {
            with_class = true;
            continue;
        }
        Index n;
        TRY(arg_positive(call, i, &n));
        digits = n > 50 ? 50 : (int)n;
    }
    if (call->arg[0].tag == VAL_STRING || value_is_char(call->arg[0])) {
        TRY(put_text_matrix(call, &out));
    } else {
        OWN_TENSOR *t = NULL;
        TRY(arg_tensor(call, 0, &t));
        if (t->shape.n_dims > 2)
            return call_fail(call, ERR_SIZE, "MATLAB:mat2str:TwoDInput",
                             "Input matrix must be 2-D.");
        bool named = with_class && t->cls != CLASS_DOUBLE && t->cls != CLASS_LOGICAL;
        if (named) buf_printf(&out, "%s(", class_name((NumClass)t->cls));
        put_matrix(call->ctx, t, digits, &out);
        if (named) buf_putc(&out, ')');
    }
    if (out.failed) return ctx_fail_nomem(call->ctx);
    return value_from_utf8(call->ctx, buf_text(&out), out.len, &call->ret[0]);
}

// ---- text to numbers ----------------------------------------------------------------------------

/// One real part at *s: sign, digits (thousands commas allowed), exponent with e or d, Inf, NaN;
/// *imaginary when i or j follows or the part is a lone i. False when there is none.
static bool read_part(const char **s, double *ret, bool *imaginary) {
    const char *p = *s;
    while (isspace((unsigned char)*p)) p++;
    double sign = 1;
    if (*p == '+' || *p == '-') {
        sign = *p == '-' ? -1 : 1;
        p++;
        while (isspace((unsigned char)*p)) p++;
    }
    *imaginary = false;
    char digits[400];
    size_t n = 0;
    bool any = false;
    if (strncasecmp(p, "inf", 3) == 0) {
        *ret = sign * INFINITY;
        p += strncasecmp(p, "infinity", 8) == 0 ? 8 : 3;
    } else if (strncasecmp(p, "nan", 3) == 0) {
        *ret = NAN;
        p += 3;
    } else if ((*p == 'i' || *p == 'j') && !isalnum((unsigned char)p[1])) {
        *ret = sign;
        *imaginary = true;
        *s = p + 1;
        return true;
    } else {
        bool point = false;
        for (; n < sizeof digits - 10; p++) {
            if (isdigit((unsigned char)*p))
                any = true;
            else if (*p == ',' && any && !point && isdigit((unsigned char)p[1]))
                continue;
            else if (*p == '.' && !point)
                point = true;
            else
                break;
            digits[n++] = *p;
        }
        if (!any) return false;
        if (strchr("eEdD", *p) && *p) {
            const char *e = p + 1 + (p[1] == '+' || p[1] == '-');
            if (!isdigit((unsigned char)*e)) return false;
            digits[n++] = 'e';
            for (p++;
                 (isdigit((unsigned char)*p) || *p == '+' || *p == '-') && n < sizeof digits - 1;
                 p++)
                digits[n++] = *p;
        }
        digits[n] = '\0';
        *ret = sign * strtod(digits, NULL);
    }
    if (*p == '*' && (p[1] == 'i' || p[1] == 'j')) p++;
    if ((*p == 'i' || *p == 'j') && !isalnum((unsigned char)p[1])) {
        *imaginary = true;
        p++;
    }
    *s = p;
    return true;
}

/// What str2double gives for one text: NaN when it is no number.
static bool read_number(const char *s, double *re, double *im) {
    double x, y;
    bool imaginary, second;
    *re = *im = 0;
    if (!read_part(&s, &x, &imaginary)) return false;
    *(imaginary ? im : re) = x;
    while (isspace((unsigned char)*s)) s++;
    if (*s == '\0') return true;
    if ((*s != '+' && *s != '-') || !read_part(&s, &y, &second) || second == imaginary)
        return false;
    *(second ? im : re) = y;
    while (isspace((unsigned char)*s)) s++;
    return *s == '\0';
}

static Status text_to_number(Call *call, const Text *t, Index i, Tensor **out) {
    double re = NAN, im = 0;
    bool ok = t && strlen(t->bytes) == t->n_bytes && read_number(t->bytes, &re, &im);
    if (!ok) re = NAN, im = 0;
    if (im != 0 && !(*out)->is_complex) {
        Tensor *complex = NULL;
        TRY(tensor_to_complex(call->ctx, *out, &complex));
        tensor_unref(*out);
        *out = complex;
    }
    if ((*out)->is_complex) {
        tensor_f64(*out)[2 * i] = re;
        tensor_f64(*out)[2 * i + 1] = im;
    } else {
        tensor_f64(*out)[i] = re;
    }
    return OK;
}

BUILTIN(str2double, "X = str2double(str)", ARITY(1, 1, 1), "Converts text to numbers.",
        "str: character vector, cell array of character vectors or string array",
        "X: numbers, NaN where the text is no number", "",
        "assert(str2double('3.5e2') == 350)\nassert(isequaln(str2double({'1','x'}), [1 "
        "NaN]))\nassert(str2double(\"1,234\") == 1234)",
        "str2num, num2str, double") {
    Value v = call->arg[0];
    OWN_TENSOR *out = NULL;
    Shape shape = shape_2d(1, 1);
    if (v.tag == VAL_CELL || v.tag == VAL_STRING) TRY(value_shape(call->ctx, v, &shape));
    TRY(tensor_full(call->ctx, CLASS_DOUBLE, &shape, NAN, &out));
    for (Index i = 0; i < out->numel; i++) {
        Value one = v.tag == VAL_CELL ? v.cell->items[i] : v;
        OWN_STRINGS *s = NULL;
        if (!value_is_text_scalar(one)) {
            if (v.tag != VAL_STRING) continue;
            TRY(text_to_number(call, v.string->items[i], i, &out));
            continue;
        }
        TRY(value_to_strings(call->ctx, one, &s));
        TRY(text_to_number(call, s->items[0], i, &out));
    }
    ret_tensor(call, 0, GIVE(out));
    return OK;
}

BUILTIN(str2num, "X = str2num(txt)\n[X,tf] = str2num(txt)", ARITY(1, 3, 2),
        "Evaluates text that describes numbers.",
        "txt: text; anything that could stand between brackets",
        "X: array, [] when the text cannot be evaluated\ntf: whether it could", "",
        "assert(isequal(str2num('[1 2;3 4]*2'), [2 4;6 8]))\nassert(isempty(str2num('1 +')))",
        "str2double, eval") {
    OWN_TEXT *t = NULL;
    TRY(arg_one_text(call, 0, &t));
    OWN_BUF code = BUF_INIT;
    buf_putc(&code, '[');
    buf_put(&code, t->bytes, t->n_bytes);
    buf_puts(&code, "]");
    if (code.failed) return ctx_fail_nomem(call->ctx);
    OWN_VALUE x = VALUE_NONE;
    Status status = vm_eval(call->vm, buf_text(&code), code.len, 1, &x);
    if (status == ERR_NOMEM || status == ERR_INTERRUPT) return status;
    bool ok = status == OK && (x.tag == VAL_DOUBLE || x.tag == VAL_BOOL || x.tag == VAL_TENSOR);
    if (status != OK) error_clear(&call->ctx->error);
    if (!ok)
        TRY(value_empty(call->ctx, &call->ret[0]));
    else
        ret_value(call, 0, value_give(&x));
    if (ret_wanted(call, 1)) ret_bool(call, 1, ok);
    return OK;
}

const BuiltinDef *const family_strings_convert[] = {&def_num2str,    &def_int2str, &def_mat2str,
                                                    &def_str2double, &def_str2num, NULL};
