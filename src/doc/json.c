// doc/json.c: writing JSON; jansson reads it and holds the values. Its own writer prints reals with
// 17 digits and refuses texts that are no UTF-8, so the few lines here do the writing.
#include "doc/json.h"
#include "base/utf.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 2000 };

void json_put_text(Buf *out, const char *text, size_t n, bool slash) {
    static const char *const short_forms[] = {
        ['\b'] = "\\b", ['\f'] = "\\f", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t"};
    buf_putc(out, '"');
    for (size_t i = 0; i < n && !out->failed;) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x80) {
            char bytes[4];
            uint32_t point = utf8_next(text, n, &i);
            buf_put(out, bytes, (size_t)utf8_encode(point, bytes));
            continue;
        }
        i++;
        if (c == '"' || c == '\\' || (c == '/' && slash)) {
            buf_putc(out, '\\');
            buf_putc(out, (char)c);
        } else if (c < 0x20) {
            if (c < sizeof short_forms / sizeof *short_forms && short_forms[c])
                buf_puts(out, short_forms[c]);
            else
                buf_printf(out, "\\u%04x", c);
        } else {
            buf_putc(out, (char)c);
        }
    }
    buf_putc(out, '"');
}

static void put_real(Buf *out, double x) {
    if (!isfinite(x)) {
        buf_puts(out, "null");
        return;
    }
    buf_put_shortest(out, x, false);
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void line(Buf *out, int indent, int depth) {
    if (indent < 0) return;
    buf_putc(out, '\n');
    buf_pad(out, ' ', (long)indent * depth);
}

static void put_value(Buf *out, const json_t *value, bool slash, int indent, int depth);

static void put_object(Buf *out, const json_t *value, bool slash, int indent, int depth) {
    size_t n = json_object_size(value), i = 0;
    const char **keys = mem_alloc((n + 1) * sizeof *keys);
    const char *key;
    json_t *member;
    if (!keys) {
        out->failed = true;
        return;
    }
    json_object_foreach((json_t *)value, key, member) {
        if (i < n) keys[i++] = key;
    }
    qsort(keys, i, sizeof *keys, by_bytes);
    buf_putc(out, '{');
    for (size_t k = 0; k < i; k++) {
        if (k) buf_putc(out, ',');
        line(out, indent, depth + 1);
        json_put_text(out, keys[k], strlen(keys[k]), slash);
        buf_puts(out, indent < 0 ? ":" : ": ");
        put_value(out, json_object_get(value, keys[k]), slash, indent, depth + 1);
    }
    if (i) line(out, indent, depth);
    buf_putc(out, '}');
    mem_free(keys);
}

static void put_value(Buf *out, const json_t *value, bool slash, int indent, int depth) {
    if (!value || depth > MAX_DEPTH) {
        buf_puts(out, "null");
        return;
    }
    switch (json_typeof(value)) {
    case JSON_OBJECT: put_object(out, value, slash, indent, depth); break;
    case JSON_ARRAY:
        buf_putc(out, '[');
        for (size_t i = 0; i < json_array_size(value); i++) {
            if (i) buf_putc(out, ',');
            line(out, indent, depth + 1);
            put_value(out, json_array_get(value, i), slash, indent, depth + 1);
        }
        if (json_array_size(value)) line(out, indent, depth);
        buf_putc(out, ']');
        break;
    case JSON_STRING:
        json_put_text(out, json_string_value(value), json_string_length(value), slash);
        break;
    case JSON_INTEGER: buf_printf(out, "%lld", (long long)json_integer_value(value)); break;
    case JSON_REAL: put_real(out, json_real_value(value)); break;
    case JSON_TRUE: buf_puts(out, "true"); break;
    case JSON_FALSE: buf_puts(out, "false"); break;
    case JSON_NULL: buf_puts(out, "null"); break;
    }
}

void json_put(Buf *out, const json_t *value, bool slash) {
    put_value(out, value, slash, -1, 0);
}

void json_put_pretty(Buf *out, const json_t *value, int indent) {
    put_value(out, value, false, indent, 0);
}

json_t *json_text(const char *text, size_t n) {
    json_t *value = json_stringn(text, n);
    if (value) return value;
    Buf clean = BUF_INIT;
    for (size_t i = 0; i < n;) {
        char bytes[4];
        uint32_t point = utf8_next(text, n, &i);
        buf_put(&clean, bytes, (size_t)utf8_encode(point, bytes));
    }
    if (!clean.failed) value = json_stringn(buf_text(&clean), clean.len);
    buf_done(&clean);
    return value;
}

json_t *json_object_of(const char *text) {
    json_t *value = text ? json_loads(text, 0, NULL) : NULL;
    if (json_is_object(value)) return value;
    json_decref(value);
    return json_object();
}

/// Strings anywhere in `value`, with two blanks between them.
static void join_strings(const json_t *value, Buf *out, int depth) {
    if (json_is_string(value)) {
        if (out->len) buf_puts(out, "  ");
        buf_put(out, json_string_value(value), json_string_length(value));
    }
    for (size_t i = 0; depth < MAX_DEPTH && i < json_array_size(value); i++)
        join_strings(json_array_get(value, i), out, depth + 1);
}

void json_join_cells(json_t *data) {
    json_t *rows = json_object_get(data, "value");
    for (size_t r = 0; r < json_array_size(rows); r++) {
        json_t *row = json_array_get(rows, r);
        for (size_t c = 0; c < json_array_size(row); c++) {
            if (!json_is_array(json_array_get(row, c))) continue;
            Buf text = BUF_INIT;
            join_strings(json_array_get(row, c), &text, 0);
            json_array_set_new(row, c, json_text(buf_text(&text), text.len));
            buf_done(&text);
        }
    }
}

const char *json_member(const json_t *object, const char *key) {
    return json_string_value(json_object_get(object, key));
}

// ---- base64 -----------------------------------------------------------------------------------

void base64_put(Buf *out, const void *bytes, size_t n) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *p = bytes;
    char *to = buf_room(out, (n + 2) / 3 * 4);
    if (!to) return;
    char *start = to;
    for (size_t i = 0; i < n; i += 3) {
        unsigned left = n - i >= 3 ? 3 : (unsigned)(n - i);
        uint32_t bits = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) |
                        (left > 2 ? p[i + 2] : 0);
        *to++ = digits[bits >> 18 & 63];
        *to++ = digits[bits >> 12 & 63];
        *to++ = left > 1 ? digits[bits >> 6 & 63] : '=';
        *to++ = left > 2 ? digits[bits & 63] : '=';
    }
    out->len += (size_t)(to - start);
    out->data[out->len] = 0;
}

static int base64_value(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

void base64_get(Buf *out, const char *text, size_t n) {
    char *to = buf_room(out, n / 4 * 3 + 4);
    if (!to) return;
    char *start = to;
    uint32_t bits = 0;
    int count = 0;
    for (size_t i = 0; i < n && text[i] != '='; i++) {
        int value = base64_value(text[i]);
        if (value < 0) continue;
        bits = bits << 6 | (uint32_t)value;
        if (++count < 4) continue;
        *to++ = (char)(bits >> 16), *to++ = (char)(bits >> 8), *to++ = (char)bits;
        bits = 0;
        count = 0;
    }
    if (count >= 2) *to++ = (char)(count == 2 ? bits >> 4 : bits >> 10);
    if (count == 3) *to++ = (char)(bits >> 2);
    out->len += (size_t)(to - start);
    out->data[out->len] = 0;
}

const char *json_end(const char *p, const char *end) {
    int depth = 0;
    bool text = false;
    for (; p < end; p++) {
        if (text && *p == '\\' && p + 1 < end)
            p++;
        else if (*p == '"')
            text = !text;
        else if (!text && *p == '{')
            depth++;
        else if (!text && *p == '}' && --depth == 0)
            return p + 1;
    }
    return NULL;
}
