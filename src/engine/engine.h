// engine/engine.h: the front door: one engine is context, machine, function library and host tied together.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include "base/host.h"
#include "base/pool.h"
#include "builtins/env.h"
#include "lang/vm.h"

typedef struct Engine {
    Ctx ctx;
    Host host; // own copy of what the caller gave
    Vm *vm;
    Env env;
    Buf text;       // the last text run, for the line under an error
    char *text_name;
    int first_line; // line number of its first line
    bool quit;      // exit or quit was called: the program should end
    int exit_status;
} Engine;

/// A new engine that reports to `host` (copied; null: silent). ERR_NOMEM.
Status engine_new(const Host *host, Engine **ret);
/// Null is fine. No run may be in progress.
void engine_free(Engine *engine);

/// Runs script text in the base workspace. `name` is used in messages ("" at the console), `first_line` numbers its first
/// line. Local functions stay callable. On failure engine->ctx.error tells what happened until the next run.
Status engine_run_text(Engine *engine, const char *name, const char *source, size_t n_bytes, int first_line);
/// Runs a script or a function file without arguments; its folder is searched for functions meanwhile.
Status engine_run_file(Engine *engine, const char *path);
/// Value of one expression; owned by the caller.
Status engine_eval(Engine *engine, const char *expression, Value *ret);

/// Asks the running code to stop; from any thread or a signal handler. The run ends with ERR_INTERRUPT.
void engine_stop(Engine *engine);

/// Asks for a call of host.poll at the next point where the running code can be looked at; from any
/// thread or a signal handler.
void engine_attend(Engine *engine);

/// Console report of the error of the last run: "Error using plus\n<message>\n\nError in f (line 3)\n  <source line>\n…",
/// with "file:line:column" and a caret line under the place. Nothing when there is no error.
void engine_error_report(Engine *engine, Buf *out);
