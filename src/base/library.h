// base/library.h: shared libraries that are loaded at their first use. A library that few runs
// need, and that brings many others with it, costs every start of the program milliseconds when it
// is linked (docs/decisions/0007).
#pragma once
#include "base/ctx.h"
#include <pthread.h>

/// One library and the functions wanted from it; static, one per library. The table of pointers is
/// written once, under the lock, and never changes after.
typedef struct Library {
    const char *soname;       // "libmatio.so.11"
    const char *const *names; // of the functions
    int n;
    void *table; // n function pointers, in the order of names
    pthread_mutex_t lock;
    _Atomic bool ready;
} Library;

/// From a list `CALLS(F)` of F(function): the struct of pointers `table_name` and the array of
/// names.
#define LIBRARY_POINTER(function) __typeof__(&function) function;
#define LIBRARY_NAME(function) #function,
#define LIBRARY_INIT(soname_, names_, table_)                                           \
    {                                                                                   \
        .soname = soname_, .names = names_, .n = (int)(sizeof names_ / sizeof *names_), \
        .table = &table_, .lock = PTHREAD_MUTEX_INITIALIZER                             \
    }

/// Loads the library unless it is loaded; any thread.
/// Fails  ERR_UNSUPPORTED, naming the library that is missing or too old
Status library_prepare(Ctx *ctx, Library *library);
