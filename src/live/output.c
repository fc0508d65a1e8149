// live/output.c: what statements showed, in the order of their lines; lines follow the text as it
// is edited.
#include "base/vec.h"
#include "live/internal.h"
#include <string.h>

static size_t json_bytes(const json_t *value) {
    size_t n = 16;
    const char *key;
    json_t *item;
    size_t i;
    if (json_is_string(value)) return n + json_string_length(value);
    if (json_is_array(value)) json_array_foreach(value, i, item) n += json_bytes(item);
    if (json_is_object(value))
        json_object_foreach((json_t *)value, key, item) n += strlen(key) + json_bytes(item);
    return n;
}

static void remove_output(LiveDoc *doc, Index i) {
    doc->output_bytes -= doc->outputs[i].n_bytes;
    json_decref(doc->outputs[i].object);
    memmove(&doc->outputs[i], &doc->outputs[i + 1],
            (size_t)(doc->n_outputs - i - 1) * sizeof *doc->outputs);
    doc->n_outputs--;
    doc->outputs_changed = true;
}

/// Inserts behind all outputs of its line; takes output.object.
static Status insert_output(LiveDoc *doc, LiveOutput output) {
    Status status = vec_reserve(doc->server->ctx, (void **)&doc->outputs, &doc->cap_outputs,
                                doc->n_outputs + 1, sizeof output);
    if (status != OK) {
        json_decref(output.object);
        return status;
    }
    Index at = doc->n_outputs;
    while (at > 0 && doc->outputs[at - 1].line > output.line) at--;
    memmove(&doc->outputs[at + 1], &doc->outputs[at],
            (size_t)(doc->n_outputs - at) * sizeof output);
    doc->outputs[at] = output;
    doc->n_outputs++;
    doc->output_bytes += output.n_bytes;
    doc->outputs_changed = true;
    return OK;
}

static void label(LiveOutput *output) {
    json_object_set_new(output->object, "key", json_integer(output->key));
    json_object_set_new(output->object, "line", json_integer(output->line));
}

static void send_output(LiveDoc *doc, const LiveOutput *output) {
    char key[32];
    snprintf(key, sizeof key, "output:%d:%d", doc->id, output->key);
    server_broadcast(doc->server,
                     json_pack("{s:s, s:i, s:i, s:O}", "t", "output", "doc", doc->id, "version",
                               doc->version, "output", output->object),
                     key);
}

/// Room for one more, or the word that there is none (once).
static bool has_room(LiveDoc *doc, size_t n_bytes, int line) {
    if (doc->n_outputs < MAX_OUTPUTS && doc->output_bytes + n_bytes <= MAX_OUTPUT_BYTES)
        return true;
    if (doc->outputs_cut) return false;
    doc->outputs_cut = true;
    LiveOutput output = {.key = ++doc->next_key, .line = line, .run = -1, .n_bytes = 64};
    output.object = json_pack("{s:s, s:s}", "kind", "warning", "text",
                              "More was shown than is kept; the rest is left out.");
    if (!output.object) return false;
    label(&output);
    LiveOutput copy = output;
    if (insert_output(doc, output) == OK) send_output(doc, &copy);
    return false;
}

/// Puts an output behind all others of a later line: the last statement that touched a figure has it. Returns its place.
static Index move_output(LiveDoc *doc, Index i, int line) {
    LiveOutput output = doc->outputs[i];
    output.line = line;
    for (; i + 1 < doc->n_outputs && doc->outputs[i + 1].line <= line; i++) doc->outputs[i] = doc->outputs[i + 1];
    doc->outputs[i] = output;
    return i;
}

void doc_add_output(LiveDoc *doc, int run, json_t *object, int line) {
    int kernel_key = (int)json_integer_value(json_object_get(object, "key"));
    size_t n_bytes = json_bytes(object);
    for (Index i = doc->n_outputs - 1; i >= 0; i--) { // the same again: a frame, a longer text
        LiveOutput *o = &doc->outputs[i];
        if (o->run != run || o->kernel_key != kernel_key) continue;
        if (doc->output_bytes - o->n_bytes + n_bytes > MAX_OUTPUT_BYTES) {
            has_room(doc, n_bytes, o->line);
            return;
        }
        doc->output_bytes += n_bytes - o->n_bytes;
        o->n_bytes = n_bytes;
        json_decref(o->object);
        o->object = json_incref(object);
        if (line > o->line) o = &doc->outputs[move_output(doc, i, line)];
        label(o);
        doc->outputs_changed = true;
        send_output(doc, o);
        return;
    }
    if (!line || !has_room(doc, n_bytes, line)) return;
    LiveOutput output = {.key = ++doc->next_key,
                         .line = line,
                         .run = run,
                         .kernel_key = kernel_key,
                         .n_bytes = n_bytes};
    output.object = json_incref(object);
    label(&output);
    LiveOutput copy = output;
    if (insert_output(doc, output) == OK)
        send_output(doc, &copy);
    else
        error_clear(&doc->server->ctx->error);
}

void doc_keep_picture(LiveDoc *doc, int figure, json_t *scene) {
    char number[24];
    snprintf(number, sizeof number, "%d", figure);
    json_t *window = json_object_get(doc->figures, number);
    if (!scene) return;
    if (window) json_object_set(window, "scene", scene);
    for (Index i = doc->n_outputs - 1; i >= 0; i--) {
        LiveOutput *o = &doc->outputs[i];
        if (json_integer_value(json_object_get(o->object, "figure")) != figure) continue;
        json_object_set(o->object, "scene", scene);
        size_t n_bytes = json_bytes(o->object);
        doc->output_bytes += n_bytes - o->n_bytes;
        o->n_bytes = n_bytes;
        doc->outputs_changed = true;
        send_output(doc, o);
        return;
    }
}

void doc_clear_outputs(LiveDoc *doc, int from, int to) {
    for (Index i = doc->n_outputs - 1; i >= 0; i--)
        if (doc->outputs[i].line >= from && doc->outputs[i].line <= to) remove_output(doc, i);
    doc->outputs_cut = false;
    server_broadcast(doc->server,
                     json_pack("{s:s, s:i, s:i, s:i, s:i}", "t", "outputs_cleared", "doc", doc->id,
                               "version", doc->version, "from_line", from, "to_line", to),
                     NULL);
}

void doc_map_outputs(LiveDoc *doc, const LineChanges *changes) {
    for (Index i = doc->n_outputs - 1; i >= 0; i--) {
        LiveOutput *o = &doc->outputs[i];
        int line = line_changes_map(changes, o->line);
        if (!line) {
            remove_output(doc, i);
        } else if (line != o->line) {
            o->line = line;
            label(o);
        }
    }
}

json_t *doc_outputs(const LiveDoc *doc) {
    json_t *list = json_array();
    for (Index i = 0; i < doc->n_outputs; i++) json_array_append(list, doc->outputs[i].object);
    return list;
}

void doc_load_outputs(LiveDoc *doc, json_t *outputs) {
    while (doc->n_outputs) remove_output(doc, doc->n_outputs - 1);
    size_t i;
    json_t *object;
    json_array_foreach(outputs, i, object) {
        LiveOutput output = {.key = ++doc->next_key,
                             .line = (int)json_integer_value(json_object_get(object, "line")),
                             .run = -1};
        output.n_bytes = json_bytes(object);
        if (doc->n_outputs >= MAX_OUTPUTS) break;
        output.object = json_incref(object);
        label(&output);
        if (insert_output(doc, output) != OK) error_clear(&doc->server->ctx->error);
    }
    doc->outputs_changed = false;
}
