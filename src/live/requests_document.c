// live/requests_document.c: opening, editing, saving.
#include "base/file.h"
#include "doc/doc.h"
#include "live/internal.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// Opened to the reply, and to the other browsers as an event; the kernel is started, so that it is
/// ready when needed.
static Status opened(Request *r, LiveDoc *doc) {
    Server *server = r->server;
    if (strcmp(doc->kind, "text") && strcmp(doc->kind, "function") && kernel_start(doc) != OK)
        error_clear(&server->ctx->error);
    json_t *object = doc_opened(doc);
    if (!object) return ctx_fail_nomem(server->ctx);
    for (int i = 0; i < server->n_clients; i++)
        if (server->clients[i] != r->client && server->clients[i]->greeted)
            client_send(server->clients[i], json_pack("{s:s, s:O}", "t", "opened", "doc", object),
                        NULL);
    json_object_set_new(r->reply, "doc", object);
    return OK;
}

static Status req_open(Request *r) {
    LiveDoc *doc;
    TRY(doc_open_path(r->server, request_text(r, "path"), &doc));
    return opened(r, doc);
}

// ---- examples -----------------------------------------------------------------------------------
/// Where the examples of the program are: beside the build, installed, or GRADUS_EXAMPLES.
static bool find_examples(const char *name, Buf *ret) {
    char exe[4096];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    exe[n > 0 ? n : 0] = 0;
    const char *own = getenv("GRADUS_EXAMPLES");
    static const char *const beside[] = {"../examples", "../share/gradus/examples"};
    for (int i = -1; i < 2; i++) {
        buf_clear(ret);
        if (i < 0 && own)
            buf_printf(ret, "%s/%s", own, name);
        else if (i >= 0)
            buf_printf(ret, "%.*s%s/%s", (int)(path_base(exe) - exe), exe, beside[i], name);
        if (ret->len && file_is_folder(buf_text(ret))) return true;
    }
    return false;
}

/// "vanishing-gradients", whatever way it was asked for: "nnet/DetectVanishingGradients…Example"
/// and the like.
static const char *example_folder(const char *name) {
    char lower[200];
    size_t n = 0;
    for (; name[n] && n + 1 < sizeof lower; n++)
        lower[n] = (char)(name[n] >= 'A' && name[n] <= 'Z' ? name[n] + 32 : name[n]);
    lower[n] = 0;
    return strstr(lower, "vanishing") ? "vanishing-gradients" : NULL;
}

static Status copy_file(Ctx *ctx, const char *from_folder, const char *to_folder,
                        const char *name) {
    char *from = path_join(from_folder, name), *to = path_join(to_folder, name);
    Buf bytes = BUF_INIT;
    Status status = from && to ? OK : ctx_fail_nomem(ctx);
    if (status == OK && !file_exists(to)) { // what the user changed stays
        status = file_read(ctx, from, MAX_TEXT, &bytes);
        if (status == OK) status = file_write(ctx, to, buf_text(&bytes), bytes.len);
    }
    buf_done(&bytes);
    mem_free(from);
    mem_free(to);
    return status;
}

#include <dirent.h>
/// Copies an example's files to HOME/Gradus/NAME; *ret is the folder.
static Status copy_example(Server *server, const char *from, const char *name, Buf *ret,
                           Buf *ret_main) {
    Ctx *ctx = server->ctx;
    buf_printf(ret, "%s/Gradus/%s", server->home, name);
    TRY(file_make_folders(ctx, buf_text(ret)));
    DIR *dir = opendir(from);
    if (!dir)
        return ctx_fail(ctx, ERR_IO, "Gradus:live:missing", "The example '%s' is not there.", name);
    Status status = OK;
    for (struct dirent *entry; status == OK && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.' || entry->d_type == DT_DIR) continue;
        status = copy_file(ctx, from, buf_text(ret), entry->d_name);
        // the live document among them is the one to open: named like the folder without its
        // hyphens
        size_t k = 0, i = 0;
        for (; name[i] && entry->d_name[k]; i++) {
            if (name[i] == '-') continue;
            if ((entry->d_name[k] | 32) != (name[i] | 32)) break;
            k++;
        }
        if (!name[i] && !strcmp(entry->d_name + k, ".m"))
            buf_printf(ret_main, "%s/%s", buf_text(ret), entry->d_name);
    }
    closedir(dir);
    return status;
}

static Status req_open_example(Request *r) {
    Ctx *ctx = r->server->ctx;
    const char *name = example_folder(request_text(r, "name"));
    Buf from = BUF_INIT, folder = BUF_INIT, path = BUF_INIT;
    Status status = name && find_examples(name, &from)
                        ? OK
                        : ctx_fail(ctx, ERR_ARG, "Gradus:live:missing", "There is no example '%s'.",
                                   request_text(r, "name"));
    LiveDoc *doc;
    if (status == OK) status = copy_example(r->server, buf_text(&from), name, &folder, &path);
    if (status == OK) status = doc_open_path(r->server, buf_text(&path), &doc);
    if (status == OK) status = opened(r, doc);
    buf_done(&from);
    buf_done(&folder);
    buf_done(&path);
    return status;
}

// ---- life ---------------------------------------------------------------------------------------
static Status req_new(Request *r) {
    const char *kind = request_text(r, "kind");
    LiveDoc *doc;
    if (strcmp(kind, "live") && strcmp(kind, "script") && strcmp(kind, "function"))
        return ctx_fail(r->server->ctx, ERR_ARG, "Gradus:live:kind",
                        "Nothing is known of the kind '%s'.", kind);
    TRY(live_doc_new(r->server, kind, request_text(r, "text"), &doc));
    const char *folder = request_text(r, "folder");
    char *copy = folder[0] == '/' && file_is_folder(folder) ? mem_dup(folder) : NULL;
    if (copy) mem_free(doc->folder), doc->folder = copy;
    if (doc_unsaved(doc)) state_touch(doc);
    return opened(r, doc);
}

static Status no_console(Request *r) {
    if (!r->doc->console) return OK;
    return ctx_fail(r->server->ctx, ERR_ARG, "Gradus:live:console",
                    "The Command Window is no document.");
}

static Status req_close(Request *r) {
    TRY(no_console(r));
    if (doc_unsaved(r->doc) && !json_is_true(json_object_get(r->args, "discard")))
        return ctx_fail(r->server->ctx, ERR_ARG, "Gradus:live:unsaved",
                        "'%s' has changes that are not saved.", r->doc->name);
    doc_close(r->doc);
    return OK;
}

static Status req_edit(Request *r) {
    TRY(no_console(r));
    bool accepted = false;
    Status status = doc_edit(r->doc, request_int(r, "version", -1),
                             json_object_get(r->args, "updates"), &accepted);
    json_object_set_new(r->reply, "accepted", json_boolean(accepted));
    return status;
}

static Status req_updates_since(Request *r) {
    json_t *updates = NULL;
    TRY(doc_updates_since(r->doc, request_int(r, "version", -1), &updates));
    json_object_update(r->reply, updates);
    json_decref(updates);
    return OK;
}

static Status req_reload(Request *r) {
    json_t *object = doc_opened(r->doc);
    if (!object) return ctx_fail_nomem(r->server->ctx);
    json_object_set_new(r->reply, "doc", object);
    return OK;
}

static Status req_save(Request *r) {
    TRY(no_console(r));
    if (r->doc->untitled)
        return ctx_fail(r->server->ctx, ERR_ARG, "Gradus:live:untitled",
                        "The document has no name yet.");
    TRY(doc_save(r->doc, r->doc->path, false, json_is_true(json_object_get(r->args, "overwrite"))));
    json_object_set_new(r->reply, "path", json_string(r->doc->path));
    return OK;
}

/// "lab.mlx" beside "lab.m": which of them runs is not obvious.
static void note_shadow(Request *r) {
    const char *path = r->doc->path, *extension = path_extension(path);
    const char *other = !strcmp(extension, ".m")     ? ".mlx"
                        : !strcmp(extension, ".mlx") ? ".m"
                                                     : NULL;
    Buf twin = BUF_INIT;
    if (other) buf_printf(&twin, "%.*s%s", (int)(strlen(path) - strlen(extension)), path, other);
    if (twin.len && !twin.failed && file_exists(buf_text(&twin)))
        json_object_set_new(r->reply, "shadows", json_string(buf_text(&twin)));
    buf_done(&twin);
}

static Status req_save_as(Request *r) {
    TRY(no_console(r));
    bool overwrite = json_is_true(json_object_get(r->args, "overwrite"));
    TRY(doc_save(r->doc, request_text(r, "path"), !overwrite, overwrite));
    json_object_set_new(r->reply, "path", json_string(r->doc->path));
    json_object_set_new(r->reply, "name", json_string(r->doc->name));
    note_shadow(r);
    return OK;
}

static Status req_propose_name(Request *r) {
    Buf name = BUF_INIT, folder = BUF_INIT;
    Status status = doc_propose_name(r->doc, &name);
    json_object_set_new(r->reply, "name", json_string(buf_text(&name)));
    const char *where = r->doc->untitled ? r->doc->folder : doc_folder(r->doc, &folder);
    json_object_set_new(r->reply, "folder", json_string(where));
    buf_done(&name);
    buf_done(&folder);
    return status;
}

static Status req_set_layout(Request *r) {
    StoredText *s = &r->doc->stored;
    const char *layout = request_text(r, "layout");
    if (strcmp(layout, "inline") && strcmp(layout, "onright") && strcmp(layout, "hidecode"))
        return ctx_fail(r->server->ctx, ERR_ARG, "Gradus:live:layout",
                        "Nothing is known of the layout '%s'.", layout);
    snprintf(s->layout, sizeof s->layout, "%s", layout);
    double percent = json_number_value(json_object_get(r->args, "right_percent"));
    if (percent >= 5 && percent <= 95) s->right_percent = percent;
    server_broadcast(r->server,
                     json_pack("{s:s, s:i, s:s, s:f}", "t", "layout", "doc", r->doc->id, "layout",
                               s->layout, "right_percent", s->right_percent),
                     NULL);
    return OK;
}

static Status req_clear_outputs(Request *r) {
    doc_clear_outputs(r->doc, 0, 1 << 30);
    return OK;
}

static bool picture_uri(const char *uri) {
    static const char *const heads[] = {"data:image/png;base64,", "data:image/jpeg;base64,",
                                        "data:image/gif;base64,"};
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(heads[i]);
        if (strncmp(uri, heads[i], n)) continue;
        return uri[n] &&
               !uri[n +
                    strspn(uri + n,
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")];
    }
    return false;
}

static Status req_insert_image(Request *r) {
    json_t *images = r->doc->stored.images;
    const char *uri = request_text(r, "data_uri");
    if (!images || !picture_uri(uri))
        return ctx_fail(r->server->ctx, ERR_ARG, "Gradus:live:picture",
                        "Only PNG, JPEG and GIF pictures can be inserted.");
    unsigned hash = 2166136261u;
    for (const char *p = uri; *p; p++) hash = (hash ^ (unsigned char)*p) * 16777619u;
    char id[12];
    do snprintf(id, sizeof id, "%04x", hash++ & 0xFFFF);
    while (json_object_get(images, id));
    json_t *image = json_pack("{s:s, s:s}", "align", "baseline", "src", uri);
    json_object_set(images, id, image);
    server_broadcast(r->server,
                     json_pack("{s:s, s:i, s:s, s:O}", "t", "image", "doc", r->doc->id, "id", id,
                               "image", image),
                     NULL);
    json_decref(image);
    r->doc->stored.live = true;
    r->doc->outputs_changed = true;
    json_object_set_new(r->reply, "image", json_string(id)); // "id" is the request's
    state_touch(r->doc);
    return OK;
}

static Status req_set_control(Request *r) {
    json_t *controls = r->doc->stored.controls, *data = json_object_get(r->args, "data");
    const char *id = request_text(r, "id"),
               *kind = json_string_value(json_object_get(data, "kind"));
    json_t *before = json_object_get(controls, id);
    if (!controls || !json_is_object(data) || !*id || strlen(id) > 32 ||
        id[strspn(id, "0123456789abcdefABCDEF")])
        return ctx_fail(r->server->ctx, ERR_ARG, "Gradus:live:control",
                        "The control's data is not an object, or its id is odd.");
    if (!kind) kind = json_string_value(json_object_get(before, "kind"));
    json_t *inner = json_object_get(data, "data") && json_object_get(data, "kind")
                        ? json_object_get(data, "data")
                        : data;
    json_t *control = json_pack("{s:s, s:O}", "kind", kind ? kind : "editfield", "data", inner);
    json_object_set(controls, id, control);
    server_broadcast(r->server,
                     json_pack("{s:s, s:i, s:s, s:O}", "t", "control", "doc", r->doc->id, "id", id,
                               "control", control),
                     NULL);
    json_decref(control);
    r->doc->outputs_changed = true;
    state_touch(r->doc);
    return OK;
}

const RequestDef requests_document[] = {{"open", req_open},
                                        {"open_example", req_open_example},
                                        {"new", req_new},
                                        {"close", req_close},
                                        {"edit", req_edit},
                                        {"updates_since", req_updates_since},
                                        {"reload", req_reload},
                                        {"save", req_save},
                                        {"save_as", req_save_as},
                                        {"propose_name", req_propose_name},
                                        {"set_layout", req_set_layout},
                                        {"clear_outputs", req_clear_outputs},
                                        {"export", export_start},
                                        {"insert_image", req_insert_image},
                                        {"set_control", req_set_control},
                                        {0}};
