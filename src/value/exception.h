// value/exception.h: MException as a foreign object, and the way between it and Error.
#pragma once
#include "value/value.h"
typedef struct Exception {
    Object head;
    Text *id;
    Text *message;
    Value stack;  // struct array file, name, line
    Value cause;  // cell of exceptions
    Status status;
    Span span;
} Exception;
extern const ForeignDef exception_class;
Status exception_new(Ctx *ctx, const char *id, const char *message, Exception **ret);
/// The exception for ctx->error (its payload when the error was a rethrow); clears the error.
Status exception_from_error(Ctx *ctx, Value *ret);
/// Puts an exception into ctx->error and returns its status, to be returned by the caller (throw, rethrow).
Status exception_throw(Ctx *ctx, Value exception);
/// Text of getReport(): "Error using f (line 3)\nmessage\n…".
Status exception_report(Ctx *ctx, Value exception, struct Buf *out);
