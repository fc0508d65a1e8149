// builtins/maps.c: containers.Map (a handle with sorted keys) and dictionary (a value in order of
// insertion). Both are one object: parallel arrays of keys and values, and a hash from the key's
// text to its position. Numbers are keyed by their exact hexadecimal form.
#include "builtins/arguments.h"
#include <stdio.h>

typedef struct Dict {
    Object head;
    Index n, cap;
    Value *keys, *values;
    Map *positions;                    // key text to position + 1
    char key_type[16], value_type[40]; // "" : not configured yet
    bool numeric;                      // keys are numbers
} Dict;
static const ForeignDef map_class, dictionary_class;

static Dict *as_dict(Value v) {
    bool yes =
        v.tag == VAL_OBJECT && (v.object->def == &map_class || v.object->def == &dictionary_class);
    return yes ? (Dict *)v.object : NULL;
}
static bool is_map(const Dict *d) {
    return d->head.def == &map_class;
}

static void dict_release(Object *o) {
    Dict *d = (Dict *)o;
    for (Index i = 0; i < d->n; i++) {
        value_unref(d->keys[i]);
        value_unref(d->values[i]);
    }
    mem_free(d->keys);
    mem_free(d->values);
    map_free(d->positions);
    mem_free(d);
}
static Status dict_new(Ctx *ctx, const ForeignDef *def, Dict **ret) {
    Dict *d = mem_alloc_zero(sizeof *d);
    if (!d) return ctx_fail_nomem(ctx);
    object_init(&d->head, def);
    d->positions = map_new();
    if (!d->positions) {
        mem_free(d);
        return ctx_fail_nomem(ctx);
    }
    *ret = d;
    return OK;
}
static void own_dict_done(Dict **d) {
    if (*d) object_unref(&(*d)->head);
}
#define OWN_DICT __attribute__((cleanup(own_dict_done))) Dict

// ---- keys
// -------------------------------------------------------------------------------------------------------------------
static bool type_is_number(const char *type) {
    NumClass cls;
    return class_from_name(type, &cls) && cls != CLASS_CHAR;
}
static Status key_fail(Ctx *ctx, const Dict *d) {
    if (is_map(d))
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:Containers:Map:ClassMismatch",
                        "Specified key type does not match the type expected for this container.");
    return ctx_fail(
        ctx, ERR_TYPE, "MATLAB:dictionary:KeyTypeMismatch",
        "Unable to use this value as a key: the keys of the dictionary are of type '%s'.",
        d->key_type);
}
/// The hash text of one scalar key.
static Status key_text(Ctx *ctx, const Dict *d, Value key, Buf *out) {
    if (d->numeric) {
        double x;
        if (value_is_text_scalar(key) || value_to_double(ctx, key, &x) != OK) {
            error_clear(&ctx->error);
            return key_fail(ctx, d);
        }
        buf_printf(out, "%a", x == 0 ? 0 : x);
        return OK;
    }
    OWN_MEM char *text = NULL;
    OWN_VALUE inner = VALUE_NONE;
    if (key.tag == VAL_CELL && key.cell->numel == 1) {
        inner = value_ref(key.cell->items[0]);
        key = inner;
    }
    if (value_is_object(key, &categorical_class)) {
        const Categorical *c = (Categorical *)key.object;
        if (c->numel != 1 || !c->codes[0]) return key_fail(ctx, d);
        buf_puts(out, c->categories[c->codes[0] - 1]->bytes);
        return OK;
    }
    if (!value_is_text_scalar(key) || value_to_utf8(ctx, key, &text) != OK) {
        error_clear(&ctx->error);
        return key_fail(ctx, d);
    }
    buf_puts(out, text);
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}
static Status dict_find(Ctx *ctx, const Dict *d, Value key, Index *ret) {
    OWN_BUF text = BUF_INIT;
    TRY(key_text(ctx, d, key, &text));
    void *at = map_find(d->positions, buf_text(&text));
    *ret = (Index)(intptr_t)at - 1;
    return OK;
}
/// The key as the container shows it: char or string by kind, numbers as double.
static Status key_value(Ctx *ctx, const Dict *d, const char *text, Value key, Value *ret) {
    if (d->numeric) {
        *ret = value_ref(key);
        return OK;
    }
    if (strcmp(d->key_type, "char") == 0) return value_from_text(ctx, text, ret);
    if (strcmp(d->key_type, "string") == 0)
        return value_string_scalar(ctx, text, strlen(text), ret);
    *ret = value_ref(key);
    return OK;
}
/// Sets key to value; takes nothing.
static Status dict_set(Ctx *ctx, Dict *d, Value key, Value value) {
    if (!*d->key_type) {
        const char *type = value_class_name(key);
        snprintf(d->key_type, sizeof d->key_type, "%s",
                 strcmp(type, "char") == 0 || strcmp(type, "cell") == 0 ? "string" : type);
        d->numeric = type_is_number(d->key_type);
    }
    if (!*d->value_type) {
        const char *type = value_class_name(value);
        snprintf(d->value_type, sizeof d->value_type, "%s",
                 strcmp(type, "char") == 0 ? "string" : type);
    }
    OWN_BUF text = BUF_INIT;
    TRY(key_text(ctx, d, key, &text));
    OWN_VALUE stored = value_ref(value);
    if (!is_map(d) && value_is_char(value) && strcmp(d->value_type, "string") == 0) {
        OWN_MEM char *utf8 = NULL;
        TRY(value_to_utf8(ctx, value, &utf8));
        value_clear(&stored);
        TRY(value_string_scalar(ctx, utf8, strlen(utf8), &stored));
    }
    if (!is_map(d) && strcmp(d->value_type, "cell") == 0 && value.tag != VAL_CELL) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:dictionary:ValueTypeMismatch",
                        "The values of the dictionary are cells: put the value into braces.");
    }
    Index at = (Index)(intptr_t)map_find(d->positions, buf_text(&text)) - 1;
    if (at >= 0) {
        value_unref(d->values[at]);
        d->values[at] = value_give(&stored);
        return OK;
    }
    if (d->n == d->cap) {
        Index cap = d->cap ? 2 * d->cap : 8;
        Value *keys = mem_realloc(d->keys, (size_t)cap * sizeof *keys);
        if (keys) d->keys = keys;
        Value *values = keys ? mem_realloc(d->values, (size_t)cap * sizeof *values) : NULL;
        if (!values) return ctx_fail_nomem(ctx);
        d->values = values;
        d->cap = cap;
    }
    OWN_VALUE shown = VALUE_NONE;
    TRY(key_value(ctx, d, buf_text(&text), key, &shown));
    if (map_set(d->positions, buf_text(&text), (void *)(intptr_t)(d->n + 1)) != OK)
        return ctx_fail_nomem(ctx);
    d->keys[d->n] = value_give(&shown);
    d->values[d->n] = value_give(&stored);
    d->n++;
    return OK;
}
static Status dict_missing(Ctx *ctx, const Dict *d, Value key) {
    OWN_BUF text = BUF_INIT;
    if (is_map(d)) {
        if (d->numeric)
            return ctx_fail(ctx, ERR_NAME, "MATLAB:Containers:Map:NoKey",
                            "The specified key is not present in this container.");
        TRY(key_text(ctx, d, key, &text));
        return ctx_fail(ctx, ERR_NAME, "MATLAB:Containers:Map:NoKey",
                        "The specified key is not present in this container.");
    }
    return ctx_fail(ctx, ERR_NAME, "MATLAB:dictionary:ScalarKeyNotFound", "Key not found.");
}
static Status dict_remove(Ctx *ctx, Dict *d, Value key) {
    Index at;
    OWN_BUF text = BUF_INIT;
    TRY(dict_find(ctx, d, key, &at));
    if (at < 0) return dict_missing(ctx, d, key);
    TRY(key_text(ctx, d, key, &text));
    map_remove(d->positions, buf_text(&text));
    value_unref(d->keys[at]);
    value_unref(d->values[at]);
    d->n--;
    for (Index i = at; i < d->n; i++) {
        d->keys[i] = d->keys[i + 1];
        d->values[i] = d->values[i + 1];
        OWN_BUF moved = BUF_INIT;
        TRY(key_text(ctx, d, d->keys[i], &moved));
        if (map_set(d->positions, buf_text(&moved), (void *)(intptr_t)(i + 1)) != OK)
            return ctx_fail_nomem(ctx);
    }
    return OK;
}
static Status dict_copy(Ctx *ctx, const Object *o, Object **ret) {
    const Dict *d = (const Dict *)o;
    OWN_DICT *c = NULL;
    TRY(dict_new(ctx, d->head.def, &c));
    memcpy(c->key_type, d->key_type, sizeof c->key_type);
    memcpy(c->value_type, d->value_type, sizeof c->value_type);
    c->numeric = d->numeric;
    for (Index i = 0; i < d->n; i++) TRY(dict_set(ctx, c, d->keys[i], d->values[i]));
    *ret = &c->head;
    c = NULL;
    return OK;
}

static int compare_dict_keys(const void *self, Index i, Index j) {
    const Dict *d = self;
    Value a = d->keys[i], b = d->keys[j];
    if (d->numeric) {
        Ctx ctx; // scalars of a checked class: conversion cannot fail
        ctx_init(&ctx);
        double x = 0, y = 0;
        (void)value_to_double(&ctx, a, &x);
        (void)value_to_double(&ctx, b, &y);
        ctx_done(&ctx);
        return (x > y) - (x < y);
    }
    if (a.tag == VAL_STRING && b.tag == VAL_STRING)
        return strcmp(a.string->items[0]->bytes, b.string->items[0]->bytes);
    if (a.tag == VAL_TENSOR && b.tag == VAL_TENSOR) {
        const Tensor *s = a.tensor, *t = b.tensor;
        for (Index k = 0; k < s->numel && k < t->numel; k++) {
            int order = (int)tensor_u16(s)[k] - (int)tensor_u16(t)[k];
            if (order) return order;
        }
        return (s->numel > t->numel) - (s->numel < t->numel);
    }
    return 0;
}
/// Positions in the order of the container: sorted for containers.Map. mem_free.
static Status dict_order(Ctx *ctx, const Dict *d, Index **ret) {
    if (is_map(d)) return order_by(ctx, d->n, compare_dict_keys, d, ret);
    *ret = mem_alloc((size_t)(d->n + 1) * sizeof **ret);
    if (!*ret) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < d->n; i++) (*ret)[i] = i;
    return OK;
}
/// Keys or values: a cell row for containers.Map, a joined column for dictionary.
static Status dict_list(Ctx *ctx, const Dict *d, const Value *items, Value *ret) {
    OWN_MEM Index *order = NULL;
    TRY(dict_order(ctx, d, &order));
    if (is_map(d)) {
        Shape row = shape_2d(1, d->n);
        CellArray *c = NULL;
        TRY(cell_new(ctx, &row, &c));
        for (Index i = 0; i < d->n; i++) c->items[i] = value_ref(items[order[i]]);
        *ret = value_take_cell(c);
        return OK;
    }
    if (d->n == 0) {
        Shape none = shape_2d(0, 1);
        Tensor *t = NULL;
        TRY(tensor_zeros(ctx, CLASS_DOUBLE, &none, &t));
        *ret = value_take_tensor(t);
        return OK;
    }
    return value_concat(ctx, 0, items, (int)d->n, ret);
}

// ---- the object
// ---------------------------------------------------------------------------------------------------------------
static Status dict_shape(Ctx *ctx, const Object *o, Shape *ret) {
    (void)ctx;
    const Dict *d = (const Dict *)o;
    *ret = is_map(d) ? shape_2d(d->n, 1) : shape_2d(1, 1);
    return OK;
}
/// Number of keys in an index value, and the i-th of them.
static Index key_count(Value keys) {
    return value_is_char(keys) ? 1 : value_numel(keys);
}
static Status key_at(Ctx *ctx, Value keys, Index i, Value *ret) {
    if (value_is_char(keys)) {
        *ret = value_ref(keys);
        return OK;
    }
    if (keys.tag == VAL_CELL) return cell_get(ctx, keys.cell, i, ret);
    Value at = value_double((double)i + 1);
    return value_index(ctx, keys, &at, 1, ret);
}
static Status dict_index(Ctx *ctx, Object *o, const Value *idx, int n, Value *ret) {
    Dict *d = (Dict *)o;
    if (n != 1)
        return ctx_fail(ctx, ERR_INDEX, "MATLAB:Containers:Map:OnlyOneKey",
                        "Only one key can be used at a time.");
    Index at, count = key_count(idx[0]);
    if (is_map(d) || count == 1) {
        TRY(dict_find(ctx, d, idx[0], &at));
        if (at < 0) return dict_missing(ctx, d, idx[0]);
        *ret = value_ref(d->values[at]);
        return OK;
    }
    OWN_MEM Value *found = mem_alloc((size_t)(count + 1) * sizeof *found);
    if (!found) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < count; i++) {
        OWN_VALUE key = VALUE_NONE;
        TRY(key_at(ctx, idx[0], i, &key));
        TRY(dict_find(ctx, d, key, &at));
        if (at < 0) return dict_missing(ctx, d, key);
        found[i] = d->values[at];
    }
    OWN_VALUE line = VALUE_NONE;
    Shape shape;
    TRY(value_shape(ctx, idx[0], &shape));
    TRY(value_concat(ctx, 0, found, (int)count, &line));
    return reshape_value(ctx, line, &shape, ret);
}
static Status dict_index_brace(Ctx *ctx, Object *o, const Value *idx, int n, ValueList *ret) {
    OWN_VALUE v = VALUE_NONE;
    TRY(dict_index(ctx, o, idx, n, &v));
    if (v.tag != VAL_CELL)
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:dictionary:braceIndexing",
                        "Brace indexing needs a dictionary whose values are cells.");
    for (Index i = 0; i < v.cell->numel; i++) {
        Value e = VALUE_NONE;
        TRY(cell_get(ctx, v.cell, i, &e));
        TRY(value_list_push(ctx, ret, e));
    }
    return OK;
}
static Status dict_assign(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs) {
    Dict *d = (Dict *)*o;
    if (n != 1)
        return ctx_fail(ctx, ERR_INDEX, "MATLAB:Containers:Map:OnlyOneKey",
                        "Only one key can be used at a time.");
    Index count = key_count(idx[0]);
    if (is_map(d) || count == 1) return dict_set(ctx, d, idx[0], rhs);
    Index have = value_is_char(rhs) ? 1 : value_numel(rhs);
    if (have != 1 && have != count)
        return ctx_fail(ctx, ERR_SIZE, "MATLAB:dictionary:SizeMismatch",
                        "The number of keys and values must be the same.");
    for (Index i = 0; i < count; i++) {
        OWN_VALUE key = VALUE_NONE, value = VALUE_NONE;
        Value at = value_double(have == 1 ? 1 : (double)i + 1);
        TRY(key_at(ctx, idx[0], i, &key));
        TRY(value_index(ctx, rhs, &at, 1, &value));
        TRY(dict_set(ctx, d, key, value));
    }
    return OK;
}
static Status dict_assign_brace(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs) {
    Shape one = shape_2d(1, 1);
    CellArray *c = NULL;
    TRY(cell_new(ctx, &one, &c));
    c->items[0] = value_ref(rhs);
    OWN_VALUE wrapped = value_take_cell(c);
    return dict_assign(ctx, o, idx, n, wrapped);
}
static Status dict_delete(Ctx *ctx, Object **o, const Value *idx, int n) {
    if (n != 1)
        return ctx_fail(ctx, ERR_INDEX, "MATLAB:Containers:Map:OnlyOneKey",
                        "Only one key can be used at a time.");
    for (Index i = 0; i < key_count(idx[0]); i++) {
        OWN_VALUE key = VALUE_NONE;
        TRY(key_at(ctx, idx[0], i, &key));
        TRY(dict_remove(ctx, (Dict *)*o, key));
    }
    return OK;
}
static Status dict_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
    Dict *d = (Dict *)o;
    if (is_map(d) && strcmp(name, "Count") == 0) {
        *ret = value_double((double)d->n);
        return OK;
    }
    if (is_map(d) && strcmp(name, "KeyType") == 0) return value_from_text(ctx, d->key_type, ret);
    if (is_map(d) && strcmp(name, "ValueType") == 0)
        return value_from_text(ctx, d->value_type, ret);
    return ctx_fail(ctx, ERR_NAME, "MATLAB:noSuchMethodOrField",
                    "Unrecognized method, property, or field '%s' for class '%s'.", name,
                    d->head.def->class_name);
}
static Status dict_equal(Ctx *ctx, Value a, Value b, bool nan_equal, bool *ret) {
    Dict *x = as_dict(a), *y = as_dict(b);
    *ret = x && y && x->head.def == y->head.def && x->n == y->n;
    for (Index i = 0; *ret && i < x->n; i++) {
        Index at;
        TRY(dict_find(ctx, y, x->keys[i], &at));
        *ret = at >= 0;
        if (*ret) TRY(value_equal(ctx, x->values[i], y->values[at], nan_equal, ret));
    }
    return OK;
}
static Status dict_display(Ctx *ctx, const Object *o, const char *name, Buf *out) {
    const Dict *d = (const Dict *)o;
    if (*name) buf_printf(out, is_map(d) ? "%s = \n\n" : "%s =\n\n", name);
    if (is_map(d)) {
        buf_printf(out,
                   "  Map with properties:\n\n        Count: %lld\n      KeyType: %s\n    "
                   "ValueType: %s\n\n",
                   (long long)d->n, d->key_type, d->value_type);
        return OK;
    }
    if (!*d->key_type) {
        buf_puts(out, "  dictionary with unset key and value types.\n\n");
        return OK;
    }
    buf_printf(out, "  dictionary (%s \u27fc %s) with %s%lld %s%s\n", d->key_type, d->value_type,
               d->n ? "" : "no", (long long)d->n, d->n == 1 ? "entry" : "entries",
               d->n ? ":\n" : ".");
    for (Index i = 0; i < d->n; i++) {
        buf_puts(out, "    ");
        TRY(value_summary(ctx, d->keys[i], out));
        buf_puts(out, " \u27fc ");
        TRY(value_summary(ctx, d->values[i], out));
        buf_putc(out, '\n');
    }
    buf_putc(out, '\n');
    return OK;
}
static const char *const *map_properties(const Object *o, Index *ret_n) {
    static const char *const names[] = {"Count", "KeyType", "ValueType"};
    (void)o;
    *ret_n = 3;
    return names;
}
static bool map_is_a(const char *name) {
    return strcmp(name, "handle") == 0;
}
/// [m1; m2]: a new map with the entries of all; later ones win. Maps join downwards only.
static Status map_concat(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    Object *joined = NULL;
    for (int i = 0; i < n; i++) {
        const Dict *d = as_dict(parts[i]);
        const Dict *first = as_dict(parts[0]);
        if (dim != 0 || !d || !first || d->head.def != first->head.def || d->numeric != first->numeric)
            return ctx_fail(ctx, ERR_TYPE, "MATLAB:Containers:Map:ConcatenationNotSupported",
                            "Only vertical concatenation of maps with keys of one kind is supported.");
    }
    TRY(dict_copy(ctx, parts[0].object, &joined));
    OWN_VALUE held = value_take_object(joined);
    Dict *to = (Dict *)joined;
    for (int i = 1; i < n; i++) {
        const Dict *d = as_dict(parts[i]);
        if (strcmp(d->value_type, to->value_type) != 0) snprintf(to->value_type, sizeof to->value_type, "any");
        for (Index k = 0; k < d->n; k++) TRY(dict_set(ctx, to, d->keys[k], d->values[k]));
    }
    *ret = value_give(&held);
    return OK;
}
static MethodFn dict_method(const char *name);
static const ForeignDef map_class = {.class_name = "containers.Map",
                                     .is_handle = true,
                                     .release = dict_release,
                                     .shape = dict_shape,
                                     .index = dict_index,
                                     .assign = dict_assign,
                                     .remove = dict_delete,
                                     .dot_get = dict_get,
                                     .concat = map_concat,
                                     .equal = dict_equal,
                                     .display = dict_display,
                                     .find_method = dict_method,
                                     .properties = map_properties,
                                     .is_a = map_is_a};
static const ForeignDef dictionary_class = {.class_name = "dictionary",
                                            .release = dict_release,
                                            .copy = dict_copy,
                                            .shape = dict_shape,
                                            .index = dict_index,
                                            .index_brace = dict_index_brace,
                                            .assign = dict_assign,
                                            .assign_brace = dict_assign_brace,
                                            .remove = dict_delete,
                                            .dot_get = dict_get,
                                            .equal = dict_equal,
                                            .display = dict_display,
                                            .find_method = dict_method};

// ---- making
// ---------------------------------------------------------------------------------------------------------------------
static Status copy_type(Call *call, int i, char *to, size_t n) {
    OWN_MEM char *text = NULL;
    TRY(arg_text(call, i, &text));
    snprintf(to, n, "%s", text);
    return OK;
}
BUILTIN_AS(containers_map, "containers.Map",
           "M = containers.Map\nM = containers.Map(keySet,valueSet)\nM = "
           "containers.Map(keySet,valueSet,\"UniformValues\",tf)\nM = "
           "containers.Map(\"KeyType\",kType,\"ValueType\",vType)",
           ARITY(0, -1, 1), "Map from keys to values, shared like a handle.",
           "keySet: one key, or a cell or string array of keys\nvalueSet: one value, or a cell "
           "array of values\nkType: \"char\", \"double\", …\nvType: \"any\", \"double\", …",
           "M: map; M(key) reads and writes", "Fails when the numbers of keys and values differ.",
           "M = containers.Map({'a','b'},[1 2]);\nassert(M('b') == 2 && M.Count == 2)\nM('c') = "
           "7;\nassert(isequal(keys(M),{'a','b','c'}))",
           "dictionary, keys, values, isKey, remove") {
    OWN_DICT *d = NULL;
    TRY(dict_new(call->ctx, &map_class, &d));
    strcpy(d->key_type, "char");
    strcpy(d->value_type, "any");
    int i = 0;
    bool typed = arg_is_word(call, 0, "KeyType") || arg_is_word(call, 0, "ValueType") ||
                 arg_is_word(call, 0, "UniformValues");
    if (!typed && call->nargin > 0) {
        Value keys = call->arg[0], values = call->nargin > 1 ? call->arg[1] : VALUE_NONE;
        Index n = key_count(keys);
        OWN_VALUE first = VALUE_NONE;
        if (n > 0) TRY(key_at(call->ctx, keys, 0, &first));
        d->numeric = n > 0 && (value_is_numeric(first) || value_is_logical(first));
        if (d->numeric) snprintf(d->key_type, sizeof d->key_type, "%s", value_class_name(first));
        bool list =
            keys.tag == VAL_CELL || (keys.tag == VAL_STRING && n > 1) || (n > 1 && d->numeric);
        Index have = !list ? 1 : value_is_char(values) ? 1 : value_numel(values);
        if (list && have != n)
            return call_fail(call, ERR_SIZE, "MATLAB:Containers:Map:KeyValueCountMismatch",
                             "The number of keys and values must match.");
        bool all_text = true, all_double = true;
        for (Index k = 0; k < n; k++) {
            OWN_VALUE key = VALUE_NONE, value = VALUE_NONE;
            Value at = value_double((double)k + 1);
            TRY(key_at(call->ctx, keys, k, &key));
            if (values.tag == VAL_CELL && list)
                TRY(cell_get(call->ctx, values.cell, k, &value));
            else if (list && values.tag != VAL_NONE && !value_is_char(values))
                TRY(value_index(call->ctx, values, &at, 1, &value));
            else
                value = value_ref(values);
            all_text = all_text && value_is_char_row(value);
            all_double = all_double && value.tag == VAL_DOUBLE;
            TRY(dict_set(call->ctx, d, key, value));
        }
        if (n > 0 && all_double) strcpy(d->value_type, list ? "double" : "any");
        if (n > 0 && all_text) strcpy(d->value_type, list ? "char" : "any");
        i = 2;
    }
    for (; i + 1 < call->nargin; i += 2) {
        static const char *const words[] = {"KeyType", "ValueType", "UniformValues", NULL};
        int word;
        TRY(arg_choice(call, i, words, &word));
        if (word == 0) TRY(copy_type(call, i + 1, d->key_type, sizeof d->key_type));
        if (word == 1) TRY(copy_type(call, i + 1, d->value_type, sizeof d->value_type));
        if (word == 2) {
            bool uniform;
            TRY(arg_bool(call, i + 1, &uniform));
            if (!uniform) strcpy(d->value_type, "any");
        }
        if (word == 0) d->numeric = type_is_number(d->key_type);
    }
    call->ret[0] = value_take_object(&GIVE(d)->head);
    return OK;
}
BUILTIN(dictionary, "d = dictionary(keys,values)\nd = dictionary(k1,v1,...,kN,vN)\nd = dictionary",
        ARITY(0, -1, 1), "Dictionary from keys to values.",
        "keys: array of keys\nvalues: array of as many values, or a cell array\nk1, v1, …: keys "
        "and values in turn",
        "d: dictionary; d(key) reads and writes",
        "Fails when the numbers of keys and values differ.",
        "d = dictionary([\"a\" \"b\"],[1 2]);\nassert(d(\"b\") == 2)\nd(\"c\") = "
        "5;\nassert(numEntries(d) == 3)",
        "keys, values, isKey, remove, containers.Map") {
    OWN_DICT *d = NULL;
    TRY(dict_new(call->ctx, &dictionary_class, &d));
    if (call->nargin % 2)
        return call_fail(call, ERR_ARG, "MATLAB:dictionary:OddInputs",
                         "Keys and values must come in pairs.");
    Object *o = &d->head;
    for (int i = 0; i < call->nargin; i += 2) {
        Index n = key_count(call->arg[i]),
              have = value_is_char(call->arg[i + 1]) ? 1 : value_numel(call->arg[i + 1]);
        if (n != have && have != 1)
            return call_fail(call, ERR_SIZE, "MATLAB:dictionary:SizeMismatch",
                             "The number of keys and values must be the same.");
        TRY(dict_assign(call->ctx, &o, call->arg + i, 1, call->arg[i + 1]));
    }
    call->ret[0] = value_take_object(&GIVE(d)->head);
    return OK;
}
BUILTIN(configureDictionary, "d = configureDictionary(keyType,valueType)", ARITY(2, 2, 1),
        "Empty dictionary with types of keys and values.", "keyType, valueType: class names",
        "d: dictionary", "",
        "d = configureDictionary(\"string\",\"double\");\nassert(numEntries(d) == 0 && "
        "isConfigured(d))",
        "dictionary, isConfigured") {
    OWN_DICT *d = NULL;
    TRY(dict_new(call->ctx, &dictionary_class, &d));
    TRY(copy_type(call, 0, d->key_type, sizeof d->key_type));
    TRY(copy_type(call, 1, d->value_type, sizeof d->value_type));
    d->numeric = type_is_number(d->key_type);
    call->ret[0] = value_take_object(&GIVE(d)->head);
    return OK;
}

// ---- asking
// ---------------------------------------------------------------------------------------------------------------------
static Status arg_dict(Call *call, Dict **ret) {
    *ret = as_dict(call->arg[0]);
    if (*ret) return OK;
    const char *name = call->def ? call->def->name : "method";
    return call_fail(call, ERR_TYPE, "MATLAB:UndefinedFunction",
                     "Undefined function '%s' for input arguments of type '%s'.", name,
                     value_class_name(call->arg[0]));
}
#define DICT_IN "d: dictionary or containers.Map"
BUILTIN(keys, "k = keys(d)", ARITY(1, 2, 1), "Keys of a dictionary or map.", DICT_IN,
        "k: column of keys (dictionary), or sorted cell row (containers.Map)", "",
        "assert(isequal(keys(dictionary([\"x\" \"y\"],[1 2])),[\"x\";\"y\"]))",
        "values, isKey, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    if (call->nargin > 1) return ctx_fail_unsupported(call->ctx, "keys with \"cell\"");
    return dict_list(call->ctx, d, d->keys, &call->ret[0]);
}
BUILTIN(values, "v = values(d)\nv = values(M,keySet)\nv = values(d,\"cell\")", ARITY(1, 2, 1),
        "Values of a dictionary or map.", DICT_IN "\nkeySet: cell array of keys wanted",
        "v: column of values (dictionary), or cell row in the order of the keys (containers.Map)",
        "Fails for keys that are not there.",
        "assert(isequal(values(dictionary([\"x\" \"y\"],[1 2])),[1;2]))",
        "keys, isKey, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    if (call->nargin == 1) return dict_list(call->ctx, d, d->values, &call->ret[0]);
    if (!is_map(d)) {
        Shape column = shape_2d(d->n, 1);
        CellArray *c = NULL;
        if (!arg_is_word(call, 1, "cell"))
            return call_fail(call, ERR_ARG, "MATLAB:dictionary:values",
                             "The second argument of values must be \"cell\".");
        TRY(cell_new(call->ctx, &column, &c));
        for (Index i = 0; i < d->n; i++) c->items[i] = value_ref(d->values[i]);
        call->ret[0] = value_take_cell(c);
        return OK;
    }
    CellArray *wanted;
    TRY(arg_cell(call, 1, &wanted));
    OWN_CELL *c = NULL;
    TRY(cell_new(call->ctx, &wanted->shape, &c));
    for (Index i = 0; i < wanted->numel; i++) {
        Index at;
        TRY(dict_find(call->ctx, d, wanted->items[i], &at));
        if (at < 0) return dict_missing(call->ctx, d, wanted->items[i]);
        c->items[i] = value_ref(d->values[at]);
    }
    call->ret[0] = value_take_cell(GIVE(c));
    return OK;
}
BUILTIN(isKey, "tf = isKey(d,key)", ARITY(2, 2, 1), "True for keys that are there.",
        DICT_IN "\nkey: key, or array of keys", "tf: logical array", "",
        "assert(isequal(isKey(dictionary(\"a\",1),[\"a\" \"b\"]),[true false]))",
        "keys, remove, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    Value keys = call->arg[1];
    Shape shape = shape_2d(1, 1);
    if (!value_is_char(keys)) TRY(value_shape(call->ctx, keys, &shape));
    OWN_TENSOR *tf = NULL;
    TRY(logical_new(call->ctx, &shape, &tf));
    for (Index i = 0; i < tf->numel; i++) {
        OWN_VALUE key = VALUE_NONE;
        Index at = -1;
        TRY(key_at(call->ctx, keys, i, &key));
        if (*d->key_type && dict_find(call->ctx, d, key, &at) != OK)
            error_clear(&call->ctx->error); // other types are no keys
        tensor_u8(tf)[i] = at >= 0;
    }
    ret_tensor(call, 0, GIVE(tf));
    return OK;
}
BUILTIN(remove, "d = remove(d,key)", ARITY(2, 2, 1), "Removes keys and their values.",
        DICT_IN "\nkey: key, or array of keys",
        "d: dictionary without them; a containers.Map is changed itself",
        "Fails for keys that are not there.",
        "d = remove(dictionary([\"a\" \"b\"],[1 2]),\"a\");\nassert(numEntries(d) == 1)",
        "isKey, insert, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    OWN_VALUE v = value_ref(call->arg[0]);
    if (!is_map(d)) TRY(value_make_sole(call->ctx, &v));
    TRY(dict_delete(call->ctx, &v.object, call->arg + 1, 1));
    call->ret[0] = value_give(&v);
    return OK;
}
BUILTIN(insert, "d = insert(d,key,value)", ARITY(3, 5, 1), "Adds or replaces entries.",
        "d: dictionary\nkey: key, or array of keys\nvalue: value, or array of values",
        "d: changed dictionary", "Fails when the numbers differ.",
        "d = insert(dictionary(\"a\",1),\"b\",2);\nassert(d(\"b\") == 2)", "remove, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    OWN_VALUE v = value_ref(call->arg[0]);
    if (!is_map(d)) TRY(value_make_sole(call->ctx, &v));
    TRY(dict_assign(call->ctx, &v.object, call->arg + 1, 1, call->arg[2]));
    call->ret[0] = value_give(&v);
    return OK;
}
BUILTIN(lookup, "v = lookup(d,key)\nv = lookup(d,key,\"FallbackValue\",f)", ARITY(2, 4, 1),
        "Value of a key, or another value when it is not there.",
        "d: dictionary\nkey: key\nf: value for keys that are not there", "v: value",
        "Fails for keys that are not there when f is not given.",
        "assert(lookup(dictionary(\"a\",1),\"z\",FallbackValue=0) == 0)", "isKey, dictionary") {
    Dict *d;
    Index at = -1;
    TRY(arg_dict(call, &d));
    Option o[] = {{"FallbackValue", NULL}};
    TRY(arg_options(call, 2, o, 1));
    if (key_count(call->arg[1]) != 1 && !o[0].value)
        return dict_index(call->ctx, &d->head, call->arg + 1, 1, &call->ret[0]);
    TRY(dict_find(call->ctx, d, call->arg[1], &at));
    if (at < 0 && !o[0].value) return dict_missing(call->ctx, d, call->arg[1]);
    call->ret[0] = value_ref(at >= 0 ? d->values[at] : *o[0].value);
    return OK;
}
BUILTIN(numEntries, "n = numEntries(d)", ARITY(1, 1, 1), "Number of entries.", DICT_IN, "n: count",
        "", "assert(numEntries(dictionary(\"a\",1)) == 1)", "keys, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    ret_double(call, 0, (double)d->n);
    return OK;
}
BUILTIN(isConfigured, "tf = isConfigured(d)", ARITY(1, 1, 1),
        "True when the types of keys and values are set.", "d: dictionary", "tf: logical scalar",
        "", "assert(~isConfigured(dictionary))", "configureDictionary, types") {
    Dict *d;
    TRY(arg_dict(call, &d));
    ret_bool(call, 0, *d->key_type != 0);
    return OK;
}
BUILTIN(types, "[keyType,valueType] = types(d)", ARITY(1, 1, 2), "Types of keys and values.",
        "d: dictionary", "keyType, valueType: strings", "",
        "[k,v] = types(dictionary(\"a\",1));\nassert(k == \"string\" && v == \"double\")",
        "configureDictionary, isConfigured") {
    Dict *d;
    TRY(arg_dict(call, &d));
    TRY(ret_string(call, 0, d->key_type));
    return ret_wanted(call, 1) ? ret_string(call, 1, d->value_type) : OK;
}
BUILTIN(entries, "E = entries(d)\nE = entries(d,\"struct\")", ARITY(1, 2, 1),
        "Entries as a table or struct array.", "d: dictionary",
        "E: table with Key and Value, or struct array", "",
        "E = entries(dictionary(\"a\",1),\"struct\");\nassert(E.Value == 1)",
        "keys, values, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    if (arg_is_word(call, 1, "struct")) {
        Shape column = shape_2d(d->n, 1);
        OWN_STRUCT *s = NULL;
        TRY(struct_new(call->ctx, &column, &s));
        for (Index i = 0; i < d->n; i++) {
            TRY(struct_set(call->ctx, s, i, "Key", value_ref(d->keys[i])));
            TRY(struct_set(call->ctx, s, i, "Value", value_ref(d->values[i])));
        }
        call->ret[0] = value_take_struct(GIVE(s));
        return OK;
    }
    Value columns[2] = {VALUE_NONE, VALUE_NONE};
    TRY(dict_list(call->ctx, d, d->keys, &columns[0]));
    Status status = dict_list(call->ctx, d, d->values, &columns[1]);
    if (status != OK) {
        value_unref(columns[0]);
        return status;
    }
    Table *t = NULL;
    TRY(table_new(call->ctx, d->n, (const char *const[]){"Key", "Value"}, columns, 2, &t));
    call->ret[0] = value_take_object(&t->head);
    return OK;
}
static Status method_length(Call *call) {
    Dict *d;
    TRY(arg_dict(call, &d));
    ret_double(call, 0, (double)(is_map(d) ? d->n : 1));
    return OK;
}
static MethodFn dict_method(const char *name) {
    static const struct {
        const char *name;
        MethodFn fn;
    } methods[] = {{"keys", fn_keys},
                   {"values", fn_values},
                   {"isKey", fn_isKey},
                   {"remove", fn_remove},
                   {"insert", fn_insert},
                   {"lookup", fn_lookup},
                   {"numEntries", fn_numEntries},
                   {"isConfigured", fn_isConfigured},
                   {"types", fn_types},
                   {"entries", fn_entries},
                   {"length", method_length}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(methods[i].name, name) == 0) return methods[i].fn;
    }
    return NULL;
}

const BuiltinDef *const family_maps[] = {&def_containers_map,
                                         &def_dictionary,
                                         &def_configureDictionary,
                                         &def_keys,
                                         &def_values,
                                         &def_isKey,
                                         &def_remove,
                                         &def_insert,
                                         &def_lookup,
                                         &def_numEntries,
                                         &def_isConfigured,
                                         &def_types,
                                         &def_entries,
                                         NULL};
