// builtins/strings_scan.c: sscanf: numbers and text read from text by a format that is used again
// until it no longer fits.
#include "base/utf.h"
#include "base/vec.h"
#include "builtins/text_arguments.h"
#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

typedef struct Scan {
    Ctx *ctx;
    const char *s; // the text, NUL-terminated
    size_t n, pos;
    double *values;
    Index n_values, cap_values, limit; // limit: stop when so many are read
    Index n_conversions;
    bool only_text; // all conversions so far were %s, %c or %[…]
} Scan;

typedef struct Item {
    char conversion; // 0: literal character
    char literal;
    bool skip, negated;
    int width; // 0: any
    const char *set;
    size_t n_set;
} Item;

static void skip_blanks(Scan *x) {
    while (x->pos < x->n && isspace((unsigned char)x->s[x->pos])) x->pos++;
}

static Status push(Scan *x, double value) {
    VEC_PUSH_TRY(x->ctx, x->values, x->n_values, x->cap_values, value);
    return OK;
}

/// %[…] at f[*pos] == '[': fills the set.
static void read_set(const char *f, size_t n, size_t *pos, Item *item) {
    ++*pos;
    item->negated = *pos < n && f[*pos] == '^';
    if (item->negated) ++*pos;
    item->set = f + *pos;
    size_t start = *pos;
    if (*pos < n && f[*pos] == ']') ++*pos;
    while (*pos < n && f[*pos] != ']') ++*pos;
    item->n_set = *pos - start;
    if (*pos < n) ++*pos;
}

static Status read_item(Scan *x, const char *f, size_t n, size_t *pos, Item *item) {
    *item = (Item){0};
    if (f[*pos] != '%' || (*pos + 1 < n && f[*pos + 1] == '%')) {
        item->literal = f[*pos];
        *pos += f[*pos] == '%' ? 2 : 1;
        return OK;
    }
    ++*pos;
    if (*pos < n && f[*pos] == '*') {
        item->skip = true;
        ++*pos;
    }
    for (; *pos < n && isdigit((unsigned char)f[*pos]); ++*pos)
        if (item->width < 100000) item->width = item->width * 10 + (f[*pos] - '0');
    while (*pos < n && (f[*pos] == 'l' || f[*pos] == 'h')) ++*pos;
    if (*pos < n && f[*pos] == '[') {
        item->conversion = '[';
        read_set(f, n, pos, item);
        return OK;
    }
    if (*pos >= n || !f[*pos] || !strchr("diuoxXfeEgGsc", f[*pos]))
        return ctx_fail(x->ctx, ERR_ARG, "MATLAB:sscanf:invalidFormat",
                        "The format of sscanf has a conversion that is not valid.");
    item->conversion = f[(*pos)++];
    return OK;
}

static bool in_set(const Item *item, char c) {
    bool found = false;
    for (size_t i = 0; i < item->n_set && !found; i++) {
        if (i + 2 < item->n_set && item->set[i + 1] == '-') {
            found = c >= item->set[i] && c <= item->set[i + 2];
            i += 2;
        } else {
            found = c == item->set[i];
        }
    }
    return found != item->negated;
}

/// %s, %c, %[…]: each character becomes its code.
static Status scan_text(Scan *x, const Item *item, bool *ret_ok) {
    if (item->conversion == 's') skip_blanks(x);
    size_t start = x->pos;
    int width = item->width > 0 ? item->width : item->conversion == 'c' ? 1 : 100000000;
    for (int n = 0; x->pos < x->n && n < width; n++) {
        char c = x->s[x->pos];
        if ((item->conversion == 's' && isspace((unsigned char)c)) ||
            (item->conversion == '[' && !in_set(item, c)))
            break;
        size_t at = x->pos;
        uint32_t code = utf8_next(x->s, x->n, &at);
        if (!item->skip) TRY(push(x, code));
        x->pos = at;
    }
    *ret_ok = x->pos > start;
    return OK;
}

/// Copy of the next characters that may belong to a number, at most `width`.
static size_t number_text(const Scan *x, int width, char *out, size_t n_out) {
    size_t n = x->n - x->pos;
    if (width > 0 && n > (size_t)width) n = (size_t)width;
    if (n > n_out - 1) n = n_out - 1;
    memcpy(out, x->s + x->pos, n);
    out[n] = '\0';
    return n;
}

static Status scan_number(Scan *x, const Item *item, bool *ret_ok) {
    char text[200], *end;
    skip_blanks(x);
    number_text(x, item->width, text, sizeof text);
    double value;
    if (strchr("feEgG", item->conversion)) {
        value = strtod(text, &end);
        if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
            value = 0;
            end = text + 1;
        }
    } else {
        int base = item->conversion == 'x' || item->conversion == 'X' ? 16
                   : item->conversion == 'o'                          ? 8
                   : item->conversion == 'i'                          ? 0
                                                                      : 10;
        value = (double)strtoll(text, &end, base);
        if (end == text && strncasecmp(text, "inf", 3) == 0) value = INFINITY, end = text + 3;
        if (end == text && strncasecmp(text, "nan", 3) == 0) value = NAN, end = text + 3;
    }
    *ret_ok = end > text;
    if (!*ret_ok) return OK;
    x->pos += (size_t)(end - text);
    x->only_text = false;
    return item->skip ? OK : push(x, value);
}

static Status scan_item(Scan *x, const Item *item, bool *ret_ok) {
    *ret_ok = true;
    if (item->conversion == 0) {
        if (isspace((unsigned char)item->literal)) {
            skip_blanks(x);
            return OK;
        }
        skip_blanks(x);
        *ret_ok = x->pos < x->n && x->s[x->pos] == item->literal;
        x->pos += *ret_ok;
        return OK;
    }
    bool is_text = strchr("sc[", item->conversion) != NULL;
    Status status = is_text ? scan_text(x, item, ret_ok) : scan_number(x, item, ret_ok);
    if (*ret_ok && !item->skip) x->n_conversions++;
    return status;
}

static Status scan_all(Scan *x, const char *format, size_t n) {
    for (bool ok = true; ok && x->n_values < x->limit;) {
        size_t start = x->pos;
        Index before = x->n_values;
        for (size_t pos = 0; ok && pos < n && x->n_values < x->limit;) {
            Item item;
            TRY(read_item(x, format, n, &pos, &item));
            TRY(scan_item(x, &item, &ok));
        }
        if (x->pos == start && x->n_values == before) return OK;
        size_t at = x->pos;
        while (at < x->n && isspace((unsigned char)x->s[at])) at++;
        if (at >= x->n) return OK;
        TRY(ctx_check_stop(x->ctx));
    }
    return OK;
}

/// n, [m n] or [m Inf]: rows (0: as many as there are values) and the number of values to read.
static Status read_size(Call *call, Index *ret_rows, Index *ret_limit) {
    *ret_rows = 0;
    *ret_limit = INT64_MAX / 2;
    if (call->nargin < 3) return OK;
    OWN_TENSOR *t = NULL;
    TRY(arg_doubles(call, 2, &t));
    double rows = t->numel > 0 ? tensor_get(t, 0) : INFINITY,
           columns = t->numel > 1 ? tensor_get(t, 1) : 1;
    if (t->numel > 2 || !(rows > 0) || !(columns > 0) || (t->numel > 1 && isinf(rows)))
        return call_fail(call, ERR_ARG, "MATLAB:sscanf:invalidSize",
                         "The size must be n, Inf, [m n] or [m Inf].");
    if (t->numel > 1) *ret_rows = (Index)rows;
    if (isfinite(rows) && isfinite(columns) && rows * columns < 1e15)
        *ret_limit = (Index)(rows * columns);
    return OK;
}

static Status scan_result(Call *call, const Scan *x, Index rows, Value *ret) {
    bool as_text = x->only_text && x->n_values > 0;
    Shape shape = as_text ? shape_2d(1, x->n_values) : shape_2d(x->n_values, x->n_values > 0);
    if (rows > 0)
        shape = shape_2d(rows < x->n_values ? rows : x->n_values,
                         rows > 0 && x->n_values > 0 ? (x->n_values + rows - 1) / rows : 0);
    OWN_TENSOR *t = NULL;
    TRY(tensor_zeros(call->ctx, as_text ? CLASS_CHAR : CLASS_DOUBLE, &shape, &t));
    for (Index i = 0; i < x->n_values; i++) tensor_set(t, i, x->values[i]);
    *ret = value_take_tensor(GIVE(t));
    return OK;
}

BUILTIN(sscanf,
        "A = sscanf(str,formatSpec)\nA = sscanf(str,formatSpec,sizeA)\n[A,n,errmsg,nextindex] = "
        "sscanf(...)",
        ARITY(2, 3, 4), "Reads formatted data from text.",
        "str: text\nformatSpec: conversions %d %i %u %o %x %f %e %g %s %c %[set], with width, and "
        "* to skip a field; used again until it no longer fits\nsizeA: n, Inf, [m n] or [m Inf]",
        "A: column of numbers, or characters when only text is read; text among numbers gives its "
        "codes\nn: number of fields read\nerrmsg: '' \nnextindex: position after what was read",
        "",
        "assert(isequal(sscanf('3 4 5','%d'), [3;4;5]))\nassert(isequal(sscanf('1,2,3','%d,'), "
        "[1;2;3]))\nassert(isequal(sscanf('10x20','%dx%d'), [10;20]))",
        "sprintf, str2double, regexp") {
    OWN_TEXT *t = NULL, *format = NULL, *plain = NULL;
    Index rows, limit;
    TRY(arg_one_text(call, 0, &t));
    TRY(arg_one_text(call, 1, &format));
    TRY(text_unescape(call->ctx, format, &plain));
    TRY(read_size(call, &rows, &limit));
    Scan x = {.ctx = call->ctx, .s = t->bytes, .n = t->n_bytes, .limit = limit, .only_text = true};
    Status status = plain->n_bytes > 0 ? scan_all(&x, plain->bytes, plain->n_bytes) : OK;
    if (status == OK) status = scan_result(call, &x, rows, &call->ret[0]);
    mem_free(x.values);
    TRY(status);
    if (ret_wanted(call, 1)) ret_double(call, 1, (double)x.n_conversions);
    if (ret_wanted(call, 2)) TRY(ret_text(call, 2, ""));
    if (ret_wanted(call, 3)) ret_double(call, 3, (double)text_units_before(t, x.pos) + 1);
    return OK;
}

const BuiltinDef *const family_strings_scan[] = {&def_sscanf, NULL};
