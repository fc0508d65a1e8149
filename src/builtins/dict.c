// builtins/dict.c: containers.Map (a handle with sorted keys) and dictionary (a value in order of
// insertion). Both are one object: parallel arrays of keys and values, and a hash from the key's
// text to its position. Numbers are keyed by their exact hexadecimal form.
#include "builtins/dict.h"
#include <stdio.h>

Dict *as_dict(Value v) {
    bool yes =
        v.tag == VAL_OBJECT && (v.object->def == &map_class || v.object->def == &dictionary_class);
    return yes ? (Dict *)v.object : NULL;
}
bool is_map(const Dict *d) {
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
Status dict_new(Ctx *ctx, const ForeignDef *def, Dict **ret) {
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

// ---- keys
// -------------------------------------------------------------------------------------------------------------------
bool type_is_number(const char *type) {
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
Status dict_find(Ctx *ctx, const Dict *d, Value key, Index *ret) {
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
Status dict_set(Ctx *ctx, Dict *d, Value key, Value value) {
    TRY(ctx_check_stop(ctx));
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
Status dict_missing(Ctx *ctx, const Dict *d, Value key) {
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
Status dict_list(Ctx *ctx, const Dict *d, const Value *items, Value *ret) {
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
Index key_count(Value keys) {
    return value_is_char(keys) ? 1 : value_numel(keys);
}
Status key_at(Ctx *ctx, Value keys, Index i, Value *ret) {
    if (value_is_char(keys)) {
        *ret = value_ref(keys);
        return OK;
    }
    if (keys.tag == VAL_CELL) return cell_get(ctx, keys.cell, i, ret);
    Value at = value_double((double)i + 1);
    return value_index(ctx, keys, &at, 1, ret);
}
Status dict_index(Ctx *ctx, Object *o, const Value *idx, int n, Value *ret) {
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
Status dict_assign(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs) {
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
Status dict_delete(Ctx *ctx, Object **o, const Value *idx, int n) {
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
        if (dim != 0 || !d || !first || d->head.def != first->head.def ||
            d->numeric != first->numeric)
            return ctx_fail(
                ctx, ERR_TYPE, "MATLAB:Containers:Map:ConcatenationNotSupported",
                "Only vertical concatenation of maps with keys of one kind is supported.");
    }
    TRY(dict_copy(ctx, parts[0].object, &joined));
    OWN_VALUE held = value_take_object(joined);
    Dict *to = (Dict *)joined;
    for (int i = 1; i < n; i++) {
        const Dict *d = as_dict(parts[i]);
        if (strcmp(d->value_type, to->value_type) != 0)
            snprintf(to->value_type, sizeof to->value_type, "any");
        for (Index k = 0; k < d->n; k++) TRY(dict_set(ctx, to, d->keys[k], d->values[k]));
    }
    *ret = value_give(&held);
    return OK;
}
const ForeignDef map_class = {.class_name = "containers.Map",
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
const ForeignDef dictionary_class = {.class_name = "dictionary",
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
