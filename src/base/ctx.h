// base/ctx.h: what every call below the engine may need: where errors go, limits, the stop flag, threads.
// One Ctx per engine and per worker that can fail; never a global.
#pragma once
#include "base/mem.h"
#include "base/status.h"
#include <stdarg.h>

/// A place in source text. line and column are 1-based, 0 when unknown; columns count bytes.
typedef struct Span {
    int32_t line, column;         // start
    int32_t end_line, end_column; // exclusive end
} Span;

typedef struct ErrorFrame {
    char *function; // owned; "" at script level
    char *file;     // owned; "" when there is none
    int32_t line, column;
} ErrorFrame;

/// The first failure since the last error_clear.
typedef struct Error {
    Status status;
    char *id;      // "MATLAB:UndefinedFunction"; owned, may be null when memory was short
    char *message; // owned, may be null when memory was short: use error_message
    Span span;
    char *file;             // owned, null when unknown
    ErrorFrame *frames;     // innermost first, owned
    Index n_frames, cap_frames;
    void *payload;          // the exception value the language attached, or null
    void (*payload_free)(void *payload);
} Error;

struct Pool;
typedef struct Limits {
    size_t array_bytes; // largest single array
    int64_t steps;      // interpreter steps, 0 = no limit
    int32_t depth;      // nesting of calls
} Limits;

typedef struct Ctx {
    Error error;
    Limits limits;
    _Atomic int stop;   // set from a signal handler or another thread; see ctx_check_stop
    _Atomic int attend; // likewise: the machine calls host.poll soon and clears it
    struct Pool *pool;  // null: run on the calling thread
    void (*warn)(void *self, const char *id, const char *text); // where ctx_warn goes; null: nowhere
    void *warn_self;
} Ctx;

/// Sets default limits, no pool, no error.
void ctx_init(Ctx *ctx);
void ctx_done(Ctx *ctx);

/// Records a failure (the first one wins) and returns `status`, so that one can write
/// `return ctx_fail(ctx, ERR_SIZE, "MATLAB:sizeDimensionsMustMatch", "…")`. `id` may be "".
Status ctx_fail(Ctx *ctx, Status status, const char *id, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
Status ctx_vfail(Ctx *ctx, Status status, const char *id, const char *format, va_list args);
/// ctx_fail for memory; needs no memory itself.
Status ctx_fail_nomem(Ctx *ctx);
/// ctx_fail for a feature that is not there: "NAME is not supported." and id "Gradus:notSupported".
Status ctx_fail_unsupported(Ctx *ctx, const char *feature);
/// Tells the user of something that is no failure, as a warning of the language with this identifier.
void ctx_warn(Ctx *ctx, const char *id, const char *format, ...) __attribute__((format(printf, 3, 4)));
/// ERR_INTERRUPT when a stop was asked for, else OK. Call at least every few milliseconds of work.
Status ctx_check_stop(Ctx *ctx);
/// Whether a stop was asked for; from any thread (workers leave their loop, the caller fails).
static inline bool ctx_is_stopping(const Ctx *ctx) {
    return atomic_load_explicit(&((Ctx *)ctx)->stop, memory_order_relaxed) != 0;
}

/// Items between two looks at the stop flag: a few milliseconds of the slowest loops over elements.
enum { STOP_BLOCK = 1 << 16 };
/// Length of the block at `i` of a walk over `n` items, 0 at the end and after a stop:
/// `for (Index i = 0, m; (m = stop_block(ctx, i, n)) > 0; i += m)`. Whoever walks so calls ctx_check_stop behind the
/// last loop, before the result is used.
static inline Index stop_block(const Ctx *ctx, Index i, Index n) {
    if (ctx_is_stopping(ctx)) return 0;
    return n - i < STOP_BLOCK ? n - i : STOP_BLOCK;
}
/// The same for loops that go item by item: true at the end and, at every STOP_BLOCK-th item, after a stop.
static inline bool stop_reached(const Ctx *ctx, Index i, Index n) {
    return i >= n || ((i & (STOP_BLOCK - 1)) == 0 && ctx_is_stopping(ctx));
}
/// The same for loops that may fail on the way: ERR_INTERRUPT at every STOP_BLOCK-th item after a stop.
static inline Status stop_check_at(Ctx *ctx, Index i) {
    return (i & (STOP_BLOCK - 1)) == STOP_BLOCK - 1 ? ctx_check_stop(ctx) : OK;
}
/// memcpy and memset to 0 that leave the rest undone after a stop.
void ctx_copy(const Ctx *ctx, void *to, const void *from, size_t n_bytes);
void ctx_zero(const Ctx *ctx, void *to, size_t n_bytes);

void error_clear(Error *error);
/// The message, never null.
const char *error_message(const Error *error);
/// The identifier, "" when there is none.
const char *error_id(const Error *error);
/// Adds one frame of the call stack, innermost first. Silent when memory is short.
void error_add_frame(Error *error, const char *function, const char *file, int32_t line, int32_t column);
/// Sets file and span when they are not known yet.
void error_locate(Error *error, const char *file, Span span);
