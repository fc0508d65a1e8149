// lang/vm_assign.c: assignment into parts of variables. The variable stays in its register, so that its value is sole and
// changes in place.
#include "lang/vm_internal.h"
#include <string.h>

enum { MAX_STEPS = 32 };

static bool is_temporary(const Frame *f, int reg) { return reg >= f->chunk->n_vars + f->chunk->n_numbers; }

typedef struct Steps {
    Step steps[MAX_STEPS + 2];
    Pack packs[MAX_STEPS];
    char *names[MAX_STEPS];
    int n;
} Steps;

static void steps_close(Steps *s) {
    for (int i = 0; i < s->n; i++) {
        pack_close(&s->packs[i]);
        mem_free(s->names[i]);
    }
}

static Status steps_open(Frame *f, const Chain *chain, bool consume, Steps *s) {
    s->n = 0;
    for (int i = 0; i < chain->n; i++) {
        const ChainStep *step = &chain->steps[i];
        s->packs[i] = (Pack){0};
        s->names[i] = NULL;
        s->n = i + 1;
        Status status = OK;
        if (step->kind == '.') {
            s->steps[i] = (Step){.kind = '.', .name = step->name};
        } else if (step->kind == '?') {
            Value v = f->regs[step->first];
            if (!value_is_text_scalar(v))
                status = ctx_fail(f->vm->ctx, ERR_TYPE, "MATLAB:mustBeFieldName",
                                  "Dynamic structure field names must be character vectors or strings.");
            else status = value_to_utf8(f->vm->ctx, v, &s->names[i]);
            if (consume) s->packs[i] = (Pack){.regs = &f->regs[step->first], .n_regs = 1};
            s->steps[i] = (Step){.kind = '.', .name = s->names[i]};
        } else {
            status = pack_open(f, step->first, step->n, step->lists, consume, &s->packs[i]);
            if (status != OK) s->packs[i] = (Pack){0};
            s->steps[i] = (Step){.kind = step->kind, .idx = s->packs[i].args, .n = s->packs[i].n};
        }
        if (status != OK) {
            steps_close(s);
            return status;
        }
    }
    return OK;
}

Status set_index(Frame *f, int var, const int *idx, int n, int rhs) {
    Value tmp[3] = {VALUE_NONE, VALUE_NONE, VALUE_NONE}, args[2], v = VALUE_NONE;
    Status status = operand(f, rhs, &tmp[2], &v);
    for (int i = 0; i < n && status == OK; i++) status = operand(f, idx[i], &tmp[i], &args[i]);
    if (status == OK) status = value_assign(f->vm->ctx, &f->regs[var], args, n, v);
    for (int i = 0; i < 3; i++) value_unref(tmp[i]);
    for (int i = 0; i < n; i++)
        if (is_temporary(f, idx[i])) reg_clear(&f->regs[idx[i]]);
    if (is_temporary(f, rhs)) reg_clear(&f->regs[rhs]);
    return status;
}

/// c{i} = v inside a cell that is sole: the common case of a chain.
static bool set_cell(Frame *f, const Instr *in, Value rhs) {
    const Chain *chain = &f->chunk->chains[in->b];
    Value *var = &f->regs[in->a];
    if (chain->n != 1 || chain->steps[0].kind != '{' || chain->steps[0].n != 1 || var->tag != VAL_CELL) return false;
    CellArray *cell = var->cell;
    Value *idx = &f->regs[chain->steps[0].first];
    if (idx->tag != VAL_DOUBLE || !refcount_sole(&cell->refs) || (rhs.tag == VAL_CELL && rhs.cell == cell)) return false;
    Index k = idx->number >= 1 && idx->number <= (double)cell->numel ? (Index)idx->number : 0;
    if (k == 0 || (double)k != idx->number) return false;
    reg_set(&cell->items[k - 1], value_ref(rhs));
    idx->tag = VAL_NONE;
    return true;
}

Status set_chain(Frame *f, const Instr *in) {
    Steps s;
    Value tmp, rhs;
    TRY(operand(f, in->c, &tmp, &rhs));
    if (set_cell(f, in, rhs)) {
        value_unref(tmp);
        if (is_temporary(f, in->c)) reg_clear(&f->regs[in->c]);
        return OK;
    }
    Status status = steps_open(f, &f->chunk->chains[in->b], true, &s);
    if (status == OK) {
        status = value_assign_chain(f->vm->ctx, &f->regs[in->a], s.steps, s.n, rhs);
        steps_close(&s);
    }
    value_unref(tmp);
    if (is_temporary(f, in->c)) reg_clear(&f->regs[in->c]);
    return status;
}

/// A field of a struct that is sole and has the field already: the common case without a chain.
Status set_dot(Frame *f, const Instr *in) {
    const char *name = f->chunk->sites[in->b].name;
    Value tmp, rhs;
    TRY(operand(f, in->c, &tmp, &rhs));
    Value *var = &f->regs[in->a];
    Status status = OK;
    bool plain = var->tag == VAL_STRUCT && var->structure->numel == 1 && refcount_sole(&var->structure->refs) &&
                 (rhs.tag != VAL_STRUCT || rhs.structure != var->structure);
    Index field = plain ? struct_find(var->structure, name) : -1;
    if (field >= 0) {
        reg_set(&var->structure->items[field], value_ref(rhs));
    } else {
        Step step = {.kind = '.', .name = name};
        status = value_assign_chain(f->vm->ctx, var, &step, 1, rhs);
    }
    value_unref(tmp);
    if (is_temporary(f, in->c)) reg_clear(&f->regs[in->c]);
    return status;
}

Status remove_chain(Frame *f, const Instr *in) {
    Steps s;
    TRY(steps_open(f, &f->chunk->chains[in->b], true, &s));
    Status status = value_remove_chain(f->vm->ctx, &f->regs[in->a], s.steps, s.n);
    steps_close(&s);
    return status;
}

// ---- several places: [c{1:2}] = …, [s.x] = … ------------------------------------------------------------------------

/// Number of places a subscript selects along position k of n; `container` gives the size for ':'.
static Status subscript_count(Ctx *ctx, Value idx, Value container, int k, int n, Index *ret) {
    bool colon = idx.tag == VAL_COLON;
    if (value_is_char_row(idx) && value_numel(idx) == 1) {
        double unit = 0;
        TRY(value_to_double(ctx, idx, &unit));
        colon = unit == ':';
    }
    if (colon) {
        Value end = value_double(0);
        double count = 0;
        if (container.tag != VAL_NONE) TRY(value_end(ctx, container, k, n, &end));
        TRY(value_to_double(ctx, end, &count));
        *ret = (Index)count;
        return OK;
    }
    if (value_is_logical(idx)) {
        Tensor *t = NULL;
        TRY(value_to_tensor(ctx, idx, &t));
        *ret = 0;
        for (Index i = 0; i < t->numel; i++) *ret += tensor_u8(t)[i] != 0;
        tensor_unref(t);
        return OK;
    }
    *ret = value_numel(idx);
    return OK;
}

/// Value of the e-th place of a subscript.
static Status subscript_place(Ctx *ctx, Value idx, Index e, Value *ret) {
    *ret = value_double((double)e + 1);
    if (idx.tag == VAL_COLON || value_is_char(idx)) return OK;
    if (value_is_logical(idx)) {
        Tensor *t = NULL;
        TRY(value_to_tensor(ctx, idx, &t));
        Index seen = 0;
        for (Index i = 0; i < t->numel; i++)
            if (tensor_u8(t)[i] != 0 && seen++ == e) *ret = value_double((double)i + 1);
        tensor_unref(t);
        return OK;
    }
    Value position = value_double((double)e + 1);
    return value_index(ctx, idx, &position, 1, ret);
}

/// Splits the chain: the last '(' or '{' that spreads over places, with the steps before it.
static int spread_step(const Chain *chain) {
    const ChainStep *last = &chain->steps[chain->n - 1];
    if (last->kind == '{') return chain->n - 1;
    if (chain->n >= 2 && chain->steps[chain->n - 2].kind == '(') return chain->n - 2;
    return -1;
}

static Status container_of(Frame *f, int var, const Steps *s, int n_steps, Value *ret) {
    Ctx *ctx = f->vm->ctx;
    Value v = value_ref(f->regs[var]);
    for (int i = 0; i < n_steps && v.tag != VAL_NONE; i++) {
        ValueList list = {0};
        Value next = VALUE_NONE;
        Status status;
        if (s->steps[i].kind == '.') status = value_dot(ctx, v, s->steps[i].name, &list);
        else if (s->steps[i].kind == '{') status = value_index_brace(ctx, v, s->steps[i].idx, s->steps[i].n, &list);
        else status = value_index(ctx, v, s->steps[i].idx, s->steps[i].n, &next);
        if (list.n == 1) next = reg_move(&list.items[0]);
        value_list_done(&list);
        value_unref(v);
        v = next;
        if (status != OK) error_clear(&ctx->error);
    }
    *ret = v;
    return OK;
}

static Status spread_counts(Frame *f, int var, const Chain *chain, const Steps *s, Index *counts, int *ret_n, Index *ret_total) {
    Ctx *ctx = f->vm->ctx;
    int at = spread_step(chain);
    Value container = VALUE_NONE;
    *ret_n = 0;
    *ret_total = 1;
    if (at < 0) {
        // [s.x]: one place per element of s.
        TRY(container_of(f, var, s, chain->n - 1, &container));
        *ret_total = container.tag == VAL_STRUCT ? container.structure->numel : 1;
        value_unref(container);
        return OK;
    }
    TRY(container_of(f, var, s, at, &container));
    Status status = OK;
    int n = s->steps[at].n < SHAPE_MAX_DIMS ? s->steps[at].n : SHAPE_MAX_DIMS;
    for (int k = 0; k < n && status == OK; k++) {
        status = subscript_count(ctx, s->steps[at].idx[k], container, k, n, &counts[k]);
        if (status == OK) *ret_total *= counts[k];
    }
    *ret_n = n;
    value_unref(container);
    return status;
}

Status lhs_count(Frame *f, const Instr *in) {
    const Chain *chain = &f->chunk->chains[in->c];
    Steps s;
    Index counts[SHAPE_MAX_DIMS], total = 0;
    int n;
    TRY(steps_open(f, chain, false, &s));
    Status status = spread_counts(f, in->b, chain, &s, counts, &n, &total);
    steps_close(&s);
    if (status == OK) reg_set(&f->regs[in->a], value_double((double)total));
    return status;
}

static Status assign_place(Frame *f, int var, const Chain *chain, Steps *s, const Index *counts, int n, Index e, Value v) {
    Ctx *ctx = f->vm->ctx;
    int at = spread_step(chain);
    Value idx[SHAPE_MAX_DIMS];
    Step steps[MAX_STEPS + 2];
    int n_steps = s->n;
    memcpy(steps, s->steps, (size_t)s->n * sizeof *steps);
    Status status = OK;
    int made = 0;
    if (at < 0) {
        Value container = VALUE_NONE;
        TRY(container_of(f, var, s, chain->n - 1, &container));
        bool is_struct = container.tag == VAL_STRUCT;
        value_unref(container);
        if (is_struct) {
            steps[n_steps] = steps[n_steps - 1];
            idx[0] = value_double((double)e + 1);
            steps[n_steps - 1] = (Step){.kind = '(', .idx = idx, .n = 1};
            n_steps++;
            made = 0;
        }
    } else {
        for (int k = 0; k < n && status == OK; k++) {
            status = subscript_place(ctx, s->steps[at].idx[k], counts[k] > 0 ? e % counts[k] : 0, &idx[k]);
            if (status == OK) made = k + 1;
            if (counts[k] > 0) e /= counts[k];
        }
        steps[at].idx = idx;
        steps[at].n = n;
    }
    if (status == OK) status = value_assign_chain(ctx, &f->regs[var], steps, n_steps, v);
    for (int k = 0; k < made; k++) value_unref(idx[k]);
    return status;
}

Status set_list(Frame *f, const Instr *in, const Ext *ext) {
    const Chain *chain = &f->chunk->chains[in->b];
    Index n_places = (Index)f->regs[ext->x].number;
    Steps s;
    Index counts[SHAPE_MAX_DIMS], total = 0;
    int n;
    TRY(steps_open(f, chain, true, &s));
    Status status = spread_counts(f, in->a, chain, &s, counts, &n, &total);
    for (Index e = 0; e < n_places && status == OK; e++) {
        Value v = VALUE_NONE;
        Value *list = &f->regs[in->c];
        if ((int)list->tag == VAL_LIST && list_of(*list)->n > 0) {
            ValueList *l = list_of(*list);
            v = l->items[0];
            memmove(&l->items[0], &l->items[1], (size_t)--l->n * sizeof(Value));
        } else if ((int)list->tag != VAL_LIST) {
            v = reg_move(list);
        }
        if (v.tag == VAL_NONE)
            status = ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:needMoreRhsOutputs",
                              "Insufficient number of outputs from right hand side of equal sign to satisfy assignment.");
        else status = assign_place(f, in->a, chain, &s, counts, n, e, v);
        value_unref(v);
    }
    steps_close(&s);
    return status;
}
