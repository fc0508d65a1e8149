// lang/frame.c: frames: registers, shared variables, environments of nested functions.
#include "base/vec.h"
#include "lang/vm_internal.h"
#include <string.h>

enum { BLOCK_VALUES = 1 << 15 };

void list_release(Value v) {
    ValueList *list = list_of(v);
    value_list_done(list);
    mem_free(list);
}

// ---- register stack -------------------------------------------------------------------------------------------------

Value *stack_take(Vm *vm, int n, StackBlock **ret_block, Index *ret_used) {
    StackBlock *block = vm->stack;
    if (!block || block->used + n > block->cap) {
        StackBlock *next = block ? block->above : NULL;
        if (next && next->cap < n) {
            // The spare block is too small for this frame.
            block->above = NULL;
            mem_free(next);
            next = NULL;
        }
        if (!next) {
            Index cap = n > BLOCK_VALUES ? n : BLOCK_VALUES;
            next = mem_alloc(sizeof *next + (size_t)cap * sizeof(Value));
            if (!next) {
                ctx_fail_nomem(vm->ctx);
                return NULL;
            }
            next->below = block;
            next->above = NULL;
            next->cap = cap;
            next->used = 0;
            if (block) block->above = next;
        }
        vm->stack = block = next;
    }
    *ret_block = block;
    *ret_used = block->used;
    Value *regs = block->values + block->used;
    block->used += n;
    for (int i = 0; i < n; i++) regs[i].tag = VAL_NONE;
    return regs;
}

void stack_give(Vm *vm, StackBlock *block, Index used) {
    block->used = used;
    // An emptied block stays as the spare one above.
    vm->stack = used == 0 && block->below ? block->below : block;
    StackBlock *spare = block->above;
    if (spare && vm->stack == block->below) {
        block->above = NULL;
        mem_free(spare);
    }
}

// ---- shared variables -----------------------------------------------------------------------------------------------

Status frame_bind(Frame *f, SharedCell *cell, Value *reg) {
    TRY(vec_reserve(f->vm->ctx, (void **)&f->bindings, &f->cap_bindings, f->n_bindings + 1, sizeof(Binding)));
    Value *saved = cell->home;
    f->bindings[f->n_bindings++] = (Binding){cell, saved, reg};
    reg_set(reg, reg_move(saved));
    cell->home = reg;
    return OK;
}

static void unbind(Binding *b) {
    // When a frame with a later binding of the same cell has ended out of order, the cell's home is elsewhere already.
    if (b->cell->home == b->reg) {
        reg_set(b->saved, reg_move(b->reg));
        b->cell->home = b->saved;
    }
}

void frame_unbind(Frame *f, Value *reg) {
    for (Index i = f->n_bindings; i-- > 0;) {
        if (f->bindings[i].reg != reg) continue;
        unbind(&f->bindings[i]);
        f->bindings[i] = f->bindings[--f->n_bindings];
        return;
    }
}

void frame_unbind_all(Frame *f) {
    for (Index i = f->n_bindings; i-- > 0;) unbind(&f->bindings[i]);
    mem_free(f->bindings);
    f->bindings = NULL;
    f->n_bindings = f->cap_bindings = 0;
}

NestedEnv *env_ref(NestedEnv *env) {
    if (env) env->refs++;
    return env;
}

void env_unref(NestedEnv *env) {
    while (env && --env->refs == 0) {
        NestedEnv *parent = env->parent;
        if (env->prev) env->prev->next = env->next;
        else if (env->vm->envs == env) env->vm->envs = env->next;
        if (env->next) env->next->prev = env->prev;
        for (int i = 0; i < env->n; i++) reg_clear(&env->cells[i].value);
        mem_free(env);
        env = parent;
    }
}

// ---- workspaces -------------------------------------------------------------------------------------------------------

Workspace *workspace_new(void) {
    Workspace *ws = mem_alloc_zero(sizeof *ws);
    if (!ws) return NULL;
    ws->vars = map_new();
    if (ws->vars) return ws;
    mem_free(ws);
    return NULL;
}

void workspace_free(Workspace *ws) {
    if (!ws) return;
    const char *name;
    void *item;
    for (Index pos = 0; map_next(ws->vars, &pos, &name, &item);) {
        WsVar *v = item;
        reg_clear(&v->cell.value);
        mem_free(v);
    }
    map_free(ws->vars);
    mem_free(ws);
}

WsVar *workspace_intern(Workspace *ws, const char *name) {
    WsVar *v = map_find(ws->vars, name);
    if (v) return v;
    v = mem_alloc_zero(sizeof *v);
    if (!v) return NULL;
    v->cell.home = &v->cell.value;
    if (map_set(ws->vars, name, v) == OK) return v;
    mem_free(v);
    return NULL;
}

Status frame_workspace(Frame *f, Workspace **ret) {
    if (!f->ws) {
        Workspace *ws = workspace_new();
        if (!ws) return ctx_fail_nomem(f->vm->ctx);
        f->ws = ws;
        f->owns_ws = true;
        for (int i = 0; i < f->chunk->n_vars; i++) {
            WsVar *v = workspace_intern(ws, f->chunk->var_names[i]);
            if (!v) return ctx_fail_nomem(f->vm->ctx);
            v->cell.home = &f->regs[i];
        }
    }
    *ret = f->ws;
    return OK;
}

Frame *frame_owner(Frame *f) {
    while (f && f->chunk->is_script) {
        if (f->ws == f->vm->base) return NULL;
        // The function that ran the script owns the workspace.
        Workspace *ws = f->ws;
        f = f->prev;
        while (f && f->chunk->is_script == false && f->ws != ws) f = f->prev;
    }
    return f;
}

SharedCell *global_cell(Vm *vm, const char *name) {
    SharedCell *cell = map_find(vm->globals, name);
    if (cell) return cell;
    cell = mem_alloc_zero(sizeof *cell);
    if (!cell) {
        ctx_fail_nomem(vm->ctx);
        return NULL;
    }
    cell->home = &cell->value;
    if (map_set(vm->globals, name, cell) == OK) return cell;
    mem_free(cell);
    ctx_fail_nomem(vm->ctx);
    return NULL;
}

Span frame_span(const Frame *f) {
    Index pc = f->pc;
    if (pc < 0 || pc >= f->chunk->n_code) return (Span){0};
    return f->chunk->spans[pc];
}
