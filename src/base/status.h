// base/status.h: the one list of failures, and the two ways to pass one on.
#pragma once

typedef enum Status {
#define STATUS(name, text) name,
#include "base/status.def"
#undef STATUS
    STATUS_COUNT
} Status;

/// Fixed English text of a status; never null.
const char *status_text(Status status);
/// Name of a status as spelled in status.def ("ERR_SIZE"); never null.
const char *status_name(Status status);

/// Returns early with the status of `expr` unless it is OK.
#define TRY(expr)                                                                                  \
    do {                                                                                           \
        Status try_status_ = (expr);                                                               \
        if (try_status_ != OK) return try_status_;                                                 \
    } while (0)

/// Stores the status of `expr` in the local variable `status` and jumps to `done` unless it is OK.
#define TRY_GOTO(expr)                                                                             \
    do {                                                                                           \
        status = (expr);                                                                           \
        if (status != OK) goto done;                                                               \
    } while (0)
