// value/assign.h: the steps of an assignment, shared by assign.c and chain.c; other rooms use
// value.h.
#pragma once
#include "value/value.h"

/// The public functions without the extra reference on the right side (the caller holds one).
Status assign_paren(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs);
Status assign_brace(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs);
Status assign_dot(Ctx *ctx, Value *v, const char *name, Value rhs);
/// Makes *v a cell of which the caller is the sole owner ([] becomes {}).
Status cell_for_brace(Ctx *ctx, Value *v);
/// Makes *v a 1×1 struct of which the caller is the sole owner ([] becomes a new one).
Status struct_for_dot(Ctx *ctx, Value *v);
