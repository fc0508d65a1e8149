// live/requests_language.c: questions about the text, answered without the kernel, so that they are answered while it is busy.
#include "graphics/math.h"
#include "live/internal.h"
#include <string.h>

static Status req_typeset(Request *r) {
    return ctx_fail_unsupported(r->server->ctx, "Typesetting in the page");
}

const RequestDef requests_language[] = {{"typeset", req_typeset}, {0}};
