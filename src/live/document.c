// live/document.c: the life of a document in the server: opened from a file of any format as
// plain-text live code, listed, described to browsers, closed.
#include "base/clock.h"
#include "base/file.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "live/internal.h"
#include "live/sections.h"
#include <string.h>
#include <strings.h>

const char *doc_folder(const LiveDoc *doc, Buf *room) {
    buf_clear(room);
    if (doc->path[0] == '/') {
        size_t n = (size_t)(path_base(doc->path) - doc->path);
        buf_put(room, doc->path, n > 1 ? n - 1 : 1);
    } else {
        buf_puts(room, doc->folder ? doc->folder : doc->server->folder);
    }
    return buf_text(room);
}

LiveDoc *doc_find(Server *server, int id) {
    if (server->console && server->console->id == id) return server->console;
    for (int i = 0; i < server->n_docs; i++)
        if (server->docs[i]->id == id) return server->docs[i];
    return NULL;
}

LiveDoc *doc_by_path(Server *server, const char *path) {
    for (int i = 0; i < server->n_docs; i++)
        if (!server->docs[i]->untitled && !strcmp(server->docs[i]->path, path))
            return server->docs[i];
    return NULL;
}

bool doc_unsaved(const LiveDoc *doc) {
    return !doc->console && (doc->version != doc->saved_version || doc->recovered);
}

static LiveDoc *doc_alloc(Server *server) {
    LiveDoc *doc = mem_alloc_zero(sizeof *doc);
    if (!doc) return NULL;
    doc->server = server;
    doc->id = ++server->next_doc;
    doc->variables = json_array();
    doc->figures = json_object();
    doc->console_texts = json_array();
    doc->ran = json_array();
    doc->times = json_object();
    doc->path = mem_dup("");
    doc->name = mem_dup("");
    doc->kind = mem_dup("live");
    doc->folder = mem_dup(server->folder);
    doc->stored = (StoredText){.layout = "inline", .right_percent = 40};
    if (doc->variables && doc->figures && doc->console_texts && doc->ran && doc->times &&
        doc->path && doc->name && doc->kind && doc->folder)
        return doc;
    live_doc_free(doc);
    return NULL;
}

void live_doc_free(LiveDoc *doc) {
    if (!doc) return;
    lws_sul_cancel(&doc->status_timer);
    lws_sul_cancel(&doc->stop_timer);
    lws_sul_cancel(&doc->save_timer);
    kernel_end(doc);
    doc_runs_done(doc);
    for (Index i = 0; i < doc->n_log; i++) {
        mem_free(doc->log[i].client);
        json_decref(doc->log[i].changes);
    }
    for (Index i = 0; i < doc->n_outputs; i++) json_decref(doc->outputs[i].object);
    mem_free(doc->log);
    mem_free(doc->outputs);
    stored_done(&doc->stored);
    doc_free(doc->origin);
    json_decref(doc->variables);
    json_decref(doc->figures);
    json_decref(doc->console_texts);
    json_decref(doc->ran);
    json_decref(doc->times);
    mem_free(doc->path);
    mem_free(doc->name);
    mem_free(doc->kind);
    mem_free(doc->folder);
    mem_free(doc->prompt);
    mem_free(doc);
}

Status doc_set_path(LiveDoc *doc, const char *path) {
    char *copy = mem_dup(path), *name = mem_dup(path_base(path));
    if (!copy || !name) {
        mem_free(copy);
        mem_free(name);
        return ctx_fail_nomem(doc->server->ctx);
    }
    mem_free(doc->path);
    mem_free(doc->name);
    doc->path = copy;
    doc->name = name;
    return OK;
}

/// The first code of a MATLAB file is a function.
static bool starts_with_function(const char *text, size_t n) {
    const char *end = text + n;
    for (const char *p = text; p < end;) {
        while (p < end && (*p == ' ' || *p == '\t' || *p == '\n')) p++;
        if (p < end && *p == '%') {
            p = memchr(p, '\n', (size_t)(end - p));
            if (!p) return false;
            continue;
        }
        return (end - p > 9 && !memcmp(p, "function", 8) &&
                (p[8] == ' ' || p[8] == '[' || p[8] == '\t')) ||
               (end - p > 9 && !memcmp(p, "classdef ", 9));
    }
    return false;
}

const char *doc_kind_of(const char *path, const char *text, size_t n, bool live) {
    if (live) return "live";
    if (strcasecmp(path_extension(path), ".m")) return "text";
    return starts_with_function(text, n) ? "function" : "script";
}

void doc_set_stored(LiveDoc *doc, StoredText *stored) {
    doc_load_outputs(doc, stored->outputs);
    json_decref(stored->outputs);
    stored->outputs = NULL;
    stored_done(&doc->stored);
    doc->stored = *stored;
    *stored = (StoredText){0};
}

Status server_add_doc(Server *server, LiveDoc *doc) {
    if (server->n_docs == MAX_DOCS)
        return ctx_fail(server->ctx, ERR_LIMIT, "Gradus:live:documents",
                        "At most %d documents can be open.", (int)MAX_DOCS);
    server->docs[server->n_docs++] = doc;
    return OK;
}

/// A format of the document room other than plain text: as plain-text live code.
static Status convert(LiveDoc *doc, const char *path, const Buf *bytes, Buf *ret) {
    Ctx *ctx = doc->server->ctx;
    TRY(doc_read_text(ctx, path, buf_text(bytes), bytes->len, &doc->origin));
    doc->format = doc->origin->format;
    const WriterDef *writer = doc_writer_find("live");
    if (!writer) return ctx_fail_unsupported(ctx, "Editing this format");
    DocFiles files;
    TRY(doc_write_files(ctx, writer, doc->origin, NULL, "document", &files));
    buf_put(ret, buf_text(&files.main), files.main.len);
    doc_files_done(&files);
    return ret->failed ? ctx_fail_nomem(ctx) : OK;
}

static bool is_package(const char *path) {
    static const char *const list[] = {".mlx", ".ipynb", ".md", ".markdown"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (!strcasecmp(path_extension(path), list[i])) return true;
    return false;
}

static Status load(LiveDoc *doc, const Place *place) {
    Ctx *ctx = doc->server->ctx;
    Buf bytes = BUF_INIT, plain = BUF_INIT;
    StoredText stored = {0};
    Status status = place_read(ctx, place, MAX_TEXT * 4u, &bytes);
    bool package = is_package(place->path);
    if (status == OK && package) status = convert(doc, place->path, &bytes, &plain);
    const Buf *source = package ? &plain : &bytes;
    if (status == OK) status = stored_split(ctx, buf_text(source), source->len, &stored);
    if (status == OK && stored.n_text > MAX_TEXT)
        status = ctx_fail(ctx, ERR_LIMIT, "Gradus:live:size", "'%s' is larger than %d MB.",
                          place->path, MAX_TEXT >> 20);
    if (status == OK) {
        if (package) stored.live = true;
        doc->read_only = stored.damaged || faccessat(place->folder, place->name, W_OK, 0) != 0;
        if (!package) doc->format = stored.live ? DOC_LIVE_TEXT : DOC_SCRIPT;
        mem_free(doc->kind);
        doc->kind = mem_dup(doc_kind_of(place->path, stored.text, stored.n_text, stored.live));
        doc->disk_time = place->st.st_mtim;
        doc->disk_size = place->st.st_size;
        doc_set_stored(doc, &stored);
        if (!doc->kind) status = ctx_fail_nomem(ctx);
    }
    stored_done(&stored);
    buf_done(&bytes);
    buf_done(&plain);
    return status;
}

Status doc_open_path(Server *server, const char *path, LiveDoc **ret) {
    Ctx *ctx = server->ctx;
    Place place = {.folder = -1};
    LiveDoc *doc = NULL;
    Buf where = BUF_INIT;
    Status status = OK;
    TRY_GOTO(roots_find(ctx, &server->roots, path, &place));
    if (place.exists && (*ret = doc_by_path(server, place.path))) goto done;
    if (!place.exists) {
        status = ctx_fail(ctx, ERR_IO, "Gradus:live:missing", "'%s' is not there.", path);
        goto done;
    }
    doc = doc_alloc(server);
    if (!doc) TRY_GOTO(ctx_fail_nomem(ctx));
    TRY_GOTO(doc_set_path(doc, place.path));
    TRY_GOTO(load(doc, &place));
    char *folder = mem_dup(doc_folder(doc, &where)); // until the kernel says where it is
    if (folder) mem_free(doc->folder), doc->folder = folder;
    TRY_GOTO(server_add_doc(server, doc));
    state_add_recent(server, place.path);
    *ret = doc;
done:
    buf_done(&where);
    place_done(&place);
    if (status != OK) live_doc_free(doc);
    return status;
}

Status live_doc_new(Server *server, const char *kind, const char *text, LiveDoc **ret) {
    Ctx *ctx = server->ctx;
    LiveDoc *doc = doc_alloc(server);
    if (!doc) return ctx_fail_nomem(ctx);
    StoredText stored = {0};
    Status status = OK;
    mem_free(doc->kind);
    doc->kind = mem_dup(kind);
    doc->untitled = true;
    doc->format = !strcmp(kind, "live") ? DOC_LIVE_TEXT : DOC_SCRIPT;
    if (!doc->kind) TRY_GOTO(ctx_fail_nomem(ctx));
    mem_free(doc->name);
    doc->name = mem_dup("untitled.m");
    if (!doc->name) TRY_GOTO(ctx_fail_nomem(ctx));
    TRY_GOTO(stored_split(ctx, text, strlen(text), &stored));
    if (!strcmp(kind, "live")) stored.live = true;
    doc_set_stored(doc, &stored);
    if (*text) doc->version = 1; // text that is in no file yet: unsaved
    doc->log_version = doc->version;
    TRY_GOTO(server_add_doc(server, doc));
    *ret = doc;
done:
    stored_done(&stored);
    if (status != OK) live_doc_free(doc);
    return status;
}

LiveDoc *doc_console(Server *server) {
    if (!server->console) {
        server->console = doc_alloc(server);
        if (server->console) {
            server->console->console = true;
            StoredText empty;
            if (stored_split(server->ctx, "", 0, &empty) == OK) {
                doc_set_stored(server->console, &empty);
            } else {
                live_doc_free(server->console);
                server->console = NULL;
            }
        }
    }
    return server->console;
}

void doc_close(LiveDoc *doc) {
    Server *server = doc->server;
    for (int i = 0; i < server->n_docs; i++)
        if (server->docs[i] == doc) {
            memmove(&server->docs[i], &server->docs[i + 1],
                    (size_t)(server->n_docs - i - 1) * sizeof *server->docs);
            server->n_docs--;
            break;
        }
    state_forget(doc);
    server_broadcast(server, json_pack("{s:s, s:i}", "t", "closed", "doc", doc->id), NULL);
    live_doc_free(doc);
}

json_t *doc_opened(LiveDoc *doc) {
    static const char *const formats[] = {"script", "live", "mlx", "notebook", "markdown"};
    const StoredText *s = &doc->stored;
    json_t *o =
        json_pack("{s:i, s:s, s:s, s:s, s:s, s:s%, s:i, s:i}", "doc", doc->id, "path", doc->path,
                  "name", doc->name, "kind", doc->kind, "format", formats[doc->format], "text",
                  s->text ? s->text : "", s->n_text, "version", doc->version, "saved_version",
                  doc->recovered ? -1 : doc->saved_version);
    bool busy = doc->queue && doc->queue->started;
    json_t *more = json_pack(
        "{s:b, s:b, s:b, s:s, s:f, s:o, s:O, s:O, s:b, s:i, s:i, s:O, s:s, s:O, s:O, s:O, s:O, s:s?}",
        "untitled", doc->untitled, "read_only", doc->read_only, "recovered", doc->recovered,
        "layout", s->layout, "right_percent", s->right_percent, "outputs", doc_outputs(doc), "ran",
        doc->ran, "times", doc->times, "busy", busy, "from_line", busy ? doc->run_from : 0, "to_line",
        busy ? doc->run_to : 0, "workspace", doc->variables, "folder", doc->folder, "images",
        s->images, "controls", s->controls, "console", doc->console_texts, "figures", doc->figures,
        "prompt", doc->prompt);
    if (o && more) json_object_update(o, more);
    json_decref(more);
    return o;
}
