// value/table.h: tables and categorical arrays, as foreign objects with C entry points for other rooms.
#pragma once
#include "value/value.h"
typedef struct Table {
    Object head;
    Index n_rows, n_vars;
    Text **names;      // variable names
    Value *vars;       // one value per variable, n_rows rows each
    Text **row_names;  // null or n_rows names
    Text *dim_names[2];
    Text *description;
    Value user_data;
    Text **units, **var_descriptions; // null when never set
} Table;
extern const ForeignDef table_class;
/// New table; takes the values, copies the names. Every value has n_rows rows. ERR_SIZE otherwise (values released).
Status table_new(Ctx *ctx, Index n_rows, const char *const *names, Value *vars, Index n_vars, Table **ret);
Index table_find(const Table *t, const char *name); // -1 when there is none
typedef struct CategoryList CategoryList;
typedef struct Categorical {
    Object head;
    Shape shape;
    Index numel;
    uint32_t *codes;   // 0: undefined, else 1-based category
    Index n_categories;
    Text **categories; // order as categories() shows; belongs to `list`
    CategoryList *list; // shared by the arrays that were made from one another
    bool ordinal, is_protected;
} Categorical;
extern const ForeignDef categorical_class;
/// New array, all undefined, categories copied.
Status categorical_new(Ctx *ctx, const Shape *shape, Text *const *categories, Index n, Categorical **ret);
