// base/vec.h: growable arrays without macros in the data structures.
//   Type *items; Index n, cap;   VEC_PUSH_TRY(ctx, s->items, s->n, s->cap, item);
#pragma once
#include "base/ctx.h"
#include "base/mem.h"
#include "base/status.h"

/// Grows *items (an array of `item_size` bytes each) so that `need` fit. ERR_NOMEM leaves it as it was.
Status vec_reserve(Ctx *ctx, void **items, Index *cap, Index need, size_t item_size);

/// Appends one item or returns the failure from the calling function.
#define VEC_PUSH_TRY(ctx, items, n, cap, item)                                                     \
    do {                                                                                           \
        TRY(vec_reserve((ctx), (void **)&(items), &(cap), (n) + 1, sizeof *(items)));              \
        (items)[(n)++] = (item);                                                                   \
    } while (0)
