// Writing: v(…) = x, v{…} = x, v.name = x and v(…) = []. A container whose only owner is the caller
// is changed in place. Order of work: resolve and check everything that can fail, grow, then store,
// so that a failure leaves v as it was.
#include "value/assign.h"
#include "value/internal.h"

static Status cannot_convert(Ctx *ctx, const char *to, Value from) {
    return ctx_fail(ctx, ERR_TYPE, "MATLAB:UnableToConvert",
                    "Conversion to %s from %s is not possible.", to, value_class_name(from));
}

// ---- numeric, logical, char ---------------------------------------------------------------------
/// Class of the array after storing elements of class `from` in it.
static NumClass assigned_class(NumClass into, NumClass from) {
    if (into == CLASS_DOUBLE && (class_is_int(from) || from == CLASS_SINGLE)) return from;
    if (into == CLASS_SINGLE && class_is_int(from)) return from;
    return into;
}

/// The right side as a tensor of any class: texts become numbers, or characters when the target is
/// char.
static Status rhs_tensor(Ctx *ctx, Value rhs, NumClass into, Tensor **ret) {
    if (rhs.tag != VAL_STRING) {
        if (rhs.tag == VAL_CELL || rhs.tag == VAL_STRUCT || rhs.tag == VAL_FUNC ||
            rhs.tag == VAL_OBJECT) {
            return cannot_convert(ctx, class_name(into), rhs);
        }
        return value_to_tensor(ctx, rhs, ret);
    }
    const StringArray *s = rhs.string;
    if (into == CLASS_CHAR && s->numel == 1 && s->items[0]) {
        return tensor_from_utf8(ctx, s->items[0]->bytes, s->items[0]->n_bytes, ret);
    }
    if (into == CLASS_CHAR) return cannot_convert(ctx, "char", rhs);
    TRY(tensor_new(ctx, CLASS_DOUBLE, &s->shape, ret));
    for (Index i = 0; i < s->numel; i++) {
        tensor_f64(*ret)[i] = s->items[i] ? text_number(s->items[i]->bytes) : __builtin_nan("");
    }
    return OK;
}

/// Replaces *t by the same content in another class or as complex.
static Status retype(Ctx *ctx, Tensor **t, NumClass cls, bool is_complex) {
    Tensor *out;
    if ((*t)->cls != cls) {
        TRY(tensor_cast(ctx, *t, cls, &out));
        tensor_unref(*t);
        *t = out;
    }
    if (is_complex && !(*t)->is_complex) {
        TRY(tensor_to_complex(ctx, *t, &out));
        tensor_unref(*t);
        *t = out;
    }
    return OK;
}

static Status assign_tensor(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs_value) {
    Tensor *rhs = NULL;
    Subs subs;
    bool was_none = v->tag == VAL_NONE;
    if (v->tag != VAL_TENSOR) {
        Tensor *boxed;
        TRY(value_to_tensor(ctx, *v, &boxed));
        *v = (Value){.tag = VAL_TENSOR, .tensor = boxed};
    }
    NumClass into = (NumClass)v->tensor->cls;
    TRY(rhs_tensor(ctx, rhs_value, into, &rhs));
    Status status = subs_resolve(ctx, idx, n, &subs);
    if (status != OK) {
        tensor_unref(rhs);
        return status;
    }
    Shape grown;
    TRY_GOTO(subs_plan_assign(ctx, &subs, &v->tensor->shape, &rhs->shape, &grown));
    NumClass cls = was_none ? (NumClass)rhs->cls : assigned_class(into, (NumClass)rhs->cls);
    if (subs_count(&subs) == 0) {
        if (was_none) TRY_GOTO(retype(ctx, &v->tensor, cls, false));
        goto done;
    }
    bool is_complex = v->tensor->is_complex || rhs->is_complex;
    TRY_GOTO(retype(ctx, &rhs, cls, is_complex));
    TRY_GOTO(retype(ctx, &v->tensor, cls, is_complex));
    TRY_GOTO(tensor_make_sole(ctx, &v->tensor));
    if (!shape_equal(&grown, &v->tensor->shape)) TRY_GOTO(tensor_grow(ctx, &v->tensor, &grown));
    TRY_GOTO(tensor_assign(ctx, v->tensor, subs.s, n, rhs));
    if (v->tensor->numel == 1) *v = value_take_tensor(v->tensor);
done:
    subs_done(&subs);
    tensor_unref(rhs);
    return status;
}

/// One real number into one existing element: the common case in loops.
static bool assign_fast(Value *v, const Value *idx, int n, Value rhs) {
    if (rhs.tag != VAL_DOUBLE && rhs.tag != VAL_BOOL) return false;
    Tensor *t = v->tensor;
    if (t->is_complex || t->cls == CLASS_CHAR || !tensor_sole(t)) return false;
    double x = rhs.tag == VAL_DOUBLE ? rhs.number : rhs.flag;
    if (t->cls == CLASS_LOGICAL && x != x) return false;
    Index at = subs_simple(idx, n, &t->shape);
    if (at < 0) return false;
    if (t->cls == CLASS_DOUBLE)
        tensor_f64(t)[at] = x;
    else if (t->cls == CLASS_LOGICAL)
        tensor_u8(t)[at] = x != 0;
    else
        tensor_set(t, at, x);
    return true;
}

/// x(end+1) = number on a vector of doubles: grows in place, amortised. *ret_done false: not that
/// case.
static Status append_fast(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs, bool *ret_done) {
    *ret_done = false;
    Tensor *t = v->tensor;
    if (n != 1 || idx->tag != VAL_DOUBLE || rhs.tag != VAL_DOUBLE || t->cls != CLASS_DOUBLE ||
        t->is_complex)
        return OK;
    bool row = t->shape.n_dims == 2 &&
               (t->shape.dim[0] == 1 || (t->shape.dim[0] == 0 && t->shape.dim[1] == 0));
    bool column = t->shape.n_dims == 2 && t->shape.dim[1] == 1 && t->shape.dim[0] > 1;
    if (!(row || column) || idx->number != (double)(t->numel + 1) || !tensor_sole(t)) return OK;
    Shape shape = row ? shape_2d(1, t->numel + 1) : shape_2d(t->numel + 1, 1);
    TRY(tensor_grow(ctx, &v->tensor, &shape));
    tensor_f64(v->tensor)[v->tensor->numel - 1] = rhs.number;
    *ret_done = true;
    return OK;
}

// ---- strings, cells, structs --------------------------------------------------------------------
/// What the three share: subscripts against shapes, growth, positions in the grown container.
typedef struct Plan {
    Index *pos, n;
    Shape grown;
    Index rhs_step; // 0: scalar right side
} Plan;

static Status plan_items(Ctx *ctx, const Shape *shape, const Value *idx, int n, const Shape *rhs,
                         Plan *plan) {
    Subs subs;
    *plan = (Plan){.rhs_step = shape_numel(rhs) != 1};
    TRY(subs_resolve(ctx, idx, n, &subs));
    Status status = subs_plan_assign(ctx, &subs, shape, rhs, &plan->grown);
    if (status == OK) status = subs_positions(ctx, &subs, &plan->grown, &plan->pos, &plan->n);
    subs_done(&subs);
    return status;
}

static Status assign_strings(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs) {
    StringArray *s;
    Plan plan;
    TRY(value_as_strings(ctx, rhs, &s));
    Status status = plan_items(ctx, &v->string->shape, idx, n, &s->shape, &plan);
    if (status == OK) status = value_make_sole(ctx, v);
    if (status == OK) status = string_grow(ctx, v->string, &plan.grown);
    if (status == OK) {
        for (Index i = 0; i < plan.n; i++) {
            Text *old = v->string->items[plan.pos[i]];
            v->string->items[plan.pos[i]] = text_ref(s->items[i * plan.rhs_step]);
            text_unref(old);
        }
    }
    mem_free(plan.pos);
    string_unref(s);
    return status;
}

static Status assign_cells(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs) {
    if (rhs.tag != VAL_CELL) return cannot_convert(ctx, "cell", rhs);
    Plan plan;
    TRY(plan_items(ctx, &v->cell->shape, idx, n, &rhs.cell->shape, &plan));
    Status status = value_make_sole(ctx, v);
    if (status == OK) status = cell_grow(ctx, v->cell, &plan.grown);
    for (Index i = 0; status == OK && i < plan.n; i++) {
        Value old = v->cell->items[plan.pos[i]];
        v->cell->items[plan.pos[i]] = value_ref(rhs.cell->items[i * plan.rhs_step]);
        value_unref(old);
    }
    mem_free(plan.pos);
    return status;
}

/// The target takes over the fields of the right side when it has no elements yet; otherwise both
/// must agree.
static Status agree_fields(Ctx *ctx, Value *v, const StructArray *rhs) {
    const StructArray *s = v->structure;
    bool same = s->n_fields == rhs->n_fields;
    for (Index f = 0; same && f < s->n_fields; f++)
        same = struct_find(rhs, s->names[f]->bytes) >= 0;
    if (same) return OK;
    if (s->numel == 0) {
        StructArray *fresh;
        TRY(struct_like(ctx, rhs, &s->shape, &fresh));
        struct_unref(v->structure);
        v->structure = fresh;
        return OK;
    }
    return ctx_fail(ctx, ERR_TYPE, "MATLAB:heterogeneousStrucAssignment",
                    "Subscripted assignment between dissimilar structures.");
}

static Status assign_structs(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs) {
    if (rhs.tag != VAL_STRUCT) return cannot_convert(ctx, "struct", rhs);
    const StructArray *r = rhs.structure;
    Plan plan;
    TRY(plan_items(ctx, &v->structure->shape, idx, n, &r->shape, &plan));
    Status status = agree_fields(ctx, v, r);
    if (status == OK) status = value_make_sole(ctx, v);
    if (status == OK) status = struct_grow(ctx, v->structure, &plan.grown);
    StructArray *s = v->structure;
    for (Index f = 0; status == OK && f < s->n_fields; f++) {
        Index g = struct_find(r, s->names[f]->bytes);
        for (Index i = 0; i < plan.n; i++) {
            Value *slot = &s->items[f * s->numel + plan.pos[i]], old = *slot;
            *slot = value_ref(r->items[g * r->numel + i * plan.rhs_step]);
            value_unref(old);
        }
    }
    mem_free(plan.pos);
    return status;
}

// ---- creation -----------------------------------------------------------------------------------
static bool only_first(const Value *idx, int n) {
    Shape one = shape_2d(1, 1);
    for (int k = 0; k < n; k++) {
        if (idx[k].tag == VAL_COLON) continue;
        if (subs_simple(&idx[k], 1, &one) != 0) return false;
    }
    return true;
}

/// [] and undefined variables take the kind of the right side: the empty container to assign into.
static Status empty_like(Ctx *ctx, Value rhs, Value *ret) {
    Shape shape = shape_2d(0, 0);
    switch (rhs.tag) {
    case VAL_STRING: {
        StringArray *s;
        TRY(string_new(ctx, &shape, &s));
        *ret = value_take_string(s);
        return OK;
    }
    case VAL_CELL: {
        CellArray *c;
        TRY(cell_new(ctx, &shape, &c));
        *ret = value_take_cell(c);
        return OK;
    }
    case VAL_STRUCT: {
        StructArray *s;
        TRY(struct_like(ctx, rhs.structure, &shape, &s));
        *ret = value_take_struct(s);
        return OK;
    }
    default: return ctx_fail(ctx, ERR_INTERNAL, "", "no empty value of this kind");
    }
}

static Status create_object(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs) {
    if (only_first(idx, n) || (n == 1 && idx[0].tag == VAL_COLON)) {
        value_clear(v);
        *v = value_ref(rhs);
        return OK;
    }
    if (value_is_object(rhs, &categorical_class)) {
        const Categorical *like = (const Categorical *)rhs.object;
        Shape shape = shape_2d(0, 0);
        Categorical *c;
        TRY(categorical_new(ctx, &shape, like->categories, like->n_categories, &c));
        c->ordinal = like->ordinal;
        Object *o = &c->head;
        Status status = categorical_class.assign(ctx, &o, idx, n, rhs);
        if (status != OK) {
            object_unref(o);
            return status;
        }
        value_clear(v);
        *v = value_take_object(o);
        return OK;
    }
    if (rhs.tag == VAL_FUNC) {
        return ctx_fail(
            ctx, ERR_TYPE, "MATLAB:concatenation:functionHandles",
            "Nonscalar arrays of function handles are not allowed; use cell arrays instead.");
    }
    return cannot_convert(ctx, value_class_name(*v), rhs);
}

/// Storing an object such as a dlarray among numbers makes the whole array one: the class joins the
/// numbers with an empty piece of the right side, then assigns.
static Status assign_into_object(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs) {
    const ForeignDef *def = rhs.object->def;
    Value none = VALUE_NONE, piece = VALUE_NONE, joined = VALUE_NONE;
    Status status = value_empty(ctx, &none);
    if (status == OK) status = def->index(ctx, rhs.object, &none, 1, &piece);
    Value parts[2] = {v->tag == VAL_NONE ? none : *v, piece};
    if (status == OK) status = def->concat(ctx, 1, parts, 2, &joined);
    if (status == OK && joined.tag != VAL_OBJECT)
        status = cannot_convert(ctx, value_class_name(*v), rhs);
    if (status == OK) status = joined.object->def->assign(ctx, &joined.object, idx, n, rhs);
    value_unref(none);
    value_unref(piece);
    if (status != OK) {
        value_unref(joined);
        return status;
    }
    value_clear(v);
    *v = joined;
    return OK;
}

static bool joins_numbers(Value v, Value rhs) {
    if (rhs.tag != VAL_OBJECT || rhs.object->def == &categorical_class ||
        rhs.object->def == &table_class)
        return false;
    const ForeignDef *def = rhs.object->def;
    return def->index && def->concat && def->assign && !def->is_handle &&
           (v.tag == VAL_NONE || v.tag == VAL_DOUBLE || v.tag == VAL_BOOL || v.tag == VAL_TENSOR);
}

static Status assign_object(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs) {
    if (v->object->def->assign) {
        TRY(object_make_sole(ctx, v));
        return v->object->def->assign(ctx, &v->object, idx, n, rhs);
    }
    if (!only_first(idx, n)) return ctx_fail_unsupported(ctx, "An array of objects of this class");
    value_clear(v);
    *v = value_ref(rhs);
    return OK;
}

Status assign_paren(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs) {
    if (n == 0) {
        return ctx_fail(ctx, ERR_INDEX, "MATLAB:index:emptySubscript",
                        "An indexing expression on the left side of an assignment must have at "
                        "least one subscript.");
    }
    if (v->tag == VAL_TENSOR && assign_fast(v, idx, n, rhs)) return OK;
    if (v->tag == VAL_TENSOR) {
        bool done;
        TRY(append_fast(ctx, v, idx, n, rhs, &done));
        if (done) return OK;
    }
    if (v->tag == VAL_OBJECT) return assign_object(ctx, v, idx, n, rhs);
    bool fresh = value_is_null(*v);
    if (fresh && v->tag == VAL_NONE && n == 1 && idx[0].tag == VAL_COLON && rhs.tag != VAL_NONE) {
        *v = value_ref(rhs);
        return OK;
    }
    bool takes_text = v->tag == VAL_STRING || v->tag == VAL_CELL;
    if (rhs.tag == VAL_FUNC || (rhs.tag == VAL_OBJECT && !takes_text)) {
        if (fresh && joins_numbers(*v, rhs) && !only_first(idx, n))
            return assign_into_object(ctx, v, idx, n, rhs);
        if (fresh || (v->tag == VAL_FUNC && only_first(idx, n)))
            return create_object(ctx, v, idx, n, rhs);
        if (joins_numbers(*v, rhs)) return assign_into_object(ctx, v, idx, n, rhs);
        return cannot_convert(ctx, value_class_name(*v), rhs);
    }
    bool items = rhs.tag == VAL_STRING || rhs.tag == VAL_CELL || rhs.tag == VAL_STRUCT;
    if (fresh && items) {
        Value made;
        TRY(empty_like(ctx, rhs, &made));
        Status status = assign_paren(ctx, &made, idx, n, rhs);
        if (status != OK) {
            value_unref(made);
            return status;
        }
        value_clear(v);
        *v = made;
        return OK;
    }
    switch (v->tag) {
    case VAL_STRING: return assign_strings(ctx, v, idx, n, rhs);
    case VAL_CELL: return assign_cells(ctx, v, idx, n, rhs);
    case VAL_STRUCT: return assign_structs(ctx, v, idx, n, rhs);
    case VAL_FUNC: return cannot_convert(ctx, "function_handle", rhs);
    default: return assign_tensor(ctx, v, idx, n, rhs);
    }
}

Status value_assign(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs) {
    if (v->tag == VAL_TENSOR && assign_fast(v, idx, n, rhs)) return OK;
    value_ref(rhs); // the right side may be *v itself
    bool was_none = v->tag == VAL_NONE;
    Status status = assign_paren(ctx, v, idx, n, rhs);
    if (was_none && status != OK) value_clear(v); // what did not exist still does not
    value_unref(rhs);
    return status;
}

// ---- v{…} = x -----------------------------------------------------------------------------------
Status cell_for_brace(Ctx *ctx, Value *v) {
    if (v->tag == VAL_CELL) return value_make_sole(ctx, v);
    if (!value_is_null(*v)) {
        return ctx_fail(
            ctx, ERR_TYPE, "MATLAB:cellRefFromNonCell",
            "Unable to perform assignment because brace indexing is not supported for variables of "
            "this type.");
    }
    CellArray *c;
    Shape shape = shape_2d(0, 0);
    TRY(cell_new(ctx, &shape, &c));
    value_clear(v);
    *v = value_take_cell(c);
    return OK;
}

Status assign_brace(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs) {
    if (v->tag == VAL_OBJECT && v->object->def->assign_brace) {
        TRY(object_make_sole(ctx, v));
        return v->object->def->assign_brace(ctx, &v->object, idx, n, rhs);
    }
    if (v->tag == VAL_STRING && (rhs.tag == VAL_STRING || value_is_char(rhs))) {
        return assign_strings(ctx, v, idx, n, rhs);
    }
    TRY(cell_for_brace(ctx, v));
    Index at = subs_simple(idx, n, &v->cell->shape);
    if (at >= 0) {
        Value old = v->cell->items[at];
        v->cell->items[at] = value_ref(rhs);
        value_unref(old);
        return OK;
    }
    Shape one = shape_2d(1, 1);
    Plan plan;
    TRY(plan_items(ctx, &v->cell->shape, idx, n, &one, &plan));
    Status status = OK;
    if (plan.n > 1) {
        status = ctx_fail(
            ctx, ERR_SIZE, "MATLAB:index:assignmentToMany",
            "The right hand side of this assignment has too few values to satisfy the left hand "
            "side.");
    }
    if (status == OK) status = cell_grow(ctx, v->cell, &plan.grown);
    for (Index i = 0; status == OK && i < plan.n; i++) {
        Value old = v->cell->items[plan.pos[i]];
        v->cell->items[plan.pos[i]] = value_ref(rhs);
        value_unref(old);
    }
    mem_free(plan.pos);
    return status;
}

Status value_assign_brace(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs) {
    Step step = {.kind = '{', .idx = idx, .n = n};
    return value_assign_chain(ctx, v, &step, 1, rhs);
}

// ---- v.name = x ---------------------------------------------------------------------------------
Status struct_for_dot(Ctx *ctx, Value *v) {
    Shape one = shape_2d(1, 1);
    if (v->tag == VAL_STRUCT) {
        if (v->structure->numel > 1) {
            return ctx_fail(ctx, ERR_SIZE, "MATLAB:scalarStructRequired",
                            "Scalar structure required for this assignment.");
        }
        TRY(value_make_sole(ctx, v));
        if (v->structure->numel == 0) TRY(struct_grow(ctx, v->structure, &one));
        return OK;
    }
    if (!value_is_null(*v)) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:structAssToNonStruct",
                        "Unable to perform assignment because dot indexing is not supported for "
                        "variables of this "
                        "type.");
    }
    StructArray *s;
    TRY(struct_new(ctx, &one, &s));
    value_clear(v);
    *v = value_take_struct(s);
    return OK;
}

Status assign_dot(Ctx *ctx, Value *v, const char *name, Value rhs) {
    if (v->tag == VAL_OBJECT && v->object->def->dot_set) {
        TRY(object_make_sole(ctx, v));
        return v->object->def->dot_set(ctx, &v->object, name, rhs);
    }
    TRY(struct_for_dot(ctx, v));
    return struct_set(ctx, v->structure, 0, name, value_ref(rhs));
}

Status value_assign_dot(Ctx *ctx, Value *v, const char *name, Value rhs) {
    value_ref(rhs);
    Status status = assign_dot(ctx, v, name, rhs);
    value_unref(rhs);
    return status;
}

// ---- v(…) = [] ----------------------------------------------------------------------------------
Status value_remove(Ctx *ctx, Value *v, const Value *idx, int n) {
    if (v->tag == VAL_OBJECT) {
        if (!v->object->def->remove)
            return ctx_fail_unsupported(ctx, "Deleting elements of an object of this class");
        TRY(object_make_sole(ctx, v));
        return v->object->def->remove(ctx, &v->object, idx, n);
    }
    if (v->tag == VAL_FUNC || v->tag == VAL_COLON) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:UnsupportedIndexing",
                        "Deletion is not supported for variables of this type.");
    }
    Shape shape, left;
    Index *keep, n_keep;
    Value out, whole = VALUE_NONE;
    if (v->tag == VAL_NONE) TRY(value_empty(ctx, &whole));
    Value from = v->tag == VAL_NONE ? whole : *v;
    Status status = value_shape(ctx, from, &shape);
    if (status == OK) status = subs_plan_remove(ctx, idx, n, &shape, &keep, &n_keep, &left);
    if (status == OK) {
        status = value_gather(ctx, from, keep, n_keep, &left, &out);
        mem_free(keep);
    }
    value_unref(whole);
    if (status != OK) return status;
    value_clear(v);
    *v = out;
    return OK;
}
