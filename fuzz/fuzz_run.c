// fuzz/fuzz_run.c: any bytes parsed, compiled and run under tight limits. libFuzzer entry. Programs that name something
// which reaches outside the process (files, commands) are not run: their functions have tests of their own.
#include "engine/engine.h"
#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static bool reaches_outside(const char *text) {
    static const char *const words[] = {"delete", "rmdir", "system", "unix",  "dos",    "!",     "file", "fopen", "save",
                                        "write",  "print", "export", "cd",    "mkdir",  "env",   "zip",  "eval",  "feval",
                                        "pause",  "input", "load",   "read",  "diary",  "publish", "path", "func", "web",
                                        "temp",   "matlab", "open",  "keyboard", "run", "builtin", "dir", "ls", "type"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(text, words[i])) return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes) {
    char *text = mem_dup_text((const char *)data, n_bytes);
    if (!text) return 0;
    if (strlen(text) == n_bytes && !reaches_outside(text)) {
        Engine *engine = NULL;
        if (engine_new(NULL, &engine) == OK) {
            engine->ctx.limits = (Limits){.array_bytes = 1 << 20, .steps = 20000, .depth = 40};
            Buf report = BUF_INIT;
            if (engine_run_text(engine, "fuzz", text, n_bytes, 1) != OK) engine_error_report(engine, &report);
            buf_done(&report);
        }
        engine_free(engine);
    }
    mem_free(text);
    return 0;
}
