// builtins/table_groups.c: functions of a table's variables, rows and groups of rows.
#include "builtins/table_columns.h"

// ---- functions of variables and groups
// ---------------------------------------------------------------------------------------------
BUILTIN(varfun,
        "B = varfun(fun,A)\nB = varfun(fun,A,\"InputVariables\",vars,\"OutputFormat\",format)",
        ARITY(2, -1, 1), "Applies a function to every variable of a table.",
        "fun: function handle\nvars: names or positions\nformat: \"table\" (default), \"uniform\", "
        "\"cell\"",
        "B: table with variables named FUN_NAME, array or cell array",
        "Grouping variables are not supported; use groupsummary.",
        "B = varfun(@mean,table([1;3]),OutputFormat=\"uniform\");\nassert(B == 2)",
        "rowfun, groupsummary, cellfun") {
    Table *t;
    OWN_VALUE fn = VALUE_NONE;
    OWN_MEM Index *which = NULL;
    Index n;
    OWN_COLUMNS c = {0};
    Option o[] = {{"InputVariables", NULL}, {"OutputFormat", NULL}, {"GroupingVariables", NULL}};
    TRY(arg_func(call, 0, &fn));
    TRY(arg_table(call, 1, &t));
    TRY(arg_options(call, 2, o, 3));
    if (o[2].value) return ctx_fail_unsupported(call->ctx, "GroupingVariables in varfun");
    if (o[0].value) {
        TRY(table_find_vars(call, t, *o[0].value, &which, &n));
    } else {
        n = t->n_vars;
        which = mem_alloc((size_t)(n + 1) * sizeof *which);
        if (!which) return ctx_fail_nomem(call->ctx);
        for (Index i = 0; i < n; i++) which[i] = i;
    }
    OWN_MEM char *format = NULL;
    if (o[1].value) TRY(value_to_utf8(call->ctx, *o[1].value, &format));
    const char *function = fn.func->name ? fn.func->name->bytes : "Fun";
    for (Index i = 0; i < n; i++) {
        OWN_BUF name = BUF_INIT;
        Value y = VALUE_NONE;
        TRY(vm_call(call->vm, fn, &t->vars[which[i]], 1, 1, &y));
        buf_printf(&name, "%s_%s", function, t->names[which[i]]->bytes);
        TRY(columns_add(call->ctx, &c, buf_text(&name), y));
    }
    if (format && text_same(format, "uniform"))
        return value_concat(call->ctx, 1, c.vars, (int)n, &call->ret[0]);
    if (format && text_same(format, "cell")) {
        Shape row = shape_2d(1, n);
        CellArray *cells = NULL;
        TRY(cell_new(call->ctx, &row, &cells));
        for (Index i = 0; i < n; i++) cells->items[i] = value_give(&c.vars[i]);
        call->ret[0] = value_take_cell(cells);
        return OK;
    }
    return ret_columns(call, &c, -1);
}
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

/// Groups of equal values of one grouping variable: number of each row's group (from 0, -1
/// missing), a row for each.
static Status group_rows(Call *call, Value by, Index **ret_group, Index **ret_first, Index *ret_n) {
    Keys keys;
    TRY(keys_of(call, by, false, &keys));
    OWN_MEM Index *order = NULL;
    Status status = keys_order(call->ctx, &keys, &order);
    Index *group = mem_alloc((size_t)(keys.n + 1) * sizeof *group),
          *first = mem_alloc((size_t)(keys.n + 1) * sizeof *first), n = 0;
    if (status == OK && (!group || !first)) status = ctx_fail_nomem(call->ctx);
    for (Index i = 0; status == OK && i < keys.n; i++) {
        bool missing = !keys_same(&keys, order[i], &keys, order[i]);
        if (missing) {
            group[order[i]] = -1;
            continue;
        }
        if (n == 0 || !keys_same(&keys, first[n - 1], &keys, order[i])) first[n++] = order[i];
        group[order[i]] = n - 1;
    }
    keys_done(&keys);
    if (status != OK) {
        mem_free(group);
        mem_free(first);
        return status;
    }
    *ret_group = group;
    *ret_first = first;
    *ret_n = n;
    return OK;
}
BUILTIN(findgroups, "G = findgroups(A)\n[G,ID] = findgroups(A)", ARITY(1, 1, 2),
        "Numbers of groups of equal values.", "A: vector of any sortable class",
        "G: number of each element's group, NaN for missing\nID: value of each group",
        "Several grouping variables are not supported.",
        "[G,ID] = findgroups([\"b\";\"a\";\"b\"]);\nassert(isequal(G,[2;1;2]) && "
        "isequal(ID,[\"a\";\"b\"]))",
        "splitapply, groupsummary, unique") {
    OWN_MEM Index *group = NULL, *first = NULL;
    Index n;
    Shape shape;
    Tensor *g = NULL;
    TRY(group_rows(call, call->arg[0], &group, &first, &n));
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    if (value_is_char(call->arg[0]))
        return ctx_fail_unsupported(call->ctx, "findgroups of char arrays");
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &g));
    for (Index i = 0; i < g->numel; i++)
        tensor_f64(g)[i] = group[i] < 0 ? NAN : (double)group[i] + 1;
    ret_tensor(call, 0, g);
    if (call->nargout < 2) return OK;
    Shape ids = shape.dim[0] == 1 ? shape_2d(1, n) : shape_2d(n, 1);
    return gather_value(call->ctx, call->arg[0], first, &ids, &call->ret[1]);
}
/// Rows of group g: positions, count.
static Index rows_of_group(const Tensor *g, Index number, Index *at) {
    Index n = 0;
    for (Index i = 0; i < g->numel; i++) {
        if (tensor_get(g, i) == (double)number) at[n++] = i;
    }
    return n;
}
BUILTIN(splitapply, "Y = splitapply(fun,X,G)\nY = splitapply(fun,X1,...,XN,G)", ARITY(3, -1, 1),
        "Applies a function to every group.",
        "fun: function handle\nX1, …: arrays with one row per element of G\nG: group numbers from "
        "findgroups",
        "Y: one row per group", "Fails when G does not hold 1 … n.",
        "assert(isequal(splitapply(@sum,[1;2;3],[1;2;1]),[4;2]))",
        "findgroups, accumarray, groupsummary") {
    OWN_VALUE fn = VALUE_NONE;
    OWN_TENSOR *g = NULL;
    OWN_LIST results = {0};
    TRY(arg_func(call, 0, &fn));
    TRY(arg_doubles(call, call->nargin - 1, &g));
    Index n = 0;
    for (Index i = 0; i < g->numel; i++)
        n = tensor_get(g, i) > (double)n ? (Index)tensor_get(g, i) : n;
    OWN_MEM Index *at = mem_alloc((size_t)(g->numel + 1) * sizeof *at);
    if (!at) return ctx_fail_nomem(call->ctx);
    for (Index k = 1; k <= n; k++) {
        Index count = rows_of_group(g, k, at);
        if (!count)
            return call_fail(call, ERR_ARG, "MATLAB:splitapply:MissingGroupNums",
                             "For N groups, every integer between 1 and N must occur at least once "
                             "in the vector of group numbers.");
        OWN_LIST args = {0};
        for (int i = 1; i < call->nargin - 1; i++) {
            Value v = VALUE_NONE;
            Shape s;
            TRY(value_shape(call->ctx, call->arg[i], &s));
            Shape row = shape_2d(1, count);
            if (s.dim[0] == 1 && s.dim[1] == g->numel)
                TRY(gather_value(call->ctx, call->arg[i], at, &row, &v));
            else
                TRY(rows_take(call, call->arg[i], at, count, &v));
            TRY(value_list_push(call->ctx, &args, v));
        }
        Value y = VALUE_NONE;
        TRY(vm_call(call->vm, fn, args.items, (int)args.n, 1, &y));
        TRY(value_list_push(call->ctx, &results, y));
    }
    return value_concat(call->ctx, 0, results.items, (int)results.n, &call->ret[0]);
}
BUILTIN(groupsummary,
        "G = groupsummary(T,groupvar)\nG = groupsummary(T,groupvar,method)\nG = "
        "groupsummary(T,groupvar,method,datavars)",
        ARITY(2, 4, 1), "Counts and summaries of table rows by group.",
        "T: table\ngroupvar: one variable\nmethod: \"sum\", \"mean\", \"median\", \"mode\", "
        "\"var\", \"std\", \"min\", \"max\", \"range\", several of them, or a function "
        "handle\ndatavars: variables to summarize, all others by default",
        "G: table with the groups, GroupCount, and METHOD_NAME variables",
        "Several grouping variables are not supported.",
        "G = "
        "groupsummary(table([1;2;1],[10;20;30]),\"Var1\",\"mean\");\nassert(isequal(G.mean_Var2,["
        "20;20]) && isequal(G.GroupCount,[2;1]))",
        "findgroups, splitapply, varfun") {
    Table *t;
    OWN_MEM Index *by = NULL, *group = NULL, *first = NULL, *data = NULL, *at = NULL;
    Index n_by, n, n_data = 0;
    OWN_STRINGS *methods = NULL;
    OWN_COLUMNS c = {0};
    TRY(arg_table(call, 0, &t));
    TRY(table_find_vars(call, t, call->arg[1], &by, &n_by));
    if (n_by != 1)
        return ctx_fail_unsupported(call->ctx, "several grouping variables in groupsummary");
    bool handle = arg_is_func(call, 2);
    if (call->nargin > 2 && !handle) TRY(arg_strings(call, 2, &methods));
    if (call->nargin > 3) {
        TRY(table_find_vars(call, t, call->arg[3], &data, &n_data));
    } else {
        data = mem_alloc((size_t)(t->n_vars + 1) * sizeof *data);
        if (!data) return ctx_fail_nomem(call->ctx);
        for (Index v = 0; v < t->n_vars; v++) {
            if (v != by[0]) data[n_data++] = v;
        }
    }
    TRY(group_rows(call, t->vars[by[0]], &group, &first, &n));
    at = mem_alloc((size_t)(t->n_rows + 1) * sizeof *at);
    if (!at) return ctx_fail_nomem(call->ctx);
    Value ids = VALUE_NONE;
    TRY(rows_take(call, t->vars[by[0]], first, n, &ids));
    TRY(columns_add(call->ctx, &c, t->names[by[0]]->bytes, ids));
    Shape column = shape_2d(n, 1);
    Tensor *counts = NULL;
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &column, &counts));
    for (Index r = 0; r < t->n_rows; r++) {
        if (group[r] >= 0) tensor_f64(counts)[group[r]]++;
    }
    TRY(columns_add(call->ctx, &c, "GroupCount", value_take_tensor(counts)));
    Index n_methods = handle ? 1 : methods ? methods->numel : 0;
    for (Index m = 0; m < n_methods; m++) {
        const char *method = handle ? "fun1" : methods->items[m] ? methods->items[m]->bytes : "";
        for (Index d = 0; d < n_data; d++) {
            OWN_LIST parts = {0};
            for (Index k = 0; k < n; k++) {
                Index count = 0;
                for (Index r = 0; r < t->n_rows; r++) {
                    if (group[r] == k) at[count++] = r;
                }
                OWN_VALUE rows = VALUE_NONE;
                Value y = VALUE_NONE;
                TRY(rows_take(call, t->vars[data[d]], at, count, &rows));
                if (handle)
                    TRY(vm_call(call->vm, call->arg[2], &rows, 1, 1, &y));
                else
                    TRY(vm_call_name(call->vm, method, &rows, 1, 1, &y));
                TRY(value_list_push(call->ctx, &parts, y));
            }
            Value joined = VALUE_NONE;
            OWN_BUF name = BUF_INIT;
            TRY(value_concat(call->ctx, 0, parts.items, (int)parts.n, &joined));
            buf_printf(&name, "%s_%s", method, t->names[data[d]]->bytes);
            TRY(columns_add(call->ctx, &c, buf_text(&name), joined));
        }
    }
    return ret_columns(call, &c, n);
}

const BuiltinDef *const family_table_groups[] = {
    &def_varfun, &def_rowfun, &def_findgroups, &def_splitapply, &def_groupsummary, NULL};
