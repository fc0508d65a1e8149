// live/edit.c: the authority of the text: it takes updates made against its newest version, one
// after the other, and refuses others, whose makers then fetch what they missed, rebase and try
// again.
#include "base/vec.h"
#include "live/internal.h"
#include <string.h>

enum { MAX_LOG = 20000, MAX_LOG_BYTES = 16 << 20 };

static size_t changes_bytes(const json_t *changes) {
    size_t n = 64;
    for (size_t i = 0; i < json_array_size(changes); i++) {
        const json_t *part = json_array_get(changes, i);
        n += 48;
        for (size_t k = 1; k < json_array_size(part); k++)
            n += 48 + json_string_length(json_array_get(part, k));
    }
    return n;
}

static Status log_add(LiveDoc *doc, const char *client, json_t *changes) {
    Ctx *ctx = doc->server->ctx;
    Update update = {.client = mem_dup(client), .n_bytes = changes_bytes(changes)};
    Status status = update.client ? vec_reserve(ctx, (void **)&doc->log, &doc->cap_log,
                                                doc->n_log + 1, sizeof *doc->log)
                                  : ctx_fail_nomem(ctx);
    if (status != OK) {
        mem_free(update.client);
        return status;
    }
    update.changes = json_incref(changes);
    doc->log[doc->n_log++] = update;
    doc->log_bytes += update.n_bytes;
    Index drop = 0;
    if (doc->n_log > MAX_LOG || doc->log_bytes > MAX_LOG_BYTES)
        drop = doc->n_log > 1 ? doc->n_log / 2 : 0;
    for (Index i = 0; i < drop; i++) {
        doc->log_bytes -= doc->log[i].n_bytes;
        mem_free(doc->log[i].client);
        json_decref(doc->log[i].changes);
    }
    memmove(doc->log, doc->log + drop, (size_t)(doc->n_log - drop) * sizeof *doc->log);
    doc->n_log -= drop;
    doc->log_version += (int)drop;
    return OK;
}

/// One update: text, outputs and what runs refer to move together.
static Status apply(LiveDoc *doc, const char *client, json_t *changes) {
    Ctx *ctx = doc->server->ctx;
    Buf text = BUF_INIT;
    LineChanges lines = {0};
    buf_room(&text, doc->stored.n_text + 256);
    Status status =
        changes_apply(ctx, doc->stored.text, doc->stored.n_text, changes, MAX_TEXT, &text, &lines);
    if (status == OK) status = log_add(doc, client, changes);
    if (status == OK) {
        mem_free(doc->stored.text);
        if (!text.data) buf_puts(&text, "");
        doc->stored.n_text = text.len;
        doc->stored.text = buf_take(&text);
        doc->version++;
        doc_map_outputs(doc, &lines);
        doc_map_runs(doc, &lines);
    }
    line_changes_done(&lines);
    buf_done(&text);
    return status;
}

static json_t *edits_event(const LiveDoc *doc, int from_version, const char *type) {
    json_t *updates = json_array();
    for (Index i = from_version - doc->log_version; i < doc->n_log; i++)
        json_array_append_new(updates, json_pack("{s:s, s:O}", "client", doc->log[i].client,
                                                 "changes", doc->log[i].changes));
    json_t *event = json_pack("{s:i, s:o}", "version", doc->version, "updates", updates);
    if (type) {
        json_object_set_new(event, "t", json_string(type));
        json_object_set_new(event, "doc", json_integer(doc->id));
    }
    return event;
}

Status doc_edit(LiveDoc *doc, int version, const json_t *updates, bool *ret_accepted) {
    Ctx *ctx = doc->server->ctx;
    *ret_accepted = version == doc->version;
    if (!*ret_accepted) return OK;
    if (doc->read_only)
        return ctx_fail(ctx, ERR_ARG, "Gradus:live:read_only", "'%s' cannot be changed.",
                        doc->name);
    Status status = OK;
    size_t i;
    json_t *update;
    json_array_foreach(updates, i, update) {
        status = apply(doc, json_string_value(json_object_get(update, "client")),
                       json_object_get(update, "changes"));
        if (status != OK) break;
    }
    if (doc->version > version) { // what was good before a bad one counts
        server_broadcast(doc->server, edits_event(doc, version, "edits"), NULL);
        state_touch(doc);
    }
    return status;
}

Status doc_replace_text(LiveDoc *doc, const char *text, size_t n) {
    if (n == doc->stored.n_text && !memcmp(text, doc->stored.text, n)) return OK;
    int version = doc->version;
    json_t *changes = changes_between(doc->stored.text, doc->stored.n_text, text, n);
    if (!changes) return ctx_fail_nomem(doc->server->ctx);
    Status status = apply(doc, "server", changes);
    json_decref(changes);
    if (status == OK) server_broadcast(doc->server, edits_event(doc, version, "edits"), NULL);
    return status;
}

Status doc_updates_since(LiveDoc *doc, int version, json_t **ret) {
    if (version < doc->log_version || version > doc->version)
        return ctx_fail(doc->server->ctx, ERR_ARG, "Gradus:live:too_old",
                        "Updates since version %d are not kept.", version);
    *ret = edits_event(doc, version, NULL);
    return *ret ? OK : ctx_fail_nomem(doc->server->ctx);
}
