// fuzz/fuzz_run.c: any bytes parsed, compiled and run under tight limits. libFuzzer entry. Programs that name something
// which reaches outside the process (files, commands) are not run: their functions have tests of their own.
#include "engine/engine.h"
#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

// Whole names, and parts of names: "else" is not ls, but fwrite, writetable and imwrite all write.
static bool is_outside(const char *name, size_t n) {
    static const char *const names[] = {"cd", "ls", "dir", "dos", "run", "web", "zip", "unzip", "tar", "untar", "unix",
                                        "type", "path", "gunzip", "gzip", "movefile", "copyfile", "str2func", "builtin"};
    static const char *const parts[] = {"delete", "rmdir", "system", "fopen", "save", "write", "print", "export", "mkdir",
                                        "env", "eval", "pause", "input", "load", "read", "diary", "publish", "addpath",
                                        "rmpath", "temp", "matlab", "open", "keyboard", "wait", "recycle"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == n && !memcmp(names[i], name, n)) return true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (memmem(name, n, parts[i], strlen(parts[i]))) return true;
    return false;
}

static bool reaches_outside(const char *text) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    if (strchr(text, '!')) return true;
    for (const char *t = text; *t;) {
        size_t n = strspn(t, letters);
        if (n && is_outside(t, n)) return true;
        t += n ? n : 1;
    }
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
