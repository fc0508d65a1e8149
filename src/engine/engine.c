// engine/engine.c: ties the machine to the function library and the host.
#include "engine/engine.h"
#include "base/mem.h"
#include <stdlib.h>
#include <string.h>

static const char *builtin_name(void *self, Index i) {
    Index n = 0;
    const BuiltinDef *const *all = env_all_builtins(self, &n);
    return all && i < n ? all[i]->name : NULL;
}

Status engine_new(const Host *host, Engine **ret) {
    Engine *e = mem_alloc_zero(sizeof *e);
    if (!e) return ERR_NOMEM;
    ctx_init(&e->ctx);
    if (host) e->host = *host;
    e->first_line = 1;
    // Without a pool everything runs on the calling thread.
    e->ctx.pool = pool_new(pool_default_threads());
    Status status = env_init(&e->env, &e->ctx, &e->host);
    if (status == OK) {
        VmOptions options = {.ctx = &e->ctx,
                             .host = &e->host,
                             .env = &e->env,
                             .lookup = env_lookup,
                             .names = builtin_name,
                             .lookup_self = &e->env,
                             .format = &e->env.format};
        status = vm_new(&options, &e->vm);
    }
    if (status != OK) {
        engine_free(e);
        return status;
    }
    e->env.vm = e->vm;
    *ret = e;
    return OK;
}

void engine_free(Engine *engine) {
    if (!engine) return;
    vm_free(engine->vm);
    engine->env.vm = NULL;
    env_done(&engine->env);
    struct Pool *pool = engine->ctx.pool;
    ctx_done(&engine->ctx);
    pool_free(pool);
    buf_done(&engine->text);
    mem_free(engine->text_name);
    mem_free(engine);
}

/// A new run forgets the last error and an old stop request.
static void begin(Engine *engine) {
    error_clear(&engine->ctx.error);
    atomic_store(&engine->ctx.stop, 0);
}

/// exit and quit end a run as an interrupt with an identifier of their own; for the caller the run was fine.
static Status finish(Engine *engine, Status status) {
    if (status != ERR_INTERRUPT || strcmp(error_id(&engine->ctx.error), "Gradus:quit") != 0) return status;
    engine->quit = true;
    const char *code = strrchr(error_message(&engine->ctx.error), ' ');
    engine->exit_status = code ? atoi(code) : 0;
    error_clear(&engine->ctx.error);
    return OK;
}

/// Keeps the text so that a report can show the line; without memory the report goes without it.
static void remember(Engine *engine, const char *name, const char *source, size_t n_bytes, int first_line) {
    buf_clear(&engine->text);
    engine->text.failed = false;
    buf_put(&engine->text, source, n_bytes);
    mem_free(engine->text_name);
    engine->text_name = mem_dup(name);
    engine->first_line = first_line;
}

Status engine_run_text(Engine *engine, const char *name, const char *source, size_t n_bytes, int first_line) {
    begin(engine);
    remember(engine, name, source, n_bytes, first_line);
    return finish(engine, vm_run_text(engine->vm, name, source, n_bytes, first_line));
}

Status engine_run_file(Engine *engine, const char *path) {
    begin(engine);
    return finish(engine, vm_run_file(engine->vm, path));
}

Status engine_eval(Engine *engine, const char *expression, Value *ret) {
    begin(engine);
    Value v = VALUE_NONE;
    TRY(vm_eval_in(engine->vm, "base", expression, strlen(expression), 1, &v));
    *ret = v;
    return OK;
}

void engine_stop(Engine *engine) { atomic_store(&engine->ctx.stop, 1); }

void engine_attend(Engine *engine) { atomic_store(&engine->ctx.attend, 1); }
