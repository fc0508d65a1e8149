// value/subscript.h: subscripts of one access as zero-based positions, for this room and for foreign objects with arrays.
#pragma once
#include "value/value.h"

/// Subscripts of one access, zero-based. Points into itself: never copy, always subs_done.
typedef struct Subs {
    int n;
    Subscript s[SHAPE_MAX_DIMS];
    bool is_mask[SHAPE_MAX_DIMS];  // came from a logical array
    Index *owned[SHAPE_MAX_DIMS];
    Index one[SHAPE_MAX_DIMS];     // storage of scalar subscripts
} Subs;
/// Converts values to positions; checks that they are positive integers, not the bounds.
Status subs_resolve(Ctx *ctx, const Value *idx, int n, Subs *ret);
void subs_done(Subs *subs);
/// Size along subscript k of n: the last one covers all remaining dimensions.
Index subs_dim(const Shape *shape, int k, int n);
/// For reading: checks the bounds and fills in the count of every ':'.
Status subs_bind(Ctx *ctx, Subs *subs, const Shape *shape);
/// Shape of x(subs…), after subs_bind.
Status subs_shape(Ctx *ctx, const Subs *subs, const Shape *shape, Shape *ret);
Index subs_count(const Subs *subs);
/// Linear positions in column-major order (mem_free), after binding against `shape`.
Status subs_positions(Ctx *ctx, const Subs *subs, const Shape *shape, Index **ret, Index *ret_n);
/// Fast form: a single linear position of a container with `shape`, from one or more scalar subscripts; -1 when the
/// subscripts are not that simple or out of range.
Index subs_simple(const Value *idx, int n, const Shape *shape);
/// For assignment: checks counts against the right side, finds the shape after growth, binds ':' to it.
Status subs_plan_assign(Ctx *ctx, Subs *subs, const Shape *shape, const Shape *rhs, Shape *ret_new);
/// For deletion: positions that stay (mem_free) and the shape after it.
Status subs_plan_remove(Ctx *ctx, const Value *idx, int n, const Shape *shape, Index **ret_keep,
                        Index *ret_n, Shape *ret_new);
