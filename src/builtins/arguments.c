// builtins/arguments.c: reading sizes, classes and dimensions; building texts, cells and reshaped
// values.
#include "builtins/arguments.h"
#include "base/utf.h"
#include <strings.h>

bool text_same(const char *a, const char *b) {
    return strcasecmp(a, b) == 0;
}

bool class_from_name(const char *name, NumClass *ret) {
    for (int c = 0; c < CLASS_COUNT; c++) {
        if (strcmp(class_name((NumClass)c), name) == 0) {
            *ret = (NumClass)c;
            return true;
        }
    }
    return false;
}

static Status size_from(Call *call, double x, Index *ret) {
    if (isnan(x) || x != floor(x) || isinf(x)) {
        return call_fail(call, ERR_ARG, "MATLAB:NonIntegerInput", "Size inputs must be integers.");
    }
    if (x > 9e15) {
        return call_fail(call, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded",
                         "Requested array exceeds the maximum possible variable size.");
    }
    *ret = x < 0 ? 0 : (Index)x;
    return OK;
}

Status arg_shape(Call *call, int first, int last, Shape *ret) {
    Index dims[64];
    int n = 0;
    if (last <= first) {
        *ret = shape_2d(1, 1);
        return OK;
    }
    if (last - first > 60)
        return ctx_fail(call->ctx, ERR_LIMIT, "MATLAB:maxdims", "Too many dimensions.");
    for (int i = first; i < last; i++) {
        OWN_TENSOR *t = NULL;
        TRY(arg_doubles(call, i, &t));
        if (last - first > 1) {
            if (t->numel != 1) {
                return call_fail(call, ERR_ARG, "MATLAB:NonScalarInput",
                                 "Size inputs must be scalar.");
            }
            TRY(size_from(call, tensor_get(t, 0), &dims[n++]));
            continue;
        }
        if (t->numel > 60 || (t->numel > 1 && !shape_is_vector(&t->shape))) {
            return call_fail(call, ERR_ARG, "MATLAB:sizeVectorMustBeRow",
                             "Size vector must be a row vector with real elements.");
        }
        for (Index k = 0; k < t->numel; k++) TRY(size_from(call, tensor_get(t, k), &dims[n++]));
        if (n == 1) dims[n++] = dims[0];
        if (n == 0) dims[n++] = 0, dims[n++] = 0;
    }
    return shape_make(call->ctx, dims, n, ret);
}

Status arg_class_tail(Call *call, int first, NumClass fallback, ClassTail *ret) {
    *ret = (ClassTail){.cls = fallback, .last = call->nargin};
    for (int i = first; i < call->nargin; i++) {
        if (!value_is_text_scalar(call->arg[i])) continue;
        if (arg_is_word(call, i, "like")) {
            if (i + 1 >= call->nargin) {
                return call_fail(call, ERR_ARG, "MATLAB:minrhs",
                                 "A prototype must follow \"like\".");
            }
            OWN_TENSOR *like = NULL;
            TRY(value_to_tensor(call->ctx, call->arg[i + 1], &like));
            ret->cls = (NumClass)like->cls;
            ret->is_complex = like->is_complex;
        } else {
            OWN_MEM char *name = NULL;
            TRY(arg_text(call, i, &name));
            if (!class_from_name(name, &ret->cls)) {
                return call_fail(
                    call, ERR_ARG, "MATLAB:invalidClass",
                    "Trailing text input must be 'like' or the name of a numeric class, not '%s'.",
                    name);
            }
        }
        ret->given = true;
        ret->last = i;
        return OK;
    }
    return OK;
}

Status arg_dims(Call *call, int i, int *dims, int *ret_n) {
    if (arg_is_word(call, i, "all")) {
        *ret_n = 0;
        return OK;
    }
    OWN_TENSOR *t = NULL;
    TRY(arg_doubles(call, i, &t));
    int n = 0;
    if (t->numel == 0 || t->numel > SHAPE_MAX_DIMS) goto bad;
    for (Index k = 0; k < t->numel; k++) {
        double d = tensor_get(t, k);
        if (!(d >= 1) || d != floor(d)) goto bad;
        // Dimensions past the last one have size 1: reducing over them changes nothing.
        int dim = d > SHAPE_MAX_DIMS ? SHAPE_MAX_DIMS - 1 : (int)d - 1;
        for (int j = 0; j < n; j++) {
            if (dims[j] == dim) {
                return call_fail(call, ERR_ARG,
                                 "MATLAB:getdimarg:vecdimMustBeUniquePositiveIntegers",
                                 "Dimension argument must contain unique values.");
            }
        }
        dims[n++] = dim;
    }
    *ret_n = n;
    return OK;
bad:
    return call_fail(call, ERR_ARG, "MATLAB:getdimarg:dimensionMustBePositiveInteger",
                     "Dimension argument must be a positive integer scalar, a vector of unique "
                     "positive integers, "
                     "or 'all'.");
}

Status value_to_doubles(Ctx *ctx, Value v, Tensor **ret) {
    OWN_TENSOR *t = NULL;
    TRY(value_to_tensor(ctx, v, &t));
    if (t->is_complex) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:realInputExpected",
                        "Complex values are not supported here; real values are required.");
    }
    return tensor_cast(ctx, t, CLASS_DOUBLE, ret);
}

Status arg_doubles(Call *call, int i, Tensor **ret) {
    OWN_TENSOR *t = NULL;
    TRY(arg_tensor(call, i, &t));
    if (t->is_complex) {
        return call_fail(call, ERR_TYPE, "MATLAB:realInputExpected", "Input must be real.");
    }
    return tensor_cast(call->ctx, t, CLASS_DOUBLE, ret);
}

Status arg_choice(Call *call, int i, const char *const *words, int *ret) {
    OWN_MEM char *text = NULL;
    TRY(arg_text(call, i, &text));
    size_t n = strlen(text);
    for (int k = 0; n && words[k]; k++) {
        if (strcasecmp(words[k], text) == 0) {
            *ret = k;
            return OK;
        }
    }
    for (int k = 0; n && words[k]; k++) {
        if (strncasecmp(words[k], text, n) == 0) {
            *ret = k;
            return OK;
        }
    }
    OWN_BUF list = BUF_INIT;
    for (int k = 0; words[k]; k++) buf_printf(&list, "%s'%s'", k ? ", " : "", words[k]);
    return call_fail(call, ERR_ARG, "MATLAB:unrecognizedStringChoice",
                     "Expected input to match one of these values:\n\n%s\n\nThe input, '%s', did "
                     "not match any of the "
                     "valid values.",
                     buf_text(&list), text);
}

Lines lines_along(const Shape *shape, int dim) {
    Lines l = {.n = shape_dim(shape, dim), .stride = 1};
    for (int i = 0; i < dim && i < shape->n_dims; i++) l.stride *= shape->dim[i];
    Index numel = shape_numel(shape);
    if (l.n > 0) {
        l.count = numel / l.n;
    } else {
        l.count = 1;
        for (int i = 0; i < shape->n_dims; i++) {
            if (i != dim) l.count *= shape->dim[i];
        }
    }
    if (l.stride == 0) l.stride = 1;
    return l;
}

Status ret_text(Call *call, int i, const char *utf8) {
    return value_from_text(call->ctx, utf8, &call->ret[i]);
}
Status ret_string(Call *call, int i, const char *utf8) {
    return value_string_scalar(call->ctx, utf8, strlen(utf8), &call->ret[i]);
}

Status cell_of_texts(Ctx *ctx, const char *const *texts, Index n, bool as_row, Value *ret) {
    Shape shape = as_row ? shape_2d(1, n) : shape_2d(n, 1);
    OWN_CELL *c = NULL;
    TRY(cell_new(ctx, &shape, &c));
    for (Index i = 0; i < n; i++) TRY(value_from_text(ctx, texts[i], &c->items[i]));
    *ret = value_take_cell(GIVE(c));
    return OK;
}

Status tensor_column(Ctx *ctx, const double *values, Index n, Tensor **ret) {
    Shape shape = shape_2d(n, 1);
    return tensor_from_doubles(ctx, values, &shape, ret);
}

Status tensor_positions(Ctx *ctx, const Index *zero_based, const Shape *shape, Tensor **ret) {
    TRY(tensor_new(ctx, CLASS_DOUBLE, shape, ret));
    double *p = tensor_f64(*ret);
    for (Index i = 0; i < (*ret)->numel; i++) p[i] = (double)zero_based[i] + 1;
    return OK;
}

Status reshape_value(Ctx *ctx, Value v, const Shape *shape, Value *ret) {
    Index n = shape_numel(shape);
    if (value_numel(v) != n) {
        return ctx_fail(
            ctx, ERR_SIZE, "MATLAB:getReshapeDims:notSameNumel",
            "Number of elements must not change. Use [] as one of the size inputs to automatically "
            "calculate the appropriate size for that dimension.");
    }
    switch (v.tag) {
    case VAL_DOUBLE:
    case VAL_BOOL: *ret = v; return OK;
    case VAL_TENSOR: {
        Tensor *t = NULL;
        TRY(tensor_reshape_take(ctx, tensor_ref(v.tensor), shape, &t));
        *ret = value_take_tensor(t);
        return OK;
    }
    case VAL_STRING:
    case VAL_CELL:
    case VAL_STRUCT:
    case VAL_OBJECT: {
        Shape old;
        TRY(value_shape(ctx, v, &old));
        OWN_VALUE w = value_ref(v);
        if (!shape_equal(&old, shape)) {
            if (v.tag == VAL_OBJECT && v.object->def != &categorical_class) {
                return ctx_fail(ctx, ERR_TYPE, "MATLAB:UndefinedFunction",
                                "Undefined function 'reshape' for input arguments of type '%s'.",
                                value_class_name(v));
            }
            TRY(value_make_sole(ctx, &w));
            if (w.tag == VAL_STRING) w.string->shape = *shape;
            if (w.tag == VAL_CELL) w.cell->shape = *shape;
            if (w.tag == VAL_STRUCT) w.structure->shape = *shape;
            if (w.tag == VAL_OBJECT) ((Categorical *)w.object)->shape = *shape;
        }
        *ret = value_give(&w);
        return OK;
    }
    default: *ret = value_ref(v); return OK;
    }
}

Status gather_value(Ctx *ctx, Value v, const Index *zero_based, const Shape *shape, Value *ret) {
    Index n = shape_numel(shape);
    TRY(ctx_check_stop(ctx)); // else the positions may not be complete
    if (n == 1 && (v.tag == VAL_DOUBLE || v.tag == VAL_BOOL)) {
        *ret = v;
        return OK;
    }
    Shape column = shape_2d(n, 1);
    Tensor *idx = NULL;
    TRY(tensor_positions(ctx, zero_based, &column, &idx));
    OWN_VALUE subscript = value_take_tensor(idx);
    OWN_VALUE picked = VALUE_NONE;
    TRY(value_index(ctx, v, &subscript, 1, &picked));
    return reshape_value(ctx, picked, shape, ret);
}

Status cast_back(Ctx *ctx, NumClass like, Tensor **t) {
    if (like != CLASS_SINGLE || (*t)->cls == CLASS_SINGLE) return OK;
    Tensor *single = NULL;
    TRY(tensor_cast(ctx, *t, CLASS_SINGLE, &single));
    tensor_unref(*t);
    *t = single;
    return OK;
}

Status struct_scalar(Ctx *ctx, StructArray **ret) {
    Shape one = shape_2d(1, 1);
    return struct_new(ctx, &one, ret);
}
Status struct_put(Ctx *ctx, StructArray *s, const char *name, Value v) {
    return struct_set(ctx, s, 0, name, v);
}
Status struct_put_text(Ctx *ctx, StructArray *s, const char *name, const char *utf8) {
    Value v = VALUE_NONE;
    TRY(value_from_text(ctx, utf8, &v));
    return struct_set(ctx, s, 0, name, v);
}
Status logical_new(Ctx *ctx, const Shape *shape, Tensor **ret) {
    return tensor_zeros(ctx, CLASS_LOGICAL, shape, ret);
}
