// base/library.c: dlopen and dlsym. Nothing is ever unloaded.
#include "base/library.h"
#include <dlfcn.h>
#include <stdatomic.h>
#include <string.h>

/// The name of what is missing, or null when the table is full.
static const char *load(const Library *library) {
    void *handle = dlopen(library->soname, RTLD_LAZY | RTLD_LOCAL);
    if (!handle) return library->soname;
    for (int i = 0; i < library->n; i++) {
        void *function = dlsym(handle, library->names[i]);
        if (!function) return library->names[i];
        memcpy((char *)library->table + (size_t)i * sizeof function, &function, sizeof function);
    }
    return NULL;
}

Status library_prepare(Ctx *ctx, Library *library) {
    if (atomic_load_explicit(&library->ready, memory_order_acquire)) return OK;
    pthread_mutex_lock(&library->lock);
    const char *missing =
        atomic_load_explicit(&library->ready, memory_order_relaxed) ? NULL : load(library);
    if (!missing) atomic_store_explicit(&library->ready, true, memory_order_release);
    pthread_mutex_unlock(&library->lock);
    if (!missing) return OK;
    return ctx_fail(ctx, ERR_UNSUPPORTED, "Gradus:libraryMissing",
                    "The library %s could not be loaded (%s).", library->soname, missing);
}
