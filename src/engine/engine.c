// engine/engine.c: life of an engine, and the report of its errors.
#include "engine/engine.h"
#include "base/file.h"
#include "base/pool.h"
#include "lang/ast.h"
#include "value/exception.h"
#include <string.h>

enum { SOURCE_LIMIT = 64 << 20 };

Status engine_new(const Host *host, Engine **ret) {
    Engine *engine = mem_alloc_zero(sizeof *engine);
    if (!engine) return ERR_NOMEM;
    ctx_init(&engine->ctx);
    engine->host = *host;
    engine->ctx.pool = pool_new(pool_default_threads());
    Status status = env_init(&engine->env, &engine->ctx, &engine->host);
    if (status == OK) {
        VmOptions options = {
            .ctx = &engine->ctx,
            .host = &engine->host,
            .env = &engine->env,
            .lookup = env_lookup,
            .lookup_self = &engine->env,
            .format = &engine->env.format,
        };
        status = vm_new(&options, &engine->vm);
        engine->env.vm = engine->vm;
    }
    if (status != OK) {
        engine_free(engine);
        return status;
    }
    *ret = engine;
    return OK;
}

void engine_free(Engine *engine) {
    if (!engine) return;
    vm_free(engine->vm);
    env_done(&engine->env);
    pool_free(engine->ctx.pool);
    ctx_done(&engine->ctx);
    mem_free(engine->source);
    mem_free(engine->source_name);
    mem_free(engine);
}

// Keeps the text for the caret of an error; going without is fine when memory is short.
static void keep_source(Engine *engine, const char *name, const char *source, size_t n_bytes) {
    mem_free(engine->source);
    mem_free(engine->source_name);
    engine->source = mem_dup_text(source, n_bytes);
    engine->n_source = n_bytes;
    engine->source_name = mem_dup(name);
}

static Status finish(Engine *engine, Status status) {
    if (status == ERR_INTERRUPT && strcmp(error_id(&engine->ctx.error), "Gradus:quit") == 0) {
        engine->quit = true;
        error_clear(&engine->ctx.error);
        return OK;
    }
    return status;
}

Status engine_run_text(Engine *engine, const char *name, const char *source, size_t n_bytes) {
    keep_source(engine, name, source, n_bytes);
    return finish(engine, vm_run_text(engine->vm, name, source, n_bytes, 1));
}

Status engine_run_file(Engine *engine, const char *path) {
    Buf text = BUF_INIT;
    Status status = file_read(&engine->ctx, path, SOURCE_LIMIT, &text);
    if (status == OK) keep_source(engine, path, buf_text(&text), text.len);
    buf_done(&text);
    return status == OK ? finish(engine, vm_run_file(engine->vm, path)) : status;
}

// The line of source an error points at, with a caret; from the text that ran or the file named.
static void report_place(Engine *engine, const Error *error, Buf *out) {
    if (error->span.line <= 0) return;
    const char *file = error->file ? error->file : "";
    Buf text = BUF_INIT;
    Ctx scratch;
    ctx_init(&scratch);
    if (engine->source && engine->source_name && strcmp(engine->source_name, file) == 0)
        buf_put(&text, engine->source, engine->n_source);
    else if (file[0])
        (void)file_read(&scratch, file, SOURCE_LIMIT, &text);
    if (text.len) diagnostic_format(file, buf_text(&text), text.len, 1, error->span, "", out);
    ctx_done(&scratch);
    buf_done(&text);
}

void engine_error_report(Engine *engine, Buf *out) {
    const Error *error = &engine->ctx.error;
    if (error->n_frames && error->frames[0].function[0])
        buf_printf(out, "Error using %s\n", error->frames[0].function);
    buf_printf(out, "%s\n", error_message(error));
    report_place(engine, error, out);
    for (Index i = 0; i < error->n_frames; i++) {
        const ErrorFrame *frame = &error->frames[i];
        if (frame->line <= 0) continue;
        const char *name = frame->function[0] ? frame->function : path_base(frame->file);
        if (name[0]) buf_printf(out, "Error in %s (line %d)\n", name, frame->line);
    }
}
