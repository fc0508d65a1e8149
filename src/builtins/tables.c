// builtins/tables.c: making tables, their rows and variables.
#include "builtins/table_columns.h"
#include <stdio.h>

// ---- making
// --------------------------------------------------------------------------------------------------------------
BUILTIN_AS(make_table, "table",
           "T = table(var1,...,varN)\nT = table(...,\"VariableNames\",names,\"RowNames\",rows)\nT "
           "= table(\"Size\",sz,\"VariableTypes\",types)",
           ARITY(0, -1, 1), "Table from variables.",
           "var1, …: arrays with the same number of rows\nnames: names of the variables\nrows: "
           "names of the rows\nsz: [rows variables]\ntypes: class names",
           "T: table", "Fails when the numbers of rows differ.",
           "T = table([1;2],[\"a\";\"b\"],VariableNames=[\"x\" \"s\"]);\nassert(height(T) == 2 && "
           "T.x(2) == 2)",
           "array2table, struct2table, head, sortrows") {
    static const char *const words[] = {"VariableNames", "RowNames", "Size", "VariableTypes",
                                        "DimensionNames"};
    int last = call->nargin;
    // Options start at the first name whose rest pairs up.
    for (int i = 0; i < call->nargin && last == call->nargin; i++) {
        for (int w = 0; w < 5; w++) {
            if (arg_is_word(call, i, words[w]) && (call->nargin - i) % 2 == 0) last = i;
        }
        if (last < call->nargin) break;
    }
    Option o[] = {{"VariableNames", NULL},
                  {"RowNames", NULL},
                  {"Size", NULL},
                  {"VariableTypes", NULL},
                  {"DimensionNames", NULL}};
    TRY(arg_options(call, last, o, 5));
    OWN_STRINGS *names = NULL, *rows = NULL, *types = NULL;
    OWN_COLUMNS c = {0};
    if (o[0].value) TRY(value_to_strings(call->ctx, *o[0].value, &names));
    if (o[1].value) TRY(value_to_strings(call->ctx, *o[1].value, &rows));
    Index n = last, n_rows = -1;
    OWN_TENSOR *size = NULL;
    if (o[2].value) {
        TRY(value_to_doubles(call->ctx, *o[2].value, &size));
        if (size->numel != 2 || !o[3].value || last > 0)
            return call_fail(call, ERR_ARG, "MATLAB:table:InvalidSize",
                             "Size must be [rows variables], with VariableTypes.");
        TRY(value_to_strings(call->ctx, *o[3].value, &types));
        n_rows = (Index)tensor_get(size, 0);
        n = (Index)tensor_get(size, 1);
        if (types->numel != n)
            return call_fail(call, ERR_SIZE, "MATLAB:table:VarTypesSize",
                             "There must be one type for each variable.");
    }
    if (names && names->numel != n)
        return call_fail(
            call, ERR_SIZE, "MATLAB:table:IncorrectNumberOfVarNames",
            "The VariableNames property must contain one name for each variable in the table.");
    for (Index i = 0; i < n; i++) {
        char text[32];
        Value v = VALUE_NONE;
        const char *variable = types ? NULL : vm_argument_name(call->vm, 0, (int)i);
        snprintf(text, sizeof text, "Var%lld", (long long)i + 1);
        if (types) {
            const char *type = types->items[i] ? types->items[i]->bytes : "";
            Shape column = shape_2d(n_rows, 1);
            NumClass cls;
            if (class_from_name(type, &cls)) {
                Tensor *t = NULL;
                TRY(tensor_zeros(call->ctx, cls, &column, &t));
                v = value_take_tensor(t);
            } else if (strcmp(type, "cell") == 0 || strcmp(type, "cellstr") == 0) {
                CellArray *cells = NULL;
                TRY(cell_new(call->ctx, &column, &cells));
                v = value_take_cell(cells);
            } else if (strcmp(type, "string") == 0) {
                StringArray *s = NULL;
                TRY(string_new(call->ctx, &column, &s));
                v = value_take_string(s);
            } else if (strcmp(type, "categorical") == 0) {
                Categorical *cat = NULL;
                TRY(categorical_new(call->ctx, &column, NULL, 0, &cat));
                v = value_take_object(&cat->head);
            } else {
                return ctx_fail_unsupported(call->ctx, "this variable type in table");
            }
        } else {
            v = value_ref(call->arg[i]);
        }
        TRY(columns_add(call->ctx, &c,
                        names && names->items[i]                 ? names->items[i]->bytes
                        : variable && !columns_has(&c, variable) ? variable
                                                                 : text,
                        v));
    }
    Table *t = NULL;
    TRY(columns_table(call, &c, n == 0 && rows ? rows->numel : n_rows, &t));
    call->ret[0] = value_take_object(&t->head);
    if (rows) {
        if (rows->numel != t->n_rows)
            return call_fail(
                call, ERR_SIZE, "MATLAB:table:IncorrectNumberOfRowNames",
                "The RowNames property must contain one name for each row in the table.");
        t->row_names = mem_alloc_zero((size_t)(rows->numel + 1) * sizeof *t->row_names);
        if (!t->row_names) return ctx_fail_nomem(call->ctx);
        for (Index i = 0; i < rows->numel; i++) {
            if (rows->items[i])
                t->row_names[i] = text_ref(rows->items[i]);
            else
                TRY(text_new(call->ctx, "", 0, &t->row_names[i]));
        }
    }
    return OK;
}
BUILTIN(istable, "TF = istable(A)", ARITY(1, 1, 1), "True for tables.", "A: any value",
        "TF: logical scalar", "", "assert(istable(table(1)))", "table, isa") {
    ret_bool(call, 0, value_is_object(call->arg[0], &table_class));
    return OK;
}
/// Columns of an array or cell matrix as variables; in a table of cells the contents are joined
/// when they fit.
static Status columns_of_matrix(Call *call, bool open_cells) {
    Value v = call->arg[0];
    Option o[] = {{"VariableNames", NULL}, {"RowNames", NULL}};
    OWN_STRINGS *names = NULL;
    OWN_COLUMNS c = {0};
    Shape s;
    TRY(arg_options(call, 1, o, 2));
    if (o[1].value) return ctx_fail_unsupported(call->ctx, "RowNames here; set them through table");
    if (o[0].value) TRY(value_to_strings(call->ctx, *o[0].value, &names));
    TRY(value_shape(call->ctx, v, &s));
    Index n = s.dim[1];
    if (names && names->numel != n)
        return call_fail(
            call, ERR_SIZE, "MATLAB:table:IncorrectNumberOfVarNames",
            "The VariableNames property must contain one name for each variable in the table.");
    for (Index j = 0; j < n; j++) {
        char text[64];
        Value idx[2] = {{.tag = VAL_COLON}, value_double((double)j + 1)};
        OWN_VALUE column = VALUE_NONE;
        TRY(value_index(call->ctx, v, idx, 2, &column));
        if (open_cells && column.tag == VAL_CELL && column.cell->numel) {
            bool scalars = true;
            const char *cls = value_class_name(
                column.cell->items[0].tag == VAL_NONE ? value_double(0) : column.cell->items[0]);
            for (Index i = 0; i < column.cell->numel; i++) {
                Value e = column.cell->items[i];
                scalars = scalars && e.tag != VAL_NONE && !value_is_char(e) && e.tag != VAL_CELL &&
                          value_numel(e) == 1 && strcmp(value_class_name(e), cls) == 0;
            }
            if (scalars) {
                Value joined = VALUE_NONE;
                TRY(value_concat(call->ctx, 0, column.cell->items, (int)column.cell->numel,
                                 &joined));
                value_unref(column);
                column = joined;
            }
        }
        snprintf(text, sizeof text, "Var%lld", (long long)j + 1);
        TRY(columns_add(call->ctx, &c, names && names->items[j] ? names->items[j]->bytes : text,
                        value_give(&column)));
    }
    return ret_columns(call, &c, s.dim[0]);
}
BUILTIN(array2table, "T = array2table(A)\nT = array2table(A,\"VariableNames\",names)",
        ARITY(1, 5, 1), "Table with the columns of a matrix as variables.",
        "A: matrix\nnames: names of the variables", "T: table",
        "Fails when there is not one name per column.",
        "T = array2table([1 2;3 4],VariableNames=[\"a\" \"b\"]);\nassert(isequal(T.b,[2;4]))",
        "table, table2array, cell2table") {
    return columns_of_matrix(call, false);
}
BUILTIN(cell2table, "T = cell2table(C)\nT = cell2table(C,\"VariableNames\",names)", ARITY(1, 5, 1),
        "Table with the columns of a cell matrix as variables.",
        "C: cell matrix\nnames: names of the variables",
        "T: table; columns of scalars of one class become arrays",
        "Fails when there is not one name per column.",
        "T = cell2table({1,\"a\";2,\"b\"});\nassert(isequal(T.Var1,[1;2]))", "table, table2cell") {
    return columns_of_matrix(call, true);
}
BUILTIN(struct2table, "T = struct2table(S)\nT = struct2table(S,\"AsArray\",tf)", ARITY(1, 5, 1),
        "Table with the fields of a struct as variables.",
        "S: scalar struct of columns, or struct array (one row per element)\nAsArray: true gives "
        "one row for a scalar struct",
        "T: table", "Fails when the numbers of rows differ.",
        "T = struct2table(struct(\"a\",{1;2}));\nassert(isequal(T.a,[1;2]))",
        "table2struct, table") {
    StructArray *s;
    OWN_COLUMNS c = {0};
    Option o[] = {{"AsArray", NULL}, {"RowNames", NULL}};
    bool as_array = false;
    TRY(arg_struct(call, 0, &s));
    TRY(arg_options(call, 1, o, 2));
    if (o[0].value) TRY(value_truth(call->ctx, *o[0].value, &as_array));
    for (Index f = 0; f < s->n_fields; f++) {
        Value v = VALUE_NONE;
        if (s->numel == 1 && !as_array) {
            TRY(struct_get(call->ctx, s, 0, s->names[f]->bytes, &v));
        } else {
            Shape column = shape_2d(s->numel, 1);
            CellArray *cells = NULL;
            bool scalars = s->numel > 0;
            TRY(cell_new(call->ctx, &column, &cells));
            OWN_VALUE held = value_take_cell(cells);
            for (Index e = 0; e < s->numel; e++) {
                cells->items[e] = value_ref(s->items[f * s->numel + e]);
                Value x = cells->items[e], first = cells->items[0];
                scalars = scalars && x.tag != VAL_NONE && !value_is_char(x) && x.tag != VAL_CELL &&
                          value_numel(x) == 1 &&
                          strcmp(value_class_name(x), value_class_name(first)) == 0;
            }
            if (scalars)
                TRY(value_concat(call->ctx, 0, cells->items, (int)cells->numel, &v));
            else
                v = value_give(&held);
        }
        TRY(columns_add(call->ctx, &c, s->names[f]->bytes, v));
    }
    return ret_columns(call, &c, s->n_fields ? -1 : s->numel);
}
BUILTIN(table2array, "A = table2array(T)", ARITY(1, 1, 1),
        "Variables of a table side by side as one array.", "T: table", "A: array",
        "Fails when the classes do not go together.",
        "assert(isequal(table2array(table([1;2],[3;4])),[1 3;2 4]))", "array2table, table2cell") {
    Table *t;
    TRY(arg_table(call, 0, &t));
    return value_concat(call->ctx, 1, t->vars, (int)t->n_vars, &call->ret[0]);
}
/// Value of variable v in row r (contents of a cell).
static Status table_item(Call *call, const Table *t, Index v, Index r, Value *ret) {
    OWN_VALUE item = VALUE_NONE;
    TRY(rows_take(call, t->vars[v], &r, 1, &item));
    if (item.tag == VAL_CELL && item.cell->numel == 1)
        return cell_get(call->ctx, item.cell, 0, ret);
    *ret = value_give(&item);
    return OK;
}
BUILTIN(table2cell, "C = table2cell(T)", ARITY(1, 1, 1), "Cell matrix with the values of a table.",
        "T: table", "C: cell array, one cell per value", "",
        "C = table2cell(table([1;2]));\nassert(isequal(C,{1;2}))", "table2array, cell2table") {
    Table *t;
    TRY(arg_table(call, 0, &t));
    Shape shape = shape_2d(t->n_rows, t->n_vars);
    CellArray *c = NULL;
    TRY(cell_new(call->ctx, &shape, &c));
    call->ret[0] = value_take_cell(c);
    for (Index v = 0; v < t->n_vars; v++) {
        for (Index r = 0; r < t->n_rows; r++)
            TRY(table_item(call, t, v, r, &c->items[v * t->n_rows + r]));
    }
    return OK;
}
BUILTIN(table2struct, "S = table2struct(T)\nS = table2struct(T,\"ToScalar\",tf)", ARITY(1, 3, 1),
        "Struct array with one element per row.",
        "T: table\nToScalar: true gives one struct of whole variables", "S: struct array", "",
        "S = table2struct(table([1;2],VariableNames=\"a\"));\nassert(S(2).a == 2)",
        "struct2table") {
    Table *t;
    bool scalar = false;
    Option o[] = {{"ToScalar", NULL}};
    TRY(arg_table(call, 0, &t));
    TRY(arg_options(call, 1, o, 1));
    if (o[0].value) TRY(value_truth(call->ctx, *o[0].value, &scalar));
    Shape shape = shape_2d(scalar ? 1 : t->n_rows, 1);
    OWN_STRUCT *s = NULL;
    TRY(struct_new(call->ctx, &shape, &s));
    for (Index v = 0; v < t->n_vars; v++) {
        Index f;
        TRY(struct_add_field(call->ctx, s, t->names[v]->bytes, &f));
        for (Index r = 0; r < s->numel; r++) {
            Value item = VALUE_NONE;
            if (scalar)
                item = value_ref(t->vars[v]);
            else
                TRY(table_item(call, t, v, r, &item));
            TRY(struct_set(call->ctx, s, r, t->names[v]->bytes, item));
        }
    }
    call->ret[0] = value_take_struct(GIVE(s));
    return OK;
}

// ---- rows
// -------------------------------------------------------------------------------------------------------------------
static Status end_rows(Call *call, bool head) {
    Index k = 8;
    Shape s;
    if (call->nargin > 1) TRY(arg_index(call, 1, &k));
    TRY(value_shape(call->ctx, call->arg[0], &s));
    Index n = s.dim[0] < k ? s.dim[0] : k, from = head ? 0 : s.dim[0] - n;
    OWN_MEM Index *at = mem_alloc((size_t)(n + 1) * sizeof *at);
    if (!at) return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < n; i++) at[i] = from + i;
    TRY(rows_take(call, call->arg[0], at, n, &call->ret[0]));
    if (call->nargout > 0) return OK;
    OWN_VALUE shown = value_give(&call->ret[0]);
    OWN_BUF out = BUF_INIT;
    TRY(value_disp(call->ctx, &call->env->format, shown, &out));
    env_write(call->env, buf_text(&out), out.len);
    return OK;
}
BUILTIN(head, "head(T)\nhead(T,k)\nB = head(...)", ARITY(1, 2, 1),
        "First rows of a table or array.", "T: table or array\nk: how many, 8 by default",
        "B: those rows; shown when no output is asked for", "",
        "assert(height(head(table((1:20)'))) == 8)", "tail, table") {
    return end_rows(call, true);
}
BUILTIN(tail, "tail(T)\ntail(T,k)\nB = tail(...)", ARITY(1, 2, 1), "Last rows of a table or array.",
        "T: table or array\nk: how many, 8 by default",
        "B: those rows; shown when no output is asked for", "",
        "assert(isequal(tail((1:9)',2),[8;9]))", "head, table") {
    return end_rows(call, false);
}

// ---- variables
// -----------------------------------------------------------------------------------------------------------------
BUILTIN(addvars,
        "T2 = addvars(T1,var1,...,varN)\nT2 = "
        "addvars(...,\"NewVariableNames\",names,\"Before\",v,\"After\",v)",
        ARITY(2, -1, 1), "Adds variables.",
        "T1: table\nvar1, …: arrays with as many rows\nnames: their names\nv: neighbour; at the "
        "end by default",
        "T2: table", "Fails when the numbers of rows differ.",
        "T = addvars(table([1;2]),[3;4],NewVariableNames=\"b\");\nassert(isequal(T.b,[3;4]))",
        "removevars, renamevars, movevars") {
    Table *t;
    TRY(arg_table(call, 0, &t));
    int last = 1;
    while (last < call->nargin && !arg_is_word(call, last, "NewVariableNames") &&
           !arg_is_word(call, last, "Before") && !arg_is_word(call, last, "After"))
        last++;
    Option o[] = {{"NewVariableNames", NULL}, {"Before", NULL}, {"After", NULL}};
    TRY(arg_options(call, last, o, 3));
    OWN_STRINGS *names = NULL;
    OWN_COLUMNS c = {0};
    Index at = t->n_vars, n;
    if (o[0].value) TRY(value_to_strings(call->ctx, *o[0].value, &names));
    if (names && names->numel != last - 1)
        return call_fail(call, ERR_SIZE, "MATLAB:table:addmovevars:IncorrectNumberOfVarNames",
                         "There must be one name for each new variable.");
    for (int k = 1; k < 3; k++) {
        OWN_MEM Index *where = NULL;
        if (!o[k].value) continue;
        TRY(table_find_vars(call, t, *o[k].value, &where, &n));
        if (n == 1) at = where[0] + (k == 2);
    }
    for (Index i = 0; i <= t->n_vars; i++) {
        for (int k = 1; i == at && k < last; k++) {
            char text[32];
            snprintf(text, sizeof text, "Var%lld", (long long)t->n_vars + k);
            TRY(columns_add(call->ctx, &c,
                            names && names->items[k - 1] ? names->items[k - 1]->bytes : text,
                            value_ref(call->arg[k])));
        }
        if (i < t->n_vars) TRY(columns_add_from(call, &c, t, i));
    }
    return ret_columns(call, &c, t->n_rows);
}
BUILTIN(removevars, "T2 = removevars(T1,vars)", ARITY(2, 2, 1), "Removes variables.",
        "T1: table\nvars: names or positions", "T2: table",
        "Fails for variables that are not there.",
        "T = removevars(table(1,2),\"Var1\");\nassert(width(T) == 1)", "addvars, renamevars") {
    Table *t;
    OWN_MEM Index *gone = NULL;
    Index n;
    OWN_COLUMNS c = {0};
    TRY(arg_table(call, 0, &t));
    TRY(table_find_vars(call, t, call->arg[1], &gone, &n));
    for (Index v = 0; v < t->n_vars; v++) {
        bool drop = false;
        for (Index i = 0; i < n; i++) drop = drop || gone[i] == v;
        if (!drop) TRY(columns_add_from(call, &c, t, v));
    }
    return ret_columns(call, &c, t->n_rows);
}
BUILTIN(renamevars, "T2 = renamevars(T1,vars,newNames)", ARITY(3, 3, 1), "Renames variables.",
        "T1: table\nvars: names or positions\nnewNames: as many names", "T2: table",
        "Fails for variables that are not there.",
        "T = renamevars(table(1),\"Var1\",\"a\");\nassert(T.a == 1)", "addvars, removevars") {
    Table *t;
    OWN_MEM Index *which = NULL;
    Index n;
    OWN_STRINGS *names = NULL;
    OWN_COLUMNS c = {0};
    TRY(arg_table(call, 0, &t));
    TRY(table_find_vars(call, t, call->arg[1], &which, &n));
    TRY(arg_strings(call, 2, &names));
    if (names->numel != n)
        return call_fail(call, ERR_SIZE, "MATLAB:table:renamevars:IncorrectNumberOfVarNames",
                         "There must be one new name for each variable.");
    for (Index v = 0; v < t->n_vars; v++) {
        const char *name = t->names[v]->bytes;
        for (Index i = 0; i < n; i++) {
            if (which[i] == v && names->items[i]) name = names->items[i]->bytes;
        }
        TRY(columns_add(call->ctx, &c, name, value_ref(t->vars[v])));
    }
    return ret_columns(call, &c, t->n_rows);
}

// ---- a function of every row
BUILTIN(
    rowfun,
    "B = rowfun(fun,A)\nB = "
    "rowfun(fun,A,\"InputVariables\",vars,\"OutputVariableNames\",name,\"OutputFormat\",format)",
    ARITY(2, -1, 1), "Applies a function to every row of a table.",
    "fun: function handle of as many arguments as there are variables\nvars: names or "
    "positions\nname: name of the result\nformat: \"table\" (default), \"uniform\", \"cell\"",
    "B: table, array or cell array", "",
    "B = rowfun(@plus,table([1;2],[3;4]),OutputFormat=\"uniform\");\nassert(isequal(B,[4;6]))",
    "varfun, arrayfun") {
    Table *t;
    OWN_VALUE fn = VALUE_NONE;
    OWN_MEM Index *which = NULL;
    OWN_MEM char *format = NULL, *name = NULL;
    Index n;
    Option o[] = {{"InputVariables", NULL}, {"OutputVariableNames", NULL}, {"OutputFormat", NULL}};
    TRY(arg_func(call, 0, &fn));
    TRY(arg_table(call, 1, &t));
    TRY(arg_options(call, 2, o, 3));
    if (o[1].value) TRY(value_to_utf8(call->ctx, *o[1].value, &name));
    if (o[2].value) TRY(value_to_utf8(call->ctx, *o[2].value, &format));
    if (o[0].value) {
        TRY(table_find_vars(call, t, *o[0].value, &which, &n));
    } else {
        n = t->n_vars;
        which = mem_alloc((size_t)(n + 1) * sizeof *which);
        if (!which) return ctx_fail_nomem(call->ctx);
        for (Index i = 0; i < n; i++) which[i] = i;
    }
    OWN_LIST results = {0};
    for (Index r = 0; r < t->n_rows; r++) {
        OWN_LIST args = {0};
        for (Index i = 0; i < n; i++) {
            Value v = VALUE_NONE;
            TRY(rows_take(call, t->vars[which[i]], &r, 1, &v));
            TRY(value_list_push(call->ctx, &args, v));
        }
        Value y = VALUE_NONE;
        TRY(vm_call(call->vm, fn, args.items, (int)args.n, 1, &y));
        TRY(value_list_push(call->ctx, &results, y));
    }
    if (format && text_same(format, "cell")) {
        Shape column = shape_2d(t->n_rows, 1);
        CellArray *cells = NULL;
        TRY(cell_new(call->ctx, &column, &cells));
        for (Index r = 0; r < t->n_rows; r++) cells->items[r] = value_ref(results.items[r]);
        call->ret[0] = value_take_cell(cells);
        return OK;
    }
    OWN_VALUE column = VALUE_NONE;
    TRY(value_concat(call->ctx, 0, results.items, (int)results.n, &column));
    if (format && text_same(format, "uniform")) {
        call->ret[0] = value_give(&column);
        return OK;
    }
    OWN_COLUMNS c = {0};
    TRY(columns_add(call->ctx, &c, name ? name : "Var1", value_give(&column)));
    return ret_columns(call, &c, t->n_rows);
}

const BuiltinDef *const family_tables[] = {
    &def_make_table,  &def_istable,    &def_array2table,  &def_cell2table, &def_struct2table,
    &def_table2array, &def_table2cell, &def_table2struct, &def_head,       &def_tail,
    &def_addvars,     &def_removevars, &def_renamevars,   &def_rowfun,     NULL};
