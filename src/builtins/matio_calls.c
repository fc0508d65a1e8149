// builtins/matio_calls.c: the table of functions; see matio_calls.h.
#define MATIO_CALLS_TABLE
#include "builtins/matio_calls.h"

MatioCalls matio_calls;

static const char *const names[] = {MATIO_CALLS(LIBRARY_NAME)};
static Library library = LIBRARY_INIT(MATIO_SONAME, names, matio_calls);

Status matio_prepare(Ctx *ctx) {
    return library_prepare(ctx, &library);
}
