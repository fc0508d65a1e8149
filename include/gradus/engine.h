// gradus/engine.h: run the language from C. An engine holds variables, functions, figures and the random generator.
// One engine is used by one thread at a time; several engines may live in one process. Texts are UTF-8.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#if defined(__GNUC__)
#define GRADUS_API __attribute__((visibility("default")))
#else
#define GRADUS_API
#endif

typedef struct GradusEngine GradusEngine;
typedef struct GradusValue GradusValue;

/// Outcome of a call; 0 is fine, everything else failed (see gradus_error_message).
typedef int GradusStatus;

/// Where output goes; entries may be null. `stream` is 0 for output, 1 for warnings, 2 for errors.
typedef struct GradusHost {
    void *self;
    void (*write)(void *self, int stream, const char *utf8, size_t n_bytes);
    /// A statement of the running script begins.
    void (*statement)(void *self, const char *file, int line);
    /// Asks for a line of input; false at the end.
    bool (*read_line)(void *self, const char *prompt, char *line, size_t n_bytes);
    /// Progress of a long task, 0…1 or negative when unknown.
    void (*progress)(void *self, double fraction, const char *text);
} GradusHost;

GRADUS_API const char *gradus_version(void);
/// A new engine; `host` is copied and may be null (silent).
GRADUS_API GradusStatus gradus_engine_new(const GradusHost *host, GradusEngine **ret);
GRADUS_API void gradus_engine_free(GradusEngine *engine);

/// Runs script text; its variables and functions stay. `name` is used in messages.
GRADUS_API GradusStatus gradus_run_text(GradusEngine *engine, const char *name, const char *source);
/// Runs a script file; functions beside it are found.
GRADUS_API GradusStatus gradus_run_file(GradusEngine *engine, const char *path);
/// Value of an expression; gradus_value_free it.
GRADUS_API GradusStatus gradus_eval(GradusEngine *engine, const char *expression, GradusValue **ret);
/// Calls a function by name. rets has n_out places; each result is owned by the caller.
GRADUS_API GradusStatus gradus_call(GradusEngine *engine, const char *function, GradusValue *const *args, int n_in,
                                    GradusValue **rets, int n_out);
/// Stops the running code; may be called from another thread or a signal handler.
GRADUS_API void gradus_stop(GradusEngine *engine);

/// Variables of the base workspace. get: null when there is none, else owned by the caller.
GRADUS_API GradusValue *gradus_get_variable(GradusEngine *engine, const char *name);
GRADUS_API GradusStatus gradus_set_variable(GradusEngine *engine, const char *name, const GradusValue *value);

/// The error of the last call that failed; valid until the next call. "" when there was none.
GRADUS_API const char *gradus_error_message(const GradusEngine *engine);
GRADUS_API const char *gradus_error_identifier(const GradusEngine *engine);
GRADUS_API int gradus_error_line(const GradusEngine *engine);
/// The report as a console prints it; free with gradus_text_free. Null when memory is short.
GRADUS_API char *gradus_error_report(GradusEngine *engine);
GRADUS_API void gradus_text_free(char *text);

#ifdef __cplusplus
}
#endif
