// live/stored.c: the appendix stands at the end of the file, parts divided by "%---":
//   %[appendix]{"version":"1.0"}
//   %---
//   %[output:7fd89108]
//   %   data: {…}
//   %---
// Marks "%[output:7fd89108]" at the ends of code lines say where outputs belong; they are taken out
// of the text here and put back when it is written, at the line where each output then is.
#include "live/stored.h"
#include "base/map.h"
#include "base/utf.h"
#include "doc/json.h"
#include "graphics/scene.h"
#include "graphics/targets/json_read.h"
#include "live/base64.h"
#include <stdio.h>
#include <string.h>

static const char *line_stop(const char *p, const char *end) {
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    return stop ? stop : end;
}

static bool starts(const char *p, const char *end, const char *word) {
    size_t n = strlen(word);
    return (size_t)(end - p) >= n && !memcmp(p, word, n);
}

// ---- text ---------------------------------------------------------------------------------------
/// Valid UTF-8 with '\n' line ends.
static Status clean_text(Ctx *ctx, const char *bytes, size_t n, StoredText *s, Buf *out) {
    if (n >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) s->bom = true, bytes += 3, n -= 3;
    if (memchr(bytes, 0, n))
        return ctx_fail(ctx, ERR_ARG, "Gradus:live:binary", "The file is not text.");
    for (size_t pos = 0; pos < n;) {
        if ((unsigned char)bytes[pos] < 0x80) {
            char c = bytes[pos++];
            if (c == '\r') {
                s->crlf = s->crlf || (pos < n && bytes[pos] == '\n');
                if (pos < n && bytes[pos] == '\n') continue;
                c = '\n';
            }
            buf_putc(out, c);
            continue;
        }
        size_t start = pos;
        char letters[4];
        uint32_t code = utf8_next(bytes, n, &pos);
        int length = utf8_encode(code, letters);
        s->damaged = s->damaged || pos - start != (size_t)length ||
                     memcmp(bytes + start, letters, (size_t)length);
        buf_put(out, letters, (size_t)length);
    }
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}

/// End of the mark "%[…]" or (with `objects`) "%[…]{…}" at p; null when none stands there.
static const char *mark_end(const char *p, const char *stop, bool objects) {
    if (!starts(p, stop, "%[")) return NULL;
    const char *close = memchr(p, ']', (size_t)(stop - p));
    if (!close || memchr(p + 1, '%', (size_t)(close - p - 1))) return NULL;
    bool object = close + 1 < stop && close[1] == '{';
    return !object ? close + 1 : objects ? json_end(close + 1, stop) : NULL;
}

/// Where the marks at the end of a code line begin: from there on only marks and blanks; null:
/// none. One pass.
static const char *marks_start(const char *line, const char *stop) {
    const char *found = NULL;
    bool open = false; // an object did not close: what follows is no mark with an object
    for (const char *p = line; p < stop;) {
        const char *end = mark_end(p, stop, !open);
        if (end) {
            if (!found) found = p;
            p = end;
            continue;
        }
        if (starts(p, stop, "%[")) {
            const char *close = memchr(p, ']', (size_t)(stop - p));
            open = open || (close && close + 1 < stop && close[1] == '{');
            if (!close) return NULL;
        }
        if (*p != ' ' && *p != '\t') found = NULL;
        p++;
    }
    return found;
}

/// Copies a code line without the marks of outputs that the appendix holds, and tells these their
/// line.
static Status take_marks(Ctx *ctx, const char *line, const char *stop, int number, json_t *places,
                         Buf *out) {
    const char *marks = marks_start(line, stop);
    size_t start = out->len;
    bool taken = false;
    buf_put(out, line, (size_t)((marks ? marks : stop) - line));
    for (const char *p = marks; p && p < stop;) {
        const char *end = mark_end(p, stop, true);
        if (!end) end = p + 1; // a blank
        const char *id = p + 9, *close = starts(p, stop, "%[output:")
                                             ? memchr(id, ']', (size_t)(end - id))
                                             : NULL;
        json_t *output = close ? json_object_getn(places, id, (size_t)(close - id)) : NULL;
        bool group = close && starts(id, close, "group:");
        if (output && json_object_set_new(output, "line", json_integer(number)))
            return ctx_fail_nomem(ctx);
        if (output || group)
            taken = true;
        else
            buf_put(out, p, (size_t)(end - p));
        p = end;
    }
    while (taken && out->len > start &&
           (out->data[out->len - 1] == ' ' || out->data[out->len - 1] == '\t'))
        out->data[--out->len] = 0;
    return OK;
}

// ---- appendix -----------------------------------------------------------------------------------
/// Tags and entities of stored texts dropped: "a <strong>b</strong>" is shown as "a b".
static json_t *plain_text(const char *text) {
    static const char *const tags[] = {"a ", "/a>", "strong>", "/strong>"};
    if (!strstr(text, "<a ") && !strstr(text, "<strong>")) return json_string(text);
    Buf out = BUF_INIT;
    for (const char *p = text; *p;) {
        const char *close = *p == '<' ? strchr(p, '>') : NULL;
        bool tag = false;
        for (size_t i = 0; close && i < 4; i++)
            tag = tag || !strncmp(p + 1, tags[i], strlen(tags[i]));
        if (tag)
            p = close + 1;
        else
            buf_putc(&out, *p++);
    }
    json_t *ret = out.failed ? NULL : json_stringn(buf_text(&out), out.len);
    buf_done(&out);
    return ret;
}

static const struct {
    const char *type, *kind;
} kinds[] = {{"text", "text"},         {"textualVariable", "variable"},
             {"matrix", "matrix"},     {"tabular", "table"},
             {"symbolic", "equation"}, {"image", "figure"},
             {"warning", "warning"},   {"error", "error"}};

/// The Output of stored data, its line not known yet; takes `data`.
static json_t *make_output(const char *id, size_t n_id, json_t *data) {
    const char *type = json_string_value(json_object_get(data, "dataType")), *kind = NULL;
    json_t *inner = json_object_get(data, "outputData");
    for (size_t i = 0; type && i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(type, kinds[i].type)) kind = kinds[i].kind;
    json_t *output =
        json_pack("{s:s%, s:i, s:s}", "id", id, n_id, "line", 0, "kind", kind ? kind : "text");
    const char *text = json_string_value(json_object_get(inner, "text"));
    const char *uri = json_string_value(json_object_get(inner, "dataUri"));
    if (kind && !strcmp(kind, "figure") && uri) {
        json_object_set(output, "image", json_object_get(inner, "dataUri"));
        json_object_del(inner, "dataUri");
    }
    if (text && kind) json_object_set_new(output, "text", plain_text(text));
    if (!kind)
        json_object_set_new(output, "text",
                            json_sprintf("[stored output of kind %.40s]", type ? type : "?"));
    json_t *name = json_object_get(inner, "name");
    if (json_is_string(name)) json_object_set(output, "name", name);
    json_object_set_new(output, "data", data);
    return output;
}

static void read_view(const json_t *data, StoredText *s) {
    const char *layout = json_string_value(json_object_get(data, "layout"));
    if (layout && (!strcmp(layout, "onright") || !strcmp(layout, "hidecode")))
        snprintf(s->layout, sizeof s->layout, "%s", layout);
    double percent = json_number_value(json_object_get(data, "rightPanelPercent"));
    if (percent > 0 && percent < 100) s->right_percent = percent;
}

/// One part: its name between "%[" and "]", its lines.
static Status read_part(Ctx *ctx, const char *name, size_t n_name, const char *body,
                        const char *stop, json_t *places, StoredText *s) {
    json_t *data = NULL;
    if (starts(body, stop, "%   data:")) {
        const char *end = line_stop(body, stop);
        data = json_loadb(body + 9, (size_t)(end - body - 9), 0, NULL);
    }
    const char *last = name + n_name;
    const char *id = last;
    while (id > name && id[-1] != ':') id--;
    size_t n_id = (size_t)(last - id);
    int failed = 0;
    if (data && starts(name, last, "output:")) {
        json_t *output = make_output(id, n_id, json_incref(data));
        failed =
            json_array_append(s->outputs, output) || json_object_setn(places, id, n_id, output);
        json_decref(output);
    } else if (data && starts(name, last, "text:image:")) {
        failed = json_object_setn(s->images, id, n_id, data);
    } else if (data && starts(name, last, "control:") && id - name > 9) {
        failed = json_object_setn_new(s->controls, id, n_id,
                                      json_pack("{s:s%, s:O}", "kind", name + 8,
                                                (size_t)(id - 1 - (name + 8)), "data", data));
    } else if (data && starts(name, last, "metadata:view")) {
        read_view(data, s);
    } else {
        failed = json_array_append_new(
            s->parts, json_pack("[s%, s%]", name, n_name, body, (size_t)(stop - body)));
    }
    json_decref(data);
    return failed ? ctx_fail_nomem(ctx) : OK;
}

static Status read_appendix(Ctx *ctx, const char *p, const char *end, json_t *places,
                            StoredText *s) {
    if (p < end) p++; // the line end
    while (p < end) {
        const char *stop = line_stop(p, end);
        const char *close = starts(p, stop, "%[") ? memchr(p, ']', (size_t)(stop - p)) : NULL;
        const char *body = stop < end ? stop + 1 : end, *next = body;
        if (close) {
            while (next < end && !starts(next, end, "%---"))
                next = line_stop(next, end) < end ? line_stop(next, end) + 1 : end;
            TRY(read_part(ctx, p + 2, (size_t)(close - p - 2), body, next, places, s));
        }
        p = next;
    }
    return OK;
}

/// Outputs in the order of their lines, then of the appendix.
static void sort_outputs(json_t *outputs) {
    for (size_t i = 1; i < json_array_size(outputs); i++) {
        json_t *output = json_incref(json_array_get(outputs, i));
        json_int_t line = json_integer_value(json_object_get(output, "line"));
        size_t k = i;
        while (k > 0 &&
               json_integer_value(json_object_get(json_array_get(outputs, k - 1), "line")) > line)
            k--;
        if (k < i) {
            json_array_remove(outputs, i);
            json_array_insert(outputs, k, output);
        }
        json_decref(output);
    }
}

/// The line "%[appendix]…", or the end.
static const char *find_appendix(const char *p, const char *end) {
    while (p < end && !starts(p, end, "%[appendix]"))
        p = line_stop(p, end) < end ? line_stop(p, end) + 1 : end;
    return p;
}

static Status split_lines(Ctx *ctx, const char *p, const char *end, StoredText *s, json_t *places,
                          Buf *text) {
    const char *appendix = find_appendix(p, end);
    if (appendix < end) {
        s->live = s->has_appendix = true;
        TRY(read_appendix(ctx, line_stop(appendix, end), end, places, s));
    }
    for (int number = 1; p < appendix; number++) {
        const char *stop = line_stop(p, appendix);
        s->live = s->live || starts(p, stop, "%[text");
        if (starts(p, stop, "%[") || !s->has_appendix)
            buf_put(text, p, (size_t)(stop - p));
        else
            TRY(take_marks(ctx, p, stop, number, places, text));
        if (stop < appendix) buf_putc(text, '\n');
        p = stop < appendix ? stop + 1 : appendix;
    }
    bool blank = text->len && text->data[text->len - 1] == '\n' &&
                 (text->len == 1 || text->data[text->len - 2] == '\n');
    if (s->has_appendix && blank) text->data[--text->len] = 0; // the one before the appendix
    for (size_t i = json_array_size(s->outputs); i-- > 0;)
        if (!json_integer_value(json_object_get(json_array_get(s->outputs, i), "line")))
            json_array_remove(s->outputs, i);
    return OK;
}

Status stored_split(Ctx *ctx, const char *bytes, size_t n, StoredText *ret) {
    *ret = (StoredText){.outputs = json_array(),
                        .images = json_object(),
                        .controls = json_object(),
                        .parts = json_array(),
                        .layout = "inline",
                        .right_percent = 40};
    Buf clean = BUF_INIT, text = BUF_INIT;
    json_t *places = json_object();
    Status status = places && ret->outputs && ret->images && ret->controls && ret->parts
                        ? OK
                        : ctx_fail_nomem(ctx);
    if (status == OK) status = clean_text(ctx, bytes, n, ret, &clean);
    if (status == OK)
        status =
            split_lines(ctx, buf_text(&clean), buf_text(&clean) + clean.len, ret, places, &text);
    if (status == OK) {
        sort_outputs(ret->outputs);
        if (!text.data) buf_puts(&text, "");
        ret->n_text = text.len;
        ret->text = buf_take(&text);
        if (!ret->text) status = ctx_fail_nomem(ctx);
    }
    buf_done(&clean);
    buf_done(&text);
    json_decref(places);
    if (status != OK) stored_done(ret);
    return status;
}

void stored_done(StoredText *s) {
    mem_free(s->text);
    json_decref(s->outputs);
    json_decref(s->images);
    json_decref(s->controls);
    json_decref(s->parts);
    *s = (StoredText){0};
}

// ---- joining ------------------------------------------------------------------------------------
enum { PICTURE_DPI = 144 };

static json_t *figure_data(Ctx *ctx, const json_t *output) {
    const json_t *image = json_object_get(output, "image"),
                 *scene_json = json_object_get(output, "scene");
    const json_t *before = json_object_get(json_object_get(output, "data"), "outputData");
    double width = json_number_value(json_object_get(before, "width")),
           height = json_number_value(json_object_get(before, "height"));
    Buf uri = BUF_INIT, png = BUF_INIT;
    Status status = OK;
    if (json_is_string(image)) {
        buf_put(&uri, json_string_value(image), json_string_length(image));
    } else {
        Scene *scene = NULL;
        status = scene_from_json(ctx, scene_json, &scene);
        if (status == OK) status = target_png_bytes(ctx, scene, PICTURE_DPI, &png);
        if (status == OK) {
            width = scene->width * 96 / 72, height = scene->height * 96 / 72;
            buf_puts(&uri, "data:image/png;base64,");
            base64_encode(png.data, png.len, false, &uri);
        }
        scene_free(scene);
    }
    json_t *ret = NULL;
    if (status == OK && !uri.failed)
        ret = json_pack("{s:s, s:{s:s%, s:i, s:i}}", "dataType", "image", "outputData", "dataUri",
                        buf_text(&uri), uri.len, "height", (int)(height + 0.5), "width",
                        (int)(width + 0.5));
    buf_done(&uri);
    buf_done(&png);
    if (!ret && status == OK) ctx_fail_nomem(ctx);
    return ret;
}

json_t *stored_output_data(Ctx *ctx, const json_t *output) {
    const char *kind = json_string_value(json_object_get(output, "kind"));
    json_t *data = json_object_get(output, "data"), *text = json_object_get(output, "text");
    if (!strcmp(kind, "figure")) return figure_data(ctx, output);
    if (json_is_object(data)) return json_incref(data);
    const char *shown = json_is_string(text) ? json_string_value(text) : "";
    json_t *name = json_object_get(output, "name");
    json_t *ret;
    if (!strcmp(kind, "text"))
        ret = json_pack("{s:s, s:{s:s, s:b}}", "dataType", "text", "outputData", "text", shown,
                        "truncated", 0);
    else if (!strcmp(kind, "error"))
        ret = json_pack("{s:s, s:{s:s, s:s}}", "dataType", "error", "outputData", "errorType",
                        "runtime", "text", shown);
    else if (!strcmp(kind, "warning"))
        ret = json_pack("{s:s, s:{s:s}}", "dataType", "warning", "outputData", "text", shown);
    else if (!strcmp(kind, "equation"))
        ret = json_pack("{s:s, s:{s:s, s:s}}", "dataType", "symbolic", "outputData", "name",
                        json_is_string(name) ? json_string_value(name) : "", "value", shown);
    else
        ret = json_pack("{s:s, s:{s:s, s:s}}", "dataType", "textualVariable", "outputData", "name",
                        json_is_string(name) ? json_string_value(name) : "", "value", shown);
    if (!ret) ctx_fail_nomem(ctx);
    return ret;
}

static void put_json(Buf *out, const json_t *value) {
    char *text = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ESCAPE_SLASH |
                                       JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    if (text)
        buf_puts(out, text);
    else
        out->failed = true;
    free(text);
}

static void put_part(Buf *out, const char *name, const json_t *data) {
    buf_printf(out, "%%[%s]\n%%   data: ", name);
    put_json(out, data);
    buf_puts(out, "\n%---\n");
}

/// An id of 8 hex digits that no other output of the text has, from what it holds.
static void make_id(const char *data, Map *taken, char ret[9]) {
    uint32_t h = 2166136261u;
    for (const char *p = data; *p; p++) h = (h ^ (unsigned char)*p) * 16777619u;
    do snprintf(ret, 9, "%08x", (unsigned)h++);
    while (map_find(taken, ret));
}

/// The marks of one line's outputs to `out`, their parts to `parts`.
static Status put_outputs(Ctx *ctx, const json_t *outputs, size_t *at, int line, bool allowed,
                          Map *taken, Buf *out, Buf *parts) {
    const json_t *output;
    while ((output = json_array_get(outputs, *at)) &&
           json_integer_value(json_object_get(output, "line")) <= line) {
        (*at)++;
        if (!allowed || json_integer_value(json_object_get(output, "line")) < line) continue;
        json_t *data = stored_output_data(ctx, output);
        if (!data) return ctx->error.status;
        Buf text = BUF_INIT;
        put_json(&text, data);
        json_decref(data);
        char made[9];
        const char *id = json_string_value(json_object_get(output, "id"));
        if (!id || !*id || map_find(taken, id)) make_id(buf_text(&text), taken, made), id = made;
        buf_printf(out, " %%[output:%s]", id);
        buf_printf(parts, "%%[output:%s]\n%%   data: %s\n%%---\n", id, buf_text(&text));
        bool failed = text.failed || map_set(taken, id, taken) != OK;
        buf_done(&text);
        if (failed) return ctx_fail_nomem(ctx);
    }
    return OK;
}

static void put_kept_parts(const StoredText *s, Buf *out) {
    const char *id;
    json_t *item;
    json_t *view =
        json_pack("{s:s, s:f}", "layout", s->layout, "rightPanelPercent", s->right_percent);
    put_part(out, "metadata:view", view);
    json_decref(view);
    size_t i;
    json_array_foreach(s->parts, i, item) {
        const char *body = json_string_value(json_array_get(item, 1));
        size_t n = strlen(body);
        buf_printf(out, "%%[%s]\n%s%s%%---\n", json_string_value(json_array_get(item, 0)), body,
                   n && body[n - 1] != '\n' ? "\n" : "");
    }
    Buf name = BUF_INIT;
    json_object_foreach(s->controls, id, item) {
        buf_clear(&name);
        buf_printf(&name, "control:%s:%s", json_string_value(json_object_get(item, "kind")), id);
        put_part(out, buf_text(&name), json_object_get(item, "data"));
    }
    json_object_foreach(s->images, id, item) {
        buf_clear(&name);
        buf_printf(&name, "text:image:%s", id);
        put_part(out, buf_text(&name), item);
    }
    out->failed = out->failed || name.failed;
    buf_done(&name);
}

Status stored_join(Ctx *ctx, const StoredText *s, bool no_outputs, Buf *ret) {
    Buf out = BUF_INIT, parts = BUF_INIT;
    Map *taken = map_new();
    Status status = taken ? OK : ctx_fail_nomem(ctx);
    bool live = s->live && !no_outputs;
    size_t at = 0;
    const char *p = s->text, *end = p + s->n_text;
    for (int line = 1; status == OK && p < end; line++) {
        const char *stop = line_stop(p, end);
        buf_put(&out, p, (size_t)(stop - p));
        bool code = stop > p && !starts(p, stop, "%[") && !starts(p, stop, "%%");
        if (live) status = put_outputs(ctx, s->outputs, &at, line, code, taken, &out, &parts);
        if (stop < end) buf_putc(&out, '\n');
        p = stop < end ? stop + 1 : end;
    }
    if (status == OK && s->live) {
        if (out.len && out.data[out.len - 1] != '\n') buf_putc(&out, '\n');
        buf_puts(&out, "\n%[appendix]{\"version\":\"1.0\"}\n%---\n");
        put_kept_parts(s, &out);
        buf_put(&out, buf_text(&parts), parts.len);
    }
    if (status == OK && (out.failed || parts.failed)) status = ctx_fail_nomem(ctx);
    if (status == OK && s->bom) buf_puts(ret, "\xEF\xBB\xBF");
    for (size_t i = 0; status == OK && i < out.len; i++) {
        if (s->crlf && out.data[i] == '\n') buf_putc(ret, '\r');
        buf_putc(ret, out.data[i]);
    }
    if (status == OK && ret->failed) status = ctx_fail_nomem(ctx);
    buf_done(&out);
    buf_done(&parts);
    map_free(taken);
    return status;
}
