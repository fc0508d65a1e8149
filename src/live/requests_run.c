// live/requests_run.c: run, stop, restart, the answer to input().
#include "live/internal.h"
#include <string.h>

static Status req_run(Request *r) {
    if (r->doc->console)
        return ctx_fail(r->server->ctx, ERR_ARG, "Gradus:live:console",
                        "The Command Window is no document.");
    if (request_int(r, "version", -1) != r->doc->version) {
        r->error = "stale";
        return ctx_fail(r->server->ctx, ERR_ARG, "Gradus:live:stale",
                        "The text has changed; the newest version is %d.", r->doc->version);
    }
    return doc_queue_run(r->doc, request_text(r, "what"), request_int(r, "line", 1), r);
}

static Status req_stop(Request *r) {
    doc_stop(r->doc);
    return OK;
}

static Status req_restart(Request *r) {
    bool had = r->doc->kernel != NULL;
    kernel_end(r->doc);
    if (had) doc_kernel_gone(r->doc, "Restarted; the variables are gone.");
    return kernel_start(r->doc);
}

static Status req_answer(Request *r) {
    LiveDoc *doc = r->doc;
    mem_free(doc->prompt);
    doc->prompt = NULL;
    const json_t *end = json_object_get(r->args, "end");
    json_t *message = json_pack("{s:s, s:s, s:b}", "t", "reply_text", "text",
                                request_text(r, "text"), "end", json_is_true(end));
    kernel_send(doc, message);
    json_decref(message);
    return OK;
}

const RequestDef requests_run[] = {
    {"run", req_run}, {"stop", req_stop}, {"restart", req_restart}, {"answer", req_answer}, {0}};
