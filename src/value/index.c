// Reading: v(…), v{…}, v.name and `end`. Subscripts become zero-based in subscript.c, and only
// there.
#include "value/internal.h"
#include <string.h>

// ---- gathering ----------------------------------------------------------------------------------
static Status gather_strings(Ctx *ctx, const StringArray *s, const Index *pos, Index n,
                             const Shape *shape, Value *ret) {
    StringArray *out;
    TRY(string_new(ctx, shape, &out));
    for (Index i = 0; i < n; i++) out->items[i] = text_ref(s->items[pos[i]]);
    *ret = value_take_string(out);
    return OK;
}

static Status gather_cells(Ctx *ctx, const CellArray *c, const Index *pos, Index n,
                           const Shape *shape, Value *ret) {
    CellArray *out;
    TRY(cell_new(ctx, shape, &out));
    for (Index i = 0; i < n; i++) out->items[i] = value_ref(c->items[pos[i]]);
    *ret = value_take_cell(out);
    return OK;
}

static Status gather_structs(Ctx *ctx, const StructArray *s, const Index *pos, Index n,
                             const Shape *shape, Value *ret) {
    StructArray *out;
    TRY(struct_like(ctx, s, shape, &out));
    for (Index f = 0; f < s->n_fields; f++) {
        for (Index i = 0; i < n; i++)
            out->items[f * n + i] = value_ref(s->items[f * s->numel + pos[i]]);
    }
    *ret = value_take_struct(out);
    return OK;
}

static Status gather_tensor(Ctx *ctx, const Tensor *t, const Index *pos, Index n,
                            const Shape *shape, Value *ret) {
    Index max = -1;
    for (Index i = 0; i < n; i++) max = pos[i] > max ? pos[i] : max;
    Subscript s = {.index = pos, .n = n, .max = max, .shape = *shape};
    Tensor *picked, *shaped;
    TRY(tensor_index(ctx, t, &s, 1, &picked));
    TRY(tensor_reshape_take(ctx, picked, shape, &shaped));
    *ret = value_take_tensor(shaped);
    return OK;
}

Status value_gather(Ctx *ctx, Value v, const Index *pos, Index n, const Shape *shape, Value *ret) {
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    if (t) return gather_tensor(ctx, t, pos, n, shape, ret);
    switch (v.tag) {
    case VAL_STRING: return gather_strings(ctx, v.string, pos, n, shape, ret);
    case VAL_CELL: return gather_cells(ctx, v.cell, pos, n, shape, ret);
    case VAL_STRUCT: return gather_structs(ctx, v.structure, pos, n, shape, ret);
    default: return ctx_fail(ctx, ERR_INTERNAL, "", "no elements to gather");
    }
}

// ---- v(…) ---------------------------------------------------------------------------------------
static Status index_tensor(Ctx *ctx, const Tensor *t, const Value *idx, int n, Value *ret) {
    Subs subs;
    TRY(subs_resolve(ctx, idx, n, &subs));
    Status status = subs_bind(ctx, &subs, &t->shape);
    Tensor *out = NULL;
    if (status == OK) status = tensor_index(ctx, t, subs.s, n, &out);
    subs_done(&subs);
    if (status != OK) return status;
    *ret = value_take_tensor(out);
    return OK;
}

static Status index_items(Ctx *ctx, Value v, const Value *idx, int n, Value *ret) {
    Shape shape, result;
    TRY(value_shape(ctx, v, &shape));
    Subs subs;
    TRY(subs_resolve(ctx, idx, n, &subs));
    Index *pos = NULL, count = 0;
    Status status = subs_bind(ctx, &subs, &shape);
    if (status == OK) status = subs_shape(ctx, &subs, &shape, &result);
    if (status == OK) status = subs_positions(ctx, &subs, &shape, &pos, &count);
    if (status == OK) status = value_gather(ctx, v, pos, count, &result, ret);
    mem_free(pos);
    subs_done(&subs);
    return status;
}

/// One element named by scalar subscripts: the common case in loops. *ret_done false: not that
/// case.
static Status index_fast(Ctx *ctx, const Tensor *t, const Value *idx, int n, Value *ret,
                         bool *ret_done) {
    Index at = subs_simple(idx, n, &t->shape);
    *ret_done = at >= 0;
    if (at < 0) return OK;
    if (t->cls == CLASS_DOUBLE && !t->is_complex) {
        *ret = value_double(tensor_f64(t)[at]);
        return OK;
    }
    if (t->cls == CLASS_LOGICAL) {
        *ret = value_bool(tensor_u8(t)[at] != 0);
        return OK;
    }
    Shape one = shape_2d(1, 1);
    Tensor *out;
    size_t size = class_size((NumClass)t->cls) * (t->is_complex ? 2 : 1);
    if (t->is_complex)
        TRY(tensor_new_complex(ctx, (NumClass)t->cls, &one, &out));
    else
        TRY(tensor_new(ctx, (NumClass)t->cls, &one, &out));
    memcpy(out->data, (const char *)t->data + (size_t)at * size, size);
    *ret = (Value){.tag = VAL_TENSOR, .tensor = out};
    return OK;
}

Status value_index(Ctx *ctx, Value v, const Value *idx, int n, Value *ret) {
    if (v.tag == VAL_OBJECT) {
        if (v.object->def->index) return v.object->def->index(ctx, v.object, idx, n, ret);
        if (n > 0) { // a scalar object: x(1) is x itself
            Subs subs;
            Shape one = shape_2d(1, 1);
            TRY(subs_resolve(ctx, idx, n, &subs));
            Status status = subs_bind(ctx, &subs, &one);
            Index count = subs_count(&subs);
            subs_done(&subs);
            TRY(status);
            if (count != 1) return ctx_fail_unsupported(ctx, "An array of objects of this class");
        }
        *ret = value_ref(v);
        return OK;
    }
    if (n == 0) {
        if (v.tag == VAL_NONE) return value_empty(ctx, ret);
        *ret = value_ref(v);
        return OK;
    }
    if (v.tag == VAL_TENSOR) {
        bool done;
        TRY(index_fast(ctx, v.tensor, idx, n, ret, &done));
        if (done) return OK;
    }
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    if (t) return index_tensor(ctx, t, idx, n, ret);
    switch (v.tag) {
    case VAL_STRING:
    case VAL_CELL:
    case VAL_STRUCT: return index_items(ctx, v, idx, n, ret);
    case VAL_NONE: {
        Value empty;
        TRY(value_empty(ctx, &empty));
        Status status = index_tensor(ctx, empty.tensor, idx, n, ret);
        value_unref(empty);
        return status;
    }
    default:
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:UnsupportedIndexing",
                        "Paren indexing is not supported for variables of this type.");
    }
}

// ---- v{…} ---------------------------------------------------------------------------------------
static Status no_brace(Ctx *ctx) {
    return ctx_fail(ctx, ERR_TYPE, "MATLAB:cellRefFromNonCell",
                    "Brace indexing is not supported for variables of this type.");
}

/// s{i} of a string array: the char row.
static Status brace_string(Ctx *ctx, const StringArray *s, const Index *pos, Index n,
                           ValueList *ret) {
    for (Index i = 0; i < n; i++) {
        const Text *t = s->items[pos[i]];
        if (!t) {
            return ctx_fail(ctx, ERR_TYPE, "MATLAB:string:CannotConvertMissingElementToChar",
                            "Cannot convert missing elements to character vectors.");
        }
        Value v;
        TRY(value_from_utf8(ctx, t->bytes, t->n_bytes, &v));
        TRY(value_list_push(ctx, ret, v));
    }
    return OK;
}

static Status brace_cell(Ctx *ctx, const CellArray *c, const Index *pos, Index n, ValueList *ret) {
    for (Index i = 0; i < n; i++) {
        Value v;
        TRY(cell_get(ctx, c, pos[i], &v));
        TRY(value_list_push(ctx, ret, v));
    }
    return OK;
}

Status value_index_brace(Ctx *ctx, Value v, const Value *idx, int n, ValueList *ret) {
    if (v.tag == VAL_OBJECT) {
        return v.object->def->index_brace ? v.object->def->index_brace(ctx, v.object, idx, n, ret)
                                          : no_brace(ctx);
    }
    if (v.tag != VAL_CELL && v.tag != VAL_STRING) return no_brace(ctx);
    const Shape *shape = v.tag == VAL_CELL ? &v.cell->shape : &v.string->shape;
    Index at = subs_simple(idx, n, shape);
    if (at >= 0)
        return v.tag == VAL_CELL ? brace_cell(ctx, v.cell, &at, 1, ret)
                                 : brace_string(ctx, v.string, &at, 1, ret);
    Subs subs;
    TRY(subs_resolve(ctx, idx, n, &subs));
    Index *pos = NULL, count = 0;
    Status status = subs_bind(ctx, &subs, shape);
    if (status == OK) status = subs_positions(ctx, &subs, shape, &pos, &count);
    if (status == OK) {
        status = v.tag == VAL_CELL ? brace_cell(ctx, v.cell, pos, count, ret)
                                   : brace_string(ctx, v.string, pos, count, ret);
    }
    mem_free(pos);
    subs_done(&subs);
    return status;
}

// ---- v.name -------------------------------------------------------------------------------------
Status value_dot(Ctx *ctx, Value v, const char *name, ValueList *ret) {
    if (v.tag == VAL_OBJECT && v.object->def->dot_get) {
        Value out = VALUE_NONE;
        TRY(v.object->def->dot_get(ctx, v.object, name, &out));
        return value_list_push(ctx, ret, out);
    }
    if (v.tag != VAL_STRUCT) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:structRefFromNonStruct",
                        "Dot indexing is not supported for variables of this type.");
    }
    const StructArray *s = v.structure;
    if (struct_find(s, name) < 0) {
        return ctx_fail(ctx, ERR_NAME, "MATLAB:nonExistentField", "Unrecognized field name \"%s\".",
                        name);
    }
    for (Index e = 0; e < s->numel; e++) {
        Value out;
        TRY(struct_get(ctx, s, e, name, &out));
        TRY(value_list_push(ctx, ret, out));
    }
    return OK;
}

Status value_end(Ctx *ctx, Value v, int k, int n, Value *ret) {
    Shape shape;
    TRY(value_shape(ctx, v, &shape));
    *ret = value_double((double)subs_dim(&shape, k, n));
    return OK;
}
