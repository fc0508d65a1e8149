// live/kernel/workspace.c: the variables of the base workspace as the Workspace pane shows them. What
// changed is told by fingerprints, so that nothing is copied or held: a quick one of a few elements
// while code runs, a full one at the start and end of a run.
#include "base/clock.h"
#include "base/vec.h"
#include "live/kernel/internal.h"
#include "value/table.h"
#include <math.h>
#include <string.h>
#include <unistd.h>

enum { QUICK_WORDS = 64, SAMPLE_WORDS = 1 << 14, MAX_NESTING = 8, MAX_PARTS = 2000, MAX_VALUE_TEXT = 200, EDITABLE_MAX = 64 };
static const size_t full_bytes = (size_t)24 << 20; // larger arrays are sampled also in a thorough look

// ---- fingerprints -------------------------------------------------------------------------------

static uint64_t mix(uint64_t h, uint64_t x) {
    h ^= x;
    h *= 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

static uint64_t hash_bytes(uint64_t h, const void *bytes, size_t n, bool full) {
    const char *p = bytes;
    size_t words = n / 8, most = !full ? QUICK_WORDS : n > full_bytes ? SAMPLE_WORDS : words;
    size_t step = words <= most ? 1 : words / most, i = 0;
    uint64_t x;
    if (step == 1) { // four at a time, as fast as memory gives them
        uint64_t lane[4] = {h, h + 1, h + 2, h + 3}, w[4];
        for (; i + 4 <= words; i += 4) {
            memcpy(w, p + 8 * i, sizeof w);
            for (int k = 0; k < 4; k++) lane[k] = mix(lane[k], w[k]);
        }
        for (int k = 0; k < 4; k++) h = mix(h, lane[k]);
    }
    for (; i < words; i += step) {
        memcpy(&x, p + 8 * i, 8);
        h = mix(h, x);
    }
    if (n % 8) {
        x = 0;
        memcpy(&x, p + 8 * words, n % 8);
        h = mix(h, x);
    }
    return mix(h, n);
}

static uint64_t hash_shape(uint64_t h, const Shape *shape) {
    for (int i = 0; i < shape->n_dims; i++) h = mix(h, (uint64_t)shape->dim[i]);
    return h;
}

typedef struct Look {
    Vm *vm;
    bool full;
    int nesting, parts; // parts left to look at
} Look;

static uint64_t hash_value(Look *look, uint64_t h, Value v);

static uint64_t hash_items(Look *look, uint64_t h, const Value *items, Index n) {
    if (++look->nesting > MAX_NESTING) n = 0;
    for (Index i = 0; i < n && look->parts > 0; i++) h = hash_value(look, h, items[i]);
    look->nesting--;
    return h;
}

/// Objects that change in place are told by their content, others by where they are.
static uint64_t hash_object(Look *look, uint64_t h, Value v) {
    Ctx *ctx = vm_ctx(look->vm);
    Value inner = VALUE_NONE;
    Status status = ERR_TYPE;
    if (value_is_object(v, &table_class)) {
        const Table *t = (const Table *)v.object;
        return hash_items(look, mix(h, (uint64_t)t->n_rows), t->vars, t->n_vars);
    }
    if (value_is_object(v, &categorical_class)) {
        const Categorical *c = (const Categorical *)v.object;
        return hash_bytes(hash_shape(h, &c->shape), c->codes, (size_t)c->numel * sizeof *c->codes, look->full);
    }
    if (!strcmp(value_class_name(v), "dlarray"))
        status = vm_call_name(look->vm, "extractdata", &v, 1, 1, &inner);
    else if (!strcmp(value_class_name(v), "dlnetwork") && look->full)
        status = v.object->def->dot_get(ctx, v.object, "Learnables", &inner);
    if (status != OK) {
        error_clear(&ctx->error);
        return mix(h, (uint64_t)(uintptr_t)v.object);
    }
    h = hash_items(look, h, &inner, 1);
    value_unref(inner);
    return h;
}

static uint64_t hash_value(Look *look, uint64_t h, Value v) {
    uint64_t bits;
    look->parts--;
    h = mix(h, (uint64_t)v.tag);
    switch (v.tag) {
    case VAL_DOUBLE: memcpy(&bits, &v.number, sizeof bits); return mix(h, bits);
    case VAL_BOOL: return mix(h, v.flag);
    case VAL_TENSOR: {
        size_t n = (size_t)v.tensor->numel * class_size((NumClass)v.tensor->cls) * (v.tensor->is_complex ? 2 : 1);
        h = hash_shape(mix(h, v.tensor->cls), &v.tensor->shape);
        return hash_bytes(h, v.tensor->data, n, look->full);
    }
    case VAL_STRING:
        h = hash_shape(h, &v.string->shape);
        for (Index i = 0; i < v.string->numel && look->parts-- > 0; i++)
            h = v.string->items[i] ? hash_bytes(h, v.string->items[i]->bytes, v.string->items[i]->n_bytes, true)
                                   : mix(h, 1);
        return h;
    case VAL_CELL: return hash_items(look, hash_shape(h, &v.cell->shape), v.cell->items, v.cell->numel);
    case VAL_STRUCT:
        h = mix(hash_shape(h, &v.structure->shape), (uint64_t)v.structure->n_fields);
        return hash_items(look, h, v.structure->items, v.structure->numel * v.structure->n_fields);
    case VAL_FUNC: return mix(h, (uint64_t)(uintptr_t)v.func);
    case VAL_OBJECT: return hash_object(look, h, v);
    default: return h;
    }
}

static uint64_t fingerprint(const Kernel *k, Value v, bool full) {
    Look look = {.vm = k->engine->vm, .full = full, .parts = full ? MAX_PARTS * 50 : MAX_PARTS};
    return hash_value(&look, 0x243F6A8885A308D3u, v);
}

// ---- stamps -------------------------------------------------------------------------------------

void workspace_done(Kernel *k) {
    for (Index i = 0; i < k->n_stamps; i++) mem_free(k->stamps[i].name);
    mem_free(k->stamps);
    k->stamps = NULL;
    k->n_stamps = k->cap_stamps = 0;
}

void workspace_stamp(Kernel *k) {
    Ctx *ctx = &k->engine->ctx;
    const char **names = NULL;
    Index n = 0;
    for (Index i = 0; i < k->n_stamps; i++) mem_free(k->stamps[i].name);
    k->n_stamps = 0;
    if (vm_list_variables(k->engine->vm, VM_BASE, &names, &n) != OK ||
        vec_reserve(ctx, (void **)&k->stamps, &k->cap_stamps, n, sizeof *k->stamps) != OK) {
        error_clear(&ctx->error);
        n = 0;
    }
    for (Index i = 0; i < n; i++) {
        Value v;
        char *name = mem_dup(names[i]);
        if (!name || !vm_find_variable(k->engine->vm, VM_BASE, names[i], &v)) {
            mem_free(name);
            continue;
        }
        k->stamps[k->n_stamps++] =
            (Stamp){.name = name, .quick = fingerprint(k, v, false), .full = fingerprint(k, v, true)};
    }
    mem_free(names);
}

/// Stamps are in the order of names.
static const Stamp *find_stamp(const Kernel *k, const char *name) {
    Index low = 0, high = k->n_stamps;
    while (low < high) {
        Index mid = low + (high - low) / 2;
        int order = strcmp(k->stamps[mid].name, name);
        if (order == 0) return &k->stamps[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/// Whether the variable differs from its stamp. A thorough look mixes what it saw into *content.
static bool has_changed(const Kernel *k, const char *name, Value v, bool thorough, uint64_t *content) {
    const Stamp *stamp = find_stamp(k, name);
    uint64_t full = thorough ? fingerprint(k, v, true) : 0;
    *content = hash_bytes(mix(*content, full), name, strlen(name), true);
    return !stamp || stamp->quick != fingerprint(k, v, false) || (thorough && stamp->full != full);
}

// ---- one variable -------------------------------------------------------------------------------

static double bytes_of(Value v, int nesting) {
    double n = 0;
    if (nesting > MAX_NESTING) return 0;
    switch (v.tag) {
    case VAL_DOUBLE: return 8;
    case VAL_BOOL: return 1;
    case VAL_TENSOR:
        return (double)v.tensor->numel * (double)class_size((NumClass)v.tensor->cls) * (v.tensor->is_complex ? 2 : 1);
    case VAL_STRING:
        for (Index i = 0; i < v.string->numel && i < MAX_PARTS; i++)
            n += v.string->items[i] ? 2.0 * (double)v.string->items[i]->n_units : 0;
        return n + 54.0 * (double)v.string->numel;
    case VAL_CELL:
        for (Index i = 0; i < v.cell->numel && i < MAX_PARTS; i++) n += bytes_of(v.cell->items[i], nesting + 1);
        return n + 104.0 * (double)v.cell->numel;
    case VAL_STRUCT: {
        Index parts = v.structure->numel * v.structure->n_fields;
        for (Index i = 0; i < parts && i < MAX_PARTS; i++) n += bytes_of(v.structure->items[i], nesting + 1);
        return n + 104.0 * (double)parts + 64.0 * (double)v.structure->n_fields;
    }
    default: return 32;
    }
}

void workspace_size(Ctx *ctx, Value v, char *text, size_t n_bytes) {
    Shape shape = shape_2d(1, 1);
    if (value_shape(ctx, v, &shape) != OK) error_clear(&ctx->error);
    shape_format(&shape, "×", text, n_bytes);
}

bool workspace_is_editable(Value v) {
    if (value_is_text_scalar(v)) return true;
    return (value_is_numeric(v) || value_is_logical(v)) && value_numel(v) <= EDITABLE_MAX;
}

/// One line, cut at a character when it is long.
static json_t *value_text(Ctx *ctx, Value v) {
    Buf text = BUF_INIT;
    if (value_summary(ctx, v, &text) != OK) {
        error_clear(&ctx->error);
        buf_clear(&text);
    }
    size_t n = text.len;
    if (n > MAX_VALUE_TEXT) {
        n = MAX_VALUE_TEXT;
        while (n > 0 && ((unsigned char)text.data[n] & 0xC0) == 0x80) n--;
        text.len = n;
        buf_puts(&text, "…");
    }
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] == '\n') text.data[i] = ' ';
    json_t *json = json_stringn(buf_text(&text), text.len);
    buf_done(&text);
    return json ? json : json_string("");
}

static json_t *variable_row(Kernel *k, const char *name, Value v, bool thorough, uint64_t *content) {
    Ctx *ctx = &k->engine->ctx;
    char size[128];
    workspace_size(ctx, v, size, sizeof size);
    return json_pack("{s:s,s:o,s:s,s:s,s:f,s:b,s:b}", "name", name, "value", value_text(ctx, v), "size", size, "class",
                     value_class_name(v), "bytes", bytes_of(v, 0), "changed",
                     has_changed(k, name, v, thorough, content),
                     "editable", workspace_is_editable(v));
}

void workspace_report(Kernel *k, bool thorough) {
    Ctx *ctx = &k->engine->ctx;
    const char **names = NULL;
    Index n = 0;
    char folder[4096];
    Buf bytes = BUF_INIT;
    uint64_t content = 0;
    double begin = clock_monotonic_s();
    if (vm_list_variables(k->engine->vm, VM_BASE, &names, &n) != OK) {
        error_clear(&ctx->error);
        return;
    }
    json_t *rows = json_array();
    for (Index i = 0; i < n; i++) {
        Value v;
        if (vm_find_variable(k->engine->vm, VM_BASE, names[i], &v))
            json_array_append_new(rows, variable_row(k, names[i], v, thorough, &content));
    }
    mem_free(names);
    if (!getcwd(folder, sizeof folder)) folder[0] = 0;
    json_t *message = json_pack("{s:o,s:s}", "variables", rows, "folder", folder);
    talk_dump(message, &bytes);
    uint64_t now = hash_bytes(1, buf_text(&bytes), bytes.len, true);
    bool other = thorough && content != k->content; // though the rows may read as before
    if (message && (now != k->reported || other))
        talk_report(k, "variables", "variables", message);
    else
        json_decref(message);
    k->reported = now;
    if (thorough) k->content = content;
    // A workspace that takes long to look at is looked at less often.
    k->reported_s = clock_monotonic_s() + 10 * (clock_monotonic_s() - begin);
    buf_done(&bytes);
}

// ---- statistics ---------------------------------------------------------------------------------

static json_t *real_or_null(double x) {
    return isfinite(x) ? json_real(x) : json_string(isnan(x) ? "NaN" : x > 0 ? "Inf" : "-Inf");
}

/// {"min","max","mean","std","missing"}; NaN are left out and counted.
static json_t *stats_of(const Tensor *t) {
    double low = INFINITY, high = -INFINITY, mean = 0, m2 = 0;
    Index n = 0;
    for (Index i = 0; i < t->numel; i++) {
        double x = tensor_get(t, i);
        if (isnan(x)) continue;
        n++;
        low = fmin(low, x);
        high = fmax(high, x);
        double d = x - mean;
        mean += d / (double)n;
        m2 += d * (x - mean);
    }
    if (!n) low = high = mean = m2 = NAN;
    return json_pack("{s:o,s:o,s:o,s:o,s:I}", "min", real_or_null(low), "max", real_or_null(high), "mean",
                     real_or_null(mean), "std", real_or_null(n > 1 ? sqrt(m2 / (double)(n - 1)) : n ? 0 : NAN),
                     "missing", (json_int_t)(t->numel - n));
}

void workspace_stats(Kernel *k, const json_t *request) {
    Ctx *ctx = &k->engine->ctx;
    const json_t *names = json_object_get(request, "names"), *name;
    json_t *stats = json_object();
    size_t i;
    json_array_foreach(names, i, name) {
        Value v;
        Tensor *t = NULL;
        const char *text = json_string_value(name);
        if (!text || !vm_find_variable(k->engine->vm, VM_BASE, text, &v)) continue;
        if (!value_is_numeric(v) && !value_is_logical(v)) continue;
        if (value_to_tensor(ctx, v, &t) != OK) {
            error_clear(&ctx->error);
            continue;
        }
        if (!t->is_complex) json_object_set_new(stats, text, stats_of(t));
        tensor_unref(t);
    }
    talk_reply(k, request, json_pack("{s:o}", "stats", stats));
}
