// From values to C data: tensors, doubles, UTF-8 text, string arrays.
#include "value/internal.h"

Status value_to_tensor(Ctx *ctx, Value v, Tensor **ret) {
    switch (v.tag) {
    case VAL_TENSOR: *ret = tensor_ref(v.tensor); return OK;
    case VAL_DOUBLE: return tensor_from_double(ctx, v.number, ret);
    case VAL_BOOL: {
        Shape shape = shape_2d(1, 1);
        return tensor_full(ctx, CLASS_LOGICAL, &shape, v.flag, ret);
    }
    case VAL_NONE: {
        Shape shape = shape_2d(0, 0);
        return tensor_new(ctx, CLASS_DOUBLE, &shape, ret);
    }
    default:
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:UnableToConvert",
                        "Conversion to double from %s is not possible.", value_class_name(v));
    }
}

Status value_to_double(Ctx *ctx, Value v, double *ret) {
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    if (!t) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:UnableToConvert",
                        "Conversion to double from %s is not possible.", value_class_name(v));
    }
    if (t->numel != 1)
        return ctx_fail(ctx, ERR_SIZE, "MATLAB:expectedScalar", "Value must be a scalar.");
    if (t->is_complex && tensor_get_imag(t, 0) != 0) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:expectedReal", "Value must be real.");
    }
    *ret = tensor_get(t, 0);
    return OK;
}

Status value_to_utf8(Ctx *ctx, Value v, char **ret) {
    if (value_is_string_scalar(v) && v.string->items[0]) {
        *ret = mem_dup_text(v.string->items[0]->bytes, v.string->items[0]->n_bytes);
    } else if (value_is_char(v) && (value_is_char_row(v) || v.tensor->numel == 0)) {
        size_t n_bytes = utf8_length(tensor_u16(v.tensor), v.tensor->numel);
        *ret = mem_alloc(n_bytes + 1);
        if (*ret) (*ret)[utf16_to_utf8(tensor_u16(v.tensor), v.tensor->numel, *ret)] = 0;
    } else {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:expectedText",
                        "Value must be a character vector or a string scalar.");
    }
    return *ret ? OK : ctx_fail_nomem(ctx);
}

/// Are all elements of a cell char rows or string scalars?
static bool cell_is_text(const CellArray *c) {
    for (Index i = 0; i < c->numel; i++) {
        if (!value_is_text_scalar(c->items[i]) &&
            !(value_is_char(c->items[i]) && !c->items[i].tensor->numel))
            return false;
    }
    return true;
}

Status value_text_list(Ctx *ctx, Value v, bool *ret_is_text) {
    (void)ctx;
    *ret_is_text =
        v.tag == VAL_STRING || value_is_char(v) || (v.tag == VAL_CELL && cell_is_text(v.cell));
    return OK;
}

Status value_to_strings(Ctx *ctx, Value v, StringArray **ret) {
    bool is_text;
    TRY(value_text_list(ctx, v, &is_text));
    if (!is_text && !value_is_object(v, &categorical_class)) {
        return ctx_fail(
            ctx, ERR_TYPE, "MATLAB:expectedText",
            "Value must be a string array, character vector, or cell array of character vectors.");
    }
    return value_as_strings(ctx, v, ret);
}
