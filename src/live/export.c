// live/export.c: a document in another format, made by a forked copy of the server, so that a long
// export holds nobody up and a crash in a writer costs nothing; the result is a file without a
// name, fetched once through an address that cannot be guessed.
#include "base/file.h"
#include "doc/doc.h"
#include "doc/package/opc.h"
#include "live/internal.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_EXPORTS = 16, POLL_MS = 20, MAX_ERROR = 600 };
/// How the process that makes a file ends.
enum { EXIT_FILE, EXIT_FAILED, EXIT_BROKEN, EXIT_ZIP };

struct Export {
    Export *next;
    char secret[GATE_SECRET]; // "" while it is made
    pid_t pid;                // 0: done
    int file;                 // result, or the message of a failure
    int client;
    json_int_t request;
    char name[256], type[128];
};

static void export_free(Export *e) {
    if (e->file >= 0) close(e->file);
    if (e->pid) {
        kill(e->pid, SIGKILL);
        while (waitpid(e->pid, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    mem_free(e);
}

static bool write_all(int fd, const char *bytes, size_t n) {
    while (n) {
        ssize_t written = write(fd, bytes, n);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes += written, n -= (size_t)written;
    }
    return true;
}

static bool flag(const Request *r, const char *name) {
    return json_is_true(json_object_get(json_object_get(r->args, "options"), name));
}

static DocOptions read_options(const Request *r) {
    const json_t *o = json_object_get(r->args, "options");
    const char *paper = json_string_value(json_object_get(o, "paper")),
               *figures = json_string_value(json_object_get(o, "figure_format"));
    DocOptions options = {.hide_code = flag(r, "hide_code"),
                          .no_outputs = flag(r, "no_outputs"),
                          .double_spaced = flag(r, "double_spaced"),
                          .author = json_string_value(json_object_get(o, "author"))};
    if (paper && !strcasecmp(paper, "letter")) options.paper = DOC_LETTER;
    if (figures && !strcmp(figures, "png")) options.figure_format = DOC_FIGURE_PNG;
    if (figures && !strcmp(figures, "svg")) options.figure_format = DOC_FIGURE_SVG;
    if (figures && !strcmp(figures, "pdf")) options.figure_format = DOC_FIGURE_PDF;
    return options;
}

/// A format of several files: all of them in a zip, instead of the main one.
static Status pack(Ctx *ctx, DocFiles *files, const char *name) {
    PackageOut package = {0};
    Status status = OK;
    for (Index i = -1; i < files->n_assets && status == OK; i++) {
        const Buf *bytes = i < 0 ? &files->main : &files->assets[i].bytes;
        Buf *part = package_add(ctx, &package, i < 0 ? name : files->assets[i].name);
        if (!part)
            status = ERR_NOMEM;
        else
            buf_put(part, buf_text(bytes), bytes->len);
    }
    buf_clear(&files->main);
    if (status == OK) status = package_write(ctx, &package, &files->main);
    package_out_done(&package);
    return status;
}

/// In the child: makes the file; *ret_zip: it is a zip.
static Status make(const Request *r, const WriterDef *writer, const char *base, int fd,
                   bool *ret_zip) {
    Ctx *ctx = r->server->ctx;
    DocOptions options = read_options(r);
    Document *built = NULL;
    DocFiles files;
    TRY(doc_build(r->doc, options.no_outputs, &built));
    Status status = doc_write_files(ctx, writer, built, &options, base, &files);
    doc_free(built);
    TRY(status);
    *ret_zip = files.n_assets > 0;
    char name[300];
    snprintf(name, sizeof name, "%s%.*s", base, (int)strcspn(writer->extensions, " "),
             writer->extensions);
    if (*ret_zip) status = pack(ctx, &files, name);
    if (status == OK && !write_all(fd, buf_text(&files.main), files.main.len))
        status =
            ctx_fail(ctx, ERR_IO, "Gradus:live:export", "Unable to write: %s.", strerror(errno));
    doc_files_done(&files);
    return status;
}

static Status start(Request *r, const WriterDef *writer, Export *e) {
    Ctx *ctx = r->server->ctx;
    const char *name = r->doc->name;
    size_t n_base = strlen(name) - strlen(path_extension(name));
    size_t n_extension = strcspn(writer->extensions, " ");
    snprintf(e->name, sizeof e->name, "%.*s%.*s", (int)(n_base < 200 ? n_base : 200), name,
             (int)n_extension, writer->extensions);
    snprintf(e->type, sizeof e->type, "%s",
             writer->media_type ? writer->media_type : "application/octet-stream");
    e->file = memfd_create("export", MFD_CLOEXEC);
    if (e->file < 0)
        return ctx_fail(ctx, ERR_IO, "Gradus:live:export", "Unable to make the file: %s.",
                        strerror(errno));
    char base[240];
    snprintf(base, sizeof base, "%.*s", (int)(n_base < 200 ? n_base : 200), name);
    e->pid = fork();
    if (e->pid < 0) {
        e->pid = 0;
        return ctx_fail(ctx, ERR_IO, "Gradus:live:export", "Unable to start: %s.", strerror(errno));
    }
    if (e->pid) return OK;
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    alarm(120);
    bool zip = false;
    Status status = make(r, writer, base, e->file, &zip);
    if (status != OK) {
        const char *message = error_message(&ctx->error);
        if (ftruncate(e->file, 0) || lseek(e->file, 0, SEEK_SET) ||
            !write_all(e->file, message, strlen(message)))
            _exit(EXIT_BROKEN);
    }
    _exit(status != OK ? EXIT_FAILED : zip ? EXIT_ZIP : EXIT_FILE);
}

static void on_timer(lws_sorted_usec_list_t *sul) {
    export_poll(lws_container_of(sul, Server, export_timer));
}

Status export_start(Request *r) {
    Ctx *ctx = r->server->ctx;
    const WriterDef *writer = NULL;
    for (const WriterDef *const *w = doc_writers(); *w; w++)
        if (!strcmp((*w)->name, request_text(r, "format"))) writer = *w;
    if (!writer)
        return ctx_fail(ctx, ERR_ARG, "Gradus:live:format", "There is no format '%s'.",
                        request_text(r, "format"));
    int n = 0;
    for (Export *e = r->server->exports; e; e = e->next) n++;
    if (n >= MAX_EXPORTS) { // the oldest was not fetched
        Export **last = &r->server->exports;
        while ((*last)->next) last = &(*last)->next;
        export_free(*last);
        *last = NULL;
    }
    Export *e = mem_alloc_zero(sizeof *e);
    if (!e) return ctx_fail_nomem(ctx);
    e->file = -1;
    e->client = r->client->id;
    e->request = r->id;
    Status status = start(r, writer, e);
    if (status != OK) {
        export_free(e);
        return status;
    }
    e->next = r->server->exports;
    r->server->exports = e;
    r->later = true;
    lws_sul_schedule(r->server->lws, 0, &r->server->export_timer, on_timer, POLL_MS * 1000);
    return OK;
}

/// Answers the request of an export whose process has ended.
static void settle(Server *server, Export *e, int status) {
    Client *client = client_find(server, e->client);
    char text[MAX_ERROR] = "The export failed.", url[80];
    struct stat st = {0};
    fstat(e->file, &st);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_BROKEN;
    if (code == EXIT_ZIP)
        snprintf(e->name + strlen(e->name) - strlen(path_extension(e->name)), 5, ".zip");
    if ((code == EXIT_FILE || code == EXIT_ZIP) && gate_secret(server->ctx, e->secret) == OK) {
        snprintf(url, sizeof url, "export/%s", e->secret);
        if (client)
            client_send(client,
                        json_pack("{s:s, s:I, s:s, s:s, s:I}", "t", "reply", "id", e->request,
                                  "url", url, "name", e->name, "bytes", (json_int_t)st.st_size),
                        NULL);
        return;
    }
    error_clear(&server->ctx->error);
    if (code == EXIT_FAILED) {
        ssize_t n = pread(e->file, text, sizeof text - 1, 0);
        text[n > 0 ? n : 0] = 0;
    }
    if (client) send_failure(client, e->request, "export", text);
}

void export_poll(Server *server) {
    bool waits = false;
    for (Export **at = &server->exports; *at;) {
        Export *e = *at;
        int status;
        if (e->pid && waitpid(e->pid, &status, WNOHANG) == e->pid) {
            e->pid = 0;
            settle(server, e, status);
            if (!*e->secret) { // failed
                *at = e->next;
                export_free(e);
                continue;
            }
        }
        waits = waits || e->pid;
        at = &e->next;
    }
    if (waits) lws_sul_schedule(server->lws, 0, &server->export_timer, on_timer, POLL_MS * 1000);
}

int export_take(Server *server, const char *secret, char ret_name[256], char ret_type[128]) {
    for (Export **at = &server->exports; *at; at = &(*at)->next) {
        Export *e = *at;
        if (e->pid || !secret_equal(secret, e->secret)) continue;
        int file = e->file;
        memcpy(ret_name, e->name, sizeof e->name);
        memcpy(ret_type, e->type, sizeof e->type);
        *at = e->next;
        e->file = -1;
        export_free(e);
        lseek(file, 0, SEEK_SET);
        return file;
    }
    return -1;
}

void exports_done(Server *server) {
    while (server->exports) {
        Export *e = server->exports;
        server->exports = e->next;
        export_free(e);
    }
}
