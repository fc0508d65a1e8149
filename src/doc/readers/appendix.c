// doc/readers/appendix.c: the data part of plain-text live code: parts separated by "%---", each
// "%[kind:id]" with one line of JSON. Stored outputs become the text they showed; what is unknown
// is left out.
#include "doc/readers/internal.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *line_end(const char *p, const char *end) {
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    return stop ? stop : end;
}

/// "%[kind:id]…": the text between the brackets; null when the line is none.
static const char *part_name(const char *p, const char *stop, size_t *ret_n) {
    if (stop - p < 4 || p[0] != '%' || p[1] != '[') return NULL;
    const char *close = memchr(p, ']', (size_t)(stop - p));
    if (!close) return NULL;
    *ret_n = (size_t)(close - p - 2);
    return p + 2;
}

void appendix_read(Reader *r, const char *text, size_t n) {
    if (!r->appendix && !(r->appendix = map_new())) {
        reader_fail(r, ctx_fail_nomem(r->ctx));
        return;
    }
    const char *end = text + n, *name = NULL;
    size_t n_name = 0;
    for (const char *p = text; p < end;) {
        const char *stop = line_end(p, end);
        size_t n_new;
        const char *found = part_name(p, stop, &n_new);
        if (found) {
            name = found;
            n_name = n_new;
        } else if (name && stop - p > 8 && !memcmp(p, "%   data:", 9)) {
            json_t *data = json_loadb(p + 9, (size_t)(stop - p - 9), JSON_DISABLE_EOF_CHECK, NULL);
            char *key = mem_dup_text(name, n_name);
            json_t *before = key ? map_remove(r->appendix, key) : NULL;
            json_decref(before);
            if (!data || !key || map_set(r->appendix, key, data) != OK) json_decref(data);
            mem_free(key);
            name = NULL;
        }
        p = stop < end ? stop + 1 : end;
    }
}

const json_t *appendix_find(const Reader *r, const char *kind, const char *id, size_t n_id) {
    if (!r->appendix) return NULL;
    Buf key = BUF_INIT;
    buf_printf(&key, "%s:%.*s", kind, (int)n_id, id);
    const json_t *data = key.failed ? NULL : map_find(r->appendix, buf_text(&key));
    buf_done(&key);
    return data;
}

// ---- text of outputs --------------------------------------------------------------------------

char *text_without_tags(const char *text) {
    static const struct {
        const char *entity;
        char c;
    } entities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&#39;", '\''}};
    static const char *const tags[] = {"a ", "a>", "/a>", "strong>", "/strong>", "b>", "/b>"};
    Buf out = BUF_INIT;
    bool had_tag = strstr(text, "<a ") || strstr(text, "<strong>");
    for (const char *p = text; *p;) {
        const char *close = *p == '<' ? strchr(p, '>') : NULL;
        bool tag = false;
        for (size_t i = 0; close && i < sizeof tags / sizeof *tags; i++)
            tag = tag || !strncmp(p + 1, tags[i], strlen(tags[i]));
        if (tag) {
            p = close + 1;
            continue;
        }
        size_t k = 0;
        while (had_tag && *p == '&' && k < 5 &&
               strncmp(p, entities[k].entity, strlen(entities[k].entity)))
            k++;
        if (had_tag && *p == '&' && k < 5) {
            buf_putc(&out, entities[k].c);
            p += strlen(entities[k].entity);
            continue;
        }
        buf_putc(&out, *p++);
    }
    if (!out.data) buf_puts(&out, "");
    return buf_take(&out);
}

static void put_scalar(const json_t *v, Buf *out) {
    if (json_is_string(v))
        buf_puts(out, json_string_value(v));
    else if (json_is_integer(v))
        buf_printf(out, "%lld", (long long)json_integer_value(v));
    else if (json_is_real(v))
        buf_printf(out, "%.4f", json_real_value(v));
    else if (json_is_boolean(v))
        buf_puts(out, json_is_true(v) ? "1" : "0");
}

static size_t cell_width(const json_t *v) {
    Buf text = BUF_INIT;
    put_scalar(v, &text);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) n += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    buf_done(&text);
    return n;
}

/// Rows of right-justified columns, with column names above when there are any.
static void put_grid(const json_t *rows, const json_t *names, Buf *out) {
    enum { MAX_SHOWN = 200 };
    size_t widths[MAX_SHOWN] = {0}, n_cols = 0;
    size_t n_rows = json_array_size(rows);
    for (size_t r = 0; r < n_rows; r++) {
        const json_t *row = json_array_get(rows, r);
        size_t n = json_is_array(row) ? json_array_size(row) : 1;
        if (n > MAX_SHOWN) n = MAX_SHOWN;
        if (n > n_cols) n_cols = n;
        for (size_t c = 0; c < n; c++) {
            size_t w = cell_width(json_is_array(row) ? json_array_get(row, c) : row);
            if (w > widths[c]) widths[c] = w;
        }
    }
    for (size_t c = 0; c < n_cols && c < json_array_size(names); c++)
        if (cell_width(json_array_get(names, c)) > widths[c])
            widths[c] = cell_width(json_array_get(names, c));
    for (size_t r = 0; r <= n_rows; r++) {
        const json_t *row = r ? json_array_get(rows, r - 1) : names;
        if (!row) continue;
        for (size_t c = 0; c < n_cols; c++) {
            const json_t *v = json_is_array(row) ? json_array_get(row, c) : c ? NULL : row;
            buf_pad(out, ' ', (long)(4 + widths[c] - (v ? cell_width(v) : 0)));
            if (v) put_scalar(v, out);
        }
        buf_putc(out, '\n');
    }
}

static void put_variable(const json_t *d, const char *type, Buf *out) {
    const char *name = json_string_value(json_object_get(d, "name"));
    const char *header = json_string_value(json_object_get(d, "header"));
    const json_t *value = json_object_get(d, "value");
    bool one_line = !strcmp(type, "textualVariable");
    buf_printf(out, "%s =", name ? name : "ans");
    if (header) buf_printf(out, " %s", header);
    if (one_line) {
        buf_putc(out, ' ');
        put_scalar(value, out);
        return;
    }
    buf_puts(out, "\n\n");
    const json_t *exponent = json_object_get(d, "exponent");
    const char *power = json_string_value(exponent);
    if (power && *power && strcmp(power, "0"))
        buf_printf(out, "   1.0e+%s *\n\n", power);
    else if (json_is_integer(exponent) && json_integer_value(exponent))
        buf_printf(out, "   1.0e%+03d *\n\n", (int)json_integer_value(exponent));
    put_grid(value, json_object_get(d, "columnNames"), out);
}

static bool picture_output(const json_t *d, DocOutput *ret) {
    const char *uri = json_string_value(json_object_get(d, "dataUri"));
    DocImage decoded;
    if (!uri || !image_decode_uri(uri, &decoded)) return false;
    ret->image = mem_alloc_zero(sizeof *ret->image);
    if (!ret->image) {
        mem_free(decoded.pixels);
        return false;
    }
    decoded.width_px = json_number_value(json_object_get(d, "width"));
    decoded.height_px = json_number_value(json_object_get(d, "height"));
    *ret->image = decoded;
    return true;
}

bool appendix_output(Reader *r, const json_t *data, int32_t line, DocOutput *ret) {
    (void)r;
    const char *type = json_string_value(json_object_get(data, "dataType"));
    const json_t *d = json_object_get(data, "outputData");
    if (!type || !d) return false;
    DocOutput output = {.line = line};
    Buf text = BUF_INIT;
    const char *plain = json_string_value(json_object_get(d, "text"));
    const char *name = json_string_value(json_object_get(d, "name"));
    if (!strcmp(type, "text") || !strcmp(type, "warning") || !strcmp(type, "error")) {
        output.kind = type[0] == 't' ? OUTPUT_TEXT : type[0] == 'w' ? OUTPUT_WARNING : OUTPUT_ERROR;
        output.text = text_without_tags(plain ? plain : "");
    } else if (!strcmp(type, "image")) {
        output.kind = OUTPUT_FIGURE;
        if (!picture_output(d, &output)) return false;
        *ret = output;
        return true;
    } else if (!strcmp(type, "symbolic")) {
        output.kind = OUTPUT_EQUATION;
        const char *value = json_string_value(json_object_get(d, "value"));
        output.text = mem_dup(value ? value : "");
    } else if (!strcmp(type, "textualVariable") || !strcmp(type, "matrix") ||
               !strcmp(type, "tabular")) {
        output.kind = OUTPUT_VARIABLE;
        put_variable(d, type, &text);
        output.text = text_without_tags(buf_text(&text));
        if (text.failed) output_done(&output);
    } else {
        return false;
    }
    buf_done(&text);
    if (name) output.name = mem_dup(name);
    if (!output.text) {
        output_done(&output);
        return false;
    }
    *ret = output;
    return true;
}
