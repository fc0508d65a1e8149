// Subscripts of tables: T(rows,vars), T{rows,vars}, assignment, deletion and concatenation. Rows
// may be named.
#include "value/table_parts.h"
#include <string.h>

// ---- subscripts ---------------------------------------------------------------------------------
/// Positions along one side of a table (mem_free).
typedef struct Side {
    Index *pos, n, max;
    bool all;
} Side;

static bool is_colon(Value v) {
    return v.tag == VAL_COLON ||
           (value_is_char(v) && v.tensor->numel == 1 && tensor_u16(v.tensor)[0] == ':') ||
           (value_is_string_scalar(v) && text_equal(v.string->items[0], ":", 1));
}

static Index find_text(Text *const *texts, Index n, const Text *name) {
    for (Index i = 0; texts && i < n; i++) {
        if (text_equal(texts[i], name->bytes, name->n_bytes)) return i;
    }
    return -1;
}

/// Names to positions; a new name gets the next position when `may_add` (its text stays in the
/// subscript).
static Status side_from_names(Ctx *ctx, Value v, Text *const *texts, Index n, bool rows,
                              bool may_add, Side *ret) {
    StringArray *s;
    TRY(value_to_strings(ctx, v, &s));
    Status status = OK;
    Index next = n;
    ret->pos = mem_alloc((size_t)(s->numel + 1) * sizeof *ret->pos);
    if (!ret->pos) status = ctx_fail_nomem(ctx);
    for (Index i = 0; status == OK && i < s->numel; i++) {
        Index at = s->items[i] ? find_text(texts, n, s->items[i]) : -1;
        const char *name = s->items[i] ? s->items[i]->bytes : "";
        if (at < 0 && may_add && s->items[i]) at = next++;
        if (at < 0 && rows) {
            status = ctx_fail(ctx, ERR_NAME, "MATLAB:table:UnrecognizedRowName",
                              "Unrecognized row name '%s'.", name);
        } else if (at < 0) {
            status = ctx_fail(ctx, ERR_NAME, "MATLAB:table:UnrecognizedVarName",
                              "Unrecognized table variable name '%s'.", name);
        }
        ret->pos[i] = at;
        if (at > ret->max) ret->max = at;
    }
    ret->n = s->numel;
    string_unref(s);
    return status;
}

static Status side_from_numbers(Ctx *ctx, Value v, Index size, bool rows, bool may_add, Side *ret) {
    Subs subs;
    TRY(subs_resolve(ctx, &v, 1, &subs));
    Subscript *s = &subs.s[0];
    Status status = OK;
    if (!may_add && s->max >= size) {
        status =
            ctx_fail(ctx, ERR_INDEX,
                     rows ? "MATLAB:table:RowIndexOutOfRange" : "MATLAB:table:VarIndexOutOfRange",
                     "%s index exceeds table dimensions.", rows ? "Row" : "Variable");
    }
    if (status == OK) {
        ret->pos = mem_alloc((size_t)(s->n + 1) * sizeof *ret->pos);
        if (!ret->pos)
            status = ctx_fail_nomem(ctx);
        else if (s->n)
            memcpy(ret->pos, s->index, (size_t)s->n * sizeof *ret->pos);
        ret->n = s->n;
        ret->max = s->max;
    }
    subs_done(&subs);
    return status;
}

static Status side_resolve(Ctx *ctx, Value v, const Table *t, bool rows, bool may_add, Side *ret) {
    Index size = rows ? t->n_rows : t->n_vars;
    *ret = (Side){.max = -1};
    if (is_colon(v)) {
        ret->pos = mem_alloc((size_t)(size + 1) * sizeof *ret->pos);
        if (!ret->pos) return ctx_fail_nomem(ctx);
        for (Index i = 0; i < size; i++) ret->pos[i] = i;
        ret->n = size;
        ret->max = size - 1;
        ret->all = true;
        return OK;
    }
    bool is_text;
    TRY(value_text_list(ctx, v, &is_text));
    Status status =
        is_text ? side_from_names(ctx, v, rows ? t->row_names : t->names, size, rows, may_add, ret)
                : side_from_numbers(ctx, v, size, rows, may_add, ret);
    if (status != OK) {
        mem_free(ret->pos);
        ret->pos = NULL;
    }
    return status;
}

static Status two_subscripts(Ctx *ctx, int n) {
    if (n == 2) return OK;
    return ctx_fail(ctx, ERR_INDEX,
                    n == 1 ? "MATLAB:table:LinearSubscript" : "MATLAB:table:NDSubscript",
                    "A table takes a row subscript and a variable subscript, as in t(rows,vars).");
}

static Status both_sides(Ctx *ctx, const Table *t, const Value *idx, int n, bool may_add,
                         Side *rows, Side *vars) {
    *rows = *vars = (Side){.max = -1};
    TRY(two_subscripts(ctx, n));
    TRY(side_resolve(ctx, idx[0], t, true, may_add, rows));
    Status status = side_resolve(ctx, idx[1], t, false, may_add, vars);
    if (status != OK) {
        mem_free(rows->pos);
        rows->pos = NULL;
    }
    return status;
}

// ---- rows of one variable -----------------------------------------------------------------------
/// Subscripts {rows, :, …} of a variable; idx[0] is owned by the caller.
static Status row_subscripts(Ctx *ctx, Value v, const Index *pos, Index n,
                             Value idx[SHAPE_MAX_DIMS], int *ret_n) {
    Shape shape, column = shape_2d(n, 1);
    Tensor *t;
    TRY(value_shape(ctx, v, &shape));
    TRY(tensor_new(ctx, CLASS_DOUBLE, &column, &t));
    for (Index i = 0; i < n; i++) tensor_f64(t)[i] = (double)(pos[i] + 1);
    idx[0] = value_take_tensor(t);
    *ret_n = shape.n_dims;
    for (int k = 1; k < shape.n_dims; k++) idx[k] = (Value){.tag = VAL_COLON};
    return OK;
}

Status value_take_rows(Ctx *ctx, Value v, const Index *pos, Index n, Value *ret) {
    Value idx[SHAPE_MAX_DIMS];
    int n_idx;
    TRY(row_subscripts(ctx, v, pos, n, idx, &n_idx));
    Status status = value_index(ctx, v, idx, n_idx, ret);
    value_unref(idx[0]);
    return status;
}

static Status assign_rows(Ctx *ctx, Value *v, const Index *pos, Index n, Value rhs) {
    Value idx[SHAPE_MAX_DIMS];
    int n_idx;
    TRY(row_subscripts(ctx, *v, pos, n, idx, &n_idx));
    Status status = value_assign(ctx, v, idx, n_idx, rhs);
    value_unref(idx[0]);
    return status;
}

Status value_grow_rows(Ctx *ctx, Value *v, Index n) {
    Shape shape;
    TRY(value_shape(ctx, *v, &shape));
    if (shape.dim[0] >= n) return OK;
    if (v->tag == VAL_DOUBLE || v->tag == VAL_BOOL) {
        Tensor *boxed;
        TRY(value_to_tensor(ctx, *v, &boxed));
        *v = (Value){.tag = VAL_TENSOR, .tensor = boxed};
    }
    TRY(value_make_sole(ctx, v));
    shape.dim[0] = n;
    switch (v->tag) {
    case VAL_TENSOR: return tensor_grow(ctx, &v->tensor, &shape);
    case VAL_STRING: return string_grow(ctx, v->string, &shape);
    case VAL_CELL: return cell_grow(ctx, v->cell, &shape);
    case VAL_STRUCT: return struct_grow(ctx, v->structure, &shape);
    default: break;
    }
    if (value_is_object(*v, &categorical_class)) {
        Categorical *c = (Categorical *)v->object;
        TRY(items_grow(ctx, (void **)&c->codes, sizeof *c->codes, 1, &c->shape, &shape));
        c->shape = shape;
        c->numel = shape_numel(&shape);
        return OK;
    }
    return ctx_fail_unsupported(ctx, "Adding rows to a table variable of this class");
}

/// All variables and the row names to `n` rows.
static Status grow_table(Ctx *ctx, Table *t, Index n) {
    if (n <= t->n_rows) return OK;
    for (Index i = 0; i < t->n_vars; i++) TRY(value_grow_rows(ctx, &t->vars[i], n));
    if (t->row_names) {
        Text **grown = mem_realloc(t->row_names, (size_t)n * sizeof *grown);
        if (!grown) return ctx_fail_nomem(ctx);
        t->row_names = grown;
        while (t->n_rows < n) {
            char name[32];
            __builtin_snprintf(name, sizeof name, "Row%lld", (long long)t->n_rows + 1);
            TRY(text_new(ctx, name, strlen(name), &grown[t->n_rows]));
            t->n_rows++;
        }
    }
    t->n_rows = n;
    return OK;
}

// ---- reading ------------------------------------------------------------------------------------
static Status copy_side_text(Ctx *ctx, Text *const *from, const Side *side, Text ***ret) {
    if (!from) return OK;
    Text **texts = mem_alloc_zero((size_t)(side->n + 1) * sizeof *texts);
    if (!texts) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < side->n; i++) texts[i] = text_ref(from[side->pos[i]]);
    *ret = texts;
    return OK;
}

static Status pick(Ctx *ctx, const Table *t, const Side *rows, const Side *vars, Table **ret) {
    Table *out;
    TRY(table_like(ctx, t, rows->n, vars->n, &out));
    Status status = OK;
    for (Index i = 0; status == OK && i < vars->n; i++) {
        out->names[i] = text_ref(t->names[vars->pos[i]]);
        if (rows->all)
            out->vars[i] = value_ref(t->vars[vars->pos[i]]);
        else
            status = value_take_rows(ctx, t->vars[vars->pos[i]], rows->pos, rows->n, &out->vars[i]);
    }
    if (status == OK) status = copy_side_text(ctx, t->row_names, rows, &out->row_names);
    if (status == OK) status = copy_side_text(ctx, t->units, vars, &out->units);
    if (status == OK)
        status = copy_side_text(ctx, t->var_descriptions, vars, &out->var_descriptions);
    if (status != OK) {
        object_unref(&out->head);
        return status;
    }
    *ret = out;
    return OK;
}

Status table_index(Ctx *ctx, Object *o, const Value *idx, int n, Value *ret) {
    const Table *t = (const Table *)o;
    Side rows, vars;
    Table *out;
    TRY(both_sides(ctx, t, idx, n, false, &rows, &vars));
    Status status = pick(ctx, t, &rows, &vars, &out);
    mem_free(rows.pos);
    mem_free(vars.pos);
    if (status == OK) *ret = value_take_object(&out->head);
    return status;
}

static Status join_vars(Ctx *ctx, const Table *t, Value *ret) {
    if (t->n_vars == 0) {
        Shape shape = shape_2d(t->n_rows, 0);
        Tensor *empty;
        TRY(tensor_new(ctx, CLASS_DOUBLE, &shape, &empty));
        *ret = value_take_tensor(empty);
        return OK;
    }
    bool cells = false, others = false;
    for (Index i = 0; i < t->n_vars; i++) {
        if (t->vars[i].tag == VAL_CELL)
            cells = true;
        else
            others = true;
    }
    if (cells && others) {
        return ctx_fail(
            ctx, ERR_TYPE, "MATLAB:table:ExtractDataIncompatibleTypeError",
            "Unable to concatenate the specified table variables: their types are not compatible.");
    }
    return value_concat(ctx, 1, t->vars, (int)t->n_vars, ret);
}

Status table_index_brace(Ctx *ctx, Object *o, const Value *idx, int n, ValueList *ret) {
    Value picked, joined;
    TRY(table_index(ctx, o, idx, n, &picked));
    Status status = join_vars(ctx, (const Table *)picked.object, &joined);
    value_unref(picked);
    TRY(status);
    return value_list_push(ctx, ret, joined);
}

Status table_all_values(Ctx *ctx, const Table *t, Value *ret) {
    return join_vars(ctx, t, ret);
}

// ---- writing ------------------------------------------------------------------------------------
/// Adds variables until position `var` exists: named as in the subscript (null: Var<k>), shaped
/// like `like`, filled.
static Status add_missing_vars(Ctx *ctx, Table *t, Index var, const Text *name, Value like) {
    while (var >= t->n_vars) {
        char automatic[32];
        __builtin_snprintf(automatic, sizeof automatic, "Var%lld", (long long)t->n_vars + 1);
        Value fresh = VALUE_NONE;
        Index none = 0;
        Status status = value_take_rows(ctx, like, &none, 0, &fresh);
        if (status == OK) status = value_grow_rows(ctx, &fresh, t->n_rows);
        if (status != OK) {
            value_unref(fresh);
            return status;
        }
        TRY(table_add(ctx, t, name ? name->bytes : automatic, fresh));
    }
    return OK;
}

/// Column i of the right side for a variable of the table.
static Status rhs_part(Ctx *ctx, Value rhs, Index i, Index n_vars, Value target, bool brace,
                       Value *ret) {
    if (value_is_object(rhs, &table_class)) {
        const Table *r = (const Table *)rhs.object;
        if (r->n_vars != n_vars) {
            return ctx_fail(ctx, ERR_SIZE, "MATLAB:table:VarDimensionMismatch",
                            "The number of table variables in an assignment must match.");
        }
        *ret = value_ref(r->vars[i]);
        return OK;
    }
    Shape shape;
    TRY(value_shape(ctx, rhs, &shape));
    Value column[2] = {{.tag = VAL_COLON}, value_double((double)i + 1)}, part;
    bool splits = n_vars > 1 && shape.dim[1] == n_vars;
    if (splits)
        TRY(value_index(ctx, rhs, column, 2, &part));
    else
        part = value_ref(rhs);
    if (!brace && part.tag == VAL_CELL &&
        target.tag != VAL_CELL) { // T(r,:) = {1,"a"}: contents go into the variables
        Status status = value_concat(ctx, 0, part.cell->items, (int)part.cell->numel, ret);
        value_unref(part);
        return status;
    }
    *ret = part;
    return OK;
}

/// T{:,"x"} = column on a table without rows and variables: the right side says how many rows there
/// are.
static Status rows_from_rhs(Ctx *ctx, Value rhs, Side *rows) {
    Index n;
    TRY(value_rows(ctx, rhs, &n));
    mem_free(rows->pos);
    rows->pos = mem_alloc((size_t)(n + 1) * sizeof *rows->pos);
    if (!rows->pos) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < n; i++) rows->pos[i] = i;
    rows->n = n;
    rows->max = n - 1;
    return OK;
}

static Status assign_one(Ctx *ctx, Table *t, const Side *rows, Index var, const Text *name,
                         Value part) {
    if (var >= t->n_vars) TRY(add_missing_vars(ctx, t, var, name, part));
    return assign_rows(ctx, &t->vars[var], rows->pos, rows->n, part);
}

static Status assign_sides(Ctx *ctx, Table *t, const Value *idx, int n, Value rhs, bool brace) {
    Side rows, vars;
    TRY(both_sides(ctx, t, idx, n, true, &rows, &vars));
    Status status = OK;
    StringArray *names = NULL;
    bool by_name = false;
    Index had = t->n_vars;
    TRY_GOTO(value_text_list(ctx, idx[1], &by_name));
    if (by_name && !vars.all) TRY_GOTO(value_to_strings(ctx, idx[1], &names));
    if (rows.all && t->n_vars == 0 && t->n_rows == 0) TRY_GOTO(rows_from_rhs(ctx, rhs, &rows));
    TRY_GOTO(grow_table(ctx, t, rows.max + 1));
    for (Index i = 0; i < vars.n; i++) {
        Index var = vars.pos[i];
        Value part, target = var < t->n_vars ? t->vars[var] : VALUE_NONE;
        TRY_GOTO(rhs_part(ctx, rhs, i, vars.n, target, brace, &part));
        status = assign_one(ctx, t, &rows, var, names ? names->items[i] : NULL, part);
        value_unref(part);
        if (status != OK) goto done;
    }
done:
    while (status != OK && t->n_vars > had) table_drop(t, t->n_vars - 1);
    string_unref(names);
    mem_free(rows.pos);
    mem_free(vars.pos);
    return status;
}

Status table_assign(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs) {
    if (!value_is_object(rhs, &table_class) && rhs.tag != VAL_CELL) {
        return ctx_fail(
            ctx, ERR_TYPE, "MATLAB:table:InvalidRHS",
            "Right hand side of an assignment into a table must be another table or a cell array.");
    }
    return assign_sides(ctx, (Table *)*o, idx, n, rhs, false);
}

Status table_assign_brace(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs) {
    return assign_sides(ctx, (Table *)*o, idx, n, rhs, true);
}

Status table_remove(Ctx *ctx, Object **o, const Value *idx, int n) {
    const Table *t = (const Table *)*o;
    Side rows, vars;
    TRY(both_sides(ctx, t, idx, n, false, &rows, &vars));
    bool by_rows = vars.all || vars.n == t->n_vars;
    Status status = OK;
    if (!by_rows && !rows.all && rows.n != t->n_rows) {
        status = ctx_fail(ctx, ERR_INDEX, "MATLAB:table:InvalidEmptyAssignment",
                          "At least one subscript must be ':' when you delete rows or variables by "
                          "assigning [].");
    }
    if (rows.all && !vars.all) by_rows = false;
    Side *side = by_rows ? &rows : &vars;
    Index size = by_rows ? t->n_rows : t->n_vars;
    uint8_t *gone = mem_alloc_zero((size_t)size + 1);
    Side keep = {.pos = mem_alloc((size_t)(size + 1) * sizeof *keep.pos)};
    if (status == OK && (!gone || !keep.pos)) status = ctx_fail_nomem(ctx);
    for (Index i = 0; status == OK && i < side->n; i++) gone[side->pos[i]] = 1;
    for (Index i = 0; status == OK && i < size; i++) {
        if (!gone[i]) keep.pos[keep.n++] = i;
    }
    Table *out = NULL;
    Value colon = {.tag = VAL_COLON};
    Side other = {0};
    if (status == OK) status = side_resolve(ctx, colon, t, !by_rows, false, &other);
    if (status == OK)
        status = pick(ctx, t, by_rows ? &keep : &other, by_rows ? &other : &keep, &out);
    mem_free(other.pos);
    mem_free(gone);
    mem_free(keep.pos);
    mem_free(rows.pos);
    mem_free(vars.pos);
    if (status != OK) return status;
    object_unref(*o);
    *o = &out->head;
    return OK;
}

// ---- concatenation ------------------------------------------------------------------------------
static Status beside(Ctx *ctx, Table *out, const Table *t) {
    if (out->n_vars && t->n_rows != out->n_rows) {
        return ctx_fail(
            ctx, ERR_SIZE, "MATLAB:table:horzcat:SizeMismatch",
            "All tables being horizontally concatenated must have the same number of rows.");
    }
    for (Index i = 0; i < t->n_vars; i++) {
        if (table_find(out, t->names[i]->bytes) >= 0) {
            return ctx_fail(ctx, ERR_NAME, "MATLAB:table:DuplicateVarNames",
                            "Duplicate table variable name: '%s'.", t->names[i]->bytes);
        }
        TRY(table_add(ctx, out, t->names[i]->bytes, value_ref(t->vars[i])));
    }
    return OK;
}

static Status names_disagree(Ctx *ctx) {
    return ctx_fail(ctx, ERR_NAME, "MATLAB:table:vertcat:UnequalVarNames",
                    "All tables being vertically concatenated must have the same variable names.");
}

static Status below(Ctx *ctx, Table *out, const Table *t) {
    if (t->n_vars != out->n_vars) return names_disagree(ctx);
    for (Index i = 0; i < out->n_vars; i++) {
        if (table_find(t, out->names[i]->bytes) < 0) return names_disagree(ctx);
    }
    for (Index i = 0; i < out->n_vars; i++) {
        Value pair[2] = {out->vars[i], t->vars[table_find(t, out->names[i]->bytes)]}, joined;
        TRY(value_concat(ctx, 0, pair, 2, &joined));
        value_unref(out->vars[i]);
        out->vars[i] = joined;
    }
    if (out->row_names && t->row_names) {
        Text **grown =
            mem_realloc(out->row_names, (size_t)(out->n_rows + t->n_rows) * sizeof *grown);
        if (!grown) return ctx_fail_nomem(ctx);
        out->row_names = grown;
        for (Index i = 0; i < t->n_rows; i++) grown[out->n_rows + i] = text_ref(t->row_names[i]);
    } else if (out->row_names) {
        for (Index i = 0; i < out->n_rows; i++) text_unref(out->row_names[i]);
        mem_free(out->row_names);
        out->row_names = NULL;
    }
    out->n_rows += t->n_rows;
    return OK;
}

/// [T; {1,"a"}]: the cell as a table with the names of `like`.
static Status cell_as_table(Ctx *ctx, const Table *like, const CellArray *c, Table **ret) {
    if (c->shape.n_dims != 2 || c->shape.dim[1] != like->n_vars) return names_disagree(ctx);
    Table *out;
    Index rows = c->shape.dim[0];
    TRY(table_like(ctx, like, rows, like->n_vars, &out));
    Status status = OK;
    for (Index i = 0; status == OK && i < like->n_vars; i++) {
        out->names[i] = text_ref(like->names[i]);
        if (like->vars[i].tag == VAL_CELL) {
            Value column[2] = {{.tag = VAL_COLON}, value_double((double)i + 1)};
            status = value_index(ctx, (Value){.tag = VAL_CELL, .cell = (CellArray *)c}, column, 2,
                                 &out->vars[i]);
        } else {
            status = value_concat(ctx, 0, c->items + i * rows, (int)rows, &out->vars[i]);
        }
    }
    if (status != OK) {
        object_unref(&out->head);
        return status;
    }
    *ret = out;
    return OK;
}

Status table_concat(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    Object *out = NULL;
    const Table *like = NULL;
    for (int i = 0; i < n && !like; i++) {
        if (value_is_object(parts[i], &table_class)) like = (const Table *)parts[i].object;
    }
    if (dim > 1 || !like)
        return ctx_fail_unsupported(ctx, "Concatenating tables along a third dimension");
    Status status = OK;
    for (int i = 0; status == OK && i < n; i++) {
        Table *t = NULL;
        if (value_is_null(parts[i])) continue;
        if (value_is_object(parts[i], &table_class))
            t = (Table *)object_ref(parts[i].object);
        else if (parts[i].tag == VAL_CELL && dim == 0)
            status = cell_as_table(ctx, like, parts[i].cell, &t);
        else
            status = ctx_fail(
                ctx, ERR_TYPE, "MATLAB:table:vertcat:NonTableInput",
                "All inputs to a concatenation with a table must be tables or cell arrays.");
        if (status != OK) break;
        bool skip = t->n_vars == 0 && t->n_rows == 0;
        if (!skip && !out)
            status = table_class.copy(ctx, &t->head, &out);
        else if (!skip)
            status = dim ? beside(ctx, (Table *)out, t) : below(ctx, (Table *)out, t);
        object_unref(&t->head);
    }
    if (status == OK && !out) out = object_ref((Object *)&like->head);
    if (status != OK) {
        object_unref(out);
        return status;
    }
    *ret = value_take_object(out);
    return OK;
}
