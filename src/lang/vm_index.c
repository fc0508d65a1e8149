// lang/vm_index.c: calls, indexing and comma-separated lists.
// A register that may hold a list is marked by EXT_LISTS in the instruction that reads it. Arguments are temporaries: they
// are handed to user functions or released after the call.
#include "lang/vm_internal.h"
#include "value/table.h"
#include <string.h>

enum { SMALL_RESULTS = 8 };

static bool is_temporary(const Frame *f, int reg) { return reg >= f->chunk->n_vars + f->chunk->n_numbers; }

// ---- argument packs -----------------------------------------------------------------------------------------------------

Status pack_open(Frame *f, int first, int n, bool lists, bool consume, Pack *pack) {
    *pack = (Pack){.args = &f->regs[first], .n = n, .regs = consume ? &f->regs[first] : NULL, .n_regs = n};
    if (!lists) return OK;
    Index total = 0;
    bool any = false;
    for (int i = 0; i < n; i++) {
        bool list = (int)pack->args[i].tag == VAL_LIST;
        any |= list;
        total += list ? list_of(pack->args[i])->n : 1;
    }
    if (!any) return OK;
    Value *heap = mem_alloc((size_t)(total + 1) * sizeof *heap);
    if (!heap) {
        pack_close(pack);
        return ctx_fail_nomem(f->vm->ctx);
    }
    Index k = 0;
    for (int i = 0; i < n; i++) {
        Value v = pack->args[i];
        if ((int)v.tag != VAL_LIST) {
            heap[k++] = value_ref(v);
            continue;
        }
        for (Index j = 0; j < list_of(v)->n; j++) heap[k++] = value_ref(list_of(v)->items[j]);
    }
    pack->args = pack->heap = heap;
    pack->n = (int)total;
    return OK;
}

void pack_close(Pack *pack) {
    if (pack->heap) {
        for (int i = 0; i < pack->n; i++) value_unref(pack->heap[i]);
        mem_free(pack->heap);
    }
    for (int i = 0; pack->regs && i < pack->n_regs; i++) reg_clear(&pack->regs[i]);
    *pack = (Pack){0};
}

// ---- results --------------------------------------------------------------------------------------------------------------

static Status list_new(Ctx *ctx, ValueList **ret) {
    *ret = mem_alloc_zero(sizeof **ret);
    return *ret ? OK : ctx_fail_nomem(ctx);
}

static Value list_value(ValueList *list) {
    Value v = {.tag = (ValueTag)VAL_LIST};
    v.cell = (CellArray *)(void *)list;
    return v;
}

static Status fail_count(Ctx *ctx, Index n) {
    return ctx_fail(ctx, ERR_ARG, "MATLAB:index:expected_one_output_from_expression",
                    "Expected one output from a curly brace or dot indexing expression, but there were %lld results.", (long long)n);
}

/// Stores a list of values where one value or a list is expected; takes the items.
static Status store_list(Frame *f, int dst, ValueList *items, int flags) {
    Ctx *ctx = f->vm->ctx;
    if (items->n == 1 || ((flags & EXT_FIRST) && items->n > 0)) {
        reg_set(&f->regs[dst], reg_move(&items->items[0]));
        value_list_done(items);
        return OK;
    }
    if (!(flags & EXT_AS_LIST)) {
        Index n = items->n;
        value_list_done(items);
        return fail_count(ctx, n);
    }
    ValueList *list;
    Status status = list_new(ctx, &list);
    if (status != OK) {
        value_list_done(items);
        return status;
    }
    *list = *items;
    reg_set(&f->regs[dst], list_value(list));
    return OK;
}

typedef struct Results {
    Value small[SMALL_RESULTS];
    Value *rets;
    int nout, n;
} Results;

static Status results_open(Frame *f, const Ext *ext, Results *r) {
    r->nout = ext->nout;
    if (ext->flags & EXT_NOUT_FRAME) r->nout = f->nargout;
    if (ext->flags & EXT_NOUT_REG) r->nout = (int)f->regs[ext->x].number;
    r->n = r->nout > 1 ? r->nout : 1;
    r->rets = r->n <= SMALL_RESULTS ? r->small : mem_alloc((size_t)r->n * sizeof(Value));
    if (!r->rets) return ctx_fail_nomem(f->vm->ctx);
    for (int i = 0; i < r->n; i++) r->rets[i].tag = VAL_NONE;
    return OK;
}

static void results_close(Results *r) {
    if (r->rets != r->small) mem_free(r->rets);
}

static Status fail_no_value(Frame *f, int i, const char *name) {
    if (i == 0) {
        vm_set_failing(f->vm, name);
        return ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:TooManyOutputs", "Too many output arguments.");
    }
    return ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:unassignedOutputs",
                    "One or more output arguments not assigned during call to \"%s\".", name);
}

/// Moves the results of a call where the instruction wants them.
static Status results_store(Frame *f, int dst, const Ext *ext, Results *r, const char *name) {
    bool optional = (ext->flags & EXT_STATEMENT) || r->nout == 0;
    Status status = OK;
    if (r->n == 1 && (r->nout <= 1)) {
        if (r->rets[0].tag == VAL_NONE && !optional) status = fail_no_value(f, 0, name);
        if (status == OK) reg_set(&f->regs[dst], r->rets[0]);
        return status;
    }
    if (ext->flags & EXT_AS_LIST) {
        ValueList list = {0};
        for (int i = 0; i < r->n; i++) {
            Value v = reg_move(&r->rets[i]);
            if (status == OK) status = value_list_push(f->vm->ctx, &list, v);
            else value_unref(v);
        }
        if (status != OK) value_list_done(&list);
        else status = store_list(f, dst, &list, EXT_AS_LIST);
        return status;
    }
    for (int i = 0; i < r->n; i++) {
        if (r->rets[i].tag == VAL_NONE && status == OK) status = fail_no_value(f, i, name);
        reg_set(&f->regs[dst + i], reg_move(&r->rets[i]));
    }
    return status;
}

// ---- calls ------------------------------------------------------------------------------------------------------------------

/// A variable that eval or assignin made in a function, whose code does not know it.
static bool dynamic_variable(Frame *f, const char *name, Value *ret) {
    if (!f->ws || f->chunk->is_script) return false;
    WsVar *v = map_find(f->ws->vars, name);
    if (!v || wsvar_cell(v)->home->tag == VAL_NONE) return false;
    *ret = *wsvar_cell(v)->home;
    return true;
}

static Status index_value(Frame *f, Value base, const char *name, Pack *pack, int dst, const Ext *ext);

/// The arguments are released first: results may go to the same registers.
static Status finish_call(Frame *f, Status status, int dst, const Ext *ext, Results *r, const char *name, Pack *pack) {
    if (pack) pack_close(pack);
    if (status == OK) status = results_store(f, dst, ext, r, name);
    results_close(r);
    return status;
}

static uint16_t doomed_of(const Ext *ext) { return ext->flags & EXT_DOOMED ? ext->x : 0; }

Status do_call(Frame *f, const Instr *in, const Ext *ext) {
    Site *site = &f->chunk->sites[in->b];
    Pack pack;
    TRY(pack_open(f, in->c, ext->n, ext->flags & EXT_LISTS, true, &pack));
    Value dynamic;
    Status status;
    if (f->ws && dynamic_variable(f, site->name, &dynamic)) {
        status = index_value(f, dynamic, site->name, &pack, in->a, ext);
        pack_close(&pack);
        return status;
    }
    Results r;
    status = results_open(f, ext, &r);
    if (status == OK) {
        f->vm->doomed = doomed_of(ext);
        status = call_site(f, site, pack.args, pack.n, true, r.nout, r.rets);
        status = finish_call(f, status, in->a, ext, &r, site->name, &pack);
    }
    pack_close(&pack);
    return status;
}

Status do_name(Frame *f, const Instr *in, const Ext *ext) {
    Value v = f->regs[in->b];
    if (v.tag == VAL_FUNC && ext->nout > 1) v.tag = VAL_NONE;
    if (v.tag != VAL_NONE) {
        if (ext->nout > 1 && !(ext->flags & EXT_AS_LIST))
            return ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:needMoreRhsOutputs",
                            "Insufficient number of outputs from right hand side of equal sign to satisfy assignment.");
        reg_set(&f->regs[in->a], value_ref(v));
        return OK;
    }
    const Chunk *chunk = f->chunk;
    for (int i = 0; i < chunk->n_params; i++)
        if (chunk->param_slots[i] == in->b && i >= f->nargin)
            return ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:minrhs", "Not enough input arguments.");
    Results r;
    TRY(results_open(f, ext, &r));
    Site *site = &f->chunk->var_sites[in->b];
    Status status = call_site(f, site, NULL, 0, false, r.nout, r.rets);
    return finish_call(f, status, in->a, ext, &r, site->name, NULL);
}

/// base(args): a call when base is a function handle or a callable object, else indexing.
static Status index_value(Frame *f, Value base, const char *name, Pack *pack, int dst, const Ext *ext) {
    Vm *vm = f->vm;
    Results r;
    if (base.tag == VAL_FUNC) {
        TRY(results_open(f, ext, &r));
        Status status = call_handle(vm, base.func, pack->args, pack->n, pack->regs || pack->heap, r.nout, r.rets);
        return finish_call(f, status, dst, ext, &r, name, pack);
    }
    if (base.tag == VAL_OBJECT && base.object->def->call) {
        TRY(results_open(f, ext, &r));
        // The object itself comes first, as for a method.
        Value small[SMALL_RESULTS];
        Value *args = pack->n < SMALL_RESULTS ? small : mem_alloc((size_t)(pack->n + 1) * sizeof(Value));
        Status status = args ? OK : ctx_fail_nomem(vm->ctx);
        if (status == OK) {
            args[0] = value_ref(base);
            if (pack->n > 0) memcpy(args + 1, pack->args, (size_t)pack->n * sizeof(Value));
            status = call_method(vm, base.object->def->call, name, args, pack->n + 1, r.nout, r.rets);
            value_unref(args[0]);
        }
        if (args != small) mem_free(args);
        return finish_call(f, status, dst, ext, &r, name, pack);
    }
    if (ext->nout > 1)
        return ctx_fail(vm->ctx, ERR_ARG, "MATLAB:needMoreRhsOutputs",
                        "Insufficient number of outputs from right hand side of equal sign to satisfy assignment.");
    Value result = VALUE_NONE;
    TRY(value_index(vm->ctx, base, pack->args, pack->n, &result));
    pack_close(pack);
    reg_set(&f->regs[dst], result);
    return OK;
}

static const char *register_name(const Frame *f, int reg) {
    return reg < f->chunk->n_vars ? f->chunk->var_names[reg] : "value";
}

Status do_index(Frame *f, const Instr *in, const Ext *ext) {
    Pack pack;
    TRY(pack_open(f, in->c, ext->n, ext->flags & EXT_LISTS, true, &pack));
    Value base = f->regs[in->b];
    Status status;
    if (base.tag == VAL_NONE && in->b < f->chunk->n_vars) {
        Results r;
        status = results_open(f, ext, &r);
        if (status == OK) {
            Site *site = &f->chunk->var_sites[in->b];
            f->vm->doomed = doomed_of(ext);
            status = call_site(f, site, pack.args, pack.n, true, r.nout, r.rets);
            status = finish_call(f, status, in->a, ext, &r, site->name, &pack);
        }
    } else {
        bool temporary = is_temporary(f, in->b);
        if (temporary) base = reg_move(&f->regs[in->b]);
        status = index_value(f, base, register_name(f, in->b), &pack, in->a, ext);
        if (temporary) value_unref(base);
    }
    pack_close(&pack);
    return status;
}

/// base(i) and base(i,j) whose subscripts are registers anywhere.
Status do_index_plain(Frame *f, int base_reg, const int *idx, int n, Value *ret) {
    Value tmp[2] = {VALUE_NONE, VALUE_NONE}, args[2];
    Status status = OK;
    for (int i = 0; i < n && status == OK; i++) status = operand(f, idx[i], &tmp[i], &args[i]);
    Value base = f->regs[base_reg];
    Value rets[1] = {VALUE_NONE};
    if (status == OK) {
        Vm *vm = f->vm;
        const char *name = register_name(f, base_reg);
        if (base.tag == VAL_NONE && base_reg < f->chunk->n_vars) {
            status = call_site(f, &f->chunk->var_sites[base_reg], args, n, false, 1, rets);
            if (status == OK && rets[0].tag == VAL_NONE) status = fail_no_value(f, 0, name);
        } else if (base.tag == VAL_FUNC) {
            status = call_handle(vm, base.func, args, n, false, 1, rets);
            if (status == OK && rets[0].tag == VAL_NONE) status = fail_no_value(f, 0, name);
        } else if (base.tag == VAL_OBJECT && base.object->def->call) {
            Value with[3] = {value_ref(base), args[0], n > 1 ? args[1] : VALUE_NONE};
            status = call_method(vm, base.object->def->call, name, with, n + 1, 1, rets);
            value_unref(with[0]);
            if (status == OK && rets[0].tag == VAL_NONE) status = fail_no_value(f, 0, name);
        } else {
            status = value_index(vm->ctx, base, args, n, &rets[0]);
        }
    }
    for (int i = 0; i < n; i++) {
        value_unref(tmp[i]);
        if (is_temporary(f, idx[i])) reg_clear(&f->regs[idx[i]]);
    }
    if (status == OK) *ret = rets[0];
    return status;
}

/// Base of a brace or dot step; a temporary is taken out, an undefined variable is called.
static Status take_base(Frame *f, int reg, Value *ret) {
    if (is_temporary(f, reg)) {
        *ret = reg_move(&f->regs[reg]);
        if ((int)ret->tag == VAL_LIST) {
            Index n = list_of(*ret)->n;
            list_release(*ret);
            ret->tag = VAL_NONE;
            return fail_count(f->vm->ctx, n);
        }
        return OK;
    }
    Value tmp, v;
    TRY(operand(f, reg, &tmp, &v));
    *ret = tmp.tag != VAL_NONE ? tmp : value_ref(v);
    return OK;
}

Status do_brace(Frame *f, const Instr *in, const Ext *ext) {
    Ctx *ctx = f->vm->ctx;
    Value *b = &f->regs[in->b];
    if (ext->n == 1 && b->tag == VAL_CELL && f->regs[in->c].tag == VAL_DOUBLE) {
        double d = f->regs[in->c].number;
        Index k = d >= 1 && d <= (double)b->cell->numel ? (Index)d : 0;
        if (k > 0 && (double)k == d) {
            Value v = VALUE_NONE;
            TRY(cell_get(ctx, b->cell, k - 1, &v));
            if (is_temporary(f, in->b)) reg_clear(b);
            reg_set(&f->regs[in->a], v);
            return OK;
        }
    }
    Pack pack;
    TRY(pack_open(f, in->c, ext->n, ext->flags & EXT_LISTS, true, &pack));
    Value base = VALUE_NONE;
    ValueList list = {0};
    Status status = take_base(f, in->b, &base);
    if (status == OK) status = value_index_brace(ctx, base, pack.args, pack.n, &list);
    value_unref(base);
    pack_close(&pack);
    if (status != OK) {
        value_list_done(&list);
        return status;
    }
    return store_list(f, in->a, &list, ext->flags);
}

static bool has_property(Object *o, const char *name) {
    if (!o->def->properties) return false;
    Index n = 0;
    const char *const *names = o->def->properties(o, &n);
    for (Index i = 0; names && i < n; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

static MethodFn method_of(Value v, const char *name) {
    if (v.tag != VAL_OBJECT || !v.object->def->find_method || has_property(v.object, name)) return NULL;
    return v.object->def->find_method(name);
}

/// o.name and o.name(args) where name is neither method nor property, but a built-in function takes the object: the error
/// of the look-up is forgotten and the function is called instead.
static const BuiltinDef *function_instead(Vm *vm, Value v, const char *name) {
    if (v.tag != VAL_OBJECT) return NULL;
    if (v.object->def->dot_get && vm->ctx->error.status != ERR_NAME) return NULL;
    if (vm->ctx->error.status == ERR_NOMEM || vm->ctx->error.status == ERR_INTERRUPT) return NULL;
    const BuiltinDef *def = vm_find_builtin(vm, name);
    if (def) error_clear(&vm->ctx->error);
    return def;
}

static Status dot_value(Frame *f, Value base, const char *name, int dst, const Ext *ext) {
    Vm *vm = f->vm;
    MethodFn fn = method_of(base, name);
    if (fn) {
        Results r;
        TRY(results_open(f, ext, &r));
        Status status = call_method(vm, fn, name, &base, 1, r.nout, r.rets);
        return finish_call(f, status, dst, ext, &r, name, NULL);
    }
    ValueList list = {0};
    Status status = value_dot(vm->ctx, base, name, &list);
    if (status != OK) {
        value_list_done(&list);
        const BuiltinDef *def = function_instead(vm, base, name);
        if (!def) return status;
        Results r;
        TRY(results_open(f, ext, &r));
        status = call_builtin(vm, def, &base, 1, r.nout, r.rets);
        return finish_call(f, status, dst, ext, &r, name, NULL);
    }
    return store_list(f, dst, &list, ext->flags);
}

Status do_dot(Frame *f, const Instr *in, const Ext *ext) {
    const char *name = f->chunk->sites[in->c].name;
    Value *b = &f->regs[in->b];
    if (b->tag == VAL_STRUCT && b->structure->numel == 1) {
        Index field = struct_find(b->structure, name);
        Value v = field >= 0 ? b->structure->items[field] : VALUE_NONE;
        if (v.tag != VAL_NONE) {
            v = value_ref(v);
            if (is_temporary(f, in->b)) reg_clear(b);
            reg_set(&f->regs[in->a], v);
            return OK;
        }
    }
    Value base = VALUE_NONE;
    TRY(take_base(f, in->b, &base));
    Status status = dot_value(f, base, name, in->a, ext);
    value_unref(base);
    return status;
}

/// T.(2): the name of a table's variable by its number; null when that is not what stands there.
static char *variable_name(Value base, Value number) {
    if (number.tag != VAL_DOUBLE || !value_is_object(base, &table_class)) return NULL;
    const Table *t = (const Table *)base.object;
    double k = number.number;
    return k >= 1 && k <= (double)t->n_vars && k == (double)(Index)k ? mem_dup(t->names[(Index)k - 1]->bytes) : NULL;
}

Status do_dot_dynamic(Frame *f, const Instr *in, const Ext *ext) {
    Value tmp, v, base = VALUE_NONE;
    TRY(operand(f, in->c, &tmp, &v));
    char *name = variable_name(f->regs[in->b], v);
    Status status = OK;
    if (!name && !value_is_text_scalar(v))
        status = ctx_fail(f->vm->ctx, ERR_TYPE, "MATLAB:mustBeFieldName", "Dynamic structure field names must be character vectors or strings.");
    if (status == OK && !name) status = value_to_utf8(f->vm->ctx, v, &name);
    value_unref(tmp);
    if (is_temporary(f, in->c)) reg_clear(&f->regs[in->c]);
    if (status == OK) status = take_base(f, in->b, &base);
    if (status == OK) status = dot_value(f, base, name, in->a, ext);
    value_unref(base);
    mem_free(name);
    return status;
}

/// base.name(args) with the base in the register before the arguments.
Status do_dot_call(Frame *f, const Instr *in, const Ext *ext) {
    Vm *vm = f->vm;
    const char *name = f->chunk->sites[in->b].name;
    Value *base = &f->regs[in->c - 1];
    Pack pack;
    Status status = OK;
    if ((int)base->tag == VAL_LIST) status = fail_count(vm->ctx, list_of(*base)->n);
    MethodFn fn = status == OK ? method_of(*base, name) : NULL;
    if (fn) {
        Results r;
        TRY(pack_open(f, in->c - 1, ext->n + 1, ext->flags & EXT_LISTS, true, &pack));
        status = results_open(f, ext, &r);
        if (status == OK) {
            status = call_method(vm, fn, name, pack.args, pack.n, r.nout, r.rets);
            status = finish_call(f, status, in->a, ext, &r, name, &pack);
        }
        pack_close(&pack);
        return status;
    }
    ValueList list = {0};
    if (status == OK) status = value_dot(vm->ctx, *base, name, &list);
    const BuiltinDef *def = status != OK ? function_instead(vm, *base, name) : NULL;
    if (def) {
        value_list_done(&list);
        Results r;
        TRY(pack_open(f, in->c - 1, ext->n + 1, ext->flags & EXT_LISTS, true, &pack));
        status = results_open(f, ext, &r);
        if (status == OK) {
            status = call_builtin(vm, def, pack.args, pack.n, r.nout, r.rets);
            status = finish_call(f, status, in->a, ext, &r, name, &pack);
        }
        pack_close(&pack);
        return status;
    }
    Status packed = pack_open(f, in->c, ext->n, ext->flags & EXT_LISTS, true, &pack);
    if (status == OK) status = packed;
    if (status == OK && list.n != 1) status = fail_count(vm->ctx, list.n);
    if (status == OK) {
        reg_clear(base);
        status = index_value(f, list.items[0], name, &pack, in->a, ext);
    } else {
        reg_clear(base);
    }
    value_list_done(&list);
    pack_close(&pack);
    return status;
}

bool package_means(Frame *f, const Instr *in) {
    Chunk *chunk = f->chunk;
    Value unused;
    if (in->b != NO_REGISTER) {
        if (f->regs[in->b].tag != VAL_NONE) return false;
    } else if (dynamic_variable(f, chunk->sites[in->c].name, &unused)) {
        return false;
    }
    return resolve(f->vm, f, chunk->sites[in->a].name).kind != CALLEE_NONE;
}

// ---- end ----------------------------------------------------------------------------------------------------------------------

Status do_end(Frame *f, const Instr *in, const Ext *ext) {
    Value base = f->regs[in->b];
    if (base.tag == VAL_TENSOR && ext->n == 1) {
        reg_set(&f->regs[in->a], value_double((double)base.tensor->numel));
        return OK;
    }
    Value tmp = VALUE_NONE, result = VALUE_NONE;
    if ((int)base.tag == VAL_LIST) return fail_count(f->vm->ctx, list_of(base)->n);
    TRY(operand(f, in->b, &tmp, &base));
    Status status;
    if (base.tag == VAL_FUNC)
        status = ctx_fail(f->vm->ctx, ERR_INDEX, "MATLAB:index:endNotInIndex", "The 'end' keyword must be used within an array index expression.");
    else status = value_end(f->vm->ctx, base, ext->x, ext->n, &result);
    value_unref(tmp);
    if (status == OK) reg_set(&f->regs[in->a], result);
    return status;
}

/// What the steps of a chain reach, or none when it is not there yet. Errors on the way mean that it is not there.
static Status reach(Frame *f, int var, const Chain *chain, Value *ret) {
    Ctx *ctx = f->vm->ctx;
    Value v = value_ref(f->regs[var]);
    for (int i = 0; i < chain->n && v.tag != VAL_NONE; i++) {
        const ChainStep *step = &chain->steps[i];
        ValueList list = {0};
        Value next = VALUE_NONE;
        Pack pack = {0};
        char *name = NULL;
        Status status = OK;
        if (step->kind == '.') {
            status = value_dot(ctx, v, step->name, &list);
        } else if (step->kind == '?') {
            status = value_to_utf8(ctx, f->regs[step->first], &name);
            if (status == OK) status = value_dot(ctx, v, name, &list);
        } else {
            status = pack_open(f, step->first, step->n, step->lists, false, &pack);
            if (status == OK && step->kind == '{') status = value_index_brace(ctx, v, pack.args, pack.n, &list);
            else if (status == OK) status = value_index(ctx, v, pack.args, pack.n, &next);
            pack_close(&pack);
        }
        if (list.n == 1) next = reg_move(&list.items[0]);
        value_list_done(&list);
        mem_free(name);
        value_unref(v);
        v = next;
        if (status == ERR_NOMEM || status == ERR_INTERRUPT) return status;
        if (status != OK) error_clear(&ctx->error);
    }
    *ret = v;
    return OK;
}

Status do_end_chain(Frame *f, const Instr *in, const Ext *ext) {
    Value v = VALUE_NONE, result = value_double(0);
    if (f->regs[in->b].tag != VAL_NONE) TRY(reach(f, in->b, &f->chunk->chains[in->c], &v));
    Status status = OK;
    if (v.tag != VAL_NONE) status = value_end(f->vm->ctx, v, ext->x, ext->n, &result);
    value_unref(v);
    if (status == OK) reg_set(&f->regs[in->a], result);
    return status;
}

// ---- lists ------------------------------------------------------------------------------------------------------------------

static Status fail_too_few(Ctx *ctx) {
    return ctx_fail(ctx, ERR_ARG, "MATLAB:needMoreRhsOutputs",
                    "Insufficient number of outputs from right hand side of equal sign to satisfy assignment.");
}

Status do_unpack(Frame *f, const Instr *in, const Ext *ext) {
    Value v = reg_move(&f->regs[in->b]);
    if ((int)v.tag != VAL_LIST) {
        if (ext->nout > 1) {
            value_unref(v);
            return fail_too_few(f->vm->ctx);
        }
        reg_set(&f->regs[in->a], v);
        return OK;
    }
    ValueList *list = list_of(v);
    Status status = list->n < ext->nout ? fail_too_few(f->vm->ctx) : OK;
    for (int i = 0; status == OK && i < ext->nout; i++) reg_set(&f->regs[in->a + i], reg_move(&list->items[i]));
    list_release(v);
    return status;
}

/// Takes the first value off a list (or the single value).
Status do_list_take(Frame *f, const Instr *in) {
    Value *reg = &f->regs[in->b];
    if ((int)reg->tag != VAL_LIST) {
        if (reg->tag == VAL_NONE) return fail_too_few(f->vm->ctx);
        reg_set(&f->regs[in->a], reg_move(reg));
        return OK;
    }
    ValueList *list = list_of(*reg);
    if (list->n == 0 || list->items[0].tag == VAL_NONE) return fail_too_few(f->vm->ctx);
    reg_set(&f->regs[in->a], list->items[0]);
    memmove(&list->items[0], &list->items[1], (size_t)--list->n * sizeof(Value));
    return OK;
}
