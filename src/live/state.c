// live/state.c: what outlives the server: unsaved texts, recent documents, preferences. Everything
// is in a folder only the user can read; every file is written beside and renamed. A server's
// unsaved texts are in a folder of its own, which it holds locked: a folder nobody holds belongs to
// a server that died, and the next one takes its documents over.
#include "base/file.h"
#include "live/internal.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { KEEP_AFTER_MS = 500, MAX_RECENT = 20, MAX_STATE_BYTES = 64 << 20 };

/// Makes a folder with mode 0700, parents too.
static Status private_folder(Ctx *ctx, const char *path) {
    TRY(file_make_folders(ctx, path));
    if (chmod(path, 0700))
        return ctx_fail(ctx, ERR_IO, "Gradus:live:state", "Unable to use '%s': %s.", path,
                        strerror(errno));
    return OK;
}

/// Writes a private file (0600) beside and renames it.
static Status private_file(Ctx *ctx, const char *path, const char *bytes, size_t n) {
    Buf temp = BUF_INIT;
    buf_printf(&temp, "%s.part", path);
    if (temp.failed) return ctx_fail_nomem(ctx);
    int fd = open(buf_text(&temp), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool good = fd >= 0;
    while (good && n) {
        ssize_t written = write(fd, bytes, n);
        if (written < 0 && errno == EINTR) continue;
        good = written >= 0;
        if (good) bytes += written, n -= (size_t)written;
    }
    good = good && !fdatasync(fd);
    if (fd >= 0) good = !close(fd) && good;
    good = good && !rename(buf_text(&temp), path);
    Status status = good ? OK
                         : ctx_fail(ctx, ERR_IO, "Gradus:live:state", "Unable to write '%s': %s.",
                                    path, strerror(errno));
    if (!good) unlink(buf_text(&temp));
    buf_done(&temp);
    return status;
}

static Status write_json(Server *server, const char *folder, const char *name,
                         const json_t *value) {
    char *path = path_join(folder, name),
         *text = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(15));
    Status status = path && text ? private_file(server->ctx, path, text, strlen(text))
                                 : ctx_fail_nomem(server->ctx);
    mem_free(path);
    free(text);
    return status;
}

static json_t *read_json(const char *folder, const char *name) {
    char *path = path_join(folder, name);
    int fd = path ? open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) : -1;
    json_t *value = fd >= 0 ? json_loadfd(fd, 0, NULL) : NULL;
    if (fd >= 0) close(fd);
    mem_free(path);
    return value;
}

Status state_init(Ctx *ctx, Server *server) {
    const char *xdg = getenv("XDG_STATE_HOME");
    Buf path = BUF_INIT;
    if (xdg && xdg[0] == '/')
        buf_printf(&path, "%s/gradus/live", xdg);
    else
        buf_printf(&path, "%s/.local/state/gradus/live", server->home);
    server->state = buf_take(&path);
    if (!server->state) return ctx_fail_nomem(ctx);
    TRY(private_folder(ctx, server->state));
    char secret[GATE_SECRET];
    TRY(gate_secret(ctx, secret));
    secret[12] = 0;
    buf_printf(&path, "%s/sessions", server->state);
    if (path.failed) return ctx_fail_nomem(ctx);
    TRY(private_folder(ctx, buf_text(&path)));
    buf_printf(&path, "/%s", secret);
    server->session = buf_take(&path);
    if (!server->session) return ctx_fail_nomem(ctx);
    TRY(private_folder(ctx, server->session));
    server->session_lock = open(server->session, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (server->session_lock < 0 || flock(server->session_lock, LOCK_EX | LOCK_NB))
        return ctx_fail(ctx, ERR_IO, "Gradus:live:state", "Unable to lock '%s': %s.",
                        server->session, strerror(errno));
    server->prefs = read_json(server->state, "prefs.json");
    server->first_visit = !server->prefs;
    if (!json_is_object(server->prefs)) json_decref(server->prefs), server->prefs = json_object();
    server->recent = read_json(server->state, "recent.json");
    if (!json_is_array(server->recent)) json_decref(server->recent), server->recent = json_array();
    return server->prefs && server->recent ? OK : ctx_fail_nomem(ctx);
}

void state_save_prefs(Server *server) {
    if (write_json(server, server->state, "prefs.json", server->prefs) != OK)
        error_clear(&server->ctx->error);
}

void state_add_recent(Server *server, const char *path) {
    for (size_t i = json_array_size(server->recent); i-- > 0;) {
        const char *other =
            json_string_value(json_object_get(json_array_get(server->recent, i), "path"));
        if (!other || !strcmp(other, path) || i >= MAX_RECENT - 1)
            json_array_remove(server->recent, i);
    }
    json_array_insert_new(server->recent, 0,
                          json_pack("{s:s, s:s, s:f}", "path", path, "name", path_base(path),
                                    "opened", (double)time(NULL)));
    if (write_json(server, server->state, "recent.json", server->recent) != OK)
        error_clear(&server->ctx->error);
}

// ---- unsaved texts
// --------------------------------------------------------------------------------
static void copy_name(const LiveDoc *doc, char name[32]) {
    snprintf(name, 32, "doc-%d.json", doc->id);
}

void state_keep_now(LiveDoc *doc) {
    Server *server = doc->server;
    const StoredText *s = &doc->stored;
    lws_sul_cancel(&doc->save_timer);
    doc->recovery_waits = false;
    if (doc->console) return;
    json_t *outputs = doc_outputs(doc);
    json_t *copy = json_pack(
        "{s:s, s:s, s:s, s:i, s:b, s:s%, s:b, s:b, s:b, s:s, s:f, s:O, s:O, s:O, s:o, s:I, s:I}",
        "path", doc->path, "name", doc->name, "kind", doc->kind, "format", (int)doc->format,
        "untitled", doc->untitled, "text", s->text, s->n_text, "crlf", s->crlf, "bom", s->bom,
        "live", s->live, "layout", s->layout, "right_percent", s->right_percent, "images",
        s->images, "controls", s->controls, "parts", s->parts, "outputs", outputs, "disk_s",
        (json_int_t)doc->disk_time.tv_sec, "disk_ns", (json_int_t)doc->disk_time.tv_nsec);
    char name[32];
    copy_name(doc, name);
    if (!copy || write_json(server, server->session, name, copy) != OK) {
        server_notice(server, "Unable to keep a copy of '%s' for recovery: %s", doc->name,
                      error_message(&server->ctx->error));
        error_clear(&server->ctx->error);
    }
    json_decref(copy);
}

static void on_save_timer(lws_sorted_usec_list_t *sul) {
    state_keep_now(lws_container_of(sul, LiveDoc, save_timer));
}

void state_touch(LiveDoc *doc) {
    if (doc->recovery_waits) return;
    doc->recovery_waits = true;
    lws_sul_schedule(doc->server->lws, 0, &doc->save_timer, on_save_timer, KEEP_AFTER_MS * 1000);
}

void state_forget(LiveDoc *doc) {
    char name[32];
    lws_sul_cancel(&doc->save_timer);
    doc->recovery_waits = false;
    copy_name(doc, name);
    char *path = path_join(doc->server->session, name);
    if (path) unlink(path);
    mem_free(path);
}

static const char *text_of(const json_t *copy, const char *key) {
    const char *text = json_string_value(json_object_get(copy, key));
    return text ? text : "";
}

/// One kept text as an open document.
static Status recover_one(Server *server, const json_t *copy) {
    Ctx *ctx = server->ctx;
    LiveDoc *doc;
    const char *path = text_of(copy, "path");
    if (!json_is_string(json_object_get(copy, "text")))
        return ctx_fail(ctx, ERR_ARG, "Gradus:live:state", "The kept copy is damaged.");
    if (*path && doc_by_path(server, path)) return OK;
    TRY(live_doc_new(server, *text_of(copy, "kind") ? text_of(copy, "kind") : "live",
                     text_of(copy, "text"), &doc));
    StoredText *s = &doc->stored;
    doc->recovered = true;
    doc->untitled = json_is_true(json_object_get(copy, "untitled")) || !*path;
    doc->format = (DocFormat)json_integer_value(json_object_get(copy, "format"));
    if (doc->format > DOC_MARKDOWN) doc->format = DOC_LIVE_TEXT;
    if (!doc->untitled) TRY(doc_set_path(doc, path));
    s->crlf = json_is_true(json_object_get(copy, "crlf"));
    s->bom = json_is_true(json_object_get(copy, "bom"));
    s->live = json_is_true(json_object_get(copy, "live"));
    snprintf(s->layout, sizeof s->layout, "%s", text_of(copy, "layout"));
    s->right_percent = json_number_value(json_object_get(copy, "right_percent"));
    static const char *const names[] = {"images", "controls", "parts"};
    json_t **const places[] = {&s->images, &s->controls, &s->parts};
    for (int i = 0; i < 3; i++) {
        json_t *value = json_object_get(copy, names[i]);
        if (!value || json_typeof(value) != json_typeof(*places[i])) continue;
        json_decref(*places[i]);
        *places[i] = json_incref(value);
    }
    doc_load_outputs(doc, json_object_get(copy, "outputs"));
    doc->disk_time.tv_sec = (time_t)json_integer_value(json_object_get(copy, "disk_s"));
    doc->disk_time.tv_nsec = (long)json_integer_value(json_object_get(copy, "disk_ns"));
    struct stat st;
    if (!doc->untitled && !stat(path, &st)) doc->disk_size = st.st_size;
    doc->version = doc->log_version = 1;
    state_keep_now(doc);
    return OK;
}

/// All kept texts of one dead server, whose folder then goes.
static void recover_folder(Server *server, const char *folder) {
    DIR *dir = opendir(folder);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        size_t n = strlen(e->d_name);
        if (e->d_name[0] == '.' || n < 6) continue;
        json_t *copy = !strcmp(e->d_name + n - 5, ".json") ? read_json(folder, e->d_name) : NULL;
        Status status = copy ? recover_one(server, copy) : OK;
        json_decref(copy);
        if (status != OK)
            server_notice(server, "A kept text could not be recovered: %s",
                          error_message(&server->ctx->error));
        error_clear(&server->ctx->error);
        if (status == OK) unlinkat(dirfd(dir), e->d_name, 0);
    }
    if (dir) closedir(dir);
    rmdir(folder);
}

void state_recover(Server *server) {
    char *sessions = path_join(server->state, "sessions");
    DIR *dir = sessions ? opendir(sessions) : NULL;
    for (struct dirent *e; dir && (e = readdir(dir));) {
        if (e->d_name[0] == '.') continue;
        char *folder = path_join(sessions, e->d_name);
        int fd = folder && strcmp(folder, server->session)
                     ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                     : -1;
        if (fd >= 0 && !flock(fd, LOCK_EX | LOCK_NB)) recover_folder(server, folder);
        if (fd >= 0) close(fd);
        mem_free(folder);
    }
    if (dir) closedir(dir);
    mem_free(sessions);
}

void state_done(Server *server) {
    for (int i = 0; i < server->n_docs; i++)
        if (doc_unsaved(server->docs[i])) state_keep_now(server->docs[i]);
    if (server->session) rmdir(server->session); // stays when texts are in it
    if (server->session_lock > 0) close(server->session_lock);
    mem_free(server->state);
    mem_free(server->session);
    json_decref(server->prefs);
    json_decref(server->recent);
}
