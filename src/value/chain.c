// Assignments through several steps: a.b(3).c{2} = x.
// Each step takes the inner value out of its container, leaving VAL_NONE, so that the inner value
// has one owner and is changed in place; whatever happens inside, the value goes back. What was
// made on the way (fields, elements, whole containers) is taken away again on failure, so that a
// failed assignment changes nothing.
#include "value/assign.h"
#include "value/internal.h"
#include "value/table_parts.h"
#include <string.h>

typedef struct ChainEnd {
    bool removes;
    Value rhs;
} ChainEnd;

static Status chain(Ctx *ctx, Value *v, const Step *steps, int n, const ChainEnd *end);

static Status chain_last(Ctx *ctx, Value *v, const Step *step, const ChainEnd *end) {
    if (end->removes) return value_remove(ctx, v, step->idx, step->n);
    switch (step->kind) {
    case '(': return assign_paren(ctx, v, step->idx, step->n, end->rhs);
    case '{': return assign_brace(ctx, v, step->idx, step->n, end->rhs);
    default: return assign_dot(ctx, v, step->name, end->rhs);
    }
}

/// Field `name` of element e of a sole struct array, then the rest of the chain.
static Status chain_field(Ctx *ctx, StructArray *s, Index e, const char *name, const Step *rest,
                          int n, const ChainEnd *end) {
    if (n == 0) return struct_set(ctx, s, e, name, value_ref(end->rhs));
    Index before = s->n_fields, f;
    TRY(struct_add_field(ctx, s, name, &f));
    Value *slot = &s->items[f * s->numel + e];
    Value inner = *slot;
    *slot = VALUE_NONE;
    Status status = chain(ctx, &inner, rest, n, end);
    s->items[f * s->numel + e] = inner;
    if (status != OK && s->n_fields > before) {
        value_clear(&s->items[f * s->numel + e]);
        text_unref(s->names[f]);
        s->n_fields = before;
    }
    return status;
}

/// Through an object: read, change, write back. A handle changes where it is.
static bool must_write_back(Value inner) {
    return !(inner.tag == VAL_OBJECT && inner.object->def->is_handle);
}

/// T.x(3) = 1: an existing variable is changed in place; one that grew beyond the table is cut back
/// and refused.
static Status chain_table_var(Ctx *ctx, Table *t, Index var, const Step *rest, int n,
                              const ChainEnd *end) {
    Value inner = t->vars[var];
    t->vars[var] = VALUE_NONE;
    Status status = chain(ctx, &inner, rest, n, end);
    Shape shape = shape_2d(0, 0);
    if (status == OK) status = value_shape(ctx, inner, &shape);
    if (status == OK && shape.dim[0] != t->n_rows) {
        status = ctx_fail(ctx, ERR_SIZE, "MATLAB:table:RowDimensionMismatch",
                          "To assign to or create a variable in a table, the number of rows must "
                          "match the height of the table.");
        Index *pos = mem_alloc((size_t)(t->n_rows + 1) * sizeof *pos);
        Value cut;
        for (Index i = 0; pos && i < t->n_rows; i++) pos[i] = i;
        bool grew = pos && shape.dim[0] > t->n_rows;
        if (grew && value_take_rows(ctx, inner, pos, t->n_rows, &cut) == OK) {
            value_unref(inner);
            inner = cut;
        } else if (!grew && value_grow_rows(ctx, &inner, t->n_rows) != OK) {
            value_clear(&inner);
        }
        mem_free(pos);
    }
    t->vars[var] = inner;
    return status;
}

/// T.new(3) = 1: a new variable, as a column with the table's height.
static Status chain_table_new(Ctx *ctx, Value *v, const Step *steps, int n, const ChainEnd *end) {
    Value inner = VALUE_NONE;
    Shape shape;
    Status status = chain(ctx, &inner, steps + 1, n - 1, end);
    if (status == OK) status = value_shape(ctx, inner, &shape);
    if (status == OK && shape.n_dims == 2 && shape.dim[0] == 1 && shape.dim[1] > 1) {
        Value column;
        status = value_unary(ctx, OP_TRANSPOSE, inner, &column);
        if (status == OK) {
            value_unref(inner);
            inner = column;
        }
    }
    if (status == OK) status = value_grow_rows(ctx, &inner, ((Table *)v->object)->n_rows);
    if (status == OK) status = assign_dot(ctx, v, steps->name, inner);
    value_unref(inner);
    return status;
}

static Status chain_table(Ctx *ctx, Value *v, const Step *steps, int n, const ChainEnd *end) {
    TRY(object_make_sole(ctx, v));
    Table *t = (Table *)v->object;
    Index var = table_find(t, steps->name);
    if (var >= 0) return chain_table_var(ctx, t, var, steps + 1, n - 1, end);
    return chain_table_new(ctx, v, steps, n, end);
}

static bool is_table_variable(Value v, const char *name) {
    if (!value_is_object(v, &table_class)) return false;
    const Table *t = (const Table *)v.object;
    return table_find(t, name) >= 0 ||
           (strcmp(name, "Properties") && strcmp(name, t->dim_names[0]->bytes) &&
            strcmp(name, t->dim_names[1]->bytes));
}

static Status chain_object_dot(Ctx *ctx, Value *v, const Step *steps, int n, const ChainEnd *end) {
    const ForeignDef *def = v->object->def;
    if (!def->dot_get) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:structAssToNonStruct",
                        "Unable to perform assignment because dot indexing is not supported for "
                        "variables of this "
                        "type.");
    }
    Value inner = VALUE_NONE;
    TRY(def->dot_get(ctx, v->object, steps->name, &inner));
    bool back = must_write_back(inner);
    Status status = chain(ctx, &inner, steps + 1, n - 1, end);
    if (status == OK && back) status = assign_dot(ctx, v, steps->name, inner);
    value_unref(inner);
    return status;
}

static Status one_result(Ctx *ctx, Index n) {
    if (n == 1) return OK;
    return ctx_fail(
        ctx, ERR_SIZE, "MATLAB:index:expected_one_output_from_intermediate_indexing",
        "Expected one output from a curly brace or dot indexing expression, but there were %lld "
        "results.",
        (long long)n);
}

static Status chain_object_brace(Ctx *ctx, Value *v, const Step *steps, int n,
                                 const ChainEnd *end) {
    ValueList list = {0};
    Status status = value_index_brace(ctx, *v, steps->idx, steps->n, &list);
    if (status == OK) status = one_result(ctx, list.n);
    Value inner = VALUE_NONE;
    if (status == OK) {
        inner = list.items[0];
        list.n = 0;
    }
    value_list_done(&list);
    if (status != OK) return status;
    bool back = must_write_back(inner);
    status = chain(ctx, &inner, steps + 1, n - 1, end);
    if (status == OK && back) status = assign_brace(ctx, v, steps->idx, steps->n, inner);
    value_unref(inner);
    return status;
}

static Status chain_object_paren(Ctx *ctx, Value *v, const Step *steps, int n,
                                 const ChainEnd *end) {
    Value inner = VALUE_NONE;
    TRY(value_index(ctx, *v, steps->idx, steps->n, &inner));
    if (inner.tag == VAL_OBJECT && inner.object == v->object && !v->object->def->index) {
        value_unref(inner); // x(1).name of a scalar object
        return chain(ctx, v, steps + 1, n - 1, end);
    }
    bool back = must_write_back(inner);
    Status status = chain(ctx, &inner, steps + 1, n - 1, end);
    if (status == OK && back) status = assign_paren(ctx, v, steps->idx, steps->n, inner);
    value_unref(inner);
    return status;
}

static Status chain_dot(Ctx *ctx, Value *v, const Step *steps, int n, const ChainEnd *end) {
    if (is_table_variable(*v, steps->name)) return chain_table(ctx, v, steps, n, end);
    if (v->tag == VAL_OBJECT) return chain_object_dot(ctx, v, steps, n, end);
    bool was_empty = v->tag == VAL_STRUCT && v->structure->numel == 0;
    Shape before = was_empty ? v->structure->shape : shape_2d(1, 1);
    TRY(struct_for_dot(ctx, v));
    StructArray *s = v->structure;
    Status status = chain_field(ctx, s, 0, steps->name, steps + 1, n - 1, end);
    if (status != OK && was_empty) {
        for (Index f = 0; f < s->n_fields; f++) value_clear(&s->items[f]);
        s->shape = before;
        s->numel = 0;
    }
    return status;
}

/// Position of the one element an intermediate subscript names, and the shape that holds it.
static Status one_position(Ctx *ctx, const Step *step, const Shape *shape, Index *ret,
                           Shape *ret_grown) {
    *ret_grown = *shape;
    *ret = subs_simple(step->idx, step->n, shape);
    if (*ret >= 0) return OK;
    Shape one = shape_2d(1, 1);
    Subs subs;
    TRY(subs_resolve(ctx, step->idx, step->n, &subs));
    Status status = subs_plan_assign(ctx, &subs, shape, &one, ret_grown);
    if (status == OK) status = one_result(ctx, subs_count(&subs));
    Index *pos = NULL, count;
    if (status == OK) status = subs_positions(ctx, &subs, ret_grown, &pos, &count);
    if (status == OK) *ret = pos[0];
    mem_free(pos);
    subs_done(&subs);
    return status;
}

static Status chain_brace(Ctx *ctx, Value *v, const Step *steps, int n, const ChainEnd *end) {
    if (v->tag == VAL_OBJECT) return chain_object_brace(ctx, v, steps, n, end);
    TRY(cell_for_brace(ctx, v));
    CellArray *c = v->cell;
    Index at;
    Shape grown, before = c->shape;
    TRY(one_position(ctx, steps, &c->shape, &at, &grown));
    TRY(cell_grow(ctx, c, &grown));
    Value inner = c->items[at];
    c->items[at] = VALUE_NONE;
    Status status = chain(ctx, &inner, steps + 1, n - 1, end);
    c->items[at] = inner;
    if (status != OK && !shape_equal(&before, &grown)) {
        value_clear(&c->items[at]); // a new element
        items_shrink(c->items, sizeof *c->items, 1, &before, &grown);
        c->shape = before;
        c->numel = shape_numel(&before);
    }
    return status;
}

static Status chain_paren(Ctx *ctx, Value *v, const Step *steps, int n, const ChainEnd *end) {
    if (v->tag == VAL_OBJECT) return chain_object_paren(ctx, v, steps, n, end);
    if (steps[1].kind != '.') {
        return ctx_fail(ctx, ERR_INDEX, "MATLAB:index:parenNotLast",
                        "()-indexing must appear last in an index expression.");
    }
    if (v->tag != VAL_STRUCT && !value_is_null(*v)) return struct_for_dot(ctx, v);
    if (v->tag != VAL_STRUCT) {
        Shape none = shape_2d(0, 0);
        StructArray *s;
        TRY(struct_new(ctx, &none, &s));
        value_clear(v);
        *v = value_take_struct(s);
    }
    Index at;
    Shape grown;
    TRY(one_position(ctx, steps, &v->structure->shape, &at, &grown));
    TRY(value_make_sole(ctx, v));
    StructArray *s = v->structure;
    Shape before = s->shape;
    TRY(struct_grow(ctx, s, &grown));
    Status status = chain_field(ctx, s, at, steps[1].name, steps + 2, n - 2, end);
    if (status != OK && !shape_equal(&before, &grown)) {
        for (Index f = 0; f < s->n_fields; f++) value_clear(&s->items[f * s->numel + at]);
        items_shrink(s->items, sizeof *s->items, s->n_fields, &before, &grown);
        s->shape = before;
        s->numel = shape_numel(&before);
    }
    return status;
}

static Status chain_step(Ctx *ctx, Value *v, const Step *steps, int n, const ChainEnd *end) {
    if (n == 1) return chain_last(ctx, v, steps, end);
    switch (steps->kind) {
    case '.': return chain_dot(ctx, v, steps, n, end);
    case '{': return chain_brace(ctx, v, steps, n, end);
    default: return chain_paren(ctx, v, steps, n, end);
    }
}

static Status chain(Ctx *ctx, Value *v, const Step *steps, int n, const ChainEnd *end) {
    Value before = value_is_null(*v) ? value_ref(*v) : VALUE_NONE;
    bool was_null = value_is_null(*v);
    Status status = chain_step(ctx, v, steps, n, end);
    if (was_null && status != OK) { // whatever was made of [] goes
        value_clear(v);
        *v = before;
    } else {
        value_unref(before);
    }
    return status;
}

Status value_assign_chain(Ctx *ctx, Value *v, const Step *steps, int n_steps, Value rhs) {
    if (n_steps == 1 && steps->kind == '(') return value_assign(ctx, v, steps->idx, steps->n, rhs);
    ChainEnd end = {.rhs = value_ref(rhs)};
    Status status = chain(ctx, v, steps, n_steps, &end);
    value_unref(rhs);
    return status;
}

Status value_remove_chain(Ctx *ctx, Value *v, const Step *steps, int n_steps) {
    ChainEnd end = {.removes = true, .rhs = VALUE_NONE};
    return chain(ctx, v, steps, n_steps, &end);
}
