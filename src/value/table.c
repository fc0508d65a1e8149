// Tables: named variables with the same number of rows. This file keeps the object and its names;
// subscripts are in table_index.c, display in table_display.c.
#include "value/table_parts.h"
#include <string.h>

// ---- making -------------------------------------------------------------------------------------
Status value_rows(Ctx *ctx, Value v, Index *ret) {
    Shape shape;
    TRY(value_shape(ctx, v, &shape));
    *ret = shape.dim[0];
    return OK;
}

static void texts_free(Text **texts, Index n) {
    for (Index i = 0; texts && i < n; i++) text_unref(texts[i]);
    mem_free(texts);
}

static void table_release(Object *o) {
    Table *t = (Table *)o;
    for (Index i = 0; i < t->n_vars; i++) {
        if (t->vars) value_unref(t->vars[i]);
    }
    mem_free(t->vars);
    texts_free(t->names, t->n_vars);
    texts_free(t->row_names, t->n_rows);
    texts_free(t->units, t->n_vars);
    texts_free(t->var_descriptions, t->n_vars);
    text_unref(t->dim_names[0]);
    text_unref(t->dim_names[1]);
    text_unref(t->description);
    value_unref(t->user_data);
    mem_free(t);
}

Status table_like(Ctx *ctx, const Table *like, Index n_rows, Index n_vars, Table **ret) {
    Table *t = mem_alloc_zero(sizeof *t);
    if (!t) return ctx_fail_nomem(ctx);
    object_init(&t->head, &table_class);
    t->n_rows = n_rows;
    t->n_vars = n_vars;
    t->vars = mem_alloc_zero((size_t)n_vars * sizeof *t->vars);
    t->names = mem_alloc_zero((size_t)n_vars * sizeof *t->names);
    Status status = t->vars && t->names ? OK : ctx_fail_nomem(ctx);
    if (like) {
        t->dim_names[0] = text_ref(like->dim_names[0]);
        t->dim_names[1] = text_ref(like->dim_names[1]);
        t->description = text_ref(like->description);
        t->user_data = value_ref(like->user_data);
    } else {
        if (status == OK) status = text_new(ctx, "Row", 3, &t->dim_names[0]);
        if (status == OK) status = text_new(ctx, "Variables", 9, &t->dim_names[1]);
    }
    if (status != OK) {
        object_unref(&t->head);
        return status;
    }
    *ret = t;
    return OK;
}

Status table_new(Ctx *ctx, Index n_rows, const char *const *names, Value *vars, Index n_vars,
                 Table **ret) {
    Table *t = NULL;
    Status status = table_like(ctx, NULL, n_rows, n_vars, &t);
    for (Index i = 0; status == OK && i < n_vars; i++) {
        Index rows;
        status = value_rows(ctx, vars[i], &rows);
        if (status == OK && rows != n_rows) {
            status = ctx_fail(ctx, ERR_SIZE, "MATLAB:table:UnequalVarLengths",
                              "All table variables must have the same number of rows.");
        }
        if (status == OK) status = text_new(ctx, names[i], strlen(names[i]), &t->names[i]);
    }
    if (status != OK) {
        for (Index i = 0; i < n_vars; i++) value_unref(vars[i]);
        if (t) object_unref(&t->head);
        return status;
    }
    for (Index i = 0; i < n_vars; i++) t->vars[i] = vars[i];
    *ret = t;
    return OK;
}

static Status texts_copy(Ctx *ctx, Text *const *texts, Index n, Text ***ret) {
    *ret = NULL;
    if (!texts) return OK;
    *ret = mem_alloc_zero((size_t)n * sizeof **ret);
    if (!*ret) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < n; i++) (*ret)[i] = text_ref(texts[i]);
    return OK;
}

static Status table_copy(Ctx *ctx, const Object *o, Object **ret) {
    const Table *t = (const Table *)o;
    Table *copy;
    TRY(table_like(ctx, t, t->n_rows, t->n_vars, &copy));
    for (Index i = 0; i < t->n_vars; i++) {
        copy->vars[i] = value_ref(t->vars[i]);
        copy->names[i] = text_ref(t->names[i]);
    }
    Status status = texts_copy(ctx, t->row_names, t->n_rows, &copy->row_names);
    if (status == OK) status = texts_copy(ctx, t->units, t->n_vars, &copy->units);
    if (status == OK)
        status = texts_copy(ctx, t->var_descriptions, t->n_vars, &copy->var_descriptions);
    if (status != OK) {
        object_unref(&copy->head);
        return status;
    }
    *ret = &copy->head;
    return OK;
}

static Status table_shape(Ctx *ctx, const Object *o, Shape *ret) {
    (void)ctx;
    const Table *t = (const Table *)o;
    *ret = shape_2d(t->n_rows, t->n_vars);
    return OK;
}

Index table_find(const Table *t, const char *name) {
    size_t n_bytes = strlen(name);
    for (Index i = 0; i < t->n_vars; i++) {
        if (text_equal(t->names[i], name, n_bytes)) return i;
    }
    return -1;
}

/// Grows one of the optional text lists beside the variables.
static Status texts_push(Ctx *ctx, Text ***texts, Index n) {
    if (!*texts) return OK;
    Text **grown = mem_realloc(*texts, (size_t)(n + 1) * sizeof *grown);
    if (!grown) return ctx_fail_nomem(ctx);
    *texts = grown;
    return text_new(ctx, "", 0, &grown[n]);
}

Status table_add(Ctx *ctx, Table *t, const char *name, Value v) {
    Text *text = NULL;
    Index n = t->n_vars;
    Status status = text_new(ctx, name, strlen(name), &text);
    Value *vars = status == OK ? mem_realloc(t->vars, (size_t)(n + 1) * sizeof *vars) : NULL;
    if (vars) t->vars = vars;
    Text **names = vars ? mem_realloc(t->names, (size_t)(n + 1) * sizeof *names) : NULL;
    if (names) t->names = names;
    if (status == OK && !names) status = ctx_fail_nomem(ctx);
    if (status == OK) status = texts_push(ctx, &t->units, n);
    if (status == OK) {
        status = texts_push(ctx, &t->var_descriptions, n);
        if (status != OK && t->units) text_unref(t->units[n]);
    }
    if (status != OK) {
        text_unref(text);
        value_unref(v);
        return status;
    }
    t->vars[n] = v;
    t->names[n] = text;
    t->n_vars++;
    return OK;
}

void table_drop(Table *t, Index var) {
    value_unref(t->vars[var]);
    text_unref(t->names[var]);
    if (t->units) text_unref(t->units[var]);
    if (t->var_descriptions) text_unref(t->var_descriptions[var]);
    t->n_vars--;
    for (Index i = var; i < t->n_vars; i++) {
        t->vars[i] = t->vars[i + 1];
        t->names[i] = t->names[i + 1];
        if (t->units) t->units[i] = t->units[i + 1];
        if (t->var_descriptions) t->var_descriptions[i] = t->var_descriptions[i + 1];
    }
}

// ---- T.Properties -------------------------------------------------------------------------------
Status texts_to_cell(Ctx *ctx, Text *const *texts, Index n, bool column, Value *ret) {
    Shape shape = texts ? (column ? shape_2d(n, 1) : shape_2d(1, n)) : shape_2d(0, 0);
    CellArray *c;
    TRY(cell_new(ctx, &shape, &c));
    for (Index i = 0; i < c->numel; i++) {
        Status status = value_from_utf8(ctx, texts[i]->bytes, texts[i]->n_bytes, &c->items[i]);
        if (status != OK) {
            cell_unref(c);
            return status;
        }
    }
    *ret = value_take_cell(c);
    return OK;
}

static Status set_taken(Ctx *ctx, StructArray *s, const char *name, Status made, Value v) {
    if (made != OK) return made;
    return struct_set(ctx, s, 0, name, v);
}

static Status get_properties(Ctx *ctx, const Table *t, Value *ret) {
    StructArray *s;
    Shape one = shape_2d(1, 1);
    TRY(struct_new(ctx, &one, &s));
    Value v = VALUE_NONE;
    const char *description = t->description ? t->description->bytes : "";
    Status status = value_from_text(ctx, description, &v);
    status = set_taken(ctx, s, "Description", status, v);
    if (status == OK) status = struct_set(ctx, s, 0, "UserData", value_ref(t->user_data));
    if (status == OK)
        status =
            set_taken(ctx, s, "DimensionNames", texts_to_cell(ctx, t->dim_names, 2, false, &v), v);
    if (status == OK)
        status = set_taken(ctx, s, "VariableNames",
                           texts_to_cell(ctx, t->names, t->n_vars, false, &v), v);
    if (status == OK)
        status = set_taken(ctx, s, "VariableDescriptions",
                           texts_to_cell(ctx, t->var_descriptions, t->n_vars, false, &v), v);
    if (status == OK)
        status = set_taken(ctx, s, "VariableUnits",
                           texts_to_cell(ctx, t->units, t->n_vars, false, &v), v);
    if (status == OK)
        status =
            set_taken(ctx, s, "RowNames", texts_to_cell(ctx, t->row_names, t->n_rows, true, &v), v);
    if (status != OK) {
        struct_unref(s);
        return status;
    }
    *ret = value_take_struct(s);
    return OK;
}

/// Replaces a list of n texts; an empty value makes the list null when `optional`.
static Status set_texts(Ctx *ctx, Text ***list, Index n, Value v, bool optional, const char *what) {
    StringArray *s = NULL;
    Text **fresh = NULL;
    Index old_n = n;
    if (!value_is_empty(v) || !optional) {
        TRY(value_to_strings(ctx, v, &s));
        if (s->numel != n) {
            string_unref(s);
            return ctx_fail(ctx, ERR_SIZE, "MATLAB:table:IncorrectNumberOfNames",
                            "The %s property must have one element for each %s.", what,
                            strcmp(what, "RowNames") ? "variable" : "row");
        }
        Status status = texts_copy(ctx, s->items, n, &fresh);
        for (Index i = 0; status == OK && i < n; i++) {
            if (!fresh[i]) status = text_new(ctx, "", 0, &fresh[i]);
        }
        string_unref(s);
        if (status != OK) {
            texts_free(fresh, n);
            return status;
        }
    }
    texts_free(*list, old_n);
    *list = fresh;
    return OK;
}

static Status set_one_property(Ctx *ctx, Table *t, const char *name, Value v) {
    if (strcmp(name, "VariableNames") == 0)
        return set_texts(ctx, &t->names, t->n_vars, v, false, name);
    if (strcmp(name, "RowNames") == 0)
        return set_texts(ctx, &t->row_names, t->n_rows, v, true, name);
    if (strcmp(name, "VariableUnits") == 0)
        return set_texts(ctx, &t->units, t->n_vars, v, true, name);
    if (strcmp(name, "VariableDescriptions") == 0)
        return set_texts(ctx, &t->var_descriptions, t->n_vars, v, true, name);
    if (strcmp(name, "UserData") == 0) {
        value_unref(t->user_data);
        t->user_data = value_ref(v);
        return OK;
    }
    if (strcmp(name, "Description") == 0) {
        char *text;
        Text *fresh;
        TRY(value_to_utf8(ctx, v, &text));
        Status status = text_new(ctx, text, strlen(text), &fresh);
        mem_free(text);
        TRY(status);
        text_unref(t->description);
        t->description = fresh;
        return OK;
    }
    if (strcmp(name, "DimensionNames") == 0) {
        StringArray *s;
        TRY(value_to_strings(ctx, v, &s));
        Status status = s->numel == 2 && s->items[0] && s->items[1]
                            ? OK
                            : ctx_fail(ctx, ERR_SIZE, "MATLAB:table:IncorrectNumberOfDimNames",
                                       "DimensionNames must have two elements.");
        for (int i = 0; status == OK && i < 2; i++) {
            text_unref(t->dim_names[i]);
            t->dim_names[i] = text_ref(s->items[i]);
        }
        string_unref(s);
        return status;
    }
    return ctx_fail(ctx, ERR_NAME, "MATLAB:table:UnknownProperty",
                    "Unrecognized table property '%s'.", name);
}

static Status set_properties(Ctx *ctx, Table *t, Value v) {
    if (v.tag != VAL_STRUCT || v.structure->numel != 1) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:table:InvalidPropertiesAssignment",
                        "Assignment to Properties requires a scalar struct.");
    }
    for (Index f = 0; f < v.structure->n_fields; f++) {
        TRY(set_one_property(ctx, t, v.structure->names[f]->bytes, v.structure->items[f]));
    }
    return OK;
}

// ---- dots ---------------------------------------------------------------------------------------
static Status table_dot_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
    const Table *t = (const Table *)o;
    Index i = table_find(t, name);
    if (i >= 0) {
        if (t->vars[i].tag == VAL_NONE) return value_empty(ctx, ret);
        *ret = value_ref(t->vars[i]);
        return OK;
    }
    if (strcmp(name, "Properties") == 0) return get_properties(ctx, t, ret);
    if (strcmp(name, t->dim_names[0]->bytes) == 0)
        return texts_to_cell(ctx, t->row_names, t->n_rows, true, ret);
    if (strcmp(name, t->dim_names[1]->bytes) == 0) return table_all_values(ctx, t, ret);
    return ctx_fail(ctx, ERR_NAME, "MATLAB:table:UnrecognizedVarName",
                    "Unrecognized table variable name '%s'.", name);
}

static Status table_dot_set(Ctx *ctx, Object **o, const char *name, Value rhs) {
    Table *t = (Table *)*o;
    if (strcmp(name, "Properties") == 0) return set_properties(ctx, t, rhs);
    if (strcmp(name, t->dim_names[0]->bytes) == 0)
        return set_texts(ctx, &t->row_names, t->n_rows, rhs, true, "RowNames");
    Index i = table_find(t, name), rows;
    if (value_is_null(rhs) && t->n_rows > 0) {
        if (i < 0)
            return ctx_fail(ctx, ERR_NAME, "MATLAB:table:UnrecognizedVarName",
                            "Unrecognized table variable name '%s'.", name);
        table_drop(t, i);
        return OK;
    }
    TRY(value_rows(ctx, rhs, &rows));
    if (t->n_vars == 0 && t->n_rows == 0) t->n_rows = rows;
    if (rows != t->n_rows) {
        return ctx_fail(ctx, ERR_SIZE, "MATLAB:table:RowDimensionMismatch",
                        "To assign to or create a variable in a table, the number of rows must "
                        "match the height of "
                        "the table.");
    }
    if (i < 0) return table_add(ctx, t, name, value_ref(rhs));
    Value old = t->vars[i];
    t->vars[i] = value_ref(rhs);
    value_unref(old);
    return OK;
}

// ---- the rest of the class ----------------------------------------------------------------------
static Status table_equal(Ctx *ctx, Value a, Value b, bool nan_equal, bool *ret) {
    *ret = false;
    if (!value_is_object(a, &table_class) || !value_is_object(b, &table_class)) return OK;
    const Table *x = (const Table *)a.object, *y = (const Table *)b.object;
    *ret = x->n_rows == y->n_rows && x->n_vars == y->n_vars && !x->row_names == !y->row_names;
    for (Index i = 0; *ret && i < x->n_vars; i++) {
        *ret = text_equal(x->names[i], y->names[i]->bytes, y->names[i]->n_bytes);
        if (*ret) TRY(value_equal(ctx, x->vars[i], y->vars[i], nan_equal, ret));
    }
    for (Index i = 0; *ret && x->row_names && i < x->n_rows; i++) {
        *ret = text_equal(x->row_names[i], y->row_names[i]->bytes, y->row_names[i]->n_bytes);
    }
    return OK;
}

static Status table_summary(Ctx *ctx, const Object *o, Buf *out) {
    const Table *t = (const Table *)o;
    buf_printf(out, "%lld×%lld table", (long long)t->n_rows, (long long)t->n_vars);
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}

static const char *const table_property_names[] = {"Properties", "Row", "Variables"};

static const char *const *table_properties(const Object *o, Index *ret_n) {
    (void)o;
    *ret_n = 3;
    return table_property_names;
}

const ForeignDef table_class = {
    .class_name = "table",
    .release = table_release,
    .copy = table_copy,
    .shape = table_shape,
    .index = table_index,
    .index_brace = table_index_brace,
    .assign = table_assign,
    .assign_brace = table_assign_brace,
    .remove = table_remove,
    .dot_get = table_dot_get,
    .dot_set = table_dot_set,
    .concat = table_concat,
    .equal = table_equal,
    .display = table_display,
    .summary = table_summary,
    .properties = table_properties,
};
