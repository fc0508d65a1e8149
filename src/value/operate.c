// Operators: unboxed scalars first, then objects, strings, and numeric arrays.
#include "value/internal.h"
#include <math.h>

static const char *const binary_symbols[] = {
    [OP_ADD] = "+",
    [OP_SUB] = "-",
    [OP_MUL] = ".*",
    [OP_RDIV] = "./",
    [OP_LDIV] = ".\\",
    [OP_POW] = ".^",
    [OP_EQ] = "==",
    [OP_NE] = "~=",
    [OP_LT] = "<",
    [OP_LE] = "<=",
    [OP_GT] = ">",
    [OP_GE] = ">=",
    [OP_AND] = "&",
    [OP_OR] = "|",
    [OP_MTIMES] = "*",
    [OP_MRDIVIDE] = "/",
    [OP_MLDIVIDE] = "\\",
    [OP_MPOWER] = "^",
    [OP_ATAN2] = "atan2",
    [OP_MOD] = "mod",
    [OP_REM] = "rem",
    [OP_HYPOT] = "hypot",
    [OP_MAX] = "max",
    [OP_MIN] = "min",
    [OP_IDIVIDE] = "idivide",
    [OP_BITAND] = "bitand",
    [OP_BITOR] = "bitor",
    [OP_BITXOR] = "bitxor",
    [OP_BITSHIFT] = "bitshift",
    [OP_XOR] = "xor",
};

static Status operator_undefined(Ctx *ctx, const char *symbol, Value v) {
    bool is_word = symbol[0] >= 'a' && symbol[0] <= 'z';
    if (is_word) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:UndefinedFunction",
                        "Undefined function '%s' for input arguments of type '%s'.", symbol,
                        value_class_name(v));
    }
    return ctx_fail(ctx, ERR_TYPE, "MATLAB:UndefinedFunction",
                    "Operator '%s' is not supported for operands of type '%s'.", symbol,
                    value_class_name(v));
}

// ---- scalars ------------------------------------------------------------------------------------
/// Two unboxed scalars; false when the general path must decide (complex results, NaN as logical,
/// rare operators).
static bool binary_scalars(BinaryOp op, double a, double b, Value *ret) {
    switch (op) {
    case OP_ADD: *ret = value_double(a + b); return true;
    case OP_SUB: *ret = value_double(a - b); return true;
    case OP_MUL:
    case OP_MTIMES: *ret = value_double(a * b); return true;
    case OP_RDIV:
    case OP_MRDIVIDE: *ret = value_double(a / b); return true;
    case OP_LDIV:
    case OP_MLDIVIDE: *ret = value_double(b / a); return true;
    case OP_POW:
    case OP_MPOWER:
        if (b == 2) {
            *ret = value_double(a * a);
            return true;
        }
        if (a < 0 && b != floor(b)) return false;
        *ret = value_double(pow(a, b));
        return true;
    case OP_EQ: *ret = value_bool(a == b); return true;
    case OP_NE: *ret = value_bool(a != b); return true;
    case OP_LT: *ret = value_bool(a < b); return true;
    case OP_LE: *ret = value_bool(a <= b); return true;
    case OP_GT: *ret = value_bool(a > b); return true;
    case OP_GE: *ret = value_bool(a >= b); return true;
    case OP_AND:
    case OP_OR:
        if (a != a || b != b) return false;
        *ret = value_bool(op == OP_AND ? a != 0 && b != 0 : a != 0 || b != 0);
        return true;
    default: return false;
    }
}

static inline bool unboxed(Value v, double *ret) {
    if (v.tag == VAL_DOUBLE)
        *ret = v.number;
    else if (v.tag == VAL_BOOL)
        *ret = v.flag;
    else
        return false;
    return true;
}

// ---- strings ------------------------------------------------------------------------------------
static Status text_join(Ctx *ctx, const Text *a, const Text *b, Text **ret) {
    Buf buf = BUF_INIT;
    buf_put(&buf, a->bytes, a->n_bytes);
    buf_put(&buf, b->bytes, b->n_bytes);
    Status status = buf.failed ? ctx_fail_nomem(ctx) : text_new(ctx, buf_text(&buf), buf.len, ret);
    buf_done(&buf);
    return status;
}

static bool text_relation(BinaryOp op, const Text *a, const Text *b) {
    if (!a || !b) return op == OP_NE;
    int order = text_compare(a, b);
    switch (op) {
    case OP_EQ: return order == 0;
    case OP_NE: return order != 0;
    case OP_LT: return order < 0;
    case OP_LE: return order <= 0;
    case OP_GT: return order > 0;
    default: return order >= 0;
    }
}

/// Walks two shapes under implicit expansion: linear positions of the current element of each.
typedef struct Expansion {
    Shape shape;
    Index counter[SHAPE_MAX_DIMS], a_step[SHAPE_MAX_DIMS], b_step[SHAPE_MAX_DIMS];
    Index a, b;
} Expansion;

static void expansion_init(Expansion *e, const Shape *a, const Shape *b) {
    Index a_stride = 1, b_stride = 1;
    for (int k = 0; k < e->shape.n_dims; k++) {
        e->counter[k] = 0;
        e->a_step[k] = shape_dim(a, k) == 1 ? 0 : a_stride;
        e->b_step[k] = shape_dim(b, k) == 1 ? 0 : b_stride;
        a_stride *= shape_dim(a, k);
        b_stride *= shape_dim(b, k);
    }
    e->a = e->b = 0;
}

static void expansion_next(Expansion *e) {
    for (int k = 0; k < e->shape.n_dims; k++) {
        e->a += e->a_step[k];
        e->b += e->b_step[k];
        if (++e->counter[k] < e->shape.dim[k]) return;
        e->a -= e->a_step[k] * e->shape.dim[k];
        e->b -= e->b_step[k] * e->shape.dim[k];
        e->counter[k] = 0;
    }
}

static Status strings_add(Ctx *ctx, Expansion *e, const StringArray *a, const StringArray *b,
                          Value *ret) {
    StringArray *out;
    TRY(string_new(ctx, &e->shape, &out));
    for (Index i = 0; i < out->numel; i++, expansion_next(e)) {
        const Text *x = a->items[e->a], *y = b->items[e->b];
        Status status = x && y ? text_join(ctx, x, y, &out->items[i]) : OK;
        if (status != OK) {
            string_unref(out);
            return status;
        }
    }
    *ret = value_take_string(out);
    return OK;
}

static Status strings_relate(Ctx *ctx, BinaryOp op, Expansion *e, const StringArray *a,
                             const StringArray *b, Value *ret) {
    Tensor *out;
    TRY(tensor_new(ctx, CLASS_LOGICAL, &e->shape, &out));
    for (Index i = 0; i < out->numel; i++, expansion_next(e)) {
        tensor_u8(out)[i] = text_relation(op, a->items[e->a], b->items[e->b]);
    }
    *ret = value_take_tensor(out);
    return OK;
}

static Status binary_strings(Ctx *ctx, BinaryOp op, Value a, Value b, Value *ret) {
    bool relation = op >= OP_EQ && op <= OP_GE;
    if (op != OP_ADD && !relation)
        return operator_undefined(ctx, binary_symbols[op], a.tag == VAL_STRING ? a : b);
    Value other = a.tag == VAL_STRING ? b : a;
    if (other.tag == VAL_STRUCT || other.tag == VAL_FUNC)
        return operator_undefined(ctx, binary_symbols[op], other);
    StringArray *x = NULL, *y = NULL;
    Expansion e;
    Status status = OK;
    TRY_GOTO(value_as_strings(ctx, a, &x));
    TRY_GOTO(value_as_strings(ctx, b, &y));
    TRY_GOTO(shape_broadcast(ctx, &x->shape, &y->shape, &e.shape));
    expansion_init(&e, &x->shape, &y->shape);
    status = relation ? strings_relate(ctx, op, &e, x, y, ret) : strings_add(ctx, &e, x, y, ret);
done:
    string_unref(x);
    string_unref(y);
    return status;
}

// ---- the operators ------------------------------------------------------------------------------
static Status binary_object(Ctx *ctx, BinaryOp op, Value a, Value b, Value *ret) {
    if (a.tag == VAL_OBJECT && a.object->def->binary)
        return a.object->def->binary(ctx, op, a, b, ret);
    if (b.tag == VAL_OBJECT && b.object->def->binary)
        return b.object->def->binary(ctx, op, a, b, ret);
    bool same = a.tag == VAL_OBJECT && b.tag == VAL_OBJECT && a.object->def->is_handle &&
                b.object->def->is_handle;
    if (same && (op == OP_EQ || op == OP_NE)) {
        *ret = value_bool((a.object == b.object) == (op == OP_EQ));
        return OK;
    }
    return operator_undefined(ctx, binary_symbols[op], a.tag == VAL_OBJECT ? a : b);
}

Status value_binary(Ctx *ctx, BinaryOp op, Value a, Value b, Value *ret) {
    double x, y;
    if (unboxed(a, &x) && unboxed(b, &y) && binary_scalars(op, x, y, ret)) return OK;
    if (a.tag == VAL_OBJECT || b.tag == VAL_OBJECT) return binary_object(ctx, op, a, b, ret);
    if (a.tag == VAL_STRING || b.tag == VAL_STRING) return binary_strings(ctx, op, a, b, ret);
    Tensor a_storage, b_storage, *out, *a_empty = NULL, *b_empty = NULL;
    if (a.tag == VAL_NONE) TRY(value_to_tensor(ctx, a, &a_empty));
    if (b.tag == VAL_NONE) {
        Status status = value_to_tensor(ctx, b, &b_empty);
        if (status != OK) {
            tensor_unref(a_empty);
            return status;
        }
    }
    const Tensor *s = a_empty ? a_empty : value_view(&a, &a_storage);
    const Tensor *t = b_empty ? b_empty : value_view(&b, &b_storage);
    Status status = !s   ? operator_undefined(ctx, binary_symbols[op], a)
                    : !t ? operator_undefined(ctx, binary_symbols[op], b)
                         : tensor_binary(ctx, op, s, t, &out);
    tensor_unref(a_empty);
    tensor_unref(b_empty);
    if (status != OK) return status;
    *ret = value_take_tensor(out);
    return OK;
}

static Status transpose_items(Ctx *ctx, Value v, Value *ret) {
    Shape shape;
    TRY(value_shape(ctx, v, &shape));
    if (shape.n_dims != 2) {
        return ctx_fail(
            ctx, ERR_SIZE, "MATLAB:transpose:NDArray",
            "TRANSPOSE does not support N-D arrays. Use PAGETRANSPOSE/PAGECTRANSPOSE to transpose "
            "pages or PERMUTE to reorder dimensions of N-D arrays.");
    }
    Index rows = shape.dim[0], columns = shape.dim[1], n = rows * columns;
    Index *pos = mem_alloc((size_t)n * sizeof *pos);
    if (!pos) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < n; i++) pos[i] = (i / columns) + (i % columns) * rows;
    Shape flipped = shape_2d(columns, rows);
    Status status = value_gather(ctx, v, pos, n, &flipped, ret);
    mem_free(pos);
    return status;
}

static const char *unary_symbol(UnaryOp op) {
    switch (op) {
    case OP_NEG: return "-";
    case OP_PLUS: return "+";
    case OP_NOT: return "~";
    case OP_TRANSPOSE: return ".'";
    case OP_CTRANSPOSE: return "'";
    default: return "unary function";
    }
}

Status value_unary(Ctx *ctx, UnaryOp op, Value v, Value *ret) {
    if (v.tag == VAL_DOUBLE) {
        switch (op) {
        case OP_NEG: *ret = value_double(-v.number); return OK;
        case OP_PLUS:
        case OP_TRANSPOSE:
        case OP_CTRANSPOSE: *ret = v; return OK;
        case OP_NOT:
            if (v.number != v.number) break;
            *ret = value_bool(v.number == 0);
            return OK;
        default: break;
        }
    }
    if (v.tag == VAL_BOOL) {
        if (op == OP_NOT) *ret = value_bool(!v.flag);
        if (op == OP_TRANSPOSE || op == OP_CTRANSPOSE) *ret = v;
        if (op == OP_NEG) *ret = value_double(v.flag ? -1.0 : 0.0);
        if (op == OP_PLUS) *ret = value_double(v.flag);
        if (op <= OP_CTRANSPOSE) return OK;
    }
    if (v.tag == VAL_OBJECT) {
        if (v.object->def->unary) return v.object->def->unary(ctx, op, v.object, ret);
        if (op == OP_TRANSPOSE || op == OP_CTRANSPOSE) {
            *ret = value_ref(v);
            return OK;
        }
        return operator_undefined(ctx, unary_symbol(op), v);
    }
    bool transposes = op == OP_TRANSPOSE || op == OP_CTRANSPOSE;
    if (transposes && (v.tag == VAL_STRING || v.tag == VAL_CELL || v.tag == VAL_STRUCT))
        return transpose_items(ctx, v, ret);
    if (transposes && v.tag == VAL_FUNC) {
        *ret = value_ref(v);
        return OK;
    }
    if (v.tag != VAL_TENSOR && v.tag != VAL_DOUBLE && v.tag != VAL_BOOL && v.tag != VAL_NONE)
        return operator_undefined(ctx, unary_symbol(op), v);
    Tensor *t, *out; // a real reference: some operators hand their operand back
    TRY(value_to_tensor(ctx, v, &t));
    Status status = tensor_unary(ctx, op, t, &out);
    tensor_unref(t);
    if (status != OK) return status;
    *ret = value_take_tensor(out);
    return OK;
}

// ---- lo:step:hi ---------------------------------------------------------------------------------
/// First element as a double; *ret_empty when there is none. The class of integers and single is
/// noted.
static Status colon_operand(Ctx *ctx, Value v, double *ret, bool *empty, NumClass *cls) {
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    if (v.tag == VAL_NONE) {
        *empty = true;
        return OK;
    }
    if (!t) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:UndefinedFunction",
                        "Operator ':' is not supported for operands of type '%s'.",
                        value_class_name(v));
    }
    if (t->numel == 0) {
        *empty = true;
        return OK;
    }
    if (class_is_int((NumClass)t->cls) || (t->cls == CLASS_SINGLE && !class_is_int(*cls)))
        *cls = (NumClass)t->cls;
    *ret = tensor_get(t, 0);
    return OK;
}

Status value_colon(Ctx *ctx, Value lo, Value step, Value hi, Value *ret) {
    double a = 0, s = 1, b = 0;
    bool empty = false;
    NumClass cls = CLASS_DOUBLE;
    TRY(colon_operand(ctx, lo, &a, &empty, &cls));
    if (step.tag != VAL_NONE) TRY(colon_operand(ctx, step, &s, &empty, &cls));
    TRY(colon_operand(ctx, hi, &b, &empty, &cls));
    Tensor *t, *cast;
    if (empty) {
        Shape shape = shape_2d(1, 0);
        TRY(tensor_new(ctx, cls, &shape, &t));
        *ret = value_take_tensor(t);
        return OK;
    }
    TRY(tensor_range(ctx, a, s, b, &t));
    if (cls == CLASS_DOUBLE) {
        *ret = value_take_tensor(t);
        return OK;
    }
    Status status = tensor_cast(ctx, t, cls, &cast);
    tensor_unref(t);
    if (status != OK) return status;
    *ret = value_take_tensor(cast);
    return OK;
}
