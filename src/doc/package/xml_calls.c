// doc/package/xml_calls.c: the table of functions; see xml_calls.h.
#define XML_CALLS_TABLE
#include "doc/package/xml_calls.h"

XmlCalls xml_calls;

static const char *const names[] = {XML_CALLS(LIBRARY_NAME)};
static Library library = LIBRARY_INIT(XML_SONAME, names, xml_calls);

Status xml_prepare(Ctx *ctx) {
    return library_prepare(ctx, &library);
}
