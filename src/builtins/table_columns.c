// builtins/table_columns.c: variables gathered into a table, and variables and rows picked out of
// one.
#include "builtins/table_columns.h"
#include "base/vec.h"

Status arg_table(Call *call, int i, Table **ret) {
    if (value_is_object(call->arg[i], &table_class)) {
        *ret = (Table *)call->arg[i].object;
        return OK;
    }
    return call_fail(call, ERR_TYPE, "MATLAB:UndefinedFunction",
                     "Undefined function '%s' for input arguments of type '%s'.", call->def->name,
                     value_class_name(call->arg[i]));
}

/// Drops names and values.
void columns_done(Columns *c) {
    for (Index i = 0; i < c->n; i++) {
        mem_free(c->names[i]);
        value_unref(c->vars[i]);
    }
    mem_free(c->names);
    mem_free(c->vars);
    *c = (Columns){0};
}
bool columns_has(const Columns *c, const char *name) {
    for (Index i = 0; i < c->n; i++)
        if (strcmp(c->names[i], name) == 0) return true;
    return false;
}
/// Takes v.
Status columns_add(Ctx *ctx, Columns *c, const char *name, Value v) {
    char *copy = mem_dup(name);
    Status status =
        copy ? vec_reserve(ctx, (void **)&c->names, &c->cap_names, c->n + 1, sizeof *c->names)
             : ctx_fail_nomem(ctx);
    if (status == OK)
        status = vec_reserve(ctx, (void **)&c->vars, &c->cap_vars, c->n + 1, sizeof *c->vars);
    if (status != OK) {
        mem_free(copy);
        value_unref(v);
        return status;
    }
    c->names[c->n] = copy;
    c->vars[c->n++] = v;
    return OK;
}
/// The table; the columns are handed over. `rows` < 0: taken from the first.
Status columns_table(Call *call, Columns *c, Index rows, Table **ret) {
    for (Index i = 0; i < c->n; i++) {
        Shape s;
        TRY(value_shape(call->ctx, c->vars[i], &s));
        if (rows < 0) rows = s.dim[0];
        if (s.dim[0] != rows)
            return call_fail(call, ERR_SIZE, "MATLAB:table:UnequalVarLengths",
                             "All table variables must have the same number of rows.");
        for (Index k = 0; k < i; k++) {
            if (strcmp(c->names[k], c->names[i]) == 0)
                return call_fail(call, ERR_ARG, "MATLAB:table:DuplicateVarNames",
                                 "Duplicate table variable name: '%s'.", c->names[i]);
        }
    }
    OWN_MEM Value *vars = mem_alloc((size_t)(c->n + 1) * sizeof *vars);
    if (!vars) return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < c->n; i++) vars[i] = value_give(&c->vars[i]);
    return table_new(call->ctx, rows < 0 ? 0 : rows, (const char *const *)c->names, vars, c->n,
                     ret);
}
Status ret_columns(Call *call, Columns *c, Index rows) {
    Table *t = NULL;
    TRY(columns_table(call, c, rows, &t));
    call->ret[0] = value_take_object(&t->head);
    return OK;
}
Status columns_add_from(Call *call, Columns *c, const Table *t, Index var) {
    return columns_add(call->ctx, c, t->names[var]->bytes, value_ref(t->vars[var]));
}
/// Variables named or numbered by a value: positions, mem_free.
Status table_find_vars(Call *call, const Table *t, Value which, Index **ret, Index *ret_n) {
    Index n = 0;
    if (which.tag == VAL_STRING || which.tag == VAL_CELL || value_is_char(which)) {
        OWN_STRINGS *s = NULL;
        TRY(value_to_strings(call->ctx, which, &s));
        *ret = mem_alloc((size_t)(s->numel + 1) * sizeof **ret);
        if (!*ret) return ctx_fail_nomem(call->ctx);
        for (Index i = 0; i < s->numel; i++) {
            const char *name = s->items[i] ? s->items[i]->bytes : "";
            Index at = table_find(t, name);
            if (at < 0)
                return call_fail(call, ERR_NAME, "MATLAB:table:UnrecognizedVarName",
                                 "Unrecognized table variable name '%s'.", name);
            (*ret)[n++] = at;
        }
        *ret_n = n;
        return OK;
    }
    OWN_TENSOR *p = NULL;
    TRY(value_to_tensor(call->ctx, which, &p));
    *ret = mem_alloc((size_t)(p->numel + 1) * sizeof **ret);
    if (!*ret) return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < p->numel; i++) {
        double d = tensor_get(p, i);
        if (p->cls == CLASS_LOGICAL) {
            if (d != 0) (*ret)[n++] = i;
            continue;
        }
        if (!(d >= 1) || d > (double)t->n_vars || d != floor(d))
            return call_fail(call, ERR_INDEX, "MATLAB:table:VarIndexOutOfRange",
                             "Table variable index is out of range.");
        (*ret)[n++] = (Index)d - 1;
    }
    *ret_n = n;
    return OK;
}
/// Rows by position of a value with rows.
Status rows_take(Call *call, Value v, const Index *at, Index n, Value *ret) {
    Shape column = shape_2d(n, 1);
    Tensor *t = NULL;
    TRY(tensor_positions(call->ctx, at, &column, &t));
    OWN_VALUE rows = value_take_tensor(t);
    Shape s;
    TRY(value_shape(call->ctx, v, &s));
    Value idx[SHAPE_MAX_DIMS] = {rows};
    for (int i = 1; i < s.n_dims; i++) idx[i].tag = VAL_COLON;
    return value_index(call->ctx, v, idx, s.n_dims, ret);
}
