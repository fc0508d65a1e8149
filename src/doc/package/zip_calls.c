// doc/package/zip_calls.c: the table of functions; see zip_calls.h.
#define ZIP_CALLS_TABLE
#include "doc/package/zip_calls.h"

ZipCalls zip_calls;

static const char *const names[] = {ZIP_CALLS(LIBRARY_NAME)};
static Library library = LIBRARY_INIT(ZIP_SONAME, names, zip_calls);

Status zip_prepare(Ctx *ctx) {
    return library_prepare(ctx, &library);
}
