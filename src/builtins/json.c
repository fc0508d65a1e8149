// builtins/json.c: jsonencode and jsondecode, on jansson. Values are written directly to text, so
// that numbers keep the shortest form that reads back; reading turns regular arrays into matrices
// and like objects into structure arrays.
#include "base/utf.h"
#include "builtins/text_arguments.h"
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { JSON_MAX_DEPTH = 200 };

// ---- writing ------------------------------------------------------------------------------------

typedef struct Writer {
    Ctx *ctx;
    Buf *out;
    Vm *vm; // keys and values of maps are asked by name
    bool pretty, convert_nonfinite;
    int depth;
} Writer;

static Status write_value(Writer *w, Value v);

static void put_break(Writer *w) {
    if (!w->pretty) return;
    buf_putc(w->out, '\n');
    buf_pad(w->out, ' ', 2L * w->depth);
}

static void put_text(Writer *w, const char *s, size_t n) {
    buf_putc(w->out, '"');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
        const char *found = c ? strchr(from, c) : NULL;
        if (found)
            buf_printf(w->out, "\\%c", to[found - from]);
        else if (c < 32)
            buf_printf(w->out, "\\u%04x", c);
        else
            buf_putc(w->out, (char)c);
    }
    buf_putc(w->out, '"');
}

/// The shortest digits that give the number back.
static void put_number(Writer *w, double x) {
    if (!isfinite(x)) {
        buf_puts(w->out, w->convert_nonfinite ? "null"
                         : isnan(x)           ? "NaN"
                         : x < 0              ? "-Infinity"
                                              : "Infinity");
        return;
    }
    if (x == trunc(x) && fabs(x) < 1e15) {
        buf_printf(w->out, "%.0f", x == 0 ? 0.0 : x);
        return;
    }
    buf_put_shortest(w->out, x, false);
}

static void put_element(Writer *w, const Tensor *t, Index i) {
    if (t->cls == CLASS_LOGICAL)
        buf_puts(w->out, tensor_u8(t)[i] ? "true" : "false");
    else if (t->cls == CLASS_INT64)
        buf_printf(w->out, "%lld", (long long)((const int64_t *)t->data)[i]);
    else if (t->cls == CLASS_UINT64)
        buf_printf(w->out, "%llu", (unsigned long long)((const uint64_t *)t->data)[i]);
    else
        put_number(w, tensor_get(t, i));
}

/// Nested arrays: the first dimension is the outermost.
static void put_block(Writer *w, const Tensor *t, int dim, int n_dims, Index offset, Index stride) {
    if (dim == n_dims) {
        put_element(w, t, offset);
        return;
    }
    buf_putc(w->out, '[');
    w->depth++;
    Index n = shape_dim(&t->shape, dim);
    for (Index i = 0; i < n && !ctx_is_stopping(w->ctx); i++) {
        if (i > 0) buf_putc(w->out, ',');
        put_break(w);
        put_block(w, t, dim + 1, n_dims, offset + i * stride, stride * n);
    }
    w->depth--;
    if (n > 0) put_break(w);
    buf_putc(w->out, ']');
}

static Status write_tensor(Writer *w, const Tensor *t) {
    if (t->is_complex)
        return ctx_fail(w->ctx, ERR_TYPE, "MATLAB:jsonencode:ComplexNotSupported",
                        "Complex values cannot be encoded as JSON.");
    if (t->cls == CLASS_CHAR) {
        if (t->shape.dim[0] > 1)
            return ctx_fail_unsupported(w->ctx, "jsonencode of character matrices");
        OWN_MEM char *utf8 = NULL;
        TRY(value_to_utf8(w->ctx, (Value){.tag = VAL_TENSOR, .tensor = (Tensor *)t}, &utf8));
        put_text(w, utf8, utf8_length(tensor_u16(t), t->numel));
        return OK;
    }
    if (t->numel == 1)
        put_element(w, t, 0);
    else if (t->numel == 0)
        buf_puts(w->out, "[]");
    else if (shape_is_vector(&t->shape))
        put_block(w, t, t->shape.dim[0] == 1, (t->shape.dim[0] == 1) + 1, 0, 1);
    else
        put_block(w, t, 0, t->shape.n_dims, 0, 1);
    return OK;
}

typedef Status (*ItemWriter)(Writer *w, Value v, Index i);

static Status write_array(Writer *w, Value v, Index n, ItemWriter item) {
    buf_putc(w->out, '[');
    w->depth++;
    for (Index i = 0; i < n; i++) {
        if (i > 0) buf_putc(w->out, ',');
        put_break(w);
        TRY(ctx_check_stop(w->ctx));
        TRY(item(w, v, i));
    }
    w->depth--;
    if (n > 0) put_break(w);
    buf_putc(w->out, ']');
    return OK;
}

static Status write_cell_item(Writer *w, Value v, Index i) {
    OWN_VALUE item = VALUE_NONE;
    TRY(cell_get(w->ctx, v.cell, i, &item));
    return write_value(w, item);
}

static Status write_string_item(Writer *w, Value v, Index i) {
    const Text *t = v.string->items[i];
    if (t)
        put_text(w, t->bytes, t->n_bytes);
    else
        buf_puts(w->out, "null");
    return OK;
}

static Status write_struct_item(Writer *w, Value v, Index i) {
    const StructArray *s = v.structure;
    buf_putc(w->out, '{');
    w->depth++;
    for (Index f = 0; f < s->n_fields; f++) {
        if (f > 0) buf_putc(w->out, ',');
        put_break(w);
        put_text(w, s->names[f]->bytes, s->names[f]->n_bytes);
        buf_puts(w->out, w->pretty ? ": " : ":");
        OWN_VALUE item = VALUE_NONE;
        TRY(struct_get(w->ctx, s, i, s->names[f]->bytes, &item));
        TRY(write_value(w, item));
    }
    w->depth--;
    if (s->n_fields > 0) put_break(w);
    buf_putc(w->out, '}');
    return OK;
}

/// Rows of a table as objects.
static Status write_table_row(Writer *w, Value v, Index row) {
    const Table *t = (const Table *)v.object;
    buf_putc(w->out, '{');
    w->depth++;
    for (Index k = 0; k < t->n_vars; k++) {
        if (k > 0) buf_putc(w->out, ',');
        put_break(w);
        put_text(w, t->names[k]->bytes, t->names[k]->n_bytes);
        buf_puts(w->out, w->pretty ? ": " : ":");
        Value idx[2] = {value_double((double)row + 1), {.tag = VAL_COLON}};
        OWN_VALUE item = VALUE_NONE;
        TRY(value_index(w->ctx, t->vars[k], idx, 2, &item));
        if (item.tag == VAL_CELL && item.cell->numel == 1)
            TRY(write_cell_item(w, item, 0));
        else
            TRY(write_value(w, item));
    }
    w->depth--;
    if (t->n_vars > 0) put_break(w);
    buf_putc(w->out, '}');
    return OK;
}

/// containers.Map: an object whose fields are the keys.
static Status write_map(Writer *w, Value v) {
    OWN_VALUE keys = VALUE_NONE, values = VALUE_NONE;
    OWN_STRINGS *names = NULL;
    TRY(vm_call_name(w->vm, "keys", &v, 1, 1, &keys));
    TRY(vm_call_name(w->vm, "values", &v, 1, 1, &values));
    TRY(value_as_strings(w->ctx, keys, &names));
    if (values.tag != VAL_CELL || values.cell->numel != names->numel)
        return ctx_fail_unsupported(w->ctx, "jsonencode of this kind of map");
    buf_putc(w->out, '{');
    w->depth++;
    for (Index i = 0; i < names->numel; i++) {
        if (i > 0) buf_putc(w->out, ',');
        put_break(w);
        put_text(w, names->items[i] ? names->items[i]->bytes : "",
                 names->items[i] ? names->items[i]->n_bytes : 0);
        buf_puts(w->out, w->pretty ? ": " : ":");
        TRY(write_cell_item(w, values, i));
    }
    w->depth--;
    if (names->numel > 0) put_break(w);
    buf_putc(w->out, '}');
    return OK;
}

static Status write_value(Writer *w, Value v) {
    if (w->depth > JSON_MAX_DEPTH)
        return ctx_fail(w->ctx, ERR_LIMIT, "MATLAB:jsonencode:depth",
                        "The value is nested more than 200 levels deep.");
    switch (v.tag) {
    case VAL_NONE: buf_puts(w->out, "[]"); return OK;
    case VAL_DOUBLE: put_number(w, v.number); return OK;
    case VAL_BOOL: buf_puts(w->out, v.flag ? "true" : "false"); return OK;
    case VAL_TENSOR: return write_tensor(w, v.tensor);
    case VAL_CELL: return write_array(w, v, v.cell->numel, write_cell_item);
    case VAL_STRING:
        return v.string->numel == 1 ? write_string_item(w, v, 0)
                                    : write_array(w, v, v.string->numel, write_string_item);
    case VAL_STRUCT:
        return v.structure->numel == 1 ? write_struct_item(w, v, 0)
                                       : write_array(w, v, v.structure->numel, write_struct_item);
    default: break;
    }
    if (value_is_object(v, &table_class))
        return write_array(w, v, ((const Table *)v.object)->n_rows, write_table_row);
    if (value_is_object(v, &categorical_class)) {
        OWN_STRINGS *s = NULL;
        TRY(value_to_strings(w->ctx, v, &s));
        Value strings = {.tag = VAL_STRING, .string = s};
        return write_value(w, strings);
    }
    if (strcmp(value_class_name(v), "containers.Map") == 0) return write_map(w, v);
    return ctx_fail(w->ctx, ERR_TYPE, "MATLAB:jsonencode:UnsupportedType",
                    "A value of class %s cannot be encoded as JSON.", value_class_name(v));
}

BUILTIN(jsonencode,
        "txt = jsonencode(data)\ntxt = jsonencode(data,\"PrettyPrint\",true)\ntxt = "
        "jsonencode(data,\"ConvertInfAndNaN\",false)",
        ARITY(1, 5, 1), "Writes data as JSON text.",
        "data: numbers, logicals, text, cell arrays, structures, tables\nPrettyPrint: line breaks "
        "and indentation\nConvertInfAndNaN: write them as null (default), or as NaN and Infinity",
        "txt: character vector", "Function handles and most objects cannot be encoded.",
        "assert(strcmp(jsonencode(struct('a',1,'b','x')), "
        "'{\"a\":1,\"b\":\"x\"}'))\nassert(strcmp(jsonencode([1 2;3 4]), '[[1,2],[3,4]]'))",
        "jsondecode") {
    Option options[] = {{"PrettyPrint", NULL}, {"ConvertInfAndNaN", NULL}};
    TRY(arg_options(call, 1, options, 2));
    OWN_BUF out = BUF_INIT;
    Writer w = {.ctx = call->ctx, .out = &out, .vm = call->vm, .convert_nonfinite = true};
    if (options[0].value) TRY(value_truth(call->ctx, *options[0].value, &w.pretty));
    if (options[1].value) TRY(value_truth(call->ctx, *options[1].value, &w.convert_nonfinite));
    TRY(write_value(&w, call->arg[0]));
    if (out.failed) return ctx_fail_nomem(call->ctx);
    return value_from_utf8(call->ctx, buf_text(&out), out.len, &call->ret[0]);
}

// ---- reading ------------------------------------------------------------------------------------

static Status read_value(Ctx *ctx, const json_t *json, int depth, Value *ret);

/// A field name from a key: characters that cannot stand in a name become '_', and a letter is put
/// before the rest if needed.
static void put_field_name(const char *key, Buf *out) {
    if (!isalpha((unsigned char)key[0])) buf_putc(out, 'x');
    for (; *key; key++) buf_putc(out, isalnum((unsigned char)*key) ? *key : '_');
}

static Status set_fields(Ctx *ctx, StructArray *s, Index element, const json_t *object, int depth) {
    const char *key;
    json_t *item;
    json_object_foreach((json_t *)object, key, item) {
        OWN_BUF name = BUF_INIT;
        put_field_name(key, &name);
        if (name.failed) return ctx_fail_nomem(ctx);
        Value v;
        TRY(read_value(ctx, item, depth + 1, &v));
        TRY(struct_set(ctx, s, element, buf_text(&name), v));
    }
    return OK;
}

/// True when all objects have the same keys in the same order.
static bool like_objects(const json_t *array) {
    json_t *first = json_array_get(array, 0), *item;
    size_t i;
    json_array_foreach((json_t *)array, i, item) {
        if (!json_is_object(item) || json_object_size(item) != json_object_size(first))
            return false;
        void *a = json_object_iter(first), *b = json_object_iter(item);
        for (; a && b; a = json_object_iter_next(first, a), b = json_object_iter_next(item, b))
            if (strcmp(json_object_iter_key(a), json_object_iter_key(b)) != 0) return false;
    }
    return true;
}

static Status read_objects(Ctx *ctx, const json_t *json, int depth, Value *ret) {
    Index n = json_is_object(json) ? 1 : (Index)json_array_size(json);
    Shape shape = shape_2d(n, 1);
    OWN_STRUCT *s = NULL;
    TRY(struct_new(ctx, &shape, &s));
    for (Index i = 0; i < n; i++)
        TRY(set_fields(ctx, s, i, json_is_object(json) ? json : json_array_get(json, (size_t)i),
                       depth));
    *ret = value_take_struct(GIVE(s));
    return OK;
}

static Status read_cells(Ctx *ctx, const json_t *json, int depth, Value *ret) {
    Shape shape = shape_2d((Index)json_array_size(json), 1);
    OWN_CELL *c = NULL;
    TRY(cell_new(ctx, &shape, &c));
    for (Index i = 0; i < c->numel; i++)
        TRY(read_value(ctx, json_array_get(json, (size_t)i), depth + 1, &c->items[i]));
    *ret = value_take_cell(GIVE(c));
    return OK;
}

typedef enum LeafKind { LEAF_NONE, LEAF_NUMBER, LEAF_BOOL, LEAF_OTHER } LeafKind;

/// Sizes of a regular nest of arrays and the kind of its leaves; false when it is not regular.
static bool survey(const json_t *json, int dim, Index *dims, int *n_dims, LeafKind *kind) {
    if (!json_is_array(json)) {
        LeafKind leaf = json_is_number(json) || json_is_null(json) ? LEAF_NUMBER
                        : json_is_boolean(json)                    ? LEAF_BOOL
                                                                   : LEAF_OTHER;
        if (*n_dims < 0) *n_dims = dim;
        if (leaf == LEAF_OTHER || dim != *n_dims || (*kind != LEAF_NONE && *kind != leaf))
            return false;
        *kind = leaf;
        return true;
    }
    Index n = (Index)json_array_size(json);
    if (n == 0 || dim >= SHAPE_MAX_DIMS - 1 || (dims[dim] >= 0 && dims[dim] != n) ||
        (*n_dims >= 0 && dim >= *n_dims))
        return false;
    dims[dim] = n;
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)json, i,
                       item) if (!survey(item, dim + 1, dims, n_dims, kind)) return false;
    return true;
}

static void fill(const json_t *json, Tensor *t, Index offset, Index stride) {
    if (!json_is_array(json)) {
        tensor_set(t, offset,
                   json_is_null(json)      ? NAN
                   : json_is_boolean(json) ? json_is_true(json)
                                           : json_number_value(json));
        return;
    }
    size_t i;
    json_t *item;
    Index n = (Index)json_array_size(json);
    json_array_foreach((json_t *)json, i, item)
        fill(item, t, offset + (Index)i * stride, stride * n);
}

static Status read_array(Ctx *ctx, const json_t *json, int depth, Value *ret) {
    if (json_array_size(json) == 0) return value_empty(ctx, ret);
    Index dims[SHAPE_MAX_DIMS];
    int n_dims = -1;
    LeafKind kind = LEAF_NONE;
    for (int i = 0; i < SHAPE_MAX_DIMS; i++) dims[i] = -1;
    if (survey(json, 0, dims, &n_dims, &kind)) {
        Shape shape;
        if (n_dims == 1) dims[n_dims++] = 1;
        TRY(shape_make(ctx, dims, n_dims, &shape));
        OWN_TENSOR *t = NULL;
        TRY(tensor_zeros(ctx, kind == LEAF_BOOL ? CLASS_LOGICAL : CLASS_DOUBLE, &shape, &t));
        fill(json, t, 0, 1);
        *ret = value_take_tensor(GIVE(t));
        return OK;
    }
    if (json_is_object(json_array_get(json, 0)) && like_objects(json))
        return read_objects(ctx, json, depth, ret);
    return read_cells(ctx, json, depth, ret);
}

static Status read_value(Ctx *ctx, const json_t *json, int depth, Value *ret) {
    if (depth > JSON_MAX_DEPTH)
        return ctx_fail(ctx, ERR_LIMIT, "MATLAB:json:depth",
                        "The JSON text is nested more than 200 levels deep.");
    switch (json_typeof(json)) {
    case JSON_OBJECT: return read_objects(ctx, json, depth, ret);
    case JSON_ARRAY: return read_array(ctx, json, depth, ret);
    case JSON_STRING:
        return value_from_utf8(ctx, json_string_value(json), json_string_length(json), ret);
    case JSON_INTEGER:
    case JSON_REAL: *ret = value_double(json_number_value(json)); return OK;
    case JSON_TRUE: *ret = value_bool(true); return OK;
    case JSON_FALSE: *ret = value_bool(false); return OK;
    default: return value_empty(ctx, ret);
    }
}

BUILTIN(jsondecode,
    "data = jsondecode(txt)", ARITY(1, 1, 1), "Reads JSON text.",
    "txt: character vector or string scalar",
    "data: structure for an object, matrix for regular arrays of numbers or logicals, structure "
    "array for objects with the same fields, else cell array; null is [] (NaN among numbers)",
    "Text that is not JSON fails, naming line and column.",
    "s = jsondecode('{\"a\":[1,2,3]}'); assert(isequal(s.a, [1;2;3]))", "jsonencode") {
    OWN_TEXT *t = NULL;
    TRY(arg_one_text(call, 0, &t));
    json_error_t error;
    json_t *json = json_loadb(t->bytes, t->n_bytes,
                              JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL, &error);
    if (!json)
        return call_fail(call, ERR_ARG, "MATLAB:json:ExpectedValue",
                         "JSON syntax error at line %d, column %d (character %d): %s.", error.line,
                         error.column, error.position, error.text);
    Status status = read_value(call->ctx, json, 0, &call->ret[0]);
    json_decref(json);
    return status;
}

const BuiltinDef *const family_json[] = {&def_jsonencode, &def_jsondecode, NULL};
