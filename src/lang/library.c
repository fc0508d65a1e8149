// lang/library.c: built-in functions written in the language, kept as parsed modules.
#include "lang/compile.h"
#include "lang/vm_internal.h"

static Status library_module(Vm *vm, const char *name, const char *source, size_t n_bytes, Module **ret) {
    if (!vm->library) vm->library = map_new();
    if (!vm->library) return ctx_fail_nomem(vm->ctx);
    *ret = map_find(vm->library, name);
    if (*ret) return OK;
    Unit *unit = NULL;
    Module *module = NULL;
    Status status = parse_unit(vm->ctx, name, source, n_bytes, 1, &unit);
    if (status == OK) {
        CompileOptions options = {.ctx = vm->ctx, .file = name, .first_line = 1};
        status = compile_unit(&options, unit, &module);
    }
    unit_free(unit);
    if (status == OK && map_set(vm->library, name, module) != OK) status = ctx_fail_nomem(vm->ctx);
    if (status != OK) {
        module_unref(module);
        return status;
    }
    module->is_library = true;
    *ret = module;
    return OK;
}

Status vm_call_library(Vm *vm, const char *file, const char *source, size_t n_bytes, const char *name, const Value *args,
                       int nargin, int nargout, Value *rets) {
    Module *module;
    TRY(library_module(vm, file, source, n_bytes, &module));
    Chunk *chunk = module_find(module, name);
    if (!chunk) return ctx_fail_unsupported(vm->ctx, name);
    Status status = call_chunk(vm, module, chunk, NULL, NULL, (Value *)args, nargin, false, nargout, rets);
    // An error of the function's own is a built-in function's error: "Error using NAME".
    if (status == ERR_USER && vm->ctx->error.status != OK) status = vm->ctx->error.status;
    return status;
}

void library_done(Vm *vm) {
    const char *name;
    void *module;
    for (Index pos = 0; vm->library && map_next(vm->library, &pos, &name, &module);) module_unref(module);
    map_free(vm->library);
}
