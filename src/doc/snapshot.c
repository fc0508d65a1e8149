// doc/snapshot.c: see snapshot.h. Members that are zero, false or null are left out. Reading trusts
// nothing: the JSON comes from a file that anybody may have made.
#include "doc/snapshot.h"
#include "doc/json.h"
#include <string.h>

static const char *const block_names[] = {"title",    "heading",  "paragraph", "item",
                                          "equation", "table",    "code",      "example",
                                          "section",  "contents", "raw"};
static const char *const run_names[] = {"text", "equation", "image", "break", "raw"};
static const char *const output_names[] = {"text",  "variable", "equation", "figure", "warning",
                                           "error", "matrix",   "table",    "raw"};
#define N_OF(array) ((int)(sizeof array / sizeof *array))

void snapshot_digest(const void *bytes, size_t n, char ret[17]) {
    const unsigned char *p = bytes;
    uint64_t hash = 0xCBF29CE484222325u; // FNV-1a
    for (size_t i = 0; i < n; i++) hash = (hash ^ p[i]) * 0x100000001B3u;
    snprintf(ret, 17, "%016llx", (unsigned long long)hash);
}

Status snapshot_images_init(Ctx *ctx, SnapshotImages *images) {
    *images = (SnapshotImages){map_new(), map_new()};
    if (images->by_digest && images->owned) return OK;
    snapshot_images_done(images);
    return ctx_fail_nomem(ctx);
}

void snapshot_images_done(SnapshotImages *images) {
    Index pos = 0;
    const char *key;
    void *value;
    while (images->owned && map_next(images->owned, &pos, &key, &value)) image_free(value);
    map_free(images->owned);
    map_free(images->by_digest);
    *images = (SnapshotImages){0};
}

// ---- to JSON ------------------------------------------------------------------------------------

static void put_text(json_t *o, const char *key, const char *text) {
    if (text) json_object_set_new(o, key, json_text(text, strlen(text)));
}

static void put_int(json_t *o, const char *key, int64_t value) {
    if (value) json_object_set_new(o, key, json_integer(value));
}

static void put_flag(json_t *o, const char *key, bool value) {
    if (value) json_object_set_new(o, key, json_true());
}

static void put_real(json_t *o, const char *key, double value) {
    if (value == (int64_t)value)
        put_int(o, key, (int64_t)value);
    else
        json_object_set_new(o, key, json_real(value));
}

static json_t *image_json(const DocImage *image, SnapshotImages *images) {
    json_t *o = json_object();
    if (!image->bytes) {
        json_object_set_new(o, "#made", json_true());
        return o;
    }
    char digest[17];
    snapshot_digest(image->bytes, image->n_bytes, digest);
    if (map_set(images->by_digest, digest, (void *)image) != OK) {
        json_decref(o);
        return NULL;
    }
    put_text(o, "digest", digest);
    put_real(o, "width", image->width_px);
    put_real(o, "height", image->height_px);
    return o;
}

static json_t *runs_json(const DocRuns *runs, SnapshotImages *images) {
    json_t *all = json_array();
    for (Index i = 0; i < runs->n; i++) {
        const DocRun *run = &runs->items[i];
        json_t *o = json_object();
        put_text(o, "kind", run_names[run->kind]);
        put_int(o, "style", run->style);
        put_text(o, "text", run->text);
        put_text(o, "link", run->link);
        put_text(o, "unsafe", run->unsafe_link);
        put_flag(o, "display", run->display);
        put_text(o, "alt", run->alt);
        put_text(o, "id", run->id);
        put_text(o, "attributes", run->attributes);
        if (run->image) json_object_set_new(o, "image", image_json(run->image, images));
        json_array_append_new(all, o);
    }
    return all;
}

static json_t *control_json(const DocControl *c) {
    json_t *o = json_object();
    put_text(o, "kind", c->kind);
    put_text(o, "id", c->id);
    put_int(o, "line", c->line);
    put_int(o, "endLine", c->end_line);
    put_int(o, "start", c->start);
    put_int(o, "end", c->end);
    put_text(o, "data", c->data);
    return o;
}

static json_t *output_json(const DocBlock *b, const DocOutput *output, SnapshotImages *images) {
    json_t *o = json_object();
    put_text(o, "kind", output_names[output->kind]);
    put_int(o, "line", (int64_t)output->line - b->first_line);
    put_text(o, "id", output->id);
    put_text(o, "name", output->name);
    put_text(o, "text", output->text);
    put_text(o, "data", output->data);
    if (output->scene)
        json_object_set_new(o, "image", json_pack("{s:b}", "#made", 1));
    else if (output->image)
        json_object_set_new(o, "image", image_json(output->image, images));
    return o;
}

static json_t *block_json(const DocBlock *b, SnapshotImages *images) {
    json_t *o = json_object();
    put_text(o, "kind", block_names[b->kind]);
    put_int(o, "align", b->align);
    put_int(o, "level", b->level);
    put_int(o, "number", b->number);
    put_flag(o, "ordered", b->ordered);
    put_flag(o, "titled", b->titled);
    put_flag(o, "last", b->list_end);
    put_flag(o, "header", b->has_header);
    put_text(o, "anchor", b->anchor);
    put_text(o, "text", b->text);
    put_text(o, "language", b->language);
    put_text(o, "format", b->raw_format);
    put_text(o, "attributes", b->attributes);
    if (b->runs.n) json_object_set_new(o, "runs", runs_json(&b->runs, images));
    if (b->n_rows && b->n_cols) {
        json_t *cells = json_array();
        for (Index i = 0; i < b->n_rows * b->n_cols; i++)
            json_array_append_new(cells, runs_json(&b->cells[i], images));
        put_int(o, "columns", b->n_cols);
        json_object_set_new(o, "cells", cells);
    }
    json_t *controls = b->n_controls ? json_array() : NULL;
    for (Index i = 0; i < b->n_controls; i++)
        json_array_append_new(controls, control_json(&b->controls[i]));
    if (controls) json_object_set_new(o, "controls", controls);
    json_t *outputs = b->n_outputs ? json_array() : NULL;
    for (Index i = 0; i < b->n_outputs; i++)
        json_array_append_new(outputs, output_json(b, &b->outputs[i], images));
    if (outputs) json_object_set_new(o, "outputs", outputs);
    return o;
}

json_t *snapshot_blocks(const Document *doc, SnapshotImages *images) {
    json_t *all = json_array();
    for (Index i = 0; all && i < doc->n_blocks; i++)
        if (json_array_append_new(all, block_json(&doc->blocks[i], images))) {
            json_decref(all);
            return NULL;
        }
    return all;
}

json_t *snapshot_fields(const Document *doc) {
    json_t *o = json_object(), *record = json_object();
    put_text(o, "uuid", doc->uuid);
    put_text(o, "created", doc->created);
    put_text(o, "modified", doc->modified);
    put_int(o, "layout", doc->layout);
    put_real(o, "rightPercent", doc->right_percent);
    put_text(record, "seed", doc->record.seed);
    put_text(record, "versions", doc->record.versions);
    put_text(record, "started", doc->record.started);
    put_text(record, "order", doc->record.order);
    put_real(record, "seconds", doc->record.seconds);
    if (json_object_size(record)) json_object_set(o, "record", record);
    json_decref(record);
    return o;
}

// ---- from JSON ----------------------------------------------------------------------------------

static int name_index(const json_t *o, const char *const *names, int n) {
    const char *name = json_member(o, "kind");
    for (int i = 0; name && i < n; i++)
        if (!strcmp(names[i], name)) return i;
    return -1;
}

static const char *get_text(Reader *r, const json_t *o, const char *key) {
    const char *text = json_member(o, key);
    return text ? reader_text(r, text, strlen(text)) : NULL;
}

/// A number between 0 and `most`; 0 for anything else.
static int32_t get_int(const json_t *o, const char *key, int32_t most) {
    json_int_t value = json_integer_value(json_object_get(o, key));
    return value >= 0 && value <= most ? (int32_t)value : 0;
}

static bool get_flag(const json_t *o, const char *key) {
    return json_is_true(json_object_get(o, key));
}

/// CSS pixels; 0 (its own size) for anything odd.
static double get_size(const json_t *o, const char *key) {
    double value = json_number_value(json_object_get(o, key));
    return value > 0 && value < 1e5 ? value : 0;
}

/// A copy on the heap of the picture that `json` names; false when it is not there.
static bool get_image(Reader *r, const json_t *json, const SnapshotImages *images, DocImage *ret) {
    const char *digest = json_member(json, "digest");
    const DocImage *found = digest ? map_find(images->by_digest, digest) : NULL;
    if (!found || !found->bytes) return false;
    size_t n = found->pixels ? (size_t)(found->width * found->height) * 4 : 0;
    *ret = *found;
    ret->width_px = get_size(json, "width");
    ret->height_px = get_size(json, "height");
    ret->bytes = (uint8_t *)mem_dup_text((const char *)found->bytes, found->n_bytes);
    ret->pixels = n ? mem_alloc(n) : NULL;
    if (ret->bytes && (ret->pixels || !n)) {
        if (n) memcpy(ret->pixels, found->pixels, n);
        return true;
    }
    mem_free(ret->bytes);
    mem_free(ret->pixels);
    reader_fail(r, ctx_fail_nomem(r->ctx));
    return false;
}

static const char *get_link(Reader *r, const json_t *o) {
    const char *link = json_member(o, "link");
    if (!link) return NULL;
    return *link == '#' ? reader_text(r, link, strlen(link)) : link_allowed(r, link, strlen(link));
}

static bool get_run(Reader *r, const json_t *o, const SnapshotImages *images, DocRun *ret) {
    int kind = name_index(o, run_names, N_OF(run_names));
    const json_t *picture = json_object_get(o, "image");
    if (kind < 0) return false;
    *ret = (DocRun){.kind = (RunKind)kind,
                    .style = (unsigned)get_int(o, "style", 15),
                    .text = get_text(r, o, "text"),
                    .link = get_link(r, o),
                    .unsafe_link = get_text(r, o, "unsafe"),
                    .display = get_flag(o, "display"),
                    .alt = get_text(r, o, "alt"),
                    .id = get_text(r, o, "id"),
                    .attributes = get_text(r, o, "attributes")};
    if (json_member(o, "link") && !ret->link) return false;
    if (ret->kind == RUN_RAW && !ret->id) return false;
    if (!ret->text && ret->kind != RUN_BREAK) ret->text = "";
    if (picture) {
        DocImage copy;
        if (!get_image(r, picture, images, &copy)) return false;
        ret->image = image_keep(r, &copy);
    }
    return r->status == OK;
}

static bool get_runs(Reader *r, const json_t *array, const SnapshotImages *images, DocRuns *ret) {
    size_t n = json_array_size(array);
    *ret = (DocRuns){0};
    if (!n) return true;
    DocRun *items = arena_alloc(r->doc->arena, n * sizeof *items);
    if (!items) {
        reader_fail(r, ctx_fail_nomem(r->ctx));
        return false;
    }
    for (size_t i = 0; i < n; i++)
        if (!get_run(r, json_array_get(array, i), images, &items[i])) return false;
    *ret = (DocRuns){items, (Index)n};
    return true;
}

static bool get_cells(Reader *r, const json_t *o, const SnapshotImages *images, DocBlock *b) {
    const json_t *cells = json_object_get(o, "cells");
    size_t n = json_array_size(cells), n_cols = (size_t)get_int(o, "columns", 1 << 20);
    if (b->kind != BLOCK_TABLE) return !n;
    if (!n || !n_cols || n % n_cols) return false;
    b->cells = arena_alloc(r->doc->arena, n * sizeof *b->cells);
    if (!b->cells) {
        reader_fail(r, ctx_fail_nomem(r->ctx));
        return false;
    }
    for (size_t i = 0; i < n; i++)
        if (!get_runs(r, json_array_get(cells, i), images, &b->cells[i])) return false;
    b->n_cols = (Index)n_cols;
    b->n_rows = (Index)(n / n_cols);
    return true;
}

static bool get_controls(Reader *r, const json_t *array, DocBlock *b) {
    enum { MOST = 10000000 };
    size_t n = json_array_size(array);
    if (!n) return true;
    b->controls = arena_alloc(r->doc->arena, n * sizeof *b->controls);
    if (!b->controls) {
        reader_fail(r, ctx_fail_nomem(r->ctx));
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *o = json_array_get(array, i);
        b->controls[i] = (DocControl){.kind = get_text(r, o, "kind"),
                                      .id = get_text(r, o, "id"),
                                      .line = get_int(o, "line", MOST),
                                      .end_line = get_int(o, "endLine", MOST),
                                      .start = get_int(o, "start", MOST),
                                      .end = get_int(o, "end", MOST),
                                      .data = get_text(r, o, "data")};
        if (!b->controls[i].kind) return false;
    }
    b->n_controls = (Index)n;
    return true;
}

static char *heap_text(Reader *r, const json_t *o, const char *key) {
    const char *text = json_member(o, key);
    char *copy = text ? mem_dup(text) : NULL;
    if (text && !copy) reader_fail(r, ctx_fail_nomem(r->ctx));
    return copy;
}

static bool get_output(Reader *r, const json_t *o, const SnapshotImages *images, DocOutput *ret) {
    int kind = name_index(o, output_names, N_OF(output_names));
    const json_t *picture = json_object_get(o, "image");
    if (kind < 0 || (kind == OUTPUT_FIGURE) != (picture != NULL)) return false;
    DocOutput output = {.kind = (OutputKind)kind, .line = get_int(o, "line", 10000000)};
    DocImage copy;
    if (picture && !get_image(r, picture, images, &copy)) return false;
    if (picture && !(output.image = mem_alloc_zero(sizeof copy))) {
        mem_free(copy.bytes);
        mem_free(copy.pixels);
        reader_fail(r, ctx_fail_nomem(r->ctx));
    }
    if (output.image) *output.image = copy;
    output.id = heap_text(r, o, "id");
    output.name = heap_text(r, o, "name");
    output.text = heap_text(r, o, "text");
    output.data = heap_text(r, o, "data");
    bool empty = kind == OUTPUT_RAW ? !output.data : kind != OUTPUT_FIGURE && !output.text;
    if (r->status == OK && !empty) {
        *ret = output;
        return true;
    }
    output_done(&output);
    return false;
}

static bool get_outputs(Reader *r, const json_t *array, const SnapshotImages *images, DocBlock *b) {
    for (size_t i = 0; i < json_array_size(array); i++) {
        DocOutput output;
        if (!get_output(r, json_array_get(array, i), images, &output)) return false;
        Status status = block_add_output(r->ctx, b, output);
        if (status != OK) {
            reader_fail(r, status);
            return false;
        }
    }
    return true;
}

/// Lines of plain-text live code that stand in the file as they are: comments, so that no code
/// hides in them.
static bool is_comment(const char *text) {
    for (const char *p = text; p; p = strchr(p, '\n')) {
        if (*p == '\n') p++;
        if (*p != '%') return false;
    }
    return true;
}

static bool is_sound(const DocBlock *b) {
    switch (b->kind) {
    case BLOCK_EQUATION: return runs_are_equation(&b->runs);
    case BLOCK_RAW:
        return b->raw_format && b->text && (strcmp(b->raw_format, "live") || is_comment(b->text));
    case BLOCK_CODE:
    case BLOCK_CODE_EXAMPLE: return b->text;
    default: return true;
    }
}

bool snapshot_block(Reader *r, const json_t *json, const SnapshotImages *images, DocBlock *ret) {
    int kind = name_index(json, block_names, N_OF(block_names));
    if (kind < 0) return false;
    DocBlock b = {.kind = (BlockKind)kind,
                  .align = (DocAlign)get_int(json, "align", DOC_RIGHT),
                  .level = get_int(json, "level", 8),
                  .number = get_int(json, "number", 1000000000),
                  .ordered = get_flag(json, "ordered"),
                  .titled = get_flag(json, "titled"),
                  .list_end = get_flag(json, "last"),
                  .has_header = get_flag(json, "header"),
                  .anchor = get_text(r, json, "anchor"),
                  .text = get_text(r, json, "text"),
                  .language = get_text(r, json, "language"),
                  .raw_format = get_text(r, json, "format"),
                  .attributes = get_text(r, json, "attributes")};
    if (b.kind == BLOCK_HEADING && (b.level < 1 || b.level > 3)) return false;
    b.n_lines = b.text != NULL;
    for (const char *p = b.text; p && *p; p++) b.n_lines += *p == '\n';
    bool code = b.kind == BLOCK_CODE;
    bool good = get_runs(r, json_object_get(json, "runs"), images, &b.runs) &&
                get_cells(r, json, images, &b) && is_sound(&b);
    if (good && code)
        good = get_controls(r, json_object_get(json, "controls"), &b) &&
               get_outputs(r, json_object_get(json, "outputs"), images, &b);
    if (good && r->status == OK) {
        *ret = b;
        return true;
    }
    block_clear_outputs(&b);
    mem_free(b.outputs);
    return false;
}

void snapshot_set_fields(Reader *r, const json_t *fields) {
    Document *doc = r->doc;
    const json_t *record = json_object_get(fields, "record");
    doc->uuid = get_text(r, fields, "uuid");
    doc->created = get_text(r, fields, "created");
    doc->modified = get_text(r, fields, "modified");
    doc->layout = (DocLayout)get_int(fields, "layout", DOC_HIDE_CODE);
    double percent = json_number_value(json_object_get(fields, "rightPercent"));
    doc->right_percent = percent > 0 && percent <= 100 ? percent : 0;
    doc->record = (DocRunRecord){.seed = get_text(r, record, "seed"),
                                 .versions = get_text(r, record, "versions"),
                                 .started = get_text(r, record, "started"),
                                 .order = get_text(r, record, "order"),
                                 .seconds = json_number_value(json_object_get(record, "seconds"))};
}
