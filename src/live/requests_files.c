// live/requests_files.c: the Current Folder pane: listing and changing what is below the roots.
#include "base/file.h"
#include "live/internal.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { MAX_ENTRIES = 20000, MAX_DEPTH = 64 };

static Status fail_io(Ctx *ctx, const char *what, const char *path) {
    return ctx_fail(ctx, ERR_IO,
                    errno == EEXIST   ? "Gradus:live:exists"
                    : errno == ENOENT ? "Gradus:live:missing"
                                      : "Gradus:live:io",
                    "Unable to %s '%s': %s.", what, path, strerror(errno));
}

static int open_folder(const Place *place) {
    return openat(place->folder, place->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static json_t *entry_of(int folder, const char *name) {
    struct stat st;
    if (name[0] == '.' || fstatat(folder, name, &st, 0)) return NULL;
    const char *kind = S_ISDIR(st.st_mode) ? "folder" : S_ISREG(st.st_mode) ? "file" : "other";
    return json_pack("{s:s, s:s, s:f, s:f}", "name", name, "kind", kind, "bytes",
                     (double)st.st_size, "modified",
                     (double)st.st_mtim.tv_sec + (double)st.st_mtim.tv_nsec * 1e-9);
}

static Status req_list(Request *r) {
    Ctx *ctx = r->server->ctx;
    Place place;
    TRY(roots_find(ctx, &r->server->roots, request_text(r, "path"), &place));
    int fd = open_folder(&place);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    Status status = dir ? OK : fail_io(ctx, "list", place.path);
    if (!dir && fd >= 0) close(fd);
    json_t *entries = json_array();
    for (struct dirent *e; dir && (e = readdir(dir)) && json_array_size(entries) < MAX_ENTRIES;) {
        json_t *entry = entry_of(dirfd(dir), e->d_name);
        if (entry) json_array_append_new(entries, entry);
    }
    if (dir) closedir(dir);
    json_object_set_new(r->reply, "entries", entries);
    json_object_set_new(r->reply, "path", json_string(place.path));
    place_done(&place);
    return status;
}

static Status named(Ctx *ctx, const Place *place) {
    if (strcmp(place->name, ".")) return OK;
    return ctx_fail(ctx, ERR_ARG, "Gradus:live:forbidden", "'%s' itself cannot be changed here.",
                    place->path);
}

static void changed(Request *r, const Place *place) {
    Buf folder = BUF_INIT;
    size_t n = (size_t)(path_base(place->path) - place->path);
    buf_put(&folder, place->path, n > 1 ? n - 1 : 1);
    files_changed(r->server, buf_text(&folder));
    buf_done(&folder);
}

static Status req_file_new(Request *r) {
    Ctx *ctx = r->server->ctx;
    Place place;
    TRY(roots_find(ctx, &r->server->roots, request_text(r, "path"), &place));
    Status status = named(ctx, &place);
    const char *text = request_text(r, "text");
    if (status == OK && place.exists)
        status = ctx_fail(ctx, ERR_ARG, "Gradus:live:exists", "'%s' is there already.", place.path);
    if (status == OK) status = place_write(ctx, &place, text, strlen(text), true);
    if (status == OK) {
        json_object_set_new(r->reply, "path", json_string(place.path));
        changed(r, &place);
    }
    place_done(&place);
    return status;
}

static Status req_folder_new(Request *r) {
    Ctx *ctx = r->server->ctx;
    Place place;
    TRY(roots_find(ctx, &r->server->roots, request_text(r, "path"), &place));
    Status status = named(ctx, &place);
    if (status == OK && mkdirat(place.folder, place.name, 0777))
        status = fail_io(ctx, "make", place.path);
    if (status == OK) {
        json_object_set_new(r->reply, "path", json_string(place.path));
        changed(r, &place);
    }
    place_done(&place);
    return status;
}

/// Open documents follow a file or folder that was renamed.
static void rename_docs(Server *server, const char *from, const char *to) {
    size_t n = strlen(from);
    for (int i = 0; i < server->n_docs; i++) {
        LiveDoc *doc = server->docs[i];
        if (doc->untitled || strncmp(doc->path, from, n) || (doc->path[n] && doc->path[n] != '/'))
            continue;
        Buf path = BUF_INIT;
        buf_printf(&path, "%s%s", to, doc->path + n);
        if (!path.failed && doc_set_path(doc, buf_text(&path)) == OK) {
            static const char *const formats[] = {"script", "live", "mlx", "notebook", "markdown"};
            server_broadcast(server,
                             json_pack("{s:s, s:i, s:s, s:s, s:i, s:s, s:s}", "t", "saved", "doc",
                                       doc->id, "path", doc->path, "name", doc->name, "version",
                                       doc->saved_version, "format", formats[doc->format], "kind",
                                       doc->kind),
                             NULL);
        }
        buf_done(&path);
    }
    error_clear(&server->ctx->error);
}

static Status req_file_rename(Request *r) {
    Ctx *ctx = r->server->ctx;
    Place from, to;
    TRY(roots_find(ctx, &r->server->roots, request_text(r, "path"), &from));
    Status status = roots_find(ctx, &r->server->roots, request_text(r, "to"), &to);
    if (status != OK) {
        place_done(&from);
        return status;
    }
    status = named(ctx, &from);
    if (status == OK) status = named(ctx, &to);
    if (status == OK && !from.exists)
        status = ctx_fail(ctx, ERR_IO, "Gradus:live:missing", "'%s' is not there.", from.path);
    if (status == OK && to.exists)
        status = ctx_fail(ctx, ERR_ARG, "Gradus:live:exists", "'%s' is there already.", to.path);
    if (status == OK && renameat2(from.folder, from.name, to.folder, to.name, RENAME_NOREPLACE) &&
        (errno != EINVAL || renameat(from.folder, from.name, to.folder, to.name)))
        status = fail_io(ctx, "rename", from.path);
    if (status == OK) {
        json_object_set_new(r->reply, "path", json_string(to.path));
        rename_docs(r->server, from.path, to.path);
        changed(r, &from);
        changed(r, &to);
    }
    place_done(&from);
    place_done(&to);
    return status;
}

/// Removes a folder's content, then itself; links are removed, not followed.
static int remove_tree(int parent, const char *name, int depth) {
    if (depth > MAX_DEPTH) return errno = ELOOP, -1;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        if (fd >= 0) close(fd);
        return -1;
    }
    int failed = 0;
    for (struct dirent *e; !failed && (e = readdir(dir));) {
        struct stat st;
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
        failed = fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW);
        if (!failed)
            failed = S_ISDIR(st.st_mode) ? remove_tree(dirfd(dir), e->d_name, depth + 1)
                                         : unlinkat(dirfd(dir), e->d_name, 0);
    }
    closedir(dir);
    return failed ? -1 : unlinkat(parent, name, AT_REMOVEDIR);
}

static Status req_file_delete(Request *r) {
    Ctx *ctx = r->server->ctx;
    Place place;
    TRY(roots_find(ctx, &r->server->roots, request_text(r, "path"), &place));
    Status status = named(ctx, &place);
    bool folder = place.exists && S_ISDIR(place.st.st_mode);
    if (status == OK && !place.exists)
        status = ctx_fail(ctx, ERR_IO, "Gradus:live:missing", "'%s' is not there.", place.path);
    if (status == OK) {
        int failed = !folder ? unlinkat(place.folder, place.name, 0)
                     : json_is_true(json_object_get(r->args, "recursive"))
                         ? remove_tree(place.folder, place.name, 0)
                         : unlinkat(place.folder, place.name, AT_REMOVEDIR);
        if (failed)
            status = errno == ENOTEMPTY ? ctx_fail(ctx, ERR_ARG, "Gradus:live:exists",
                                                   "The folder '%s' is not empty.", place.path)
                                        : fail_io(ctx, "delete", place.path);
    }
    if (status == OK) changed(r, &place);
    place_done(&place);
    return status;
}

const RequestDef requests_files[] = {{"list", req_list},
                                     {"file_new", req_file_new},
                                     {"folder_new", req_folder_new},
                                     {"file_rename", req_file_rename},
                                     {"file_delete", req_file_delete},
                                     {0}};
