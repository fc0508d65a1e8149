// Cell arrays: storage, copies and growth. VAL_NONE in an item stands for [], so that new cells
// cost no allocation.
#include "value/internal.h"

Status cell_new(Ctx *ctx, const Shape *shape, CellArray **ret) {
    TRY(ctx_check_stop(ctx));
    size_t limit = ctx->limits.array_bytes;
    if (limit && (size_t)shape_numel(shape) > limit / sizeof(Value))
        return ctx_fail(ctx, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded",
                        "Requested array exceeds the maximum possible variable size.");
    CellArray *c = mem_alloc(sizeof *c);
    if (!c) return ctx_fail_nomem(ctx);
    refcount_init(&c->refs);
    c->shape = *shape;
    c->numel = shape_numel(shape);
    c->items = mem_alloc_zero((size_t)c->numel * sizeof *c->items);
    if (!c->items) {
        mem_free(c);
        return ctx_fail_nomem(ctx);
    }
    *ret = c;
    return OK;
}

void cell_unref(CellArray *c) {
    if (c && refcount_down(&c->refs)) containers_free((Value){.tag = VAL_CELL, .cell = c});
}

Status cell_copy(Ctx *ctx, const CellArray *c, CellArray **ret) {
    TRY(cell_new(ctx, &c->shape, ret));
    for (Index i = 0; i < c->numel; i++) (*ret)->items[i] = value_ref(c->items[i]);
    return OK;
}

Status cell_grow(Ctx *ctx, CellArray *c, const Shape *shape) {
    TRY(items_grow(ctx, (void **)&c->items, sizeof *c->items, 1, &c->shape, shape));
    c->shape = *shape;
    c->numel = shape_numel(shape);
    return OK;
}

Status cell_get(Ctx *ctx, const CellArray *c, Index e, Value *ret) {
    if (c->items[e].tag == VAL_NONE) return value_empty(ctx, ret);
    *ret = value_ref(c->items[e]);
    return OK;
}
