// Struct arrays, field-major: the values of field f are items[f * numel … f * numel + numel - 1].
// items has room for cap_fields fields; VAL_NONE stands for [].
#include "value/internal.h"
#include <string.h>

static Status struct_alloc(Ctx *ctx, const Shape *shape, Index cap_fields, StructArray **ret) {
    TRY(ctx_check_stop(ctx));
    StructArray *s = mem_alloc_zero(sizeof *s);
    if (!s) return ctx_fail_nomem(ctx);
    refcount_init(&s->refs);
    s->shape = *shape;
    s->numel = shape_numel(shape);
    s->cap_fields = cap_fields;
    s->names = mem_alloc_zero((size_t)cap_fields * sizeof *s->names);
    s->items = mem_alloc_zero((size_t)(cap_fields * s->numel) * sizeof *s->items);
    if (!s->names || !s->items) {
        mem_free(s->names);
        mem_free(s->items);
        mem_free(s);
        return ctx_fail_nomem(ctx);
    }
    *ret = s;
    return OK;
}

Status struct_new(Ctx *ctx, const Shape *shape, StructArray **ret) {
    return struct_alloc(ctx, shape, 4, ret);
}

void struct_unref(StructArray *s) {
    if (s && refcount_down(&s->refs)) containers_free((Value){.tag = VAL_STRUCT, .structure = s});
}

Status struct_like(Ctx *ctx, const StructArray *s, const Shape *shape, StructArray **ret) {
    TRY(struct_alloc(ctx, shape, s->n_fields < 4 ? 4 : s->n_fields, ret));
    (*ret)->n_fields = s->n_fields;
    for (Index f = 0; f < s->n_fields; f++) (*ret)->names[f] = text_ref(s->names[f]);
    return OK;
}

Status struct_copy(Ctx *ctx, const StructArray *s, StructArray **ret) {
    TRY(struct_like(ctx, s, &s->shape, ret));
    for (Index i = 0; i < s->n_fields * s->numel; i++) (*ret)->items[i] = value_ref(s->items[i]);
    return OK;
}

Status struct_grow(Ctx *ctx, StructArray *s, const Shape *shape) {
    Index n = shape_numel(shape);
    TRY(items_grow(ctx, (void **)&s->items, sizeof *s->items, s->n_fields, &s->shape, shape));
    // The block now has room for exactly n_fields fields.
    s->cap_fields = s->n_fields;
    s->shape = *shape;
    s->numel = n;
    return OK;
}

Index struct_find(const StructArray *s, const char *name) {
    size_t n_bytes = strlen(name);
    for (Index f = 0; f < s->n_fields; f++) {
        if (text_equal(s->names[f], name, n_bytes)) return f;
    }
    return -1;
}

Status struct_add_field(Ctx *ctx, StructArray *s, const char *name, Index *ret) {
    Index f = struct_find(s, name);
    if (f >= 0) {
        *ret = f;
        return OK;
    }
    if (s->n_fields == s->cap_fields) {
        Index cap = s->cap_fields < 4 ? 4 : 2 * s->cap_fields;
        Text **names = mem_realloc(s->names, (size_t)cap * sizeof *names);
        if (!names) return ctx_fail_nomem(ctx);
        s->names = names;
        Value *items = mem_realloc(s->items, (size_t)(cap * s->numel) * sizeof *items);
        if (!items) return ctx_fail_nomem(ctx);
        s->items = items;
        s->cap_fields = cap;
    }
    Text *text;
    TRY(text_new(ctx, name, strlen(name), &text));
    f = s->n_fields++;
    s->names[f] = text;
    for (Index e = 0; e < s->numel; e++) s->items[f * s->numel + e] = VALUE_NONE;
    *ret = f;
    return OK;
}

Status struct_get(Ctx *ctx, const StructArray *s, Index e, const char *name, Value *ret) {
    Index f = struct_find(s, name);
    if (f < 0) {
        return ctx_fail(ctx, ERR_NAME, "MATLAB:nonExistentField", "Unrecognized field name \"%s\".",
                        name);
    }
    Value v = s->items[f * s->numel + e];
    if (v.tag == VAL_NONE) return value_empty(ctx, ret);
    *ret = value_ref(v);
    return OK;
}

Status struct_set(Ctx *ctx, StructArray *s, Index e, const char *name, Value v) {
    Index f;
    Status status = struct_add_field(ctx, s, name, &f);
    if (status != OK) {
        value_unref(v);
        return status;
    }
    Value *slot = &s->items[f * s->numel + e];
    Value old = *slot;
    *slot = v;
    value_unref(old);
    return OK;
}
