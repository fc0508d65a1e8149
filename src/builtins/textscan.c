// builtins/textscan.c: columns read from text by a format.
// The text is read field by field: white space is skipped before a field, one delimiter (or,
// without delimiters, white space) ends it. The format is compiled to a list of fields; each fills
// a column, until the text ends or a field does not fit. Columns that were filled in a last,
// incomplete row keep their value; the others are one shorter.
#include "base/utf.h"
#include "base/vec.h"
#include "builtins/files.h"
#include "builtins/text_arguments.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

typedef enum FieldKind {
    FIELD_NUMBER,
    FIELD_TEXT,
    FIELD_QUOTED,
    FIELD_CHARS,
    FIELD_SET,
    FIELD_LITERAL
} FieldKind;
typedef struct Field {
    FieldKind kind;
    NumClass cls;
    bool skip;
    int width, precision; // 0 and -1: not given
    bool in_set[256], set_is_negated;
    char *literal;
    double *numbers;
    char **texts;
    Index n, cap;
} Field;
typedef struct Scan {
    Call *call;
    const char *text;
    size_t n_bytes, at;
    Field *fields;
    Index n_fields, cap_fields;
    StringArray *delimiters; // null: white space ends a field
    StringArray *empties;    // TreatAsEmpty
    StringArray *comments;
    char white[64], ends[8]; // white space; characters that end a line
    bool many_as_one, collect, return_on_error;
    double empty_value;
} Scan;

static void scan_done(Scan *s) {
    for (Index i = 0; i < s->n_fields; i++) {
        Field *f = &s->fields[i];
        for (Index k = 0; f->texts && k < f->n; k++) mem_free(f->texts[k]);
        mem_free(f->texts);
        mem_free(f->numbers);
        mem_free(f->literal);
    }
    mem_free(s->fields);
    own_strings_done(&s->delimiters);
    own_strings_done(&s->empties);
    own_strings_done(&s->comments);
}

// ---- the format
static Status bad_format(Scan *s, const char *at) {
    return call_fail(s->call, ERR_ARG, "MATLAB:textscan:UnknownFormat",
                     "Badly formed format specifier at '%.20s'.", at);
}

/// The class of %d8, %u, %f32 … ; advances over the number.
static bool number_class(const char **p, NumClass *ret) {
    static const struct {
        const char *name;
        NumClass cls;
    } names[] = {{"d8", CLASS_INT8},    {"d16", CLASS_INT16},  {"d32", CLASS_INT32},
                 {"d64", CLASS_INT64},  {"u8", CLASS_UINT8},   {"u16", CLASS_UINT16},
                 {"u32", CLASS_UINT32}, {"u64", CLASS_UINT64}, {"f32", CLASS_SINGLE},
                 {"f64", CLASS_DOUBLE}, {"d", CLASS_INT32},    {"u", CLASS_UINT32},
                 {"f", CLASS_DOUBLE},   {"n", CLASS_DOUBLE}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i].name);
        if (strncmp(*p, names[i].name, n) != 0) continue;
        *p += n;
        *ret = names[i].cls;
        return true;
    }
    return false;
}

static Status read_set(Scan *s, const char **p, Field *f) {
    const char *q = *p + 1;
    f->kind = FIELD_SET;
    if (*q == '^') f->set_is_negated = true, q++;
    for (bool first = true; first || *q != ']'; first = false, q++) {
        if (!*q) return bad_format(s, *p);
        unsigned char lo = (unsigned char)*q, hi = lo;
        if (lo == '\\' && (q[1] == 'n' || q[1] == 't' || q[1] == 'r' || q[1] == '\\')) {
            q++;
            lo = hi = (unsigned char)(*q == 'n'   ? '\n'
                                      : *q == 't' ? '\t'
                                      : *q == 'r' ? '\r'
                                                  : '\\');
        }
        if (q[1] == '-' && q[2] && q[2] != ']') hi = (unsigned char)q[2], q += 2;
        for (int c = lo; c <= hi; c++) f->in_set[c] = true;
    }
    *p = q + 1;
    return OK;
}

static Status add_literal(Scan *s, const char *text, size_t n) {
    Field f = {.kind = FIELD_LITERAL, .skip = true, .literal = mem_dup_text(text, n)};
    if (!f.literal) return ctx_fail_nomem(s->call->ctx);
    Status status = vec_reserve(s->call->ctx, (void **)&s->fields, &s->cap_fields, s->n_fields + 1,
                                sizeof *s->fields);
    if (status != OK) {
        mem_free(f.literal);
        return status;
    }
    s->fields[s->n_fields++] = f;
    return OK;
}

static Status read_format(Scan *s, const char *p) {
    while (*p) {
        if (*p == ' ' || *p == '\t' || *p == '\n') {
            p++;
            continue;
        }
        if (*p != '%' || p[1] == '%') {
            size_t n = *p == '%' ? 2 : strcspn(p, "% \t\n");
            TRY(*p == '%' ? add_literal(s, "%", 1) : add_literal(s, p, n));
            p += n;
            continue;
        }
        const char *start = p++;
        Field f = {.precision = -1, .cls = CLASS_DOUBLE};
        if (*p == '*') f.skip = true, p++;
        if (*p >= '0' && *p <= '9') f.width = (int)strtol(p, (char **)&p, 10);
        if (*p == '.') f.precision = (int)strtol(p + 1, (char **)&p, 10);
        if (*p == 's')
            f.kind = FIELD_TEXT, p++;
        else if (*p == 'q')
            f.kind = FIELD_QUOTED, p++;
        else if (*p == 'c')
            f.kind = FIELD_CHARS, f.width = f.width ? f.width : 1, p++;
        else if (*p == '[')
            TRY(read_set(s, &p, &f));
        else if (*p == 'D' || *p == 'C' || *p == 'x' || *p == 'b')
            return ctx_fail_unsupported(s->call->ctx, "%D, %C, %x and %b in textscan");
        else if (!number_class(&p, &f.cls))
            return bad_format(s, start);
        if (f.width < 0 || f.width > 1000000) return bad_format(s, start);
        TRY(vec_reserve(s->call->ctx, (void **)&s->fields, &s->cap_fields, s->n_fields + 1,
                        sizeof *s->fields));
        s->fields[s->n_fields++] = f;
    }
    return s->n_fields ? OK : bad_format(s, "");
}

// ---- the text
static bool is_white(const Scan *s, char c) {
    return c && strchr(s->white, c);
}
static bool is_end(const Scan *s, char c) {
    return c && strchr(s->ends, c);
}
/// Bytes of the delimiter at the position, 0 when there is none.
static size_t delimiter_at(const Scan *s, size_t at) {
    size_t longest = 0;
    for (Index i = 0; s->delimiters && i < s->delimiters->numel; i++) {
        const Text *d = s->delimiters->items[i];
        if (d && d->n_bytes > longest && at + d->n_bytes <= s->n_bytes &&
            memcmp(s->text + at, d->bytes, d->n_bytes) == 0)
            longest = d->n_bytes;
    }
    return longest;
}
/// Skips a comment at the position; true when there was one.
static bool skip_comment(Scan *s) {
    if (!s->comments || !s->comments->numel || !s->comments->items[0]) return false;
    const Text *from = s->comments->items[0],
               *to = s->comments->numel > 1 ? s->comments->items[1] : NULL;
    if (!from->n_bytes || s->n_bytes - s->at < from->n_bytes ||
        memcmp(s->text + s->at, from->bytes, from->n_bytes) != 0)
        return false;
    if (to && to->n_bytes) {
        const char *end = memmem(s->text + s->at + from->n_bytes,
                                 s->n_bytes - s->at - from->n_bytes, to->bytes, to->n_bytes);
        s->at = end ? (size_t)(end - s->text) + to->n_bytes : s->n_bytes;
        return true;
    }
    while (s->at < s->n_bytes && !is_end(s, s->text[s->at])) s->at++;
    return true;
}
/// Skips white space, and ends of lines too when `lines`.
static void skip_white(Scan *s, bool lines) {
    while (s->at < s->n_bytes) {
        char c = s->text[s->at];
        bool skip = (is_white(s, c) && !delimiter_at(s, s->at)) || (lines && is_end(s, c));
        if (!skip && !skip_comment(s)) return;
        if (skip) s->at++;
    }
}
/// Where the field at the position ends.
static size_t field_end(const Scan *s, size_t from) {
    size_t at = from;
    while (at < s->n_bytes && !is_end(s, s->text[at]) && !delimiter_at(s, at) &&
           (s->delimiters || !is_white(s, s->text[at])))
        at++;
    return at;
}
/// After a field: over white space, and over one delimiter or an end of line (or several).
static void skip_delimiter(Scan *s) {
    if (!s->delimiters) return;
    do {
        while (s->at < s->n_bytes && is_white(s, s->text[s->at]) && !delimiter_at(s, s->at))
            s->at++;
        size_t n = s->at < s->n_bytes ? delimiter_at(s, s->at) : 0;
        if (!n) return;
        s->at += n;
    } while (s->many_as_one);
}

static Status keep_number(Scan *s, Field *f, double x) {
    if (f->skip) return OK;
    VEC_PUSH_TRY(s->call->ctx, f->numbers, f->n, f->cap, x);
    return OK;
}
static Status keep_text(Scan *s, Field *f, const char *bytes, size_t n) {
    if (f->skip) return OK;
    TRY(vec_reserve(s->call->ctx, (void **)&f->texts, &f->cap, f->n + 1, sizeof *f->texts));
    char *copy = mem_dup_text(bytes, n);
    if (!copy) return ctx_fail_nomem(s->call->ctx);
    f->texts[f->n++] = copy;
    return OK;
}

static bool treated_as_empty(const Scan *s, const char *from, size_t n) {
    for (Index i = 0; s->empties && i < s->empties->numel; i++) {
        const Text *t = s->empties->items[i];
        if (t && t->n_bytes == n && memcmp(t->bytes, from, n) == 0) return true;
    }
    return false;
}
/// A number at the position: *ret_fits false when there is none.
static Status read_number(Scan *s, Field *f, bool *ret_fits) {
    size_t end = field_end(s, s->at), n = end - s->at;
    const char *from = s->text + s->at;
    while (n && is_white(s, from[n - 1])) n--;
    *ret_fits = true;
    bool empty =
        n == 0 &&
        s->delimiters; // two delimiters in a row, or a delimiter before the end of the line
    if (empty || treated_as_empty(s, from, n)) {
        s->at = end;
        return keep_number(s, f, s->empty_value);
    }
    char word[400], *stop;
    if (f->width && n > (size_t)f->width) n = (size_t)f->width;
    if (n >= sizeof word) n = sizeof word - 1;
    memcpy(word, from, n);
    word[n] = '\0';
    if (f->precision >= 0 && strchr(word, '.')) {
        size_t keep = (size_t)(strchr(word, '.') - word) + 1 + (size_t)f->precision;
        if (keep < n) word[n = keep] = '\0';
    }
    for (char *c = word; *c; c++)
        if (*c == 'd' || *c == 'D') *c = 'e';
    // Hexadecimal numbers and "nan(…)" are C's, not ours.
    size_t sign = word[0] == '-' || word[0] == '+';
    bool words = strncasecmp(word + sign, "inf", 3) == 0 || strncasecmp(word + sign, "nan", 3) == 0;
    bool c_only = (word[sign] == '0' && (word[sign + 1] == 'x' || word[sign + 1] == 'X')) ||
                  (!words && !(word[sign] >= '0' && word[sign] <= '9') && word[sign] != '.');
    double x = c_only ? 0 : strtod(word, &stop);
    if (c_only || stop == word) {
        *ret_fits = false;
        return OK;
    }
    if (words) stop = word + sign + 3;
    s->at += (size_t)(stop - word);
    return keep_number(s, f, x);
}
static Status read_quoted(Scan *s, Field *f) {
    OWN_BUF out = BUF_INIT;
    size_t at = s->at + 1;
    for (; at < s->n_bytes; at++) {
        if (s->text[at] == '"') {
            if (at + 1 >= s->n_bytes || s->text[at + 1] != '"') break;
            at++;
        }
        buf_putc(&out, s->text[at]);
    }
    if (out.failed) return ctx_fail_nomem(s->call->ctx);
    s->at = at < s->n_bytes ? at + 1 : at;
    return keep_text(s, f, buf_text(&out), out.len);
}
static Status read_text(Scan *s, Field *f, bool *ret_fits) {
    size_t from = s->at, end = field_end(s, from);
    *ret_fits = true;
    if (f->kind == FIELD_QUOTED && s->at < s->n_bytes && s->text[s->at] == '"')
        return read_quoted(s, f);
    if (f->kind == FIELD_CHARS) {
        end = from + (size_t)f->width;
        *ret_fits = end <= s->n_bytes;
        if (!*ret_fits) return OK;
    } else if (f->kind == FIELD_SET) {
        for (end = from;
             end < s->n_bytes && f->in_set[(unsigned char)s->text[end]] != f->set_is_negated;)
            end++;
        *ret_fits = end > from;
        if (!*ret_fits) return OK;
    }
    if (f->width && end - from > (size_t)f->width) end = from + (size_t)f->width;
    s->at = end;
    while (f->kind != FIELD_CHARS && end > from && is_white(s, s->text[end - 1])) end--;
    return keep_text(s, f, s->text + from, end - from);
}

static Status read_field(Scan *s, Field *f, bool *ret_fits) {
    if (f->kind == FIELD_LITERAL) {
        size_t n = strlen(f->literal);
        skip_white(s, false);
        *ret_fits = s->n_bytes - s->at >= n && memcmp(s->text + s->at, f->literal, n) == 0;
        if (*ret_fits) s->at += n;
        return OK;
    }
    Status status =
        f->kind == FIELD_NUMBER ? read_number(s, f, ret_fits) : read_text(s, f, ret_fits);
    return status;
}

/// One use of the format. *ret_more false at the end of the text; ERR_ARG when a field does not
/// fit.
static Status read_row(Scan *s, Index row, bool *ret_more) {
    bool begun = false;
    *ret_more = true;
    for (Index i = 0; i < s->n_fields; i++) {
        Field *f = &s->fields[i];
        bool fits = true, new_line = false;
        size_t before = s->at;
        skip_white(s, !begun || !s->delimiters);
        // A line that ends early leaves the rest of its fields empty.
        if (s->delimiters && begun && s->at < s->n_bytes && is_end(s, s->text[s->at]))
            new_line = true;
        if (s->at >= s->n_bytes || new_line) {
            if (!begun) {
                *ret_more = false;
                return OK;
            }
            if (f->kind == FIELD_LITERAL) continue;
            bool comma = s->at >= s->n_bytes && !s->delimiters;
            if (comma) {
                *ret_more = false;
                return OK;
            }
            TRY(f->kind == FIELD_NUMBER ? keep_number(s, f, s->empty_value)
                                        : keep_text(s, f, "", 0));
            continue;
        }
        if (f->kind == FIELD_CHARS && !*s->white) s->at = before;
        TRY(read_field(s, f, &fits));
        if (!fits) {
            if (s->return_on_error) {
                *ret_more = false;
                return OK;
            }
            return call_fail(s->call, ERR_ARG, "MATLAB:textscan:handleErrorAndShowInfo",
                             "Mismatch between file and format character vector.\nTrouble reading "
                             "field %lld of row %lld: '%.*s'.",
                             (long long)i + 1, (long long)row + 1,
                             (int)strcspn(s->text + s->at, "\r\n") > 40
                                 ? 40
                                 : (int)strcspn(s->text + s->at, "\r\n"),
                             s->text + s->at);
        }
        begun = true;
        bool literal_next = i + 1 < s->n_fields && s->fields[i + 1].kind == FIELD_LITERAL;
        if (f->kind != FIELD_LITERAL && !literal_next) skip_delimiter(s);
        if (f->kind == FIELD_LITERAL && i + 1 == s->n_fields) skip_delimiter(s);
    }
    return OK;
}

// ---- options
static Status unescaped(Call *call, Value v, StringArray **ret) {
    OWN_STRINGS *raw = NULL;
    if (value_is_empty(v) && v.tag != VAL_STRING) return OK;
    TRY(value_to_strings(call->ctx, v, &raw));
    TRY(string_new(call->ctx, &raw->shape, ret));
    for (Index i = 0; i < raw->numel; i++)
        if (raw->items[i]) TRY(text_unescape(call->ctx, raw->items[i], &(*ret)->items[i]));
    return OK;
}
/// 'Delimiter',',;' stands for two delimiters, as in a cell of both.
static Status split_characters(Call *call, Value v, StringArray **list) {
    if (!*list || v.tag == VAL_CELL || (v.tag == VAL_STRING && (*list)->numel != 1) ||
        !(*list)->items[0])
        return OK;
    const Text *t = (*list)->items[0];
    Shape shape = shape_2d(1, (Index)t->n_bytes);
    StringArray *parts = NULL;
    if (t->n_bytes < 2 || (Index)t->n_bytes != t->n_units) return OK;
    TRY(string_new(call->ctx, &shape, &parts));
    for (Index i = 0; i < parts->numel; i++) {
        Status status = text_new(call->ctx, t->bytes + i, 1, &parts->items[i]);
        if (status != OK) {
            own_strings_done(&parts);
            return status;
        }
    }
    own_strings_done(list);
    *list = parts;
    return OK;
}
static Status copy_characters(Call *call, const Value *v, char *to, size_t cap) {
    OWN_STRINGS *s = NULL;
    TRY(unescaped(call, *v, &s));
    const char *from = s && s->numel && s->items[0] ? s->items[0]->bytes : "";
    snprintf(to, cap, "%s", from);
    return OK;
}
static Status read_options(Scan *s, int first, double *ret_header) {
    Call *call = s->call;
    Option o[] = {{"Delimiter", NULL},     {"HeaderLines", NULL}, {"MultipleDelimsAsOne", NULL},
                  {"CollectOutput", NULL}, {"EmptyValue", NULL},  {"TreatAsEmpty", NULL},
                  {"CommentStyle", NULL},  {"Whitespace", NULL},  {"EndOfLine", NULL},
                  {"ReturnOnError", NULL}, {"BufSize", NULL}};
    TRY(arg_options(call, first, o, 11));
    if (o[0].value) {
        TRY(unescaped(call, *o[0].value, &s->delimiters));
        TRY(split_characters(call, *o[0].value, &s->delimiters));
    }
    if (o[1].value) TRY(value_to_double(call->ctx, *o[1].value, ret_header));
    if (o[2].value) TRY(value_truth(call->ctx, *o[2].value, &s->many_as_one));
    if (o[3].value) TRY(value_truth(call->ctx, *o[3].value, &s->collect));
    if (o[4].value) TRY(value_to_double(call->ctx, *o[4].value, &s->empty_value));
    if (o[5].value) TRY(value_to_strings(call->ctx, *o[5].value, &s->empties));
    if (o[6].value) TRY(value_to_strings(call->ctx, *o[6].value, &s->comments));
    if (o[7].value) TRY(copy_characters(call, o[7].value, s->white, sizeof s->white));
    if (o[8].value) TRY(copy_characters(call, o[8].value, s->ends, sizeof s->ends));
    if (o[9].value) TRY(value_truth(call->ctx, *o[9].value, &s->return_on_error));
    return OK;
}

// ---- the result
static Status field_value(Scan *s, const Field *f, Index rows, Value *ret) {
    Ctx *ctx = s->call->ctx;
    Index n = f->n < rows ? f->n : rows;
    Shape column = shape_2d(n, 1);
    if (f->kind == FIELD_NUMBER) {
        OWN_TENSOR *x = NULL;
        Tensor *cast = NULL;
        TRY(tensor_from_doubles(ctx, f->numbers ? f->numbers : &(double){0}, &column, &x));
        TRY(tensor_cast(ctx, x, f->cls, &cast));
        *ret = value_take_tensor(cast);
        return OK;
    }
    OWN_CELL *c = NULL;
    TRY(cell_new(ctx, &column, &c));
    for (Index i = 0; i < n; i++) TRY(value_from_text(ctx, f->texts[i], &c->items[i]));
    OWN_VALUE cell = value_take_cell(GIVE(c));
    if (f->kind == FIELD_CHARS) return vm_call_name(s->call->vm, "char", &cell, 1, 1, ret);
    *ret = value_give(&cell);
    return OK;
}
/// Columns side by side where they have one class and one length.
static Status collect(Scan *s, ValueList *columns) {
    Index kept = 0;
    for (Index i = 0; i < columns->n;) {
        Index to = i + 1;
        const char *cls = value_class_name(columns->items[i]);
        while (to < columns->n && strcmp(value_class_name(columns->items[to]), cls) == 0 &&
               value_numel(columns->items[to]) == value_numel(columns->items[i]))
            to++;
        Value joined = VALUE_NONE;
        TRY(value_concat(s->call->ctx, 1, columns->items + i, (int)(to - i), &joined));
        for (Index k = i; k < to; k++) value_clear(&columns->items[k]);
        columns->items[kept++] = joined;
        i = to;
    }
    columns->n = kept;
    return OK;
}
static Status scan_result(Scan *s) {
    OWN_LIST columns = {0};
    Index longest = 0;
    for (Index i = 0; i < s->n_fields; i++)
        if (!s->fields[i].skip && s->fields[i].n > longest) longest = s->fields[i].n;
    for (Index i = 0; i < s->n_fields; i++) {
        Value v = VALUE_NONE;
        if (s->fields[i].skip) continue;
        TRY(field_value(s, &s->fields[i], longest, &v));
        TRY(value_list_push(s->call->ctx, &columns, v));
    }
    if (s->collect) TRY(collect(s, &columns));
    Shape row = shape_2d(1, columns.n);
    CellArray *c = NULL;
    TRY(cell_new(s->call->ctx, &row, &c));
    for (Index i = 0; i < columns.n; i++) c->items[i] = value_give(&columns.items[i]);
    s->call->ret[0] = value_take_cell(c);
    return OK;
}

/// The rest of an open file; *ret_start is where it began.
static Status rest_of_file(Call *call, FILE *file, Buf *out, long *ret_start) {
    *ret_start = ftell(file);
    for (;;) {
        char *room = buf_room(out, 65536);
        if (!room) return ctx_fail_nomem(call->ctx);
        size_t n = fread(room, 1, 65536, file);
        out->len += n;
        if (n == 0) break;
        TRY(ctx_check_stop(call->ctx));
    }
    buf_put(out, "", 0);
    return OK;
}

/// Columns for a format of "": as many numbers as the first line has.
static Status default_format(Scan *s, Buf *format) {
    size_t at = s->at;
    while (at < s->n_bytes && (is_white(s, s->text[at]) || is_end(s, s->text[at]))) at++;
    int n = 1;
    while (at < s->n_bytes && !is_end(s, s->text[at])) {
        size_t d = delimiter_at(s, at);
        if (!s->delimiters && is_white(s, s->text[at])) {
            while (at < s->n_bytes && is_white(s, s->text[at])) at++;
            n += at < s->n_bytes && !is_end(s, s->text[at]);
            continue;
        }
        n += d > 0;
        at += d ? d : 1;
    }
    for (int i = 0; i < n; i++) buf_puts(format, "%f");
    return format->failed ? ctx_fail_nomem(s->call->ctx) : OK;
}

static Status scan_all(Scan *s, const char *format, double times, double header) {
    Call *call = s->call;
    OWN_BUF columns = BUF_INIT;
    for (; header >= 1 && s->at < s->n_bytes; header--) {
        const char *end = memchr(s->text + s->at, '\n', s->n_bytes - s->at);
        s->at = end ? (size_t)(end - s->text) + 1 : s->n_bytes;
    }
    if (!*format) {
        TRY(default_format(s, &columns));
        format = buf_text(&columns);
        s->collect = true;
    }
    TRY(read_format(s, format));
    bool more = true;
    for (Index row = 0; more && (double)row < times; row++) {
        size_t before = s->at;
        TRY(read_row(s, row, &more));
        if (s->at == before) break; // nothing was used up: another round would not end
        TRY(ctx_check_stop(call->ctx));
    }
    return scan_result(s);
}

BUILTIN(textscan,
        "C = textscan(fid,format)\nC = textscan(txt,format)\nC = textscan(...,format,N)\nC = "
        "textscan(...,Name=Value)\n"
        "[C,position] = textscan(...)",
        ARITY(1, -1, 2), "Columns of numbers and texts read by a format.",
        "fid: file from fopen\ntxt: text\nformat: %f %d %u %d8 … %u64 %f32 %f64 %n numbers, %s "
        "text, %q text in double quotes, %c "
        "characters, %[…] %[^…] characters of a set, %*… to skip, anything else literally; numbers "
        "by default\nN: how often "
        "the format is used\nName: Delimiter, HeaderLines, MultipleDelimsAsOne, CollectOutput, "
        "EmptyValue (NaN), TreatAsEmpty, "
        "CommentStyle, Whitespace, EndOfLine, ReturnOnError (true)",
        "C: cell row with one column per field\nposition: where reading ended",
        "Fails for unknown formats, and where the text does not fit when ReturnOnError is false. "
        "%D, %C, %x and %b are not "
        "supported.",
        "C = textscan(\"1,a\\n2,b\",\"%f %s\",Delimiter=\",\");\nC = "
        "textscan(sprintf(\"1,a\\n2,b\"),\"%f "
        "%s\",Delimiter=\",\");\nassert(isequal(C{1},[1;2]) && isequal(C{2},{'a';'b'}))",
        "strread, sscanf, readtable, fscanf") {
    __attribute__((cleanup(scan_done))) Scan s = {.call = call,
                                                  .return_on_error = true,
                                                  .empty_value = NAN,
                                                  .white = " \b\t",
                                                  .ends = "\r\n"};
    OWN_BUF text = BUF_INIT;
    OWN_MEM char *own = NULL, *format = NULL;
    FILE *file = NULL;
    long start = 0;
    int next = 1;
    double times = INFINITY, header = 0;
    if (arg_is_text(call, 0)) {
        TRY(arg_text(call, 0, &own));
        s.text = own;
        s.n_bytes = strlen(own);
    } else {
        double fid;
        TRY(arg_double(call, 0, &fid));
        file = files_stream(call->env, (int)fid);
        if (!file)
            return call_fail(
                call, ERR_IO, "MATLAB:FileIO:InvalidFid",
                "Invalid file identifier. Use fopen to generate a valid file identifier.");
        TRY(rest_of_file(call, file, &text, &start));
        s.text = buf_text(&text);
        s.n_bytes = text.len;
    }
    if (next < call->nargin && arg_is_text(call, next)) {
        OWN_MEM char *first = NULL;
        TRY(arg_text(call, next, &first));
        if (strchr(first, '%') || !*first || call->nargin == 2) format = GIVE(first), next++;
    }
    if (next < call->nargin && !arg_is_text(call, next)) {
        if (!arg_is_empty(call, next)) TRY(arg_double(call, next, &times));
        if (times < 0) times = INFINITY;
        next++;
    }
    TRY(read_options(&s, next, &header));
    TRY(scan_all(&s, format ? format : "%f", times, header));
    if (file) fseek(file, start + (long)s.at, SEEK_SET);
    if (call->nargout > 1) ret_double(call, 1, (double)start + (double)s.at);
    return OK;
}

const BuiltinDef *const family_textscan[] = {&def_textscan, NULL};
