// lang/vm.c: life of the machine, running text and files, calls from outside.
#include "lang/vm.h"
#include "base/file.h"
#include "base/vec.h"
#include "lang/compile.h"
#include "lang/vm_internal.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_SOURCE_BYTES = 64 << 20, STACK_RESERVE_BYTES = 256 << 10 };

Status vm_new(const VmOptions *options, Vm **ret) {
    Vm *vm = mem_alloc_zero(sizeof *vm);
    if (!vm) return ctx_fail_nomem(options->ctx);
    vm->ctx = options->ctx;
    vm->ctx->warn = vm_warn_text;
    vm->ctx->warn_self = vm;
    vm->host = options->host;
    vm->env = options->env;
    vm->lookup = options->lookup;
    vm->lookup_self = options->lookup_self;
    vm->names = options->names;
    vm->format = options->format;
    vm->generation = 1;
    vm->base = workspace_new();
    vm->globals = map_new();
    vm->session_functions = map_new();
    vm->folders = map_new();
    vm->warnings.off = map_new();
    if (!vm->base || !vm->globals || !vm->session_functions || !vm->folders || !vm->warnings.off) {
        vm_free(vm);
        return ctx_fail_nomem(options->ctx);
    }
    *ret = vm;
    return OK;
}

static void free_globals(Vm *vm) {
    const char *name;
    void *item;
    for (Index pos = 0; vm->globals && map_next(vm->globals, &pos, &name, &item);) {
        SharedCell *cell = item;
        reg_clear(&cell->value);
        mem_free(cell);
    }
    map_free(vm->globals);
}

void vm_free(Vm *vm) {
    if (!vm) return;
    workspace_free(vm->base);
    free_globals(vm);
    // Handles to nested functions may lie in their own shared variables: empty those first.
    for (NestedEnv *env = vm->envs; env;) {
        env->refs++;
        for (int i = 0; i < env->n; i++) reg_clear(&env->cells[i].value);
        NestedEnv *next = env->next;
        if (next) next->refs++;
        env_unref(env);
        if (next) next->refs--;
        env = next;
    }
    for (Index i = 0; i < vm->n_session; i++) module_unref(vm->session[i]);
    mem_free(vm->session);
    map_free(vm->session_functions);
    path_done(vm);
    library_done(vm);
    map_free(vm->warnings.off);
    mem_free(vm->warnings.last_message);
    mem_free(vm->warnings.last_id);
    mem_free(vm->warnings.error_message);
    mem_free(vm->warnings.error_id);
    buf_done(&vm->suggestion);
    for (StackBlock *block = vm->stack ? (vm->stack->above ? vm->stack->above : vm->stack) : NULL; block;) {
        StackBlock *below = block->below;
        mem_free(block);
        block = below;
    }
    mem_free(vm);
}

// ---- entering --------------------------------------------------------------------------------------------------------------

/// The C stack of this thread bounds the recursion as well as limits.depth does.
static void measure_stack(Vm *vm) {
    pthread_t self = pthread_self();
    if (vm->stack_low && pthread_equal(vm->thread, self)) return;
    vm->stack_low = NULL;
    vm->thread = self;
    pthread_attr_t attr;
    if (pthread_getattr_np(self, &attr) != 0) return;
    void *low;
    size_t n_bytes;
    if (pthread_attr_getstack(&attr, &low, &n_bytes) == 0 && n_bytes > 2 * STACK_RESERVE_BYTES)
        vm->stack_low = (const char *)low + STACK_RESERVE_BYTES;
    pthread_attr_destroy(&attr);
}

static void enter(Vm *vm) {
    if (vm->frame) return;
    measure_stack(vm);
    vm->failing[0] = '\0';
    buf_clear(&vm->suggestion);
    vm->steps = 0;
    vm->generation++;
}

// ---- text and files ---------------------------------------------------------------------------------------------------------

static bool is_variable(void *self, const char *name) {
    const WsVar *v = map_find(((Workspace *)self)->vars, name);
    if (!v) return false;
    const SharedCell *cell = v->link ? v->link : &v->cell;
    return cell->home->tag != VAL_NONE;
}

static bool module_is_current(const Vm *vm, const Module *module) {
    for (Index i = 0; i < module->n_functions; i++)
        if (map_find(vm->session_functions, module->functions[i]->name) == module->functions[i]) return true;
    return false;
}

/// Makes the functions of a text callable from then on; texts whose functions are all replaced are let go.
static Status keep_functions(Vm *vm, Module *module) {
    if (module->n_functions == 0) return OK;
    TRY(vec_reserve(vm->ctx, (void **)&vm->session, &vm->cap_session, vm->n_session + 1, sizeof(Module *)));
    vm->session[vm->n_session++] = module_ref(module);
    for (Index i = 0; i < module->n_functions; i++)
        if (map_set(vm->session_functions, module->functions[i]->name, module->functions[i]) != OK) return ctx_fail_nomem(vm->ctx);
    Index kept = 0;
    for (Index i = 0; i < vm->n_session; i++) {
        if (module_is_current(vm, vm->session[i])) vm->session[kept++] = vm->session[i];
        else module_unref(vm->session[i]);
    }
    vm->n_session = kept;
    vm->generation++;
    return OK;
}

typedef struct Source {
    const char *name, *folder, *text;
    size_t n_bytes;
    int first_line;
    bool statements, is_session, as_expression;
} Source;

static Status compile_source(Vm *vm, const Source *source, Workspace *ws, Module **ret) {
    Unit *unit = NULL;
    // Variables of the workspace decide whether "x -1" is a command or an expression.
    Status status = parse_unit_known(vm->ctx, source->name, source->text, source->n_bytes, source->first_line,
                                     ws ? is_variable : NULL, ws, &unit);
    if (status == OK) {
        CompileOptions options = {.ctx = vm->ctx,
                                  .is_variable = is_variable,
                                  .self = ws,
                                  .file = source->name,
                                  .folder = source->folder,
                                  .first_line = source->first_line,
                                  .statements = source->statements,
                                  .is_session = source->is_session,
                                  .as_expression = source->as_expression};
        status = compile_unit(&options, unit, ret);
    }
    if (status != OK) error_locate(&vm->ctx->error, source->name, vm->ctx->error.span);
    unit_free(unit);
    return status;
}

Status vm_run_text(Vm *vm, const char *name, const char *source, size_t n_bytes, int first_line) {
    enter(vm);
    Module *module = NULL;
    Source text = {.name = name, .text = source, .n_bytes = n_bytes, .first_line = first_line, .statements = !vm->frame, .is_session = true};
    TRY(compile_source(vm, &text, vm->base, &module));
    Status status = keep_functions(vm, module);
    Value result = VALUE_NONE;
    if (status == OK && module->script) status = run_script(vm, module, vm->base, 0, &result);
    value_unref(result);
    module_unref(module);
    return status;
}

static Status run_module(Vm *vm, Module *module, Workspace *ws) {
    Value result = VALUE_NONE;
    Status status = OK;
    if (module->script) status = run_script(vm, module, ws, 0, &result);
    else if (module->n_functions > 0) status = call_chunk(vm, module, module->functions[0], NULL, NULL, NULL, 0, false, 0, &result);
    value_unref(result);
    return status;
}

Status vm_run_file(Vm *vm, const char *path) {
    enter(vm);
    Buf text = BUF_INIT;
    Module *module = NULL;
    char *full = realpath(path, NULL), *folder = NULL;
    const char *saved_folder = vm->run_folder, *saved_file = vm->run_file;
    Workspace *ws = vm->base;
    Status status = file_read(vm->ctx, path, MAX_SOURCE_BYTES, &text);
    if (status == OK && vm->frame) status = frame_workspace(vm->frame, &ws);
    if (status != OK) goto done;
    folder = mem_dup(full ? full : path);
    if (!folder) {
        status = ctx_fail_nomem(vm->ctx);
        goto done;
    }
    char *slash = strrchr(folder, '/');
    if (slash) *slash = '\0';
    Source source = {.name = full ? full : path, .folder = slash ? folder : NULL, .text = buf_text(&text), .n_bytes = text.len, .first_line = 1, .statements = !vm->frame};
    status = compile_source(vm, &source, ws, &module);
    if (status != OK) goto done;
    vm->run_folder = slash ? folder : saved_folder;
    vm->run_file = module->script ? module->file : saved_file;
    vm->generation++;
    status = run_module(vm, module, ws);
    vm->run_folder = saved_folder;
    vm->run_file = saved_file;
    vm->generation++;
done:
    module_unref(module);
    buf_done(&text);
    mem_free(folder);
    free(full);
    return status;
}

static Status eval_in_workspace(Vm *vm, Workspace *ws, const char *source, size_t n_bytes, int nargout, Value *ret) {
    Module *module = NULL;
    bool session = ws == vm->base;
    Source text = {.name = "", .text = source, .n_bytes = n_bytes, .first_line = 1, .is_session = session, .as_expression = nargout > 0};
    TRY(compile_source(vm, &text, ws, &module));
    Value ignored = VALUE_NONE;
    Status status = session ? keep_functions(vm, module) : OK;
    if (status == OK && module->script) status = run_script(vm, module, ws, nargout, ret ? ret : &ignored);
    value_unref(ignored);
    module_unref(module);
    if (status == OK) {
        for (int i = 0; i < nargout; i++)
            if (ret[i].tag == VAL_NONE)
                status = ctx_fail(vm->ctx, ERR_ARG, "MATLAB:TooManyOutputs", "Too many output arguments.");
    }
    for (int i = 0; status != OK && ret && i < (nargout > 1 ? nargout : 1); i++) value_clear(&ret[i]);
    return status;
}

Status vm_eval(Vm *vm, const char *source, size_t n_bytes, int nargout, Value *ret) {
    enter(vm);
    Workspace *ws;
    TRY(scope_workspace(vm, VM_CURRENT, &ws));
    return eval_in_workspace(vm, ws, source, n_bytes, nargout, ret);
}

Status vm_eval_in(Vm *vm, const char *which, const char *source, size_t n_bytes, int nargout, Value *ret) {
    enter(vm);
    Workspace *ws;
    TRY(scope_workspace(vm, strcmp(which, "base") == 0 ? VM_BASE : VM_CALLER, &ws));
    return eval_in_workspace(vm, ws, source, n_bytes, nargout, ret);
}

// ---- calls from outside -----------------------------------------------------------------------------------------------------

static void no_results(int nargout, Value *rets) {
    for (int i = 0; i < (nargout > 1 ? nargout : 1); i++) rets[i].tag = VAL_NONE;
}

Status vm_call_name(Vm *vm, const char *name, const Value *args, int nargin, int nargout, Value *rets) {
    enter(vm);
    no_results(nargout, rets);
    return call_name(vm, name, (Value *)args, nargin, false, nargout, rets);
}

Status vm_call(Vm *vm, Value fn, const Value *args, int nargin, int nargout, Value *rets) {
    enter(vm);
    no_results(nargout, rets);
    if (fn.tag == VAL_FUNC) return call_handle(vm, fn.func, (Value *)args, nargin, false, nargout, rets);
    if (fn.tag == VAL_OBJECT && fn.object->def->call) {
        Value *with = mem_alloc((size_t)(nargin + 1) * sizeof *with);
        if (!with) return ctx_fail_nomem(vm->ctx);
        with[0] = fn;
        for (int i = 0; i < nargin; i++) with[i + 1] = args[i];
        Status status = call_method(vm, fn.object->def->call, fn.object->def->class_name, with, nargin + 1, nargout, rets);
        mem_free(with);
        return status;
    }
    char *name = NULL;
    if (!value_is_text_scalar(fn))
        return ctx_fail(vm->ctx, ERR_TYPE, "MATLAB:feval:argMustBeFcnHandle", "A function handle or the name of a function is needed.");
    TRY(value_to_utf8(vm->ctx, fn, &name));
    Status status = call_name(vm, name, (Value *)args, nargin, false, nargout, rets);
    mem_free(name);
    return status;
}

Status vm_make_handle(Vm *vm, const char *text, Value *ret) {
    while (*text == ' ') text++;
    if (text[0] == '@' && strchr(text, '(')) {
        *ret = VALUE_NONE;
        return eval_in_workspace(vm, vm->base, text, strlen(text), 1, ret);
    }
    return make_handle(vm, vm->frame, text[0] == '@' ? text + 1 : text, ret);
}

static Status chunk_arity(const Chunk *chunk, int *ret_nargin, int *ret_nargout) {
    bool open_in = chunk->varargin_slot != NO_REGISTER || chunk->has_repeating;
    *ret_nargin = open_in ? -(chunk->n_params + 1) : chunk->n_params;
    *ret_nargout = chunk->varargout_slot != NO_REGISTER ? -(chunk->n_outputs + 1) : chunk->n_outputs;
    if (chunk->is_anonymous) *ret_nargout = -1;
    return OK;
}

static Status name_arity(Vm *vm, const char *name, int *ret_nargin, int *ret_nargout) {
    Callee callee = resolve(vm, vm->frame, name);
    if (callee.kind == CALLEE_CHUNK || callee.kind == CALLEE_NESTED) return chunk_arity(callee.target, ret_nargin, ret_nargout);
    if (callee.kind == CALLEE_FILE) {
        FunctionFile *file = (FunctionFile *)callee.target;
        TRY(function_file_load(vm, file));
        if (file->module->n_functions > 0 && !file->module->script) return chunk_arity(file->module->functions[0], ret_nargin, ret_nargout);
        return ctx_fail(vm->ctx, ERR_ARG, "MATLAB:nargin:isScript", "%s is a script.", name);
    }
    if (callee.kind == CALLEE_BUILTIN) {
        const BuiltinDef *def = callee.target;
        *ret_nargin = def->max_in == def->min_in ? def->min_in : -(def->min_in + 1);
        *ret_nargout = def->max_out >= 0 ? def->max_out : -1;
        return OK;
    }
    return ctx_fail(vm->ctx, ERR_NAME, "MATLAB:narginout:notValidMfile", "Function %s does not exist.", name);
}

Status vm_arity(Vm *vm, Value fn, int *ret_nargin, int *ret_nargout) {
    if (fn.tag == VAL_FUNC && fn.func->code) return chunk_arity(((const Closure *)fn.func->code)->chunk, ret_nargin, ret_nargout);
    if (fn.tag == VAL_FUNC && fn.func->name) return name_arity(vm, fn.func->name->bytes, ret_nargin, ret_nargout);
    char *name = NULL;
    TRY(value_to_utf8(vm->ctx, fn, &name));
    Status status = name_arity(vm, name, ret_nargin, ret_nargout);
    mem_free(name);
    return status;
}

const Host *vm_host(Vm *vm) { return vm->host; }
Ctx *vm_ctx(Vm *vm) { return vm->ctx; }
const Host *vm_swap_host(Vm *vm, const Host *host) {
    const Host *old = vm->host;
    vm->host = host;
    return old;
}
