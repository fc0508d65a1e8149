// doc/readers/appendix.c: the data part of plain-text live code: parts separated by "%---", each
// "%[kind:id]" with one line of JSON. Every part ends up in the model, as an output, a control, a
// picture, the layout, or (whatever it is, valid or not) as a DocPart with its lines as they stood.
#include "doc/json.h"
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

static bool is_rule(const char *p, const char *stop) {
    while (stop > p && (stop[-1] == '\r' || stop[-1] == ' ')) stop--;
    return stop - p == 4 && !memcmp(p, "%---", 4);
}

static void part_free(AppendixPart *part) {
    if (!part) return;
    json_decref(part->data);
    mem_free(part);
}

void appendix_free(Map *appendix) {
    Index pos = 0;
    const char *key;
    void *value;
    while (appendix && map_next(appendix, &pos, &key, &value)) part_free(value);
    map_free(appendix);
}

/// The one object on the line after "data:", if it is one.
static json_t *part_data(const char *raw, size_t n) {
    static const char mark[] = "%   data:";
    if (n < sizeof mark || memcmp(raw, mark, sizeof mark - 1)) return NULL;
    const char *p = raw + sizeof mark - 1, *end = line_end(p, raw + n);
    json_t *data = json_loadb(p, (size_t)(end - p), 0, NULL);
    if (json_is_object(data)) return data;
    json_decref(data);
    return NULL;
}

static Status add_part(Reader *r, const char *name, size_t n_name, const char *raw, size_t n_raw) {
    while (n_raw && (raw[n_raw - 1] == '\n' || raw[n_raw - 1] == '\r')) n_raw--;
    AppendixPart *part = mem_alloc_zero(sizeof *part + n_name + 1);
    if (!part) return ctx_fail_nomem(r->ctx);
    memcpy(part->name, name, n_name);
    part->raw = raw;
    part->n_raw = n_raw;
    part->data = part_data(raw, n_raw);
    AppendixPart *before = map_remove(r->appendix, part->name);
    part_free(before);
    if (map_set(r->appendix, part->name, part) == OK) return OK;
    part_free(part);
    return ctx_fail_nomem(r->ctx);
}

void appendix_read(Reader *r, const char *text, size_t n) {
    if (!r->appendix && !(r->appendix = map_new())) {
        reader_fail(r, ctx_fail_nomem(r->ctx));
        return;
    }
    const char *end = text + n, *name = NULL, *raw = text;
    size_t n_name = 0;
    Status status = OK;
    for (const char *p = text; p < end && status == OK;) {
        const char *stop = line_end(p, end), *next = stop < end ? stop + 1 : end;
        size_t n_new;
        const char *found = part_name(p, stop, &n_new);
        if ((found || is_rule(p, stop)) && name) {
            status = add_part(r, name, n_name, raw, (size_t)(p - raw));
            name = NULL;
        }
        if (found) {
            name = found;
            n_name = n_new;
            raw = next;
        }
        p = next;
    }
    if (name && status == OK) status = add_part(r, name, n_name, raw, (size_t)(end - raw));
    if (status != OK) reader_fail(r, status);
}

static AppendixPart *find_part(const Reader *r, const char *kind, const char *id, size_t n_id) {
    if (!r->appendix) return NULL;
    Buf key = BUF_INIT;
    buf_puts(&key, kind);
    buf_putc(&key, ':');
    buf_put(&key, id, n_id);
    AppendixPart *part = key.failed ? NULL : map_find(r->appendix, buf_text(&key));
    buf_done(&key);
    return part;
}

bool appendix_has(const Reader *r, const char *kind, const char *id, size_t n_id) {
    const AppendixPart *part = find_part(r, kind, id, n_id);
    return part && part->data;
}

const json_t *appendix_use(Reader *r, const char *kind, const char *id, size_t n_id) {
    AppendixPart *part = find_part(r, kind, id, n_id);
    if (!part || !part->data) return NULL;
    part->used = true;
    return part->data;
}

const char *reader_json(Reader *r, const json_t *object) {
    if (!json_object_size(object)) return NULL;
    Buf text = BUF_INIT;
    json_put(&text, object, false);
    const char *kept = text.failed ? NULL : reader_text(r, text.data, text.len);
    if (text.failed) reader_fail(r, ctx_fail_nomem(r->ctx));
    buf_done(&text);
    return kept;
}

static const char *kept_text(Reader *r, const json_t *object, const char *key) {
    const char *text = json_member(object, key);
    return text ? reader_text(r, text, strlen(text)) : NULL;
}

void appendix_metadata(Reader *r) {
    Document *doc = r->doc;
    const AppendixPart *part = find_part(r, "metadata", "view", 4);
    if (part && part->data) {
        const char *layout = json_member(part->data, "layout");
        if (layout && !strcmp(layout, "onright")) doc->layout = DOC_ON_RIGHT;
        if (layout && !strcmp(layout, "hidecode")) doc->layout = DOC_HIDE_CODE;
        double percent = json_number_value(json_object_get(part->data, "rightPanelPercent"));
        if (percent > 0 && percent <= 100) doc->right_percent = percent;
    } else if (!part) { // noted, so that the writer says nothing either
        Status status = document_add_part(r->ctx, doc, "live", "metadata:view", NULL, "", 0);
        if (status != OK) reader_fail(r, status);
    }
    part = find_part(r, "metadata", "gradus", 6);
    if (!part || !part->data) return;
    doc->record =
        (DocRunRecord){.seed = kept_text(r, part->data, "seed"),
                       .versions = kept_text(r, part->data, "versions"),
                       .started = kept_text(r, part->data, "started"),
                       .order = kept_text(r, part->data, "order"),
                       .seconds = json_number_value(json_object_get(part->data, "seconds"))};
}

void appendix_leftover(Reader *r) {
    Index pos = 0;
    const char *key;
    void *value;
    while (r->appendix && map_next(r->appendix, &pos, &key, &value)) {
        const AppendixPart *part = value;
        if (part->used || r->status != OK) continue;
        Buf lines = BUF_INIT; // line ends are the file's business
        for (size_t i = 0; i < part->n_raw; i++)
            if (part->raw[i] != '\r' || i + 1 == part->n_raw || part->raw[i + 1] != '\n')
                buf_putc(&lines, part->raw[i]);
        Status status = lines.failed ? ctx_fail_nomem(r->ctx)
                                     : document_add_part(r->ctx, r->doc, "live", key, NULL,
                                                         buf_text(&lines), lines.len);
        if (status != OK) reader_fail(r, status);
        buf_done(&lines);
    }
}

void appendix_image(Reader *r, const char *id, size_t n, DocRun *run) {
    run->id = reader_text(r, id, n);
    AppendixPart *part = find_part(r, "text:image", id, n);
    const char *src = part && part->data ? json_member(part->data, "src") : NULL;
    DocImage decoded;
    if (!src || !image_decode_uri(src, &r->pixels_left, &decoded))
        return; // the part is kept as it is
    decoded.width_px = json_number_value(json_object_get(part->data, "width"));
    decoded.height_px = json_number_value(json_object_get(part->data, "height"));
    run->image = image_keep(r, &decoded);
    part->used = true;
    json_t *rest = json_copy(part->data);
    static const char *const known[] = {"src", "width", "height"};
    for (int i = 0; i < 3; i++) json_object_del(rest, known[i]);
    run->attributes = reader_json(r, rest);
    json_decref(rest);
}

// ---- text of outputs --------------------------------------------------------------------------

/// Behind the tag at p; a ">" in the quotes of an attribute ends nothing. There is a ">" further on.
static const char *after_tag(const char *p) {
    const char *q = p;
    for (bool quoted = false; *q && (quoted || *q != '>'); q++) quoted = quoted != (*q == '"');
    return (*q ? q : strchr(p, '>')) + 1;
}

char *text_without_tags(const char *text) {
    static const struct {
        const char *entity;
        char c;
    } entities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&#39;", '\''}};
    static const char *const tags[] = {"a ", "a>", "/a>", "strong>", "/strong>", "b>", "/b>"};
    Buf out = BUF_INIT;
    bool had_tag = strstr(text, "<a ") || strstr(text, "<strong>");
    const char *last_close = strrchr(text, '>');
    for (const char *p = text; *p;) {
        bool tag = false;
        for (size_t i = 0; *p == '<' && last_close > p && i < sizeof tags / sizeof *tags; i++)
            tag = tag || !strncmp(p + 1, tags[i], strlen(tags[i]));
        if (tag) {
            p = after_tag(p);
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

/// A cell of several values shows all of them.
static void put_cell(const json_t *v, Buf *out) {
    if (!json_is_array(v)) put_scalar(v, out);
    for (size_t i = 0; i < json_array_size(v); i++) {
        if (i) buf_puts(out, "  ");
        put_scalar(json_array_get(v, i), out);
    }
}

static size_t cell_width(const json_t *v) {
    Buf text = BUF_INIT;
    put_cell(v, &text);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) n += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    buf_done(&text);
    return n;
}

/// What stands in column c of row r; row 0 are the names of columns, and column 0 those of rows
/// when `has_names`.
static const json_t *grid_cell(const json_t *d, size_t r, size_t c, bool has_names) {
    const json_t *rows = json_object_get(d, "value");
    if (has_names && c == 0)
        return r ? json_array_get(json_object_get(d, "rowNames"), r - 1)
                 : json_object_get(d, "cornerText");
    c -= has_names;
    if (!r) return json_array_get(json_object_get(d, "columnNames"), c);
    const json_t *row = json_array_get(rows, r - 1);
    return json_is_array(row) ? json_array_get(row, c) : c ? NULL : row;
}

/// Rows of right-justified columns, with the names of columns and rows when there are any. MAX_TEXT
/// bounds what one giant cell among many rows can make of padding.
static void put_grid(const json_t *d, Buf *out) {
    enum { MAX_SHOWN = 200, MAX_ROWS = 10000, MAX_TEXT = 4 << 20 };
    size_t widths[MAX_SHOWN] = {0}, n_cols = 0, start = out->len;
    const json_t *rows = json_object_get(d, "value");
    size_t n_rows = json_array_size(rows),
           first = json_array_size(json_object_get(d, "columnNames")) ? 0 : 1;
    bool has_names = json_array_size(json_object_get(d, "rowNames")) > 0;
    if (n_rows > MAX_ROWS) n_rows = MAX_ROWS;
    for (size_t r = 0; r < n_rows; r++) {
        const json_t *row = json_array_get(rows, r);
        size_t n = has_names + (json_is_array(row) ? json_array_size(row) : 1);
        if (n > n_cols) n_cols = n < MAX_SHOWN ? n : MAX_SHOWN;
    }
    for (size_t r = first; r <= n_rows; r++)
        for (size_t c = 0; c < n_cols; c++) {
            const json_t *v = grid_cell(d, r, c, has_names);
            size_t w = v ? cell_width(v) : 0;
            if (w > widths[c]) widths[c] = w;
        }
    for (size_t r = first; r <= n_rows && out->len - start < MAX_TEXT; r++) {
        for (size_t c = 0; c < n_cols && out->len - start < MAX_TEXT; c++) {
            const json_t *v = grid_cell(d, r, c, has_names);
            buf_pad(out, ' ', (long)(4 + widths[c] - (v ? cell_width(v) : 0)));
            if (v) put_cell(v, out);
        }
        buf_putc(out, '\n');
    }
}

static void put_variable(const json_t *d, const char *type, Buf *out) {
    const char *name = json_member(d, "name");
    const char *header = json_member(d, "header");
    const json_t *value = json_object_get(d, "value");
    bool one_line = !strcmp(type, "textualVariable");
    buf_printf(out, "%s =", name ? name : "ans");
    if (header) buf_printf(out, " %s", header);
    if (one_line) {
        const char *text = json_string_value(value);
        buf_putc(out, text && strchr(text, '\n') ? '\n' : ' ');
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
    put_grid(d, out);
}

// ---- outputs ----------------------------------------------------------------------------------

/// The picture of a figure; what else the part says stays in `ret->data`.
static bool picture_output(Reader *r, const json_t *data, const json_t *d, DocOutput *ret) {
    const char *uri = json_member(d, "dataUri");
    DocImage decoded;
    if (!uri || !image_decode_uri(uri, &r->pixels_left, &decoded)) return false;
    decoded.width_px = json_number_value(json_object_get(d, "width"));
    decoded.height_px = json_number_value(json_object_get(d, "height"));
    ret->kind = OUTPUT_FIGURE;
    ret->image = mem_alloc_zero(sizeof *ret->image);
    if (!ret->image) {
        mem_free(decoded.pixels);
        mem_free(decoded.bytes);
        return false;
    }
    *ret->image = decoded;
    json_t *rest = json_copy((json_t *)data), *inner = json_copy((json_t *)d);
    static const char *const known[] = {"dataUri", "width", "height", "altText"};
    const char *alt = json_member(d, "altText");
    if (alt) ret->name = mem_dup(alt);
    for (int i = 0; i < 4; i++) json_object_del(inner, known[i]);
    bool more = json_object_size(inner) || json_object_size(rest) > 2;
    if (rest && more && !json_object_set(rest, "outputData", inner)) {
        Buf text = BUF_INIT;
        json_put(&text, rest, false);
        ret->data = buf_take(&text);
    }
    json_decref(rest);
    json_decref(inner);
    return true;
}

/// Whether `data` holds no more than the plain form of a text, warning or error.
static bool says_it_all(const json_t *data, const json_t *d, OutputKind kind, const char *shown) {
    size_t expected = kind == OUTPUT_WARNING ? 1 : 2;
    const char *text = json_member(d, "text"), *type = json_member(d, "errorType");
    if (json_object_size(data) != 2 || json_object_size(d) != expected || !text) return false;
    if (kind == OUTPUT_TEXT && !json_is_false(json_object_get(d, "truncated"))) return false;
    if (kind == OUTPUT_ERROR && (!type || strcmp(type, "runtime"))) return false;
    return !strcmp(text, shown);
}

static void text_output(const json_t *d, const char *type, DocOutput *ret) {
    const char *plain = json_member(d, "text"), *value = json_member(d, "value");
    bool grid = !strcmp(type, "matrix") || !strcmp(type, "tabular");
    ret->kind = OUTPUT_RAW;
    if (plain && (!strcmp(type, "text") || !strcmp(type, "warning") || !strcmp(type, "error"))) {
        ret->kind = type[0] == 't' ? OUTPUT_TEXT : type[0] == 'w' ? OUTPUT_WARNING : OUTPUT_ERROR;
        ret->text = text_without_tags(plain);
    } else if (!strcmp(type, "symbolic") && value) {
        ret->kind = OUTPUT_EQUATION;
        ret->text = mem_dup(value);
    } else if (grid || !strcmp(type, "textualVariable")) {
        ret->kind = !grid ? OUTPUT_VARIABLE : type[0] == 'm' ? OUTPUT_MATRIX : OUTPUT_TABLE;
        Buf text = BUF_INIT;
        put_variable(d, type, &text);
        ret->text = text.failed ? NULL : text_without_tags(buf_text(&text));
        buf_done(&text);
    }
}

bool appendix_output(Reader *r, const json_t *data, int32_t line, DocOutput *ret) {
    const char *type = json_member(data, "dataType");
    const json_t *d = json_object_get(data, "outputData");
    DocOutput output = {.kind = OUTPUT_RAW, .line = line};
    if (type && d && !strcmp(type, "image") && picture_output(r, data, d, &output)) {
        *ret = output;
        return true;
    }
    bool good = true;
    if (type && d) text_output(d, type, &output);
    if (output.kind != OUTPUT_RAW) {
        const char *name = json_member(d, "name");
        if (name) output.name = mem_dup(name);
        good = output.text && (output.name || !name);
    }
    if (good && (output.kind == OUTPUT_RAW || !says_it_all(data, d, output.kind, output.text))) {
        Buf text = BUF_INIT;
        json_put(&text, data, false);
        output.data = buf_take(&text);
        good = output.data != NULL;
    }
    if (!good) {
        output_done(&output);
        reader_fail(r, ctx_fail_nomem(r->ctx));
        return false;
    }
    *ret = output;
    return true;
}
