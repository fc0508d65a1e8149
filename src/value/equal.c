// isequal and isequaln: values and sizes agree, classes of numbers may differ.
#include "value/internal.h"
#include <string.h>

enum { MAX_DEPTH = 5000 }; // levels of cells and structs; keeps the stack within a thread's

static Status equal_at(Ctx *ctx, Value a, Value b, bool nan_equal, int depth, bool *ret);

static Status equal_cells(Ctx *ctx, const CellArray *a, const CellArray *b, bool nan_equal,
                          int depth, bool *ret) {
    *ret = shape_equal(&a->shape, &b->shape);
    for (Index i = 0; *ret && i < a->numel; i++) {
        TRY(equal_at(ctx, a->items[i], b->items[i], nan_equal, depth + 1, ret));
    }
    return OK;
}

static Status equal_structs(Ctx *ctx, const StructArray *a, const StructArray *b, bool nan_equal,
                            int depth, bool *ret) {
    *ret = shape_equal(&a->shape, &b->shape) && a->n_fields == b->n_fields;
    for (Index f = 0; *ret && f < a->n_fields; f++) {
        Index g = struct_find(b, a->names[f]->bytes);
        if (g < 0) *ret = false;
        for (Index e = 0; *ret && e < a->numel; e++) {
            TRY(equal_at(ctx, a->items[f * a->numel + e], b->items[g * b->numel + e], nan_equal,
                         depth + 1, ret));
        }
    }
    return OK;
}

static bool equal_strings(const StringArray *a, const StringArray *b, bool nan_equal) {
    if (!shape_equal(&a->shape, &b->shape)) return false;
    for (Index i = 0; i < a->numel; i++) {
        const Text *x = a->items[i], *y = b->items[i];
        if (!x || !y) {
            if (x || y || !nan_equal) return false;
        } else if (!text_equal(x, y->bytes, y->n_bytes)) {
            return false;
        }
    }
    return true;
}

/// A string array against a char row or a cell of texts.
static Status equal_texts(Ctx *ctx, Value a, Value b, bool nan_equal, bool *ret) {
    bool a_text, b_text;
    TRY(value_text_list(ctx, a, &a_text));
    TRY(value_text_list(ctx, b, &b_text));
    *ret = false;
    if (!a_text || !b_text) return OK;
    StringArray *x, *y;
    TRY(value_as_strings(ctx, a, &x));
    Status status = value_as_strings(ctx, b, &y);
    if (status == OK) {
        *ret = equal_strings(x, y, nan_equal);
        string_unref(y);
    }
    string_unref(x);
    return status;
}

static bool equal_funcs(const FuncHandle *a, const FuncHandle *b) {
    if (a == b) return true;
    if (a->name && b->name) return text_equal(a->name, b->name->bytes, b->name->n_bytes);
    return a->code && a->code == b->code && a->n_captures == 0 && b->n_captures == 0;
}

Status value_equal(Ctx *ctx, Value a, Value b, bool nan_equal, bool *ret) {
    return equal_at(ctx, a, b, nan_equal, 0, ret);
}

static Status equal_at(Ctx *ctx, Value a, Value b, bool nan_equal, int depth, bool *ret) {
    *ret = false;
    if (depth > MAX_DEPTH)
        return ctx_fail(ctx, ERR_LIMIT, "MATLAB:isequal:tooDeep",
                        "Cells and structs are nested too deeply to be compared.");
    if (a.tag == VAL_OBJECT || b.tag == VAL_OBJECT) {
        const ForeignDef *def = a.tag == VAL_OBJECT ? a.object->def : b.object->def;
        if (def->equal) return def->equal(ctx, a, b, nan_equal, ret);
        *ret = a.tag == b.tag && a.object == b.object;
        return OK;
    }
    if (a.tag == VAL_STRING || b.tag == VAL_STRING) return equal_texts(ctx, a, b, nan_equal, ret);
    if (a.tag == VAL_CELL && b.tag == VAL_CELL)
        return equal_cells(ctx, a.cell, b.cell, nan_equal, depth, ret);
    if (a.tag == VAL_STRUCT && b.tag == VAL_STRUCT)
        return equal_structs(ctx, a.structure, b.structure, nan_equal, depth, ret);
    if (a.tag == VAL_FUNC && b.tag == VAL_FUNC) {
        *ret = equal_funcs(a.func, b.func);
        return OK;
    }
    if (a.tag == VAL_DOUBLE && b.tag == VAL_DOUBLE) {
        *ret = a.number == b.number || (nan_equal && a.number != a.number && b.number != b.number);
        return OK;
    }
    if (a.tag == VAL_NONE || b.tag == VAL_NONE) {
        Shape x, y;
        TRY(value_shape(ctx, a, &x));
        TRY(value_shape(ctx, b, &y));
        bool numeric = (a.tag == VAL_NONE || a.tag == VAL_TENSOR) &&
                       (b.tag == VAL_NONE || b.tag == VAL_TENSOR);
        *ret = numeric && shape_equal(&x, &y);
        return OK;
    }
    Tensor a_storage, b_storage;
    const Tensor *s = value_view(&a, &a_storage), *t = value_view(&b, &b_storage);
    *ret = s && t && tensor_equal(s, t, nan_equal);
    return OK;
}
