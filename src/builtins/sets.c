// builtins/sets.c: sorting, searching and set operations for numbers, text and categories.
// All are done on positions (order.c); results are picked from the inputs, so that they keep class
// and type.
#include "builtins/arguments.h"

#define OWN_KEYS __attribute__((cleanup(keys_done))) Keys

// ---- sort
// ------------------------------------------------------------------------------------------------------------------
/// dim and direction of sort(x,dim,"descend"), mink, maxk from argument `first`.
static Status read_sort(Call *call, int first, int *dim, bool *descending, bool *by_abs) {
    for (int i = first; i < call->nargin; i++) {
        static const char *const words[] = {"ascend", "descend", "MissingPlacement",
                                            "ComparisonMethod", NULL};
        int word;
        if (!arg_is_text(call, i)) {
            TRY(arg_dim(call, i, dim));
            continue;
        }
        TRY(arg_choice(call, i, words, &word));
        if (word < 2) *descending = word == 1;
        if (word == 2) return ctx_fail_unsupported(call->ctx, "MissingPlacement in sort");
        if (word == 3) {
            i++;
            *by_abs = arg_is_word(call, i, "abs");
        }
    }
    return OK;
}

BUILTIN(sort, "B = sort(A)\nB = sort(A,dim)\nB = sort(...,direction)\n[B,I] = sort(...)",
        ARITY(1, 7, 2), "Sorts elements.",
        "A: numeric, logical, char, string, cellstr or categorical array\ndim: dimension, the "
        "first with size other than 1 by default\ndirection: \"ascend\" (default) or \"descend\"",
        "B: sorted array\nI: positions in A; equal elements keep their order",
        "Fails for cells that do not hold text.",
        "assert(isequal(sort([3 1 2]),[1 2 3]))\n[b,i] = sort([3 1 "
        "2],\"descend\");\nassert(isequal(i,[1 3 2]))\nassert(isequal(sort([\"b\" \"a\"]),[\"a\" "
        "\"b\"]))",
        "sortrows, unique, issorted") {
    Value v = call->arg[0];
    Shape shape;
    TRY(value_shape(call->ctx, v, &shape));
    int dim = shape_first_dim(&shape);
    bool descending = false, by_abs = false;
    TRY(read_sort(call, 1, &dim, &descending, &by_abs));
    if (v.tag != VAL_STRING && v.tag != VAL_CELL && v.tag != VAL_OBJECT) {
        OWN_TENSOR *x = NULL, *y = NULL, *where = NULL;
        TRY(arg_tensor(call, 0, &x));
        if (!by_abs && !x->is_complex) {
            TRY(tensor_sort(call->ctx, x, dim, descending, &y, call->nargout > 1 ? &where : NULL));
            ret_tensor(call, 0, GIVE(y));
            if (call->nargout > 1) ret_tensor(call, 1, GIVE(where));
            return OK;
        }
        OWN_TENSOR *key = NULL;
        TRY(tensor_unary(call->ctx, OP_ABS, x, &key));
        TRY(tensor_sort(call->ctx, key, dim, descending, &y, &where));
        Lines l = lines_along(&shape, dim);
        OWN_MEM Index *from = mem_alloc((size_t)(x->numel + 1) * sizeof *from);
        if (!from) return ctx_fail_nomem(call->ctx);
        for (Index k = 0; k < x->numel; k++)
            from[k] = k + ((Index)tensor_get(where, k) - 1 - k / l.stride % l.n) * l.stride;
        TRY(gather_value(call->ctx, v, from, &shape, &call->ret[0]));
        if (call->nargout > 1) ret_tensor(call, 1, GIVE(where));
        return OK;
    }
    OWN_KEYS keys = {0};
    TRY(keys_of(call, v, false, &keys));
    keys.descending = descending;
    if (!shape_is_vector(&shape) && !shape_is_empty(&shape)) {
        return ctx_fail_unsupported(call->ctx,
                                    "sort of text or categorical arrays that are not vectors");
    }
    OWN_MEM Index *order = NULL;
    TRY(keys_order(call->ctx, &keys, &order));
    TRY(gather_value(call->ctx, v, order, &shape, &call->ret[0]));
    if (call->nargout > 1) {
        Tensor *where = NULL;
        TRY(tensor_positions(call->ctx, order, &shape, &where));
        ret_tensor(call, 1, where);
    }
    return OK;
}

typedef struct RowOrder {
    const Keys *columns; // one single-column key each
    Index n;
} RowOrder;
static int order_rows(const void *self, Index i, Index j) {
    const RowOrder *r = self;
    for (Index c = 0; c < r->n; c++) {
        int order = keys_compare(&r->columns[c], i, &r->columns[c], j);
        if (order) return r->columns[c].descending ? -order : order;
    }
    return 0;
}
/// Keys of the columns asked for: of a table's variables or of a matrix's columns.
static Status sortrows_keys(Call *call, Value v, Index n_rows, int *first_direction, Keys **ret,
                            Index *ret_n) {
    Table *table = value_is_object(v, &table_class) ? (Table *)v.object : NULL;
    Index n_columns = table ? table->n_vars : value_numel(v) / (n_rows ? n_rows : 1);
    OWN_MEM double *columns = mem_alloc((size_t)(n_columns + 64) * sizeof *columns);
    if (!columns) return ctx_fail_nomem(call->ctx);
    Index n = 0;
    *first_direction = 1;
    bool direction_only = arg_is_word(call, 1, "ascend") || arg_is_word(call, 1, "descend");
    if (call->nargin < 2 || direction_only || arg_is_empty(call, 1)) {
        for (; n < n_columns; n++) columns[n] = (double)n + 1;
    } else if (table && (arg_is_text(call, 1) || call->arg[1].tag == VAL_STRING ||
                         call->arg[1].tag == VAL_CELL)) {
        OWN_STRINGS *names = NULL;
        TRY(arg_strings(call, 1, &names));
        for (Index k = 0; k < names->numel && k < n_columns + 64; k++) {
            Index at = names->items[k] ? table_find(table, names->items[k]->bytes) : -1;
            if (at < 0)
                return call_fail(call, ERR_NAME, "MATLAB:table:UnrecognizedVarName",
                                 "Unrecognized table variable name '%s'.",
                                 names->items[k] ? names->items[k]->bytes : "");
            columns[n++] = (double)at + 1;
        }
        *first_direction = 2;
    } else {
        OWN_TENSOR *c = NULL;
        TRY(arg_doubles(call, 1, &c));
        for (Index k = 0; k < c->numel && k < n_columns + 64; k++) columns[n++] = tensor_get(c, k);
        *first_direction = 2;
    }
    Keys *keys = mem_alloc_zero((size_t)(n + 1) * sizeof *keys);
    if (!keys) return ctx_fail_nomem(call->ctx);
    *ret = keys;
    *ret_n = n;
    for (Index k = 0; k < n; k++) {
        double c = fabs(columns[k]);
        if (!(c >= 1) || c > (double)n_columns || c != floor(c))
            return call_fail(call, ERR_INDEX, "MATLAB:sortrows:COLmismatchX",
                             "Column sorting vector must contain integers between 1 and the number "
                             "of columns in the first argument.");
        OWN_VALUE column = VALUE_NONE;
        if (table) {
            column = value_ref(table->vars[(Index)c - 1]);
        } else {
            Value subscripts[2] = {{.tag = VAL_COLON}, value_double(c)};
            TRY(value_index(call->ctx, v, subscripts, 2, &column));
        }
        TRY(keys_of(call, column, false, &keys[k]));
        keys[k].descending = columns[k] < 0;
    }
    return OK;
}
BUILTIN(sortrows,
        "B = sortrows(A)\nB = sortrows(A,column)\nB = sortrows(...,direction)\nT = "
        "sortrows(T,vars)\n[B,I] = sortrows(...)",
        ARITY(1, 3, 2), "Sorts rows of a matrix or table.",
        "A: matrix, string or cellstr array\ncolumn: columns to compare; negative ones descend\nT: "
        "table\nvars: variable names or numbers\ndirection: \"ascend\" or \"descend\", one or one "
        "per column",
        "B: sorted rows\nI: positions of the rows in A", "Fails for columns that are not there.",
        "assert(isequal(sortrows([2 1;1 5;1 2]),[1 2;1 5;2 1]))\nassert(isequal(sortrows([2 1;1 "
        "5],-2),[1 5;2 1]))",
        "sort, unique") {
    Value v = call->arg[0];
    Shape shape;
    TRY(value_shape(call->ctx, v, &shape));
    Keys *columns = NULL;
    Index n = 0;
    int at = 1;
    Status status = sortrows_keys(call, v, shape.dim[0], &at, &columns, &n);
    if (status == OK && at < call->nargin) {
        StringArray *words = NULL;
        status = arg_strings(call, at, &words);
        for (Index k = 0; status == OK && k < n && words->numel; k++) {
            const Text *w = words->items[words->numel == 1 ? 0 : k % words->numel];
            columns[k].descending = w && text_same(w->bytes, "descend");
        }
        own_strings_done(&words);
    }
    OWN_MEM Index *order = NULL;
    if (status == OK)
        status = order_by(call->ctx, shape.dim[0], order_rows, &(RowOrder){columns, n}, &order);
    for (Index k = 0; k < n; k++) keys_done(&columns[k]);
    mem_free(columns);
    TRY(status);
    Shape column = shape_2d(shape.dim[0], 1);
    Tensor *where = NULL;
    TRY(tensor_positions(call->ctx, order, &column, &where));
    OWN_VALUE rows = value_take_tensor(where);
    Value subscripts[2] = {rows, {.tag = VAL_COLON}};
    TRY(value_index(call->ctx, v, subscripts, 2, &call->ret[0]));
    if (call->nargout > 1) call->ret[1] = value_give(&rows);
    return OK;
}

BUILTIN(issorted, "TF = issorted(A)\nTF = issorted(A,direction)\nTF = issorted(A,\"rows\")",
        ARITY(1, 2, 1), "True when elements are in order.",
        "A: vector of any sortable class\ndirection: \"ascend\" (default), \"descend\", "
        "\"strictascend\", \"strictdescend\", \"monotonic\"",
        "TF: logical scalar", "", "assert(issorted([1 2 2]))\nassert(~issorted([2 1]))", "sort") {
    static const char *const words[] = {"ascend",        "descend",   "strictascend",
                                        "strictdescend", "monotonic", "strictmonotonic",
                                        "rows",          NULL};
    int word = 0;
    if (call->nargin > 1) TRY(arg_choice(call, 1, words, &word));
    OWN_KEYS k = {0};
    TRY(keys_of(call, call->arg[0], word == 6, &k));
    bool up = true, down = true, strict = word == 2 || word == 3 || word == 5;
    for (Index i = 1; i < k.n; i++) {
        int order = keys_compare(&k, i - 1, &k, i);
        if (order > 0 || (strict && order == 0)) up = false;
        if (order < 0 || (strict && order == 0)) down = false;
    }
    ret_bool(call, 0, word == 1 || word == 3 ? down : word == 4 || word == 5 ? up || down : up);
    return OK;
}

static Status extreme_k(Call *call, bool descending) {
    OWN_TENSOR *x = NULL, *y = NULL, *where = NULL;
    Index k;
    TRY(arg_tensor(call, 0, &x));
    TRY(arg_index(call, 1, &k));
    int dim = shape_first_dim(&x->shape);
    if (call->nargin > 2) TRY(arg_dim(call, 2, &dim));
    if (dim >= SHAPE_MAX_DIMS) dim = SHAPE_MAX_DIMS - 1; // size 1 there too
    Index n = shape_dim(&x->shape, dim);
    OWN_MEM uint8_t *keep = mem_alloc_zero((size_t)n + 1);
    if (!keep) return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < n && i < k; i++) keep[i] = 1;
    OWN_TENSOR *work = NULL;
    if (descending && class_is_float((NumClass)x->cls)) { // NaN is the last choice of both
        TRY(tensor_unary(call->ctx, OP_NEG, x, &work));
        TRY(tensor_sort(call->ctx, work, dim, false, &y, &where));
        tensor_unref(work);
        work = NULL;
        TRY(tensor_unary(call->ctx, OP_NEG, y, &work));
    } else {
        TRY(tensor_sort(call->ctx, x, dim, descending, &work, &where));
    }
    Tensor *t = NULL;
    TRY(tensor_keep(call->ctx, work, dim, keep, &t));
    ret_tensor(call, 0, t);
    if (call->nargout > 1) {
        TRY(tensor_keep(call->ctx, where, dim, keep, &t));
        ret_tensor(call, 1, t);
    }
    return OK;
}
BUILTIN(maxk, "B = maxk(A,k)\nB = maxk(A,k,dim)\n[B,I] = maxk(...)", ARITY(2, 3, 2),
        "The k largest elements, in descending order.",
        "A: numeric array\nk: how many\ndim: dimension", "B: elements\nI: their positions", "",
        "assert(isequal(maxk([3 1 4 1 5],2),[5 4]))", "mink, max, sort, topkrows") {
    return extreme_k(call, true);
}
BUILTIN(mink, "B = mink(A,k)\nB = mink(A,k,dim)\n[B,I] = mink(...)", ARITY(2, 3, 2),
        "The k smallest elements, in ascending order.",
        "A: numeric array\nk: how many\ndim: dimension", "B: elements\nI: their positions", "",
        "assert(isequal(mink([3 1 4 1 5],2),[1 1]))", "maxk, min, sort") {
    return extreme_k(call, false);
}
BUILTIN(topkrows, "B = topkrows(A,k)\nB = topkrows(A,k,column)\nB = topkrows(A,k,column,direction)",
        ARITY(2, 4, 2), "The first k rows in descending order.",
        "A: matrix or table\nk: how many\ncolumn: columns or variables to compare",
        "B: rows\nI: their positions", "", "assert(isequal(topkrows([1 2;3 1;2 9],2),[3 1;2 9]))",
        "sortrows, maxk") {
    Index k;
    TRY(arg_index(call, 1, &k));
    OWN_VALUE all = VALUE_NONE, down = VALUE_NONE, range = VALUE_NONE;
    TRY(value_from_text(call->ctx, "descend", &all));
    TRY(value_string_scalar(call->ctx, "descend", 7, &down));
    Value args[3] = {call->arg[0], call->nargin > 2 ? call->arg[2] : down,
                     call->nargin > 3 ? call->arg[3] : down};
    Value sorted[2] = {VALUE_NONE, VALUE_NONE};
    TRY(vm_call_name(call->vm, "sortrows", args, call->nargin > 2 ? 3 : 2, 2, sorted));
    OWN_VALUE rows = sorted[0], where = sorted[1];
    Shape shape;
    TRY(value_shape(call->ctx, rows, &shape));
    if (k > shape.dim[0]) k = shape.dim[0];
    TRY(value_colon(call->ctx, value_double(1), VALUE_NONE, value_double((double)k), &range));
    Value subscripts[2] = {range, {.tag = VAL_COLON}};
    TRY(value_index(call->ctx, rows, subscripts, 2, &call->ret[0]));
    if (call->nargout > 1) TRY(value_index(call->ctx, where, subscripts, 1, &call->ret[1]));
    return OK;
}

// ---- sets
// ----------------------------------------------------------------------------------------------------------------------
/// Flags after the sets.
typedef struct SetFlags {
    bool rows, stable, last;
} SetFlags;
static Status read_flags(Call *call, int first, SetFlags *f) {
    *f = (SetFlags){0};
    for (int i = first; i < call->nargin; i++) {
        static const char *const words[] = {"rows", "stable", "sorted", "first",
                                            "last", "legacy", NULL};
        int word;
        TRY(arg_choice(call, i, words, &word));
        if (word == 0) f->rows = true;
        if (word == 1) f->stable = true;
        if (word == 4) f->last = true;
        if (word == 5) return ctx_fail_unsupported(call->ctx, "the \"legacy\" flag");
    }
    return OK;
}

/// Groups of equal keys. order: positions sorted; group[i]: number of i's group in result order;
/// first[g]: position that stands for group g; n groups.
typedef struct Groups {
    Index n;
    Index *group, *first;
} Groups;
static void groups_done(Groups *g) {
    mem_free(g->group);
    mem_free(g->first);
}
#define OWN_GROUPS __attribute__((cleanup(groups_done))) Groups
static Status groups_make(Ctx *ctx, const Keys *k, SetFlags flags, Groups *ret) {
    OWN_MEM Index *order = NULL;
    TRY(keys_order(ctx, k, &order));
    ret->group = mem_alloc((size_t)(k->n + 1) * sizeof *ret->group);
    ret->first = mem_alloc((size_t)(k->n + 1) * sizeof *ret->first);
    if (!ret->group || !ret->first) return ctx_fail_nomem(ctx);
    Index n = 0;
    for (Index i = 0; i < k->n; i++) {
        bool fresh = i == 0 || !keys_same(k, order[i - 1], k, order[i]);
        if (fresh)
            ret->first[n++] = order[i];
        else if (flags.last)
            ret->first[n - 1] = order[i];
        ret->group[order[i]] = n - 1;
    }
    ret->n = n;
    if (!flags.stable) return OK;
    // Renumber by first appearance.
    OWN_MEM Index *name = mem_alloc((size_t)(n + 1) * sizeof *name);
    if (!name) return ctx_fail_nomem(ctx);
    for (Index g = 0; g < n; g++) name[g] = -1;
    Index next = 0;
    for (Index i = 0; i < k->n; i++) {
        Index *g = &ret->group[i];
        if (name[*g] < 0) {
            name[*g] = next;
            ret->first[next++] = i;
        }
        *g = name[*g];
    }
    return OK;
}

/// Elements (or rows) of v at the positions, as a set result: a column, or a row when `as_row`.
static Status pick(Call *call, Value v, const Index *at, Index n, bool rows, bool as_row,
                   Value *ret) {
    Shape shape = as_row && !rows ? shape_2d(1, n) : shape_2d(n, 1);
    if (!rows) return gather_value(call->ctx, v, at, &shape, ret);
    Tensor *t = NULL;
    TRY(tensor_positions(call->ctx, at, &shape, &t));
    OWN_VALUE idx = value_take_tensor(t);
    Value subscripts[2] = {idx, {.tag = VAL_COLON}};
    return value_index(call->ctx, v, subscripts, 2, ret);
}
static Status ret_positions(Call *call, int i, const Index *at, Index n) {
    Shape column = shape_2d(n, 1);
    Tensor *t = NULL;
    TRY(tensor_positions(call->ctx, at, &column, &t));
    ret_tensor(call, i, t);
    return OK;
}
static bool is_row(Call *call, Value v) {
    Shape s;
    return value_shape(call->ctx, v, &s) == OK && s.n_dims == 2 && s.dim[0] == 1 && s.dim[1] != 1;
}

/// A char row counts as one text among cells and strings.
static Status set_argument(Call *call, int i, bool text, Value *ret) {
    Value v = call->arg[i];
    if (text && value_is_char(v)) {
        OWN_STRINGS *s = NULL;
        TRY(value_to_strings(call->ctx, v, &s));
        *ret = value_take_string(GIVE(s));
        return OK;
    }
    *ret = value_ref(v);
    return OK;
}

BUILTIN(
    unique,
    "C = unique(A)\nC = unique(A,\"rows\")\nC = unique(...,\"stable\")\n[C,ia,ic] = unique(...)",
    ARITY(1, 4, 3), "Different elements.",
    "A: numeric, logical, char, string, cellstr or categorical array, or table\n\"rows\": compares "
    "rows\n\"stable\": keeps the order of appearance",
    "C: elements, sorted unless \"stable\"\nia: C = A(ia)\nic: A(:) = C(ic)",
    "Fails for cells that do not hold text.",
    "assert(isequal(unique([3 1 3]),[1 3]))\n[c,ia,ic] = "
    "unique([5;4;5]);\nassert(isequal(ic,[2;1;2]))\nassert(isequal(unique([\"b\" \"a\" "
    "\"b\"],\"stable\"),[\"b\" \"a\"]))",
    "ismember, union, sort") {
    SetFlags flags;
    TRY(read_flags(call, 1, &flags));
    Value v = call->arg[0];
    OWN_KEYS keys = {0};
    if (value_is_object(v, &table_class))
        return ctx_fail_unsupported(call->ctx, "unique of tables");
    TRY(keys_of(call, v, flags.rows, &keys));
    OWN_GROUPS g = {0};
    TRY(groups_make(call->ctx, &keys, flags, &g));
    Shape shape;
    TRY(value_shape(call->ctx, v, &shape));
    if (shape.n_dims == 2 && shape.dim[0] == 0 && shape.dim[1] == 0)
        call->ret[0] = value_ref(v);
    else
        TRY(pick(call, v, g.first, g.n, flags.rows, is_row(call, v), &call->ret[0]));
    if (call->nargout > 1) TRY(ret_positions(call, 1, g.first, g.n));
    if (call->nargout > 2) TRY(ret_positions(call, 2, g.group, keys.n));
    return OK;
}

/// Position in `b` (first occurrence) of each element of a; -1 when absent. mem_free.
static Status match_keys(Ctx *ctx, const Keys *a, const Keys *b, Index **ret) {
    OWN_MEM Index *order = NULL;
    TRY(keys_order(ctx, b, &order));
    Index *at = mem_alloc((size_t)(a->n + 1) * sizeof *at);
    if (!at) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < a->n; i++) {
        Index lo = 0, hi = b->n;
        while (lo < hi) {
            Index mid = (lo + hi) / 2;
            if (keys_compare(b, order[mid], a, i) < 0)
                lo = mid + 1;
            else
                hi = mid;
        }
        at[i] = lo < b->n && keys_same(a, i, b, order[lo]) ? order[lo] : -1;
    }
    *ret = at;
    return OK;
}

/// Two sets made comparable: text with text, categories as text, numbers with numbers.
static Status two_sets(Call *call, bool rows, Value *a, Value *b, Keys *ka, Keys *kb) {
    bool text = false, categories = false;
    for (int i = 0; i < 2; i++) {
        text = text || call->arg[i].tag == VAL_STRING || call->arg[i].tag == VAL_CELL;
        categories = categories || value_is_object(call->arg[i], &categorical_class);
    }
    TRY(set_argument(call, 0, text || categories, a));
    TRY(set_argument(call, 1, text || categories, b));
    if (categories) {
        Keys *keys[2] = {ka, kb};
        Value *values[2] = {a, b};
        for (int i = 0; i < 2; i++) {
            if (!value_is_object(*values[i], &categorical_class)) {
                TRY(keys_of(call, *values[i], rows, keys[i]));
                continue;
            }
            Categorical *c = (Categorical *)values[i]->object;
            TRY(string_new(call->ctx, &c->shape, &keys[i]->text));
            keys[i]->n = c->numel;
            keys[i]->n_columns = 1;
            for (Index k = 0; k < c->numel; k++)
                keys[i]->text->items[k] =
                    c->codes[k] ? text_ref(c->categories[c->codes[k] - 1]) : NULL;
        }
        return OK;
    }
    // An empty [] goes with text.
    TRY(keys_of(call, *a, rows, ka));
    TRY(keys_of(call, *b, rows, kb));
    if ((ka->number != NULL) != (kb->number != NULL)) {
        Keys *odd = ka->number ? ka : kb;
        if (odd->n == 0) return OK;
        return call_fail(call, ERR_TYPE, "MATLAB:ISMEMBER:InputClass",
                         "Inputs must be of the same class: %s and %s do not go together.",
                         value_class_name(call->arg[0]), value_class_name(call->arg[1]));
    }
    if (rows && ka->n_columns != kb->n_columns)
        return call_fail(call, ERR_SIZE, "MATLAB:ISMEMBER:AandBColnumAgree",
                         "A and B must have the same number of columns.");
    return OK;
}

BUILTIN(ismember, "TF = ismember(A,B)\n[TF,where] = ismember(A,B)\n... = ismember(A,B,\"rows\")",
        ARITY(2, 3, 2), "True for elements that are in a set.",
        "A: elements\nB: set\n\"rows\": compares rows",
        "TF: logical array of the size of A\nwhere: positions in B, 0 when absent",
        "Fails when the classes do not go together.",
        "assert(isequal(ismember([1 5],[5 6]),[false true]))\n[tf,k] = ismember(\"b\",[\"a\" "
        "\"b\"]);\nassert(tf && k == 2)\nassert(ismember('abc',{'x','abc'}))",
        "unique, intersect, any") {
    SetFlags flags;
    TRY(read_flags(call, 2, &flags));
    OWN_VALUE a = VALUE_NONE, b = VALUE_NONE;
    OWN_KEYS ka = {0}, kb = {0};
    TRY(two_sets(call, flags.rows, &a, &b, &ka, &kb));
    OWN_MEM Index *at = NULL;
    TRY(match_keys(call->ctx, &ka, &kb, &at));
    Shape shape;
    TRY(value_shape(call->ctx, a, &shape));
    if (flags.rows) shape = shape_2d(ka.n, 1);
    Tensor *tf = NULL;
    TRY(logical_new(call->ctx, &shape, &tf));
    for (Index i = 0; i < ka.n; i++) tensor_u8(tf)[i] = at[i] >= 0;
    ret_tensor(call, 0, tf);
    if (call->nargout < 2) return OK;
    Tensor *where = NULL;
    TRY(tensor_positions(call->ctx, at, &shape, &where));
    ret_tensor(call, 1, where);
    return OK;
}

typedef enum SetOp { SET_UNION, SET_INTERSECT, SET_DIFF, SET_XOR } SetOp;
static Status set_operation(Call *call, SetOp op) {
    SetFlags flags;
    TRY(read_flags(call, 2, &flags));
    OWN_VALUE a = VALUE_NONE, b = VALUE_NONE;
    OWN_KEYS ka = {0}, kb = {0};
    TRY(two_sets(call, flags.rows, &a, &b, &ka, &kb));
    OWN_GROUPS ga = {0}, gb = {0};
    TRY(groups_make(call->ctx, &ka, flags, &ga));
    TRY(groups_make(call->ctx, &kb, flags, &gb));
    OWN_MEM Index *in_b = NULL, *in_a = NULL;
    OWN_MEM Index *from_a = mem_alloc((size_t)(ka.n + 1) * sizeof *from_a),
                  *from_b = mem_alloc((size_t)(kb.n + 1) * sizeof *from_b);
    if (!from_a || !from_b) return ctx_fail_nomem(call->ctx);
    TRY(match_keys(call->ctx, &ka, &kb, &in_b));
    TRY(match_keys(call->ctx, &kb, &ka, &in_a));
    Index na = 0, nb = 0;
    for (Index g = 0; g < ga.n; g++) {
        Index i = ga.first[g];
        bool both = in_b[i] >= 0;
        if (op == SET_UNION || both == (op == SET_INTERSECT)) from_a[na++] = i;
    }
    for (Index g = 0; g < gb.n && (op == SET_UNION || op == SET_XOR); g++) {
        if (in_a[gb.first[g]] < 0) from_b[nb++] = gb.first[g];
    }
    bool row_a = is_row(call, a) || value_numel(a) <= 1,
         row_b = is_row(call, b) || value_numel(b) <= 1;
    bool as_row =
        op == SET_DIFF ? is_row(call, a) : (is_row(call, a) || is_row(call, b)) && row_a && row_b;
    if (value_is_object(a, &categorical_class) && op == SET_DIFF) as_row = is_row(call, a);
    OWN_VALUE part_a = VALUE_NONE, part_b = VALUE_NONE;
    TRY(pick(call, a, from_a, na, flags.rows, as_row, &part_a));
    if (op == SET_INTERSECT || op == SET_DIFF) {
        call->ret[0] = value_give(&part_a);
        if (call->nargout > 1) TRY(ret_positions(call, 1, from_a, na));
        if (call->nargout > 2 && op == SET_INTERSECT) {
            for (Index i = 0; i < na; i++) from_a[i] = in_b[from_a[i]];
            TRY(ret_positions(call, 2, from_a, na));
        }
        return OK;
    }
    TRY(pick(call, b, from_b, nb, flags.rows, as_row, &part_b));
    OWN_VALUE joined = VALUE_NONE;
    if (nb == 0)
        joined = value_give(&part_a);
    else if (na == 0)
        joined = value_give(&part_b);
    else
        TRY(value_concat(call->ctx, as_row && !flags.rows ? 1 : 0, (Value[]){part_a, part_b}, 2,
                         &joined));
    if (call->nargout > 1) TRY(ret_positions(call, 1, from_a, na));
    if (call->nargout > 2) TRY(ret_positions(call, 2, from_b, nb));
    if (flags.stable) {
        call->ret[0] = value_give(&joined);
        return OK;
    }
    OWN_KEYS kj = {0};
    OWN_MEM Index *order = NULL;
    TRY(keys_of(call, joined, flags.rows, &kj));
    TRY(keys_order(call->ctx, &kj, &order));
    return pick(call, joined, order, kj.n, flags.rows, as_row, &call->ret[0]);
}
#define SET_FORMS(f) \
    "C = " f "(A,B)\nC = " f "(A,B,\"rows\")\nC = " f "(...,\"stable\")\n[C,ia,ib] = " f "(...)"
#define SET_IN                                                                                   \
    "A, B: arrays of the same class, or text of any kind\n\"rows\": compares rows\n\"stable\": " \
    "keeps the order of appearance"
BUILTIN_AS(set_union, "union", SET_FORMS("union"), ARITY(2, 4, 3), "Elements of either set.",
           SET_IN,
           "C: elements without repetition, sorted unless \"stable\"\nia, ib: positions taken from "
           "A and from B",
           "Fails when the classes do not go together.",
           "assert(isequal(union([3 1],[2 1]),[1 2 3]))", "intersect, setdiff, setxor, unique") {
    return set_operation(call, SET_UNION);
}
BUILTIN(intersect, SET_FORMS("intersect"), ARITY(2, 4, 3), "Elements of both sets.", SET_IN,
        "C: common elements\nia, ib: positions in A and in B",
        "Fails when the classes do not go together.",
        "assert(isequal(intersect([3 1 2],[2 3 9]),[2 3]))", "union, setdiff, ismember") {
    return set_operation(call, SET_INTERSECT);
}
BUILTIN(setdiff,
        "C = setdiff(A,B)\nC = setdiff(A,B,\"rows\")\nC = setdiff(...,\"stable\")\n[C,ia] = "
        "setdiff(...)",
        ARITY(2, 4, 2), "Elements of the first set that are not in the second.", SET_IN,
        "C: elements\nia: positions in A", "Fails when the classes do not go together.",
        "assert(isequal(setdiff([3 1 2],2),[1 3]))", "union, intersect, setxor") {
    return set_operation(call, SET_DIFF);
}
BUILTIN(setxor, SET_FORMS("setxor"), ARITY(2, 4, 3), "Elements of exactly one of the sets.", SET_IN,
        "C: elements\nia, ib: positions in A and in B",
        "Fails when the classes do not go together.", "assert(isequal(setxor([1 2],[2 3]),[1 3]))",
        "union, intersect, setdiff") {
    return set_operation(call, SET_XOR);
}

const BuiltinDef *const family_sets[] = {
    &def_sort,     &def_sortrows, &def_issorted, &def_maxk,      &def_mink,
    &def_topkrows, &def_unique,   &def_ismember, &def_set_union, &def_intersect,
    &def_setdiff,  &def_setxor,   NULL};
