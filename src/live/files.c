// live/files.c: what changes on the disk behind our back: open files and the folders on show,
// looked at every two seconds.
#include "live/internal.h"
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

void files_changed(Server *server, const char *folder) {
    char key[32];
    unsigned hash = 2166136261u;
    for (const char *p = folder; *p; p++) hash = (hash ^ (unsigned char)*p) * 16777619u;
    snprintf(key, sizeof key, "files:%08x", hash);
    server_broadcast(server, json_pack("{s:s, s:s}", "t", "files_changed", "path", folder), key);
}

/// The file of a document was written by another program: taken over when nothing of ours is
/// unsaved, else said.
static void disk_changed(LiveDoc *doc, const struct stat *st) {
    Server *server = doc->server;
    Ctx *ctx = server->ctx;
    bool plain = doc->format == DOC_SCRIPT || doc->format == DOC_LIVE_TEXT;
    Place place = {.folder = -1};
    Buf bytes = BUF_INIT;
    StoredText stored = {0};
    bool taken = st && plain && !doc_unsaved(doc) &&
                 roots_find(ctx, &server->roots, doc->path, &place) == OK &&
                 place_read(ctx, &place, MAX_TEXT, &bytes) == OK &&
                 stored_split(ctx, buf_text(&bytes), bytes.len, &stored) == OK &&
                 doc_replace_text(doc, stored.text, stored.n_text) == OK;
    if (taken) {
        doc->disk_time = st->st_mtim;
        doc->disk_size = st->st_size;
        doc->saved_version = doc->version;
        doc->disk_said = false;
    } else if (!doc->disk_said) {
        doc->disk_said = true;
        server_broadcast(server,
                         json_pack("{s:s, s:i, s:s, s:b}", "t", "disk_changed", "doc", doc->id,
                                   "path", doc->path, "deleted", !st),
                         NULL);
    }
    error_clear(&ctx->error);
    stored_done(&stored);
    buf_done(&bytes);
    place_done(&place);
}

void watch_disk(Server *server) {
    for (int i = -1; i < server->n_docs; i++) {
        LiveDoc *doc = i < 0 ? server->console : server->docs[i];
        struct stat st;
        if (!doc) continue;
        if (doc->kernel && !stat(doc->folder, &st) &&
            (st.st_mtim.tv_sec != doc->folder_time.tv_sec ||
             st.st_mtim.tv_nsec != doc->folder_time.tv_nsec)) {
            if (doc->folder_time.tv_sec) files_changed(server, doc->folder);
            doc->folder_time = st.st_mtim;
        }
        if (doc->console || doc->untitled || !doc->disk_time.tv_sec) continue;
        bool there = !stat(doc->path, &st);
        if (!there)
            disk_changed(doc, NULL);
        else if (st.st_mtim.tv_sec != doc->disk_time.tv_sec ||
                 st.st_mtim.tv_nsec != doc->disk_time.tv_nsec || st.st_size != doc->disk_size)
            disk_changed(doc, &st);
    }
}
