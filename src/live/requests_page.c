// live/requests_page.c: the page's first question, and what is kept per user.
#include "doc/doc.h"
#include "live/internal.h"
#include <ctype.h>
#include <string.h>

static json_t *formats(void) {
    static const struct {
        const char *name, *label;
    } labels[] = {{"pdf", "PDF"},
                  {"word", "Word"},
                  {"html", "HTML"},
                  {"latex", "LaTeX"},
                  {"markdown", "Markdown"},
                  {"notebook", "Jupyter notebook"},
                  {"mlx", "Live script (.mlx)"},
                  {"live", "Plain-text live script (.m)"}};
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        for (const WriterDef *const *w = doc_writers(); *w; w++) {
            if (strcmp((*w)->name, labels[i].name)) continue;
            size_t n = strcspn((*w)->extensions, " ");
            json_array_append_new(list,
                                  json_pack("{s:s, s:s, s:s%}", "name", labels[i].name, "label",
                                            labels[i].label, "extension", (*w)->extensions, n));
        }
    return list;
}

static Status req_hello(Request *r) {
    Server *server = r->server;
    LiveDoc *console = doc_console(server);
    if (!console) return ctx_fail_nomem(server->ctx);
    json_t *docs = json_array();
    for (int i = 0; i < server->n_docs; i++)
        json_array_append_new(docs, doc_opened(server->docs[i]));
    r->client->greeted = true;
    json_t *more =
        json_pack("{s:s, s:s, s:s, s:i, s:O, s:o, s:O, s:o, s:b, s:o}", "version", GRADUS_VERSION,
                  "home", server->home, "folder", server->folder, "console", console->id, "recent",
                  server->recent, "docs", docs, "prefs", server->prefs, "formats", formats(),
                  "first_visit", server->first_visit, "console_doc", doc_opened(console));
    if (!more) return ctx_fail_nomem(server->ctx);
    json_object_update(r->reply, more);
    json_decref(more);
    if (!server->n_docs && kernel_start(console) != OK)
        error_clear(&server->ctx->error); // said when it is used
    return OK;
}

static Status req_set_prefs(Request *r) {
    json_t *prefs = json_object_get(r->args, "prefs");
    if (!json_is_object(prefs))
        return ctx_fail(r->server->ctx, ERR_ARG, "Gradus:live:prefs", "prefs is not an object.");
    json_object_update(r->server->prefs, prefs);
    r->server->first_visit = false;
    state_save_prefs(r->server);
    return OK;
}

const RequestDef requests_page[] = {{"hello", req_hello}, {"set_prefs", req_set_prefs}, {0}};
