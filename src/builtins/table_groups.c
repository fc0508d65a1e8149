// builtins/table_groups.c: groups of equal values: finding them, counting and summarizing rows by
// group.
#include "builtins/table_columns.h"

// ---- groups of rows
typedef struct Groups {
    Index n_rows, n;
    Index *of_row;       // group of each row from 0, -1: none
    Index *first;        // a row of each group
    Index *start, *rows; // rows of group g: rows[start[g] … start[g+1])
} Groups;
static void groups_done(Groups *g) {
    mem_free(g->of_row);
    mem_free(g->first);
    mem_free(g->start);
    mem_free(g->rows);
}
#define OWN_GROUPS __attribute__((cleanup(groups_done))) Groups

static int compare_codes(const void *self, Index i, Index j) {
    const Index *code = self;
    return (code[i] > code[j]) - (code[i] < code[j]);
}
/// Numbers 0, 1, … of the values of one grouping variable in their order; missing is -1, or the
/// last number when it counts as a value.
static Status number_values(Call *call, Value by, bool missing_counts, Index *code, Index n,
                            Index *ret_n) {
    Keys keys;
    TRY(keys_of(call, by, false, &keys));
    OWN_MEM Index *order = NULL;
    Status status =
        keys.n == n
            ? keys_order(call->ctx, &keys, &order)
            : call_fail(
                  call, ERR_SIZE, "MATLAB:findgroups:GroupVarSizeMismatch",
                  "Grouping variables must be vectors of one length (%lld and %lld elements).",
                  (long long)n, (long long)keys.n);
    Index count = 0, last = -1;
    bool any_missing = false;
    for (Index i = 0; status == OK && i < n; i++) {
        if (!keys_same(&keys, order[i], &keys, order[i])) {
            code[order[i]] = -1;
            any_missing = true;
            continue;
        }
        if (last < 0 || !keys_same(&keys, last, &keys, order[i])) count++;
        last = order[i];
        code[order[i]] = count - 1;
    }
    keys_done(&keys);
    TRY(status);
    for (Index i = 0; missing_counts && i < n; i++)
        if (code[i] < 0) code[i] = count;
    *ret_n = count + (missing_counts && any_missing);
    return OK;
}
/// Makes the codes of rows consecutive and fills in the rest.
static Status finish_groups(Call *call, Groups *g) {
    OWN_MEM Index *order = NULL;
    Index n = g->n_rows, group = -1, before = -1;
    TRY(order_by(call->ctx, n, compare_codes, g->of_row, &order));
    g->first = mem_alloc((size_t)(n + 1) * sizeof(Index));
    g->start = mem_alloc((size_t)(n + 2) * sizeof(Index));
    g->rows = mem_alloc((size_t)(n + 1) * sizeof(Index));
    if (!g->first || !g->start || !g->rows) return ctx_fail_nomem(call->ctx);
    Index filled = 0;
    for (Index i = 0; i < n; i++) {
        Index row = order[i], code = g->of_row[row];
        if (code < 0) continue;
        if (group < 0 || code != before) {
            g->start[++group] = filled;
            g->first[group] = row;
        }
        before = code;
        g->rows[filled++] = row;
        g->of_row[row] = group;
    }
    g->n = group + 1;
    g->start[g->n] = filled;
    return OK;
}
/// Groups of rows that agree in every variable, in the order of the values.
static Status group_rows(Call *call, const Value *by, Index n_by, bool missing_counts, Groups *g) {
    Index n = 0;
    Shape shape;
    TRY(value_shape(call->ctx, by[0], &shape));
    n = value_is_char(by[0]) ? shape.dim[0] : shape_numel(&shape);
    g->n_rows = n;
    g->of_row = mem_alloc_zero((size_t)(n + 1) * sizeof(Index));
    OWN_MEM Index *code = mem_alloc((size_t)(n + 1) * sizeof *code);
    if (!g->of_row || !code) return ctx_fail_nomem(call->ctx);
    for (Index k = 0; k < n_by; k++) {
        Index count = 0;
        TRY(number_values(call, by[k], missing_counts, code, n, &count));
        for (Index i = 0; i < n; i++)
            g->of_row[i] =
                g->of_row[i] < 0 || code[i] < 0 ? -1 : g->of_row[i] * (count + 1) + code[i];
        if (k + 1 == n_by) break;
        // Small numbers again, so that many variables do not overflow.
        OWN_GROUPS between = {.n_rows = n, .of_row = g->of_row};
        g->of_row = NULL;
        TRY(finish_groups(call, &between));
        g->of_row = GIVE(between.of_row);
    }
    return finish_groups(call, g);
}
static Status rows_of(Call *call, Value v, const Groups *g, Index group, Value *ret) {
    return rows_take(call, v, g->rows + g->start[group], g->start[group + 1] - g->start[group],
                     ret);
}

BUILTIN(findgroups,
        "G = findgroups(A)\nG = findgroups(A1,...,AN)\n[G,ID1,...,IDN] = "
        "findgroups(A1,...,AN)\n[G,TID] = findgroups(T)",
        ARITY(1, -1, -1), "Numbers of groups of equal values.",
        "A1, …: vectors of any sortable class\nT: table whose variables are the A's",
        "G: number of each element's group, NaN where a value is missing\nID1, …: values of each "
        "group\nTID: table of them",
        "Fails when the lengths differ.",
        "[G,ID] = findgroups([\"b\";\"a\";\"b\"]);\nassert(isequal(G,[2;1;2]) && "
        "isequal(ID,[\"a\";\"b\"]))\nG = "
        "findgroups([1;1;2],[\"x\";\"y\";\"x\"]);\nassert(isequal(G,[1;2;3]))",
        "splitapply, groupsummary, unique") {
    OWN_GROUPS g = {0};
    Table *t = value_is_object(call->arg[0], &table_class) ? (Table *)call->arg[0].object : NULL;
    const Value *by = t ? t->vars : call->arg;
    Index n_by = t ? t->n_vars : call->nargin;
    Shape shape, first;
    Tensor *numbers = NULL;
    if (n_by == 0 || (t && call->nargin > 1))
        return call_fail(call, ERR_ARG, "MATLAB:findgroups:GroupingVariables",
                         "A table must be the only argument and have a variable.");
    if (call->nargout > (t ? 2 : call->nargin + 1))
        return call_fail(call, ERR_ARG, "MATLAB:TooManyOutputs", "Too many output arguments.");
    for (Index k = 0; k < n_by; k++)
        if (value_is_char(by[k]))
            return ctx_fail_unsupported(call->ctx, "findgroups of char arrays");
    TRY(group_rows(call, by, n_by, false, &g));
    TRY(value_shape(call->ctx, by[0], &first));
    shape = first.dim[0] == 1 && !t ? shape_2d(1, g.n_rows) : shape_2d(g.n_rows, 1);
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &numbers));
    for (Index i = 0; i < g.n_rows; i++)
        tensor_f64(numbers)[i] = g.of_row[i] < 0 ? NAN : (double)g.of_row[i] + 1;
    ret_tensor(call, 0, numbers);
    if (t && call->nargout > 1) {
        OWN_COLUMNS c = {0};
        Table *ids = NULL;
        for (Index k = 0; k < n_by; k++) {
            Value v = VALUE_NONE;
            TRY(rows_take(call, by[k], g.first, g.n, &v));
            TRY(columns_add(call->ctx, &c, t->names[k]->bytes, v));
        }
        TRY(columns_table(call, &c, g.n, &ids));
        call->ret[1] = value_take_object(&ids->head);
        return OK;
    }
    for (int k = 1; k < call->nargout; k++) {
        Shape one;
        TRY(value_shape(call->ctx, by[k - 1], &one));
        Shape ids = one.dim[0] == 1 && one.dim[1] != 1 ? shape_2d(1, g.n) : shape_2d(g.n, 1);
        TRY(gather_value(call->ctx, by[k - 1], g.first, &ids, &call->ret[k]));
    }
    return OK;
}

/// Groups by their numbers 1 … n; NaN belongs to none.
static Status numbered_groups(Call *call, const Tensor *numbers, Groups *g) {
    g->n_rows = numbers->numel;
    g->of_row = mem_alloc((size_t)(numbers->numel + 1) * sizeof(Index));
    if (!g->of_row) return ctx_fail_nomem(call->ctx);
    double largest = 0;
    for (Index i = 0; i < numbers->numel; i++) {
        double d = tensor_get(numbers, i);
        if (!isnan(d) && (!(d >= 1) || d != floor(d) || isinf(d)))
            return call_fail(call, ERR_ARG, "MATLAB:splitapply:InvalidGroupNums",
                             "A vector of group numbers is a vector of positive integers.");
        largest = d > largest ? d : largest;
        g->of_row[i] = isnan(d) ? -1 : (Index)d - 1;
    }
    TRY(finish_groups(call, g));
    if ((double)g->n != largest)
        return call_fail(call, ERR_ARG, "MATLAB:splitapply:MissingGroupNums",
                         "For N groups, every integer between 1 and N must occur at least once in "
                         "the vector of group numbers.");
    return OK;
}
/// The part of one argument that belongs to a group: rows, or columns where the groups run along
/// columns.
static Status part_of(Call *call, Value v, const Groups *g, Index group, bool along_columns,
                      Value *ret) {
    Index n = g->start[group + 1] - g->start[group];
    const Index *at = g->rows + g->start[group];
    Shape s;
    TRY(value_shape(call->ctx, v, &s));
    if (s.dim[along_columns ? 1 : 0] != g->n_rows)
        return call_fail(
            call, ERR_SIZE, "MATLAB:splitapply:InvalidDataSize",
            "The data variables must have as many %s as the vector of group numbers has elements.",
            along_columns ? "columns" : "rows");
    if (!along_columns) return rows_take(call, v, at, n, ret);
    Shape row = shape_2d(1, n);
    Tensor *t = NULL;
    TRY(tensor_positions(call->ctx, at, &row, &t));
    OWN_VALUE columns = value_take_tensor(t);
    Value idx[2] = {{.tag = VAL_COLON}, columns};
    return value_index(call->ctx, v, idx, 2, ret);
}
BUILTIN(splitapply,
        "Y = splitapply(fun,X,G)\nY = splitapply(fun,X1,...,XN,G)\nY = "
        "splitapply(fun,T,G)\n[Y1,...,YM] = splitapply(...)",
        ARITY(3, -1, -1), "Applies a function to every group.",
        "fun: function handle\nX1, …: arrays with one row per element of G (one column, when G is "
        "a row)\nT: table whose variables are the "
        "X's\nG: group numbers from findgroups; NaN belongs to no group",
        "Y1, …: one row per group (one column, when G is a row)",
        "Fails when G does not hold 1 … n, or the sizes differ.",
        "assert(isequal(splitapply(@sum,[1;2;3],[1;2;1]),[4;2]))\n[lo,hi] = "
        "splitapply(@bounds,[1;2;3],[1;2;1]);\nassert(isequal([lo "
        "hi],[1 3;2 2]))",
        "findgroups, accumarray, groupsummary") {
    OWN_VALUE fn = VALUE_NONE;
    OWN_TENSOR *numbers = NULL;
    OWN_GROUPS g = {0};
    TRY(arg_func(call, 0, &fn));
    TRY(arg_doubles(call, call->nargin - 1, &numbers));
    if (!shape_is_vector(&numbers->shape) && numbers->numel)
        return call_fail(call, ERR_ARG, "MATLAB:splitapply:InvalidGroupNums",
                         "A vector of group numbers is a vector of positive integers.");
    TRY(numbered_groups(call, numbers, &g));
    const Table *t = call->nargin == 3 && value_is_object(call->arg[1], &table_class)
                         ? (const Table *)call->arg[1].object
                         : NULL;
    const Value *data = t ? t->vars : call->arg + 1;
    Index n_data = t ? t->n_vars : call->nargin - 2;
    bool along_columns = numbers->shape.dim[0] == 1 && numbers->numel != 1 && !t;
    int n_out = call->nargout > 1 ? call->nargout : 1;
    OWN_MEM Value *out = mem_alloc_zero((size_t)n_out * sizeof *out);
    OWN_LIST results = {0};
    if (!out) return ctx_fail_nomem(call->ctx);
    for (Index k = 0; k < g.n; k++) {
        OWN_LIST args = {0};
        for (Index i = 0; i < n_data; i++) {
            Value v = VALUE_NONE;
            TRY(part_of(call, data[i], &g, k, along_columns, &v));
            TRY(value_list_push(call->ctx, &args, v));
        }
        TRY(vm_call(call->vm, fn, args.items, (int)args.n, n_out, out));
        Status status = OK;
        for (int i = 0; i < n_out; i++) {
            if (status == OK)
                status = value_list_push(call->ctx, &results, out[i]);
            else
                value_unref(out[i]);
        }
        TRY(status);
    }
    for (int i = 0; i < n_out; i++) {
        OWN_MEM Value *parts = mem_alloc((size_t)(g.n + 1) * sizeof *parts);
        if (!parts) return ctx_fail_nomem(call->ctx);
        for (Index k = 0; k < g.n; k++) {
            Shape s;
            parts[k] = results.items[k * n_out + i];
            TRY(value_shape(call->ctx, parts[k], &s));
            if (s.dim[along_columns ? 1 : 0] != 1)
                return call_fail(call, ERR_ARG, "MATLAB:splitapply:OutputNotUniform",
                                 "The function returned a value with more than one %s for a group: "
                                 "use a function that returns a cell.",
                                 along_columns ? "column" : "row");
        }
        TRY(value_concat(call->ctx, along_columns ? 1 : 0, parts, (int)g.n, &call->ret[i]));
    }
    return OK;
}

/// A method's function on the rows of one group; named methods leave missing values out.
static Status summarize(Call *call, Value method, const char *name, Value rows, Value *ret) {
    static const char *const omitting[] = {"sum", "mean", "median", "std", "var", NULL};
    static const char *const others[] = {"min", "max", "mode", "range", "nnz", NULL};
    if (method.tag == VAL_FUNC) return vm_call(call->vm, method, &rows, 1, 1, ret);
    if (text_same(name, "numunique") || text_same(name, "nummissing")) {
        OWN_VALUE found = VALUE_NONE;
        bool unique = text_same(name, "numunique");
        OWN_VALUE missing = VALUE_NONE;
        TRY(vm_call_name(call->vm, unique ? "rmmissing" : "ismissing", &rows, 1, 1, &missing));
        if (!unique) return vm_call_name(call->vm, "nnz", &missing, 1, 1, ret);
        TRY(vm_call_name(call->vm, "unique", &missing, 1, 1, &found));
        *ret = value_double((double)value_numel(found));
        return OK;
    }
    for (int i = 0; others[i]; i++)
        if (text_same(name, others[i])) return vm_call_name(call->vm, others[i], &rows, 1, 1, ret);
    for (int i = 0; omitting[i]; i++) {
        if (!text_same(name, omitting[i])) continue;
        OWN_VALUE word = VALUE_NONE;
        TRY(value_from_text(call->ctx, "omitnan", &word));
        Value args[2] = {rows, word};
        return vm_call_name(call->vm, omitting[i], args, value_is_numeric(rows) ? 2 : 1, 1, ret);
    }
    return call_fail(call, ERR_ARG, "MATLAB:groupsummary:InvalidMethodOption",
                     "'%s' is not a method of groupsummary.", name);
}
/// Methods as a list: one name or handle, a string array or a cell of both.
static Status method_list(Call *call, Value v, ValueList *list) {
    if (v.tag == VAL_FUNC) return value_list_push(call->ctx, list, value_ref(v));
    if (v.tag == VAL_CELL) {
        for (Index i = 0; i < v.cell->numel; i++)
            TRY(value_list_push(call->ctx, list, value_ref(v.cell->items[i])));
        return OK;
    }
    OWN_STRINGS *s = NULL;
    TRY(value_to_strings(call->ctx, v, &s));
    for (Index i = 0; i < s->numel; i++) {
        Value name = VALUE_NONE;
        TRY(value_from_text(call->ctx, s->items[i] ? s->items[i]->bytes : "", &name));
        TRY(value_list_push(call->ctx, list, name));
    }
    return OK;
}
/// Variables of the groups and their sizes as the first columns.
static Status group_columns(Call *call, const Table *t, const Index *by, Index n_by,
                            const Groups *g, Columns *c) {
    for (Index k = 0; k < n_by; k++) {
        Value ids = VALUE_NONE;
        TRY(rows_take(call, t->vars[by[k]], g->first, g->n, &ids));
        TRY(columns_add(call->ctx, c, t->names[by[k]]->bytes, ids));
    }
    Shape column = shape_2d(g->n, 1);
    Tensor *counts = NULL;
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &column, &counts));
    for (Index k = 0; k < g->n; k++)
        tensor_f64(counts)[k] = (double)(g->start[k + 1] - g->start[k]);
    return columns_add(call->ctx, c, "GroupCount", value_take_tensor(counts));
}
/// Variables that are not listed; mem_free.
static Status other_vars(Call *call, const Table *t, const Index *by, Index n_by, Index **ret,
                         Index *ret_n) {
    *ret = mem_alloc((size_t)(t->n_vars + 1) * sizeof **ret);
    if (!*ret) return ctx_fail_nomem(call->ctx);
    *ret_n = 0;
    for (Index v = 0; v < t->n_vars; v++) {
        bool listed = false;
        for (Index k = 0; k < n_by; k++) listed = listed || by[k] == v;
        if (!listed) (*ret)[(*ret_n)++] = v;
    }
    return OK;
}
static Status group_table(Call *call, const Table *t, Value which, bool missing_counts,
                          Index **ret_by, Index *ret_n_by, Groups *g) {
    TRY(table_find_vars(call, t, which, ret_by, ret_n_by));
    OWN_MEM Value *vars = mem_alloc((size_t)(*ret_n_by + 1) * sizeof *vars);
    if (!vars) return ctx_fail_nomem(call->ctx);
    if (*ret_n_by == 0)
        return call_fail(call, ERR_ARG, "MATLAB:groupsummary:GroupVarsEmpty",
                         "At least one grouping variable is needed.");
    for (Index k = 0; k < *ret_n_by; k++) vars[k] = t->vars[(*ret_by)[k]];
    return group_rows(call, vars, *ret_n_by, missing_counts, g);
}
BUILTIN(groupsummary,
        "G = groupsummary(T,groupvars)\nG = groupsummary(T,groupvars,method)\nG = "
        "groupsummary(T,groupvars,method,datavars)\nG = "
        "groupsummary(...,\"IncludeMissingGroups\",tf)",
        ARITY(2, 6, 1), "Counts and summaries of table rows by group.",
        "T: table\ngroupvars: one or several variables\nmethod: \"sum\", \"mean\", \"median\", "
        "\"mode\", \"var\", \"std\", \"min\", "
        "\"max\", \"range\", \"nnz\", \"nummissing\", \"numunique\", function handles, or several "
        "of them; named methods leave missing "
        "values out\ndatavars: variables to summarize, all others by default\ntf: false leaves out "
        "rows whose group is missing",
        "G: table with the groups, GroupCount, and METHOD_NAME variables",
        "Fails for unknown methods and variables.",
        "G = "
        "groupsummary(table([1;2;1],[10;20;30]),\"Var1\",\"mean\");\nassert(isequal(G.mean_Var2,["
        "20;20]) && isequal(G.GroupCount,[2;1]))",
        "findgroups, splitapply, varfun") {
    Table *t;
    OWN_MEM Index *by = NULL, *data = NULL;
    Index n_by, n_data = 0;
    OWN_GROUPS g = {0};
    OWN_LIST methods = {0};
    OWN_COLUMNS c = {0};
    bool missing_counts = true;
    int last = call->nargin;
    for (int i = 2; i < last; i++)
        if (arg_is_word(call, i, "IncludeMissingGroups")) last = i;
    Option o[] = {{"IncludeMissingGroups", NULL}};
    TRY(arg_options(call, last, o, 1));
    if (o[0].value) TRY(value_truth(call->ctx, *o[0].value, &missing_counts));
    TRY(arg_table(call, 0, &t));
    TRY(group_table(call, t, call->arg[1], missing_counts, &by, &n_by, &g));
    if (last > 2) TRY(method_list(call, call->arg[2], &methods));
    if (last > 3)
        TRY(table_find_vars(call, t, call->arg[3], &data, &n_data));
    else
        TRY(other_vars(call, t, by, n_by, &data, &n_data));
    TRY(group_columns(call, t, by, n_by, &g, &c));
    Index n_handles = 0;
    for (Index m = 0; m < methods.n; m++) {
        Value method = methods.items[m];
        OWN_BUF prefix = BUF_INIT;
        if (method.tag == VAL_FUNC) {
            buf_printf(&prefix, "fun%lld", (long long)++n_handles);
        } else {
            OWN_MEM char *name = NULL;
            TRY(value_to_utf8(call->ctx, method, &name));
            buf_puts(&prefix, name);
        }
        for (Index d = 0; d < n_data; d++) {
            OWN_LIST parts = {0};
            for (Index k = 0; k < g.n; k++) {
                OWN_VALUE rows = VALUE_NONE;
                Value y = VALUE_NONE;
                TRY(rows_of(call, t->vars[data[d]], &g, k, &rows));
                TRY(summarize(call, method, buf_text(&prefix), rows, &y));
                TRY(value_list_push(call->ctx, &parts, y));
            }
            Value joined = VALUE_NONE;
            OWN_BUF name = BUF_INIT;
            TRY(value_concat(call->ctx, 0, parts.items, (int)parts.n, &joined));
            buf_printf(&name, "%s_%s", buf_text(&prefix), t->names[data[d]]->bytes);
            TRY(columns_add(call->ctx, &c, buf_text(&name), joined));
        }
    }
    return ret_columns(call, &c, g.n);
}
BUILTIN(groupcounts, "G = groupcounts(T,groupvars)\nB = groupcounts(A)\n[B,BG,BP] = groupcounts(A)",
        ARITY(1, 2, 3), "Sizes of groups of equal values.",
        "T: table\ngroupvars: one or several variables\nA: vector of any sortable class",
        "G: table with the groups, GroupCount and Percent\nB: counts\nBG: value of each group\nBP: "
        "percentages",
        "Fails for unknown variables.",
        "[B,BG] = groupcounts([3;1;3]);\nassert(isequal(B,[1;2]) && isequal(BG,[1;3]))",
        "groupsummary, findgroups, unique") {
    OWN_GROUPS g = {0};
    OWN_COLUMNS c = {0};
    OWN_MEM Index *by = NULL;
    Index n_by;
    bool is_table = value_is_object(call->arg[0], &table_class);
    const Table *t = is_table ? (const Table *)call->arg[0].object : NULL;
    if (is_table && call->nargin < 2)
        return call_fail(call, ERR_ARG, "MATLAB:minrhs", "Not enough input arguments.");
    if (is_table)
        TRY(group_table(call, t, call->arg[1], true, &by, &n_by, &g));
    else
        TRY(group_rows(call, call->arg, 1, true, &g));
    OWN_TENSOR *counts = NULL, *percent = NULL;
    Shape column = shape_2d(g.n, 1);
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &column, &counts));
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &column, &percent));
    for (Index k = 0; k < g.n; k++) {
        tensor_f64(counts)[k] = (double)(g.start[k + 1] - g.start[k]);
        tensor_f64(percent)[k] = 100 * tensor_f64(counts)[k] / (double)g.n_rows;
    }
    if (is_table) {
        TRY(group_columns(call, t, by, n_by, &g, &c));
        TRY(columns_add(call->ctx, &c, "Percent", value_take_tensor(GIVE(percent))));
        return ret_columns(call, &c, g.n);
    }
    ret_tensor(call, 0, GIVE(counts));
    if (call->nargout > 1)
        TRY(gather_value(call->ctx, call->arg[0], g.first, &column, &call->ret[1]));
    if (call->nargout > 2) ret_tensor(call, 2, GIVE(percent));
    return OK;
}

// ---- functions of variables
/// varfun by groups: one row per group, with the groups and their sizes in front.
static Status varfun_by_group(Call *call, Value fn, const char *function, const Table *t,
                              Value grouping, const Value *inputs, bool as_table) {
    OWN_MEM Index *by = NULL, *data = NULL;
    Index n_by, n_data;
    OWN_GROUPS g = {0};
    OWN_COLUMNS c = {0};
    TRY(group_table(call, t, grouping, true, &by, &n_by, &g));
    if (inputs)
        TRY(table_find_vars(call, t, *inputs, &data, &n_data));
    else
        TRY(other_vars(call, t, by, n_by, &data, &n_data));
    if (as_table) TRY(group_columns(call, t, by, n_by, &g, &c));
    for (Index d = 0; d < n_data; d++) {
        OWN_LIST parts = {0};
        OWN_BUF name = BUF_INIT;
        Value joined = VALUE_NONE;
        for (Index k = 0; k < g.n; k++) {
            OWN_VALUE rows = VALUE_NONE;
            Value y = VALUE_NONE;
            TRY(rows_of(call, t->vars[data[d]], &g, k, &rows));
            TRY(vm_call(call->vm, fn, &rows, 1, 1, &y));
            TRY(value_list_push(call->ctx, &parts, y));
        }
        TRY(value_concat(call->ctx, 0, parts.items, (int)parts.n, &joined));
        buf_printf(&name, "%s_%s", function, t->names[data[d]]->bytes);
        TRY(columns_add(call->ctx, &c, buf_text(&name), joined));
    }
    if (!as_table) return value_concat(call->ctx, 1, c.vars, (int)c.n, &call->ret[0]);
    return ret_columns(call, &c, g.n);
}
BUILTIN(varfun,
        "B = varfun(fun,A)\nB = varfun(fun,A,\"InputVariables\",vars,\"OutputFormat\",format,"
        "\"GroupingVariables\",by)",
        ARITY(2, -1, 1), "Applies a function to every variable of a table.",
        "fun: function handle\nvars: names or positions\nformat: \"table\" (default), \"uniform\", "
        "\"cell\"\nby: variables; fun is then applied to every group of rows",
        "B: table with variables named FUN_NAME, array or cell array",
        "Fails for unknown variables.",
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
    if (o[2].value) {
        OWN_MEM char *as = NULL;
        if (o[1].value) TRY(value_to_utf8(call->ctx, *o[1].value, &as));
        if (as && text_same(as, "cell"))
            return ctx_fail_unsupported(call->ctx,
                                        "OutputFormat \"cell\" with GroupingVariables in varfun");
        return varfun_by_group(call, fn, fn.func->name ? fn.func->name->bytes : "Fun", t,
                               *o[2].value, o[0].value, !as || text_same(as, "table"));
    }
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

const BuiltinDef *const family_table_groups[] = {
    &def_varfun, &def_findgroups, &def_splitapply, &def_groupsummary, &def_groupcounts, NULL};
