// live/transfer.c: files to and from the browser. A download is always an attachment, never a page
// of this origin; an upload goes to a file beside and gets its name when all of it is there.
#include "base/file.h"
#include "live/http.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/// "attachment; filename*=UTF-8''…" with everything odd in hex.
static void disposition(HttpCall *call, const char *name) {
    Buf value = BUF_INIT;
    buf_puts(&value, "attachment; filename*=UTF-8''");
    for (const char *p = name; *p; p++) {
        if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", *p))
            buf_putc(&value, *p);
        else
            buf_printf(&value, "%%%02X", (unsigned char)*p);
    }
    reply_header(call, "content-disposition", buf_text(&value));
    reply_header(call, "cache-control", "no-store");
    buf_done(&value);
}

/// A failure of the file system as an answer.
static void refuse(HttpCall *call, Status status) {
    Ctx *ctx = call->server->ctx;
    const char *word = failure_word(ctx, status);
    int code = !strcmp(word, "forbidden") ? 403
               : !strcmp(word, "missing") ? 404
               : !strcmp(word, "exists")  ? 409
                                          : 500;
    reply_text(call, code, error_message(&ctx->error));
    error_clear(&ctx->error);
}

void http_download(void *self) {
    HttpCall *call = self;
    Ctx *ctx = call->server->ctx;
    Place place = {.folder = -1};
    Status status = roots_find(ctx, &call->server->roots, call->file_path, &place);
    if (status == OK && place.exists && !S_ISREG(place.st.st_mode))
        status = ctx_fail(ctx, ERR_ARG, "Gradus:live:forbidden", "Only files can be downloaded.");
    if (status == OK) status = place_open(ctx, &place, &call->file);
    struct stat st;
    if (status == OK && !fstat(call->file, &st)) {
        call->status = 200;
        call->media_type = "application/octet-stream";
        call->n_body = st.st_size;
        disposition(call, path_base(place.path));
    } else if (status != OK) {
        refuse(call, status);
    }
    place_done(&place);
}

void http_export(void *self) {
    HttpCall *call = self;
    char name[256], type[128];
    call->file =
        export_take(call->server, call->path + strlen(call->server->gate.base) + 7, name, type);
    struct stat st;
    if (call->file < 0 || fstat(call->file, &st)) {
        reply_text(call, 404, "This address was good once. Export again.");
        return;
    }
    call->status = 200;
    call->media_type = "application/octet-stream";
    call->n_body = st.st_size;
    disposition(call, name);
}

void http_upload(void *self) {
    HttpCall *call = self;
    Ctx *ctx = call->server->ctx;
    if (call->content_length > MAX_UPLOAD) {
        reply_text(call, 413, "Too long.");
        return;
    }
    Status status = roots_find(ctx, &call->server->roots, call->file_path, &call->place);
    if (status == OK && !strcmp(call->place.name, "."))
        status = ctx_fail(ctx, ERR_ARG, "Gradus:live:forbidden", "A name is missing.");
    if (status == OK && call->place.exists && !S_ISREG(call->place.st.st_mode))
        status = ctx_fail(ctx, ERR_ARG, "Gradus:live:forbidden",
                          "Something that is no file has this name.");
    if (status == OK && call->place.exists && !call->overwrite)
        status = ctx_fail(ctx, ERR_ARG, "Gradus:live:exists", "'%s' is there already.",
                          path_base(call->place.path));
    if (status == OK) status = place_create(ctx, &call->place, call->temp, &call->upload_fd);
    if (status == OK)
        call->want_body = true;
    else
        refuse(call, status);
}

bool upload_body(HttpCall *call, const void *bytes, size_t n) {
    if (call->received > call->content_length) {
        reply_text(call, 400, "More than was announced.");
        return false;
    }
    for (const char *p = bytes; n;) {
        ssize_t written = write(call->upload_fd, p, n);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            reply_text(call, 507, strerror(errno));
            return false;
        }
        p += written, n -= (size_t)written;
    }
    return true;
}

void upload_end(HttpCall *call) {
    Ctx *ctx = call->server->ctx;
    if (call->received != call->content_length) {
        reply_text(call, 400, "Less than was announced.");
        return;
    }
    Status status = place_commit(ctx, &call->place, call->temp, call->upload_fd, !call->overwrite);
    call->upload_fd = -1;
    if (status != OK) {
        refuse(call, status);
        return;
    }
    char folder[4200];
    snprintf(folder, sizeof folder, "%.*s",
             (int)(path_base(call->place.path) - call->place.path - 1), call->place.path);
    files_changed(call->server, folder);
    reply_text(call, 200, "");
    json_t *answer = json_pack("{s:s}", "path", call->place.path);
    char *text = json_dumps(answer, JSON_COMPACT);
    call->media_type = "application/json";
    buf_clear(&call->body);
    buf_puts(&call->body, text ? text : "{}");
    call->n_body = (int64_t)call->body.len;
    free(text);
    json_decref(answer);
}
