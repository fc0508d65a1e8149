// base/vec.c: growth of arrays by doubling.
#include "base/vec.h"

Status vec_reserve(Ctx *ctx, void **items, Index *cap, Index need, size_t item_size) {
    if (need <= *cap) return OK;
    Index grown = *cap ? *cap * 2 : 8;
    if (grown < need) grown = need;
    if ((uint64_t)grown > SIZE_MAX / 2 / item_size) return ctx_fail_nomem(ctx);
    void *data = mem_realloc(*items, (size_t)grown * item_size);
    if (!data) return ctx_fail_nomem(ctx);
    *items = data;
    *cap = grown;
    return OK;
}
