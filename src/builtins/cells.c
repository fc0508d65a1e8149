// builtins/cells.c: cell arrays, and functions applied to every element of a container.
#include "builtins/arguments.h"
#include <stdio.h>

BUILTIN(cell, "C = cell(n)\nC = cell(sz1,...,szN)\nC = cell(sz)", ARITY(0, -1, 1),
        "Cell array of empty cells.", "sz1, …: sizes", "C: cell array; every cell holds []",
        "Fails when a size is not an integer.",
        "C = cell(1,2);\nassert(iscell(C) && isempty(C{1}))", "num2cell, iscell, struct") {
    Shape shape = shape_2d(0, 0);
    CellArray *c = NULL;
    if (call->nargin > 0) TRY(arg_shape(call, 0, call->nargin, &shape));
    TRY(cell_new(call->ctx, &shape, &c));
    call->ret[0] = value_take_cell(c);
    return OK;
}
BUILTIN(iscell, "TF = iscell(A)", ARITY(1, 1, 1), "True for cell arrays.", "A: any value",
        "TF: logical scalar", "", "assert(iscell({1}))\nassert(~iscell(1))",
        "iscellstr, isstruct, isa") {
    ret_bool(call, 0, call->arg[0].tag == VAL_CELL);
    return OK;
}

// ---- cellfun, arrayfun, structfun
// --------------------------------------------------------------------------------------------
/// Where element `e` of argument `k` comes from.
typedef Status (*ElementFn)(Call *call, Value source, Index e, Value *ret);
static Status element_of_cell(Call *call, Value source, Index e, Value *ret) {
    return cell_get(call->ctx, source.cell, e, ret);
}
static Status element_of_array(Call *call, Value source, Index e, Value *ret) {
    Value at = value_double((double)e + 1);
    return value_index(call->ctx, source, &at, 1, ret);
}

typedef struct Mapping {
    Value fn, handler; // handler: VAL_NONE when there is none
    int n_sources;
    const Value *sources;
    bool uniform;
    ElementFn element;
    Shape shape;
    Index numel;
} Mapping;

/// Calls the handler with struct(message, identifier, index) and the arguments.
static Status call_handler(Call *call, const Mapping *m, Index e, Value *args, int n_out,
                           Value *out) {
    OWN_STRUCT *s = NULL;
    TRY(struct_scalar(call->ctx, &s));
    Error *error = &call->ctx->error;
    OWN_MEM char *message = mem_dup(error_message(error)), *id = mem_dup(error_id(error));
    error_clear(error);
    if (!message || !id) return ctx_fail_nomem(call->ctx);
    TRY(struct_put_text(call->ctx, s, "identifier", id));
    TRY(struct_put_text(call->ctx, s, "message", message));
    TRY(struct_put(call->ctx, s, "index", value_double((double)e + 1)));
    OWN_VALUE info = value_take_struct(GIVE(s));
    OWN_MEM Value *all = mem_alloc((size_t)(m->n_sources + 1) * sizeof *all);
    if (!all) return ctx_fail_nomem(call->ctx);
    all[0] = info;
    memcpy(all + 1, args, (size_t)m->n_sources * sizeof *all);
    return vm_call(call->vm, m->handler, all, m->n_sources + 1, n_out, out);
}

/// Results of one output gathered: values[e]; joined into one array of m->shape.
static Status join_uniform(Call *call, const Mapping *m, Value *values, Value *ret) {
    if (m->numel == 0) {
        Tensor *t = NULL;
        TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &m->shape, &t));
        *ret = value_take_tensor(t);
        return OK;
    }
    bool doubles = true, flags = true;
    for (Index e = 0; e < m->numel; e++) {
        doubles = doubles && values[e].tag == VAL_DOUBLE;
        flags = flags && values[e].tag == VAL_BOOL;
    }
    if (doubles || flags) {
        Tensor *t = NULL;
        TRY(tensor_new(call->ctx, doubles ? CLASS_DOUBLE : CLASS_LOGICAL, &m->shape, &t));
        for (Index e = 0; e < m->numel; e++) {
            if (doubles)
                tensor_f64(t)[e] = values[e].number;
            else
                tensor_u8(t)[e] = values[e].flag;
        }
        *ret = value_take_tensor(t);
        return OK;
    }
    for (Index e = 1; e < m->numel; e++) {
        if (strcmp(value_class_name(values[e]), value_class_name(values[0])) != 0) {
            return call_fail(call, ERR_TYPE, "MATLAB:cellfun:ClassMismatch",
                             "Class mismatch in the output of the function: expected '%s', found "
                             "'%s' at index %lld. Set 'UniformOutput' to false.",
                             value_class_name(values[0]), value_class_name(values[e]),
                             (long long)e + 1);
        }
    }
    OWN_VALUE line = VALUE_NONE;
    TRY(value_concat(call->ctx, 1, values, (int)m->numel, &line));
    return reshape_value(call->ctx, line, &m->shape, ret);
}

static Status map_call_one(Call *call, Mapping *m, Index e, int n_out, Value *out) {
    OWN_MEM Value *args = mem_alloc_zero((size_t)(m->n_sources + 1) * sizeof *args);
    if (!args) return ctx_fail_nomem(call->ctx);
    Status status = OK;
    for (int k = 0; k < m->n_sources && status == OK; k++)
        status = m->element(call, m->sources[k], e, &args[k]);
    if (status == OK) {
        status = vm_call(call->vm, m->fn, args, m->n_sources, n_out, out);
        if (status != OK && status != ERR_INTERRUPT && m->handler.tag != VAL_NONE)
            status = call_handler(call, m, e, args, n_out, out);
    }
    for (int k = 0; k < m->n_sources; k++) value_unref(args[k]);
    return status;
}

static Status map_run(Call *call, Mapping *m) {
    int n_out = call->nargout, slots = n_out > 0 ? n_out : 1;
    size_t count = (size_t)(m->numel * slots);
    OWN_MEM Value *values =
        mem_alloc_zero((count + 1) * sizeof *values); // output k, element e at k*numel+e
    OWN_MEM Value *out = mem_alloc_zero((size_t)slots * sizeof *out);
    if (!values || !out) return ctx_fail_nomem(call->ctx);
    Status status = OK;
    bool none = false;
    for (Index e = 0; e < m->numel && status == OK; e++) {
        for (int k = 0; k < slots; k++) out[k] = VALUE_NONE;
        status = map_call_one(call, m, e, n_out, out);
        for (int k = 0; k < slots; k++) values[k * m->numel + e] = out[k];
        if (status != OK) break;
        none = none || out[0].tag == VAL_NONE;
        for (int k = 0; k < slots && m->uniform && !none; k++) {
            if (value_numel(out[k]) != 1 || out[k].tag == VAL_CELL) {
                status =
                    call_fail(call, ERR_SIZE,
                              m->element == element_of_cell ? "MATLAB:cellfun:NotAScalarOutput"
                                                            : "MATLAB:arrayfun:NotAScalarOutput",
                              "Non-scalar in Uniform output, at index %lld, output %d.\nSet "
                              "'UniformOutput' to false.",
                              (long long)e + 1, k + 1);
                break;
            }
        }
        if (status == OK) status = ctx_check_stop(call->ctx);
    }
    for (int k = 0; k < slots && status == OK; k++) {
        if (none && n_out == 0) break; // a statement with a function that returns nothing
        if (m->uniform) {
            status = join_uniform(call, m, values + k * m->numel, &call->ret[k]);
            continue;
        }
        CellArray *c = NULL;
        status = cell_new(call->ctx, &m->shape, &c);
        if (status != OK) break;
        for (Index e = 0; e < m->numel; e++) c->items[e] = value_give(&values[k * m->numel + e]);
        call->ret[k] = value_take_cell(c);
    }
    for (size_t i = 0; i < count; i++) value_unref(values[i]);
    return status;
}

/// True when argument i is `word` or its beginning, as in cellfun(f,C,'uni',0).
static bool is_begin_of(const Call *call, int i, const char *word) {
    char part[16];
    size_t n = strlen(word);
    for (size_t k = n < sizeof part ? n : sizeof part - 1; k >= 2; k--) {
        snprintf(part, sizeof part, "%.*s", (int)k, word);
        if (arg_is_word(call, i, part)) return true;
    }
    return false;
}

/// Splits "UniformOutput" and "ErrorHandler" off the end.
static Status map_options(Call *call, Mapping *m, int *ret_last) {
    int last = call->nargin;
    m->uniform = true;
    while (last >= 3) {
        bool uniform = is_begin_of(call, last - 2, "UniformOutput"),
             handler = is_begin_of(call, last - 2, "ErrorHandler");
        if (uniform)
            TRY(arg_bool(call, last - 1, &m->uniform));
        else if (handler)
            TRY(arg_func(call, last - 1, &m->handler));
        else
            break;
        last -= 2;
    }
    *ret_last = last;
    return OK;
}
static Status map_sizes(Call *call, Mapping *m, const char *id) {
    TRY(value_shape(call->ctx, m->sources[0], &m->shape));
    m->numel = shape_numel(&m->shape);
    for (int k = 1; k < m->n_sources; k++) {
        Shape shape;
        TRY(value_shape(call->ctx, m->sources[k], &shape));
        if (!shape_equal(&shape, &m->shape)) {
            return call_fail(
                call, ERR_SIZE, id,
                "All of the input arguments must be of the same size and shape.\nPrevious inputs "
                "had size %lld in dimension 1. Input #%d has size %lld.",
                (long long)m->shape.dim[0], k + 2, (long long)shape.dim[0]);
        }
    }
    return OK;
}
static void mapping_done(Mapping *m) {
    value_unref(m->fn);
    value_unref(m->handler);
}
#define OWN_MAPPING __attribute__((cleanup(mapping_done))) Mapping
#define MAP_OPTIONS                                                               \
    "\nUniformOutput: true (default) joins scalar results, false returns a cell " \
    "array\nErrorHandler: function called with a struct and the arguments when fun fails"

BUILTIN(cellfun,
        "A = cellfun(fun,C)\nA = cellfun(fun,C1,...,Cn)\n[A,B,...] = cellfun(...)\n... = "
        "cellfun(...,\"UniformOutput\",tf)\n... = cellfun(...,\"ErrorHandler\",fun)",
        ARITY(2, -1, -1), "Applies a function to every cell.",
        "fun: function handle or name\nC1, …: cell arrays of the same size" MAP_OPTIONS,
        "A, B, …: results", "Fails when results are not scalar and UniformOutput is true.",
        "assert(isequal(cellfun(@numel,{1,[1 2]}),[1 2]))\nassert(isequal(cellfun(@(x) "
        "x+1,{1,2},UniformOutput=false),{2,3}))",
        "arrayfun, structfun, cell2mat") {
    OWN_MAPPING m = {.element = element_of_cell};
    int last;
    TRY(arg_func(call, 0, &m.fn));
    TRY(map_options(call, &m, &last));
    m.sources = call->arg + 1;
    m.n_sources = last - 1;
    if (m.n_sources < 1)
        return call_fail(call, ERR_ARG, "MATLAB:minrhs", "Not enough input arguments.");
    for (int k = 0; k < m.n_sources; k++) {
        if (m.sources[k].tag != VAL_CELL)
            return call_fail(call, ERR_TYPE, "MATLAB:cellfun:NotACell",
                             "Input #%d expected to be a cell array, was %s instead.", k + 2,
                             value_class_name(m.sources[k]));
    }
    TRY(map_sizes(call, &m, "MATLAB:cellfun:SizeMismatch"));
    return map_run(call, &m);
}
BUILTIN(arrayfun,
        "B = arrayfun(fun,A)\nB = arrayfun(fun,A1,...,An)\n[B,C,...] = arrayfun(...)\n... = "
        "arrayfun(...,\"UniformOutput\",tf)\n... = arrayfun(...,\"ErrorHandler\",fun)",
        ARITY(2, -1, -1), "Applies a function to every element of an array.",
        "fun: function handle or name\nA1, …: arrays of the same size" MAP_OPTIONS,
        "B, C, …: results", "Fails when results are not scalar and UniformOutput is true.",
        "assert(isequal(arrayfun(@(x) x^2,[1 2 3]),[1 4 9]))\n[a,b] = arrayfun(@(x) "
        "deal(x,-x),1:2);\nassert(isequal(b,[-1 -2]))",
        "cellfun, structfun, splitapply") {
    OWN_MAPPING m = {.element = element_of_array};
    int last;
    TRY(arg_func(call, 0, &m.fn));
    TRY(map_options(call, &m, &last));
    m.sources = call->arg + 1;
    m.n_sources = last - 1;
    if (m.n_sources < 1)
        return call_fail(call, ERR_ARG, "MATLAB:minrhs", "Not enough input arguments.");
    TRY(map_sizes(call, &m, "MATLAB:arrayfun:SizeMismatch"));
    return map_run(call, &m);
}
BUILTIN(structfun,
        "A = structfun(fun,S)\n[A,B,...] = structfun(...)\n... = "
        "structfun(...,\"UniformOutput\",false)",
        ARITY(2, -1, -1), "Applies a function to every field of a scalar struct.",
        "fun: function handle or name\nS: scalar struct" MAP_OPTIONS,
        "A, B, …: column of results, or a struct with the same fields",
        "Fails when S is not a scalar struct.",
        "assert(isequal(structfun(@(x) 2*x,struct(a=1,b=2)),[2;4]))", "cellfun, arrayfun") {
    OWN_MAPPING m = {.element = element_of_cell};
    int last;
    StructArray *s;
    TRY(arg_func(call, 0, &m.fn));
    TRY(map_options(call, &m, &last));
    TRY(arg_struct(call, 1, &s));
    if (s->numel != 1)
        return call_fail(call, ERR_SIZE, "MATLAB:structfun:NotScalarStruct",
                         "Second argument must be a scalar structure.");
    Shape shape = shape_2d(s->n_fields, 1);
    OWN_CELL *fields = NULL;
    TRY(cell_new(call->ctx, &shape, &fields));
    for (Index f = 0; f < s->n_fields; f++) fields->items[f] = value_ref(s->items[f]);
    Value source = value_take_cell(fields);
    m.sources = &source;
    m.n_sources = 1;
    m.shape = shape;
    m.numel = s->n_fields;
    TRY(map_run(call, &m));
    int slots = call->nargout > 0 ? call->nargout : 1;
    for (int k = 0; k < slots && !m.uniform; k++) {
        OWN_VALUE cells = value_give(&call->ret[k]);
        if (cells.tag != VAL_CELL) continue;
        OWN_STRUCT *out = NULL;
        TRY(struct_scalar(call->ctx, &out));
        for (Index f = 0; f < s->n_fields; f++)
            TRY(struct_put(call->ctx, out, s->names[f]->bytes, value_ref(cells.cell->items[f])));
        call->ret[k] = value_take_struct(GIVE(out));
    }
    return OK;
}

// ---- conversions
// --------------------------------------------------------------------------------------------------------------
BUILTIN(cell2mat, "A = cell2mat(C)", ARITY(1, 1, 1),
        "Joins the contents of a cell array into one array.",
        "C: cell array whose contents fit side by side and below each other", "A: joined array",
        "Fails for mixed classes or sizes that do not fit.",
        "assert(isequal(cell2mat({1 2;3 4}),[1 2;3 4]))", "mat2cell, num2cell, vertcat") {
    CellArray *c;
    TRY(arg_cell(call, 0, &c));
    if (c->numel == 0) return value_empty(call->ctx, &call->ret[0]);
    if (c->shape.n_dims > 2) return ctx_fail_unsupported(call->ctx, "cell2mat of N-D cell arrays");
    Index m = c->shape.dim[0], n = c->shape.dim[1];
    for (Index k = 1; k < c->numel; k++) {
        if (strcmp(value_class_name(c->items[k].tag == VAL_NONE ? value_double(0) : c->items[k]),
                   value_class_name(c->items[0].tag == VAL_NONE ? value_double(0) : c->items[0])) !=
            0) {
            return call_fail(call, ERR_TYPE, "MATLAB:cell2mat:MixedDataTypes",
                             "All contents of the input cell array must be of the same data type.");
        }
    }
    OWN_LIST rows = {0};
    for (Index i = 0; i < m; i++) {
        OWN_LIST parts = {0};
        for (Index j = 0; j < n; j++) {
            Value v = VALUE_NONE;
            TRY(cell_get(call->ctx, c, j * m + i, &v));
            TRY(value_list_push(call->ctx, &parts, v));
        }
        Value row = VALUE_NONE;
        TRY(value_concat(call->ctx, 1, parts.items, (int)parts.n, &row));
        TRY(value_list_push(call->ctx, &rows, row));
    }
    return value_concat(call->ctx, 0, rows.items, (int)rows.n, &call->ret[0]);
}
BUILTIN(num2cell, "C = num2cell(A)", ARITY(1, 2, 1), "Puts every element into a cell of its own.",
        "A: array of any class", "C: cell array of the same size", "",
        "assert(isequal(num2cell([1 2]),{1,2}))", "cell2mat, mat2cell") {
    if (call->nargin > 1) return ctx_fail_unsupported(call->ctx, "num2cell(A,dim)");
    Shape shape;
    CellArray *c = NULL;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    TRY(cell_new(call->ctx, &shape, &c));
    call->ret[0] = value_take_cell(c);
    for (Index e = 0; e < c->numel; e++) {
        if (call->arg[0].tag == VAL_CELL) {
            Shape one = shape_2d(1, 1);
            CellArray *inner = NULL;
            TRY(cell_new(call->ctx, &one, &inner));
            inner->items[0] = value_ref(call->arg[0].cell->items[e]);
            c->items[e] = value_take_cell(inner);
        } else {
            TRY(element_of_array(call, call->arg[0], e, &c->items[e]));
        }
    }
    return OK;
}
BUILTIN(mat2cell, "C = mat2cell(A,rows)\nC = mat2cell(A,rows,columns)", ARITY(2, 3, 1),
        "Cuts a matrix into blocks.",
        "A: matrix of any class\nrows: heights of the blocks; they add up to size(A,1)\ncolumns: "
        "widths of the blocks",
        "C: cell array of blocks", "Fails when the sizes do not add up.",
        "C = mat2cell(magic(4),[1 3],[2 2]);\nassert(isequal(size(C{2,1}),[3 2]))",
        "cell2mat, num2cell") {
    OWN_TENSOR *r = NULL, *q = NULL;
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    TRY(arg_doubles(call, 1, &r));
    if (call->nargin > 2)
        TRY(arg_doubles(call, 2, &q));
    else
        TRY(tensor_from_double(call->ctx, (double)shape.dim[1], &q));
    double rows = 0, columns = 0;
    for (Index i = 0; i < r->numel; i++) rows += tensor_get(r, i);
    for (Index i = 0; i < q->numel; i++) columns += tensor_get(q, i);
    if (rows != (double)shape.dim[0] || columns != (double)shape.dim[1] || shape.n_dims > 2) {
        return call_fail(call, ERR_SIZE, "MATLAB:mat2cell:VectorSumMismatch",
                         "Input arguments, D1 through D%d, must sum to each dimension of the input "
                         "matrix size, [%lld %lld], not [%g %g].",
                         call->nargin - 1, (long long)shape.dim[0], (long long)shape.dim[1], rows,
                         columns);
    }
    Shape blocks = shape_2d(r->numel, q->numel);
    CellArray *c = NULL;
    TRY(cell_new(call->ctx, &blocks, &c));
    call->ret[0] = value_take_cell(c);
    double left = 1;
    for (Index j = 0; j < q->numel; j++) {
        double top = 1;
        for (Index i = 0; i < r->numel; i++) {
            OWN_VALUE a = VALUE_NONE, b = VALUE_NONE;
            TRY(value_colon(call->ctx, value_double(top), VALUE_NONE,
                            value_double(top + tensor_get(r, i) - 1), &a));
            TRY(value_colon(call->ctx, value_double(left), VALUE_NONE,
                            value_double(left + tensor_get(q, j) - 1), &b));
            TRY(value_index(call->ctx, call->arg[0], (Value[]){a, b}, 2,
                            &c->items[j * r->numel + i]));
            top += tensor_get(r, i);
        }
        left += tensor_get(q, j);
    }
    return OK;
}
BUILTIN(deal, "[B1,...,Bn] = deal(A1,...,An)\n[B1,...,Bn] = deal(A)", ARITY(1, -1, -1),
        "Hands inputs out to outputs.", "A: one value for all outputs\nA1, …: one value per output",
        "B1, …: the values", "Fails when the numbers differ.",
        "[a,b] = deal(1,2);\nassert(a == 1 && b == 2)", "cellfun, struct") {
    int n = call->nargout > 0 ? call->nargout : 1;
    if (call->nargin != 1 && call->nargin != n)
        return call_fail(call, ERR_ARG, "MATLAB:deal:narginNargoutMismatch",
                         "The number of outputs should match the number of inputs.");
    for (int k = 0; k < n; k++) call->ret[k] = value_ref(call->arg[call->nargin == 1 ? 0 : k]);
    return OK;
}
BUILTIN(celldisp, "celldisp(C)\ncelldisp(C,name)", ARITY(1, 2, 0),
        "Shows the contents of a cell array.", "C: cell array\nname: name to show", "",
        "Fails when C is not a cell array.", "celldisp({1})", "disp, cell") {
    CellArray *c;
    OWN_MEM char *name = NULL;
    TRY(arg_cell(call, 0, &c));
    if (call->nargin > 1) TRY(arg_text(call, 1, &name));
    const char *variable = vm_argument_name(call->vm, 0, 0);
    if (!name && variable && !(name = mem_dup(variable))) return ctx_fail_nomem(call->ctx);
    for (Index e = 0; e < c->numel; e++) {
        OWN_VALUE v = VALUE_NONE;
        OWN_BUF out = BUF_INIT, label = BUF_INIT;
        TRY(cell_get(call->ctx, c, e, &v));
        if (shape_is_vector(&c->shape))
            buf_printf(&label, "%s{%lld}", name ? name : "ans", (long long)e + 1);
        else
            buf_printf(&label, "%s{%lld,%lld}", name ? name : "ans",
                       (long long)(e % c->shape.dim[0]) + 1, (long long)(e / c->shape.dim[0]) + 1);
        TRY(value_display(call->ctx, &call->env->format, buf_text(&label), v, &out));
        env_write(call->env, buf_text(&out), out.len);
    }
    return OK;
}

const BuiltinDef *const family_cells[] = {
    &def_cell,      &def_iscell,   &def_cellfun,  &def_arrayfun,
    &def_structfun, &def_cell2mat, &def_num2cell, &def_mat2cell,
    &def_deal,      &def_celldisp, NULL};
