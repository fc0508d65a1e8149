// base/status.c: texts of the statuses, from the one list.
#include "base/status.h"

const char *status_text(Status status) {
    static const char *const texts[] = {
#define STATUS(name, text) text,
#include "base/status.def"
#undef STATUS
    };
    return (unsigned)status < STATUS_COUNT ? texts[status] : "unknown status";
}

const char *status_name(Status status) {
    static const char *const names[] = {
#define STATUS(name, text) #name,
#include "base/status.def"
#undef STATUS
    };
    return (unsigned)status < STATUS_COUNT ? names[status] : "?";
}
