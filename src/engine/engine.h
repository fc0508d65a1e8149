// engine/engine.h: VM, function library and host put together: the front door for cli and doc.
#pragma once
#include "base/buf.h"
#include "builtins/env.h"

typedef struct Engine {
    Ctx ctx;
    Host host; // copied; `self` stays the caller's
    Env env;
    Vm *vm;
    bool quit; // exit or quit was called; the error is then ERR_INTERRUPT with id "Gradus:quit"
    int exit_status;
    char *source; // the last text run, for the caret of its errors
    size_t n_source;
    char *source_name;
} Engine;

/// A new engine: default limits, the threads of pool_default_threads, an empty workspace. ERR_NOMEM.
Status engine_new(const Host *host, Engine **ret);
void engine_free(Engine *engine);
/// Runs text in the base workspace; `name` appears in messages ("" for the console).
Status engine_run_text(Engine *engine, const char *name, const char *source, size_t n_bytes);
/// Runs a script, a live script in plain text included. ERR_IO when it cannot be read.
Status engine_run_file(Engine *engine, const char *path);
/// The report of the recorded error: message, place with caret, call stack. The error stays recorded.
void engine_error_report(Engine *engine, Buf *out);
