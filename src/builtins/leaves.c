// builtins/leaves.c: walks a value to the dlarrays in it, and builds the same value around other dlarrays. dlfeval,
// dlgradient, dlupdate and the optimizers all work on "a dlarray, or a network, cell, struct or table of them".
#include "builtins/dl.h"

static Status walk(NnState *nn, Value v, bool numbers, Leaves *leaves);

void leaves_done(Leaves *leaves) {
    for (Index i = 0; i < leaves->n; i++) {
        dlarray_unref(leaves->items[i]);
        learnable_unref(leaves->names[i]);
    }
    mem_free(leaves->items);
    mem_free(leaves->names);
    *leaves = (Leaves){0};
}

// Takes x.
static Status push(NnState *nn, DlArray *x, const Learnable *name, Leaves *leaves) {
    if (leaves->n == leaves->cap) {
        Index cap = leaves->cap ? leaves->cap * 2 : 16;
        DlArray **items = mem_realloc(leaves->items, (size_t)cap * sizeof *items);
        if (items) leaves->items = items;
        const Learnable **names = mem_realloc(leaves->names, (size_t)cap * sizeof *names);
        if (names) leaves->names = names;
        if (!items || !names) {
            dlarray_unref(x);
            return ctx_fail_nomem(nn->ctx);
        }
        leaves->cap = cap;
    }
    leaves->items[leaves->n] = x;
    leaves->names[leaves->n++] = name ? learnable_ref(name) : NULL;
    return OK;
}

static Status walk_all(NnState *nn, const Value *items, Index n, bool numbers, Leaves *leaves) {
    for (Index i = 0; i < n; i++) TRY(walk(nn, items[i], numbers, leaves));
    return OK;
}

static bool is_number(Value v) { return value_is_numeric(v) && !value_is_empty(v); }

static Status walk(NnState *nn, Value v, bool numbers, Leaves *leaves) {
    DlArray *x = dl_find(v);
    if (x) return push(nn, dlarray_ref(x), NULL, leaves);
    Network *net = net_find(v);
    if (net) {
        for (Index i = 0; i < net->n_learnables; i++)
            TRY(push(nn, dlarray_ref(net->learnables[i].value), net->learnables[i].name, leaves));
        return OK;
    }
    if (value_is_object(v, &table_class)) {
        const Table *t = (const Table *)v.object;
        return walk_all(nn, t->vars, t->n_vars, false, leaves);
    }
    if (v.tag == VAL_CELL) return walk_all(nn, v.cell->items, v.cell->numel, numbers, leaves);
    if (v.tag == VAL_STRUCT) {
        // Element by element, field by field, as a person would list them.
        const StructArray *s = v.structure;
        for (Index e = 0; e < s->numel; e++)
            for (Index f = 0; f < s->n_fields; f++)
                TRY(walk(nn, s->items[f * s->numel + e], numbers, leaves));
        return OK;
    }
    if (numbers && is_number(v)) {
        TRY(dl_operand(nn, v, &x));
        return push(nn, x, NULL, leaves);
    }
    return OK;
}

Status leaves_collect(NnState *nn, Value v, bool numbers, Leaves *ret) {
    return walk(nn, v, numbers, ret);
}

static bool array_sole(const DlArray *x) { return refcount_is(&x->refs, 1) && refcount_is(&x->value->refs, 1) && !x->node; }

static bool all_sole(const Value *items, Index n) {
    for (Index i = 0; i < n; i++)
        if (!leaves_sole(items[i], 1)) return false;
    return true;
}

bool leaves_sole(Value v, int holders) {
    if (v.tag == VAL_CELL) return refcount_is(&v.cell->refs, holders) && all_sole(v.cell->items, v.cell->numel);
    if (v.tag == VAL_STRUCT)
        return refcount_is(&v.structure->refs, holders) && all_sole(v.structure->items, v.structure->numel * v.structure->n_fields);
    if (v.tag != VAL_OBJECT) return !value_is_numeric(v); // a number is a leaf that belongs to its value
    const DlArray *x = dl_find(v);
    const Network *net = net_find(v);
    if (!x && !net && !value_is_object(v, &table_class)) return true; // names of a table: no leaves in them
    if (!refcount_is(&v.object->refs, holders)) return false;
    if (x) return array_sole(x);
    if (!net) return all_sole(((const Table *)v.object)->vars, ((const Table *)v.object)->n_vars);
    bool sole = refcount_is(&net->refs, 1);
    for (Index i = 0; i < net->n_learnables && sole; i++) sole = array_sole(net->learnables[i].value);
    return sole;
}

static Status rebuild_table(NnState *nn, const Table *t, DlArray *const *items, Index *position,
                            Value *ret) {
    Value *vars = mem_alloc_zero((size_t)(t->n_vars + 1) * sizeof *vars);
    const char **names = mem_alloc((size_t)(t->n_vars + 1) * sizeof *names);
    Status status = OK;
    Index n = 0;
    if (!vars || !names) TRY_GOTO(ctx_fail_nomem(nn->ctx));
    for (; n < t->n_vars; n++) {
        names[n] = t->names[n]->bytes;
        TRY_GOTO(leaves_rebuild(nn, t->vars[n], false, items, position, &vars[n]));
    }
    Table *made;
    n = 0; // table_new takes the values, also on failure
    TRY_GOTO(table_new(nn->ctx, t->n_rows, names, vars, t->n_vars, &made));
    *ret = value_take_object(&made->head);
done:
    for (Index i = 0; i < n; i++) value_unref(vars[i]);
    mem_free(vars);
    mem_free(names);
    return status;
}

static Status rebuild_net(NnState *nn, const Network *net, DlArray *const *items, Index *position,
                          Value *ret) {
    Network *copy;
    TRY(network_copy(nn->ctx, net, &copy));
    for (Index i = 0; i < net->n_learnables; i++) {
        Status status = network_set_learnable(nn->ctx, copy, i, items[(*position)++]);
        if (status != OK) {
            network_unref(copy);
            return status;
        }
    }
    return net_wrap(nn, copy, ret);
}

static Status rebuild_cell(NnState *nn, const CellArray *c, bool numbers, DlArray *const *items,
                           Index *position, Value *ret) {
    CellArray *made;
    TRY(cell_new(nn->ctx, &c->shape, &made));
    OWN_VALUE hold = value_take_cell(made);
    for (Index i = 0; i < c->numel; i++)
        TRY(leaves_rebuild(nn, c->items[i], numbers, items, position, &made->items[i]));
    *ret = value_give(&hold);
    return OK;
}

static Status rebuild_struct(NnState *nn, const StructArray *s, bool numbers, DlArray *const *items,
                             Index *position, Value *ret) {
    StructArray *made;
    TRY(struct_new(nn->ctx, &s->shape, &made));
    OWN_VALUE hold = value_take_struct(made);
    for (Index f = 0; f < s->n_fields; f++) {
        Index at;
        TRY(struct_add_field(nn->ctx, made, s->names[f]->bytes, &at));
    }
    for (Index e = 0; e < s->numel; e++) {
        for (Index f = 0; f < s->n_fields; f++) {
            Value item;
            TRY(leaves_rebuild(nn, s->items[f * s->numel + e], numbers, items, position, &item));
            TRY(struct_set(nn->ctx, made, e, s->names[f]->bytes, item));
        }
    }
    *ret = value_give(&hold);
    return OK;
}

Status leaves_rebuild(NnState *nn, Value v, bool numbers, DlArray *const *items, Index *position,
                      Value *ret) {
    if (dl_find(v) || (numbers && is_number(v)))
        return dl_wrap(nn, dlarray_ref(items[(*position)++]), ret);
    if (net_find(v)) return rebuild_net(nn, net_find(v), items, position, ret);
    if (value_is_object(v, &table_class))
        return rebuild_table(nn, (const Table *)v.object, items, position, ret);
    if (v.tag == VAL_CELL) return rebuild_cell(nn, v.cell, numbers, items, position, ret);
    if (v.tag == VAL_STRUCT) return rebuild_struct(nn, v.structure, numbers, items, position, ret);
    *ret = value_ref(v);
    return OK;
}
