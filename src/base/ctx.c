// base/ctx.c: recording of failures. The first failure since error_clear is kept; a later one only passes its status on.
#include "base/ctx.h"
#include "base/buf.h"
#include "base/mem_room.h"
#include <string.h>

/// One array may be as large as the memory this process may use, 128 GB at most.
static size_t memory_bytes(void) {
    static _Atomic size_t known; // the same all the time, and asked for with every context
    size_t bytes = atomic_load_explicit(&known, memory_order_relaxed);
    if (bytes) return bytes;
    size_t most = (size_t)1 << 37, total = mem_room("").total;
    bytes = total < most ? total : most;
    atomic_store_explicit(&known, bytes, memory_order_relaxed);
    return bytes;
}

void ctx_init(Ctx *ctx) {
    memset(ctx, 0, sizeof *ctx);
    ctx->limits = (Limits){.array_bytes = memory_bytes(), .steps = 0, .depth = 500};
}

void ctx_done(Ctx *ctx) { error_clear(&ctx->error); }

void error_clear(Error *error) {
    mem_free(error->id);
    mem_free(error->message);
    mem_free(error->file);
    for (Index i = 0; i < error->n_frames; i++) {
        mem_free(error->frames[i].function);
        mem_free(error->frames[i].file);
    }
    mem_free(error->frames);
    if (error->payload && error->payload_free) error->payload_free(error->payload);
    memset(error, 0, sizeof *error);
}

Status ctx_vfail(Ctx *ctx, Status status, const char *id, const char *format, va_list args) {
    if (ctx->error.status != OK) return ctx->error.status;
    Buf text = BUF_INIT;
    buf_vprintf(&text, format, args);
    ctx->error.status = status;
    ctx->error.message = buf_take(&text);
    ctx->error.id = mem_dup(id ? id : "");
    return status;
}

Status ctx_fail(Ctx *ctx, Status status, const char *id, const char *format, ...) {
    va_list args;
    va_start(args, format);
    Status result = ctx_vfail(ctx, status, id, format, args);
    va_end(args);
    return result;
}

Status ctx_fail_nomem(Ctx *ctx) {
    if (ctx->error.status == OK) ctx->error.status = ERR_NOMEM; // error_message knows the text
    return ctx->error.status;
}

Status ctx_fail_unsupported(Ctx *ctx, const char *feature) {
    return ctx_fail(ctx, ERR_UNSUPPORTED, "Gradus:notSupported", "%s is not supported.", feature);
}

void ctx_warn(Ctx *ctx, const char *id, const char *format, ...) {
    if (!ctx->warn) return;
    Buf text = BUF_INIT;
    va_list args;
    va_start(args, format);
    buf_vprintf(&text, format, args);
    va_end(args);
    ctx->warn(ctx->warn_self, id, buf_text(&text));
    buf_done(&text);
}

Status ctx_check_stop(Ctx *ctx) {
    if (!atomic_load_explicit(&ctx->stop, memory_order_relaxed)) return OK;
    return ctx_fail(ctx, ERR_INTERRUPT, "MATLAB:OperationTerminated", "Operation terminated by user.");
}

enum { STOP_BYTES = 1 << 20 };

void ctx_copy(const Ctx *ctx, void *to, const void *from, size_t n_bytes) {
    for (size_t i = 0; i < n_bytes && !ctx_is_stopping(ctx); i += STOP_BYTES)
        memcpy((char *)to + i, (const char *)from + i, n_bytes - i < STOP_BYTES ? n_bytes - i : STOP_BYTES);
}

void ctx_zero(const Ctx *ctx, void *to, size_t n_bytes) {
    for (size_t i = 0; i < n_bytes && !ctx_is_stopping(ctx); i += STOP_BYTES)
        memset((char *)to + i, 0, n_bytes - i < STOP_BYTES ? n_bytes - i : STOP_BYTES);
}

const char *error_message(const Error *error) {
    if (error->message) return error->message;
    if (error->status == ERR_NOMEM) return "Out of memory.";
    return status_text(error->status);
}

const char *error_id(const Error *error) {
    if (error->id) return error->id;
    return error->status == ERR_NOMEM ? "MATLAB:nomem" : "";
}

void error_add_frame(Error *error, const char *function, const char *file, int32_t line, int32_t column) {
    enum { MOST_FRAMES = 100 };
    if (error->n_frames >= MOST_FRAMES) return;
    if (error->n_frames == error->cap_frames) {
        Index cap = error->cap_frames ? error->cap_frames * 2 : 8;
        ErrorFrame *frames = mem_realloc(error->frames, (size_t)cap * sizeof *frames);
        if (!frames) return;
        error->frames = frames;
        error->cap_frames = cap;
    }
    ErrorFrame frame = {mem_dup(function), mem_dup(file ? file : ""), line, column};
    if (!frame.function || !frame.file) {
        mem_free(frame.function);
        mem_free(frame.file);
        return;
    }
    error->frames[error->n_frames++] = frame;
}

void error_locate(Error *error, const char *file, Span span) {
    if (error->span.line) return;
    error->span = span;
    if (!error->file && file) error->file = mem_dup(file);
}
