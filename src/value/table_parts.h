// value/table_parts.h: what table.c, table_index.c and table_display.c share.
#pragma once
#include "value/internal.h"

/// New table with the names, descriptions and dimension names of `like` but no variables filled in:
/// vars are VAL_NONE.
Status table_like(Ctx *ctx, const Table *like, Index n_rows, Index n_vars, Table **ret);
/// Appends a variable; takes `v` (released on failure). `t` is sole. No check of rows.
Status table_add(Ctx *ctx, Table *t, const char *name, Value v);
void table_drop(Table *t, Index var);
/// Number of rows of a variable.
Status value_rows(Ctx *ctx, Value v, Index *ret);
/// Rows pos[0…n) of a variable; other dimensions whole.
Status value_take_rows(Ctx *ctx, Value v, const Index *pos, Index n, Value *ret);
/// Extends a variable to n rows with its class's fill.
Status value_grow_rows(Ctx *ctx, Value *v, Index n);

Status table_index(Ctx *ctx, Object *o, const Value *idx, int n, Value *ret);
Status table_index_brace(Ctx *ctx, Object *o, const Value *idx, int n, ValueList *ret);
Status table_assign(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs);
Status table_assign_brace(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs);
Status table_remove(Ctx *ctx, Object **o, const Value *idx, int n);
Status table_concat(Ctx *ctx, int dim, const Value *parts, int n, Value *ret);
/// T{:,:}
Status table_all_values(Ctx *ctx, const Table *t, Value *ret);
/// Texts as a 1×n (or n×1) cell of char rows.
Status texts_to_cell(Ctx *ctx, Text *const *texts, Index n, bool column, Value *ret);
