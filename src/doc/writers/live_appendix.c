// doc/writers/live_appendix.c: plain-text live code, the data part: pictures, controls, outputs,
// view. Names come from the file where it had them; new ones are made from the content, so that the
// same document gives the same file.
#include "doc/json.h"
#include "doc/kept.h"
#include "doc/writers/live.h"
#include "doc/writers/picture.h"
#include <ctype.h>
#include <math.h>
#include <string.h>

static json_t *number(double x) {
    return x == floor(x) && fabs(x) < 1e15 ? json_integer((json_int_t)x) : json_real(x);
}

static bool is_id(const char *text) {
    if (!text || !*text) return false;
    for (; *text; text++)
        if (!isalnum((unsigned char)*text) && *text != '_' && *text != '-') return false;
    return true;
}

static uint32_t content_hash(const char *text, size_t n) {
    uint32_t h = 2166136261u; // FNV-1a
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)text[i]) * 16777619u;
    return h;
}

/// Finds a free name "prefix:id" and takes it for `owner`. With `wanted` taken by the same owner
/// that name is given again and *ret_new is false.
static void take_name(LiveWriter *w, const char *prefix, const char *wanted, const void *owner,
                      uint32_t hash, int n_digits, Buf *id, bool *ret_new) {
    Buf name = BUF_INIT;
    *ret_new = true;
    char next[64]; // where the search for this content ended last: thousands may be alike
    snprintf(next, sizeof next, "next:%.30s:%08x", prefix, hash);
    uint32_t start = is_id(wanted) ? 0 : (uint32_t)(uintptr_t)map_find(w->names, next);
    for (uint32_t k = start;; k++) {
        char made[16];
        const char *use = wanted;
        if (k || !is_id(wanted)) {
            snprintf(made, sizeof made, "%0*x", n_digits,
                     (hash + k) & (n_digits == 4 ? 0xffffu : 0xffffffffu));
            use = made;
        }
        if (n_digits == 4 && k == 0x10000) n_digits = 8;
        buf_clear(&name);
        buf_printf(&name, "%s:%s", prefix, use);
        const void *before = name.failed ? NULL : map_find(w->names, buf_text(&name));
        if (before && before != owner) continue;
        *ret_new = before == NULL;
        buf_puts(id, use);
        if (k && map_set(w->names, next, (void *)(uintptr_t)k) != OK)
            live_fail(w, ctx_fail_nomem(w->ctx));
        break;
    }
    if (name.failed || map_set(w->names, buf_text(&name), (void *)owner) != OK)
        live_fail(w, ctx_fail_nomem(w->ctx));
    buf_done(&name);
}

static void put_part(Buf *out, const char *name, const char *id, const char *json) {
    buf_printf(out, "%%[%s%s%s]\n%%   data: ", name, id ? ":" : "", id ? id : "");
    buf_puts(out, json);
    buf_puts(out, "\n%---\n");
}

static void put_part_json(LiveWriter *w, Buf *out, const char *name, const char *id,
                          const json_t *data) {
    Buf text = BUF_INIT;
    json_put(&text, data, true);
    if (text.failed || !data) live_fail(w, ctx_fail_nomem(w->ctx));
    put_part(out, name, id, buf_text(&text));
    buf_done(&text);
}

void live_image(LiveWriter *w, const DocRun *run, Buf *id) {
    enum { ALL = PICTURE_PNG | PICTURE_JPEG | PICTURE_GIF | PICTURE_SVG };
    if (!run->image || w->status != OK) return;
    Picture picture;
    Status status = picture_of_image(w->ctx, run->image, ALL, &picture);
    if (status != OK) {
        live_fail(w, status);
        return;
    }
    if (picture.bytes.len) {
        bool is_new;
        uint32_t hash = content_hash(picture.bytes.data, picture.bytes.len);
        take_name(w, "text:image", run->id, run->image, hash ^ hash >> 16, 4, id, &is_new);
        if (is_new) {
            bool same = w->doc->origin == DOC_LIVE_TEXT || w->doc->origin == DOC_MLX;
            json_t *data = json_object_of(same ? run->attributes : NULL);
            Buf uri = BUF_INIT;
            picture_put_uri(&picture, &uri);
            if (!json_object_get(data, "align"))
                json_object_set_new(data, "align", json_string("baseline"));
            json_object_set_new(data, "height", number(picture.height_px));
            json_object_set_new(data, "width", number(picture.width_px));
            json_object_set_new(data, "src", json_text(buf_text(&uri), uri.len));
            put_part_json(w, &w->images, "text:image", buf_text(id), data);
            json_decref(data);
            buf_done(&uri);
        }
    }
    picture_done(&picture);
}

void live_control(LiveWriter *w, const DocControl *control, Buf *id) {
    Buf prefix = BUF_INIT, name = BUF_INIT;
    bool is_new;
    const char *data = control->data ? control->data : "";
    uint32_t hash = content_hash(data, strlen(data));
    buf_printf(&prefix, "control:%s", control->kind ? control->kind : "editfield");
    take_name(w, buf_text(&prefix), control->id, control, hash ^ hash >> 16, 4, &name, &is_new);
    buf_puts(id, buf_text(&name));
    if (control->data && is_new) {
        json_t *object = json_object_of(control->data);
        put_part_json(w, &w->controls, buf_text(&prefix), buf_text(&name), object);
        json_decref(object);
    }
    buf_done(&prefix);
    buf_done(&name);
}

// ---- outputs ------------------------------------------------------------------------------------

static json_t *wrap(const char *type, json_t *inner) {
    json_t *data = json_object();
    json_object_set_new(data, "dataType", json_string(type));
    json_object_set_new(data, "outputData", inner);
    return data;
}

static void set_text(json_t *object, const char *key, const char *text, size_t n) {
    json_object_set_new(object, key, json_text(text, n));
}

/// A shown variable of which only the console form is known: what stands behind "name =".
static json_t *variable_data(const DocOutput *o) {
    const char *text = o->text ? o->text : "", *name = o->name ? o->name : "ans";
    size_t n_name = strlen(name);
    if (!strncmp(text, name, n_name) && !strncmp(text + n_name, " =", 2)) text += n_name + 2;
    while (*text == '\n' || (*text == ' ' && !strchr(text, '\n'))) text++;
    size_t n = strlen(text);
    while (n && text[n - 1] == '\n') n--;
    json_t *inner = json_object();
    set_text(inner, "name", name, n_name);
    set_text(inner, "value", text, n);
    return wrap("textualVariable", inner);
}

static json_t *figure_data(LiveWriter *w, const DocOutput *o) {
    enum { ALL = PICTURE_PNG | PICTURE_JPEG | PICTURE_GIF | PICTURE_SVG };
    Picture picture;
    DocOptions options = *w->options;
    if (options.figure_format != DOC_FIGURE_SVG) options.figure_format = DOC_FIGURE_PNG;
    Status status = picture_of_output(w->ctx, o, &options, ALL, &picture);
    if (status != OK) {
        live_fail(w, status);
        return NULL;
    }
    json_t *data = NULL;
    if (picture.bytes.len) {
        data = json_object_of(o->data);
        json_t *inner = json_copy(json_object_get(data, "outputData"));
        if (!inner) inner = json_object();
        Buf uri = BUF_INIT;
        picture_put_uri(&picture, &uri);
        set_text(inner, "dataUri", buf_text(&uri), uri.len);
        json_object_set_new(inner, "height", number(picture.height_px));
        json_object_set_new(inner, "width", number(picture.width_px));
        if (o->name && *o->name) set_text(inner, "altText", o->name, strlen(o->name));
        json_object_set_new(data, "dataType", json_string("image"));
        json_object_set_new(data, "outputData", inner);
        buf_done(&uri);
    }
    picture_done(&picture);
    return data;
}

static json_t *output_data(LiveWriter *w, const DocOutput *o) {
    const char *text = o->text ? o->text : "";
    if (o->kind == OUTPUT_FIGURE) return figure_data(w, o);
    json_t *data = o->data ? json_loads(o->data, 0, NULL) : NULL;
    if (json_is_object(data)) return data;
    json_decref(data);
    json_t *inner = json_object();
    switch (o->kind) {
    case OUTPUT_TEXT:
        json_object_set_new(inner, "truncated", json_false());
        set_text(inner, "text", text, strlen(text));
        return wrap("text", inner);
    case OUTPUT_WARNING: set_text(inner, "text", text, strlen(text)); return wrap("warning", inner);
    case OUTPUT_ERROR:
        json_object_set_new(inner, "errorType", json_string("runtime"));
        set_text(inner, "text", text, strlen(text));
        return wrap("error", inner);
    case OUTPUT_EQUATION:
        set_text(inner, "name", o->name ? o->name : "ans", strlen(o->name ? o->name : "ans"));
        set_text(inner, "value", text, strlen(text));
        return wrap("symbolic", inner);
    default:
        if (o->text && !o->name) {
            json_object_set_new(inner, "truncated", json_false());
            set_text(inner, "text", text, strlen(text));
            return wrap("text", inner);
        }
        json_decref(inner);
        return o->text ? variable_data(o) : NULL;
    }
}

void live_output(LiveWriter *w, const DocOutput *output, Buf *id) {
    json_t *data = output_data(w, output);
    if (!data) return;
    Buf text = BUF_INIT;
    bool is_new;
    json_put(&text, data, true);
    json_decref(data);
    if (text.failed) live_fail(w, ctx_fail_nomem(w->ctx));
    take_name(w, "output", output->id, output, content_hash(buf_text(&text), text.len), 8, id,
              &is_new);
    if (is_new) put_part(&w->outputs, "output", buf_text(id), buf_text(&text));
    buf_done(&text);
}

// ---- the appendix -------------------------------------------------------------------------------

static const char *part_json(const Document *doc, const char *name) {
    static const char mark[] = "%   data:";
    const DocPart *part = document_find_part(doc, "live", name);
    if (!part || strncmp(part->bytes, mark, sizeof mark - 1)) return NULL;
    return part->bytes + sizeof mark - 1;
}

static void put_view(LiveWriter *w) {
    static const char *const layouts[] = {"inline", "onright", "hidecode"};
    const Document *doc = w->doc;
    const DocPart *part = document_find_part(doc, "live", "metadata:view");
    if (part && !part->n_bytes && doc->layout == DOC_INLINE && !doc->right_percent && !w->options->hide_code)
        return; // the file said nothing of it
    json_t *view = json_object_of(part_json(doc, "metadata:view"));
    bool known = json_object_size(view) > 0;
    DocLayout layout = w->options->hide_code ? DOC_HIDE_CODE : doc->layout;
    json_object_set_new(view, "layout", json_string(layouts[layout]));
    double before = json_number_value(json_object_get(view, "rightPanelPercent"));
    if (doc->right_percent > 0 && doc->right_percent != before)
        json_object_set_new(view, "rightPanelPercent", number(round(doc->right_percent * 10) / 10));
    else if (!known)
        json_object_set_new(view, "rightPanelPercent", json_integer(40));
    put_part_json(w, w->out, "metadata", "view", view);
    json_decref(view);
}

static void put_record(LiveWriter *w) {
    const DocRunRecord *record = &w->doc->record;
    const char *before = part_json(w->doc, "metadata:gradus");
    if (!record->seed && !before) return;
    json_t *data = json_object_of(before);
    const struct {
        const char *key, *text;
    } texts[] = {{"seed", record->seed},
                 {"versions", record->versions},
                 {"started", record->started},
                 {"order", record->order}};
    for (int i = 0; i < 4; i++)
        if (texts[i].text) set_text(data, texts[i].key, texts[i].text, strlen(texts[i].text));
    if (record->seed) json_object_set_new(data, "seconds", number(record->seconds));
    put_part_json(w, w->out, "metadata", "gradus", data);
    json_decref(data);
}

/// Kept parts whose name begins (or does not begin) with "metadata:".
static void put_kept(LiveWriter *w, bool metadata) {
    for (Index i = 0; i < w->doc->n_parts; i++) {
        const DocPart *part = &w->doc->parts[i];
        bool is_metadata = !strncmp(part->name, "metadata:", 9);
        if (strcmp(part->format, "live") || is_metadata != metadata ||
            !strcmp(part->name, "appendix") || !strcmp(part->name, "metadata:view") ||
            !strcmp(part->name, "metadata:gradus"))
            continue;
        if (w->options->no_outputs && !strncmp(part->name, "output:", 7)) continue;
        if (map_find(w->names, part->name)) continue;
        buf_printf(w->out, "%%[%s]\n", part->name);
        if (part->n_bytes) {
            buf_put(w->out, part->bytes, part->n_bytes);
            buf_putc(w->out, '\n');
        }
        if (strcmp(part->name, "app:layout")) buf_puts(w->out, "%---\n"); // an app's ends with its comment
    }
}

void live_appendix(LiveWriter *w) {
    const DocPart *version = document_find_part(w->doc, "live", "appendix");
    buf_puts(w->out, "\n%[appendix]");
    buf_puts(w->out, version ? version->bytes : "{\"version\":\"1.0\"}");
    buf_puts(w->out, "\n%---\n");
    put_record(w);
    if (w->kept && w->kept->len)
        put_part(w->out, "metadata", LIVE_KEPT, buf_text(w->kept));
    put_kept(w, true);
    put_view(w);
    buf_put(w->out, buf_text(&w->images), w->images.len);
    put_kept(w, false);
    buf_put(w->out, buf_text(&w->controls), w->controls.len);
    buf_put(w->out, buf_text(&w->outputs), w->outputs.len);
    if (w->images.failed || w->controls.failed || w->outputs.failed) w->out->failed = true;
}
