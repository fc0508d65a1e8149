// lang/vm_workspace.c: variables and frames as built-in functions and the host see them.
#include "lang/vm_internal.h"
#include <stdlib.h>
#include <string.h>

/// Frame whose variables a scope means; null for the base workspace.
static Frame *scope_frame(Vm *vm, VmScope scope) {
    if (scope == VM_BASE || !vm->frame) return NULL;
    Frame *f = frame_owner(vm->frame);
    if (scope == VM_CURRENT || !f) return f;
    return f->prev ? frame_owner(f->prev) : NULL;
}

Status scope_workspace(Vm *vm, VmScope scope, Workspace **ret) {
    Frame *f = scope_frame(vm, scope);
    *ret = vm->base;
    return f ? frame_workspace(f, ret) : OK;
}

/// Where a variable lies, null when the name is unknown. Does not build a workspace for a function's own variables.
static Value *find_home(Vm *vm, VmScope scope, const char *name) {
    Frame *f = scope_frame(vm, scope);
    if (f && !f->ws) {
        for (int i = 0; i < f->chunk->n_vars; i++)
            if (strcmp(f->chunk->var_names[i], name) == 0) return &f->regs[i];
        return NULL;
    }
    WsVar *v = map_find((f ? f->ws : vm->base)->vars, name);
    return v ? wsvar_cell(v)->home : NULL;
}

bool vm_find_variable(Vm *vm, VmScope scope, const char *name, Value *ret) {
    const Value *home = find_home(vm, scope, name);
    if (!home || home->tag == VAL_NONE || (int)home->tag == VAL_LIST) return false;
    *ret = *home;
    return true;
}

Status vm_set_variable(Vm *vm, VmScope scope, const char *name, Value v) {
    Value *home = find_home(vm, scope, name);
    if (!home) {
        Workspace *ws;
        TRY(scope_workspace(vm, scope, &ws));
        WsVar *var = workspace_intern(ws, name);
        if (!var) return ctx_fail_nomem(vm->ctx);
        home = wsvar_cell(var)->home;
    }
    reg_set(home, value_ref(v));
    return OK;
}

/// Clearing a name that stands for a global variable breaks the link, and leaves the variable to others.
static void clear_one(Vm *vm, Frame *owner, WsVar *v) {
    if (v && v->link) {
        SharedCell *link = v->link;
        for (Frame *f = vm->frame; f; f = f->prev) {
            for (Index i = 0; i < f->n_bindings; i++) {
                Binding *b = &f->bindings[i];
                if (b->cell != link || !f->chunk->is_script || f->ws != (owner ? owner->ws : vm->base)) continue;
                Value *reg = b->reg;
                frame_unbind(f, reg);
                Index slot = reg - f->regs;
                const char *name = f->chunk->var_names[slot];
                WsVar *same = map_find(f->ws->vars, name);
                if (same) {
                    // The register goes back to the plain variable of that name.
                    same->link = NULL;
                    if (frame_bind(f, &same->cell, reg) != OK) error_clear(&vm->ctx->error);
                    reg_clear(reg);
                }
                break;
            }
        }
        v->link = NULL;
    }
    if (v) reg_clear(v->cell.home);
}

Status vm_clear_variable(Vm *vm, VmScope scope, const char *name) {
    Frame *f = scope_frame(vm, scope);
    if (f && !f->ws) {
        Value *home = find_home(vm, scope, name);
        if (home) {
            frame_unbind(f, home);
            reg_clear(home);
        }
        return OK;
    }
    clear_one(vm, f, map_find((f ? f->ws : vm->base)->vars, name));
    return OK;
}

Status vm_clear_all(Vm *vm, VmScope scope) {
    Frame *f = scope_frame(vm, scope);
    Workspace *ws = f ? f->ws : vm->base;
    if (f && !ws) {
        for (int i = 0; i < f->chunk->n_vars; i++) {
            frame_unbind(f, &f->regs[i]);
            reg_clear(&f->regs[i]);
        }
        return OK;
    }
    const char *name;
    void *item;
    for (Index pos = 0; map_next(ws->vars, &pos, &name, &item);) clear_one(vm, f, item);
    return OK;
}

static int compare_names(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

Status vm_list_variables(Vm *vm, VmScope scope, const char ***ret_names, Index *ret_n) {
    Workspace *ws;
    TRY(scope_workspace(vm, scope, &ws));
    const char **names = mem_alloc((size_t)(map_count(ws->vars) + 1) * sizeof *names);
    if (!names) return ctx_fail_nomem(vm->ctx);
    Index n = 0;
    const char *name;
    void *item;
    for (Index pos = 0; map_next(ws->vars, &pos, &name, &item);)
        if (wsvar_cell(item)->home->tag != VAL_NONE) names[n++] = name;
    qsort(names, (size_t)n, sizeof *names, compare_names);
    *ret_names = names;
    *ret_n = n;
    return OK;
}

// ---- frames ---------------------------------------------------------------------------------------------------------------

bool vm_frame(Vm *vm, int n, const char **ret_function, const char **ret_file, int *ret_line) {
    for (Frame *f = vm->frame; f; f = f->prev) {
        bool hidden = f->chunk->is_anonymous || f->module->is_library || (f->chunk->is_script && f->module->file[0] == '\0');
        if (hidden || n-- > 0) continue;
        if (ret_function) *ret_function = f->chunk->name;
        if (ret_file) *ret_file = f->module->file;
        if (ret_line) *ret_line = frame_span(f).line;
        return true;
    }
    return false;
}

/// Register of argument k of the call that the instruction makes, -1 when it cannot be told.
static int argument_register(const Frame *f, int k) {
    const Instr *in = &f->chunk->code[f->pc];
    Ext ext = {0};
    if (f->pc + 1 < f->chunk->n_code) memcpy(&ext, in + 1, sizeof ext);
    switch (in->op) {
    case I_INDEX1: return k == 0 ? in->c : -1;
    case I_INDEX2: return k == 0 ? in->c : k == 1 ? ext.n : -1;
    case I_CALL:
    case I_INDEX: return (ext.flags & EXT_LISTS) || k >= ext.n ? -1 : in->c + k;
    default: return -1;
    }
}

/// An argument that is a plain name is either the variable's own register or filled by a MOVE before the call, so the code
/// tells the name. Calls with lists of arguments are not looked through.
const char *vm_argument_name(Vm *vm, int level, int k) {
    const Frame *f = vm->frame;
    if (level == 1 && f) {
        f = frame_owner(vm->frame);
        if (f) f = f->prev;
    }
    if (!f || k < 0 || f->pc < 0 || f->pc >= f->chunk->n_code) return NULL;
    int reg = argument_register(f, k);
    if (reg < 0) return NULL;
    if (reg < f->chunk->n_vars) return f->chunk->var_names[reg];
    for (Index at = (Index)f->pc - 1; at >= 0; at--) {
        const Instr *in = &f->chunk->code[at];
        if (in->a != reg) continue;
        bool copies = in->op == I_MOVE || in->op == I_NAME; // scripts look names up with NAME
        return copies && in->b < f->chunk->n_vars ? f->chunk->var_names[in->b] : NULL;
    }
    return NULL;
}

bool vm_output_wanted(Vm *vm, Index k) {
    const Frame *f = vm->frame ? frame_owner(vm->frame) : NULL;
    if (!f) return false;
    if (k >= (f->nargout > 1 ? f->nargout : 1)) return false;
    const Frame *caller = f->prev;
    if (!caller || k >= 64) return true;
    for (int i = 0; i < caller->chunk->n_ignored; i++) {
        Ignored g = caller->chunk->ignored[i];
        const Instr *in = &caller->chunk->code[caller->pc];
        if (caller->pc < g.from || caller->pc >= g.to || in->a != g.first) continue;
        // A built-in function between the two (cellfun …) asks for what it wants itself.
        bool other = in->op == I_CALL && strcmp(caller->chunk->sites[in->b].name, f->chunk->name) != 0;
        if (!other) return !(g.mask >> k & 1);
    }
    return true;
}

void vm_frame_counts(Vm *vm, int *ret_nargin, int *ret_nargout) {
    Frame *f = vm->frame ? frame_owner(vm->frame) : NULL;
    *ret_nargin = f ? f->nargin : 0;
    *ret_nargout = f ? f->nargout : 0;
}
