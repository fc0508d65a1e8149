// builtins/library.c: finds the source of a function written in the language and runs it.
#include "builtins/library.h"

Status library_call(Call *call) {
    return library_run(call, call->def->name);
}
Status library_run(Call *call, const char *name) {
    for (const LibrarySource *s = library_sources; s->name; s++) {
        if (strcmp(s->name, name) == 0)
            return vm_call_library(call->vm, s->file, s->text, s->n_bytes, s->name, call->arg,
                                   call->nargin, call->nargout, call->ret);
    }
    return ctx_fail_unsupported(call->ctx, name);
}
