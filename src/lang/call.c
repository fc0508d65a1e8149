// lang/call.c: calls of every kind: user functions, built-in functions, methods, handles.
#include "base/vec.h"
#include "lang/vm_internal.h"
#include "value/exception.h"
#include <stdio.h>
#include <string.h>

void vm_set_failing(Vm *vm, const char *name) {
    if (vm->failing[0] == '\0') snprintf(vm->failing, sizeof vm->failing, "%s", name);
}

// ---- built-in functions ---------------------------------------------------------------------------------------------

static Status check_arity(Vm *vm, const BuiltinDef *def, int nargin, int nargout) {
    Status status = OK;
    if (def->max_in >= 0 && nargin > def->max_in)
        status = ctx_fail(vm->ctx, ERR_ARG, "MATLAB:TooManyInputs", "Too many input arguments.");
    else if (nargin < def->min_in)
        status = ctx_fail(vm->ctx, ERR_ARG, "MATLAB:minrhs", "Not enough input arguments.");
    else if (def->max_out >= 0 && nargout > def->max_out)
        status = ctx_fail(vm->ctx, ERR_ARG, "MATLAB:TooManyOutputs", "Too many output arguments.");
    return status;
}

static void drop_results(Value *rets, int nargout) {
    for (int i = 0; i < (nargout > 1 ? nargout : 1); i++) value_clear(&rets[i]);
}

MethodFn find_overload(const char *name, const Value *args, int nargin) {
    for (int i = 0; i < nargin; i++) {
        if (args[i].tag != VAL_OBJECT || !args[i].object->def->find_method) continue;
        MethodFn fn = args[i].object->def->find_method(name);
        if (fn) return fn;
    }
    return NULL;
}

Status call_method(Vm *vm, MethodFn fn, const char *name, const Value *args, int nargin, int nargout, Value *rets) {
    Call call = {.ctx = vm->ctx, .vm = vm, .env = vm->env, .def = vm_find_builtin(vm, name), .nargin = nargin, .arg = args, .nargout = nargout, .ret = rets};
    Status status = fn(&call);
    if (status == OK) status = ctx_check_stop(vm->ctx);
    if (status != OK) {
        drop_results(rets, nargout);
        vm_set_failing(vm, name);
    }
    return status;
}

Status call_builtin(Vm *vm, const BuiltinDef *def, const Value *args, int nargin, int nargout, Value *rets) {
    Status status = check_arity(vm, def, nargin, nargout);
    uint32_t doomed = vm->doomed;
    vm->doomed = 0;
    if (status == OK) {
        Call call = {.ctx = vm->ctx, .vm = vm, .env = vm->env, .def = def, .nargin = nargin, .arg = args, .doomed = doomed, .nargout = nargout, .ret = rets};
        status = def->fn(&call);
        if (status == OK) status = ctx_check_stop(vm->ctx); // bodies may leave their loops early after a stop
        if (status != OK) drop_results(rets, nargout);
    }
    if (status != OK && status != ERR_USER) vm_set_failing(vm, def->name);
    return status;
}

// ---- user functions ---------------------------------------------------------------------------------------------------

static Status check_depth(Vm *vm) {
    char here;
    TRY(ctx_check_stop(vm->ctx));
    bool deep = vm->stack_low && (const char *)&here < vm->stack_low;
    if (vm->depth < vm->ctx->limits.depth && !deep) return OK;
    return ctx_fail(vm->ctx, ERR_LIMIT, "MATLAB:lang:StackOverflow", "Maximum recursion limit of %d reached.", vm->ctx->limits.depth);
}

static Status make_env(Frame *f, NestedEnv *around) {
    Chunk *chunk = f->chunk;
    if (chunk->n_children == 0) {
        f->env = around;
        return OK;
    }
    NestedEnv *env = mem_alloc_zero(sizeof *env + (size_t)chunk->n_env * sizeof(SharedCell));
    if (!env) return ctx_fail_nomem(f->vm->ctx);
    env->refs = 1;
    env->vm = f->vm;
    env->owner = chunk;
    env->parent = env_ref(around);
    env->n = chunk->n_env;
    env->next = f->vm->envs;
    if (env->next) env->next->prev = env;
    f->vm->envs = env;
    f->env = env;
    f->owns_env = true;
    for (int i = 0; i < env->n; i++) env->cells[i].home = &env->cells[i].value;
    return OK;
}

/// Own shared variables keep the values they were bound with (inputs): the cell is empty at the start.
static Status bind_env(Frame *f, NestedEnv *around) {
    Chunk *chunk = f->chunk;
    for (int i = 0; f->owns_env && i < chunk->n_env; i++) {
        Value *reg = &f->regs[chunk->env_slots[i]];
        f->env->cells[i].value = reg_move(reg);
        TRY(frame_bind(f, &f->env->cells[i], reg));
    }
    for (int i = 0; i < chunk->n_inherited; i++) {
        Inherited in = chunk->inherited[i];
        NestedEnv *env = around;
        for (int k = 0; env && k < in.level; k++) env = env->parent;
        if (!env || in.index >= env->n) continue;
        TRY(frame_bind(f, &env->cells[in.index], &f->regs[in.slot]));
    }
    return OK;
}

static Status fail_unassigned(Frame *f, const char *output) {
    return ctx_fail(f->vm->ctx, ERR_NAME, "MATLAB:unassignedOutputs",
                    "Output argument \"%s\" (and possibly others) not assigned a value in the execution with \"%s\" function.",
                    output, f->chunk->name);
}

static Status collect_varargout(Frame *f, int first, int n) {
    Value v = f->regs[f->chunk->varargout_slot];
    for (int i = first; i < n; i++) {
        Index k = i - first;
        if (v.tag != VAL_CELL || k >= v.cell->numel) {
            if (i == 0 && f->nargout == 0) return OK;
            return fail_unassigned(f, "varargout");
        }
        TRY(cell_get(f->vm->ctx, v.cell, k, &f->rets[i]));
    }
    return OK;
}

static Status collect_outputs(Frame *f) {
    Chunk *chunk = f->chunk;
    if (chunk->is_anonymous || chunk->is_script) return OK;
    int wanted = f->nargout > 1 ? f->nargout : 1;
    for (int i = 0; i < wanted; i++) {
        if (i >= chunk->n_outputs) return chunk->varargout_slot != NO_REGISTER ? collect_varargout(f, i, wanted) : OK;
        Value *reg = &f->regs[chunk->output_slots[i]];
        if (reg->tag == VAL_NONE) {
            if (i == 0 && f->nargout == 0) return OK;
            return fail_unassigned(f, chunk->var_names[chunk->output_slots[i]]);
        }
        f->rets[i] = value_ref(*reg);
    }
    return OK;
}

/// First look at an error: where it happened and through which calls.
void record_stack(Frame *f) {
    Error *error = &f->vm->ctx->error;
    if (error->n_frames > 0) return;
    if (error->status != OK && error->status != ERR_NOMEM) vm_set_last_error(f->vm, error_message(error), error_id(error));
    // What fails inside a built-in function written in the language is shown at its call, like any built-in function's.
    if (f->module->is_library && error->status == ERR_USER) error->status = ERR_ARG;
    while (f->module->is_library && f->prev) f = f->prev;
    if (f->module->is_library) return;
    error_locate(error, f->module->file, frame_span(f));
    for (Frame *k = f; k; k = k->prev) {
        if (k->module->is_library) continue;
        Span span = frame_span(k);
        error_add_frame(error, k->chunk->is_anonymous ? "" : k->chunk->name, k->module->file, span.line, span.column);
    }
}

static Status frame_run(Frame *f) {
    Vm *vm = f->vm;
    f->prev = vm->frame;
    vm->frame = f;
    vm->depth++;
    Status status = execute(f);
    if (status == OK) {
        status = collect_outputs(f);
        if (status != OK) record_stack(f);
    }
    vm->frame = f->prev;
    vm->depth--;
    return status;
}

static void frame_done(Frame *f, StackBlock *block, Index used) {
    frame_unbind_all(f);
    for (int i = 0; i < f->chunk->n_regs; i++) reg_release(f->regs[i]);
    if (f->owns_env) env_unref(f->env);
    if (f->owns_ws) workspace_free(f->ws);
    if (f->options.items) value_list_done(&f->options);
    stack_give(f->vm, block, used);
    module_unref(f->module);
}

static Status fill_frame(Frame *f) {
    Chunk *chunk = f->chunk;
    for (int i = 0; i < chunk->n_numbers; i++) f->regs[chunk->n_vars + i] = value_double(chunk->numbers[i]);
    return OK;
}

Status call_chunk(Vm *vm, Module *module, Chunk *chunk, NestedEnv *env, FuncHandle *handle, Value *args, int nargin,
                  bool take, int nargout, Value *rets) {
    TRY(check_depth(vm));
    if (!chunk->is_anonymous && chunk->varargout_slot == NO_REGISTER && nargout > chunk->n_outputs) {
        vm_set_failing(vm, chunk->name);
        return ctx_fail(vm->ctx, ERR_ARG, "MATLAB:TooManyOutputs", "Too many output arguments.");
    }
    Frame f = {.vm = vm, .chunk = chunk, .module = module, .nargin = nargin, .nargout = nargout, .rets = rets};
    StackBlock *block;
    Index used;
    f.regs = stack_take(vm, chunk->n_regs, &block, &used);
    if (!f.regs) return ERR_NOMEM;
    module_ref(module);
    fill_frame(&f);
    for (int i = 0; handle && i < chunk->n_captures && i < handle->n_captures; i++)
        f.regs[chunk->captures[i].to] = value_ref(handle->captures[i]);
    Status status = bind_arguments(&f, args, nargin, take);
    if (status == OK) status = make_env(&f, env);
    if (status == OK && (f.owns_env || chunk->n_inherited > 0)) status = bind_env(&f, env);
    if (status == OK) status = frame_run(&f);
    if (status != OK) drop_results(rets, nargout);
    frame_done(&f, block, used);
    return status;
}

Status run_script(Vm *vm, Module *module, Workspace *ws, int nargout, Value *rets) {
    Chunk *chunk = module->script;
    TRY(check_depth(vm));
    Frame f = {.vm = vm, .chunk = chunk, .module = module, .nargout = nargout, .rets = rets, .ws = ws};
    StackBlock *block;
    Index used;
    f.regs = stack_take(vm, chunk->n_regs, &block, &used);
    if (!f.regs) return ERR_NOMEM;
    module_ref(module);
    fill_frame(&f);
    Status status = OK;
    for (int i = 0; status == OK && i < chunk->n_vars; i++) {
        WsVar *v = workspace_intern(ws, chunk->var_names[i]);
        status = v ? frame_bind(&f, wsvar_cell(v), &f.regs[i]) : ctx_fail_nomem(vm->ctx);
    }
    f.env = vm->frame && ws != vm->base ? vm->frame->env : NULL;
    if (status == OK) status = frame_run(&f);
    frame_done(&f, block, used);
    return status;
}

static Status call_file(Vm *vm, FunctionFile *file, Value *args, int nargin, bool take, int nargout, Value *rets) {
    TRY(function_file_load(vm, file));
    Module *module = file->module;
    if (module->n_functions > 0 && !module->script)
        return call_chunk(vm, module, module->functions[0], NULL, NULL, args, nargin, take, nargout, rets);
    if (!module->script) return OK;
    if (nargin > 0 || nargout > 0)
        return ctx_fail(vm->ctx, ERR_ARG, "MATLAB:scriptNotAFunction", "Attempt to execute SCRIPT %s as a function:\n%s", file->path, module->file);
    Workspace *ws = vm->base;
    Frame *owner = vm->frame;
    if (owner) TRY(frame_workspace(owner, &ws));
    module_ref(module);
    Status status = run_script(vm, module, ws, 0, rets);
    module_unref(module);
    return status;
}

static NestedEnv *env_of(Vm *vm, const Chunk *nested) {
    for (Frame *f = vm->frame; f; f = f->chunk->is_script ? f->prev : NULL)
        for (NestedEnv *env = f->env; env; env = env->parent)
            if (env->owner == nested->parent) return env;
    return NULL;
}

Status call_callee(Vm *vm, Callee callee, const char *name, Value *args, int nargin, bool take, int nargout, Value *rets) {
    MethodFn fn;
    uint16_t doomed = vm->doomed;
    vm->doomed = 0;
    switch (callee.kind) {
    case CALLEE_BUILTIN:
        fn = find_overload(name, args, nargin);
        if (fn) return call_method(vm, fn, name, args, nargin, nargout, rets);
        vm->doomed = doomed;
        return call_builtin(vm, callee.target, args, nargin, nargout, rets);
    case CALLEE_CHUNK: {
        Chunk *chunk = (Chunk *)callee.target;
        return call_chunk(vm, chunk->module, chunk, NULL, NULL, args, nargin, take, nargout, rets);
    }
    case CALLEE_NESTED: {
        Chunk *chunk = (Chunk *)callee.target;
        return call_chunk(vm, chunk->module, chunk, env_of(vm, chunk), NULL, args, nargin, take, nargout, rets);
    }
    case CALLEE_FILE:
        fn = find_overload(name, args, nargin);
        if (fn) return call_method(vm, fn, name, args, nargin, nargout, rets);
        return call_file(vm, (FunctionFile *)callee.target, args, nargin, take, nargout, rets);
    default:
        fn = find_overload(name, args, nargin);
        if (fn) return call_method(vm, fn, name, args, nargin, nargout, rets);
        return fail_undefined(vm, name);
    }
}

static bool file_gone(Callee callee) { return callee.kind == CALLEE_FILE && !((const FunctionFile *)callee.target)->exists; }

Status call_site(Frame *f, Site *site, Value *args, int nargin, bool take, int nargout, Value *rets) {
    Vm *vm = f->vm;
    Callee callee = {(CalleeKind)site->kind, site->target};
    if (site->generation != vm->generation || site->kind == CALLEE_NONE || file_gone(callee)) {
        callee = resolve(vm, f, site->name);
        site->kind = (uint8_t)callee.kind;
        site->target = callee.target;
        site->generation = vm->generation;
    }
    return call_callee(vm, callee, site->name, args, nargin, take, nargout, rets);
}

Status call_name(Vm *vm, const char *name, Value *args, int nargin, bool take, int nargout, Value *rets) {
    return call_callee(vm, resolve(vm, vm->frame, name), name, args, nargin, take, nargout, rets);
}

// ---- handles ----------------------------------------------------------------------------------------------------------

static void closure_free(void *code) {
    Closure *closure = code;
    if (!closure) return;
    env_unref(closure->env);
    module_unref(closure->module);
    mem_free(closure);
}

Status call_handle(Vm *vm, FuncHandle *h, Value *args, int nargin, bool take, int nargout, Value *rets) {
    refcount_up(&h->refs); // the callee may overwrite the variable that holds it
    Status status;
    if (h->code) {
        Closure *closure = h->code;
        status = call_chunk(vm, closure->module, closure->chunk, closure->env, h, args, nargin, take, nargout, rets);
    } else if (h->name) {
        status = call_name(vm, h->name->bytes, args, nargin, take, nargout, rets);
    } else {
        status = ctx_fail(vm->ctx, ERR_TYPE, "MATLAB:UndefinedFunction", "The function handle has no function.");
    }
    value_unref(value_take_func(h));
    return status;
}

static Status handle_new(Vm *vm, FuncHandle **ret) {
    FuncHandle *h = mem_alloc_zero(sizeof *h);
    if (!h) return ctx_fail_nomem(vm->ctx);
    refcount_init(&h->refs);
    *ret = h;
    return OK;
}

static Status attach_code(Vm *vm, FuncHandle *h, Module *module, Chunk *chunk, NestedEnv *env) {
    Closure *closure = mem_alloc_zero(sizeof *closure);
    if (!closure) return ctx_fail_nomem(vm->ctx);
    *closure = (Closure){module_ref(module), chunk, env_ref(env)};
    h->code = closure;
    h->code_free = closure_free;
    return OK;
}

Status make_handle(Vm *vm, Frame *f, const char *name, Value *ret) {
    FuncHandle *h = NULL;
    TRY(handle_new(vm, &h));
    Status status = text_new(vm->ctx, name, strlen(name), &h->name);
    Callee callee = resolve(vm, f, name);
    if (status == OK && (callee.kind == CALLEE_CHUNK || callee.kind == CALLEE_NESTED)) {
        Chunk *chunk = (Chunk *)callee.target;
        NestedEnv *env = callee.kind == CALLEE_NESTED ? env_of(vm, chunk) : NULL;
        status = attach_code(vm, h, chunk->module, chunk, env);
    }
    if (status != OK) value_unref(value_take_func(h));
    else *ret = value_take_func(h);
    return status;
}

Status make_closure(Frame *f, Chunk *chunk, Value *ret) {
    Vm *vm = f->vm;
    FuncHandle *h = NULL;
    TRY(handle_new(vm, &h));
    Status status = text_new(vm->ctx, chunk->name, strlen(chunk->name), &h->source);
    if (status == OK) status = attach_code(vm, h, f->module, chunk, f->env);
    if (status == OK && chunk->n_captures > 0) {
        h->captures = mem_alloc_zero((size_t)chunk->n_captures * sizeof(Value));
        h->capture_names = mem_alloc_zero((size_t)chunk->n_captures * sizeof(Text *));
        if (!h->captures || !h->capture_names) status = ctx_fail_nomem(vm->ctx);
        for (int i = 0; status == OK && i < chunk->n_captures; i++) {
            const char *name = chunk->var_names[chunk->captures[i].to];
            h->captures[i] = value_ref(f->regs[chunk->captures[i].from]);
            h->n_captures = i + 1;
            status = text_new(vm->ctx, name, strlen(name), &h->capture_names[i]);
        }
    }
    if (status != OK) value_unref(value_take_func(h));
    else *ret = value_take_func(h);
    return status;
}
