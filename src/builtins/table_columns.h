// builtins/table_columns.h: variables gathered into a table, and variables and rows picked out of
// one.
#pragma once
#include "builtins/arguments.h"

/// Argument i as a table, borrowed. ERR_TYPE "MATLAB:UndefinedFunction".
Status arg_table(Call *call, int i, Table **ret);

/// Variables gathered one by one, then made a table.
typedef struct Columns {
    char **names;
    Value *vars;
    Index n, cap_names, cap_vars;
} Columns;
void columns_done(Columns *c);
#define OWN_COLUMNS __attribute__((cleanup(columns_done))) Columns
bool columns_has(const Columns *c, const char *name);
/// Takes v.
Status columns_add(Ctx *ctx, Columns *c, const char *name, Value v);
/// The table; the columns are handed over. `rows` < 0: taken from the first. ERR_SIZE, ERR_ARG
/// (names given twice).
Status columns_table(Call *call, Columns *c, Index rows, Table **ret);
/// columns_table into output 0.
Status ret_columns(Call *call, Columns *c, Index rows);
/// Adds variable number `var` of a table under its own name.
Status columns_add_from(Call *call, Columns *c, const Table *t, Index var);
/// Variables named or numbered by a value: positions, mem_free. ERR_NAME, ERR_INDEX.
Status table_find_vars(Call *call, const Table *t, Value which, Index **ret, Index *ret_n);
/// Rows by zero-based position of a value of any class, with all its columns.
Status rows_take(Call *call, Value v, const Index *at, Index n, Value *ret);
