// live/requests_run.c: run, stop, restart, the answer to input().
#include "live/internal.h"

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
    doc_answer(r->doc, request_text(r, "text"), json_is_true(json_object_get(r->args, "end")));
    return OK;
}

const RequestDef requests_run[] = {
    {"run", req_run}, {"stop", req_stop}, {"restart", req_restart}, {"answer", req_answer}, {0}};
